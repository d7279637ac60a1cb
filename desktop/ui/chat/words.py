"""Where words and characters end, for double clicks and the keyboard (UAX #29, with Han and Kana joined into words)."""

from __future__ import annotations

import unicodedata

_INSIDE_WORDS = "'’·.:"
_INSIDE_NUMBERS = ","


def word_at(text: str, position: int) -> tuple[int, int]:
    """Start and end of the word, the spaces or the sign at a position.

    Chinese and Japanese are written without spaces: a run of Han characters and Kana is taken as one word up to the
    next sign or the next letter of another kind.
    """
    if not text:
        return 0, 0
    position = min(position, len(text) - 1)
    if text[position] == "\n" and position > 0:
        position -= 1
    start = _character_start(text, position)
    end = next_character(text, start)
    kind = _kind(text, start)
    if kind in {"sign", "break"}:
        return start, end
    while start > 0 and _kind(text, before := previous_character(text, start)) == kind:
        start = before
    while end < len(text) and _kind(text, end) == kind:
        end = next_character(text, end)
    return start, end


def next_word(text: str, position: int) -> int:
    """Where the next word begins; the end of the text behind the last."""
    if position >= len(text):
        return len(text)
    end = word_at(text, position)[1]
    while end < len(text) and text[end].isspace():
        end += 1
    return max(end, position + 1)


def previous_word(text: str, position: int) -> int:
    """Where the word before begins; 0 before the first."""
    while position > 0 and text[position - 1].isspace():
        position -= 1
    return word_at(text, position - 1)[0] if position else 0


def next_character(text: str, position: int) -> int:
    """Behind the character at a position, with all that combines with it."""
    position += 1
    while position < len(text) and _extends(text, position):
        position += 1
    return min(position, len(text))


def previous_character(text: str, position: int) -> int:
    """Before the character that ends at a position."""
    return _character_start(text, position - 1) if position > 0 else 0


def _character_start(text: str, position: int) -> int:
    while position > 0 and _extends(text, position):
        position -= 1
    return position


def _extends(text: str, position: int) -> bool:
    """Whether what stands at a position belongs to the character before it."""
    character, before = text[position], text[position - 1]
    if before == "\n" or character == "\n":
        return before == "\r"
    if _is_flag_letter(character):
        # Two of them are a flag.
        first = position
        while first > 0 and _is_flag_letter(text[first - 1]):
            first -= 1
        return (position - first) % 2 == 1
    return (
        unicodedata.category(character) in {"Mn", "Me", "Mc"}
        or character in "\u200d\ufe0f"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or before == "\u200d"
    )


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _kind(text: str, start: int) -> str:
    """What the character that begins at a position is for words."""
    character = text[start]
    if character in "\r\n":
        return "break"
    if character.isspace():
        return "space"
    if _is_east_asian(character):
        return "east asian"
    if _is_of_word(character):
        return "word"
    if character in _INSIDE_WORDS or character in _INSIDE_NUMBERS:
        end = next_character(text, start)
        if start > 0 and end < len(text):
            around = (text[previous_character(text, start)], text[end])
            if all(map(str.isdigit if character in _INSIDE_NUMBERS else _is_of_word, around)):
                return "word"
    return "sign"


def _is_of_word(character: str) -> bool:
    return (character.isalnum() or character == "_") and not _is_east_asian(character)


def _is_east_asian(character: str) -> bool:
    """Whether it is Han or Kana."""
    return (
        "\u3005" <= character <= "\u3007"
        or "\u3040" <= character <= "\u30ff"
        or "\u31f0" <= character <= "\u31ff"
        or "\u3400" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U0003ffff"
    )
