"""What a chat is asked with, and the presets beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.chat.presets import Preset
from desktop.ui.dialogs import give_size
from desktop.ui.labels import plain_label
from desktop.ui.named import named_button
from desktop.ui.parameters.form import ParametersForm
from desktop.ui.parameters.preset_book import PresetBook
from desktop.ui.parameters.preset_list import PresetList


class ParametersDialog(QDialog):
    """Changes nothing of the chat before Save.

    Signals:
        saved(model, system_prompt, parameters): what the chat is asked with from its next question on.
        failed(words): a preset could not be saved.
    """

    saved = Signal(str, str, object)
    failed = Signal(str)

    def __init__(
        self,
        book: PresetBook,
        model: str,
        system_prompt: str,
        parameters: dict[str, Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("parametersDialog")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Parameters of this chat"))
        give_size(self, 860, 700)
        self.form = ParametersForm()
        self.presets = PresetList(book, self._preset)
        self.trouble = plain_label("", "parametersTrouble", wrap=True)
        self.clear = named_button("clearParametersButton", self.tr("Clear all"))
        self.save = named_button("saveParametersButton", self.tr("Save"))
        self.save.setProperty("primary", True)
        self.save.setDefault(True)
        self.cancel = named_button("cancelParametersButton", self.tr("Cancel"))
        self._lay_out()
        self.form.show_values(model, system_prompt, parameters)
        self.form.changed.connect(self._judge)
        self.presets.applied.connect(self._apply)
        self.presets.failed.connect(self.failed)
        self.clear.clicked.connect(lambda: self.form.show_values("", "", {}))
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.reject)
        self._judge()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        buttons.addButton(self.clear, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.cancel, QDialogButtonBox.ButtonRole.RejectRole)
        columns = QHBoxLayout()
        columns.setSpacing(18)
        columns.addWidget(self.presets)
        columns.addWidget(self.form, 1)
        column = QVBoxLayout(self)
        column.addLayout(columns, 1)
        column.addWidget(self.trouble)
        column.addWidget(buttons)

    def _preset(self, name: str) -> Preset | None:
        if self.form.errors:
            self.form.focus_error()
            return None
        return self.form.preset(name)

    def _apply(self, preset: Preset) -> None:
        self.form.show_values(preset.model, preset.system_prompt, preset.parameters)

    def _judge(self) -> None:
        errors = self.form.errors
        self.trouble.setText(self.tr("%n boxes hold something that cannot be sent.", "", len(errors)) if errors else "")

    def _save(self) -> None:
        if self.form.errors:
            self.form.focus_error()
            return
        preset = self.form.preset("")
        self.saved.emit(preset.model, preset.system_prompt, preset.parameters)
        self.accept()
