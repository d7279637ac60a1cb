"""How long to wait: the three limits of every connection."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFormLayout, QSpinBox, QWidget

from desktop.errors import SettingsError
from desktop.settings.schema import SETTINGS
from desktop.settings.settings import Settings
from desktop.ui.labels import plain_label
from desktop.ui.settings_words import settings_words

LIMITS = {
    "connect_timeout_s": "connectLimitField",
    "write_timeout_s": "writeLimitField",
    "silence_timeout_s": "silenceLimitField",
}


class LimitsForm(QWidget):
    """One number a limit, with the limits of the schema; each is kept as it is changed.

    Signals:
        changed(): a limit is another now.
        failed(words): it holds for this session, but could not be saved.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        form = QFormLayout(self)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        for name, object_name in LIMITS.items():
            setting = SETTINGS[name]
            field = QSpinBox()
            field.setObjectName(object_name)
            field.setRange(setting.minimum, setting.maximum)
            field.setSuffix(f" {setting.unit}")
            field.setValue(settings.get_int(name))
            field.setKeyboardTracking(False)
            field.lineEdit().setTextMargins(8, 0, 0, 0)  # a style sheet's padding does not reach it
            words = QCoreApplication.translate("Settings", setting.text)
            field.setAccessibleName(words)
            field.valueChanged.connect(lambda value, name=name: self._keep(name, value))
            form.addRow(plain_label(words, "fieldLabel"), field)
        form.addRow(
            plain_label(
                self.tr("An answer has no limit on the whole: as long as anything arrives, it goes on."),
                "limitsHint",
                wrap=True,
            )
        )

    def _keep(self, name: str, value: int) -> None:
        try:
            self._settings.set(name, value)
        except SettingsError as error:
            self.failed.emit(settings_words(error))
        self.changed.emit()
