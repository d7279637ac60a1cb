from __future__ import annotations

import json

import pytest
from fakes.conversations import hostile_conversations

from desktop.chat.exports import conversation_json
from desktop.worker.import_worker import ImportWorker
from desktop.worker.store_worker import StoreWorker

LIMIT_MS = 20_000


@pytest.fixture
def store(qtbot, tmp_path):
    made = StoreWorker(tmp_path / "conversations.db")
    with qtbot.waitSignal(made.opened, timeout=LIMIT_MS):
        made.open()
    yield made
    assert made.close_and_wait(LIMIT_MS)


def write(path, *conversations):
    document = {"format": "lingdu-chat-export", "version": 1, "conversations": list(conversations)}
    path.write_text(json.dumps(document), "utf-8")
    return path


@pytest.fixture
def export(tmp_path):
    return write(tmp_path / "export.json", *map(conversation_json, hostile_conversations(40)), None)


def imported(qtbot, store, path):
    worker = ImportWorker(path, store)
    with qtbot.waitSignal(worker.ended, timeout=LIMIT_MS) as ended:
        worker.start()
    assert worker.cancel_and_wait(LIMIT_MS)
    return ended.args[0]


def listed(qtbot, store):
    with qtbot.waitSignal(store.listed, timeout=LIMIT_MS) as seen:
        store.list_conversations()
    return seen.args[0]


def test_a_file_is_imported_and_what_was_not_is_said(qtbot, store, export):
    report = imported(qtbot, store, export)

    assert (report.added, report.known, report.skipped, report.error) == (40, 0, [("", "unreadable")], None)
    assert report.seen == 41
    assert len(listed(qtbot, store)) == 40


def test_twice_is_once_and_what_is_new_in_a_chat_is_added(qtbot, store, tmp_path, export):
    imported(qtbot, store, export)
    report = imported(qtbot, store, export)
    assert (report.added, report.known, report.turns) == (0, 40, 0)

    (first, *_rest) = json.loads(export.read_text())["conversations"]
    first["turns"].append({"uuid": "new", "parent": first["leaf"], "role": "user", "parts": []})
    report = imported(qtbot, store, write(tmp_path / "grown.json", first))
    assert (report.added, report.grown, report.turns) == (0, 1, 1)


def test_an_import_that_is_cancelled_keeps_what_it_did(qtbot, store, tmp_path):
    path = write(tmp_path / "large.json", *map(conversation_json, hostile_conversations(2000)))
    worker = ImportWorker(path, store)

    with qtbot.waitSignal(worker.ended, timeout=LIMIT_MS) as ended:
        worker.progressed.connect(lambda _count: worker.cancel())
        worker.start()
    assert worker.cancel_and_wait(LIMIT_MS)

    report = ended.args[0]
    assert report.cancelled
    assert 0 < report.added < 2000


def test_a_file_that_is_no_export_is_an_error_in_the_report(qtbot, store, tmp_path):
    path = tmp_path / "file"
    path.write_text("hello")

    report = imported(qtbot, store, path)

    assert report.error.reason == "format"


def test_a_database_that_closes_meanwhile_ends_the_import(qtbot, tmp_path, export):
    store = StoreWorker(tmp_path / "other.db")
    store.open()
    assert store.close_and_wait(LIMIT_MS)

    report = imported(qtbot, store, export)

    assert report.added == 0
    assert report.error is not None
