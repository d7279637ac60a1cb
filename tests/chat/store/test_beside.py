"""`desktop.chat.store.beside`: a damaged database is used while it is salvaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from desktop.chat.conversation import Part, State, new_conversation
from desktop.chat.store.beside import TABLES, salvage_beside
from desktop.chat.store.charges import Charge
from desktop.chat.store.migrations import STEPS
from desktop.chat.store.opening import salvaging_for, staged_for
from desktop.chat.store.store import Store
from desktop.errors import StoreError


def chat(count=100):
    made = new_conversation("p", "m")
    for number in range(count):
        question = made.ask(f"question {number} " + "x" * 3000)
        answer = made.answer(question.uuid, "m", "o")
        answer.append("text", f"answer {number}")
        answer.state = State.COMPLETE
    return made


@pytest.fixture
def chats(open_store):
    """The store and three chats in it."""
    store = open_store()
    made = [chat(), chat(), chat()]
    for one in made:
        store.save(one, list(one.turns.values()))
    return store, made


def salvage(store, path, pause=lambda _done, _total: None):
    return salvage_beside(store._connection, path, STEPS, pause)


def salvaged(path):
    """What the new database holds: the texts of each chat by uuid, and the drafts."""
    made = staged_for(path)
    with closing(Store(made)) as store:
        assert store.opening().reason == ""
        assert store._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert store._connection.execute("PRAGMA foreign_key_check").fetchall() == []
        while store.index_some():
            pass
        loaded = [store.load(one.uuid) for one in store.list_conversations()]
        hits = {hit.turn for hits in store.search("meanwhile") for hit in hits}
    return {one.uuid: [turn.text for turn in one.path()] for one in loaded}, hits


def texts(one):
    return [turn.text for turn in one.path()]


def test_what_is_written_meanwhile_is_in_the_new_database_as_it_was_written(chats, path):
    store, (first, second, third) = chats
    new = new_conversation("p", "m")
    calls = []

    def pause(_done, _total):
        calls.append(1)
        if len(calls) == 2:
            question = first.ask("meanwhile")
            store.save(first, [question])
            store.append_parts(second.path()[-1].uuid, [Part("text", " meanwhile")])
            store.change(third.uuid, {"title": "renamed"})
        if len(calls) == 3:
            store.save(new, [new.ask("meanwhile, and new")])
            store.delete_turn(third.path()[-1].uuid)
            store.charge(Charge(first.path()[-1].uuid, first.uuid, 1.0, "m", "o", 1, 2, 3, None, None))
            store.save_draft_parts(new.uuid, [Part("file", "{}", data=b"draft")])

    found = salvage(store, path, pause)

    assert len(calls) > 3
    assert found.conversations == 3
    there, hits = salvaged(path)
    assert there[first.uuid] == texts(first)
    assert there[second.uuid] == [*texts(second)[:-1], "answer 99 meanwhile"]
    assert there[third.uuid][-1] == "question 99 " + "x" * 3000
    assert there[new.uuid] == ["meanwhile, and new"]
    assert hits == {first.leaf, second.path()[-1].uuid, new.leaf}
    with closing(sqlite3.connect(staged_for(path))) as file:
        assert file.execute("SELECT title FROM conversation WHERE uuid = ?", (third.uuid,)).fetchone() == ("renamed",)
        assert file.execute("SELECT turn, prompt FROM charge").fetchall() == [(first.leaf, 1)]
        assert file.execute("SELECT data FROM draft_part").fetchall() == [(b"draft",)]


def test_what_is_erased_meanwhile_does_not_come_back(chats, path):
    store, (first, second, third) = chats
    store._checking = True  # as it is then: what is erased waits before it is taken out of the log
    erasing = store.erase([first.uuid])

    salvage(store, path, lambda _done, _total: next(erasing))

    assert next(erasing) == 1

    there, _hits = salvaged(path)
    assert there.keys() == {second.uuid, third.uuid}
    with closing(sqlite3.connect(staged_for(path))) as file:
        assert file.execute("SELECT COUNT(*) FROM turn").fetchone() == (400,)
        assert file.execute("SELECT COUNT(*) FROM part").fetchone() == (400,)


def test_given_up_it_leaves_everything_as_it_was(chats, path):
    store, (first, *_others) = chats

    def give_up(_done, _total):
        raise StoreError("cancelled", reason="cancelled")

    with pytest.raises(StoreError):
        salvage(store, path, give_up)

    assert sorted(one.name for one in path.parent.glob("*.db")) == [path.name]
    store.save(first, [first.ask("later")])
    assert store._connection.execute("SELECT COUNT(*) FROM temp.sqlite_schema").fetchone()[0] == 0


def test_a_database_that_holds_nothing_readable_is_refused(open_store, path):
    store = open_store()

    with pytest.raises(StoreError, match="nothing can be read"):
        salvage(store, path)

    assert not salvaging_for(path).exists()


def test_a_home_of_lost_text_is_not_mixed_with_a_new_chat(chats, path):
    store, (_first, _second, third) = chats
    # The last conversation is lost; a new one gets its number.
    store._connection.execute("PRAGMA foreign_keys = OFF")
    store._connection.execute("DELETE FROM conversation WHERE uuid = ?", (third.uuid,))
    done = []

    def pause(_done, _total):
        if not done:
            done.append(1)
            other = new_conversation("p", "m")
            store.save(other, [other.ask("new")])

    with pytest.raises(StoreError, match="one number"):
        salvage(store, path, pause)


def test_every_table_with_rows_of_ours_is_watched(open_store):
    store = open_store()
    query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'message_index%'"

    names = {name for (name,) in store._connection.execute(query)}

    assert names - {"meta", "unindexed"} == set(TABLES)
