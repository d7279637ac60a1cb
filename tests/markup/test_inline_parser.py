from __future__ import annotations

import re
import time

import pytest
from fakes.markdown_oracle import runs_of
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.markup.inline import inline_runs
from desktop.markup.inline_parser import MAX_MARKS, InlineParser, Span
from desktop.markup.nodes import Run

MARKS = ["a", "b", " ", "*", "**", "***", "_", "__", "~~", "~", "`", "``", "[", "]", "![", "](/u)", "](http://a.b)"]
MARKS += [
    "](<x>",
    "](http://c 't')",
    "<http://x.y>",
    "<a@b.c>",
    "<b>",
    "&amp;",
    "&#65;",
    "&x",
    "\\*",
    "\\\\",
    "\n",
    ".",
]
MARKS += ["!", "(", ")", ",", "http://q.r/s_t", "[r]", "é", "'", '"']
REFERENCE = {"href": "http://ref.example", "title": "tt"}
# markdown-it loses a reference where an inline link begins behind it and does not end, and lets a link hold a link
# where an image stands between the two.
APART = re.compile(r"\[r\][\[(]|\]\([^)]*\[r\]|\]\(.*[^\\]\[|!\[.*\[r\]|!\[.*[^!]\[", re.DOTALL)


def as_paragraph(marks: list[str]) -> str:
    """The text of a paragraph: no line is indented."""
    return re.sub(r"\n +", "\n", "".join(marks).strip())


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(MARKS), max_size=14).map(as_paragraph))
def test_any_text_has_the_runs_that_markdown_it_finds(text: str) -> None:
    if not APART.search(text):
        assert inline_runs(text, {"r": REFERENCE}) == runs_of(text, {"R": REFERENCE})


@pytest.mark.slow
@pytest.mark.timeout(3600)
@settings(max_examples=20_000, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=20).map(as_paragraph))
def test_twenty_thousand_texts_have_the_runs_that_markdown_it_finds(text: str) -> None:
    if not APART.search(text):
        assert inline_runs(text, {"r": REFERENCE}) == runs_of(text, {"R": REFERENCE})


def test_a_link_holds_no_link_but_an_image() -> None:
    inner = inline_runs("[a [b](http://b.example) c](http://c.example)", {})
    image = inline_runs("[![alt *x*](http://i.example/p.png)](http://c.example)", {})

    assert inner[1] == Run("b", link="http://b.example")
    assert "".join(run.text for run in inner) == "[a b c](http://c.example)"
    assert image == (Run("alt *x*", link="http://c.example", image="i.example"),)


def test_a_reference_is_full_collapsed_or_short() -> None:
    known = {"r x": REFERENCE}

    assert [inline_runs(text, known)[0].link for text in ("[t][R  x]", "[r x][]", "[r\nx]", "[t][y]")] == [
        "http://ref.example"
    ] * 3 + [None]


def test_code_wins_over_everything() -> None:
    assert InlineParser("*a `b*` [c `](/d)`", {}).parse()[2] == Span("code", "b*")


@pytest.mark.parametrize(
    "text",
    ["[", "[a](", "*a_b ", "*a_b", "`a``b```c", "$a ", "![", "[a] ", "**a", "<a", "&amp", "~~a", "\\[", "[a](<b",
     "a_ _a", "](", "[a](b 'c", "[r]", "[[r]", "<a:", "http://"],
)  # fmt: skip
def test_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    began = time.process_time()

    runs = inline_runs(text * (64 * 1024 // len(text)), {"r": REFERENCE})

    assert runs
    assert time.process_time() - began < 2  # some 10 ms; what is quadratic needs minutes


def test_behind_many_marks_a_text_is_plain() -> None:
    runs = inline_runs("*a* " * MAX_MARKS, {})

    assert runs[0] == Run("a", italic=True)
    assert runs[-1].text.endswith("*a* ")
