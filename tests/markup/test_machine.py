from __future__ import annotations

import re

import pytest
from fakes.markdown_documents import DOCUMENTS, EXAMPLES
from fakes.markdown_oracle import blocks_of
from fakes.markdown_streams import normalised
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.markup.blocks import parse_blocks
from desktop.markup.machine import MAX_NESTING, BlockMachine
from desktop.markup.nodes import Block, Code, ListBlock, Paragraph, Quote, Run, Table

# Where we leave markdown-it: what stands right behind a definition, and formulas. Where it leaves the specification:
# two blank lines behind an empty item end the list, a table's header takes the mark of its list.
APART = re.compile(
    r"(?m)\]:|\$|\\[\[(]|(?:[-*+]|\d+[.)])[ \t]*\n[ \t>]*\n[ \t>]*\n|^[ \t>]*(?:[-*+]|\d+[.)])[ \t][^\n]*\|"
)
LINES = [line for document in DOCUMENTS for line in document.splitlines(keepends=True) if not APART.search(line)]
MARKS = ["a", "b", " ", "    ", "\n", "\n\n", "\t", "- ", "* ", "1. ", "2) ", "> ", "# ", "```", "~~~", "|", "|---|"]
MARKS += ["---", "===", "[a]", "`", "*", "**", "x y", "<b>", "\\"]


def compared(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks, a list tight where it holds no paragraph: markdown-it does not say so there."""
    result: list[Block] = []
    for block in blocks:
        match block:
            case Quote(children):
                result.append(Quote(compared(children)))
            case ListBlock():
                items = tuple(replace(item, children=compared(item.children)) for item in block.items)
                has_text = any(isinstance(child, Paragraph) for item in items for child in item.children)
                result.append(replace(block, items=items, tight=block.tight or not has_text))
            case _:
                result.append(block)
    return tuple(result)


@pytest.mark.parametrize("document", [it for it in DOCUMENTS if not re.search(r"\$|\\[\[(]", it)])
def test_our_documents_have_the_blocks_that_markdown_it_finds(document: str) -> None:
    assert compared(parse_blocks(document)) == blocks_of(normalised(document))


def test_every_example_has_the_blocks_that_markdown_it_finds() -> None:
    compared_examples = [it for it in EXAMPLES if not APART.search(it) and "<b c>" not in it]

    assert len(compared_examples) > 800
    assert [it for it in compared_examples if compared(parse_blocks(it)) != blocks_of(it)] == []


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(LINES), max_size=16))
def test_glued_lines_have_the_blocks_that_markdown_it_finds(lines: list[str]) -> None:
    document = "".join(lines)

    assert compared(parse_blocks(document)) == blocks_of(normalised(document))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(MARKS), max_size=30).map("".join).filter(lambda text: not APART.search(text)))
def test_any_text_of_markup_has_the_blocks_that_markdown_it_finds(document: str) -> None:
    assert compared(parse_blocks(document)) == blocks_of(document)


def test_cells_behind_the_last_column_join_the_last_cell() -> None:
    (table,) = parse_blocks("| a | b |\n|---|:-:|\n| 1 | 2 | 3 | 4 |\n")

    assert isinstance(table, Table)
    assert table.alignments == ("left", "center")
    assert table.rows[0][1] == (Run("2 | 3 | 4"),)


def test_code_in_lists_and_quotes_knows_whether_its_fence_closed() -> None:
    (listed,) = parse_blocks("- ```\n  a\n  ```\n")
    (quoted,) = parse_blocks("> ```sh title=x\n> a\n")

    assert isinstance(listed, ListBlock)
    assert listed.items[0].children == (Code("", "a", closed=True),)
    assert isinstance(quoted, Quote)
    assert quoted.children == (Code("sh title=x", "a", closed=False),)


def test_a_list_is_loose_where_a_blank_line_stands_between_two_things_in_it() -> None:
    tight = [
        "- a\n- b\n",
        "- a\n  - b\n\n    c\n- d\n",
        "- ```\n  a\n\n  ```\n- b\n",
        "- > a\n  >\n- b\n",
        "- a\n\nb\n",
    ]
    loose = ["- a\n\n- b\n", "- a\n\n  b\n", "- a\n  - b\n\n- c\n", "* a\n*\n\n* c\n"]

    assert [
        block.tight for text in tight + loose for block in parse_blocks(text)[:1] if isinstance(block, ListBlock)
    ] == [True] * len(tight) + [False] * len(loose)


def test_what_stands_right_behind_a_definition_is_a_paragraph_that_a_second_number_does_not_end() -> None:
    definition, text = parse_blocks("[a]: /u\n2. two\n")

    assert isinstance(definition, Paragraph)
    assert text == Paragraph((Run("2. two"),))


def test_deep_nesting_ends_in_text() -> None:
    machine = BlockMachine(lambda source: (Run(source),))
    machine.line(">" * 1000 + "x", 0)

    ((block, _),) = machine.tail()
    depth = 0
    while isinstance(block, Quote):
        block, depth = block.children[0], depth + 1

    assert depth == MAX_NESTING
    assert block == Paragraph((Run(">" * (1000 - MAX_NESTING) + "x"),))
