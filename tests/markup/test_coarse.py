from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.markup.coarse import coarse_spans

LANGUAGES = ["python", "js", "c", "go", "rust", "swift", "bash", "ruby", "sql", "lua", "yaml", "json", "html", "css"]


def coloured(line: str, language: str) -> list[tuple[str, str]]:
    return [(line[start : start + length], colour) for start, length, colour in coarse_spans(line, language)]


@pytest.mark.parametrize(
    ("language", "line", "found"),
    [
        (
            "python",
            "def f(x1): return 'a\\'b', 0x1F  # 注释",
            [("def", "keyword"), ("f", "function"), ("return", "keyword"), ("'a\\'b'", "string"), ("0x1F", "number"),
             ("# 注释", "comment")],
        ),
        ("JS", "const a = `x` // c", [("const", "keyword"), ("`x`", "string"), ("// c", "comment")]),
        ("c", "int a; /* x */ b", [("int", "keyword"), ("/* x */", "comment")]),
        ("sql", "SELECT a -- c", [("SELECT", "keyword"), ("-- c", "comment")]),
        ("html", '<a b="x">', [("<a", "keyword"), ('"x"', "string"), (">", "keyword")]),
        ("rust", "fn f<'a>() {}", [("fn", "keyword")]),
        ("no-such-language", "def f(): pass", []),
    ],
)  # fmt: skip
def test_a_line_has_the_colours_of_its_language(language: str, line: str, found: list[tuple[str, str]]) -> None:
    assert coloured(line, language) == found


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab1 \"'`#/*-<>\\(.", max_size=60), st.sampled_from(LANGUAGES))
def test_spans_stand_in_order_inside_the_line(line: str, language: str) -> None:
    end = 0
    for start, length, _ in coarse_spans(line, language):
        assert start >= end
        assert length > 0
        end = start + length
    assert end <= len(line)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_line_costs_its_length(language: str) -> None:
    began = time.process_time()

    for line in (
        '"' * 4000,
        "/*" * 2000,
        "'\\" * 2000,
        "`a" * 2000,
        "<" * 4000,
        "1" * 4000,
        "a" * 1_000_000,
        "*/" * 2000,
    ):
        coarse_spans(line, language)

    assert time.process_time() - began < 2
