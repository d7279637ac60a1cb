"""One process for a data folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLockFile


class DataFolderLock:
    """The lock on a data folder; a lock left by a crash is taken over, since its process is gone."""

    def __init__(self, path: Path) -> None:
        self._lock = QLockFile(str(path))
        # Never stale by age: a process that lives for months still owns its folder.
        self._lock.setStaleLockTime(0)

    def take(self) -> bool:
        """True where the folder is ours now."""
        return self._lock.tryLock(0)

    def owner(self) -> int:
        """The process that holds the lock, 0 where unknown."""
        pid, _host, _application = self._lock.getLockInfo()
        return int(pid)

    def release(self) -> None:
        """Give the folder back."""
        self._lock.unlock()
