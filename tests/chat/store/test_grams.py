from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.chat.store.grams import MAX_QUERY_GRAMS, fold, gram_batches, index_grams, match_query, terms


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


@pytest.mark.parametrize("enough", [1, 30, 10_000])
@pytest.mark.parametrize("size", [1, 7, 100, 10_000])
def test_a_text_has_the_same_grams_batch_by_batch(size, enough):
    text = "零度对话 Retina display, İstanbul ΛΟΓΟΣ and\nmore 量子纠缠 " * 4

    found = " ".join(gram_batches(text, size, enough))

    assert set(found.split()) == set(index_grams(text).split())


def test_a_gram_comes_once_where_all_fit_in_one_batch_and_others_have_their_turns_before():
    text = "零度对话 and more " * 40

    *turns, batch = gram_batches(text, 50, 1000)

    assert turns == [""] * 11
    assert batch == index_grams(text)


def test_a_batch_ends_where_it_holds_enough():
    batches = [batch.split() for batch in gram_batches("abcdefghijklmnopqrstuvwxyz", 1, 10)]

    assert all(len(batch) < 20 for batch in batches)
    assert sum(len(batch) >= 10 for batch in batches) > 3


def test_a_text_of_spaces_has_no_grams():
    assert list(gram_batches("  \n ", 1, 1000)) == ["", "", "", ""]
