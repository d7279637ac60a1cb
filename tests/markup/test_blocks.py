from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.markup.blocks import BlockSplitter, parse, parse_blocks
from desktop.markup.inline import parser
from desktop.markup.nodes import Block, Code, Heading, ListBlock, Paragraph, Quote, Rule, Run, Table
from desktop.markup.tree import block_of, spans

DOCUMENTS = [
    "# Title\n\nSome *emphasis*, **strong text**, `code` and ~~gone~~.\n\nAnother paragraph\nwith a soft break.\n",
    "- one\n- two\n  - nested\n\n    with a paragraph\n- three\n\nafter the list\n",
    "3. three\n4. four\n\n   loose\n5. five\n\n1) other\n",
    "- [ ] open\n- [x] done\n- plain\n",
    "> quoted\nlazy\n> - item\n> > deeper\n\nafter\n",
    "```python\nprint(1)\n\n# not a heading\n```\ntext right behind\n\n~~~\nopen to the end\n\n",
    "| a | b |\n|:--|--:|\n| one | `two` |\n| three | four | surplus |\nrow without pipes\n\nafter\n",
    "para\n===\n\npara\n---\n\n---\n***\ntext\n- - -\n",
    "[foo] and [bar][] before\n\n[foo]: http://example.com 'a title'\n[bar]: <http://b.example>\n\nlater [foo]\n",
    "[foo]: http://example.com\n'not yet\na title'\n\n[foo]\n",
    "    indented code\n\n    more\n\ntext\n\tx\n",
    "line\r\nnext\r\n\r\nold mac\rline\n",
    "中文段落，**重点**和`代码`。\n\n1. 第一\n2. 第二\n\n| 字段 | 含义 |\n|---|---|\n| 名 | 值 |\n",
    "<div>\nhtml is text\n</div>\n\n&copy; &lt;b&gt; \\*no\\*\n\n![picture](http://img.example/x.png)\n",
    "* a\n+ b\n- c\n\n\n- d\n```\nfence ends the list\n```\n",
]
LINES = [line for document in DOCUMENTS for line in document.splitlines(keepends=True)]


def normalised(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def at_once(text: str) -> tuple[Block, ...]:
    """The blocks as markdown-it gives them for the whole text, without the splitter."""
    text = normalised(text)
    markdown, references, lines = parser(), {}, text.split("\n")
    found = spans(markdown, text, references)
    return tuple(block_of(markdown, span, lines, references) for span in found)


def streamed(text: str, rng: random.Random) -> tuple[Block, ...]:
    splitter = BlockSplitter()
    blocks: list[Block] = []
    position = 0
    updates = []
    while position < len(text):
        size = rng.choice([1, 2, 3, 7, 30])
        updates.append(splitter.feed(text[position : position + size]))
        position += size
    for update in [*updates, splitter.finish()]:
        for index, block in update.revised:
            blocks[index] = block
        blocks.extend(update.finished)
    return tuple(blocks)


def check_spans(text: str, spans: tuple[tuple[int, int], ...]) -> None:
    """They stand in order, do not overlap, and leave out nothing but white space."""
    end = 0
    for start, stop in spans:
        assert end <= start < stop <= len(text)
        assert not text[end:start].strip(" \t\n")
        assert text[start:stop] == text[start:stop].strip("\n")
        end = stop
    assert not text[end:].strip(" \t\n")


def words_of(blocks: tuple[Block, ...]) -> str:
    """Everything the blocks can show: text, and the addresses and titles beside links."""
    parts: list[str] = []
    for block in blocks:
        match block:
            case Paragraph(runs) | Heading(_, runs):
                parts += [f"{run.text} {run.link or ''} {run.title}" for run in runs]
            case Code(info, text):
                parts += [info, text]
            case Quote(children):
                parts.append(words_of(children))
            case ListBlock():
                parts += [words_of(item.children) for item in block.items]
            case Table(header, rows):
                parts += [words_of((Paragraph(cell),)) for row in (header, *rows) for cell in row]
    return " ".join(parts)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_streamed_document_is_the_document_parsed_at_once(document: str) -> None:
    for seed in range(20):
        assert streamed(document, random.Random(seed)) == at_once(document)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=16), st.randoms(use_true_random=False))
def test_glued_lines_stream_to_what_they_are_at_once(lines: list[str], rng: random.Random) -> None:
    document = "".join(lines)

    assert streamed(document, rng) == at_once(document)
    check_spans(normalised(document), parse(document).spans)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab \n#*_`~>-+1.[]()|!:<&;\\\t\r\"'", max_size=120), st.randoms(use_true_random=False))
def test_any_text_of_markup_streams_to_what_it_is_at_once(text: str, rng: random.Random) -> None:
    assert streamed(text, rng) == at_once(text)
    check_spans(normalised(text), parse(text).spans)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([line for line in LINES if "&" not in line and "img." not in line]), max_size=12))
def test_every_run_of_letters_of_the_source_is_shown(lines: list[str]) -> None:
    document = "".join(lines)

    shown = words_of(parse_blocks(document))

    without_marks = document.replace("[x]", "[ ]").replace("[X]", "[ ]")
    for letters in re.findall(r"[^\W\d_]{2,}", without_marks):
        assert letters in shown


def test_what_is_nested_deeper_than_the_parser_goes_is_shown_as_its_source() -> None:
    blocks = parse_blocks("> " * 200 + "deep words\n")

    assert "deep words" in words_of(blocks)


def test_finished_blocks_come_once_and_the_tail_stays_open() -> None:
    splitter = BlockSplitter()

    first = splitter.feed("one\n\ntwo\n\nthr")
    second = splitter.feed("ee\n\nfour\n")

    assert first.finished == (Paragraph((Run("one"),)),)
    assert first.tail == (Paragraph((Run("two"),)), Paragraph((Run("thr"),)))
    assert second.finished == (Paragraph((Run("two"),)), Paragraph((Run("three"),)))
    assert second.tail == (Paragraph((Run("four"),)),)


def test_each_update_tells_where_its_blocks_stand_in_the_source() -> None:
    splitter = BlockSplitter()

    first = splitter.feed("one\r\n\r\n# two\n\n```\nx")
    second = splitter.feed("\n\n```\n\nend")

    assert first.finished_spans == ((0, 3), (5, 10))
    assert (first.tail_start, first.tail_spans) == (12, ((12, 17),))
    assert second.finished_spans == ((12, 22),)
    assert (second.tail_start, second.tail_spans) == (23, ((24, 27),))


def test_an_open_fence_is_code_and_its_closing_line_is_held_back() -> None:
    splitter = BlockSplitter()

    opened = splitter.feed("```py\nx = 1\n``")
    closed = splitter.feed("`\n")

    assert opened.tail == (Code("py", "x = 1", closed=False),)
    assert closed.finished == (Code("py", "x = 1", closed=True),)
    assert closed.tail == ()


def test_a_definition_that_comes_later_revises_the_blocks_that_name_it() -> None:
    splitter = BlockSplitter()
    splitter.feed("see [foo]\n\nother\n\n")

    splitter.feed("[foo]: http://example.com\n")
    update = splitter.feed("\nafter\n")

    assert update.revised == ((0, Paragraph((Run("see "), Run("foo", link="http://example.com")))),)


def test_a_last_line_of_nothing_but_marks_is_not_shown_before_it_is_decided() -> None:
    splitter = BlockSplitter()

    update = splitter.feed("text\n-")

    assert update.tail == (Paragraph((Run("text"),)),)


def test_a_long_open_block_shows_its_new_text_plain_until_it_closes() -> None:
    splitter = BlockSplitter()
    splitter.feed("**word** " * 1000)

    opened = splitter.feed("**new**")
    closed = splitter.feed("\n\nnext\n")

    assert "**new**" in words_of(opened.tail)
    assert Run("new", bold=True) in closed.finished[0].runs  # type: ignore[union-attr]  # the first block is the paragraph


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
