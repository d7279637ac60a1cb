"""Setting up an endpoint: the welcome page, the key dialog, and what the keyring says to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.api.origin import Endpoint
from desktop.errors import SettingsError
from desktop.settings.keys import KeyAccount, KeyStatus
from desktop.settings.profiles import Profile
from desktop.ui.key_access import KeyAccess, account_of
from desktop.ui.key_form import FALLBACK_MODEL, KeyForm, KeyServices
from desktop.ui.main_window import MainWindow
from desktop.ui.profile_book import DEFAULT_ID, DEMO_ID, ProfileBook
from desktop.ui.welcome import KeyDialog
from desktop.ui.workspace import Workspace


class KeySetup(QObject):
    """Turns what the form gives into a profile and a kept key.

    `is_secret` is told every key, so that no log line shows it.
    """

    def __init__(
        self,
        window: MainWindow,
        workspace: Workspace,
        profiles: ProfileBook,
        services: KeyServices,
        access: KeyAccess,
        is_secret: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._window = window
        self._workspace = workspace
        self._profiles = profiles
        self._services = services
        self._is_secret = is_secret
        self._dialog: KeyDialog | None = None
        welcome = window.welcome
        welcome.accepted.connect(lambda base_url, models: self._accept(welcome.form, base_url, models))
        welcome.demo_requested.connect(self.use_demo)
        window.chat.key_settings_requested.connect(self.show)
        window.actions_.key_settings.triggered.connect(self.show)
        window.banner.action_requested.connect(lambda _action: self.show())
        access.waiting.connect(self._on_waiting)
        services.worker.saved.connect(self._on_saved)

    def show(self) -> None:
        """Open the key settings; on the first-run screen they are there already."""
        if self._window.welcome.isVisible():
            self._window.welcome.form.key.setFocus()
            return
        if self._dialog is not None:
            return
        dialog = KeyDialog(self._services, self._profiles.get(DEFAULT_ID).base_url, self._window)
        self._dialog = dialog
        dialog.form.accepted.connect(lambda base_url, models: self._accept(dialog.form, base_url, models))
        dialog.form.demo_requested.connect(self.use_demo)
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    def use_demo(self) -> None:
        """Use the embedded endpoint for new chats."""
        self._profiles.prefer(DEMO_ID)
        self._window.show_welcome(False)
        self._workspace.new_chat()

    def _accept(self, form: KeyForm, base_url: str, models: tuple[str, ...]) -> None:
        key = form.take_key()
        old = self._profiles.get(DEFAULT_ID)
        profile = Profile(
            id=DEFAULT_ID,
            name=Endpoint(base_url).host,
            base_url=base_url,
            models=models or old.models,
            default_model=_default_model(old, models),
            works_without_key=not key,
        )
        try:
            self._profiles.save(profile)
        except SettingsError as error:
            self._window.banner.show_message(self.tr("The settings could not be saved"), str(error))
        account = account_of(profile.endpoint)
        if key:
            self._is_secret(key)
            # At once in memory, whatever the keyring says and however long it takes.
            self._services.store.keep_for_session(account, key)
            self._services.worker.save(account, key)
        self._window.show_welcome(False)
        self._workspace.endpoint_changed()

    def _on_saved(self, _account: KeyAccount, status: KeyStatus) -> None:
        if status.kind != "keyring" and status.reason not in {"superseded", "environment"}:
            self._window.banner.show_message(
                self.tr("The API key is kept for this session only"),
                self.tr("No usable system keyring was found; the key is in memory and gone when the program ends."),
            )

    def _on_waiting(self, _account: object) -> None:
        self._window.banner.show_message(
            self.tr("Waiting for the system keyring"),
            self.tr("It may be asking you for its password. Or enter the key for this session only."),
            "key_settings",
            self.tr("Open key settings"),
        )

    def _forget_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _default_model(old: Profile, models: tuple[str, ...]) -> str:
    if not models:
        return old.default_model or FALLBACK_MODEL
    return old.default_model if old.default_model in models else models[0]
