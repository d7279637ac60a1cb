"""What is wrong with a setting, in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

import desktop
from desktop.api.origin import parse_base_url
from desktop.api.proxy import parse_proxy
from desktop.errors import QT_TRANSLATE_NOOP, SettingsError
from desktop.settings.keys import clean_key
from desktop.settings.settings import Settings
from desktop.ui.language import install_language
from desktop.ui.settings_words import settings_words

DESKTOP = Path(desktop.__file__).parent


@pytest.fixture
def chinese(qapp):
    translators = install_language(qapp, "zh_CN")
    yield
    for translator in translators:
        qapp.removeTranslator(translator)


@pytest.mark.parametrize(
    ("check", "text", "quoted"),
    [
        (parse_base_url, "", "https://api000.com/v1"),
        (parse_base_url, "ftp://example.org", "ftp://"),
        (parse_base_url, "https://exa_mple..org/v1", "exa_mple..org"),
        (parse_proxy, "gopher://x", "gopher://"),
        (clean_key, "", "API"),
        (clean_key, "x" * 2000, "1,280"),
    ],
)
def test_what_was_typed_wrongly_is_said_in_the_language_of_the_window(chinese, check, text, quoted):
    with pytest.raises(SettingsError) as raised:
        check(text)

    words = settings_words(raised.value)

    assert quoted in words
    assert re.search("[\u4e00-\u9fff]", words), words
    assert str(raised.value).isascii()


def test_an_error_that_quotes_another_is_translated_whole(chinese):
    inner = SettingsError(QT_TRANSLATE_NOOP("SettingsError", "The base URL must not hold a number sign."))

    words = settings_words(SettingsError("OPENAI_BASE_URL: {cause}", cause=inner))

    assert words.startswith("OPENAI_BASE_URL: ")
    assert not words.isascii()


def test_settings_that_cannot_be_read_and_so_not_be_kept_are_told_in_the_language_of_the_window(chinese, tmp_path):
    # A folder in the place of the file.
    settings = Settings(tmp_path)
    with pytest.raises(SettingsError) as raised:
        settings.set("zoom_percent", 150)

    for words in (settings_words(settings.unreadable), settings_words(raised.value)):
        assert str(tmp_path) in words
        assert "The " not in words


def test_braces_in_what_is_quoted_are_no_fields():
    error = SettingsError("It is {name}.", name="{x}")

    assert settings_words(error) == str(error) == "It is {x}."


def test_every_sentence_that_is_marked_is_translated(chinese):
    marked = re.compile(r'QT_TRANSLATE_NOOP\(\s*"SettingsError",\s*"([^"]+)"')
    sentences = {one for file in DESKTOP.rglob("*.py") for one in marked.findall(file.read_text("utf-8"))}

    assert len(sentences) > 25
    assert [one for one in sentences if QCoreApplication.translate("SettingsError", one) == one] == []
