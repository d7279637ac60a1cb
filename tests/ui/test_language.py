from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale

from desktop.ui.language import install_language, language_for
from desktop.ui.words import tr


@pytest.fixture
def restore(qapp):
    default = QLocale()
    installed = []
    yield installed
    for translator in installed:
        qapp.removeTranslator(translator)
    QLocale.setDefault(default)


def test_the_choice_of_the_user_beats_the_system():
    assert language_for("zh_CN") == "zh_CN"
    assert language_for("en") == "en"
    assert language_for("system") in {"zh_CN", "en"}


def test_chinese_words_and_qts_own_are_loaded(qapp, restore):
    restore += install_language(qapp, "zh_CN")

    assert tr("Retry") == "重试"
    assert qapp.translate("QPlatformTheme", "Cancel") == "取消"
    assert QLocale().toString(1208) == "1,208"


@pytest.mark.parametrize(("count", "words"), [(1, "1 character kept"), (2, "2 characters kept")])
def test_english_plurals_fit(qapp, restore, count, words):
    restore += install_language(qapp, "en")

    assert tr("%n characters kept", "", count) == words
