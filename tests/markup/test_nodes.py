from __future__ import annotations

from desktop.markup.nodes import Code


def test_the_language_is_the_first_word_behind_the_fence() -> None:
    assert Code("python title=x.py", "").language == "python"
    assert Code("  ", "").language == ""
