"""What is wrong with a setting, in the window's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.errors import SettingsError


def settings_words(error: SettingsError) -> str:
    """The sentence of an error; what it quotes is another error in some."""
    fields = {
        name: settings_words(value) if isinstance(value, SettingsError) else value
        for name, value in error.fields.items()
    }
    words = QCoreApplication.translate("SettingsError", error.template)
    return words.format(**fields) if fields else words
