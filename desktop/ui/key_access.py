"""The key of a profile, fetched from the keyring before the first request that needs it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.api.origin import Endpoint
from desktop.errors import KeyStoreError
from desktop.settings.keys import KeyAccount, KeyStore
from desktop.worker.key_worker import KeyWorker


class KeyAccess(QObject):
    """Says when the key of an endpoint is in memory; the key itself stays in `KeyStore`.

    Signals:
        ready(account): the keyring was asked; `KeyStore.key(account)` is the key, empty where it holds none.
        failed(account, error): the keyring did not answer as it should.
        waiting(account): the keyring has not answered for 3 s; it may be asking the user.
    """

    ready = Signal(object)
    failed = Signal(object, KeyStoreError)
    waiting = Signal(object)

    def __init__(self, store: KeyStore, worker: KeyWorker) -> None:
        super().__init__()
        self._store = store
        self._worker = worker
        self._asked: set[KeyAccount] = set()
        self._loading: set[KeyAccount] = set()
        worker.loaded.connect(self._loaded)
        worker.failed.connect(self._failed)
        worker.waiting.connect(self.waiting)

    def ensure(self, endpoint: Endpoint, *, without_key: bool = False) -> bool:
        """True where all secrets of an endpoint are known now, or known not to be there.

        Else they are fetched, and `ready` or `failed` follows for each. An endpoint that is asked `without_key` needs
        the secrets of its headers and its proxy alone, where it has any.
        """
        needed = accounts_of(endpoint)[1:] if without_key else accounts_of(endpoint)
        unknown = [one for one in needed if one not in self._asked and not self._store.key(one)]
        for account in unknown:
            if account not in self._loading:
                self._loading.add(account)
                self._worker.load(account)
        return not unknown

    def has_key(self, endpoint: Endpoint) -> bool:
        """Whether a key for this endpoint is in memory."""
        return bool(self._store.key(account_of(endpoint)))

    def _loaded(self, account: KeyAccount, _found: bool) -> None:
        self._loading.discard(account)
        self._asked.add(account)
        self.ready.emit(account)

    def _failed(self, account: KeyAccount, error: KeyStoreError) -> None:
        if account in self._loading:
            self._loading.discard(account)
            self.failed.emit(account, error)


def account_of(endpoint: Endpoint) -> KeyAccount:
    """Whose key an endpoint takes: its profile's, for this scheme, host and port only."""
    return KeyAccount(endpoint.profile, endpoint.origin)


def accounts_of(endpoint: Endpoint) -> tuple[KeyAccount, ...]:
    """The accounts of everything that requests to an endpoint need in secret; its key's comes first."""
    return tuple(account_of(owner) for owner in endpoint.owners)
