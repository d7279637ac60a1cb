"""The form of an endpoint: base URL, key, a free test, and where the key will be kept."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.api.origin import Endpoint, parse_base_url
from desktop.api.types import Model
from desktop.errors import APIError, SettingsError
from desktop.settings.keys import KeyAccount, KeyStatus, KeyStore, clean_key
from desktop.settings.profiles import DEFAULT_BASE_URL
from desktop.ui.error_record import error_record
from desktop.ui.kinds import set_kind
from desktop.ui.labels import plain_label
from desktop.ui.line_edit import LineEdit
from desktop.ui.notices import error_title, shown_detail
from desktop.ui.plain_http_box import PlainHttpBox
from desktop.ui.settings_words import settings_words
from desktop.worker.key_worker import KeyWorker
from desktop.worker.stream_worker import StreamWorker

FALLBACK_MODEL = "gpt-4o"
TEST_PROFILE = "test"

_tickets = itertools.count(1)


class KeyServices(QObject):
    """What the form works with."""

    def __init__(self, store: KeyStore, worker: KeyWorker, stream: StreamWorker) -> None:
        super().__init__()
        self.store = store
        self.worker = worker
        self.stream = stream


class KeyForm(QWidget):
    """Asks for a base URL and a key, tests them with `GET /models` (free), and hands both over.

    Signals:
        accepted(base_url, models): tested, or taken without a test; `take_key` gives the key once.
        demo_requested(): the link for those without a key.
    """

    accepted = Signal(str, object)
    demo_requested = Signal()

    def __init__(self, services: KeyServices) -> None:
        super().__init__()
        self._services = services
        self._ticket = 0
        self._base_url = ""
        self._key = ""
        self._status: KeyStatus | None = None
        self.base_url = LineEdit(DEFAULT_BASE_URL)
        self.base_url.setObjectName("baseUrlField")
        self.key = LineEdit()
        self.key.setObjectName("keyField")
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.url_hint = plain_label("", "finalUrlLabel", wrap=True)
        self.plain_http = PlainHttpBox()
        self.show_key = QPushButton()
        self.show_key.setObjectName("showKeyButton")
        self.show_key.setCheckable(True)
        self.start = QPushButton()
        self.start.setObjectName("startButton")
        self.start.setProperty("primary", True)
        self.start.setDefault(True)
        self.skip = QPushButton()
        self.skip.setObjectName("saveKeyButton")
        self.skip.hide()
        self.demo = QPushButton()
        self.demo.setObjectName("demoButton")
        self.demo.setProperty("link", True)
        self.result = plain_label("", "testResultLabel", wrap=True, selectable=True)
        self.result.hide()
        self.keyring = plain_label("", "keyringStatusLabel", wrap=True)

        key_row = QHBoxLayout()
        key_row.setSpacing(8)
        key_row.addWidget(self.key, 1)
        key_row.addWidget(self.show_key)
        self._url_label = plain_label("", "baseUrlLabel")
        self._key_label = plain_label("", "keyLabel")
        # No QFormLayout: it gives wrapped words too little height.
        fields = QVBoxLayout()
        fields.setSpacing(6)
        fields.addWidget(self._url_label)
        fields.addWidget(self.base_url)
        fields.addWidget(self.url_hint)
        fields.addWidget(self.plain_http)
        fields.addSpacing(6)
        fields.addWidget(self._key_label)
        fields.addLayout(key_row)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(10)
        self._buttons.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)
        self._buttons.addWidget(self.demo, 0, Qt.AlignmentFlag.AlignLeft)
        self._buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(fields)
        column.addLayout(self._buttons)
        column.addWidget(self.result)
        # Below what the test said: it is the next step after that.
        column.addWidget(self.skip, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.keyring)

        self.base_url.textChanged.connect(self._show_url)
        self.base_url.returnPressed.connect(self._test)
        self.key.returnPressed.connect(self._test)
        self.show_key.toggled.connect(self._show_key)
        self.start.clicked.connect(self._test)
        self.skip.clicked.connect(self._take_untested)
        self.demo.clicked.connect(self.demo_requested)
        services.stream.models_listed.connect(self._on_models)
        services.stream.models_failed.connect(self._on_models_failed)
        services.worker.probed.connect(self._on_probed)
        self.retranslate()
        QTimer.singleShot(0, self, services.worker.probe)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # At a large zoom the two stand one below the other.
        needed = self.start.sizeHint().width() + self._buttons.spacing() + self.demo.sizeHint().width()
        row, column = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._buttons.setDirection(row if needed <= self.width() else column)

    def take_key(self) -> str:
        """The key that was entered, and forget it."""
        key, self._key = self._key, ""
        self.key.clear()
        return key

    def set_base_url(self, base_url: str) -> None:
        """Start from the address of a profile."""
        self.base_url.setText(base_url)

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self._url_label.setText(self.tr("Base URL"))
        self._key_label.setText(self.tr("API key"))
        self.base_url.setAccessibleName(self.tr("Base URL"))
        self.key.setAccessibleName(self.tr("API key"))
        self.key.setPlaceholderText(self.tr("sk-…  (leave empty for a local server)"))
        self.show_key.setText(self.tr("Hide") if self.show_key.isChecked() else self.tr("Show"))
        self.show_key.setAccessibleName(self.tr("Show the key"))
        for button, text in (
            (self.start, self.tr("Test and start")),
            (self.skip, self.tr("Start without a test")),
            (self.demo, self.tr("No key? Try the offline demo")),
        ):
            button.setText(text)
            button.setAccessibleName(text)
        self.plain_http.retranslate()
        self._show_url()
        if self._status is not None:
            self._on_probed(self._status)

    def _show_url(self) -> None:
        try:
            endpoint = Endpoint(parse_base_url(self.base_url.text()))
        except SettingsError as error:
            self.url_hint.setText(settings_words(error))
            self.plain_http.show_for(None)
        else:
            self.url_hint.setText(self.tr("Questions go to {url}").format(url=endpoint.chat_url))
            self.plain_http.show_for(endpoint)

    def _show_key(self, shown: bool) -> None:
        self.key.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.retranslate()

    def _read(self) -> bool:
        try:
            self._base_url = parse_base_url(self.base_url.text())
            self._key = clean_key(self.key.text()) if self.key.text().strip() else ""
        except SettingsError as error:
            self._say(settings_words(error), "err")
            return False
        if objection := self.plain_http.objection(Endpoint(self._base_url)):
            self._say(objection, "err")
            return False
        return True

    def _test(self) -> None:
        if not self._read():
            return
        endpoint = Endpoint(self._base_url, profile=TEST_PROFILE, allow_plain_http=self.plain_http.isChecked())
        self._services.store.keep_for_session(KeyAccount(TEST_PROFILE, endpoint.origin), self._key)
        self._ticket = next(_tickets)
        self.start.setEnabled(False)
        self._say(self.tr("Asking {host} for its models…").format(host=endpoint.host), "dim")
        self._services.stream.list_models(self._ticket, endpoint)

    def _take_untested(self) -> None:
        if self._read():
            self.accepted.emit(self._base_url, ())

    def _on_models(self, ticket: int, models: tuple[Model, ...]) -> None:
        if ticket != self._ticket:
            return
        self._finish_test()
        self.result.hide()
        self.accepted.emit(self._base_url, tuple(model.id for model in models))

    def _on_models_failed(self, ticket: int, error: APIError) -> None:
        if ticket != self._ticket:
            return
        self._finish_test()
        title = error_title(error_record(error))
        detail = shown_detail(error.detail)
        self._say(f"{title}\n{detail}" if detail else title, "err")
        # The model list is optional: an endpoint without one may still answer questions.
        self.skip.show()

    def _finish_test(self) -> None:
        self._ticket = 0
        self.start.setEnabled(True)
        endpoint = Endpoint(self._base_url, profile=TEST_PROFILE)
        self._services.store.keep_for_session(KeyAccount(TEST_PROFILE, endpoint.origin), "")

    def _on_probed(self, status: KeyStatus) -> None:
        self._status = status
        if status.kind == "keyring":
            self.keyring.setText(self.tr("✓ Keyring: {name}").format(name=status.backend))
            set_kind(self.keyring, "ok")
        else:
            self.keyring.setText(
                self.tr(
                    "No usable system keyring ({reason}). The key is kept for this session only, in memory."
                ).format(reason=self._reason(status.reason))
            )
            set_kind(self.keyring, "warn")

    def _reason(self, reason: str) -> str:
        return {
            "no_backend": self.tr("none found"),
            "no_bus": self.tr("no session bus"),
            "locked": self.tr("it is locked"),
            "hung": self.tr("it does not answer"),
            "mismatch": self.tr("it did not keep what was written"),
        }.get(reason, self.tr("it refused"))

    def _say(self, text: str, kind: str) -> None:
        self.result.setText(text)
        set_kind(self.result, kind)
        self.result.show()
