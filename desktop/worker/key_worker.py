"""The keyring's calls beside the GUI thread, as Qt signals."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, QTimerEvent, Signal, Slot

from desktop.errors import KeyStoreError
from desktop.settings.keys import KeyAccount, KeyStatus, KeyStore, clean_secret

WAITING_AFTER_MS = 3000


class _Outcome(Struct, frozen=True):
    """How a call ended: the signal of `KeyWorker` that says so, and its arguments."""

    signal: str
    arguments: tuple[object, ...]


class _Reports(QObject):
    """What the threads hold instead of the worker.

    A QObject with timers must not be destroyed in another thread than its own, and the last reference to it may be a
    thread's; this one has none, and what it reports to a worker that is gone is dropped.

    Signals:
        ended(number, outcome): a call ended.
    """

    ended = Signal(int, _Outcome)


class KeyWorker(QObject):
    """Runs each call of a `KeyStore` in a thread of its own, and tells how it ended.

    The threads are Python's daemon threads: a prompt may block one for minutes and a hung keyring for ever, and neither
    may hold up the end of the program, as a QThread would. The methods return at once and are called from this object's
    thread; the signals are emitted in it. No key rides a signal: `KeyStore.key` gives it.

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

    def __init__(self, store: KeyStore, waiting_after_ms: int = WAITING_AFTER_MS) -> None:
        super().__init__()
        self._store = store
        self._waiting_after_ms = waiting_after_ms
        self._numbers = itertools.count(1)
        # Timer of each running call, and whom it concerns.
        self._timers: dict[int, int] = {}
        self._accounts: dict[int, KeyAccount] = {}
        self._reports = _Reports()
        self._reports.ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def probe(self) -> None:
        """Ask where a key would be kept; `probed` follows, within about the store's limit."""
        store = self._store
        self._start("probe", lambda: _Outcome("probed", (store.probe(),)))

    def load(self, account: KeyAccount) -> None:
        """Bring a key into memory; `loaded` or `failed` follows."""
        store = self._store
        self._start("load", lambda: _Outcome("loaded", (account, store.load(account))), account)

    def save(self, account: KeyAccount, key: str) -> None:
        """Keep a key in memory and in the keyring; `saved` follows.

        Raises:
            SettingsError: it cannot be a key; nothing changed.
        """
        store, cleaned = self._store, clean_secret(account, key)
        self._start("save", lambda: _Outcome("saved", (account, store.save(account, cleaned))), account)

    def delete(self, account: KeyAccount) -> None:
        """Forget a key everywhere; `deleted` or `failed` follows."""
        store = self._store

        def work() -> _Outcome:
            store.delete(account)
            return _Outcome("deleted", (account,))

        self._start("delete", work, account)

    def timerEvent(self, event: QTimerEvent) -> None:
        self.killTimer(event.timerId())
        self.waiting.emit(self._accounts.pop(event.timerId()))

    def _start(self, name: str, work: Callable[[], _Outcome], account: KeyAccount | None = None) -> None:
        number, reports = next(self._numbers), self._reports
        if account is not None:
            self._timers[number] = timer = self.startTimer(self._waiting_after_ms)
            self._accounts[timer] = account

        def run() -> None:
            try:
                outcome = work()
            except KeyStoreError as error:
                outcome = _Outcome("failed", (account, error))
            reports.ended.emit(number, outcome)

        threading.Thread(target=run, name=f"keyring {name}", daemon=True).start()

    @Slot(int, _Outcome)
    def _finish(self, number: int, outcome: _Outcome) -> None:
        timer = self._timers.pop(number, None)
        if timer is not None and self._accounts.pop(timer, None) is not None:
            self.killTimer(timer)
        getattr(self, outcome.signal).emit(*outcome.arguments)
