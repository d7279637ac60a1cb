"""Finds the threads and timers that run now and did not run before."""

from __future__ import annotations

import gc
import threading
import time

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer

_LIMIT_S = 2.0


class Leftovers:
    """Takes stock when it is made; `found` names what has come since and still runs."""

    def __init__(self) -> None:
        self._threads = set(threading.enumerate())
        # The objects themselves, not their ids: an id is given again.
        self._objects = _running_objects()

    def found(self) -> list[str]:
        """One description for each; what is ending on its own is waited for, up to 2 s in all."""
        deadline = time.monotonic() + _LIMIT_S
        for thread in self._new_threads():
            thread.join(max(0.0, deadline - time.monotonic()))
        if self._new_objects():
            _delete_what_waits_for_deletion()
            for item in self._new_objects():
                if isinstance(item, QThread):
                    item.wait(max(0, int((deadline - time.monotonic()) * 1000)))
        objects = [f"{type(item).__name__} {item.objectName()!r}" for item in self._new_objects()]
        return [repr(thread) for thread in self._new_threads()] + objects

    def _new_threads(self) -> list[threading.Thread]:
        return [it for it in threading.enumerate() if it not in self._threads and it.is_alive() and not it.daemon]

    def _new_objects(self) -> list[QObject]:
        return [item for item in _running_objects() if not any(item is known for known in self._objects)]


def _running_objects() -> list[QObject]:
    application = QCoreApplication.instance()
    own = application.thread() if application is not None else None
    found: list[QObject] = []
    for item in shiboken6.getAllValidWrappers():
        if isinstance(item, QThread):
            if item is not own and item.isRunning():
                found.append(item)
        elif isinstance(item, QTimer) and item.isActive():
            found.append(item)
    return found


def _delete_what_waits_for_deletion() -> None:
    """A deleteLater() that no event loop has served yet, and objects that only a reference cycle keeps."""
    gc.collect()
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
