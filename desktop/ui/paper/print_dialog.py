"""Asking for a printer or a file, and what is shown while a chat is drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QIODevice, QMarginsF, QSaveFile, Qt
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget

from desktop.chat.conversation import Conversation
from desktop.chat.exports import safe_name
from desktop.ui.motion import show_busy
from desktop.ui.paper.content import printed_pieces
from desktop.ui.paper.printout import Printout
from desktop.ui.transfer import labels
from desktop.ui.words import tr

MARGIN_MM = 18.0
# Letters are outlines at any; pictures of formulas are as fine as this.
DOTS_PER_INCH = 600


Failed = Callable[[], None]


def print_chat(window: QWidget, conversation: Conversation, failed: Failed) -> None:
    """Ask for a printer, and print the path that is shown; `failed` is called where it takes nothing."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(DOTS_PER_INCH)
    printer.setDocName(conversation.title)
    printer.setPageMargins(QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM), QPageLayout.Unit.Millimeter)
    dialog = QPrintDialog(printer, window)
    dialog.setObjectName("printDialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setModal(True)
    dialog.accepted.connect(lambda: draw(window, printer, conversation, failed))
    dialog.show()


def save_chat_as_pdf(window: QWidget, conversation: Conversation, failed: Failed) -> None:
    """Ask for a file, and write the path that is shown; `failed` is called where it cannot be written."""
    name = f"{safe_name(conversation.title or labels().untitled)}.pdf"
    dialog = QFileDialog(window, tr("Save as PDF"), str(Path.home() / name), "PDF (*.pdf)")
    dialog.setObjectName("pdfFileDialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    dialog.fileSelected.connect(lambda path: write_pdf(window, Path(path), conversation, failed))
    dialog.open()


def write_pdf(window: QWidget, path: Path, conversation: Conversation, failed: Failed) -> Printout | None:
    """Draw a chat into a file, which has its name only once it is whole: what was there before stays until then.

    Returns:
        What draws it; None where nothing can be written there, which is told at once.
    """
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        failed()
        return None

    def finish(whole: bool) -> bool:
        if not whole:
            file.cancelWriting()
        return file.commit()

    return draw(window, pdf_writer(file, conversation.title), conversation, failed, finish)


def pdf_writer(device: QIODevice, title: str) -> QPdfWriter:
    """A4 with margins, fonts embedded."""
    writer = QPdfWriter(device)
    writer.setTitle(title)
    writer.setResolution(DOTS_PER_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM), QPageLayout.Unit.Millimeter)
    return writer


def draw(
    window: QWidget,
    device: QPagedPaintDevice,
    conversation: Conversation,
    failed: Failed,
    finish: Callable[[bool], bool] = lambda whole: whole,
) -> Printout:
    """Draw a chat in slices; it can be given up. `finish`: see `Printout`."""
    printout = Printout(device, printed_pieces(conversation, labels()), finish)
    printout.setParent(window)
    progress = QProgressDialog(window)
    progress.setObjectName("printProgress")
    progress.setWindowTitle(tr("Printing"))
    progress.setLabelText(tr("The chat is being laid out on pages."))
    progress.setCancelButtonText(tr("Cancel"))
    show_busy(progress)
    progress.canceled.connect(printout.cancel)

    def end(pages: int) -> None:
        progress.canceled.disconnect(printout.cancel)
        progress.close()
        progress.deleteLater()
        printout.deleteLater()
        if not pages:
            failed()

    printout.ended.connect(end)
    printout.start()
    return printout
