from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from desktop.chat.store.migrations import STEPS
from desktop.chat.store.opening import open_writable
from desktop.chat.store.reading import read_list, read_whole


@pytest.fixture
def connection(path):
    with closing(open_writable(path, STEPS)) as made:
        made.execute("INSERT INTO conversation (id, uuid, updated_at) VALUES (1, 'c', 5), (2, 'd', 6)")
        made.execute("INSERT INTO turn (id, uuid, conversation, role) VALUES (1, 't', 1, 'user'), (2, 'u', 2, 'user')")
        made.execute("INSERT INTO part (turn, seq, kind, body) VALUES (1, 1, 'text', 'b'), (1, 0, 'text', 'a')")
        yield made


def test_the_list_has_all_conversations(connection):
    assert [one.uuid for one in read_list(connection)] == ["d", "c"]


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
