"""The list of presets with what can be done to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QGridLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from desktop.chat.presets import MAX_FILE, Preset, checked_name, free_name, presets_json, read_presets
from desktop.errors import ParameterError, SettingsError
from desktop.ui.labels import plain_label
from desktop.ui.named import named_button
from desktop.ui.parameters.preset_book import PresetBook
from desktop.ui.parameters.words import parameter_words
from desktop.ui.settings_words import settings_words
from desktop.ui.words import tr

FILTER = "JSON (*.json)"


class PresetList(QWidget):
    """Applies, saves, renames, deletes, imports and exports; every change can be taken back once.

    `current` gives what the form says now under a name, and None where that is not valid.

    Signals:
        applied(preset): the form is to say what a preset says.
        failed(words): a change holds for this session, but could not be saved.
    """

    applied = Signal(object)
    failed = Signal(str)

    def __init__(self, book: PresetBook, current: Callable[[str], Preset | None]) -> None:
        super().__init__()
        self._book = book
        self._current = current
        self._before: list[Preset] | None = None
        self._filling = False
        self.list = QListWidget()
        self.list.setObjectName("presetList")
        self.list.setAccessibleName(self.tr("Presets"))
        self.list.setEditTriggers(QListWidget.EditTrigger.EditKeyPressed)
        self.apply = self._button("applyPresetButton", self.tr("Apply"), self._apply)
        self.save = self._button("savePresetButton", self.tr("Save as preset"), self._save)
        self.update_button = self._button("updatePresetButton", self.tr("Overwrite"), self._overwrite)
        self.rename = self._button("renamePresetButton", self.tr("Rename"), self._rename)
        self.delete = self._button("deletePresetButton", self.tr("Delete"), self._delete)
        self.bring = self._button("importPresetsButton", self.tr("Import…"), self._choose_import)
        self.hand_out = self._button("exportPresetsButton", self.tr("Export…"), self._choose_export)
        self.undo = self._button("undoPresetButton", self.tr("Undo"), self._undo)
        self.note = plain_label("", "presetNote", wrap=True)
        self._lay_out()
        self.list.itemActivated.connect(self._apply)
        self.list.itemChanged.connect(self._renamed)
        self.list.currentRowChanged.connect(self._enable)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._delete)
        self._fill("")

    def import_file(self, path: Path) -> None:
        """Add the presets of a file; all or none."""
        try:
            # A pipe would be waited for.
            if path.exists() and not path.is_file():
                raise OSError(tr("This is no ordinary file"))
            with path.open("rb") as file:
                presets = read_presets(file.read(MAX_FILE + 1))
        except OSError as error:
            self.note.setText(self.tr("The file cannot be read: {cause}").format(cause=error.strerror or error))
            return
        except ParameterError as error:
            words = parameter_words(error)
            about = f"{error.name}: {words}" if error.name and error.name not in words else words
            self.note.setText(self.tr("Nothing was imported. {cause}").format(cause=about))
            return
        before, count = self._book.all(), [0]
        self._change(lambda: count.__setitem__(0, self._book.add_all(presets)), before)
        self._fill(presets[-1].name if presets else "")
        self.note.setText(self.tr("%n presets were imported.", "", count[0]))

    def export_file(self, path: Path) -> None:
        """Write all presets into a file, whole or not at all."""
        file = QSaveFile(str(path))
        data = presets_json(self._book.all()).encode("ascii")
        is_whole = file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(data) == len(data)
        if is_whole and file.commit():
            self.note.setText(self.tr("%n presets were written.", "", len(self._book.all())))
        else:
            self.note.setText(self.tr("The file cannot be written: {cause}").format(cause=file.errorString()))

    def _button(self, name: str, text: str, press: Callable[[], object]) -> QPushButton:
        button = named_button(name, text)
        button.clicked.connect(lambda _checked: press())
        return button

    def _lay_out(self) -> None:
        grid = QGridLayout()
        for number, button in enumerate(
            (self.apply, self.rename, self.update_button, self.delete, self.bring, self.hand_out)
        ):
            grid.addWidget(button, number // 2, number % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(plain_label(self.tr("Presets"), "presetTitle"))
        column.addWidget(self.list, 1)
        column.addWidget(self.save)
        column.addLayout(grid)
        column.addWidget(self.note)
        column.addWidget(self.undo)
        self.undo.hide()
        self.setFixedWidth(230)

    def _fill(self, chosen: str) -> None:
        self._filling = True
        self.list.clear()
        names = [preset.name for preset in self._book.all()]
        for name in names:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)
        self._filling = False
        self.list.setCurrentRow(names.index(chosen) if chosen in names else min(0, len(names) - 1))
        self._enable()

    def _chosen(self) -> str:
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if self.list.currentRow() >= 0 else ""

    def _enable(self) -> None:
        for button in (self.apply, self.rename, self.update_button, self.delete):
            button.setEnabled(bool(self._chosen()))
        self.hand_out.setEnabled(self.list.count() > 0)

    def _apply(self) -> None:
        preset = self._book.get(self._chosen())
        if preset is not None:
            self.applied.emit(preset)
            self.note.setText(self.tr("“{name}” was applied.").format(name=preset.name))

    def _save(self) -> None:
        name = free_name(self.tr("New preset"), [preset.name for preset in self._book.all()])
        preset = self._current(name)
        if preset is None:
            self.note.setText(self.tr("Mend what is marked first."))
            return
        self._change(lambda: self._book.put(preset), self._book.all())
        self._fill(name)
        self.note.setText(self.tr("Saved. Give it a name."))
        self._rename()

    def _overwrite(self) -> None:
        preset = self._current(self._chosen())
        if preset is None:
            self.note.setText(self.tr("Mend what is marked first."))
            return
        self._change(lambda: self._book.put(preset), self._book.all())
        self.note.setText(self.tr("“{name}” was overwritten.").format(name=preset.name))

    def _rename(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.list.setFocus()
            self.list.editItem(item)

    def _renamed(self, item: QListWidgetItem) -> None:
        if self._filling:
            return
        old = str(item.data(Qt.ItemDataRole.UserRole))
        try:
            wanted = checked_name(item.text())
        except ParameterError as error:
            self.note.setText(parameter_words(error))
            wanted = old
        if wanted != old:
            before, names = self._book.all(), [old]
            self._change(lambda: names.append(self._book.rename(old, wanted)), before)
            wanted = names[-1]
        self._filling = True
        item.setData(Qt.ItemDataRole.UserRole, wanted)
        item.setText(wanted)
        self._filling = False

    def _delete(self) -> None:
        name = self._chosen()
        if not name:
            return
        row = self.list.currentRow()
        self._change(lambda: self._book.remove(name), self._book.all())
        self._fill("")
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.note.setText(self.tr("“{name}” was deleted.").format(name=name))

    def _undo(self) -> None:
        before, self._before = self._before, None
        if before is not None:
            self._attempt(lambda: self._book.replace_all(before))
            self._fill(self._chosen())
            self.note.clear()
        self.undo.hide()
        self.list.setFocus()

    def _change(self, work: Callable[[], object], before: list[Preset]) -> None:
        self._attempt(work)
        self._before = before
        self.undo.show()

    def _attempt(self, work: Callable[[], object]) -> None:
        try:
            work()
        except SettingsError as error:
            self.failed.emit(settings_words(error))

    def _choose_import(self) -> None:
        dialog = QFileDialog(self, self.tr("Import presets"), str(Path.home()), FILTER)
        dialog.setObjectName("importPresetsDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.import_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose_export(self) -> None:
        dialog = QFileDialog(self, self.tr("Export presets"), str(Path.home() / "lingdu-presets.json"), FILTER)
        dialog.setObjectName("exportPresetsDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.fileSelected.connect(lambda name: self.export_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
