"""Files and pictures made into attachments beside the GUI thread, as Qt signals."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop.chat.attachments import Attachment
from desktop.errors import AttachmentError

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Reading(Struct, Generic[T], frozen=True):
    """How an attachment is made: `load` may wait for a disk or a network, `make` needs memory and time.

    Both run outside the GUI thread and may raise `AttachmentError`.
    """

    name: str
    load: Callable[[], T]
    make: Callable[[T], Attachment]


class _Reports(QObject):
    """What the threads hold instead of the worker, which so is never destroyed in one.

    Signals:
        ended(number, result): an `Attachment` or an `AttachmentError`.
    """

    ended = Signal(int, object)


class AttachmentWorker(QObject):
    """Makes each attachment in a daemon thread of its own: a disk that hangs keeps nothing else up.

    Only one at a time is decoded, so that many large pictures never stand in memory together.

    Signals:
        ready(number, attachment): an `Attachment` is made.
        failed(number, error): an `AttachmentError` kept it from being made.
    """

    ready = Signal(int, object)
    failed = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._decoding = threading.Lock()
        self._reports = _Reports()
        self._reports.ended.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def start(self, number: int, reading: Reading[T]) -> None:
        """Make an attachment; one of the signals follows with `number`."""
        arguments = (number, reading, self._decoding, self._reports)
        threading.Thread(target=_work, args=arguments, name="attachment", daemon=True).start()

    @Slot(int, object)
    def _pass_on(self, number: int, result: object) -> None:
        signal = self.ready if isinstance(result, Attachment) else self.failed
        signal.emit(number, result)


def _work(number: int, reading: Reading[T], decoding: threading.Lock, reports: _Reports) -> None:
    result: Attachment | AttachmentError
    try:
        loaded = reading.load()
        with decoding:
            result = reading.make(loaded)
    except AttachmentError as error:
        result = error
    except Exception as error:  # noqa: BLE001  # a defect of ours: told as any other failure, in place of silence
        _log.error("a file could not be attached", exc_info=error)
        detail = f"{type(error).__name__}: {error}"
        result = AttachmentError("reading failed", reason="damaged", name=reading.name, detail=detail)
    reports.ended.emit(number, result)
