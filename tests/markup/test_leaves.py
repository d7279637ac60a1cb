from __future__ import annotations

import pytest

from desktop.markup.leaves import OPEN_LIMIT, OpenCode, OpenParagraph, OpenTable
from desktop.markup.line import Line
from desktop.markup.nodes import Code, Run


def plain(text: str) -> tuple[Run, ...]:
    return (Run(text),)


def code(lines: str, mark: str = "", indent: int = 0) -> OpenCode:
    result = OpenCode(mark, "", indent)
    for line in lines.split("\n"):
        result.add(Line(line))
    return result


def test_a_fence_closes_on_its_own_mark_at_least_as_long() -> None:
    fence = OpenCode("````", "text")

    assert [fence.closes(Line(text)) for text in ("```", "~~~~", "```` x", "    ````", "")] == [False] * 5
    assert fence.closes(Line("   `````  "))
    assert fence.may_close("  ``")
    assert not fence.may_close("``x")


def test_the_indent_of_the_opening_fence_is_taken_from_every_line() -> None:
    assert code("    four\n one\n\ttab", "```", 2).block(closed=True).text == "  four\none\n  tab"


def test_blank_lines_belong_to_indented_code_only_between_its_lines() -> None:
    assert code("    a\n\n      \n    b\n\n").block(closed=False) == Code("", "a\n\n  \nb", closed=True)


def test_long_code_is_kept_whole() -> None:
    text = "\n".join(map(str, range(5000)))

    assert code(text, "```").block(closed=True).text == text


def test_a_copy_goes_on_alone() -> None:
    paragraph = OpenParagraph()
    paragraph.add("one", (0, 3), heads_table=True)
    copied = paragraph.copied()

    copied.add("two", (4, 7), heads_table=True)

    assert (paragraph.text, copied.text) == ("one", "one\ntwo")
    assert copied.place == (0, 7)


def test_a_paragraph_that_did_not_change_is_the_same_object() -> None:
    paragraph = OpenParagraph()
    paragraph.add("one", (0, 3), heads_table=True)

    assert paragraph.block(plain) is paragraph.copied().block(plain)


def test_the_pieces_of_a_long_paragraph_stay_the_same_objects() -> None:
    paragraph = OpenParagraph()
    for number in range(3 * OPEN_LIMIT // 10):
        paragraph.add("x" * 9, (number * 10, number * 10 + 9), heads_table=True)
    before = paragraph.open_blocks(plain)
    paragraph.add("more", (90_000, 90_004), heads_table=True)
    after = paragraph.open_blocks(plain)

    assert len(before) >= 3
    assert all(old[0] is new[0] for old, new in zip(before[:-1], after, strict=False))
    assert after[-1][1][1] == 90_004


def test_every_row_has_as_many_cells_as_the_header() -> None:
    table = OpenTable((plain("a"), plain("b")), ("left", "left"))

    table.add("| 1 |", plain)
    table.add("| 1 | 2 | 3 | | 4 |", plain)

    assert [[list(cell) for cell in row] for row in table.block().rows] == [
        [[Run("1")], []],
        [[Run("1")], [Run("2 | 3 | 4")]],
    ]


def test_a_table_ends_before_its_empty_cells_outgrow_the_text() -> None:
    table = OpenTable((plain("a"),) * 500, ("left",) * 500)

    taken = [table.add("x", plain) for _ in range(200)]

    assert taken.index(False) == 131
    assert not any(taken[131:])


def test_a_table_that_did_not_change_is_the_same_object() -> None:
    table = OpenTable((plain("a"),), ("left",))
    table.add("x", plain)
    copied = table.copied()

    assert table.block() is copied.block()
    copied.add("y", plain)
    assert len(table.block().rows) == 1


@pytest.mark.parametrize("text", ["[name", "[name]: /x"])
def test_a_paragraph_that_begins_with_a_bracket_may_define(text: str) -> None:
    paragraph = OpenParagraph()

    paragraph.add(text, (0, len(text)), heads_table=True)

    assert paragraph.may_define
