from __future__ import annotations

import json
import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from desktop.chat.presets import Preset
from desktop.settings.settings import Settings
from desktop.ui.parameters.preset_book import PresetBook
from desktop.ui.parameters.preset_list import PresetList

CODER = Preset("Coder", "m", "prompt", {"temperature": 0})


@pytest.fixture
def book(tmp_path):
    book = PresetBook(Settings(tmp_path / "settings.json"))
    book.put(CODER)
    book.put(Preset("Writer"))
    return book


@pytest.fixture
def valid():
    return {"is": True}


@pytest.fixture
def presets(qtbot, book, valid):
    presets = PresetList(book, lambda name: Preset(name, "now", "form", {"seed": 1}) if valid["is"] else None)
    qtbot.addWidget(presets)
    with qtbot.waitExposed(presets):
        presets.show()
    presets.activateWindow()
    qtbot.waitUntil(presets.isActiveWindow, timeout=10_000)
    return presets


def names(book) -> list[str]:
    return [one.name for one in book.all()]


def test_a_preset_is_applied_by_button_and_by_enter(qtbot, presets):
    with qtbot.waitSignal(presets.applied, timeout=10_000) as seen:
        presets.apply.click()
    assert seen.args == [CODER]

    with qtbot.waitSignal(presets.applied, timeout=10_000):
        qtbot.keyClick(presets.list, Qt.Key.Key_Return)


def test_the_form_is_saved_and_named_at_once(qtbot, presets, book):
    presets.save.click()
    editor = presets.list.findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "Mine")
    qtbot.keyClick(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "Mine" in names(book), timeout=10_000)
    assert book.get("Mine") == Preset("Mine", "now", "form", {"seed": 1})
    assert names(book) == ["Coder", "Writer", "Mine"]


def test_a_name_that_is_taken_gets_a_number_and_an_empty_one_is_refused(presets, book):
    presets.list.item(0).setText("Writer")
    assert names(book) == ["Writer (2)", "Writer"]
    assert presets.list.item(0).text() == "Writer (2)"

    presets.list.item(1).setText("  ")
    assert (names(book)[1], presets.note.text()) == ("Writer", "A preset needs a name")


@pytest.mark.parametrize("how", ["button", "key"])
def test_a_preset_is_deleted_and_brought_back(qtbot, presets, book, how):
    if how == "button":
        presets.delete.click()
    else:
        presets.list.setFocus()
        qtbot.keyClick(presets.list, Qt.Key.Key_Delete)
    assert names(book) == ["Writer"]
    assert presets.note.text() == "“Coder” was deleted."

    presets.undo.click()

    assert (names(book), book.get("Coder")) == (["Coder", "Writer"], CODER)
    assert presets.undo.isHidden()


def test_an_overwritten_preset_is_brought_back(presets, book):
    presets.update_button.click()
    assert book.get("Coder").model == "now"

    presets.undo.click()

    assert book.get("Coder") == CODER


def test_a_form_that_is_not_valid_is_not_saved(presets, book, valid):
    valid["is"] = False

    presets.save.click()
    presets.update_button.click()

    assert (names(book), book.get("Coder")) == (["Coder", "Writer"], CODER)
    assert presets.note.text() == "Mend what is marked first."


def test_presets_travel_in_a_file(qtbot, presets, book, tmp_path):
    file = tmp_path / "presets.json"
    presets.export_file(file)
    assert presets.note.text() == "2 presets were written."
    presets.delete.click()

    presets.import_file(file)

    assert sorted(names(book)) == ["Coder", "Writer"]
    assert presets.note.text() == "1 presets were imported."
    assert json.loads(file.read_text())["format"] == "lingdu-presets"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no json", "Nothing was imported. The file holds no presets of this program"),
        (
            b'{"format": "lingdu-presets", "version": 1, "presets": [{"name": "x", "parameters": {"top_p": 5}}]}',
            "Nothing was imported. top_p: Allowed is 0 to 1",
        ),
        (b" " * 4 * 1024 * 1024 + b"{}", "Nothing was imported. The file is larger than 4 MB"),
        (
            b'{"format": "lingdu-presets", "version": 1, "presets": [' + b'{"name": "x"},' * 1000 + b'{"name": "y"}]}',
            "Nothing was imported. The file holds more than 1,000 presets",
        ),
    ],
)
def test_a_file_that_is_not_valid_adds_nothing(presets, book, tmp_path, data, words):
    (tmp_path / "bad.json").write_bytes(data)

    presets.import_file(tmp_path / "bad.json")

    assert (names(book), presets.note.text()) == (["Coder", "Writer"], words)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(presets, tmp_path):
    os.mkfifo(tmp_path / "pipe.json")

    presets.import_file(tmp_path / "pipe.json")

    assert presets.note.text() == "The file cannot be read: This is no ordinary file"


def test_files_that_cannot_be_opened_are_told(presets, tmp_path):
    presets.import_file(tmp_path / "gone.json")
    assert presets.note.text() == "The file cannot be read: No such file or directory"

    presets.export_file(tmp_path / "no folder" / "x.json")
    assert presets.note.text().startswith("The file cannot be written: ")


def test_the_buttons_ask_for_a_file(presets):
    presets.bring.click()
    presets.hand_out.click()

    dialogs = {dialog.objectName(): dialog for dialog in presets.findChildren(QFileDialog)}
    assert set(dialogs) == {"importPresetsDialog", "exportPresetsDialog"}
    for dialog in dialogs.values():
        dialog.reject()


def test_without_presets_there_is_only_saving_and_importing(qtbot, tmp_path):
    presets = PresetList(PresetBook(Settings(tmp_path / "empty.json")), Preset)
    qtbot.addWidget(presets)

    idle = (presets.apply, presets.rename, presets.update_button, presets.delete, presets.hand_out)
    assert not any(one.isEnabled() for one in idle)
    assert presets.save.isEnabled()
    assert presets.bring.isEnabled()


def test_a_settings_file_that_cannot_be_written_is_told(qtbot, presets, tmp_path, frozen):
    with frozen(tmp_path), qtbot.waitSignal(presets.failed, timeout=10_000) as seen:
        presets.delete.click()

    assert "could not be written" in seen.args[0]
