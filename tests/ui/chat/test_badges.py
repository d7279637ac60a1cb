from __future__ import annotations

import pytest

from desktop.ui.chat.badges import Badge, badged

ENGLAND = "\U0001f3f4" + "".join(chr(0xE0000 + ord(c)) for c in "gbeng") + "\U000e007f"


def labels(text, *, code=True):
    return [badge.label for badge in badged(text, code=code)]


@pytest.mark.parametrize(
    "character",
    [
        *"\x00\x08\x0b\r\x1b\x7f\x85\x9f\u00ad\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029",
        *"\u202a\u202e\u2060\u2064\u2066\u2069\u3164\ufeff\uffa0\ufff9\ufffc\ud800\U000e0001\U000e0041\U000e007f",
    ],
    ids=lambda character: f"{ord(character):04X}",
)
@pytest.mark.parametrize("code", [True, False])
def test_a_character_that_cannot_be_seen_gets_its_code_point(character, code):
    assert badged(f"a{character}b", code=code) == [Badge(1, 2, f"U+{ord(character):04X}")]


@pytest.mark.parametrize(
    "text", ["", "plain text\twith tab\nand line", "中文，日本語", "שלום مرحبا", "é e\u0301 𝕏 👍🏽", "\ufffd"]
)
def test_what_can_be_seen_gets_none(text):
    assert badged(text, code=True) == []


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧", "🏳️‍🌈", "👩🏽‍💻", "❤️", "1️⃣", ENGLAND])
@pytest.mark.parametrize("code", [True, False])
def test_emoji_of_several_characters_stay_whole(emoji, code):
    assert badged(f"x{emoji}y", code=code) == []


@pytest.mark.parametrize("word", ["می\u200cخواهم", "क्\u200dष", "ക്\u200c "])
def test_joiners_that_letters_need_are_shown_in_code_alone(word):
    assert labels(word, code=False) == []
    assert len(labels(word, code=True)) == 1


@pytest.mark.parametrize("text", ["zero\u200dwidth", "\u200dx", "x\u200d", "👨\u200d", "می\u200c", "a\u200c中"])
@pytest.mark.parametrize("code", [True, False])
def test_joiners_that_join_nothing_are_shown(text, code):
    assert len(labels(text, code=code)) == 1


def test_tags_and_selectors_that_carry_a_message_are_shown():
    """Text can be hidden behind a flag, an emoji or a letter; only the flags that exist stay whole."""
    hidden = "".join(chr(0xE0000 + ord(c)) for c in "hi")
    selectors = "\U000e0101\U000e0102"

    assert labels("\U0001f3f4" + hidden + "\U000e007f") == ["U+E0068", "U+E0069", "U+E007F"]
    assert labels(ENGLAND + hidden) == ["U+E0068", "U+E0069"]
    assert labels("a" + selectors) == ["U+E0101", "U+E0102"]
    assert labels("葛" + selectors) == ["U+E0102"]
    assert labels("👍\ufe0f\ufe01") == ["U+FE01"]


def test_positions_count_characters_not_utf16_units():
    assert badged("𝕏𝕏\u202e𝕏\u202c") == [Badge(2, 3, "U+202E"), Badge(4, 5, "U+202C")]
