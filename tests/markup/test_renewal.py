from __future__ import annotations

from desktop.markup.nodes import Heading, LazyRuns, ListBlock, ListItem, Paragraph, Quote, Run, Table
from desktop.markup.renewal import grouped, renewed, same


def test_only_the_texts_named_are_parsed_anew_and_the_rest_stays_the_same_object() -> None:
    parsed: list[str] = []

    def text(source: str) -> LazyRuns:
        return LazyRuns(source, lambda it: (parsed.append(it), (Run(it),))[1])

    table = Table((text("h"),), ((text("r1"),), (text("r2"),)), ("left",))
    stays = Heading(1, text("stays"))
    paragraph = Paragraph(text("p"))
    quote = Quote((paragraph, stays, table))
    block = ListBlock(ordered=False, tight=True, delimiter="", items=(ListItem(None, None, (quote,)),))

    paths = [(0, 0, 0), (0, 0, 2, 2)]
    assert renewed(block, paths) is block
    assert [len(row[0]) for row in table.rows] == [1, 1]
    assert len(paragraph.runs) == 1
    result = renewed(block, paths)

    assert result == block
    inside = result.items[0].children[0]
    assert isinstance(inside, Quote)
    assert inside.children[0] is not quote.children[0]
    assert inside.children[1] is stays
    renewed_table = inside.children[2]
    assert isinstance(renewed_table, Table)
    assert renewed_table.rows[0] is table.rows[0]
    assert renewed_table.rows[1] is not table.rows[1]
    assert renewed_table.header is table.header


def test_paths_are_grouped_by_their_first_step() -> None:
    assert grouped([(0, 1), (0, 2), (3,), ()]) == {0: {(1,), (2,)}, 3: {()}}


def test_equal_is_not_the_same() -> None:
    one, other = Paragraph((Run("x"),)), Paragraph((Run("x"),))

    assert same([one], (one,))
    assert not same([one], [other])
    assert not same([one], [])
