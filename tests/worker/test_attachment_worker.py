from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QThread

from desktop.chat.attachments import text_attachment
from desktop.errors import AttachmentError
from desktop.worker.attachment_worker import AttachmentWorker, Reading


@pytest.fixture
def worker(qtbot):
    return AttachmentWorker()


def test_an_attachment_is_made_in_another_thread_and_told_in_this_one(qtbot, worker):
    threads = []
    worker.ready.connect(lambda *_: threads.append(QThread.currentThread() is worker.thread()))

    def make(text):
        threads.append(threading.current_thread() is threading.main_thread())
        return text_attachment("a", text)

    with qtbot.waitSignal(worker.ready, timeout=5000) as seen:
        worker.start(7, Reading("a", lambda: "text", make))

    assert seen.args == [7, text_attachment("a", "text")]
    assert threads == [False, True]


def test_a_file_that_hangs_keeps_no_other_up(qtbot, worker):
    let_go = threading.Event()
    hung = Reading("hung", lambda: let_go.wait(30), lambda _: text_attachment("hung", ""))
    worker.start(1, hung)

    with qtbot.waitSignal(worker.ready, timeout=5000) as seen:
        worker.start(2, Reading("b", lambda: "b", lambda text: text_attachment("b", text)))

    assert seen.args[0] == 2
    with qtbot.waitSignal(worker.ready, timeout=5000):
        let_go.set()


def test_only_one_is_decoded_at_a_time(qtbot, worker):
    running, most, ended = [], [], []
    worker.ready.connect(lambda number, _: ended.append(number))

    def make(text):
        running.append(text)
        most.append(len(running))
        running.remove(text)
        return text_attachment("a", text)

    for number in range(8):
        worker.start(number, Reading("a", lambda number=number: str(number), make))
    qtbot.waitUntil(lambda: len(ended) == 8, timeout=5000)

    assert set(most) == {1}


def test_a_refusal_is_told_with_its_reason(qtbot, worker):
    def refuse():
        raise AttachmentError("empty", reason="empty", name="a")

    with qtbot.waitSignal(worker.failed, timeout=5000) as seen:
        worker.start(3, Reading("a", refuse, lambda _: text_attachment("a", "")))

    assert (seen.args[0], seen.args[1].reason) == (3, "empty")


def test_a_defect_is_told_and_logged(qtbot, worker, expected_logs):
    expected_logs("could not be attached")

    with qtbot.waitSignal(worker.failed, timeout=5000) as seen:
        worker.start(4, Reading("a", lambda: 1 // 0, lambda _: text_attachment("a", "")))

    assert (seen.args[1].reason, "ZeroDivisionError" in seen.args[1].detail) == ("damaged", True)
