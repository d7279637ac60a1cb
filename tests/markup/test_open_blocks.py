from __future__ import annotations

from desktop.markup.machine import BlockMachine
from desktop.markup.nodes import Code, LazyRuns, ListBlock, Paragraph, Run
from desktop.markup.open_blocks import OpenBlocks


def machine(*lines: str) -> BlockMachine:
    result = BlockMachine(lambda source: (Run(source),))
    start = 0
    for line in lines:
        result.line(line, start)
        start += len(line) + 1
    return result


def test_the_tail_shows_what_is_open_with_its_place() -> None:
    blocks: OpenBlocks = machine("# done", "", "- item", "  ```", "  code")

    ((heading, first), (items, second)) = blocks.tail()

    assert (first, second) == ((0, 6), (8, 27))
    assert blocks.finished == [heading]
    assert isinstance(items, ListBlock)
    assert items.items[0].children[1] == Code("", "code", closed=False)


def test_a_copy_goes_on_without_changing_the_original() -> None:
    original = machine("- one")
    copied = original.copied()

    copied.line("- two", 6)
    copied.line("end", 12)

    ((block, _),) = original.tail()
    assert isinstance(block, ListBlock)
    assert len(block.items) == 1
    assert len(copied.tail()) == 1


def test_texts_inside_open_blocks_are_parsed_anew() -> None:
    original = machine("- [a]", "- b", "", "  | [a] |", "  |---|", "  | [a] |")
    before = original.tail()[0][0]

    assert "[a]" in repr(before)
    original.renew({(0, 0, 0), (0, 1, 1, 1)})
    after = original.tail()[0][0]

    assert isinstance(before, ListBlock)
    assert isinstance(after, ListBlock)
    assert after.items[0] is not before.items[0]
    assert before == after


def test_the_definitions_at_the_start_of_an_open_paragraph_are_shown_as_they_stand() -> None:
    (definition, first), (rest, second) = machine("[a]: /u", "[b]: /v").tail()

    assert isinstance(definition, Paragraph)
    assert isinstance(rest, Paragraph)
    assert not isinstance(definition.runs, LazyRuns)
    assert (first, second) == ((0, 7), (8, 15))
