"""The models of each endpoint: what the settings file remembers, asked for anew once a session."""

from __future__ import annotations

import itertools
import logging
from typing import Literal

from PySide6.QtCore import QObject, Signal

from desktop.api.types import Model
from desktop.errors import APIError, KeyStoreError, SettingsError
from desktop.settings.profiles import Profile
from desktop.ui.key_access import KeyAccess, accounts_of
from desktop.ui.profile_book import DEMO_ID, ProfileBook
from desktop.worker.stream_worker import StreamWorker

# Beside the tickets of the forms, whose signals are the same.
_tickets = itertools.count(2_000_000)
_log = logging.getLogger(__name__)


class ModelLists(QObject):
    """Asks `GET /models`, which is free, when somebody looks; the remembered list is shown meanwhile.

    A list that does not come is no failure: names can always be typed.

    Signals:
        changed(profile): an endpoint names other models than before.
        told(profile): what is known of its list, `words`, is something else now.
    """

    changed = Signal(str)
    told = Signal(str)

    def __init__(self, profiles: ProfileBook, access: KeyAccess, stream: StreamWorker) -> None:
        super().__init__()
        self._profiles = profiles
        self._access = access
        self._stream = stream
        self._asked: set[str] = set()
        self._running: dict[int, str] = {}
        self._waiting: dict[str, Profile] = {}
        self._states: dict[str, Literal["asking", "failed", "none"]] = {}
        access.ready.connect(self._on_key)
        access.failed.connect(self._on_key_failed)
        stream.models_listed.connect(self._on_models)
        stream.models_failed.connect(self._on_failed)

    def refresh(self, profile: Profile) -> None:
        """Ask for the models of an endpoint, once a session; again only where that failed."""
        if profile.id == DEMO_ID or profile.id in self._asked:
            return
        self._asked.add(profile.id)
        self._tell(profile.id, "asking")
        if self._knows_secrets(profile):
            self._ask(profile)
        else:
            self._waiting[profile.id] = profile

    def words(self, profile_id: str) -> str:
        """What there is to say beside an endpoint's models: that they are asked for, or did not come."""
        match self._states.get(profile_id):
            case "asking":
                return self.tr("Asking for the models…")
            case "failed":
                return self.tr("The list did not come; a name can be typed.")
            case "none":
                return self.tr("This endpoint names no models; one can be typed.")
            case None:
                return ""

    def _tell(self, profile_id: str, state: Literal["asking", "failed", "none"] | None) -> None:
        if state is None:
            self._states.pop(profile_id, None)
        else:
            self._states[profile_id] = state
        self.told.emit(profile_id)

    def forget(self) -> None:
        """Ask again where somebody looks next: endpoints or keys have changed."""
        self._asked.clear()

    def _ask(self, profile: Profile) -> None:
        ticket = next(_tickets)
        self._running[ticket] = profile.id
        self._stream.list_models(ticket, profile.endpoint)

    def _knows_secrets(self, profile: Profile) -> bool:
        return self._access.ensure(profile.endpoint, without_key=profile.works_without_key)

    def _on_key(self, account: object) -> None:
        for profile in list(self._waiting.values()):
            if account in accounts_of(profile.endpoint) and self._knows_secrets(profile):
                del self._waiting[profile.id]
                self._ask(profile)

    def _on_key_failed(self, account: object, _error: KeyStoreError) -> None:
        for profile in list(self._waiting.values()):
            if account in accounts_of(profile.endpoint):
                del self._waiting[profile.id]
                self._asked.discard(profile.id)
                self._tell(profile.id, "failed")

    def _on_models(self, ticket: int, models: tuple[Model, ...]) -> None:
        profile_id = self._running.pop(ticket, "")
        if not profile_id:
            return
        self._tell(profile_id, None if models else "none")
        if not models:
            return
        try:
            changed = self._profiles.keep_models(profile_id, tuple(model.id for model in models))
        except SettingsError as error:
            _log.info("the models hold for this session: %s", error)
            changed = True
        if changed:
            self.changed.emit(profile_id)

    def _on_failed(self, ticket: int, error: APIError) -> None:
        profile_id = self._running.pop(ticket, "")
        if profile_id:
            self._asked.discard(profile_id)
            self._tell(profile_id, "failed")
            _log.info("no model list: %s", error)
