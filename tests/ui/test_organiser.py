"""`desktop.ui.organiser`: the sidebar in the whole window, on the real stack."""

from __future__ import annotations

import pytest
from fakes.server import sse
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QPushButton

from desktop.errors import StoreError
from desktop.ui.organiser import Organiser
from desktop.worker.store_worker import AUTOMATIC_BACKUP


@pytest.fixture
def filled(with_chats):
    """The window with two chats, the second one shown."""
    return with_chats(one=sse("first answer, 中文分词 and C++"), two=sse("second"))


def uuid_of(window, title):
    return next(one.uuid for one in window._workspace.summaries if one.title == title)


def test_words_typed_after_ctrl_k_find_the_message_and_enter_lands_on_it(qtbot, filled):
    assert isinstance(filled.organiser, Organiser)
    filled.actions_.search.trigger()
    filled.sidebar.search.setText("分词")
    results = filled.sidebar.results.results
    qtbot.waitUntil(lambda: results.rowCount() == 2, timeout=5000)

    with qtbot.waitSignal(filled._workspace.revealed, timeout=5000) as revealed:
        qtbot.keyClick(filled.sidebar.search, Qt.Key.Key_Return)

    conversation = filled._workspace.current.conversation
    assert conversation.title == "one"
    assert revealed.args == [conversation.path()[1].uuid, "分词"]


def test_a_hit_on_a_branch_that_is_not_shown_shows_that_branch(qtbot, filled, server):
    server.script(sse("another answer"))
    workspace = filled._workspace
    with qtbot.waitSignal(workspace.current_changed, timeout=5000):
        workspace.open(uuid_of(filled, "one"))
    session = workspace.current
    first = session.conversation.path()[1].uuid
    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.regenerate(first)
    assert session.conversation.path()[1].uuid != first

    with qtbot.waitSignal(workspace.revealed, timeout=5000):
        workspace.open(session.conversation.uuid, first, "分词")

    assert session.conversation.path()[1].uuid == first


def test_a_title_is_found_as_it_is_typed_and_clearing_shows_the_chats(qtbot, filled):
    qtbot.keyClicks(filled.sidebar.search, "tw")

    results = filled.sidebar.results.results
    assert results.index(1).data() == "two"
    filled.sidebar.clear_search()
    assert results.rowCount() == 0
    assert filled.sidebar.list.isVisible()


def test_a_chat_goes_to_the_trash_and_undo_brings_it_back_to_the_window(qtbot, filled):
    uuid = uuid_of(filled, "two")
    with qtbot.waitSignal(filled._workspace.current_changed, timeout=5000):
        filled.actions_.trash_chat.trigger()
    assert filled.sidebar.model.uuids() == [uuid_of(filled, "one")]

    with qtbot.waitSignal(filled._workspace.current_changed, timeout=5000):
        filled.sidebar.undo.button.click()

    assert filled._workspace.current.conversation.uuid == uuid
    assert filled.sidebar.model.uuids()[0] == uuid


def test_rows_do_what_their_menu_says(qtbot, filled):
    one, two = uuid_of(filled, "one"), uuid_of(filled, "two")

    filled.sidebar.action_requested.emit(one, "pin")
    assert filled.sidebar.model.uuids() == [one, two]
    filled.sidebar.action_requested.emit(one, "unpin")
    assert filled.sidebar.model.uuids() == [two, one]
    filled.sidebar.action_requested.emit(one, "folder:work")
    assert filled.sidebar.model.index_of_folder("work").isValid()
    filled.sidebar.folder_renamed.emit("work", "")
    assert not filled.sidebar.model.index_of_folder("work").isValid()
    filled.sidebar.action_requested.emit(one, "duplicate")
    qtbot.waitUntil(lambda: "one (copy)" in [chat.title for chat in filled._workspace.summaries], timeout=10_000)
    assert uuid_of(filled, "one (copy)")
    filled.sidebar.renamed.emit(two, "better")
    assert filled.windowTitle().startswith("better")


def test_the_trash_is_emptied_after_a_question(qtbot, filled):
    uuid = uuid_of(filled, "one")
    filled.sidebar.action_requested.emit(uuid, "trash")
    filled.actions_.show_trash.trigger()

    filled.sidebar.trash.empty.click()
    dialog = filled.findChild(QDialog, "emptyTrashDialog")
    with qtbot.waitSignal(filled._workspace.library.erased, timeout=5000):
        qtbot.mouseClick(dialog.findChild(QPushButton, "confirmEmptyButton"), Qt.MouseButton.LeftButton)

    assert filled.sidebar.trash.nothing.isVisible()
    assert uuid not in [one.uuid for one in filled._workspace.summaries]


def test_an_empty_trash_is_not_asked_about(filled):
    filled.sidebar.empty_trash_requested.emit()

    assert filled.findChild(QDialog, "emptyTrashDialog") is None


def test_a_chat_that_is_in_the_trash_is_put_back(filled):
    uuid = uuid_of(filled, "one")
    filled.sidebar.action_requested.emit(uuid, "trash")

    filled.sidebar.restore_requested.emit(uuid)

    assert uuid in filled.sidebar.model.uuids()


def test_a_double_click_on_the_title_renames_the_chat_in_its_row(qtbot, filled):
    header = filled.chat.header

    qtbot.mouseDClick(header, Qt.MouseButton.LeftButton, pos=header.title.geometry().center())
    editor = filled.sidebar.findChild(QLineEdit, "renameField")
    editor.setText("a better name")
    with qtbot.waitSignal(filled.sidebar.renamed, timeout=10_000):
        qtbot.keyClick(editor, Qt.Key.Key_Return)

    assert filled._workspace.current.conversation.title == "a better name"


def test_the_menu_exports_and_imports(qtbot, filled, tmp_path):
    filled.actions_.export_all.trigger()
    dialog = filled.findChild(QDialog, "exportDialog")
    dialog.kind.setCurrentIndex(1)
    dialog.folder.setText(str(tmp_path))
    with qtbot.waitSignal(filled._workspace.library.exported, timeout=5000) as exported:
        dialog.start.click()
    dialog.close()
    (path,) = exported.args[1].paths

    filled.actions_.import_chats.trigger()
    chooser = filled.findChild(QFileDialog, "importFileDialog")
    chooser.fileSelected.emit(str(path))
    chooser.close()
    report = filled.findChild(QDialog, "importDialog")
    qtbot.waitUntil(lambda: "here already" in report.report.text(), timeout=5000)

    assert filled._workspace.library.stop(10_000)
    report.close()
    assert len(filled._workspace.summaries) == 2


def test_a_backup_that_failed_by_itself_is_said_and_a_search_that_failed_where_it_was_asked(filled):
    filled._workspace.library.work_failed.emit(AUTOMATIC_BACKUP, StoreError("x", detail="no room"))
    assert filled.banner.isVisible()

    filled.sidebar.search.setText("nowhere")
    filled._workspace.library.work_failed.emit("", StoreError("broken", detail="broken index"))
    assert "broken index" in filled.sidebar.empty.text()


def test_the_menus_bring_back_restore_and_empty_what_the_trash_holds(qtbot, filled):
    actions, library = filled.actions_, filled._workspace.library
    actions.menu.aboutToShow.emit()
    lines = (actions.bring_back, actions.restore_chats, actions.empty_trash)
    assert not any(one.isEnabled() for one in lines)

    uuid = uuid_of(filled, "two")
    actions.trash_chat.trigger()
    actions.menu.aboutToShow.emit()
    assert actions.bring_back.isEnabled()
    actions.bring_back.trigger()
    assert library.trash == []

    library.move_to_trash(uuid)
    actions.show_trash.trigger()
    actions.menu.aboutToShow.emit()
    assert actions.restore_chats.isEnabled()
    actions.restore_chats.trigger()
    assert library.trash == []

    library.move_to_trash(uuid)
    actions.menu.aboutToShow.emit()
    actions.empty_trash.trigger()
    dialog = filled.findChild(QDialog, "emptyTrashDialog")
    assert dialog.isVisible()
    dialog.reject()


def test_the_menus_bring_back_an_attachment_too(filled):
    tray = filled.chat.composer.tray
    filled.chat.attachments.add_text("some text")
    tray._take_away(next(iter(tray._chips)))
    assert tray.count == 0
    filled.actions_.menu.aboutToShow.emit()

    filled.actions_.bring_back.trigger()

    assert tray.count == 1
