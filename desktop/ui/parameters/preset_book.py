"""The presets of the user, kept in the settings file."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.chat.presets import Preset, free_name, merged, read_preset
from desktop.errors import ParameterError
from desktop.settings.settings import Settings

SECTION = "presets"


class PresetBook:
    """Finds, keeps, renames and removes presets.

    Every change raises `SettingsError` where the file cannot be written; it holds for this session then. What this
    version cannot read in the file stays there.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def all(self) -> list[Preset]:
        """The presets, in the order in which they were made."""
        return [one for one in self._entries() if isinstance(one, Preset)]

    def get(self, name: str) -> Preset | None:
        """A preset by its name."""
        return next((one for one in self.all() if one.name == name), None)

    def put(self, preset: Preset) -> None:
        """Keep a preset, in the place of the one of its name."""
        entries = self._entries()
        taken = [one.name if isinstance(one, Preset) else None for one in entries]
        if preset.name in taken:
            entries[taken.index(preset.name)] = preset
        else:
            entries.append(preset)
        self._write(entries)

    def rename(self, name: str, wanted: str) -> str:
        """Give a preset another name; where that is taken, a number follows it. The name it has now."""
        others = [one.name for one in self.all() if one.name != name]
        new = free_name(wanted, others)
        self._write(
            [
                Preset(new, one.model, one.system_prompt, one.parameters)
                if isinstance(one, Preset) and one.name == name
                else one
                for one in self._entries()
            ]
        )
        return new

    def remove(self, name: str) -> None:
        """Remove a preset."""
        self._write([one for one in self._entries() if not (isinstance(one, Preset) and one.name == name)])

    def replace_all(self, presets: Sequence[Preset]) -> None:
        """Let these be the presets: how a change is taken back."""
        self._write([*presets, *(one for one in self._entries() if not isinstance(one, Preset))])

    def add_all(self, presets: Sequence[Preset]) -> int:
        """Add what is not there yet; how many were added."""
        entries = self._entries()
        before = [one for one in entries if isinstance(one, Preset)]
        added = merged(before, presets)[len(before) :]
        self._write([*entries, *added])
        return len(added)

    def _entries(self) -> list[object]:
        stored = self._settings.section(SECTION)
        return [_read(one) for one in stored] if isinstance(stored, list) else []

    def _write(self, entries: Sequence[object]) -> None:
        self._settings.set_section(SECTION, [one.as_json() if isinstance(one, Preset) else one for one in entries])


def _read(value: object) -> object:
    try:
        return read_preset(value)
    except ParameterError:
        return value
