"""The connection settings: every endpoint, and how long to wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import uuid4

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.api.origin import Endpoint
from desktop.errors import SettingsError
from desktop.settings.keys import KeyAccount, KeyStatus
from desktop.settings.profiles import DEFAULT_BASE_URL, Profile
from desktop.ui.connection.doctor_dialog import DoctorDialog
from desktop.ui.connection.limits_form import LimitsForm
from desktop.ui.connection.profile_editor import ProfileEditor
from desktop.ui.connection.services import ConnectionServices
from desktop.ui.key_access import account_of
from desktop.ui.labels import plain_label
from desktop.ui.named import named_button
from desktop.ui.settings_words import settings_words

# Its size in heights of its font: it zooms with what stands in it.
WIDTH_EM, HEIGHT_EM, LIST_EM = 63, 51, 16


class ConnectionDialog(QDialog):
    """A list of endpoints, and the form of the one that is chosen in it.

    Signals:
        changed(): an endpoint, a key or the default of new chats is another now.
        limits_changed(): a limit is another now.
        failed(words): something holds for this session, but could not be saved.
        demo_requested(): use the offline demo.
    """

    changed = Signal()
    limits_changed = Signal()
    failed = Signal(str)
    demo_requested = Signal()

    def __init__(self, services: ConnectionServices, profile_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keyDialog")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Connection settings"))
        em = self.fontInfo().pixelSize()
        room = self.screen().availableSize()
        self.resize(QSize(WIDTH_EM * em, HEIGHT_EM * em).boundedTo(room - QSize(40, 80)))
        self._services = services
        self._removed: Profile | None = None
        self.list = QListWidget()
        self.list.setObjectName("profileList")
        self.list.setAccessibleName(self.tr("Endpoints"))
        self.list.setFixedWidth(LIST_EM * em)
        self.add = named_button("addProfileButton", self.tr("Add"))
        self.remove = named_button("removeProfileButton", self.tr("Remove"))
        self.default = named_button("defaultProfileButton", self.tr("Use for new chats"))
        self.demo = named_button("demoButton", self.tr("Use the offline demo"))
        self.undo = named_button("undoRemoveButton", self.tr("Undo"))
        self.note = plain_label("", "profileNote", wrap=True)
        self.editor = ProfileEditor(services)
        self.limits = LimitsForm(services.settings)
        self._lay_out()
        self.list.currentRowChanged.connect(self._show_row)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.undo.clicked.connect(self._undo)
        self.default.clicked.connect(self._use_for_new_chats)
        self.demo.clicked.connect(self._use_demo)
        self.editor.saved.connect(self._save)
        self.editor.diagnosis_requested.connect(self.diagnose)
        self.limits.changed.connect(self.limits_changed)
        self.limits.failed.connect(self.failed)
        self.finished.connect(self._end)
        services.key_worker.probed.connect(self._on_probed)
        services.key_worker.probe()
        self._show_list(profile_id)

    def diagnose(self, endpoint: Endpoint, model: str) -> None:
        """Open the doctor for an endpoint."""
        DoctorDialog(self._services, endpoint, model, self).open()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.remove)
        left.addLayout(row)
        left.addWidget(self.default)
        left.addWidget(self.demo)
        left.addWidget(self.note)
        left.addWidget(self.undo)
        self.note.setMaximumWidth(self.list.width())
        self.undo.hide()
        endpoints = QWidget()
        columns = QHBoxLayout(endpoints)
        columns.addLayout(left)
        columns.addWidget(self.editor, 1)
        tabs = QTabWidget()
        tabs.setObjectName("connectionTabs")
        tabs.setAccessibleName(self.windowTitle())
        tabs.tabBar().setObjectName("connectionTabBar")
        tabs.addTab(endpoints, self.tr("Endpoints"))
        tabs.addTab(self.limits, self.tr("Time limits"))
        column = QVBoxLayout(self)
        column.addWidget(tabs)

    def _show_list(self, chosen: str) -> None:
        """Fill the list anew, with the profile `chosen` picked; where none is stored, a new one is begun."""
        self.list.blockSignals(True)  # Qt's own name
        self.list.clear()
        default = self._services.profiles.default_id()
        for profile in self._services.profiles.stored():
            name = profile.name or profile.endpoint.host
            item = QListWidgetItem(self.tr("{name} (new chats)").format(name=name) if profile.id == default else name)
            item.setData(Qt.ItemDataRole.UserRole, profile.id)
            self.list.addItem(item)
        self.list.blockSignals(False)
        ids = [profile.id for profile in self._services.profiles.stored()]
        if ids:
            self.list.setCurrentRow(ids.index(chosen) if chosen in ids else 0)
            self._show_row(self.list.currentRow())
        else:
            self._add()

    def _show_row(self, row: int) -> None:
        profile_id = self._chosen()
        self.remove.setEnabled(row >= 0)
        self.default.setEnabled(bool(profile_id))
        if profile_id:
            self.editor.show_profile(self._services.profiles.get(profile_id), is_new=False)

    def _chosen(self) -> str:
        """The id of the stored profile that is picked; empty for a new one."""
        row = self.list.currentRow()
        return str(self.list.item(row).data(Qt.ItemDataRole.UserRole) or "") if row >= 0 else ""

    def _add(self) -> None:
        item = QListWidgetItem(self.tr("New endpoint"))
        self.list.addItem(item)
        self.list.setCurrentItem(item)
        first = not self._services.profiles.stored()
        new = Profile(id="default" if first else f"p-{uuid4().hex[:12]}", name="", base_url=DEFAULT_BASE_URL)
        self.editor.show_profile(new, is_new=True)
        self.editor.base_url.setFocus()
        self.editor.base_url.selectAll()

    def _remove(self) -> None:
        profile_id = self._chosen()
        if not profile_id:
            self._show_list(self._services.profiles.default_id())
            return
        self._forget_keys()
        self._removed = self._services.profiles.get(profile_id)
        self._attempt(lambda: self._services.profiles.remove(profile_id))
        self.note.setText(self.tr("{name} was removed.").format(name=self._removed.name or self._removed.endpoint.host))
        self.undo.show()
        self._show_list("")
        self.changed.emit()

    def _undo(self) -> None:
        removed, self._removed = self._removed, None
        if removed is not None:
            self._attempt(lambda: self._services.profiles.put(removed))
            self.note.clear()
            self.undo.hide()
            self._show_list(removed.id)
            self.changed.emit()

    def _use_for_new_chats(self) -> None:
        profile_id = self._chosen()
        self._services.profiles.prefer(profile_id)
        self._attempt(lambda: self._services.settings.set("default_profile", profile_id))
        self._show_list(profile_id)
        self.changed.emit()

    def _use_demo(self) -> None:
        self.accept()
        self.demo_requested.emit()

    def _save(self, profile: Profile, secrets: Mapping[KeyAccount, str]) -> None:
        first = not self._services.profiles.stored()
        self._attempt(lambda: self._services.profiles.put(profile))
        for account, secret in secrets.items():
            self._services.is_secret(secret)
            # At once in memory, whatever the keyring says and however long it takes.
            self._services.keys.keep_for_session(account, secret)
            self._services.key_worker.save(account, secret)
        if first:
            self._services.profiles.prefer(profile.id)
        self._show_list(profile.id)
        self.changed.emit()

    def _attempt(self, work: Callable[[], None]) -> None:
        try:
            work()
        except SettingsError as error:
            self.failed.emit(settings_words(error))

    def _forget_keys(self) -> None:
        """The keys of a removed profile go when its removal can no longer be undone."""
        removed, self._removed = self._removed, None
        if removed is None:
            return
        for owner in removed.endpoint.owners:
            self._services.key_worker.delete(account_of(owner))

    def _end(self) -> None:
        self.editor.forget_secrets()
        self._forget_keys()

    def _on_probed(self, status: KeyStatus) -> None:
        if status.kind == "keyring":
            self.editor.show_keyring(self.tr("✓ Keyring: {name}").format(name=status.backend))
        else:
            self.editor.show_keyring(self.tr("No usable system keyring: keys are kept for this session only."))
