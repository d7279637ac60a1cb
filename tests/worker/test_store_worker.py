from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing

import pytest
from fakes.stored import loaded
from PySide6.QtCore import Qt

from desktop.chat.attachments import attachments_in, part_of, text_attachment
from desktop.chat.conversation import Part, State, new_conversation
from desktop.chat.store.backup import backups_of
from desktop.chat.store.store import Store
from desktop.errors import StoreError
from desktop.worker.store_worker import AUTOMATIC_BACKUP, StoreWorker

LIMIT_MS = 10_000


@pytest.fixture
def worker(path):
    made = StoreWorker(path)
    yield made
    assert made.close_and_wait(LIMIT_MS)


@pytest.fixture
def opened(worker, qtbot):
    with qtbot.waitSignal(worker.opened, timeout=LIMIT_MS) as seen:
        worker.open()
    assert seen.args[0].writable
    return worker


def test_a_saved_conversation_is_listed_and_loaded(opened, qtbot, conversation):
    with qtbot.waitSignal(opened.saved, timeout=LIMIT_MS) as saved:
        opened.save("ticket", conversation, *conversation.turns.values())
    with qtbot.waitSignal(opened.listed, timeout=LIMIT_MS) as listed:
        opened.list_conversations()

    assert saved.args == ["ticket"]
    assert [one.uuid for one in listed.args[0]] == [conversation.uuid]
    found = loaded(opened, qtbot, conversation.uuid)
    assert found == conversation
    assert found is not conversation


def test_what_changes_after_the_call_is_not_what_is_saved(opened, qtbot, conversation):
    answer = conversation.path()[1]
    answer.append("text", "first")
    part = Part("text", " second")
    conversation.parameters["n"] = [1]

    with qtbot.waitSignals([opened.saved] * 2, timeout=LIMIT_MS):
        opened.save("a", conversation, *conversation.turns.values())
        opened.append_parts("b", answer.uuid, [part])
        answer.append("text", " third")
        answer.state = State.FAILED
        part.append(" fourth")
        conversation.parameters["n"].append(2)
        conversation.title = "other"

    found = loaded(opened, qtbot, conversation.uuid)
    assert found.path()[1].text == "first second"
    assert found.path()[1].state is State.STREAMING
    assert (found.parameters, found.title) == ({"n": [1]}, "你好 🌍")


def test_turns_are_deleted_and_conversations_trashed_and_restored(opened, qtbot, conversation):
    answer = conversation.path()[1]
    with qtbot.waitSignals([opened.saved] * 3, timeout=LIMIT_MS):
        opened.save("a", conversation, *conversation.turns.values())
        opened.delete_turn("b", answer.uuid)
        opened.change("c", conversation.uuid, trashed_at=1.5e9)

    found = loaded(opened, qtbot, conversation.uuid)
    assert found.trashed_at == 1.5e9
    assert answer.uuid not in found.turns

    with qtbot.waitSignal(opened.saved, timeout=LIMIT_MS):
        opened.change("d", conversation.uuid, trashed_at=None)
    assert loaded(opened, qtbot, conversation.uuid).trashed_at is None


def test_a_failed_job_is_told_with_its_ticket(opened, qtbot):
    with qtbot.waitSignal(opened.failed, timeout=LIMIT_MS) as seen:
        opened.append_parts("ticket", "nobody", [Part("text", "x")])

    ticket, error = seen.args
    assert ticket == "ticket"
    assert isinstance(error, StoreError)


def test_a_load_that_fails_is_told_with_the_uuid(opened, qtbot):
    with qtbot.waitSignal(opened.failed, timeout=LIMIT_MS) as seen:
        opened.load("nobody")

    assert seen.args[0] == "nobody"


def test_a_defect_is_told_and_the_thread_lives_on(opened, qtbot, conversation, expected_logs):
    expected_logs("ERROR desktop.worker.store_tasks: a job of the store ended with an unexpected error")
    question, answer = conversation.path()
    answer.requests_sent = 2**70

    with qtbot.waitSignal(opened.failed, timeout=LIMIT_MS) as seen:
        opened.save("bad", conversation, question, answer)
    answer.requests_sent = 1
    with qtbot.waitSignal(opened.saved, timeout=LIMIT_MS) as saved:
        opened.save("good", conversation, question, answer)

    assert seen.args[0] == "bad"
    assert seen.args[1].reason == "other"
    assert "OverflowError" in seen.args[1].detail
    assert saved.args == ["good"]


def test_a_defect_while_opening_is_told_as_a_status(worker, qtbot, monkeypatch, expected_logs):
    expected_logs("ERROR desktop.worker.store_tasks: a job of the store ended with an unexpected error")

    def fail(_store, _tell):
        raise RuntimeError("defect")

    monkeypatch.setattr(Store, "opening", fail)

    statuses = []
    worker.opened.connect(statuses.append)

    with qtbot.waitSignal(worker.failed, timeout=LIMIT_MS) as seen:
        worker.open()

    assert [(status.writable, status.reason) for status in statuses] == [(False, "other")]
    assert "RuntimeError" in seen.args[1].detail


def test_closing_writes_everything_that_was_asked_for(qtbot, path, conversation):
    worker = StoreWorker(path)
    worker.open()
    question, answer = conversation.path()
    worker.save("first", conversation, question, answer)
    for number in range(300):
        worker.append_parts(str(number), answer.uuid, [Part("text", f"{number} ")])

    assert worker.close_and_wait(LIMIT_MS)

    assert worker.isFinished()
    with closing(sqlite3.connect(path)) as file:
        (text,) = file.execute("SELECT group_concat(body, '') FROM part WHERE turn = 2 AND kind = 'text'").fetchone()
        assert text.split() == [str(number) for number in range(300)]
        assert file.execute("SELECT value FROM meta WHERE key = 'clean'").fetchone() == ("1",)


def test_the_caller_never_waits_for_the_disk(opened, qtbot, conversation):
    answer = conversation.path()[1]
    answer.append("text", "x" * 8_000_000)

    at_work, may_go_on = threading.Event(), threading.Event()
    opened.ask("a slow disk", lambda _store: (at_work.set(), may_go_on.wait(LIMIT_MS / 1000)))
    assert at_work.wait(LIMIT_MS / 1000)

    opened.save("ticket", conversation, *conversation.turns.values())

    assert not may_go_on.is_set()
    with qtbot.waitSignal(opened.saved, timeout=LIMIT_MS):
        may_go_on.set()


def test_after_closing_a_job_fails(qtbot, path, conversation):
    worker = StoreWorker(path)
    worker.open()
    assert worker.close_and_wait(LIMIT_MS)

    with qtbot.waitSignal(worker.failed, timeout=LIMIT_MS) as seen:
        worker.save("late", conversation)

    assert seen.args[0] == "late"
    assert worker.close_and_wait(LIMIT_MS)


def test_a_worker_that_was_never_opened_closes(path):
    assert StoreWorker(path).close_and_wait(LIMIT_MS)


def test_a_damaged_file_is_told_when_it_is_opened(worker, qtbot, path):
    path.write_bytes(b"rubbish" * 1000)

    with qtbot.waitSignal(worker.opened, timeout=LIMIT_MS) as seen:
        worker.open()

    assert (seen.args[0].writable, seen.args[0].reason) == (True, "damaged")


def searched(worker, qtbot, query, number=1):
    hits = []
    with qtbot.waitSignal(worker.found, timeout=LIMIT_MS, check_params_cb=lambda _n, _hits, finished: finished):
        worker.found.connect(lambda _number, some, _finished: hits.extend(some))
        worker.search(number, query)
    return hits


def test_a_message_is_found_as_soon_as_it_is_saved(opened, qtbot, conversation):
    with qtbot.waitSignal(opened.saved, timeout=LIMIT_MS):
        opened.save("ticket", conversation, *conversation.turns.values())

    (hit,) = searched(opened, qtbot, "好")

    assert (hit.conversation, hit.match) == (conversation.uuid, "好")


def test_a_new_search_takes_the_place_of_one_that_runs(opened, qtbot, conversation):
    with qtbot.waitSignal(opened.saved, timeout=LIMIT_MS):
        opened.save("ticket", conversation, *conversation.turns.values())
    ends = []
    opened.found.connect(lambda number, _hits, finished: ends.append(number) if finished else None)

    for number in range(1, 30):
        opened.search(number, "你好")
    qtbot.waitUntil(lambda: 29 in ends, timeout=LIMIT_MS)

    assert ends[-1] == 29


def test_saving_goes_on_while_the_trash_is_emptied(opened, qtbot, conversation):
    others = [new_conversation("p", "m") for _ in range(200)]
    with qtbot.waitSignals([opened.saved] * 201, timeout=LIMIT_MS):
        for other in others:
            opened.save("x", other, other.ask("gone"))
        opened.save("kept", conversation, *conversation.turns.values())
    seen = []
    opened.saved.connect(lambda ticket: seen.append(("saved", ticket)))
    opened.progressed.connect(lambda _ticket, count, _total: seen.append(("progressed", count)))

    asked = []

    def between(_ticket, count, _total):
        if not asked:
            asked.append(count)
            opened.append_parts("between", conversation.path()[1].uuid, [Part("text", "new")])

    # In the store's own thread: the erasing has begun by then, and has not ended.
    opened.progressed.connect(between, Qt.ConnectionType.DirectConnection)

    with qtbot.waitSignal(opened.done, timeout=LIMIT_MS) as done:
        opened.erase("erase", [other.uuid for other in others])

    assert done.args == ["erase", 200]
    assert seen.index(("saved", "between")) < seen.index(("progressed", 200))
    with qtbot.waitSignal(opened.listed, timeout=LIMIT_MS) as listed:
        opened.list_conversations()
    assert [one.uuid for one in listed.args[0]] == [conversation.uuid]


def test_long_work_can_be_cancelled_and_says_so(opened, qtbot):
    others = [new_conversation("p", "m") for _ in range(50)]
    with qtbot.waitSignals([opened.saved] * 50, timeout=LIMIT_MS):
        for other in others:
            opened.save("x", other, other.ask("gone"))

    with qtbot.waitSignal(opened.work_failed, timeout=LIMIT_MS) as failed:
        opened.cancel("erase")
        opened.erase("erase", [other.uuid for other in others])

    assert failed.args[0] == "erase"
    assert failed.args[1].reason == "cancelled"


def fill(worker, qtbot, count=2000):
    other = new_conversation("p", "m")
    with qtbot.waitSignal(worker.saved, timeout=LIMIT_MS):
        worker.save("fill", other, *[other.ask("x" * 3000) for _ in range(count)])


def test_a_backup_lets_saving_go_on_and_holds_what_was_saved_meanwhile(opened, qtbot, conversation):
    fill(opened, qtbot)
    order = []
    opened.saved.connect(order.append)
    opened.done.connect(lambda ticket, _path: order.append(ticket))

    with qtbot.waitSignal(opened.done, timeout=LIMIT_MS) as done:
        opened.back_up("backup")
        opened.save("during", conversation, *conversation.turns.values())

    assert order == ["during", "backup"]
    with closing(sqlite3.connect(done.args[1])) as copy:
        assert copy.execute("SELECT uuid FROM conversation ORDER BY id").fetchall()[-1] == (conversation.uuid,)


def test_a_backup_that_runs_does_not_keep_the_program_from_ending(opened, qtbot, path):
    fill(opened, qtbot)

    opened.back_up("backup")

    assert opened.close_and_wait(LIMIT_MS)
    assert list((path.parent / "backups").glob("*.part")) == []


def test_a_database_with_content_is_backed_up_at_the_next_start_and_then_daily(qtbot, path, conversation):
    first = StoreWorker(path)
    first.open()
    first.save("ticket", conversation, *conversation.turns.values())
    assert first.close_and_wait(LIMIT_MS)
    (path.parent / "backups").mkdir(exist_ok=True)
    for made in (path.parent / "backups").iterdir():
        made.unlink()

    second = StoreWorker(path)
    with qtbot.waitSignal(second.done, timeout=LIMIT_MS) as done:
        second.open()
    assert second.close_and_wait(LIMIT_MS)

    assert done.args[0] == AUTOMATIC_BACKUP
    assert backups_of(path) == [done.args[1]]
    third = StoreWorker(path)
    with qtbot.waitSignal(third.listed, timeout=LIMIT_MS):
        third.open()
        third.list_conversations()
    assert third.close_and_wait(LIMIT_MS)
    assert backups_of(path) == [done.args[1]]


def test_chats_are_exported_in_steps_and_the_file_is_told(opened, qtbot, tmp_path, conversation):
    with qtbot.waitSignal(opened.saved, timeout=LIMIT_MS):
        opened.save("ticket", conversation, *conversation.turns.values())
    folder = tmp_path / "out"
    folder.mkdir()

    with qtbot.waitSignal(opened.done, timeout=LIMIT_MS) as done:
        opened.export("export", [conversation.uuid, "nobody"], folder)

    (path,) = done.args[1].paths
    assert json.loads(path.read_text())["conversations"][0]["uuid"] == conversation.uuid
    assert [uuid for uuid, _why in done.args[1].failed] == ["nobody"]


def test_a_search_in_a_database_that_is_not_open_is_over_at_once(qtbot, path):
    worker = StoreWorker(path.parent / "gone" / "conversations.db")
    with qtbot.waitSignal(worker.found, timeout=LIMIT_MS) as found:
        worker.open()
        worker.search(1, "x")
    assert worker.close_and_wait(LIMIT_MS)

    assert found.args == [1, (), True]


def test_adding_from_any_thread_gives_what_was_written(opened, conversation):
    assert opened.add(conversation).result(10) == (True, 2)
    assert opened.add(conversation).result(10) == (False, 0)


def test_what_is_attached_to_a_draft_is_saved_as_it_was_handed_over(opened, qtbot, conversation):
    parts = [part_of(text_attachment("a.txt", "text"))]
    opened.save("1", conversation)
    with qtbot.waitSignal(opened.saved, timeout=LIMIT_MS, check_params_cb=lambda ticket: ticket == "2"):
        opened.save_draft_parts("2", conversation.uuid, parts)
        parts[0].append("changed")

    found = loaded(opened, qtbot, conversation.uuid)

    assert [one.text for one in attachments_in(found.draft_parts)] == ["text"]
