"""The shape of the database, as numbered steps.

A step that was released never changes; what has to be different is a new step. Times are Unix seconds, `usage`,
`error` and `parameters` JSON objects, uuids text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from desktop.chat.store import charges, index
from desktop.chat.store.copies import Pause, no_pause, verified_copy
from desktop.chat.store.faults import store_errors

# "Ldu1": tells our file from any other SQLite file.
APPLICATION_ID = 0x4C647531


class Step(Struct, frozen=True):
    """Statements that lead to `version`; they run in one transaction."""

    version: int
    statements: tuple[str, ...]


STEPS: tuple[Step, ...] = (
    Step(
        1,
        (
            f"PRAGMA application_id = {APPLICATION_ID}",
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
            """CREATE TABLE conversation (
                id INTEGER PRIMARY KEY,
                uuid TEXT NOT NULL UNIQUE,
                title TEXT,
                folder TEXT,
                pinned INTEGER,
                profile TEXT,
                model TEXT,
                system_prompt TEXT,
                parameters TEXT,
                draft TEXT,
                created_at REAL,
                updated_at REAL,
                trashed_at REAL,
                leaf TEXT
            )""",
            # `parent` is no foreign key: a turn whose parent was lost is still to be read and written.
            """CREATE TABLE turn (
                id INTEGER PRIMARY KEY,
                uuid TEXT NOT NULL UNIQUE,
                conversation INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
                parent TEXT,
                role TEXT,
                state TEXT,
                finish_reason TEXT,
                model_asked TEXT,
                model_answered TEXT,
                origin TEXT,
                usage TEXT,
                created_at REAL,
                sent_at REAL,
                first_token_at REAL,
                ended_at REAL,
                reasoning_ms INTEGER,
                requests_sent INTEGER,
                request_id TEXT,
                error TEXT
            )""",
            "CREATE INDEX turn_conversation ON turn (conversation)",
            # Nearly empty, so that looking for answers a crash cut short costs nothing at a million turns.
            "CREATE INDEX turn_streaming ON turn (id) WHERE state = 'streaming'",
            """CREATE TABLE part (
                id INTEGER PRIMARY KEY,
                turn INTEGER NOT NULL REFERENCES turn (id) ON DELETE CASCADE,
                seq INTEGER NOT NULL,
                kind TEXT,
                body TEXT,
                UNIQUE (turn, seq)
            )""",
        ),
    ),
    Step(
        2,
        (
            "ALTER TABLE conversation ADD COLUMN unread INTEGER",
            # Where the reader was: JSON, see `Conversation.scroll`.
            "ALTER TABLE conversation ADD COLUMN scroll TEXT",
            # The part begins a stretch of its own, as Continue does.
            "ALTER TABLE part ADD COLUMN fresh INTEGER",
            # Contentless: the text stands once, in `part`. See `grams.py` and `index.py`.
            """CREATE VIRTUAL TABLE message_index
                USING fts5 (grams, content = '', detail = none, columnsize = 0, tokenize = 'ascii')""",
            # Turns whose text is not in the index yet, with what the index still holds of them. Filled here and
            # indexed later, so that the step is quick. No foreign key: a deleted turn is still to be taken out.
            "CREATE TABLE unindexed (turn INTEGER PRIMARY KEY, grams TEXT)",
            "INSERT INTO unindexed (turn) SELECT id FROM turn",
        ),
    ),
    Step(
        3,
        (
            # What is attached to a question: the bytes that are sent. Last, so that a body is read without them.
            "ALTER TABLE part ADD COLUMN data BLOB",
            # What is attached to a draft. The order of the columns tells its rows from those of `part`, see
            # `salvage.py`.
            """CREATE TABLE draft_part (
                id INTEGER PRIMARY KEY,
                kind TEXT,
                body TEXT,
                conversation INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
                data BLOB
            )""",
            "CREATE INDEX draft_part_conversation ON draft_part (conversation)",
        ),
    ),
    # What each request took; filled from the answers that are there.
    Step(4, (*charges.TABLE, charges.BACKFILL)),
    # The index holds sixes of Latin letters from here on (`grams.py`): made anew, later.
    Step(
        index.WHOLE_FROM,
        (
            "INSERT INTO message_index (message_index) VALUES ('delete-all')",
            "DELETE FROM unindexed",
            "INSERT INTO unindexed (turn) SELECT id FROM turn",
        ),
    ),
)


def version_of(connection: sqlite3.Connection) -> int:
    """The number of the last step that ran on this database; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def missing_columns(connection: sqlite3.Connection, steps: Sequence[Step] = STEPS) -> set[str]:
    """What a database of this version has and this one has not, as `table.column`: damage that reached the schema."""
    version = version_of(connection)
    model = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for step in steps:
            if step.version <= version:
                for statement in step.statements:
                    model.execute(statement)
        return _columns(model) - _columns(connection)
    finally:
        model.close()


def migrate(
    connection: sqlite3.Connection, path: Path, steps: Sequence[Step] = STEPS, pause: Pause = no_pause
) -> Path | None:
    """Bring the database to the last step; `pause` is called often while the copy is made, and may give up by raising.

    Returns:
        The verified copy that was made of a database with content before its first step; None where nothing was
        to do, or nothing to copy.

    Raises:
        StoreError: the copy or a step failed; steps that ended are kept, the failed one left nothing.
    """
    version = version_of(connection)
    pending = [step for step in steps if step.version > version]
    copy = None
    if pending and version:
        copy = verified_copy(connection, _copy_path(path, version), "the copy before a migration", pause)
    for step in pending:
        with store_errors(f"migration {step.version} failed"):
            connection.execute("BEGIN IMMEDIATE")
            try:
                for statement in step.statements:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {step.version}")
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
    return copy


def _columns(connection: sqlite3.Connection) -> set[str]:
    query = """SELECT t.name || '.' || c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
        WHERE t.type = 'table' AND t.name IN ('meta', 'conversation', 'turn', 'part')"""
    return {name for (name,) in connection.execute(query)}


def _copy_path(path: Path, version: int) -> Path:
    return path.with_name(f"{path.stem}.before-{version}{path.suffix}")
