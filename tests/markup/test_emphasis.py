from __future__ import annotations

import time

import pytest

from desktop.markup.emphasis import DelimiterRun, pair
from desktop.markup.inline import inline_runs


def looks(text: str) -> list[tuple[str, str]]:
    return [(run.text, "b" * run.bold + "i" * run.italic + "s" * run.strike) for run in inline_runs(text, {})]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("***a** b*", [("a", "bi"), (" b", "i")]),
        ("*a **b***", [("a ", "i"), ("b", "bi")]),
        ("**a*", [("*", ""), ("a", "i")]),
        ("a * b*", [("a * b*", "")]),
        ("snake_case_name", [("snake_case_name", "")]),
        ("_a_b_", [("a_b", "i")]),
        ("foo*bar*baz", [("foo", ""), ("bar", "i"), ("baz", "")]),
        ("*foo**bar*", [("foo**bar", "i")]),
        ("~~~a~~~", [("~", ""), ("a", "s"), ("~", "")]),
        ("~a~", [("~a~", "")]),
        ("*a ~~b* c~~", [("a ~~b", "i"), (" c~~", "")]),
    ],
)
def test_runs_pair_as_the_specification_says(text: str, found: list[tuple[str, str]]) -> None:
    assert looks(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("**重点：**下一句", [("重点：", "b"), ("下一句", "")]),
        ("这是**“引用”**的话", [("这是", ""), ("“引用”", "b"), ("的话", "")]),
        ("请看**`代码`**吧", [("请看", ""), ("代码", "b"), ("吧", "")]),
        ("한국어**(괄호)**는", [("한국어", ""), ("(괄호)", "b"), ("는", "")]),
    ],
)
def test_emphasis_needs_no_spaces_in_chinese_and_korean(text: str, found: list[tuple[str, str]]) -> None:
    assert looks(text) == found


def test_pairing_is_linear() -> None:
    runs = [
        DelimiterRun("*_~"[number % 3], 1 + number % 4, " " if number % 2 else "a", "b") for number in range(60_000)
    ]
    began = time.process_time()

    pair(runs)

    assert time.process_time() - began < 5
