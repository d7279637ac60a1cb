"""The settings: one line for each of the schema, found by its words, each with its default."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.errors import SettingsError
from desktop.settings.exchange import MAX_BYTES, Imported, export_settings, import_settings
from desktop.settings.profiles import Profiles
from desktop.settings.schema import SETTINGS, Choice, Setting, Value
from desktop.settings.settings import Settings
from desktop.ui.dialogs import give_size, room_for
from desktop.ui.font_box import FontBox, font_sample, show_sample
from desktop.ui.key_words import in_words
from desktop.ui.labels import plain_label, set_plain_tooltip, set_words
from desktop.ui.line_edit import LineEdit
from desktop.ui.settings_words import settings_words
from desktop.ui.theme import zoomed

WIDTH_PX = 620
HEIGHT_PX = 560
GAP_PX = 10
# What the words of a setting take more than their wrapped line.
LABEL_EM = 8


class _Line(Struct, frozen=True):
    """One setting's widgets; `words` is what the search looks through."""

    setting: Setting
    label: QLabel
    default: QLabel
    field: QComboBox | QSpinBox
    reset: QPushButton
    words: str
    sample: QLabel | None = None

    def show(self, is_shown: bool) -> None:
        for widget in (self.label, self.default, self.field, self.reset, self.sample):
            if widget is not None:
                widget.setVisible(is_shown)


class SettingsDialog(QDialog):
    """Every setting that has choices or limits, and the fonts; each holds as soon as it is changed.

    What is text of any kind is no line here: the program keeps it where it is chosen, as the model used last.

    Signals:
        changed(name): a setting has another value now.
        failed(words): it holds for this session, but could not be saved.
        profiles_changed(): profiles were imported.
        connection_requested(): the endpoints and keys are wanted.
    """

    changed = Signal(str)
    failed = Signal(str)
    profiles_changed = Signal()
    connection_requested = Signal()

    def __init__(self, settings: Settings, profiles: Profiles, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("settingsDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._settings = settings
        self._profiles = profiles
        self._lines: list[_Line] = []
        self.search = LineEdit()
        self.search.setObjectName("settingsSearch")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show_matching)
        self.area = QScrollArea()
        self.area.setObjectName("settingsArea")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields have the keyboard, and it follows them
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.report = plain_label("", "settingsReport", wrap=True, selectable=True)
        self._buttons = {
            name: _button(name)
            for name in ("connectionButton", "exportSettingsButton", "importSettingsButton", "closeSettingsButton")
        }
        self._buttons["connectionButton"].clicked.connect(self.connection_requested)
        self._buttons["exportSettingsButton"].clicked.connect(self._choose_export)
        self._buttons["importSettingsButton"].clicked.connect(self._choose_import)
        self._buttons["closeSettingsButton"].clicked.connect(self.accept)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for name, button in self._buttons.items():
            if name == "closeSettingsButton":
                self._row.addStretch(1)
            self._row.addWidget(button)
        column = QVBoxLayout(self)
        for widget in (self.search, self.area, self.report):
            column.addWidget(widget)
        column.addLayout(self._row)
        column.setStretchFactor(self.area, 1)
        give_size(self, WIDTH_PX, HEIGHT_PX)
        self._fill()

    def _fill(self) -> None:
        """Make every line anew, in the current language."""
        self.setWindowTitle(self.tr("Settings"))
        self.search.setPlaceholderText(self.tr("Search the settings"))
        self.search.setAccessibleName(self.tr("Search the settings"))
        for name, words in (
            ("connectionButton", self.tr("Endpoints and keys…")),
            ("exportSettingsButton", self.tr("Export settings…")),
            ("importSettingsButton", self.tr("Import settings…")),
            ("closeSettingsButton", self.tr("Close")),
        ):
            self._buttons[name].setText(words)
            self._buttons[name].setAccessibleName(words)
        content = QWidget()
        grid = QGridLayout(content)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        self._lines = []
        for setting in SETTINGS.values():
            if not (setting.choices or setting.fonts or isinstance(setting.default, int)):
                continue
            line = self._line(setting)
            self._lines.append(line)
            row = grid.rowCount()
            grid.addWidget(line.label, row, 0)
            grid.addWidget(line.field, row, 1, 2, 1)
            grid.addWidget(line.reset, row, 2, 2, 1)
            grid.addWidget(line.default, row + 1, 0)
            grid.setRowMinimumHeight(row + 3, GAP_PX)
            if line.sample is not None:
                grid.addWidget(line.sample, row + 2, 0, 1, 3)
        self._none = plain_label(self.tr("No setting has these words."), "settingsNone", wrap=True)
        grid.addWidget(self._none, grid.rowCount(), 0, 1, 3)
        grid.setRowStretch(grid.rowCount(), 1)
        self.area.setWidget(content)
        self._show_samples()
        self._fit(content)
        # The Tab key goes from top to bottom, though the lines are made last, and anew for another language.
        fields = [widget for line in self._lines for widget in (line.field, line.reset)]
        for one, following in pairwise([self.search, *fields, *self._buttons.values()]):
            QWidget.setTabOrder(one, following)
        self._show_matching(self.search.text())

    def _show_samples(self) -> None:
        for line in self._lines:
            if line.sample is not None:
                show_sample(line.sample, line.setting.fonts, self._settings)

    def _fit(self, content: QWidget) -> None:
        """Be as wide as the lines of this language, where the screen is."""
        room_px = room_for(self).width()
        needed = content.sizeHint().width() + LABEL_EM * self.fontInfo().pixelSize()
        # At a large zoom the buttons stand below each other.
        buttons_px = self._row.spacing() * len(self._buttons)
        buttons_px += sum(button.sizeHint().width() for button in self._buttons.values())
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if buttons_px <= room_px else directions.TopToBottom)
        self.resize(min(max(zoomed(WIDTH_PX), needed), room_px), self.height())

    def _line(self, setting: Setting) -> _Line:
        name, words = setting.name, _translated(setting.text)
        label = plain_label(words, f"{name}_label", wrap=True)
        field = self._number(setting) if isinstance(setting.default, int) else self._choice(setting)
        field.setObjectName(f"{name}_field")
        field.setAccessibleName(words)
        label.setBuddy(field)
        default = _words_of(setting, setting.default)
        reset = _button(f"{name}_reset")
        reset.setText(self.tr("Reset"))
        reset.setAccessibleName(self.tr("{setting}: back to {value}").format(setting=words, value=default))
        set_plain_tooltip(reset, reset.accessibleName())
        reset.setProperty("link", True)
        reset.setEnabled(self._settings.get(name) != setting.default)
        reset.clicked.connect(lambda: self._reset(setting))
        choices = " ".join(_choice_words(setting, choice) for choice in setting.choices)
        sample = font_sample(f"{name}_sample") if setting.fonts else None
        note = plain_label(self.tr("Default: {value}").format(value=default), "settingDefault", wrap=True)
        return _Line(setting, label, note, field, reset, f"{words} {choices} {name}".casefold(), sample)

    def _choice(self, setting: Setting) -> QComboBox:
        field = FontBox(setting.fonts, self._settings.get_str(setting.name)) if setting.fonts else QComboBox()
        # The list is as wide as its words; a box as wide as the longest would push the button out of sight.
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setMinimumContentsLength(14)
        field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for choice in setting.choices:
            field.addItem(_choice_words(setting, choice), choice.value)
        field.setCurrentIndex(field.findData(self._settings.get(setting.name)))
        field.currentIndexChanged.connect(lambda _index: self._keep(setting.name, field.currentData()))
        return field

    def _number(self, setting: Setting) -> QSpinBox:
        field = QSpinBox()
        field.lineEdit().setTextMargins(8, 0, 0, 0)  # a style sheet's padding does not reach it
        field.setRange(setting.minimum, setting.maximum)
        field.setSuffix(f" {setting.unit}" if setting.unit else "")
        field.setValue(self._settings.get_int(setting.name))
        # Each digit on the way to a number is none that was meant.
        field.setKeyboardTracking(False)
        field.valueChanged.connect(lambda value: self._keep(setting.name, value))
        return field

    def _show_matching(self, query: str) -> None:
        words = query.casefold().split()
        shown = [all(word in line.words for word in words) for line in self._lines]
        for line, is_shown in zip(self._lines, shown, strict=True):
            line.show(is_shown)
        self._none.setVisible(not any(shown))

    def _reset(self, setting: Setting) -> None:
        line = next(one for one in self._lines if one.setting is setting)
        if isinstance(line.field, QComboBox):
            line.field.setCurrentIndex(line.field.findData(setting.default))
        else:
            line.field.setValue(int(setting.default))

    def _keep(self, name: str, value: Value) -> None:
        try:
            self._settings.set(name, value)
        except SettingsError as error:
            self.failed.emit(settings_words(error))
        line = next(one for one in self._lines if one.setting.name == name)
        line.reset.setEnabled(value != line.setting.default)
        self.changed.emit(name)
        self._show_samples()
        if name == "language":
            # Not at once: the box that speaks is one of those that go.
            QTimer.singleShot(0, self, self._fill)

    def _choose_export(self) -> None:
        dialog = self._file_dialog(self.tr("Export settings"), QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile("lingdu-settings.json")
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name)))
        dialog.open()

    def _choose_import(self) -> None:
        dialog = self._file_dialog(self.tr("Import settings"), QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.import_from(Path(name)))
        dialog.open()

    def _file_dialog(self, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setObjectName("settingsFileDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(mode)
        dialog.setNameFilter(self.tr("Settings (*.json)"))
        return dialog

    def export_to(self, file: Path) -> None:
        """Write settings and profiles into a file, which the file dialog asked about where it was there."""
        try:
            file.write_bytes(export_settings(self._settings, self._profiles))
        except OSError as error:
            set_words(self.report, self.tr("Not exported: {cause}").format(cause=error.strerror or error))
        else:
            set_words(self.report, self.tr("Exported to {file}. Keys are not in it.").format(file=file.name))

    def import_from(self, file: Path) -> None:
        """Take settings and profiles from a file."""
        before = {name: self._settings.get(name) for name in SETTINGS}
        try:
            with file.open("rb") as opened:
                done = import_settings(opened.read(MAX_BYTES + 1), self._settings, self._profiles)
        except (OSError, SettingsError) as error:
            set_words(self.report, self.tr("Not imported: {cause}").format(cause=error))
        else:
            set_words(self.report, self._import_words(done))
        for name, value in before.items():
            if self._settings.get(name) != value:
                self.changed.emit(name)
        self.profiles_changed.emit()
        self._fill()

    def _import_words(self, done: Imported) -> str:
        words = [
            self.tr("%n setting(s) changed.", "", len(done.changed)),
            self.tr("%n endpoint(s) added; enter their keys here.", "", done.profiles),
        ]
        if done.skipped:
            words.append(
                self.tr("Skipped, not known or not allowed here: {names}").format(names=", ".join(done.skipped))
            )
        return "\n".join(words)


def _button(name: str) -> QPushButton:
    button = QPushButton()
    button.setObjectName(name)
    button.setAutoDefault(False)
    return button


def _translated(text: str) -> str:
    return QCoreApplication.translate("Settings", text)


def _choice_words(setting: Setting, choice: Choice) -> str:
    words = _translated(choice.text)
    return in_words(words) if setting.name == "send_with" else words


def _words_of(setting: Setting, value: Value) -> str:
    for choice in setting.choices:
        if choice.value == value:
            return _choice_words(setting, choice)
    if setting.fonts:
        return str(value) or _translated("As the system")
    return f"{value} {setting.unit}".rstrip()
