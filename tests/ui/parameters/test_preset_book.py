from __future__ import annotations

import json

import pytest

from desktop.chat.presets import Preset
from desktop.errors import SettingsError
from desktop.settings.settings import Settings
from desktop.ui.parameters.preset_book import PresetBook

CODER = Preset("Coder", "m", "prompt", {"temperature": 0})


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.json"


def book(path) -> PresetBook:
    return PresetBook(Settings(path))


def test_presets_are_there_after_a_restart_in_their_order(path):
    book(path).put(CODER)
    book(path).put(Preset("Writer"))
    book(path).put(Preset("Coder", "m2"))

    assert book(path).all() == [Preset("Coder", "m2"), Preset("Writer")]
    assert book(path).get("Writer") == Preset("Writer")
    assert book(path).get("nobody") is None


def test_a_preset_is_renamed_and_removed(path):
    book(path).put(CODER)
    book(path).put(Preset("Writer"))

    assert book(path).rename("Coder", "Writer") == "Writer (2)"
    book(path).remove("Writer")

    assert book(path).all() == [Preset("Writer (2)", "m", "prompt", {"temperature": 0})]


def test_what_this_version_cannot_read_stays_in_the_file(path):
    newer = {"name": "x", "parameters": {"temperature": "warm"}}
    path.write_text(json.dumps({"presets": [newer]}))

    book(path).put(CODER)
    book(path).replace_all([CODER, Preset("Writer")])

    assert book(path).all() == [CODER, Preset("Writer")]
    assert newer in json.loads(path.read_text())["presets"]


def test_adding_the_same_twice_adds_it_once(path):
    assert book(path).add_all([CODER, Preset("Writer")]) == 2
    assert book(path).add_all([CODER, Preset("Writer")]) == 0


def test_a_file_that_cannot_be_written_is_told(path, frozen):
    found = book(path)
    found.put(CODER)
    with frozen(path.parent), pytest.raises(SettingsError):
        found.put(Preset("Writer"))

    assert len(found.all()) == 2


def test_presets_are_added_to_a_file_that_has_a_name_twice(path):
    # One that was written by hand, or by two copies of the program.
    path.write_text(json.dumps({"presets": [CODER.as_json(), Preset("Coder", "m2").as_json()]}))

    added = book(path).add_all([Preset("Writer"), Preset("Poet")])

    assert added == 2
    assert book(path).all() == [CODER, Preset("Coder", "m2"), Preset("Writer"), Preset("Poet")]
