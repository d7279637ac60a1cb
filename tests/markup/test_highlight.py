from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygments.lexers import get_lexer_by_name

from desktop.markup.highlight import MAX_COLOURED, MAX_COLOURED_LINE, coarse_spans, colour_spans, tokens_of

LANGUAGES = [
    "python",
    "javascript",
    "typescript",
    "c",
    "cpp",
    "java",
    "go",
    "rust",
    "ruby",
    "php",
    "html",
    "css",
    "json",
]
LANGUAGES += [
    "yaml",
    "toml",
    "sql",
    "bash",
    "kotlin",
    "swift",
    "lua",
    "haskell",
    "markdown",
    "diff",
    "xml",
    "console",
    "pycon",
]

PARTS = ["a", "if", " ", "\n", "\n\n", "\t", "\f", '"', "'", "/*", "*/", "#", "1", "<b>", "(", "{", "}", "中", "\\"]
PARTS += ["$", ">>> "]


def coloured(text: str, language: str) -> dict[str, str]:
    return {text[start : start + length]: colour for start, length, colour in colour_spans(text, language) if length}


def test_python_has_the_colours_of_the_design() -> None:
    text = 'with httpx.stream("POST") as r:  # 读取\n    print(1)\n'

    colours = coloured(text, "python")

    assert colours["with"] == "keyword"
    assert colours["stream"] == "function"
    assert colours["POST"] == "string"
    assert colours["# 读取"] == "comment"
    assert colours["1"] == "number"


def test_an_unknown_language_is_never_guessed() -> None:
    assert coloured("#!/usr/bin/python\nimport os\n", "") == {}
    assert coloured("import os\n", "no-such-language") == {}


@pytest.mark.parametrize(
    "text", ["x = 1\n" * (MAX_COLOURED // 6 + 1), "if x" + " " * MAX_COLOURED_LINE, "if x\n" + " \n" * 50 + "y = 1"]
)
def test_what_passes_a_bound_has_the_coarse_colours_of_its_lines(text: str) -> None:
    spans = [span for span in colour_spans(text, "python") if span[1]]

    offsets = itertools.accumulate((len(line) + 1 for line in text.split("\n")), initial=0)
    assert spans == [
        (offset + start, length, colour)
        for offset, line in zip(offsets, text.split("\n"), strict=False)
        for start, length, colour in coarse_spans(line, "python")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=10, deadline=None)
@given(text=st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
def test_the_tokens_are_the_text_and_no_line_is_lost(language: str, text: str) -> None:
    assert "".join(value for _, _, value in tokens_of(text, language)) == text
    end = 0
    for start, length, _ in colour_spans(text, language):
        assert end <= start <= start + length <= len(text)
        end = start + length


@pytest.mark.parametrize("language", ["python", "javascript", "cpp", "java", "ruby", "yaml", "html", "lua"])
def test_the_bounded_lexer_finds_what_pygments_finds(language: str) -> None:
    text = "\n\n\tdef f(x):  # c\n    return \"s\" + 'é' * 3\n\f\n"
    text += "class A { int size_t; }\n<a href='b'>t</a>\nkey: [1, true]\n\n"

    plain = get_lexer_by_name(language, stripnl=False)

    expected = [(kind, value) for kind, value in plain.get_tokens(text) if value]
    assert [(kind, value) for _, kind, value in tokens_of(text, language) if value] == expected


def test_a_long_script_inside_html_is_lexed_as_a_script() -> None:
    script = "function f(x) { return 'long'; }\n" * 600
    text = f"<html><body>\n<script type='module'>\n{script}</script>\n<style>a {{ color: red }}</style></body></html>"

    spans = [(text[start : start + length], colour) for start, length, colour in colour_spans(text, "html")]

    assert spans.count(("function", "keyword")) == 600
    assert ("body", "keyword") in spans


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("csharp", "a b " * 20 + "\n"),
        ("matlab", "\n"),
        ("dart", "{\n"),
        ("vhdl", "\\\n"),
        ("scss", 'r"\n'),
        ("c", "a" * 79 + "\n"),
        ("python", '"""\n'),
        ("java", "<a\n"),
        ("console", "aaaa"),
    ],
)
def test_text_made_to_slow_a_lexer_takes_moments_a_step(language: str, text: str) -> None:
    hostile = (text * (MAX_COLOURED // len(text)))[:MAX_COLOURED]
    worst = 0.0
    began = time.process_time()
    for _ in colour_spans(hostile, language):
        now = time.process_time()
        worst, began = max(worst, now - began), now

    assert worst < 1  # some 10 ms; unbounded it is seconds
