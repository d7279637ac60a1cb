"""`desktop.worker.store_worker`: a database that is found damaged is salvaged while it is used."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from fakes.stored import loaded
from PySide6.QtCore import Qt

from desktop.chat.conversation import Part, new_conversation
from desktop.chat.store.store import Store
from desktop.worker.store_worker import StoreWorker

LIMIT_MS = 10_000


def test_a_damaged_database_tells_how_far_its_salvage_is(qtbot, path, conversation, monkeypatch):
    monkeypatch.setattr("desktop.worker.store_tasks.TELL_S", 0.0)
    first = StoreWorker(path)
    first.open()
    other = new_conversation("p", "m")
    first.save("a", conversation, *conversation.turns.values())
    first.save("b", other, *[other.ask("x" * 3000) for _ in range(600)])
    assert first.close_and_wait(LIMIT_MS)
    raw = path.read_bytes()
    path.write_bytes(bytes(4096) + raw[4096:])
    told = []

    second = StoreWorker(path)
    second.working.connect(lambda *what: told.append(what))
    with qtbot.waitSignal(second.opened, timeout=LIMIT_MS) as seen:
        second.open()
    assert second.close_and_wait(LIMIT_MS)

    assert seen.args[0].reason == "damaged"
    pages = [done for stage, done, _total in told if stage == "salvage"]
    assert len(pages) > 3
    assert pages == sorted(pages)
    assert told[-1] == ("", 0, 0)


@pytest.fixture
def damaged_late(path, conversation, monkeypatch):
    """A large database whose last run did not end well, with damage in an index that nothing has read yet."""
    monkeypatch.setattr("desktop.chat.store.opening.CHECKED_AT_ONCE_BYTES", 0)
    monkeypatch.setattr("desktop.worker.store_tasks.SETTLE_S", 0.05)
    monkeypatch.setattr("desktop.worker.store_tasks.TELL_S", 0.0)
    other = new_conversation("p", "m")
    with closing(Store(path)) as store:
        store.opening()
        store.save(conversation, list(conversation.turns.values()))
        store.save(other, [other.ask("x" * 3000) for _ in range(600)])
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE meta SET value = '0' WHERE key = 'clean'")
        (root,) = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'turn_conversation'").fetchone()
        file.commit()
    raw = bytearray(path.read_bytes())
    raw[(root - 1) * 4096 + 3] ^= 0xFF
    path.write_bytes(raw)


def test_damage_that_is_found_after_the_list_is_told_and_mended(qtbot, path, conversation, damaged_late):
    statuses, told = [], []

    worker = StoreWorker(path)
    worker.opened.connect(statuses.append)
    worker.working.connect(lambda stage, _done, _total: told.append(stage))
    worker.open()
    qtbot.waitUntil(lambda: len(statuses) == 2, timeout=LIMIT_MS)
    again = loaded(worker, qtbot, conversation.uuid)
    assert worker.close_and_wait(LIMIT_MS)

    assert [(status.writable, status.reason) for status in statuses] == [(True, ""), (True, "damaged")]
    assert "check" in told
    assert told[-1] == ""
    assert [turn.text for turn in again.path()] == ["你好 🌍", ""]


def test_saving_goes_on_while_a_damaged_database_is_salvaged(qtbot, path, conversation, damaged_late):
    chat, happened = new_conversation("p", "m"), []
    question = chat.ask("asked meanwhile")
    worker = StoreWorker(path)

    def on_working(stage, _done, _total):
        if stage == "salvage" and "salvage" not in happened:
            worker.append_parts("more", list(conversation.turns)[-1], [Part("text", "and more")])
            # This needs what is damaged: it waits for the new database, and what is asked for after it too.
            worker.save("meanwhile", chat, question)
            worker.append_parts("end", list(conversation.turns)[-1], [Part("text", ", to the end")])
            happened.append(stage)

    worker.working.connect(on_working, Qt.ConnectionType.DirectConnection)
    worker.saved.connect(happened.append, Qt.ConnectionType.DirectConnection)
    worker.opened.connect(lambda status: happened.append(status.reason), Qt.ConnectionType.DirectConnection)
    worker.open()
    qtbot.waitUntil(lambda: {"damaged", "end"} <= set(happened), timeout=LIMIT_MS)
    saved = loaded(worker, qtbot, chat.uuid)
    appended = loaded(worker, qtbot, conversation.uuid)
    assert worker.close_and_wait(LIMIT_MS)

    assert happened[:3] == ["", "salvage", "more"]
    assert sorted(happened[3:]) == ["damaged", "end", "meanwhile"]
    assert [turn.text for turn in saved.path()] == ["asked meanwhile"]
    assert appended.path()[-1].text == "and more, to the end"


def test_a_program_that_ends_while_it_salvages_does_so_at_the_next_start(qtbot, path, conversation, damaged_late):
    happened = []
    first = StoreWorker(path)

    def on_working(stage, _done, _total):
        if stage == "salvage" and not happened:
            happened.append(stage)
            first.append_parts("more", list(conversation.turns)[-1], [Part("text", "and more")])
            first._closed = True  # as `close_and_wait` of the window's thread does
            first._jobs.put(None)

    first.working.connect(on_working, Qt.ConnectionType.DirectConnection)
    first.open()
    assert first.wait(LIMIT_MS)
    assert happened
    assert sorted(one.name for one in path.parent.glob("*.db")) == [path.name]

    second = StoreWorker(path)
    statuses = []
    second.opened.connect(statuses.append)
    second.open()
    qtbot.waitUntil(lambda: len(statuses) == 2, timeout=LIMIT_MS)
    saved = loaded(second, qtbot, conversation.uuid)
    assert second.close_and_wait(LIMIT_MS)

    assert statuses[1].reason == "damaged"
    assert saved.path()[-1].text == "and more"
