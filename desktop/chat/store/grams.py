"""What the search index holds of a text: its characters, pairs of characters, and triples of Latin ones.

Pairs find Chinese words of any length, which word tokenizers do not. Latin words need triples: pairs of 26 letters
leave thousands of false candidates (retina: 8,050 of 100,000 messages; with triples 31).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import add

# Enough to leave few candidates; each more is another list to walk.
MAX_QUERY_GRAMS = 24

# FTS5's `ascii` tokenizer keeps letters, digits and everything beyond ASCII. The other ASCII characters are written
# as private ones, so that `C++` and `don't` are words too.
_AS_LETTERS = {code: 0xE000 + code for code in range(128) if not chr(code).isalnum() and chr(code) != " "}
# Every other character keeps its length in `lower`, so a place in the folded text is one in the text.
_BEFORE_LOWER = {ord("İ"): "i"}


def fold(text: str) -> str:
    """The text for comparing, whatever its case; as long as `text`."""
    return text.translate(_BEFORE_LOWER).lower().replace("ς", "σ") if not text.isascii() else text.lower()


def index_grams(text: str) -> str:
    """The grams of a text, separated by spaces; empty for a text without any."""
    found: set[str] = set()
    for run in fold(text).split():
        found.update(run)
        found.update(map(add, run, run[1:]))
        found.update(_latin_triples(run))
    return " ".join(sorted(found)).translate(_AS_LETTERS)


def gram_slices(text: str, size: int) -> Iterator[str]:
    """The grams of a text, of so many characters at a time; one may come several times."""
    for start in range(0, len(text), size):
        # A gram has three characters at most: two more than its first.
        if grams := index_grams(text[start : start + size + 2]):
            yield grams


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
    triples = list(_latin_triples(term))
    if len(triples) == len(term) - 2:
        return triples or (term,)
    return (*triples, *map(add, term, term[1:]))


def _latin_triples(run: str) -> Iterable[str]:
    triples = map(add, map(add, run, run[1:]), run[2:])
    return triples if run.isascii() else (triple for triple in triples if triple.isascii())
