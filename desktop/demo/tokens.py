"""A plausible tokenizer for the demo: words, one or two CJK characters, short runs of punctuation, white space."""

from __future__ import annotations

import re

_CJK_LETTERS = "\u1100-\u11ff\u2e80-\u2fff\u3040-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"

_TOKEN = re.compile(
    rf"[{_CJK_LETTERS}]{{1,2}}"
    rf"|\ ?(?:(?![{_CJK_LETTERS}])[^\W\d_]){{1,12}}"  # a word with the space before it, as real vocabularies have them
    r"|\d{1,3}"
    r"|\n+"
    r"|[ \t]+(?=\ \w)"  # an indent leaves one space to the word behind it
    r"|[ \t]+"
    r"|[!-/:-@\[-`{-~]{1,3}"
    r"|.",
    re.DOTALL,
)


def tokenize(text: str) -> list[str]:
    """The tokens of `text`; joined they are `text` again."""
    return _TOKEN.findall(text)


def count_tokens(text: str) -> int:
    """How many tokens `text` has."""
    return sum(1 for _ in _TOKEN.finditer(text))
