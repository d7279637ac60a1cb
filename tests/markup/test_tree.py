"""`desktop.markup.tree`, through `parse_blocks`."""

from __future__ import annotations

from desktop.markup.blocks import parse_blocks
from desktop.markup.nodes import Code, ListBlock, Paragraph, Quote, Run, Table


def test_cells_behind_the_last_column_join_the_last_cell() -> None:
    (table,) = parse_blocks("| a | b |\n|---|:-:|\n| 1 | 2 | 3 | 4 |\n")

    assert isinstance(table, Table)
    assert table.alignments == ("left", "center")
    assert table.rows[0][1] == (Run("2"), Run(" | 3 | 4"))


def test_a_definition_is_shown_with_its_address_and_title() -> None:
    (definition,) = parse_blocks('[name]: https://a.example/x "the title"\n')

    assert definition == Paragraph(
        (Run("[name]: "), Run("https://a.example/x", link="https://a.example/x"), Run(' "the title"'))
    )


def test_code_in_lists_and_quotes_knows_whether_its_fence_closed() -> None:
    (listed,) = parse_blocks("- ```\n  a\n  ```\n")
    (quoted,) = parse_blocks("> ```sh title=x\n> a\n")

    assert isinstance(listed, ListBlock)
    assert listed.items[0].children == (Code("", "a", closed=True),)
    assert isinstance(quoted, Quote)
    assert quoted.children == (Code("sh title=x", "a", closed=False),)
    assert Code("sh title=x", "a").language == "sh"
