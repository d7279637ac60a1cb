"""What each request took, in figures alone: one row a stream, kept when its conversation is erased.

The server's figures and our estimates stand in columns of their own and are never added up together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

# Of one count: what a server that lies may say without any sum overflowing.
MAX_COUNT = 2**40

# A continued answer is two requests and two rows; a turn holds only the last one's usage.
TABLE = (
    """CREATE TABLE charge (
        id INTEGER PRIMARY KEY,
        turn TEXT NOT NULL,
        sent_at REAL NOT NULL,
        day TEXT NOT NULL,
        conversation TEXT NOT NULL,
        model TEXT NOT NULL,
        origin TEXT NOT NULL,
        prompt INTEGER,
        completion INTEGER,
        total INTEGER,
        cached INTEGER,
        reasoning INTEGER,
        estimated INTEGER,
        UNIQUE (turn, sent_at)
    )""",
    # All that is asked of days is in it: the rows themselves are not read.
    """CREATE INDEX charge_day ON charge
        (day, model, prompt, completion, total, cached, reasoning, estimated)""",
    "CREATE INDEX charge_conversation ON charge (conversation)",
)


def _integer(path: str) -> str:
    return f"CASE json_type(usage, '{path}') WHEN 'integer' THEN MIN(json_extract(usage, '{path}'), {MAX_COUNT}) END"


# Part of a released step of `migrations`: it never changes.
# From answers that were stored without a charge: by an older version, or salvaged. `usage` is what a server sent.
BACKFILL = f"""INSERT OR IGNORE INTO charge
    (turn, sent_at, day, conversation, model, origin, prompt, completion, total, cached, reasoning)
    SELECT t.uuid, t.sent_at, date(t.sent_at, 'unixepoch', 'localtime'), c.uuid,
        COALESCE(NULLIF(t.model_asked, ''), t.model_answered, ''), COALESCE(t.origin, ''),
        COALESCE({_integer("$.prompt_tokens")}, {_integer("$.input_tokens")}),
        COALESCE({_integer("$.completion_tokens")}, {_integer("$.output_tokens")}),
        {_integer("$.total_tokens")},
        COALESCE({_integer("$.prompt_tokens_details.cached_tokens")}, {_integer("$.prompt_cache_hit_tokens")}),
        {_integer("$.completion_tokens_details.reasoning_tokens")}
    FROM turn AS t JOIN conversation AS c ON c.id = t.conversation
    WHERE t.usage IS NOT NULL AND json_valid(t.usage) AND typeof(t.sent_at) = 'real' AND t.requests_sent > 0
        AND date(t.sent_at, 'unixepoch', 'localtime') IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM charge WHERE charge.turn = t.uuid)"""  # noqa: S608  # constants of our own

# Where one server sends no total, that of its request is what it sent: beside the totals of others it is not left out.
_SUMS = """COUNT(*), COUNT(*) - COUNT(COALESCE(prompt, completion, total)),
    SUM(prompt), SUM(completion), SUM(COALESCE(total, prompt + completion, prompt, completion)),
    SUM(cached), SUM(reasoning), SUM(estimated)"""


class Charge(Struct, frozen=True):
    """One request that brought text or usage; counts in tokens, None where the server reported none.

    Attributes:
        turn, conversation: uuids.
        sent_at: Unix seconds; with the turn it names the request.
        model: the name that was asked for.
        estimated: completion tokens counted from characters, where the server reported none.
    """

    turn: str
    conversation: str
    sent_at: float
    model: str
    origin: str
    prompt: int | None = None
    completion: int | None = None
    total: int | None = None
    cached: int | None = None
    reasoning: int | None = None
    estimated: int | None = None


class UsageSum(Struct, frozen=True):
    """The sums of some requests; None where the server reported none of a kind.

    Attributes:
        day: `YYYY-MM-DD` of this machine's clock at the time; empty in a sum over days.
        model: empty in a sum over models.
        conversation, title: of a sum by chat; the title is empty where the chat is gone.
        requests: how many.
        unreported: how many of them the server reported no counts for.
        total: of a request that was reported without a total, its prompt and completion.
        estimated: completion tokens of those without a count, from characters; never part of the other sums.
    """

    day: str
    model: str
    requests: int
    unreported: int
    prompt: int | None
    completion: int | None
    total: int | None
    cached: int | None
    reasoning: int | None
    estimated: int | None
    conversation: str = ""
    title: str = ""

    @property
    def tokens(self) -> int:
        """All tokens the server reported: the totals, or where none were sent prompt and completion."""
        return self.total if self.total is not None else (self.prompt or 0) + (self.completion or 0)


def write(connection: sqlite3.Connection, charge: Charge) -> None:
    """Keep a charge; the same request's once more replaces it."""
    day = datetime.fromtimestamp(charge.sent_at).astimezone().strftime("%Y-%m-%d")
    connection.execute(
        """INSERT OR REPLACE INTO charge (turn, sent_at, day, conversation, model, origin, prompt, completion, total,
        cached, reasoning, estimated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            charge.turn,
            charge.sent_at,
            day,
            charge.conversation,
            charge.model,
            charge.origin,
            *(
                None if count is None else min(count, MAX_COUNT)
                for count in (
                    charge.prompt,
                    charge.completion,
                    charge.total,
                    charge.cached,
                    charge.reasoning,
                    charge.estimated,
                )
            ),
        ),
    )


def backfill(connection: sqlite3.Connection) -> None:
    """Make the charges of stored answers that have none."""
    connection.execute(BACKFILL)


def by_day(connection: sqlite3.Connection, first: str, last: str) -> tuple[UsageSum, ...]:
    """A sum for each day and model from `first` to `last` (`YYYY-MM-DD`, both included), in that order."""
    query = f"SELECT day, model, {_SUMS} FROM charge WHERE day BETWEEN ? AND ? GROUP BY day, model"  # noqa: S608
    return tuple(UsageSum(*row) for row in connection.execute(query, (first, last)))


def by_chat(connection: sqlite3.Connection, first: str, last: str) -> tuple[UsageSum, ...]:
    """A sum for each conversation and model, those that were used last first."""
    query = f"""SELECT '', model, {_SUMS}, conversation,
        COALESCE((SELECT title FROM conversation AS c WHERE c.uuid = charge.conversation), '')
        FROM charge WHERE day BETWEEN ? AND ? GROUP BY conversation, model ORDER BY MAX(sent_at) DESC"""  # noqa: S608
    return tuple(UsageSum(*row) for row in connection.execute(query, (first, last)))


def of_chat(connection: sqlite3.Connection, conversation: str) -> tuple[UsageSum, ...]:
    """A sum for each model of one conversation."""
    query = f"SELECT '', model, {_SUMS} FROM charge WHERE conversation = ? GROUP BY model"  # noqa: S608
    return tuple(UsageSum(*row) for row in connection.execute(query, (conversation,)))


def first_day(connection: sqlite3.Connection) -> str:
    """The first day that something was asked; empty where nothing was."""
    (day,) = connection.execute("SELECT MIN(day) FROM charge").fetchone()
    return day or ""


def total_of(sums: Sequence[UsageSum]) -> UsageSum:
    """One sum of several."""

    def add(counts: Sequence[int | None]) -> int | None:
        known = [count for count in counts if count is not None]
        return sum(known) if known else None

    return UsageSum(
        day="",
        model="",
        requests=sum(one.requests for one in sums),
        unreported=sum(one.unreported for one in sums),
        prompt=add([one.prompt for one in sums]),
        completion=add([one.completion for one in sums]),
        total=add([one.tokens for one in sums if one.unreported < one.requests]),
        cached=add([one.cached for one in sums]),
        reasoning=add([one.reasoning for one in sums]),
        estimated=add([one.estimated for one in sums]),
    )
