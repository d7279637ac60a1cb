from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from desktop.chat.store.migrations import STEPS
from desktop.chat.store.opening import open_writable
from desktop.chat.store.pages import PAGE_SIZE
from desktop.chat.store.reading import read_list, read_whole


@pytest.fixture
def connection(path):
    with closing(open_writable(path, STEPS)) as made:
        made.execute("INSERT INTO conversation (id, uuid, updated_at) VALUES (1, 'c', 5), (2, 'd', 6)")
        made.execute("INSERT INTO turn (id, uuid, conversation, role) VALUES (1, 't', 1, 'user'), (2, 'u', 2, 'user')")
        made.execute("INSERT INTO part (turn, seq, kind, body) VALUES (1, 1, 'text', 'b'), (1, 0, 'text', 'a')")
        yield made


def test_the_list_has_all_conversations(connection):
    found, sound = read_list(connection)

    assert sound
    assert [one.uuid for one in found] == ["d", "c"]


def test_a_conversation_is_read_with_its_own_turns_in_the_order_of_their_parts(connection):
    conversation, sound = read_whole(connection, "c")

    assert sound
    assert {uuid: turn.text for uuid, turn in conversation.turns.items()} == {"t": "ab"}


def test_an_unknown_conversation_is_none(connection):
    assert read_whole(connection, "x") is None


def test_an_error_that_is_no_damage_is_not_taken_for_one(connection):
    connection.execute("DROP TABLE part")

    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        read_whole(connection, "c")


def test_conversations_on_a_damaged_page_stay_in_the_list_with_their_uuid(path):
    with closing(open_writable(path, STEPS)) as made:
        rows = [(number, f"uuid {number}", f"<{number}>" + "x" * 400, number) for number in range(40)]
        made.executemany("INSERT INTO conversation (id, uuid, draft, updated_at) VALUES (?, ?, ?, ?)", rows)
        made.execute("INSERT INTO turn (uuid, conversation, role) VALUES ('t', 20, 'user')")
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"<20>") // PAGE_SIZE * PAGE_SIZE] = 0xFF  # no kind of page
    path.write_bytes(raw)

    with closing(sqlite3.connect(path)) as damaged:
        damaged.row_factory = sqlite3.Row
        found, sound = read_list(damaged)
        whole = read_whole(damaged, "uuid 20")

    assert not sound
    assert {one.uuid for one in found} == {uuid for _, uuid, _, _ in rows}
    assert found[0].updated_at == 39
    assert 0 < sum(one.updated_at == 0 for one in found) < 15
    assert whole is not None
    assert list(whole[0].turns) == ["t"]
    assert not whole[1]


def test_a_database_of_an_older_version_has_no_attachments_and_is_read(connection):
    connection.execute("DROP TABLE draft_part")

    found, sound = read_whole(connection, "c")

    assert (found.draft_parts, sound) == ([], True)
