"""What the connection settings work with."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from desktop.api.origin import Endpoint
from desktop.settings.keys import KeyStore
from desktop.settings.settings import Settings
from desktop.ui.key_access import KeyAccess, account_of, accounts_of
from desktop.ui.profile_book import ProfileBook
from desktop.worker.doctor_worker import DoctorWorker
from desktop.worker.key_worker import KeyWorker
from desktop.worker.stream_worker import StreamWorker


class ConnectionServices(Struct, frozen=True):
    """Profiles, keys, the network's workers and the settings; `is_secret` is told every secret that is entered."""

    profiles: ProfileBook
    keys: KeyStore
    key_worker: KeyWorker
    access: KeyAccess
    stream: StreamWorker
    doctor: DoctorWorker
    settings: Settings
    is_secret: Callable[[str], None]

    def lend(self, endpoint: Endpoint, typed: dict[str, str]) -> None:
        """Give an endpoint of the profile `test` the secrets to try, for this session only.

        `typed` maps the part behind the profile's id (`""`, `/proxy`, `/header/…`) to the secret; others are forgotten.
        """
        for account in accounts_of(endpoint):
            self.keys.keep_for_session(account, typed.get(account.profile.removeprefix(endpoint.profile), ""))

    def take_back(self, endpoint: Endpoint) -> None:
        """Forget what was lent."""
        self.lend(endpoint, {})

    def known(self, endpoint: Endpoint) -> dict[str, str]:
        """The secrets of an endpoint that are in memory, by the part behind its profile's id."""
        return {one.profile.removeprefix(endpoint.profile): self.keys.key(account_of(one)) for one in endpoint.owners}
