"""Search in all messages: candidates from the index, each verified in the text itself."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence

from msgspec import Struct

from desktop.chat.store.grams import MAX_QUERY_GRAMS, fold, match_query, terms
from desktop.chat.store.index import SEARCHED, has_index, text_of
from desktop.chat.store.rows import clean

LIMIT = 50
SLICE_S = 0.03
BEFORE = 24
AFTER = 96
# Beside themselves, what folds to an ASCII letter.
_BEYOND_ASCII = {"i": "İ", "k": "\u212a"}


class Hit(Struct, frozen=True):
    """A message that holds what was searched.

    Attributes:
        conversation, turn: their uuids.
        title: of the conversation.
        at: when the message was made, Unix seconds.
        before, match, after: the place, on one line; `match` is written as in the message.
        found: the same as `match`, with its own white space: what the view looks for.
    """

    conversation: str
    turn: str
    title: str
    at: float
    before: str
    match: str
    after: str
    found: str


def search(connection: sqlite3.Connection, query: str, limit: int = LIMIT) -> Iterator[tuple[Hit, ...]]:
    """The newest messages outside the trash that hold every word of `query`, in slices of some 30 ms.

    Every string is allowed; words are what stands between white space, and match anywhere, whatever their case.
    Yields what a slice found, perhaps nothing. No statement stays open between slices.
    """
    query = clean(query)
    wanted = terms(query)
    if not wanted:
        return
    phrase = " ".join(fold(query).split())
    left = limit
    # What was not indexed yet may be when its turn in the index comes.
    seen: set[int] = set()
    for rows in _candidates(connection, wanted):
        slice_ends = time.monotonic() + SLICE_S
        hits: list[Hit] = []
        for row_id in _sieved(connection, [one for one in rows if one not in seen], wanted):
            hit = _verified(connection, row_id, wanted, phrase)
            if hit is not None:
                seen.add(row_id)
                hits.append(hit)
                left -= 1
                if not left:
                    yield tuple(hits)
                    return
            if time.monotonic() >= slice_ends:
                yield tuple(hits)
                hits = []
                slice_ends = time.monotonic() + SLICE_S
        yield tuple(hits)


def _candidates(connection: sqlite3.Connection, wanted: Sequence[str]) -> Iterator[list[int]]:
    """Row ids of turns, the last made first: those not indexed yet, then those the index names."""
    if not has_index(connection):
        yield from _pages(connection, "SELECT id FROM turn WHERE id < ? ORDER BY id DESC LIMIT ?", ())
        return
    yield from _pages(connection, "SELECT turn FROM unindexed WHERE turn < ? ORDER BY turn DESC LIMIT ?", ())
    matching = """SELECT rowid FROM message_index WHERE message_index MATCH ? AND rowid < ?
        AND rowid NOT IN (SELECT turn FROM unindexed) ORDER BY rowid DESC LIMIT ?"""
    yield from _pages(connection, matching, (match_query(wanted),))


def _pages(connection: sqlite3.Connection, query: str, arguments: tuple[str, ...]) -> Iterator[list[int]]:
    below, size = 2**63 - 1, 64
    while True:
        rows = [row_id for (row_id,) in connection.execute(query, (*arguments, below, size)).fetchall()]
        if rows:
            yield rows
        if len(rows) < size:
            return
        below, size = rows[-1], 1024


def _sieved(connection: sqlite3.Connection, rows: list[int], wanted: Sequence[str]) -> list[int]:
    """Those of these turns that may hold the words, told without bringing their text to Python.

    The index cannot tell "量子" and "子纠" from "量子纠": of a million messages ten thousands are looked at in vain.
    """
    tests = [test for test in map(_test, wanted) if test is not None][:MAX_QUERY_GRAMS]
    if not tests:
        return rows
    # A word may stand across two parts.
    query = f"""SELECT turn FROM part WHERE turn IN ({",".join(map(str, rows))}) AND kind IN {SEARCHED}
        GROUP BY turn HAVING COUNT(*) > 1 OR ({" AND ".join(sql for sql, _values in tests)})
        ORDER BY turn DESC"""  # noqa: S608  # whole numbers and words of our own
    values = [value for _sql, values in tests for value in values]
    return [row_id for (row_id,) in connection.execute(query, values)]


def _test(term: str) -> tuple[str, list[str]] | None:
    """SQL that is true of every text that holds the term; None where SQLite cannot tell, since it folds ASCII alone."""
    if any(not one.isascii() and (one.lower(), one.upper()) != (one, one) for one in term):
        return None
    if "\ufffd" in term:
        return None  # what is no UTF-8 is read as this
    others = [other for letter, other in _BEYOND_ASCII.items() if letter in term]
    places = ["instr(lower(body), ?)", *("instr(body, ?)" for _ in others)]
    return f"MAX({' OR '.join(places)})", [term, *others]


def _verified(connection: sqlite3.Connection, row_id: int, wanted: Sequence[str], phrase: str) -> Hit | None:
    text = text_of(connection, row_id)
    folded = fold(text)
    if not all(term in folded for term in wanted):
        return None
    row = connection.execute(
        """SELECT conversation.uuid, turn.uuid, conversation.title, turn.created_at
        FROM turn JOIN conversation ON conversation.id = turn.conversation
        WHERE turn.id = ? AND conversation.trashed_at IS NULL""",
        (row_id,),
    ).fetchone()
    if row is None:
        return None
    conversation, turn, title, at = row
    sought = phrase if phrase in folded else wanted[0]
    start = folded.index(sought)
    end = start + len(sought)
    return Hit(
        conversation=str(conversation),
        turn=str(turn),
        title=str(title or ""),
        at=float(at or 0),
        before=_line(("…" if start > BEFORE else "") + text[max(0, start - BEFORE) : start]),
        match=_line(text[start:end]),
        after=_line(text[end : end + AFTER]),
        found=text[start:end],
    )


def _line(text: str) -> str:
    return "".join(" " if character.isspace() else character for character in text)
