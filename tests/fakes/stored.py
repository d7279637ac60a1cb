"""A conversation as the store worker reads it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from desktop.chat.conversation import Conversation
from desktop.worker.store_worker import StoreWorker


def loaded(worker: StoreWorker, qtbot: QtBot, uuid: str) -> Conversation:
    """Read it, and wait for it."""
    with qtbot.waitSignal(worker.loaded, timeout=10_000) as seen:
        worker.load(uuid)
    conversation: Conversation = seen.args[0]
    return conversation
