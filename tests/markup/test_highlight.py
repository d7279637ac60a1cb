from __future__ import annotations

from desktop.markup.highlight import MAX_COLOURED, MAX_COLOURED_LINE, colour_spans


def coloured(text: str, language: str) -> dict[str, str]:
    return {text[start : start + length]: colour for start, length, colour in colour_spans(text, language)}


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


def test_long_code_and_long_lines_stay_plain() -> None:
    assert coloured("x = 1\n" * (MAX_COLOURED // 6 + 1), "python") == {}
    assert coloured("x" * (MAX_COLOURED_LINE + 1), "python") == {}
