"""The search index: a contentless FTS5 table over the grams of each message's text.

Saving never touches it, so an index that is damaged can block no message: a changed turn is noted in `unindexed`, with
the grams that the index holds of it, since deleting from a contentless table needs what was inserted. Indexing takes
them out and puts the new ones in, after the turn has ended.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator

from desktop.chat.store.grams import gram_batches, index_grams

SLICE = 40
SLICE_S = 0.01
MERGE_PAGES = 100
# Characters; the grams of more take longer than a save should wait.
LARGE = 10_000
# Characters whose grams are gathered before the clock is looked at.
PIECE = 3_000
# Grams of one statement: with what their commit takes, a save waits some 50 ms at most.
ENOUGH = 10_000
# The version of the database from which on its index holds all that a search asks for.
WHOLE_FROM = 5
# Begins an old text that stands in place of its grams; no gram holds white space.
_AS_TEXT = "\n"
_INSERT = "INSERT INTO message_index (rowid, grams) VALUES (?, ?)"
_DELETE = "INSERT INTO message_index (message_index, rowid, grams) VALUES ('delete', ?, ?)"
# Of what kinds the parts are that are searched: what was said and pasted, not what the model thought.
SEARCHED = "('text', 'refusal', 'paste')"
_STREAMING = "SELECT 1 FROM turn WHERE state = 'streaming' LIMIT 1"
_TEXT = f"SELECT body FROM part WHERE turn = ? AND kind IN {SEARCHED} ORDER BY seq"  # noqa: S608  # words of our own


def text_of(connection: sqlite3.Connection, turn: int) -> str:
    """What is searched of a turn."""
    return "".join(str(body) for (body,) in connection.execute(_TEXT, (turn,)) if body is not None)


def note_new(connection: sqlite3.Connection, turn: int) -> None:
    """Note that a new turn is to be indexed."""
    connection.execute("INSERT OR IGNORE INTO unindexed (turn) VALUES (?)", (turn,))


def note_change(connection: sqlite3.Connection, turn: int) -> None:
    """Note what the index holds of a turn, before its text changes or goes; of a large one the text itself."""
    if not connection.execute("SELECT 1 FROM unindexed WHERE turn = ?", (turn,)).fetchone():
        text = text_of(connection, turn)
        grams = index_grams(text) if len(text) <= LARGE else _AS_TEXT + text
        connection.execute("INSERT INTO unindexed (turn, grams) VALUES (?, ?)", (turn, grams or None))


def start_anew(connection: sqlite3.Connection) -> None:
    """Empty the index and note every turn."""
    connection.execute("INSERT INTO message_index (message_index) VALUES ('delete-all')")
    connection.execute("DELETE FROM unindexed")
    connection.execute("INSERT INTO unindexed (turn) SELECT id FROM turn")


class Indexing:
    """Puts turns into the index; of a large text it keeps how far it is, since one call would hold up every save."""

    def __init__(self) -> None:
        self._begun: tuple[int, str | None, str] | None = None
        self._pieces: Iterator[tuple[str, str]] = iter(())

    def some(self, connection: sqlite3.Connection, limit: int = SLICE, *, patient: bool = False) -> bool:
        """Bring the index to what some turns hold that have ended; False where none is left. Inside a transaction.

        With `patient` a few turns wait while an answer streams: its question is indexed with it, in one segment.

        Each transaction that inserts costs a segment of the index, which is merged with others and so written several
        times. So what a call brings is gathered first, and inserted in the order of the rows: FTS5 begins a segment
        where a row comes after a later one, or after itself.

        Where that fails, the next call is one of another object.
        """
        query = """SELECT unindexed.turn, unindexed.grams FROM unindexed LEFT JOIN turn ON turn.id = unindexed.turn
            WHERE turn.state IS NOT 'streaming' ORDER BY unindexed.turn DESC LIMIT ?"""
        found = connection.execute(query, (limit,)).fetchall()
        if patient and len(found) < limit and connection.execute(_STREAMING).fetchone():
            return False
        ends = time.monotonic() + SLICE_S
        gathered: list[tuple[int, list[tuple[str, str]]]] = []
        whole: list[tuple[int]] = []
        for turn, old in found:
            statements, is_whole = self._gathered(turn, old, text_of(connection, turn), ends)
            gathered.append((turn, statements))
            if is_whole:
                whole.append((turn,))
            if time.monotonic() >= ends:
                break
        for turn, statements in sorted(gathered):
            for statement, grams in statements:
                connection.execute(statement, (turn, grams))
        connection.executemany("DELETE FROM unindexed WHERE turn = ?", whole)
        return len(whole) < len(found) or len(found) == limit

    def _gathered(self, turn: int, old: str | None, text: str, ends: float) -> tuple[list[tuple[str, str]], bool]:
        """The next statements for a turn, with their grams, and whether they are the last."""
        if self._begun != (turn, old, text):
            # From the beginning, too, after a crash in between: to index twice is to index once.
            self._begun, self._pieces = (turn, old, text), _pieces(old, text)
        statements: list[tuple[str, str]] = []
        for statement, grams in self._pieces:
            if grams:
                statements.append((statement, grams))
            if time.monotonic() >= ends:
                return statements, False
        self._begun = None
        return statements, True


def _pieces(old: str | None, text: str) -> Iterator[tuple[str, str]]:
    """The statements that bring the index from what it holds of a turn to its text, and their grams."""
    if old:
        for grams in gram_batches(old, PIECE, ENOUGH) if old.startswith(_AS_TEXT) else [old]:
            yield _DELETE, grams
    for grams in gram_batches(text, PIECE, ENOUGH):
        yield _INSERT, grams


def purge(connection: sqlite3.Connection) -> Iterator[None]:
    """Merge the index to one segment, in steps: what was taken out is then gone from the file, not only marked."""
    pages = -MERGE_PAGES  # the first call marks all segments for merging
    while True:
        before = connection.total_changes
        connection.execute("INSERT INTO message_index (message_index, rank) VALUES ('merge', ?)", (pages,))
        if connection.total_changes - before < 2:
            return
        pages = MERGE_PAGES
        yield


def check(connection: sqlite3.Connection, *, quick: bool = False) -> tuple[str, bool]:
    """What is wrong with the database, empty where nothing is; and whether the index alone is to be made anew.

    A `quick` check does not see rows that an index has lost. From 3.44 on SQLite looks into FTS5 tables too.
    """
    query = "PRAGMA quick_check(20)" if quick else "PRAGMA integrity_check(20)"
    found = [str(words) for (words,) in connection.execute(query) if words != "ok"]
    damage = [words for words in found if "message_index" not in words]
    return damage[0] if damage else "", len(found) > len(damage)


def has_index(connection: sqlite3.Connection) -> bool:
    """Whether this database has an index to search by; one of an older version that can only be read has none."""
    query = "SELECT COUNT(*) FROM sqlite_schema WHERE name IN ('message_index', 'unindexed')"
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return bool(version >= WHOLE_FROM and connection.execute(query).fetchone()[0] == 2)
