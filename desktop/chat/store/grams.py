"""What the search index holds of a text: its characters, pairs of characters, triples and sixes of Latin ones.

Pairs find Chinese words of any length, which word tokenizers do not. Latin words need triples: pairs of 26 letters
leave thousands of false candidates (retina: 8,050 of 100,000 messages; with triples 31). And they need sixes: the
triples of two frequent words written as one stand in half of a million messages, its sixes in less than 1 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import add

# Enough to leave few candidates; each more is another list to walk.
MAX_QUERY_GRAMS = 24

# FTS5's `ascii` tokenizer keeps letters, digits and everything beyond ASCII. The other ASCII characters are written
# as private ones, so that `C++` and `don't` are words too.
_AS_LETTERS = {code: 0xE000 + code for code in range(128) if not chr(code).isalnum() and chr(code) != " "}
# Letters alone: those of random bytes in Base64 would make an index larger than the text.
_LONG_WORD = re.compile("[a-z]{6,}")
# Every other character keeps its length in `lower`, so a place in the folded text is one in the text.
_BEFORE_LOWER = {ord("İ"): "i"}


def fold(text: str) -> str:
    """The text for comparing, whatever its case; as long as `text`."""
    return text.translate(_BEFORE_LOWER).lower().replace("ς", "σ") if not text.isascii() else text.lower()


def index_grams(text: str) -> str:
    """The grams of a text, separated by spaces; empty for a text without any."""
    found: set[str] = set()
    _gather(text, found)
    return _written(found)


def gram_batches(text: str, size: int, enough: int) -> Iterator[str]:
    """The grams of a text, each once as long as there are less than `enough`; more come in several batches.

    It gives an empty batch after every `size` characters in between, so that others can have their turn.
    """
    found: set[str] = set()
    for start in range(0, len(text), size):
        # A gram has six characters at most: five more than its first.
        _gather(text[start : start + size + 5], found)
        if len(found) < enough and start + size < len(text):
            yield ""
        else:
            yield _written(found)
            found.clear()


def _gather(text: str, found: set[str]) -> None:
    for run in fold(text).split():
        found.update(run)
        found.update(map(add, run, run[1:]))
        found.update(_latin_triples(run))
        found.update(_sixes(run))


def _written(found: set[str]) -> str:
    return " ".join(sorted(found)).translate(_AS_LETTERS)


def terms(query: str) -> list[str]:
    """The stretches between white space, folded; each must stand in a message for it to be found."""
    return list(dict.fromkeys(fold(query).split()))


def match_query(wanted: Iterable[str]) -> str:
    """The FTS5 query for messages that may hold all of these terms: nothing that does is left out."""
    found: dict[str, None] = {}
    for term in wanted:
        found.update(dict.fromkeys(_term_grams(term)))
    return " ".join(f'"{gram.translate(_AS_LETTERS)}"' for gram in list(found)[:MAX_QUERY_GRAMS])


def _term_grams(term: str) -> Iterable[str]:
    if len(term) == 1:
        return (term,)
    sixes = list(_sixes(term))
    # What stands in a six says nothing more, and is a longer list to walk.
    triples = [one for one in _latin_triples(_LONG_WORD.sub(_ends, term)) if " " not in one]
    if term.isascii():
        return (*sixes, *triples) or (term,)
    return (*sixes, *triples, *map(add, term, term[1:]))


def _ends(word: re.Match[str]) -> str:
    """Of a long word what stands in triples with its neighbours."""
    return f"{word[0][:2]} {word[0][-2:]}"


def _sixes(run: str) -> Iterable[str]:
    return (word[at : at + 6] for word in _LONG_WORD.findall(run) for at in range(len(word) - 5))


def _latin_triples(run: str) -> Iterable[str]:
    triples = map(add, map(add, run, run[1:]), run[2:])
    return triples if run.isascii() else (triple for triple in triples if triple.isascii())
