"""Small dialogs that show a text, or ask one question."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui.theme import zoomed

_FRAME_PX = 40


def give_size(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog a size of the design, in px at a zoom of 100 %, at the zoom that is, as far as the screen goes."""
    dialog.resize(QSize(zoomed(width), zoomed(height)).boundedTo(room_for(dialog)))


def room_for(dialog: QWidget) -> QSize:
    """How large a dialog can be, in px: its frame and what else is on the screen take some."""
    return dialog.screen().availableSize() - QSize(_FRAME_PX, 2 * _FRAME_PX)


def show_text(parent: QWidget, title: str, text: str) -> QDialog:
    """Show a long text as it is, to read, select and copy."""
    dialog = QDialog(parent)
    dialog.setObjectName("detailsDialog")
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    give_size(dialog, 640, 420)
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


def confirm(
    parent: QWidget,
    title: str,
    text: str,
    yes: str,
    go: Callable[[], object],
    instead: tuple[str, Callable[[], object]] | None = None,
) -> None:
    """Ask before something happens; `go` is called where the button `yes` is pressed.

    Args:
        instead: another button and what it does.
    """
    box = QMessageBox(parent)
    box.setObjectName("confirmDialog")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(title)
    box.setInformativeText(text)
    accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    accept.setObjectName("confirmButton")
    accept.clicked.connect(go)
    if instead is not None:
        other = box.addButton(instead[0], QMessageBox.ButtonRole.ActionRole)
        other.setObjectName("insteadButton")
        other.clicked.connect(instead[1])
    box.addButton(QMessageBox.StandardButton.Cancel).setObjectName("cancelConfirmButton")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
