"""One process for a data folder."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QLockFile

_log = logging.getLogger(__name__)


class DataFolderLock:
    """The lock on a data folder; a lock left by a crash is taken over, since its process is gone.

    Where the folder cannot be written (read-only, missing, a full disk) there is no lock to take and little to guard:
    the database is opened for reading alone, or for one process by its own lock.
    """

    def __init__(self, path: Path) -> None:
        self._lock = QLockFile(str(path))
        # Never stale by age: a process that lives for months still owns its folder.
        self._lock.setStaleLockTime(0)

    def take(self) -> bool:
        """False where another process has the folder."""
        if self._lock.tryLock(0):
            return True
        if self._lock.error() == QLockFile.LockError.LockFailedError:
            return False
        _log.info("the data folder takes no lock: %s", self._lock.error().name)
        return True

    def owner(self) -> int:
        """The process that holds the lock, 0 where unknown."""
        pid, _host, _application = self._lock.getLockInfo()
        return int(pid)

    def release(self) -> None:
        """Give the folder back."""
        self._lock.unlock()
