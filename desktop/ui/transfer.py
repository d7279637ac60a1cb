"""Export and import: where to, how far it is, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.chat.exports import Exported, Labels
from desktop.chat.imports.reading import ImportFileError
from desktop.errors import StoreError
from desktop.ui.labels import plain_label
from desktop.ui.library import Library
from desktop.ui.line_edit import LineEdit
from desktop.ui.motion import show_busy
from desktop.ui.words import tr
from desktop.worker.import_worker import ImportReport, ImportWorker

MAX_NAMES = 20


def labels() -> Labels:
    """The words of an exported or printed chat, in the window's language."""
    return Labels(
        you=tr("You"),
        assistant=tr("Assistant"),
        reasoning=tr("Thoughts"),
        system_prompt=tr("System prompt"),
        incomplete=tr("incomplete answer"),
        untitled=tr("New chat"),
        attachment=tr("Attachment"),
    )


class TransferDialog(QDialog):
    """A progress bar, a report, and one button that cancels while there is something to cancel."""

    def __init__(self, parent: QWidget, name: str, title: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        self.column = QVBoxLayout(self)
        self.progress = QProgressBar()
        self.progress.setObjectName("transferProgress")
        self.progress.setAccessibleName(title)
        self.progress.setTextVisible(False)
        self.report = plain_label("", "transferReport", wrap=True, selectable=True)
        self.button = QPushButton()
        self.button.setObjectName("transferButton")
        self.row = QHBoxLayout()
        self.row.addStretch(1)
        self.row.addWidget(self.button)
        self.button.clicked.connect(self.reject)
        self._name_button(self.tr("Close"))

    def add_end(self) -> None:
        self.column.addWidget(self.progress)
        self.column.addWidget(self.report)
        self.column.addLayout(self.row)
        self.progress.hide()

    def _name_button(self, words: str) -> None:
        self.button.setText(words)
        self.button.setAccessibleName(words)

    def show_running(self) -> None:
        show_busy(self.progress)
        self.progress.show()
        self.report.setText("")
        self._name_button(self.tr("Cancel"))

    def show_ended(self, words: str) -> None:
        self.progress.hide()
        self.report.setText(words)
        self._name_button(self.tr("Close"))


class TicketDialog(TransferDialog):
    """Long work of the library: its progress, its end, and giving it up.

    Attributes:
        start: the button that begins it.
        ticket: of the work that runs; empty where none does.
    """

    def __init__(self, parent: QWidget, library: Library, name: str) -> None:
        super().__init__(parent, name, "")
        self._library = library
        self.ticket = ""
        self.start = QPushButton()
        library.progressed.connect(self._on_progress)
        library.work_failed.connect(self._on_failed)

    def begun(self, ticket: str) -> None:
        """The work with this ticket runs."""
        self.start.setEnabled(False)
        self.ticket = ticket
        self.show_running()

    def ended(self, words: str) -> None:
        """It has ended, with these words about it."""
        self.ticket = ""
        self.start.setEnabled(True)
        self.show_ended(words)

    def failure_words(self, cause: str) -> str:
        """What is said where it failed."""
        raise NotImplementedError

    def _on_progress(self, ticket: str, count: int, total: int) -> None:
        if ticket == self.ticket:
            self.progress.setRange(0, total)
            self.progress.setValue(count)

    def _on_failed(self, ticket: str, error: StoreError) -> None:
        if ticket == self.ticket:
            cancelled = error.reason == "cancelled"
            self.ended(self.tr("Cancelled.") if cancelled else self.failure_words(error.detail or str(error)))

    def reject(self) -> None:
        if self.ticket:
            self._library.cancel(self.ticket)
        else:
            super().reject()


class ExportDialog(TicketDialog):
    """Writes chats into new files of a folder."""

    def __init__(self, parent: QWidget, library: Library, uuids: Sequence[str]) -> None:
        super().__init__(parent, library, "exportDialog")
        self.setWindowTitle(self.tr("Export %n chat(s)", "", len(uuids)))
        self._uuids = tuple(uuids)
        self.kind = QComboBox()
        self.kind.setObjectName("exportFormat")
        self.kind.setAccessibleName(self.tr("Format"))
        self.kind.addItem(self.tr("Markdown, for reading"), "markdown")
        self.kind.addItem(self.tr("JSON, can be imported again"), "json")
        self.folder = LineEdit()
        self.folder.setObjectName("exportFolder")
        self.folder.setAccessibleName(self.tr("Folder"))
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.folder.setText(documents or str(Path.home()))
        browse = QPushButton(self.tr("Choose…"))
        browse.setObjectName("exportBrowseButton")
        browse.setAccessibleName(self.tr("Choose a folder"))
        browse.clicked.connect(self._browse)
        self.start.setText(self.tr("Export"))
        self.start.setObjectName("exportStartButton")
        self.start.setAccessibleName(self.tr("Export"))
        self.start.setProperty("primary", True)
        self.start.setDefault(True)
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(browse)
        self.column.addWidget(self.kind)
        self.column.addLayout(place)
        self.add_end()
        self.row.addWidget(self.start)
        self.start.clicked.connect(self._export)
        library.exported.connect(self._on_exported)

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a folder"), self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    def _export(self) -> None:
        chosen = labels() if self.kind.currentData() == "markdown" else None
        self.begun(self._library.export(self._uuids, Path(self.folder.text()).expanduser(), chosen))

    def _on_exported(self, ticket: str, result: Exported) -> None:
        if ticket == self.ticket:
            self.ended(export_words(result))

    def failure_words(self, cause: str) -> str:
        return self.tr("The export failed: {cause}").format(cause=cause)


class ImportDialog(TransferDialog):
    """Starts an import, shows how far it is, and its report."""

    def __init__(self, parent: QWidget, worker: ImportWorker, name: str) -> None:
        super().__init__(parent, "importDialog", "")
        self.setWindowTitle(self.tr("Import {name}").format(name=name))
        self._worker = worker
        self._runs = True
        self.add_end()
        self.show_running()
        worker.progressed.connect(self._on_progress)
        worker.ended.connect(self._on_ended)
        worker.start()

    def _on_progress(self, count: int) -> None:
        self.report.setText(self.tr("%n chat(s) read", "", count))

    def _on_ended(self, report: ImportReport) -> None:
        self._runs = False
        self.show_ended(import_words(report))

    def reject(self) -> None:
        if self._runs:
            self._worker.cancel()
        else:
            super().reject()


def export_words(result: Exported) -> str:
    """What was written, and what could not be read."""
    lines = [tr("%n file(s) written:", "", len(result.paths)), *_some([str(path) for path in result.paths])]
    if result.failed:
        lines += [
            tr("%n chat(s) could not be read:", "", len(result.failed)),
            *_some([why for _, why in result.failed]),
        ]
    return "\n".join(lines)


def import_words(report: ImportReport) -> str:
    """What was added, what was here already, what was skipped and why."""
    lines = [tr("%n chat(s) added.", "", report.added)]
    if report.grown:
        lines.append(tr("%n chat(s) got new messages.", "", report.grown))
    if report.known:
        lines.append(tr("%n chat(s) were here already.", "", report.known))
    reasons = {
        "empty": tr("{title}: it has no message"),
        "unreadable": tr("{title}: it cannot be read as a chat"),
    }
    if report.skipped:
        lines.append(tr("%n chat(s) skipped:", "", len(report.skipped)))
        lines += _some([reasons[why].format(title=title or "—") for title, why in report.skipped])
    kinds = {
        "image": tr("pictures (their names are kept)"),
        "file": tr("files (their names are kept)"),
        "tool": tr("answers of tools"),
        "system": tr("system messages"),
        "other": tr("other things"),
    }
    if report.left_out:
        counted = ", ".join(f"{kinds[kind]} ({count})" for kind, count in sorted(report.left_out.items()))
        lines.append(tr("Left out of the chats: {things}").format(things=counted))
    if report.cancelled:
        lines.append(tr("Cancelled; what was added stays."))
    if report.error is not None:
        lines.append(_error_words(report.error))
    return "\n".join(lines)


def _error_words(error: ImportFileError | StoreError) -> str:
    match error.reason:
        case "format":
            return tr("This is no export of Lingdu Chat, ChatGPT, Chatbox or Cherry Studio, or it is not whole.")
        case "newer":
            return tr("A newer version wrote this export; update this program first.")
        case "too_large":
            return tr("The file is too large.")
    return tr("The import ended early: {cause}").format(cause=error.detail or str(error))


def _some(lines: list[str]) -> list[str]:
    shown = [f"  {line}" for line in lines[:MAX_NAMES]]
    return shown if len(lines) <= MAX_NAMES else [*shown, tr("  … and %n more", "", len(lines) - MAX_NAMES)]
