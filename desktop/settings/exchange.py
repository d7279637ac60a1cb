"""Settings and profiles as a file to carry to another machine; keys and private headers are in no settings file.

The file is one JSON object: `format` is "lingdu-settings", `version` 1, `settings` an object of the names of `schema`,
`profiles` a list of objects as in the settings file.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from msgspec import Struct, structs

from desktop.errors import QT_TRANSLATE_NOOP, SettingsError
from desktop.settings.profiles import Profile, Profiles, profile_from_entry, profile_to_entry
from desktop.settings.schema import SETTINGS
from desktop.settings.settings import Settings

FORMAT = "lingdu-settings"
VERSION = 1
MAX_BYTES = 4 * 1024 * 1024

# What belongs to this machine's chats and not to its user's habits.
_LOCAL = frozenset({"default_profile", "last_model"})


class Imported(Struct, frozen=True):
    """What became of a settings file.

    Attributes:
        changed: names of the settings that have another value now.
        profiles: how many profiles were added; those that were here already do not count.
        skipped: names of settings and profiles that this version does not know or allow.
    """

    changed: tuple[str, ...]
    profiles: int
    skipped: tuple[str, ...]


def export_settings(settings: Settings, profiles: Profiles) -> bytes:
    """The file, as UTF-8."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "settings": {name: settings.get(name) for name in SETTINGS if name not in _LOCAL},
        "profiles": [profile_to_entry(profile) for profile in profiles.all()],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def import_settings(data: bytes, settings: Settings, profiles: Profiles) -> Imported:
    """Take what the file holds; a profile comes in beside its namesake and overwrites none.

    A profile's consent to unencrypted http is not taken: it is given on the machine that sends.

    Raises:
        SettingsError: it is no such file and nothing changed; or what was taken could not be saved.
    """
    values, entries = _read(data)
    changed: list[str] = []
    skipped: list[str] = []
    for name, value in values.items():
        try:
            checked = SETTINGS[name].check(value) if name in SETTINGS and name not in _LOCAL else None
        except SettingsError:
            checked = None
        if checked is None:
            skipped.append(name)
        elif settings.get(name) != checked:
            settings.set(name, checked)
            changed.append(name)
    added = 0
    for entry in entries:
        profile = profile_from_entry(entry)
        if profile is None:
            skipped.append(_name_of(entry))
        elif not _is_here(profile, profiles):
            taken = profiles.get(profile.id) is not None
            own = structs.replace(profile, id=uuid4().hex if taken else profile.id, allow_plain_http=False)
            profiles.put(own)
            added += 1
    return Imported(tuple(changed), added, tuple(skipped))


def _read(data: bytes) -> tuple[dict[str, Any], list[Any]]:
    """The settings and the profiles of a file."""
    try:
        content = json.loads(data[: MAX_BYTES + 1].decode("utf-8-sig"))
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise SettingsError(
            QT_TRANSLATE_NOOP(
                "SettingsError", "This is no file of exported settings; such a file is made by “Export settings…”."
            )
        )
    version = content.get("version")
    if version != VERSION:
        words = QT_TRANSLATE_NOOP(
            "SettingsError", "This file is of version {version}, and this program reads {own}: update it first."
        )
        raise SettingsError(words, version=f"{version!r:.20}", own=VERSION)
    values, entries = content.get("settings", {}), content.get("profiles", [])
    if not isinstance(values, dict) or not isinstance(entries, list):
        raise SettingsError(
            QT_TRANSLATE_NOOP("SettingsError", "The file's settings are not an object, or its profiles not a list.")
        )
    return values, entries


def _is_here(profile: Profile, profiles: Profiles) -> bool:
    """Whether a stored profile differs from this one in nothing but its id and its consent."""
    same = structs.replace(profile, id="", allow_plain_http=False)
    return any(structs.replace(one, id="", allow_plain_http=False) == same for one in profiles.all())


def _name_of(entry: Any) -> str:
    name = entry.get("name") if isinstance(entry, dict) else None
    return name if isinstance(name, str) and name else "?"
