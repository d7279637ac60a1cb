"""Small dialogs that only show text."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import version

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop import __version__


def about_text() -> str:
    """Name, versions and licences, for the dialog and the clipboard."""
    words = QCoreApplication.translate("About", "A native desktop chat client for OpenAI-compatible APIs.")
    licences = QCoreApplication.translate(
        "About", "Lingdu Chat is under the MIT licence; Qt and PySide6 are under the LGPL v3."
    )
    versions = (
        f"Python {sys.version.split()[0]} · PySide6 {pyside_version} · Qt {qVersion()} · httpx {version('httpx')}"
    )
    return f"Lingdu Chat {__version__} · 零度对话\n\n{words}\n\n{versions}\n{licences}"


def show_about(parent: QWidget) -> None:
    """Show the About box."""
    box = QMessageBox(parent)
    box.setObjectName("aboutDialog")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(QCoreApplication.translate("About", "About Lingdu Chat"))
    box.setText(about_text())
    box.addButton(QMessageBox.StandardButton.Ok).setObjectName("closeAboutButton")
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
    box.addButton(QMessageBox.StandardButton.Cancel).setObjectName("cancelConfirmButton")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    accept.clicked.connect(go)
    box.open()
