from __future__ import annotations

from contextlib import closing

import pytest

from desktop.chat.conversation import new_conversation
from desktop.chat.exports import Exported
from desktop.chat.store.store import Store
from desktop.worker.store_tasks import Pace, erasing, exporting, searching, settling


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "conversations.db")) as store:
        store.opening()
        yield store


@pytest.fixture
def uuids(store):
    made = []
    for number in range(3):
        chat = new_conversation("p", "m")
        store.save(chat, [chat.ask(f"零度 {number}")])
        made.append(chat.uuid)
    return made


def result(steps):
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def test_erasing_tells_how_many_are_gone(store, uuids):
    told = []

    assert result(erasing(store, uuids[:2], told.append)) == 2

    assert told[-1] == 2
    assert [one.uuid for one in store.list_conversations()] == uuids[2:]


def test_exporting_ends_with_what_was_written(store, uuids, tmp_path):
    told = []
    (tmp_path / "out").mkdir()

    exported = result(exporting(store, uuids, tmp_path / "out", None, told.append))

    assert isinstance(exported, Exported)
    assert told[-1] == 3
    assert list((tmp_path / "out").iterdir())


def test_searching_tells_the_hits_and_then_that_there_are_no_more(store, uuids):
    told = []

    result(searching(store, "零度", lambda *found: told.append(found)))

    assert [len(hits) for hits, _finished in told] == [3, 0]
    assert [finished for _hits, finished in told] == [False, True]


def test_word_is_let_through_now_and_then():
    pace = Pace()

    assert [pace.due() for _ in range(3)] == [True, False, False]


def test_only_a_large_file_is_left_alone_for_a_while(tmp_path, monkeypatch):
    file = tmp_path / "x.db"
    file.write_bytes(b"x")
    assert list(settling(file)) == []

    monkeypatch.setattr("desktop.chat.store.opening.CHECKED_AT_ONCE_BYTES", 0)
    monkeypatch.setattr("desktop.worker.store_tasks.SETTLE_S", 0.01)
    assert list(settling(file))
