from __future__ import annotations

import pytest

from desktop.markup.fence import OpenFence
from desktop.markup.nodes import Code


def test_a_fence_closes_on_its_own_mark_at_least_as_long() -> None:
    fence = OpenFence("````text")

    fence.feed("```\n~~~~\n````  \nafter\n")

    assert fence.closed
    assert fence.block() == Code("text", "```\n~~~~", closed=True)
    assert fence.rest == "after\n"


def test_the_indent_of_the_opening_line_is_taken_from_every_line() -> None:
    fence = OpenFence("  ```")

    fence.feed("    four\n one\n\ttab\n")

    assert fence.finish().text == "  four\none\n  tab"


def test_a_fence_may_close_without_a_newline_at_the_end_of_the_text() -> None:
    fence = OpenFence("```")

    fence.feed("a\n```")

    assert fence.finish() == Code("", "a", closed=True)


def test_what_opens_no_fence_is_refused() -> None:
    with pytest.raises(ValueError, match="fence"):
        OpenFence("text")
