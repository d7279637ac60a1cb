"""`desktop.settings.schema`: what a setting may be."""

from __future__ import annotations

import pytest

from desktop.errors import SettingsError
from desktop.settings.schema import MAX_CHARACTERS, QT_TRANSLATE_NOOP, SETTINGS


def test_every_default_is_allowed() -> None:
    for name, setting in SETTINGS.items():
        assert setting.name == name
        assert setting.check(setting.default) == setting.default
        assert setting.text


def test_numbers_have_limits_and_a_unit() -> None:
    numbers = [setting for setting in SETTINGS.values() if isinstance(setting.default, int)]

    assert numbers
    for setting in numbers:
        assert setting.check(setting.minimum) == setting.minimum
        assert setting.check(setting.maximum) == setting.maximum
        assert setting.unit
        for bad in (setting.minimum - 1, setting.maximum + 1, True, "100", 100.0, None):
            with pytest.raises(SettingsError, match=setting.name):
                setting.check(bad)


@pytest.mark.parametrize("bad", ["purple", "", "Dark", 1, None, ["dark"]])
def test_a_choice_is_one_of_its_values(bad: object) -> None:
    setting = SETTINGS["theme"]

    with pytest.raises(SettingsError, match="theme must be one of system, light, dark"):
        setting.check(bad)

    themes = ["system", "light", "dark", "contrast_light", "contrast_dark"]
    assert [setting.check(choice.value) for choice in setting.choices] == themes


@pytest.mark.parametrize("bad", ["two\nlines", "x" * (MAX_CHARACTERS + 1), "\ud83c", 7])
def test_free_text_is_one_short_line(bad: object) -> None:
    with pytest.raises(SettingsError, match="last_model must be one line"):
        SETTINGS["last_model"].check(bad)


def test_free_text_may_be_any_name() -> None:
    assert SETTINGS["last_model"].check("零度/gpt-4o:free") == "零度/gpt-4o:free"


def test_an_error_shows_no_more_than_the_beginning_of_a_value() -> None:
    with pytest.raises(SettingsError) as raised:
        SETTINGS["theme"].check("x" * 5000)

    assert len(str(raised.value)) < 200


def test_a_mark_for_translation_leaves_the_text_alone() -> None:
    assert QT_TRANSLATE_NOOP("Settings", "Zoom") == "Zoom"
