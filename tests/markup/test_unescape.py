from __future__ import annotations

import pytest

from desktop.markup.unescape import entity_at, unescaped


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("&amp;x", ("&", 5)),
        ("&#65;", ("A", 5)),
        ("&#x4e2d;", ("中", 8)),
        ("&#0;", ("\ufffd", 4)),
        ("&#xD800;", ("\ufffd", 8)),
        ("&nothing;", None),
        ("&amp", None),
        ("&#;", None),
        ("&#99999999;", None),
    ],
)
def test_an_entity_is_a_name_or_a_code(text: str, found: tuple[str, int] | None) -> None:
    assert entity_at(text, 0) == found


def test_only_punctuation_is_escaped() -> None:
    assert unescaped("\\*a\\b &lt; \\&amp; &x;") == "*a\\b < &amp; &x;"
