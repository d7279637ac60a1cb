from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.chat.store.grams import MAX_QUERY_GRAMS, fold, gram_slices, index_grams, match_query, terms


def test_folding_keeps_the_length_of_every_character():
    changed = [code for code in range(sys.maxunicode + 1) if len(fold("a" + chr(code))) != 2]

    assert changed == []


@pytest.mark.parametrize(
    ("one", "other"), [("ÄRGER", "ärger"), ("ΛΟΓΟΣ", "λογος"), ("Привет", "ПРИВЕТ"), ("ＡＢ", "ａｂ")]
)
def test_folding_makes_words_of_any_case_equal(one, other):
    assert fold(one) == fold(other)


def test_a_chinese_text_gives_its_characters_and_pairs():
    assert set(index_grams("你好 世界").split()) == {"你", "好", "世", "界", "你好", "世界"}


def test_a_latin_text_gives_triples_too_and_signs_become_letters():
    grams = index_grams("a+b").split()

    assert len(grams) == 6
    assert all(all(character.isalnum() or ord(character) >= 0xE000 for character in gram) for gram in grams)


def test_a_long_latin_word_gives_sixes_and_is_asked_by_them_alone():
    assert {"lookin", "ooking"} <= set(index_grams("looking, abc123xyz").split())
    assert "bc123x" not in index_grams("looking, abc123xyz").split()
    assert match_query(["looking"]).split() == ['"lookin"', '"ooking"']
    assert match_query(["xlooking7up"]).split() == ['"xlooki"', '"lookin"', '"ooking"', '"ng7"', '"g7u"', '"7up"']
    assert match_query(["ab"]) == '"ab"'


def test_terms_are_what_stands_between_white_space():
    assert terms("  C++\u3000Don't\n") == ["c++", "don't"]
    assert terms(" \t ") == []


def test_a_long_query_is_bounded():
    assert len(match_query(["".join(map(chr, range(0x4E00, 0x4F00)))]).split()) == MAX_QUERY_GRAMS


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
latin = st.text("aB7字+", max_size=20)


@given(words | latin, words | latin, words | latin)
@example("", '"', "")
@example("x", "*", "y")
@example("", "\0", "")
def test_every_gram_of_a_query_stands_in_every_text_that_holds_the_words(before, wanted, after):
    """What the index leaves out can never be found: so it must leave out nothing."""
    text = before + wanted + after
    grams = set(index_grams(text).split(" "))
    query = match_query(terms(wanted))

    assert {gram.strip('"') for gram in query.split(" ") if gram} <= grams


def test_no_gram_holds_a_quote_or_a_space():
    every = "".join(chr(code) for code in range(0x3000) if unicodedata.category(chr(code)) != "Cs")

    assert '"' not in index_grams(every)


@pytest.mark.parametrize("size", [1, 7, 100, 10_000])
def test_a_text_has_the_same_grams_slice_by_slice(size):
    text = "零度对话 Retina display, İstanbul ΛΟΓΟΣ and\nmore 量子纠缠 " * 4

    found = " ".join(gram_slices(text, size))

    assert set(found.split()) == set(index_grams(text).split())


def test_no_slice_is_empty():
    assert list(gram_slices("  \n ", 1)) == []
