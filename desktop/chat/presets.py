"""Presets: a system prompt, parameters and a model under a name, and the file they travel in.

The file is described in docs/export-format.md.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Container, Iterable, Sequence
from typing import Any, Final

from msgspec import Struct, field

from desktop.chat.parameters import check_parameters
from desktop.errors import ParameterError

FORMAT: Final = "lingdu-presets"
VERSION: Final = 1
MAX_NAME: Final = 60
# The window reads it at once: more would stop it.
MAX_FILE: Final = 4 * 1024 * 1024
MAX_PRESETS: Final = 1000


class Preset(Struct, frozen=True):
    """What a chat can be given at once.

    Attributes:
        name: unique among the presets of one user.
        model: empty: the chat's model stays.
        system_prompt: empty: none is sent.
        parameters: those that are set, as the API names them.
    """

    name: str
    model: str = ""
    system_prompt: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The documented object."""
        return {
            "name": self.name,
            "model": self.model,
            "system_prompt": self.system_prompt,
            "parameters": copy.deepcopy(self.parameters),
        }


def checked_name(text: str) -> str:
    """A preset's name, white space collapsed.

    Raises:
        ParameterError: `no_name`.
    """
    name = " ".join(text.split())[:MAX_NAME].strip()
    if not name or not name.isprintable():
        raise ParameterError("a preset needs a name of one line", reason="no_name")
    return name


def read_preset(value: Any) -> Preset:
    """A preset from its documented object.

    Raises:
        ParameterError: it is none, or a parameter of it is not valid.
    """
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        raise ParameterError("no preset", reason="no_preset")
    texts = {name: value.get(name) or "" for name in ("model", "system_prompt")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise ParameterError("no preset", reason="no_preset", name=value["name"][:MAX_NAME])
    return Preset(checked_name(value["name"]), **texts, parameters=check_parameters(value.get("parameters") or {}))


def presets_json(presets: Iterable[Preset]) -> str:
    """The file that `read_presets` reads."""
    document = {"format": FORMAT, "version": VERSION, "presets": [preset.as_json() for preset in presets]}
    return json.dumps(document, ensure_ascii=True, indent=2) + "\n"


def read_presets(raw: bytes) -> list[Preset]:
    """The presets of a file.

    Raises:
        ParameterError: `file_too_large`, `no_presets` (another file), `newer` (of a later version), `too_many`, or as
            `read_preset`: all or none.
    """
    if len(raw) > MAX_FILE:
        limits = (0, MAX_FILE // 1024 // 1024)
        raise ParameterError("the file is too large", reason="file_too_large", limits=limits)
    try:
        document = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ParameterError("the file holds no presets", reason="no_presets") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ParameterError("the file holds no presets", reason="no_presets")
    version = document.get("version")
    if isinstance(version, int) and version > VERSION:
        raise ParameterError("the file is of a later version", reason="newer")
    presets = document.get("presets")
    if not isinstance(presets, list):
        raise ParameterError("the file holds no presets", reason="no_presets")
    if len(presets) > MAX_PRESETS:
        raise ParameterError("too many presets", reason="too_many", limits=(0, MAX_PRESETS))
    return [read_preset(one) for one in presets]


def merged(presets: Sequence[Preset], more: Iterable[Preset]) -> list[Preset]:
    """Both; where a name is taken by another preset, a number follows it, and what is there already is not doubled."""
    found = {preset.name: preset for preset in presets}
    added: list[Preset] = []
    for preset in more:
        if found.get(preset.name) != preset:
            name = free_name(preset.name, found)
            found[name] = Preset(name, *_rest(preset))
            added.append(found[name])
    return [*presets, *added]


def free_name(name: str, taken: Container[str]) -> str:
    """The name, or where it is taken the name with ` (2)`, ` (3)` and so on behind it."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name} ({number})"
    return found


def _rest(preset: Preset) -> tuple[str, str, dict[str, Any]]:
    return preset.model, preset.system_prompt, preset.parameters
