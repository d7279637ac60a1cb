from __future__ import annotations

from time import perf_counter

import pytest
from fakes.slots import placed_code

from desktop.ui.chat import colouring
from desktop.ui.chat.colouring import Colouring

CODE = "def f(x):\n    return 'text'  # comment\n" * 40


def is_known(language):
    return True


def lex(one, slices=10_000, until=None):
    """Work in slices of one token; how many it took."""
    for count in range(1, slices):
        if not one.wanted:
            return count
        one.work(perf_counter() if until is None else until)
    raise AssertionError("it never ends")


def test_closed_code_of_a_known_language_is_wanted(style):
    code, text, opened = (
        placed_code(style, CODE),
        placed_code(style, CODE, info=""),
        placed_code(style, CODE, closed=False),
    )
    one = Colouring(is_known)

    one.look([code, text, opened])
    assert one.wanted == [code]
    assert one.work(perf_counter() + 5)

    assert code.item.has_colours
    assert not text.item.has_colours
    assert one.wanted == []
    assert not one.work(perf_counter() + 5)


def test_slices_give_what_one_go_gives(style):
    whole, sliced = placed_code(style, CODE), placed_code(style, CODE)
    first, second = Colouring(is_known), Colouring(is_known)
    first.look([whole])
    second.look([sliced])

    first.work(perf_counter() + 5)
    while second.wanted:
        second.work(perf_counter() + 0.0005)

    assert sliced.item._spans == whole.item._spans
    assert len(whole.item._spans) > 100


def test_what_was_lexed_once_is_remembered(style, monkeypatch):
    one = Colouring(is_known)
    one.look([placed_code(style, CODE)])
    one.work(perf_counter() + 5)
    monkeypatch.setattr(colouring, "colour_spans", pytest.fail)
    again = placed_code(style, CODE)

    one.look([again])
    assert one.work(perf_counter() + 5)

    assert again.item.has_colours


def test_a_lexer_that_takes_too_long_is_stopped(style, monkeypatch):
    monkeypatch.setattr(colouring, "LIMIT_S", 0.02)
    monkeypatch.setattr(colouring, "colour_spans", lambda text, language: iter(lambda: (0, 1, "keyword"), None))
    code = placed_code(style, CODE)
    one = Colouring(is_known)
    one.look([code])

    while one.wanted:
        one.work(perf_counter() + 0.005)

    assert code.item.has_colours


def test_what_left_the_screen_is_not_lexed(style):
    code, other = placed_code(style, CODE), placed_code(style, "x = 1")
    one = Colouring(is_known)
    one.look([code])
    one.work(perf_counter())

    one.look([other])
    one.work(perf_counter() + 5)

    assert not code.item.has_colours
    assert other.item.has_colours


def test_an_item_that_was_replaced_is_passed_over(style):
    code, other = placed_code(style, CODE), placed_code(style, "x = 1")
    one = Colouring(is_known)
    one.look([code, other])
    code.slot.item = None

    one.work(perf_counter() + 5)

    assert not code.item.has_colours
    assert other.item.has_colours


def test_a_block_whose_language_is_not_loaded_waits_and_holds_up_no_other(style):
    code, other = placed_code(style, CODE), placed_code(style, "x = 1", info="sql")
    loaded = {"sql"}
    one = Colouring(loaded.__contains__)

    one.look([code, other])
    assert one.wanted == [other]
    loaded.add("py")
    one.look([code, other])

    assert one.wanted == [code, other]
