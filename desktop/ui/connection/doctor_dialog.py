"""The connection doctor: each step with what was found, the first that fails, and its mend."""

from __future__ import annotations

import itertools

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.api.doctor import STEPS, Step
from desktop.api.origin import Endpoint
from desktop.errors import KeyStoreError
from desktop.ui.connection.services import ConnectionServices
from desktop.ui.error_record import error_record
from desktop.ui.key_access import accounts_of
from desktop.ui.kinds import set_kind
from desktop.ui.labels import plain_label, set_words
from desktop.ui.notices import error_title, shown_detail

_SIGNS = {"ok": "✓", "failed": "✗", "optional": "!", "unneeded": "–", "skipped": "–"}
_KINDS = {"ok": "ok", "failed": "err", "optional": "warn", "unneeded": "dim", "skipped": "dim"}

_tickets = itertools.count(1)


class DoctorDialog(QDialog):
    """Walks when it opens; the paid step only after its button was pressed."""

    def __init__(
        self,
        services: ConnectionServices,
        endpoint: Endpoint,
        model: str,
        parent: QWidget | None = None,
        *,
        without_key: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("doctorDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Connection doctor"))
        self._services = services
        self._endpoint = endpoint
        self._model = model
        self._without_key = without_key
        self._ticket = 0
        self._words: dict[str, str] = {}
        self._failed = False
        self._titles = {
            "dns": self.tr("Name lookup"),
            "tcp": self.tr("Connection"),
            "proxy": self.tr("Proxy"),
            "tls": self.tr("Encryption"),
            "models": self.tr("Model list"),
            "token": self.tr("One streamed token"),
        }
        where = plain_label(endpoint.chat_url, "doctorUrl", wrap=True, selectable=True)
        grid = QGridLayout()
        grid.setColumnStretch(2, 1)
        self._signs = {}
        self._found = {}
        for row, (name, title) in enumerate(self._titles.items()):
            self._signs[name] = plain_label("…" if name != "token" else "", f"{name}Sign")
            self._found[name] = plain_label("", f"{name}Found", wrap=True, selectable=True)
            grid.addWidget(self._signs[name], row, 0)
            grid.addWidget(plain_label(title, f"{name}Title"), row, 1)
            grid.addWidget(self._found[name], row, 2)
        self.verdict = plain_label("", "doctorVerdict", wrap=True, selectable=True)
        self.again = QPushButton(self.tr("Examine again"))
        self.again.setObjectName("examineAgainButton")
        self.token = QPushButton(self.tr("Ask for one token (may be charged)"))
        self.token.setObjectName("askTokenButton")
        self.copy = QPushButton(self.tr("Copy"))
        self.copy.setObjectName("copyDiagnosisButton")
        self.close_ = QPushButton(self.tr("Close"))
        self.close_.setObjectName("closeDoctorButton")
        buttons = QHBoxLayout()
        for button in (self.again, self.token, self.copy, self.close_):
            button.setAccessibleName(button.text())
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 22, 26, 22)
        column.setSpacing(14)
        column.addWidget(where)
        column.addLayout(grid)
        column.addWidget(self.verdict)
        column.addLayout(buttons)
        self.again.clicked.connect(self.examine)
        self.token.clicked.connect(self._ask_for_token)
        self.copy.clicked.connect(self._copy)
        self.close_.clicked.connect(self.reject)
        self.finished.connect(services.doctor.cancel)
        services.doctor.stepped.connect(self._on_step)
        services.doctor.ended.connect(self._on_ended)
        services.access.ready.connect(self._on_key)
        services.access.failed.connect(self._on_key_failed)
        self.close_.setFocus()  # else the first text that can be selected would show its cursor
        self.resize(600, 0)
        self.examine()

    def examine(self) -> None:
        """Walk from the name to the model list, with the key where there is one."""
        self._words.clear()
        self._failed = False
        for name, sign in self._signs.items():
            sign.setText("…" if name in STEPS else "")
            set_words(self._found[name], "")
        self.again.setEnabled(False)
        self.token.setEnabled(False)
        self.verdict.setText(self.tr("Waiting for the keyring…"))
        self._begin_with_secrets()

    def _begin_with_secrets(self) -> None:
        if self._services.access.ensure(self._endpoint, without_key=self._without_key):
            self._begin()

    def _on_key(self, account: object) -> None:
        if not self._ticket and not self.again.isEnabled() and account in accounts_of(self._endpoint):
            self._begin_with_secrets()

    def _on_key_failed(self, account: object, _error: KeyStoreError) -> None:
        # Without a key the walk goes on: it then ends at the model list, and says so.
        if not self._ticket and not self.again.isEnabled() and account in accounts_of(self._endpoint):
            self._begin()

    def _begin(self) -> None:
        self._ticket = next(_tickets)
        self.verdict.setText(self.tr("Examining {host}…").format(host=self._endpoint.host))
        self._services.doctor.examine(self._ticket, self._endpoint)

    def _ask_for_token(self) -> None:
        self.token.setEnabled(False)
        self.again.setEnabled(False)
        self._signs["token"].setText("…")
        self._ticket = next(_tickets)
        self._services.doctor.ask_for_token(self._ticket, self._endpoint, self._model)

    def _on_step(self, ticket: int, step: Step) -> None:
        if ticket != self._ticket:
            return
        sign = self._signs[step.name]
        sign.setText(_SIGNS[step.state])
        set_kind(sign, _KINDS[step.state])
        words = self._found_words(step)
        set_words(self._found[step.name], words)
        self._words[step.name] = f"{_SIGNS[step.state]} {self._titles[step.name]}: {words}"
        if step.state == "failed":
            self._failed = True
            mend = self._mend(step)
            self.verdict.setText(
                self.tr("It breaks at: {step}. {mend}").format(step=self._titles[step.name], mend=mend)
            )
        self._fit()

    def _fit(self) -> None:
        """Grow to the height of the words: a window that is shown does not do so by itself."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _on_ended(self, ticket: int) -> None:
        if ticket != self._ticket:
            return
        self._ticket = 0
        self.again.setEnabled(True)
        self.token.setEnabled(not self._failed)
        if not self._failed:
            asked = "token" in self._words
            self.verdict.setText(
                self.tr("The connection works.") if asked else self.tr("Everything that is free to try works.")
            )

    def _found_words(self, step: Step) -> str:
        if step.error is not None:
            title = error_title(error_record(step.error))
            detail = shown_detail(step.error.detail)
            return f"{title}: {detail}" if detail else title
        if step.state in {"unneeded", "skipped"}:
            return self.tr("not needed") if step.state == "unneeded" else self.tr("not tried")
        if step.name == "models":
            words = self.tr("%n models", "", len(step.models))
        elif step.name == "token" and step.state == "optional":
            words = self.tr("the answer ended without text")
        else:
            words = step.detail
        return f"{words} · {step.took_ms} ms"

    def _mend(self, step: Step) -> str:
        """What a person can do about a failed step."""
        reason = step.error.reason if step.error is not None else ""
        match step.name, reason:
            case "dns", _:
                return self.tr("Check the spelling of the base URL and whether this computer is online.")
            case _, "bad_ca_file":
                return self.tr("Choose another file of certificate authorities, or none.")
            case _, "bad_proxy":
                return self.tr("Mend the system's proxy settings, or name a proxy of your own.")
            case _, "proxy_login":
                return self.tr("Enter the proxy's user name and password.")
            case "proxy", _:
                return self.tr("Check the proxy's address and whether it runs, or choose no proxy.")
            case "tcp", "refused":
                return self.tr("Nothing listens there: check the port, and whether the server or the proxy runs.")
            case "tcp", _:
                return self.tr("A firewall may drop the connection, or a proxy is needed here.")
            case "tls", _:
                return self.tr("Check the computer's clock; where your company signs certificates, name its CA file.")
            case _, "key" | "forbidden":
                return self.tr("Enter a valid API key for this base URL.")
            case _, "plain_http":
                return self.tr("Use https, or agree to plain http for this endpoint.")
            case _, "quota":
                return self.tr("Add credit to your account.")
            case _, "not_found":
                return self.tr("Choose another model, or check the base URL; many end with /v1.")
            case _:
                return self.tr("Ask who runs the server; the words above are its own.")

    def _copy(self) -> None:
        lines = [self._endpoint.chat_url, *self._words.values(), self.verdict.text()]
        QGuiApplication.clipboard().setText("\n".join(lines))
