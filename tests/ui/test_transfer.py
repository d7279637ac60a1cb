"""`desktop.ui.transfer`: dialogs over the real store."""

from __future__ import annotations

import json

import pytest
from fakes.server import sse
from msgspec.structs import asdict
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop.chat.exports import Exported
from desktop.chat.imports.reading import ImportFileError
from desktop.ui.transfer import ExportDialog, ImportDialog, export_words, import_words, labels
from desktop.worker.import_worker import ImportReport


@pytest.fixture
def asked(qtbot, make_stack, server):
    server.script(sse("answer"))
    stack = make_stack(server.base_url)
    session = stack.workspace.new_chat()
    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.ask("question 问题")
    return stack.workspace.library, session.conversation.uuid


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(("kind", "name"), [(0, "question 问题.md"), (1, ".json")])
def test_a_chat_is_written_where_it_was_said_and_the_report_names_the_file(qtbot, asked, parent, tmp_path, kind, name):
    library, uuid = asked
    dialog = ExportDialog(parent, library, [uuid])
    folder = tmp_path / "out"
    folder.mkdir()
    dialog.kind.setCurrentIndex(kind)
    dialog.folder.setText(str(folder))

    with qtbot.waitSignal(library.exported, timeout=5000):
        dialog.start.click()
        assert dialog.button.text() == "Cancel"

    (written,) = folder.iterdir()
    assert written.name.endswith(name)
    assert "question 问题" in written.read_text("utf-8")
    assert written.name in dialog.report.text()
    assert dialog.button.text() == "Close"
    dialog.button.click()
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_a_folder_that_is_not_there_is_said(qtbot, asked, parent, tmp_path):
    library, uuid = asked
    dialog = ExportDialog(parent, library, [uuid])
    dialog.folder.setText(str(tmp_path / "gone"))

    with qtbot.waitSignal(library.work_failed, timeout=5000):
        dialog.start.click()

    assert "gone" in dialog.report.text()
    assert dialog.start.isEnabled()


def test_the_folder_is_chosen_in_a_dialog(asked, parent, tmp_path):
    library, uuid = asked
    dialog = ExportDialog(parent, library, [uuid])
    dialog.findChild(QWidget, "exportBrowseButton").click()

    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path))
    chooser.close()

    assert dialog.folder.text() == str(tmp_path)


def test_an_import_shows_its_report_and_the_chats_are_in_the_list(qtbot, asked, parent, tmp_path):
    library, _uuid = asked
    path = tmp_path / "conversations.json"
    question = {"message": {"author": {"role": "user"}, "content": {"parts": ["from elsewhere"]}}, "children": []}
    path.write_text(json.dumps([{"id": "c", "mapping": {"q": question}}, {"title": "empty", "mapping": {"x": {}}}]))

    dialog = ImportDialog(parent, library.import_file(path), path.name)
    qtbot.waitUntil(lambda: any(one.title == "from elsewhere" for one in library.summaries), timeout=5000)

    assert dialog.windowTitle() == "Import conversations.json"
    assert "1" in dialog.report.text()
    assert "empty: it has no message" in dialog.report.text()
    assert library.stop(10_000)
    dialog.button.click()


def test_a_file_that_is_read_before_its_dialog_is_there_has_its_report_all_the_same(qtbot, asked, parent, tmp_path):
    library, _uuid = asked
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps([{"title": "nothing in it", "mapping": {"x": {}}}]))
    worker = library.import_file(path)
    assert worker.wait(5000)

    dialog = ImportDialog(parent, worker, path.name)

    qtbot.waitUntil(lambda: "nothing in it" in dialog.report.text(), timeout=5000)
    dialog.button.click()
    assert not dialog.isVisible()


def test_words_of_a_report_name_everything_that_happened():
    report = ImportReport(
        added=1,
        grown=2,
        known=3,
        skipped=[("a", "empty"), ("", "unreadable")] * 30,
        left_out={"image": 4, "tool": 1},
        cancelled=True,
        error=ImportFileError("x", "newer"),
    )

    words = import_words(report)

    for part in (
        "a: it has no message",
        "—: it cannot be read",
        "40 more",
        "pictures (their names are kept) (4)",
        "Cancelled",
        "newer version",
    ):
        assert part in words


@pytest.mark.parametrize("reason", ["format", "newer", "too_large", "unreadable", "full"])
def test_every_reason_an_import_fails_for_has_words(reason):
    report = ImportReport(error=ImportFileError("in English", reason, "the system's words"))

    assert len(import_words(report).splitlines()[-1]) > 10


def test_words_of_an_export_name_what_could_not_be_read(tmp_path):
    words = export_words(Exported((tmp_path / "a.md",), (("u", "it is damaged"),)))

    assert "a.md" in words
    assert "it is damaged" in words


def test_the_labels_are_words():
    assert all(asdict(labels()).values())
