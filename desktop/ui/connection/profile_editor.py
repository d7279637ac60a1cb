"""One endpoint, as a form: address, key, models, and what its connection needs."""

from __future__ import annotations

import itertools

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.api.origin import Endpoint, parse_base_url
from desktop.api.types import Model
from desktop.errors import APIError, SettingsError
from desktop.settings.keys import KeyAccount, clean_key
from desktop.settings.profiles import Profile
from desktop.ui.connection.header_fields import HeaderFields
from desktop.ui.connection.proxy_fields import ProxyFields
from desktop.ui.connection.services import ConnectionServices
from desktop.ui.error_record import error_record
from desktop.ui.key_access import account_of
from desktop.ui.key_form import TEST_PROFILE
from desktop.ui.kinds import set_kind
from desktop.ui.labels import plain_label
from desktop.ui.line_edit import LineEdit
from desktop.ui.notices import error_title, shown_detail
from desktop.ui.plain_http_box import PlainHttpBox
from desktop.ui.settings_words import settings_words

_tickets = itertools.count(1_000_000)  # beside those of the key form, whose signals are the same


class ProfileEditor(QWidget):
    """Shows one profile and gives back what it becomes.

    Signals:
        saved(profile, typed): the form is a profile; `typed` holds its secrets by `KeyAccount`, each given once.
        diagnosis_requested(endpoint, model): look at the connection as the form describes it.
    """

    saved = Signal(Profile, object)
    diagnosis_requested = Signal(Endpoint, str)

    def __init__(self, services: ConnectionServices) -> None:
        super().__init__()
        self._services = services
        self._profile = Profile(id="", name="", base_url="")
        self._is_new = False
        self._ticket = 0
        self._lent: Endpoint | None = None
        self._models: tuple[str, ...] = ()
        self.name = _line("profileNameField")
        self.base_url = _line("baseUrlField")
        self.key = _line("keyField")
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.model = QComboBox()
        self.model.setObjectName("defaultModelField")
        self.model.setEditable(True)
        self._model_line = _line("defaultModelLine")
        self.model.setLineEdit(self._model_line)
        self.plain_http = PlainHttpBox()
        self.ca_file = _line("caFileField")
        self.choose_ca = QPushButton(self.tr("Choose…"))
        self.choose_ca.setObjectName("chooseCaFileButton")
        self.proxy = ProxyFields()
        self.headers = HeaderFields()
        self.url_hint = plain_label("", "finalUrlLabel", wrap=True)
        self.key_hint = plain_label("", "keyHint", wrap=True)
        self.keyring = plain_label("", "keyringStatusLabel", wrap=True)
        self.result = plain_label("", "testResultLabel", wrap=True, selectable=True)
        self.test = QPushButton(self.tr("Test (free)"))
        self.test.setObjectName("testKeyButton")
        self.diagnose = QPushButton(self.tr("Diagnose…"))
        self.diagnose.setObjectName("diagnoseProfileButton")
        self.save = QPushButton(self.tr("Save"))
        self.save.setObjectName("saveKeyButton")
        self.save.setProperty("primary", True)
        self._lay_out()
        self.base_url.textChanged.connect(self._show_url)
        self.test.clicked.connect(self._test)
        self.diagnose.clicked.connect(self._diagnose)
        self.save.clicked.connect(self._save)
        self.choose_ca.clicked.connect(self._choose_ca)
        services.stream.models_listed.connect(self._on_models)
        services.stream.models_failed.connect(self._on_models_failed)

    def show_profile(self, profile: Profile, *, is_new: bool) -> None:
        """Show a profile; `is_new` where it is not stored yet."""
        self.forget_secrets()
        self._profile, self._is_new, self._models = profile, is_new, profile.models
        self.name.setText(profile.name)
        self.base_url.setText(profile.base_url)
        self.key.setPlaceholderText(
            self.tr("sk-…  (leave empty for a local server)") if is_new else self.tr("unchanged")
        )
        self._show_models(profile.default_model)
        self.plain_http.setChecked(profile.allow_plain_http)
        self.ca_file.setText(profile.ca_file)
        self.proxy.show_choice(profile.proxy)
        self.headers.show_headers(dict(profile.headers), profile.private_headers)
        self._say("", "dim")
        self._show_url()
        if not is_new:
            self._services.access.ensure(profile.endpoint, without_key=profile.works_without_key)

    def show_keyring(self, words: str) -> None:
        """Say where a key will be kept."""
        self.keyring.setText(words)

    def forget_secrets(self) -> None:
        """Drop what was typed and what was lent for a test."""
        self.key.clear()
        self._ticket = 0
        if self._lent is not None:
            self._services.take_back(self._lent)
            self._lent = None

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(4)
        ca_row = QHBoxLayout()
        ca_row.setSpacing(8)
        ca_row.addWidget(self.ca_file, 1)
        ca_row.addWidget(self.choose_ca)
        rows: tuple[tuple[str, QWidget | QHBoxLayout, QWidget], ...] = (
            (self.tr("Name"), self.name, self.name),
            (self.tr("Base URL"), self.base_url, self.base_url),
            ("", self.url_hint, self.url_hint),
            ("", self.plain_http, self.plain_http),
            (self.tr("API key"), self.key, self.key),
            ("", self.key_hint, self.key_hint),
            (self.tr("Model of new chats"), self.model, self.model),
            (self.tr("Headers"), self.headers, self.headers),
            (self.tr("CA file"), ca_row, self.ca_file),
        )
        for text, row, field in rows:
            if text:
                field.setAccessibleName(text)
                form.addRow(plain_label(text, "fieldLabel"), row)
            else:
                form.addRow(row)
        self._model_line.setAccessibleName(self.model.accessibleName())  # on Linux Qt ignores the box's own
        buttons = QHBoxLayout()
        for button in (self.save, self.test, self.diagnose):
            button.setAccessibleName(button.text())
            buttons.addWidget(button)
        self.choose_ca.setAccessibleName(self.tr("File of certificate authorities"))
        buttons.addStretch(1)
        fields = QWidget()
        inside = QVBoxLayout(fields)
        inside.setSpacing(12)
        inside.addLayout(form)
        inside.addWidget(self.proxy)
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("profileArea")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields have the keyboard, and it follows them
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(fields)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(scroll, 1)
        column.addLayout(buttons)
        column.addWidget(self.result)
        column.addWidget(self.keyring)

    def _show_models(self, chosen: str) -> None:
        self.model.clear()
        self.model.addItems(list(dict.fromkeys([*self._models, *([chosen] if chosen else [])])))
        self.model.setCurrentText(chosen)

    def _show_url(self) -> None:
        try:
            endpoint = Endpoint(parse_base_url(self.base_url.text()))
        except SettingsError as error:
            self.url_hint.setText(settings_words(error))
            self.plain_http.show_for(None)
            self.key_hint.hide()
            return
        self.url_hint.setText(self.tr("Questions go to {url}").format(url=endpoint.chat_url))
        self.plain_http.show_for(endpoint)
        moved = not self._is_new and endpoint.origin != self._profile.endpoint.origin
        self.key_hint.setVisible(moved)
        self.key_hint.setText(
            self.tr("The key belongs to {origin}. Another address needs its own.").format(
                origin=self._profile.endpoint.origin
            )
        )

    def _read(self) -> tuple[Profile, dict[str, str]] | None:
        """The profile, and what was typed of its secrets by the part behind its id; None where it is none."""
        try:
            base_url = parse_base_url(self.base_url.text())
            headers = self.headers.headers()
            key = clean_key(self.key.text()) if self.key.text().strip() else ""
        except SettingsError as error:
            self._say(settings_words(error), "err")
            return None
        endpoint = Endpoint(base_url)
        if objection := self.plain_http.objection(endpoint):
            self._say(objection, "err")
            return None
        moved = self._is_new or endpoint.origin != self._profile.endpoint.origin
        profile = replace(
            self._profile,
            name=self.name.text().strip() or endpoint.host,
            base_url=base_url,
            models=self._models,
            default_model=self.model.currentText().strip(),
            headers=headers.public,
            private_headers=headers.private,
            proxy=self.proxy.choice(),
            ca_file=self.ca_file.text().strip(),
            allow_plain_http=self.plain_http.isChecked(),
            works_without_key=not key if moved or key else self._profile.works_without_key,
        )
        typed = {f"/header/{name.lower()}": value for name, value in headers.typed.items()}
        if key:
            typed[""] = key
        if self.proxy.password():
            typed["/proxy"] = self.proxy.password()
        return profile, typed

    def _try_out(self) -> tuple[Endpoint, str] | None:
        """The endpoint of the form under the name `test`, with its secrets lent, and a model."""
        read = self._read()
        if read is None:
            return None
        profile, typed = read
        self.forget_lent()
        known = {} if self._is_new else self._services.known(profile.endpoint)
        for value in typed.values():
            self._services.is_secret(value)
        try:
            endpoint = replace(profile, id=TEST_PROFILE).checked().endpoint
        except SettingsError as error:
            self._say(settings_words(error), "err")
            return None
        self._services.lend(endpoint, {**known, **typed})
        self._lent = endpoint
        return endpoint, profile.default_model

    def forget_lent(self) -> None:
        """Take back what was lent for a test."""
        if self._lent is not None:
            self._services.take_back(self._lent)
            self._lent = None

    def _test(self) -> None:
        tried = self._try_out()
        if tried is None:
            return
        endpoint, _model = tried
        self._ticket = next(_tickets)
        self.test.setEnabled(False)
        self._say(self.tr("Asking {host} for its models…").format(host=endpoint.host), "dim")
        self._services.stream.list_models(self._ticket, endpoint)

    def _diagnose(self) -> None:
        tried = self._try_out()
        if tried is not None:
            self.diagnosis_requested.emit(*tried)

    def _on_models(self, ticket: int, models: tuple[Model, ...]) -> None:
        if ticket != self._ticket:
            return
        self._end_test()
        self._models = tuple(model.id for model in models)
        chosen = self.model.currentText().strip()
        self._show_models(chosen or (self._models[0] if self._models else ""))
        self._say(self.tr("✓ The endpoint answers with %n models.", "", len(models)), "ok")

    def _on_models_failed(self, ticket: int, error: APIError) -> None:
        if ticket != self._ticket:
            return
        self._end_test()
        title, detail = error_title(error_record(error)), shown_detail(error.detail)
        optional = self.tr("The model list is optional: Save keeps the endpoint all the same.")
        self._say("\n".join(line for line in (title, detail, optional) if line), "err")

    def _end_test(self) -> None:
        self._ticket = 0
        self.test.setEnabled(True)
        self.forget_lent()

    def _save(self) -> None:
        read = self._read()
        if read is None:
            return
        profile, typed = read
        try:
            profile = profile.checked()
        except SettingsError as error:
            self._say(settings_words(error), "err")
            return
        accounts = {owner.profile.removeprefix(profile.id): account_of(owner) for owner in profile.endpoint.owners}
        secrets: dict[KeyAccount, str] = {accounts[part]: value for part, value in typed.items() if part in accounts}
        self.forget_secrets()
        self.saved.emit(profile, secrets)
        self.show_profile(profile, is_new=False)
        self._say(self.tr("Saved."), "ok")

    def _choose_ca(self) -> None:
        dialog = QFileDialog(self, self.tr("File of certificate authorities"))
        dialog.setObjectName("caFileDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Certificates (*.pem *.crt *.cer)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.ca_file.setText)
        dialog.open()

    def _say(self, text: str, kind: str) -> None:
        self.result.setText(text)
        self.result.setVisible(bool(text))
        set_kind(self.result, kind)


def _line(name: str) -> LineEdit:
    field = LineEdit()
    field.setObjectName(name)
    return field
