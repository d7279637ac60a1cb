from __future__ import annotations

import gc
import random
import weakref

import pytest
from fakes.markdown_documents import DOCUMENTS, EXAMPLES
from fakes.markdown_streams import check_covered, letters_of, normalised, streamed, words_of
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.markup.blocks import BlockSplitter, parse, parse_blocks, slices
from desktop.markup.nodes import Code, Formula, Heading, ListBlock, Paragraph, Quote, Rule, Run, Table

LINES = [line for document in DOCUMENTS for line in document.splitlines(keepends=True)]
MARKS = [
    "a",
    "b",
    " ",
    "    ",
    "\n",
    "\n\n",
    "\t",
    "\r",
    "\r\n",
    "- ",
    "* ",
    "1. ",
    "2) ",
    "> ",
    "# ",
    "```",
    "~~~",
    "|",
]
MARKS += [
    "|---|",
    "---",
    "===",
    "[a]",
    "[a]: /u",
    "`",
    "*",
    "**",
    "x y",
    "<b>",
    "\\",
    "$",
    "$$",
    "\\[",
    "\\]",
    "- [x] ",
]


def check_stream(text: str, rng: random.Random) -> None:
    """The streamed result is the result at once, blocks and spans, and the spans cover the text."""
    at_once = parse(text)

    assert streamed(text, rng) == at_once
    check_covered(normalised(text), at_once.spans)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_streamed_document_is_the_document_parsed_at_once(document: str) -> None:
    for seed in range(10):
        check_stream(document, random.Random(seed))


def test_every_example_streams_to_what_it_is_at_once() -> None:
    rng = random.Random(1)
    for example in EXAMPLES:
        check_stream(example, rng)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=16), st.randoms(use_true_random=False))
def test_glued_lines_stream_to_what_they_are_at_once(lines: list[str], rng: random.Random) -> None:
    check_stream("".join(lines), rng)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=30), st.randoms(use_true_random=False))
def test_any_text_of_markup_streams_to_what_it_is_at_once(marks: list[str], rng: random.Random) -> None:
    check_stream("".join(marks), rng)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(20))
def test_two_thousand_streams_give_what_their_texts_give_at_once(seed: int) -> None:
    rng = random.Random(seed)
    for number in range(2000):
        source, most = ((LINES, 24), (MARKS, 24), (EXAMPLES, 5))[number % 3]
        check_stream("".join(rng.choice(source) for _ in range(rng.randint(1, most))), rng)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([line for line in LINES if "&" not in line]), max_size=12))
def test_every_run_of_letters_of_the_source_is_shown(lines: list[str]) -> None:
    document = "".join(lines)

    shown = words_of(parse_blocks(document))

    assert [letters for letters in letters_of(document) if letters not in shown] == []


def test_every_run_of_letters_of_every_example_is_shown() -> None:
    lost = [
        (example, letters)
        for example in EXAMPLES
        for letters in letters_of(example)
        if letters not in words_of(parse_blocks(example))
    ]

    assert lost == []


def test_what_is_nested_deeper_than_the_parser_goes_is_text() -> None:
    blocks = parse_blocks("> " * 200 + "deep words\n")

    assert "deep words" in words_of(blocks)


def test_finished_blocks_come_once_and_the_tail_stays_open() -> None:
    splitter = BlockSplitter()

    first = splitter.feed("one\n\ntwo\nthr")
    second = splitter.feed("ee\n\nfour\n")

    assert first.finished == (Paragraph((Run("one"),)),)
    assert first.tail == (Paragraph((Run("two\nthr"),)),)
    assert second.finished == (Paragraph((Run("two\nthree"),)),)
    assert second.tail == (Paragraph((Run("four"),)),)


def test_each_update_tells_where_its_blocks_stand_in_the_source() -> None:
    splitter = BlockSplitter()

    first = splitter.feed("one\r\n\r\n# two\n\n```\nx")
    second = splitter.feed("\n\n```\n\nend")

    assert first.finished_spans == ((0, 3), (5, 10))
    assert (first.tail_start, first.tail_spans) == (12, ((12, 17),))
    assert second.finished_spans == ((12, 22),)
    assert (second.tail_start, second.tail_spans) == (24, ((24, 27),))


def test_an_open_fence_is_code_and_its_closing_line_is_held_back() -> None:
    splitter = BlockSplitter()

    opened = splitter.feed("```py\nx = 1\n``")
    closed = splitter.feed("`\n")

    assert opened.tail == (Code("py", "x = 1", closed=False),)
    assert closed.finished == (Code("py", "x = 1", closed=True),)
    assert closed.tail == ()


def test_a_definition_that_comes_later_revises_the_blocks_that_name_it() -> None:
    splitter = BlockSplitter()
    before = splitter.feed("see [foo]\n\n- other\n- and [Foo]\n\n[foo] unseen\n\n# end\n").finished
    assert "[foo]" in words_of(before[:2])

    splitter.feed("[foo]: http://example.com\n")
    update = splitter.feed("\nafter\n")

    link = "http://example.com"
    assert before[2] == Paragraph((Run("foo", link=link), Run(" unseen")))
    assert [index for index, _ in update.revised] == [0, 1]
    assert update.revised[0][1] == Paragraph((Run("see "), Run("foo", link=link)))
    listed = update.revised[1][1]
    assert isinstance(listed, ListBlock)
    assert listed.items[1].children == (Paragraph((Run("and "), Run("Foo", link=link))),)


def test_rows_and_items_that_did_not_change_are_the_same_objects() -> None:
    splitter = BlockSplitter()
    before = splitter.feed("| a | b |\n|---|---|\n" + "| **1** | 2 |\n" * 50 + "| 3").tail[0]
    after = splitter.feed(" | 4 |\n| 5").tail[0]

    assert isinstance(before, Table)
    assert isinstance(after, Table)
    assert all(old is new for old, new in zip(before.rows[:-1], after.rows, strict=False))
    assert after.rows[-1][0] == (Run("5"),)

    splitter = BlockSplitter()
    before = splitter.feed("- one\n  - deep\n- two\n" * 20 + "- thr").tail[0]
    after = splitter.feed("ee\n- four").tail[0]

    assert isinstance(before, ListBlock)
    assert isinstance(after, ListBlock)
    assert all(old is new for old, new in zip(before.items[:-1], after.items, strict=False))


def test_a_last_line_of_nothing_but_marks_is_not_shown_before_it_is_decided() -> None:
    splitter = BlockSplitter()

    update = splitter.feed("text\n-")

    assert update.tail == (Paragraph((Run("text"),)),)


def test_a_long_open_line_shows_its_new_text_plain_until_it_closes() -> None:
    splitter = BlockSplitter()
    first = splitter.feed("**word** " * 1200)

    opened = splitter.feed("**new**")
    closed = splitter.feed("\n\nnext\n")

    assert all(old is new for old, new in zip(first.tail[:-1], opened.tail, strict=False))
    assert "**new**" in words_of(opened.tail)
    paragraph = closed.finished[0]
    assert isinstance(paragraph, Paragraph)
    assert Run("new", bold=True) in list(paragraph.runs)


def test_a_long_open_paragraph_of_lines_shows_all_but_its_beginning_plain() -> None:
    splitter = BlockSplitter()
    opened = splitter.feed("a **word** and more\n" * 1000)

    shown = words_of(opened.tail)

    assert len(opened.tail) > 2
    assert shown.count("word") == 1000
    assert "**" in shown


def test_an_open_formula_is_text_until_it_closes() -> None:
    splitter = BlockSplitter()

    opened = splitter.feed("so\n$$\n\\frac{a}{b}\n- c\n")
    closed = splitter.feed("$$\n")

    assert opened.tail[-1] == Paragraph((Run("$$\n\\frac{a}{b}\n- c"),))
    assert closed.finished == (
        Paragraph((Run("so"),)),
        Formula("\\frac{a}{b}\n- c", "$$\n\\frac{a}{b}\n- c\n$$"),
    )


def test_lists_keep_numbers_tasks_and_looseness() -> None:
    (numbered, tasks) = parse_blocks("8. eight\n9. nine\n\n- [x] done\n- [ ] open\n")

    assert isinstance(numbered, ListBlock)
    assert [item.number for item in numbered.items] == [8, 9]
    assert numbered.tight
    assert isinstance(tasks, ListBlock)
    assert [item.task for item in tasks.items] == [True, False]


def test_blocks_of_every_kind_are_recognised() -> None:
    kinds = [type(block) for block in parse_blocks("# h\n\np\n\n---\n\n> q\n\n- l\n\n```\nc\n```\n\n| t |\n|---|\n")]

    assert kinds == [Heading, Paragraph, Rule, Quote, ListBlock, Code, Table]


def test_slices_are_the_text_in_pieces_of_few_characters_and_few_lines() -> None:
    text = "x" * 100_000 + "\n" + "short\n" * 1000

    pieces = list(slices(text))

    assert "".join(pieces) == text
    assert max(map(len, pieces)) <= 16 * 1024
    assert max(piece.count("\n") for piece in pieces) <= 128


def test_a_text_that_waits_for_a_definition_is_gone_with_its_splitter():
    splitter = BlockSplitter()
    gone = weakref.ref(splitter)
    update = splitter.feed("a [name] that nobody defines\n\n- an [item]\n\nopen [end]")
    assert len(update.finished) == 1

    del splitter, update
    gc.collect()

    assert gone() is None
