"""Where the database of a test is, what may stand in it, and the network thread."""

from __future__ import annotations

import pytest

from desktop.chat.conversation import new_conversation
from desktop.worker.loop_thread import LoopThread


@pytest.fixture
def path(tmp_path):
    """Where the database will be."""
    return tmp_path / "conversations.db"


@pytest.fixture
def conversation():
    """A question and its answer, which is empty."""
    found = new_conversation("p", "m")
    question = found.ask("你好 🌍")
    found.answer(question.uuid, "m", "o")
    return found


@pytest.fixture
def thread(qtbot):
    """The network thread, running; it ends well."""
    thread = LoopThread()
    thread.start()
    yield thread
    assert thread.stop(10_000)
