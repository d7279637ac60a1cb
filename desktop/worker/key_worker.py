"""The keyring's calls beside the GUI thread, as Qt signals."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.errors import KeyStoreError
from desktop.settings.keys import KeyAccount, KeyStatus, KeyStore, clean_key

WAITING_AFTER_MS = 3000


class KeyWorker(QObject):
    """Runs each call of a `KeyStore` in a thread of its own, and tells how it ended.

    The threads are Python's daemon threads: a prompt may block one for minutes and a hung keyring for ever, and neither
    may hold up the end of the program, as a QThread would. The methods return at once and are called from this object's
    thread. No key rides a signal: `KeyStore.key` gives it.

    Signals:
        probed(status): where a key would be kept.
        loaded(account, found): the keyring answered; whether the key is in memory now.
        saved(account, status): the key is in the keyring, or for this session in memory.
        deleted(account): the key is in neither.
        failed(account, error): a load or delete ended with a `KeyStoreError`.
        waiting(account): the keyring has not answered for 3 s; it may ask the user, or hang. The call goes on.
    """

    probed = Signal(KeyStatus)
    loaded = Signal(KeyAccount, bool)
    saved = Signal(KeyAccount, KeyStatus)
    deleted = Signal(KeyAccount)
    failed = Signal(KeyAccount, KeyStoreError)
    waiting = Signal(KeyAccount)

    _ended = Signal(int, object)

    def __init__(self, store: KeyStore, waiting_after_ms: int = WAITING_AFTER_MS) -> None:
        super().__init__()
        self._store = store
        self._waiting_after_ms = waiting_after_ms
        self._numbers = itertools.count(1)
        self._timers: dict[int, QTimer] = {}
        # Queued, so that every signal of ours is emitted in this object's thread.
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def probe(self) -> None:
        """Ask where a key would be kept; `probed` follows, within the store's limit."""

        def work() -> Callable[[], None]:
            status = self._store.probe()
            return partial(self.probed.emit, status)

        self._start("probe", None, work)

    def load(self, account: KeyAccount) -> None:
        """Bring a key into memory; `loaded` or `failed` follows."""

        def work() -> Callable[[], None]:
            found = self._store.load(account)
            return partial(self.loaded.emit, account, found)

        self._start("load", account, work)

    def save(self, account: KeyAccount, key: str) -> None:
        """Keep a key in memory and in the keyring; `saved` follows.

        Raises:
            SettingsError: it cannot be a key; nothing changed.
        """
        cleaned = clean_key(key)

        def work() -> Callable[[], None]:
            status = self._store.save(account, cleaned)
            return partial(self.saved.emit, account, status)

        self._start("save", account, work)

    def delete(self, account: KeyAccount) -> None:
        """Forget a key everywhere; `deleted` or `failed` follows."""

        def work() -> Callable[[], None]:
            self._store.delete(account)
            return partial(self.deleted.emit, account)

        self._start("delete", account, work)

    def _start(self, name: str, account: KeyAccount | None, work: Callable[[], Callable[[], None]]) -> None:
        number = next(self._numbers)
        if account is not None:
            timer = QTimer(self)
            timer.setSingleShot(True)
            timer.timeout.connect(lambda: self.waiting.emit(account))
            timer.start(self._waiting_after_ms)
            self._timers[number] = timer

        def run() -> None:
            try:
                report = work()
            except KeyStoreError as error:
                report = partial(self.failed.emit, account, error)
            try:
                self._ended.emit(number, report)
            except RuntimeError:
                return  # the program ended while the keyring was still thinking: nobody waits any more

        threading.Thread(target=run, name=f"keyring {name}", daemon=True).start()

    def _finish(self, number: int, report: Callable[[], None]) -> None:
        timer = self._timers.pop(number, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()
        report()
