"""The language of the window: translators of our own and of Qt's words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from desktop.assets import path

LANGUAGES = ("zh_CN", "en")


def language_for(choice: str) -> str:
    """The language for the setting `language`: `zh_CN`, `en`, or `system` (Chinese where the system speaks it)."""
    if choice in LANGUAGES:
        return choice
    languages = QLocale.system().uiLanguages()
    first = languages[0] if languages else QLocale.system().name()
    return "zh_CN" if first.startswith("zh") else "en"


def install_language(application: QCoreApplication, choice: str) -> list[QTranslator]:
    """Translate the window and Qt's own words; numbers and dates follow.

    The translators live as long as the caller keeps them.
    """
    language = language_for(choice)
    QLocale.setDefault(QLocale(language))
    translators = []
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in ((f"qtbase_{language}", qt_folder), (f"lingdu_{language}", str(path("i18n")))):
        translator = QTranslator()
        # Qt ships no qtbase_en: its source texts are English.
        if translator.load(name, folder):
            application.installTranslator(translator)
            translators.append(translator)
    return translators
