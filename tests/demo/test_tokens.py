from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.demo.tokens import count_tokens, tokenize


@given(st.text())
def test_the_tokens_of_any_text_join_to_it_again(text: str):
    tokens = tokenize(text)

    assert "".join(tokens) == text
    assert count_tokens(text) == len(tokens)
    assert all(tokens)


def test_words_take_the_space_before_them_and_chinese_goes_by_one_or_two_characters():
    text = "Hello world, 你好吗？"

    tokens = tokenize(text)

    assert tokens == ["Hello", " world", ",", " ", "你好", "吗", "？"]


def test_an_indent_leaves_one_space_to_the_word_behind_it():
    text = "if x:\n    y"

    tokens = tokenize(text)

    assert tokens == ["if", " x", ":", "\n", "   ", " y"]
