from __future__ import annotations

import pytest

from desktop.markup.link_syntax import address_at, gap_end, label_key, opens_title, title_at


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<a b>)", ("a b", 5)),
        ("/u(x)y) z", ("/u(x)y", 6)),
        ("/u\\)x)", ("/u\\)x", 5)),
        (")", ("", 0)),
        ("<a\nb>", None),
        ("/u(x y", None),
        ("(" * 20 + ")" * 20, None),
    ],
)
def test_an_address_is_pointed_or_balanced(text: str, found: tuple[str, int] | None) -> None:
    assert address_at(text, 0, len(text)) == found


def test_a_title_stands_between_marks() -> None:
    assert title_at('"a \\" b" c', 0, 20) == ('a \\" b', 8)
    assert title_at("(a)", 0, 3) == ("a", 3)
    assert title_at("'open", 0, 5) is None
    assert opens_title("'open", 0)
    assert not opens_title("'shut'", 0)


def test_labels_are_compared_without_case_and_extra_space() -> None:
    assert label_key("  Foo\n  BAR ß ") == label_key("foo bar SS")


def test_a_gap_holds_one_line_end() -> None:
    assert gap_end(" \t\n x", 0) == 4
    assert gap_end("\n\nx", 0) == 1
