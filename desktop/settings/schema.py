"""Every setting once: its type, default, limits and the words of its line in the settings dialog.

The file, the dialog and the user guide are made from `SETTINGS`; code may read no other name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from desktop.errors import QT_TRANSLATE_NOOP, SettingsError

Value = str | int

MAX_CHARACTERS = 256


class Choice(Struct, frozen=True):
    """One value of a setting with fixed values, and its words in English."""

    value: str
    text: str


class Setting(Struct, frozen=True):
    """One setting.

    Attributes:
        name: its key in the file; a bare number has its unit at the end.
        default: its value where the file has none; its type is the setting's.
        text: its words in English, context `Settings`.
        unit: `%`, `px`, `s` or empty.
        minimum, maximum: limits of a number, both allowed; both 0 for text.
        choices: the only values allowed; empty for free text and numbers.
        fonts: the text is a family of fonts, of `all` that the system has or of the `fixed` ones; empty: the system's.
    """

    name: str
    default: Value
    text: str
    unit: str = ""
    minimum: int = 0
    maximum: int = 0
    choices: tuple[Choice, ...] = ()
    fonts: Literal["", "all", "fixed"] = ""

    def check(self, value: object) -> Value:
        """The value, where this setting may have it.

        Raises:
            SettingsError: it may not; the sentence names the setting and what it may be.
        """
        if isinstance(self.default, int):
            return self._check_number(value)
        return self._check_text(value)

    def _check_number(self, value: object) -> int:
        # True is an int for Python, but no percentage.
        if not isinstance(value, int) or isinstance(value, bool) or not self.minimum <= value <= self.maximum:
            limits = f"{self.minimum} to {self.maximum}"
            raise SettingsError(f"The setting {self.name} must be a whole number from {limits}, not {value!r:.60}.")
        return value

    def _check_text(self, value: object) -> str:
        allowed = [choice.value for choice in self.choices]
        if allowed:
            if not isinstance(value, str) or value not in allowed:
                raise SettingsError(f"The setting {self.name} must be one of {', '.join(allowed)}, not {value!r:.60}.")
            return value
        if not isinstance(value, str) or len(value) > MAX_CHARACTERS or not value.isprintable():
            raise SettingsError(
                f"The setting {self.name} must be one line of at most {MAX_CHARACTERS} characters, not {value!r:.60}."
            )
        return value


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        setting.name: setting
        for setting in (
            Setting(
                "language",
                "system",
                QT_TRANSLATE_NOOP("Settings", "Language"),
                choices=(
                    Choice("system", QT_TRANSLATE_NOOP("Settings", "As the system")),
                    # Languages are written in themselves, so that they are found from any other.
                    Choice("zh_CN", "简体中文"),
                    Choice("en", "English"),
                ),
            ),
            Setting(
                "theme",
                "system",
                QT_TRANSLATE_NOOP("Settings", "Theme"),
                choices=(
                    Choice("system", QT_TRANSLATE_NOOP("Settings", "As the system")),
                    Choice("light", QT_TRANSLATE_NOOP("Settings", "Light")),
                    Choice("dark", QT_TRANSLATE_NOOP("Settings", "Dark")),
                    Choice("contrast_light", QT_TRANSLATE_NOOP("Settings", "High contrast, light")),
                    Choice("contrast_dark", QT_TRANSLATE_NOOP("Settings", "High contrast, dark")),
                ),
            ),
            Setting(
                "accent",
                "blue",
                QT_TRANSLATE_NOOP("Settings", "Accent colour"),
                choices=(
                    Choice("blue", QT_TRANSLATE_NOOP("Settings", "Blue")),
                    Choice("teal", QT_TRANSLATE_NOOP("Settings", "Teal")),
                    Choice("green", QT_TRANSLATE_NOOP("Settings", "Green")),
                    Choice("violet", QT_TRANSLATE_NOOP("Settings", "Violet")),
                    Choice("rose", QT_TRANSLATE_NOOP("Settings", "Rose")),
                ),
            ),
            Setting("zoom_percent", 100, QT_TRANSLATE_NOOP("Settings", "Zoom"), unit="%", minimum=50, maximum=300),
            Setting(
                "motion",
                "system",
                QT_TRANSLATE_NOOP("Settings", "Blinking and movement"),
                choices=(
                    Choice("system", QT_TRANSLATE_NOOP("Settings", "As the system")),
                    Choice("full", QT_TRANSLATE_NOOP("Settings", "On")),
                    Choice("reduced", QT_TRANSLATE_NOOP("Settings", "Off: nothing moves by itself")),
                ),
            ),
            Setting("text_family", "", QT_TRANSLATE_NOOP("Settings", "Font of texts"), fonts="all"),
            Setting(
                "text_size_px",
                14,
                QT_TRANSLATE_NOOP("Settings", "Size of messages and of the message box"),
                unit="px",
                minimum=10,
                maximum=32,
            ),
            Setting("code_family", "", QT_TRANSLATE_NOOP("Settings", "Font of code"), fonts="fixed"),
            Setting(
                "code_size_px", 13, QT_TRANSLATE_NOOP("Settings", "Size of code"), unit="px", minimum=9, maximum=32
            ),
            Setting(
                "send_with",
                "enter",
                QT_TRANSLATE_NOOP("Settings", "Send with"),
                choices=(
                    Choice("enter", QT_TRANSLATE_NOOP("Settings", "Enter")),
                    Choice("ctrl_enter", QT_TRANSLATE_NOOP("Settings", "Ctrl+Enter")),
                ),
            ),
            Setting(
                "notify",
                "away",
                QT_TRANSLATE_NOOP("Settings", "Tell when an answer ends"),
                choices=(
                    Choice("away", QT_TRANSLATE_NOOP("Settings", "While the window is in the background")),
                    Choice("never", QT_TRANSLATE_NOOP("Settings", "Never")),
                ),
            ),
            Setting(
                "tray_icon",
                "show",
                QT_TRANSLATE_NOOP("Settings", "Show an icon in the tray"),
                choices=(
                    Choice("show", QT_TRANSLATE_NOOP("Settings", "If there is one")),
                    Choice("hide", QT_TRANSLATE_NOOP("Settings", "Never")),
                ),
            ),
            Setting(
                "on_close",
                "quit",
                QT_TRANSLATE_NOOP("Settings", "When the window is closed"),
                choices=(
                    Choice("quit", QT_TRANSLATE_NOOP("Settings", "As usual")),
                    Choice("tray", QT_TRANSLATE_NOOP("Settings", "Stay in the tray, if there is one")),
                ),
            ),
            Setting(
                "start_in",
                "window",
                QT_TRANSLATE_NOOP("Settings", "At the start"),
                choices=(
                    Choice("window", QT_TRANSLATE_NOOP("Settings", "Show the window")),
                    Choice("tray", QT_TRANSLATE_NOOP("Settings", "Stay in the tray, if there is one")),
                ),
            ),
            Setting(
                "connect_timeout_s",
                10,
                QT_TRANSLATE_NOOP("Settings", "Give up connecting after"),
                unit="s",
                minimum=1,
                maximum=300,
            ),
            Setting(
                "write_timeout_s",
                30,
                QT_TRANSLATE_NOOP("Settings", "Give up sending after"),
                unit="s",
                minimum=1,
                maximum=600,
            ),
            Setting(
                "silence_timeout_s",
                300,
                QT_TRANSLATE_NOOP("Settings", "Give up when the server is silent for"),
                unit="s",
                minimum=5,
                maximum=3600,
            ),
            Setting(
                "picture_side",
                "2048",
                QT_TRANSLATE_NOOP("Settings", "Scale pictures to"),
                choices=(
                    Choice("original", QT_TRANSLATE_NOOP("Settings", "Original size")),
                    Choice("4096", QT_TRANSLATE_NOOP("Settings", "4096 pixels")),
                    Choice("2048", QT_TRANSLATE_NOOP("Settings", "2048 pixels")),
                    Choice("1024", QT_TRANSLATE_NOOP("Settings", "1024 pixels")),
                ),
            ),
            Setting("default_profile", "", QT_TRANSLATE_NOOP("Settings", "Profile of new chats")),
            Setting("last_model", "", QT_TRANSLATE_NOOP("Settings", "Model used last")),
        )
    }
)
