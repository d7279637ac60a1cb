"""Where the user's data is: every file of the program, its size, and the search for a key in them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop.paths import Paths
from desktop.ui.dialogs import give_size
from desktop.ui.labels import plain_label
from desktop.ui.system.links import open_folder
from desktop.ui.two_columns import TwoColumns
from desktop.worker.data_scan import DataFile, DataScan

WIDTH_PX = 680
HEIGHT_PX = 520


class DataDialog(QDialog):
    """Lists the files while they are looked through; the last line says what was found.

    Args:
        paths: the folders of this user.
        secrets: every key that is in memory.
    """

    def __init__(self, paths: Paths, secrets: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dataDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Where is my data?"))
        self._secrets = len(secrets)
        self._files: list[DataFile] = []
        self._groups: dict[Path, QTreeWidgetItem] = {}
        self._folders = list(dict.fromkeys((paths.data, paths.config, paths.log)))
        intro = self.tr(
            "Everything the program keeps is in these files on this computer. API keys are not among them: they are in "
            "the system's keyring."
        )
        self.list = TwoColumns("dataList")
        self.list.setAccessibleName(self.tr("Files"))
        self.list.itemActivated.connect(self._open)
        self.verdict = plain_label(self.tr("Looking through the files…"), "dataVerdict", wrap=True, selectable=True)
        show = self.tr("Show in Finder") if sys.platform == "darwin" else self.tr("Open folder")
        self.folder_button = QPushButton(show)
        self.folder_button.setObjectName("openDataFolderButton")
        self.folder_button.setAccessibleName(show)
        self.folder_button.clicked.connect(lambda: open_folder(paths.data))
        close = QPushButton(self.tr("Close"))
        close.setObjectName("closeDataButton")
        close.setAccessibleName(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.folder_button)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(plain_label(intro, "dataIntro", wrap=True))
        column.addWidget(self.list, 1)
        column.addWidget(self.verdict)
        column.addLayout(row)
        give_size(self, WIDTH_PX, HEIGHT_PX)
        self._scan = DataScan(self._folders, secrets)
        self._scan.found.connect(self._show)
        self._scan.ended.connect(self._end)
        self.finished.connect(self._scan.cancel)
        self._scan.start()

    def _show(self, file: DataFile) -> None:
        self._files.append(file)
        folder = max((one for one in self._folders if file.path.is_relative_to(one)), key=lambda one: len(one.parts))
        if folder not in self._groups:
            group = self.list.add(str(folder), "")
            group.setData(0, Qt.ItemDataRole.UserRole, folder)
            self._groups[folder] = group
            group.setExpanded(True)
        item = self.list.add(str(file.path.relative_to(folder)), self._size(file.size), self._groups[folder])
        item.setData(0, Qt.ItemDataRole.UserRole, file.path.parent)
        if file.trouble:
            item.setText(1, file.trouble)

    def _end(self) -> None:
        for folder, group in self._groups.items():
            total = sum(one.size for one in self._files if self._is_in(one, folder))
            group.setText(1, self._size(total))
        self.verdict.setText(self._verdict())

    def _is_in(self, file: DataFile, folder: Path) -> bool:
        return file.path.is_relative_to(folder) and not any(
            other != folder and other.is_relative_to(folder) and file.path.is_relative_to(other)
            for other in self._folders
        )

    def _verdict(self) -> str:
        count = self.tr("%n file(s)", "", len(self._files))
        total = self._size(sum(file.size for file in self._files))
        words = [self.tr("{count}, {size} in all.").format(count=count, size=total)]
        with_key = [str(file.path) for file in self._files if file.copies]
        unread = [file for file in self._files if file.trouble]
        if with_key:
            words.append(self.tr("A copy of an API key stands in: {files}").format(files=", ".join(with_key)))
        elif self._secrets:
            words.append(self.tr("None holds a copy of the %n API key(s) in use.", "", self._secrets))
        else:
            words.append(self.tr("No API key is in use, so none was looked for."))
        if unread:
            words.append(self.tr("%n file(s) could not be read.", "", len(unread)))
        return " ".join(words)

    @staticmethod
    def _size(count: int) -> str:
        return QLocale().formattedDataSize(count)

    def _open(self, item: QTreeWidgetItem) -> None:
        open_folder(item.data(0, Qt.ItemDataRole.UserRole))
