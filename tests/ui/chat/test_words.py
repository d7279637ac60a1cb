from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.chat.words import next_character, next_word, previous_character, previous_word, word_at

_TEXT = st.text(st.sampled_from("ab1 _'’.,:\n\t中文かなカー한е́é\u0301\u200d\ufe0f👍🏽👨👩🇩🇪!(-"), max_size=20)


def word(text, part):
    """The word that a double click on the first letter of `part` takes."""
    start, end = word_at(text, text.index(part))
    return text[start:end]


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("some words here", "ords", "words"),
        ("some words here", " words", " "),
        ("it isn't so", "'t", "isn't"),
        ("l’été fini", "été", "l’été"),
        ("'quoted'", "q", "quoted"),
        ("end. Next", "nd", "end"),
        ("1,000 or a,b", "00", "1,000"),
        ("1,000 or a,b", "a", "a"),
        ("pi is 3.1415, so", "14", "3.1415"),
        ("see a_long_name here", "long", "a_long_name"),
        ("os.path.join(x)", "path", "os.path.join"),
        ("f(x)", "(", "("),
        ("a && b", "&& b", "&"),
        ("我们今天，去北京。", "今", "我们今天"),
        ("我们今天，去北京。", "，", "，"),
        ("用Python写代码", "thon", "Python"),
        ("用Python写代码", "代", "写代码"),
        ("日本語のテキスト", "本", "日本語のテキスト"),
        ("スーパー", "ー", "スーパー"),
        ("佐々木さん", "々", "佐々木さん"),
        ("line\nnext", "\n", "line"),
        ("naïve cafe\u0301 x", "fe", "cafe\u0301"),
        ("good 👍🏽 ok", "👍", "👍🏽"),
        ("all 👨‍👩‍👧 ok", "👨", "👨‍👩‍👧"),
        ("𝕏𝕐 z", "𝕐", "𝕏𝕐"),
        ("  x", "  ", "  "),
    ],
)
def test_a_double_click_takes_the_word(text, part, expected):
    assert word(text, part) == expected


def test_a_click_behind_the_text_takes_its_last_word():
    assert word_at("some words", 10) == (5, 10)
    assert word_at("", 0) == (0, 0)
    assert word_at("words\n", 6) == (0, 5)


@given(_TEXT)
def test_a_word_holds_its_position_and_is_not_empty(text):
    for position in range(len(text)):
        start, end = word_at(text, position)
        assert 0 <= start < end <= len(text)
        assert start <= position < end or text[position] == "\n"


@given(_TEXT)
def test_each_position_in_a_word_means_the_same_word(text):
    for position in range(len(text)):
        start, end = word_at(text, position)
        if text[position] != "\n":
            assert all(word_at(text, inside) == (start, end) for inside in range(start, end))


@given(_TEXT)
def test_the_way_by_words_leads_through_the_text_in_both_directions(text):
    position, steps = 0, 0
    while position < len(text):
        following = next_word(text, position)
        assert following > position
        position, steps = following, steps + 1
    assert steps <= len(text)
    while position:
        before = previous_word(text, position)
        assert before < position
        position = before


def test_words_are_stepped_over_with_their_spaces():
    text = "some words, 中文字 x"

    stops, position = [], 0
    while position < len(text):
        position = next_word(text, position)
        stops.append(position)
    assert stops == [5, 10, 12, 16, 17]
    back = []
    while position:
        position = previous_word(text, position)
        back.append(position)
    assert back == [16, 12, 10, 5, 0]


@pytest.mark.parametrize("cluster", ["a", "e\u0301", "中", "👍🏽", "👨‍👩‍👧", "❤️", "🇩🇪", "한", "षि", "\r\n", "👩🏽‍💻"])
def test_a_character_is_what_a_reader_takes_for_one(cluster):
    text = f"x{cluster}y"

    assert next_character(text, 1) == 1 + len(cluster)
    assert previous_character(text, 1 + len(cluster)) == 1


@given(_TEXT)
def test_the_ways_by_characters_have_the_same_stops(text):
    forwards, position = [0], 0
    while position < len(text):
        following = next_character(text, position)
        assert following > position
        position = following
        forwards.append(position)
    backwards, position = [len(text)], len(text)
    while position:
        before = previous_character(text, position)
        assert before < position
        position = before
        backwards.append(position)
    assert forwards == backwards[::-1]
