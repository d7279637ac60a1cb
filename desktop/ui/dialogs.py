"""Small dialogs that only show text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui.versions import versions


def about_text() -> str:
    """Name, versions and licences, for the dialog and the clipboard."""
    words = QCoreApplication.translate("About", "A native desktop chat client for OpenAI-compatible APIs.")
    licences = QCoreApplication.translate(
        "About", "Lingdu Chat is under the MIT licence; Qt and PySide6 are under the LGPL v3."
    )
    found = versions()
    below = " · ".join(f"{name} {found[name]}" for name in ("Python", "PySide6", "Qt", "httpx"))
    return f"Lingdu Chat {found['lingdu']} · 零度对话\n\n{words}\n\n{below}\n{licences}"


def show_about(parent: QWidget) -> None:
    """Show the About box."""
    box = QMessageBox(parent)
    box.setObjectName("aboutDialog")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(QCoreApplication.translate("About", "About Lingdu Chat"))
    box.setText(about_text())
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def show_text(parent: QWidget, title: str, text: str) -> QDialog:
    """Show a long text as it is, to read, select and copy."""
    dialog = QDialog(parent)
    dialog.setObjectName("detailsDialog")
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(640, 420)
    field = QPlainTextEdit()
    field.setObjectName("detailsText")
    field.setAccessibleName(title)
    field.setReadOnly(True)
    field.setPlainText(text)
    buttons = QDialogButtonBox()
    copy = buttons.addButton(QCoreApplication.translate("Details", "Copy"), QDialogButtonBox.ButtonRole.ActionRole)
    copy.setObjectName("copyDetailsButton")
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
    close = buttons.addButton(QCoreApplication.translate("Details", "Close"), QDialogButtonBox.ButtonRole.RejectRole)
    close.setObjectName("closeDetailsButton")
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(field)
    column.addWidget(buttons)
    dialog.open()
    return dialog


def confirm(parent: QWidget, title: str, text: str, yes: str, go: Callable[[], object]) -> None:
    """Ask before something happens; `go` is called where the button `yes` is pressed."""
    box = QMessageBox(parent)
    box.setObjectName("confirmDialog")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(title)
    box.setInformativeText(text)
    accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    accept.setObjectName("confirmButton")
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    accept.clicked.connect(go)
    box.open()
