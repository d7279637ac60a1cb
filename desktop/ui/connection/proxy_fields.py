"""Which proxy a profile takes, as fields."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from desktop.api.proxy import ProxyChoice
from desktop.settings.profiles import PROXY_MODES
from desktop.ui.labels import plain_label
from desktop.ui.line_edit import LineEdit


class ProxyFields(QWidget):
    """None, the system's, or one that is named; the password goes out through `password` and never comes in."""

    def __init__(self) -> None:
        super().__init__()
        self.mode = QComboBox()
        self.mode.setObjectName("proxyModePicker")
        self.url = LineEdit()
        self.url.setObjectName("proxyUrlField")
        self.user = LineEdit()
        self.user.setObjectName("proxyUserField")
        self._password = LineEdit()
        self._password.setObjectName("proxyPasswordField")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self.bypass = LineEdit()
        self.bypass.setObjectName("proxyBypassField")
        words = {
            "system": self.tr("As the system"),
            "none": self.tr("No proxy"),
            "manual": self.tr("This one:"),
        }
        for mode in PROXY_MODES:
            self.mode.addItem(words[mode], mode)
        rows = (
            (self.tr("Proxy"), self.mode),
            (self.tr("Address"), self.url),
            (self.tr("User name"), self.user),
            (self.tr("Password"), self._password),
            (self.tr("Not for"), self.bypass),
        )
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._form.setVerticalSpacing(4)
        for text, field in rows:
            self._form.addRow(plain_label(text, "fieldLabel"), field)
            field.setAccessibleName(text)
        self.url.setPlaceholderText("http://127.0.0.1:7890 · socks5://127.0.0.1:1080")
        self._hint = plain_label(self.tr("This computer is always reached directly."), "proxyHint", wrap=True)
        self._form.addRow(self._hint)
        self.mode.currentIndexChanged.connect(self._show_mode)
        self._show_mode()

    def show_choice(self, choice: ProxyChoice) -> None:
        """Show what a profile says."""
        self.mode.setCurrentIndex(max(0, self.mode.findData(choice.mode)))
        self.url.setText(choice.url)
        self.user.setText(choice.user)
        self.bypass.setText(choice.bypass)
        self.bypass.setCursorPosition(0)
        self._password.clear()
        self._password.setPlaceholderText(self.tr("kept in the keyring") if choice.user else "")

    def choice(self) -> ProxyChoice:
        """What the fields say."""
        mode = self.mode.currentData()
        return ProxyChoice(mode, self.url.text().strip(), self.user.text().strip(), self.bypass.text().strip())

    def password(self) -> str:
        """The password that was typed; empty where none was."""
        return self._password.text()

    def _show_mode(self) -> None:
        manual = self.mode.currentData() == "manual"
        for field in (self.url, self.user, self._password, self.bypass):
            self._form.setRowVisible(field, manual)
