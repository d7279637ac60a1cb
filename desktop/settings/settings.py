"""The settings file: one JSON object, saved whole, never half."""

from __future__ import annotations

import copy
import json
import os
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

from desktop.errors import QT_TRANSLATE_NOOP, SettingsError
from desktop.settings.schema import SETTINGS, Setting, Value

VERSION = 1


class Settings:
    """The settings of one user, in memory and in `path`; not for more than one thread.

    A change is saved at once: to a new file beside the old one, which it then replaces. Where it cannot be saved it
    holds for this session. Keys and values that this version does not know stay in the file as they are.

    Attributes:
        path: the file.
        damaged: where a file that is no JSON object was moved to, None where there was none.
        unreadable: why the file cannot be read; such a file is never overwritten. None where it can.
        invalid: names of settings whose value in the file is not allowed; they have their defaults.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damaged: Path | None = None
        self.unreadable: SettingsError | None = None
        self._unsaved = False
        self._values: dict[str, Any] = {}
        self._load()
        self.invalid = tuple(name for name in SETTINGS if not self._is_valid(name))

    def get(self, name: str) -> Value:
        """The value of a setting, its default where none is set.

        Raises:
            SettingsError: `schema` has no such setting.
        """
        setting = _setting(name)
        return setting.check(self._values[name]) if name in self._values and self._is_valid(name) else setting.default

    def get_str(self, name: str) -> str:
        """As `get`, for a setting that is text."""
        value = self.get(name)
        if not isinstance(value, str):
            raise SettingsError(f"The setting {name} is a number.")
        return value

    def get_int(self, name: str) -> int:
        """As `get`, for a setting that is a number."""
        value = self.get(name)
        if not isinstance(value, int):
            raise SettingsError(f"The setting {name} is text.")
        return value

    def set(self, name: str, value: object) -> None:
        """Change a setting and save.

        Raises:
            SettingsError: there is no such setting or it may not have this value, and nothing changed; or the file
                cannot be written, and the value holds for this session.
        """
        checked = _setting(name).check(value)
        if not self._unsaved and name not in self.invalid and self.get(name) == checked:
            return
        self.invalid = tuple(other for other in self.invalid if other != name)
        self._values[name] = checked
        self._save()

    def section(self, name: str) -> Any:
        """A copy of the JSON value that another module keeps in this file; None where there is none."""
        return copy.deepcopy(self._values.get(name))

    def set_section(self, name: str, value: Any) -> None:
        """Replace that JSON value and save.

        Raises:
            SettingsError: the file cannot be written; the value holds for this session.
        """
        if name in SETTINGS or name == "version":
            raise ValueError(f"{name!r} is no section")
        self._values[name] = copy.deepcopy(value)
        self._save()

    def _is_valid(self, name: str) -> bool:
        if name not in self._values:
            return True
        try:
            SETTINGS[name].check(self._values[name])
        except SettingsError:
            return False
        return True

    def _load(self) -> None:
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            words = QT_TRANSLATE_NOOP("SettingsError", "The settings in {path} cannot be read: {cause}.")
            self.unreadable = SettingsError(words, path=self.path, cause=error.strerror)
            return
        values = _decode(data)
        if values is None:
            self._move_away()
        else:
            self._values = values

    def _move_away(self) -> None:
        names = (self.path.with_name(f"{self.path.stem}.damaged-{number}{self.path.suffix}") for number in count(1))
        target = next(name for name in names if not name.exists())
        try:
            self.path.rename(target)
        except OSError as error:
            words = QT_TRANSLATE_NOOP(
                "SettingsError", "The settings in {path} are damaged and cannot be moved away: {cause}."
            )
            self.unreadable = SettingsError(words, path=self.path, cause=error.strerror)
        else:
            self.damaged = target

    def _save(self) -> None:
        self._unsaved = True
        if self.unreadable is not None:
            words = QT_TRANSLATE_NOOP("SettingsError", "{cause} The change holds for this session only.")
            raise SettingsError(words, cause=self.unreadable)
        # A newer version's number stays: its keys stay too.
        self._values.setdefault("version", VERSION)
        # Escaped, because a lone surrogate, which JSON may hold, has no UTF-8.
        text = json.dumps(self._values, indent=2, sort_keys=True) + "\n"
        try:
            _write_whole(self.path, text.encode("ascii"))
        except OSError as error:
            words = QT_TRANSLATE_NOOP(
                "SettingsError",
                "The settings could not be written to {path}: {cause}. The change holds for this session only.",
            )
            raise SettingsError(
                words,
                path=self.path,
                cause=error.strerror,
            ) from error
        self._unsaved = False


def _setting(name: str) -> Setting:
    if name not in SETTINGS:
        raise SettingsError(f"There is no setting {name!r}.")
    return SETTINGS[name]


def _decode(data: bytes) -> dict[str, Any] | None:
    """The object in the file; None where it is damaged."""
    try:
        # Some editors of Windows put a byte order mark before it.
        values = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _write_whole(path: Path, data: bytes) -> None:
    """Replace a file by one with mode 0600; after a power cut it is the old or the new one."""
    # A link to a file elsewhere stays a link.
    target = Path(os.path.realpath(path))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _flush_folder(target.parent)


def _flush_folder(folder: Path) -> None:
    """Make the new name last; Windows has no such call and does it by itself."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
