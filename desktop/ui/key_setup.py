"""Setting up endpoints: the welcome page, the connection settings, the doctor, and what the keyring says to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from desktop.api.origin import Endpoint
from desktop.errors import SettingsError
from desktop.settings.keys import KeyAccount, KeyStatus
from desktop.settings.profiles import Profile
from desktop.ui.connection.services import ConnectionServices
from desktop.ui.key_access import account_of
from desktop.ui.key_form import FALLBACK_MODEL, KeyForm
from desktop.ui.main_window import MainWindow
from desktop.ui.profile_book import DEFAULT_ID, DEMO_ID
from desktop.ui.settings_words import settings_words
from desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from desktop.ui.connection.dialog import ConnectionDialog


class KeySetup(QObject):
    """Turns what the forms give into profiles and kept keys.

    Signals:
        limits_changed(): requests wait for another time from now on.
    """

    limits_changed = Signal()

    def __init__(self, window: MainWindow, workspace: Workspace, services: ConnectionServices) -> None:
        super().__init__()
        self._window = window
        self._workspace = workspace
        self._services = services
        self._dialog: ConnectionDialog | None = None
        welcome = window.welcome
        welcome.accepted.connect(lambda base_url, models: self._accept(welcome.form, base_url, models))
        welcome.demo_requested.connect(self.use_demo)
        window.chat.key_settings_requested.connect(self.show)
        window.chat.diagnosis_requested.connect(self.diagnose)
        window.actions_.key_settings.triggered.connect(self.show)
        window.actions_.diagnose.triggered.connect(self.diagnose)
        window.banner.action_requested.connect(lambda _action: self.show())
        services.access.waiting.connect(self._on_waiting)
        services.key_worker.saved.connect(self._on_saved)

    def show(self) -> None:
        """Open the connection settings at the shown chat's endpoint; the first-run screen has its own."""
        if self._window.welcome.isVisible():
            self._window.welcome.form.key.setFocus()
            return
        if self._dialog is not None:
            return
        from desktop.ui.connection.dialog import ConnectionDialog  # the window shows sooner without it

        dialog = ConnectionDialog(self._services, self._shown_profile().id, self._window)
        self._dialog = dialog
        dialog.changed.connect(self._workspace.endpoint_changed)
        dialog.limits_changed.connect(self.limits_changed)
        dialog.failed.connect(self._on_settings_failed)
        dialog.demo_requested.connect(self.use_demo)
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    def diagnose(self) -> None:
        """Look at the connection of the shown chat."""
        from desktop.ui.connection.doctor_dialog import DoctorDialog  # the window shows sooner without it

        profile = self._shown_profile()
        model = self._workspace.current.conversation.model if self._workspace.current else profile.default_model
        without_key = profile.works_without_key
        DoctorDialog(self._services, profile.endpoint, model, self._window, without_key=without_key).open()

    def _shown_profile(self) -> Profile:
        current = self._workspace.current
        profiles = self._services.profiles
        return profiles.get(current.conversation.profile if current else profiles.default_id())

    def use_demo(self) -> None:
        """Use the embedded endpoint for new chats."""
        self._services.profiles.prefer(DEMO_ID)
        self._window.show_welcome(False)
        self._workspace.new_chat()

    def _accept(self, form: KeyForm, base_url: str, models: tuple[str, ...]) -> None:
        key = form.take_key()
        old = self._services.profiles.get(DEFAULT_ID)
        profile = replace(
            old,
            name=Endpoint(base_url).host,
            base_url=base_url,
            models=models or old.models,
            default_model=_default_model(old, models),
            works_without_key=not key,
            allow_plain_http=form.plain_http.isChecked(),
        )
        try:
            self._services.profiles.save(profile)
        except SettingsError as error:
            self._on_settings_failed(settings_words(error))
        account = account_of(profile.endpoint)
        if key:
            self._services.is_secret(key)
            # At once in memory, whatever the keyring says and however long it takes.
            self._services.keys.keep_for_session(account, key)
            self._services.key_worker.save(account, key)
        self._window.show_welcome(False)
        self._workspace.endpoint_changed()

    def _on_settings_failed(self, words: str) -> None:
        self._window.banner.show_message(self.tr("The settings could not be saved"), words)

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
