"""`desktop.ui.restore_backup`, on the real store."""

from __future__ import annotations

import pytest
from fakes.server import sse
from PySide6.QtWidgets import QDialog, QListWidget

from desktop.chat.store.backup import Generation
from desktop.ui.main_window import MainWindow
from desktop.ui.restore_backup import backup_words


@pytest.fixture
def stack(make_stack, server, qtbot):
    """A chat that a backup holds, and one that came after it."""
    stack = make_stack(server.base_url)
    server.script(sse("one"), sse("two"))
    for number, question in enumerate(("in the backup", "after it")):
        session = stack.workspace.new_chat()
        with qtbot.waitSignal(session.ended, timeout=10_000):
            session.ask(question)
        if number == 0:
            with qtbot.waitSignal(stack.store.done, timeout=10_000):
                stack.store.back_up("backup")
    return stack


@pytest.fixture
def window(stack, qtbot):
    window = MainWindow(stack.workspace, stack.key_services)
    qtbot.addWidget(window)
    window.show_welcome(False)
    window.show()
    return window


def titles(stack):
    return sorted(one.title for one in stack.workspace.summaries)


def test_a_chosen_backup_takes_the_place_of_all_chats_and_those_are_kept_aside(qtbot, stack, window, tmp_path):
    window.actions_.restore_backup.trigger()
    dialog = window.findChild(QDialog, "restoreBackupDialog")
    assert dialog.findChild(QListWidget, "backupList").count() == 1

    dialog.start.click()
    qtbot.waitUntil(lambda: titles(stack) == ["in the backup"] and stack.workspace.current is not None, timeout=10_000)

    assert stack.workspace.current.conversation.title == "in the backup"
    assert "restored" in dialog.report.text()
    assert [path.name for path in tmp_path.glob("*.replaced-*")] == ["conversations.replaced-1.db"]
    dialog.button.click()


def test_what_is_asked_after_a_backup_was_restored_is_stored(qtbot, stack, window, server):
    with qtbot.waitSignal(stack.workspace.current_changed, timeout=10_000):
        stack.workspace.library.restore_backup(stack.workspace.library.backups()[0].path)
    server.script(sse("again"))
    session = stack.workspace.current

    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.ask("more")
    with qtbot.waitSignal(stack.store.loaded, timeout=10_000) as seen:
        stack.store.load(session.conversation.uuid)

    assert [turn.text for turn in seen.args[0].path()] == ["in the backup", "one", "more", "again"]


def test_a_backup_that_is_damaged_changes_nothing_and_says_so(qtbot, stack, window):
    backup = stack.workspace.library.backups()[0]
    backup.path.write_bytes(b"rubbish" * 1000)
    window.actions_.restore_backup.trigger()
    dialog = window.findChild(QDialog, "restoreBackupDialog")

    dialog.start.click()
    qtbot.waitUntil(lambda: "everything is as it was" in dialog.report.text(), timeout=10_000)

    assert titles(stack) == ["after it", "in the backup"]
    assert dialog.start.isEnabled()
    dialog.button.click()


def test_no_backup_is_restored_while_an_answer_arrives(qtbot, stack, window, server):
    from fakes.server import stall

    server.script(sse("part", finish=None, done=False, then=stall()))
    session = stack.workspace.new_chat()
    with qtbot.waitSignal(session.text_added, timeout=10_000):
        session.ask("running")

    window.actions_.restore_backup.trigger()

    assert window.findChild(QDialog, "restoreBackupDialog") is None
    assert window.banner.isVisible()


def test_without_a_backup_the_dialog_says_when_there_will_be_one(qtbot, make_stack, server):
    stack = make_stack(server.base_url)
    window = MainWindow(stack.workspace, stack.key_services)
    qtbot.addWidget(window)

    window.organiser.choose_backup()
    dialog = window.findChild(QDialog, "restoreBackupDialog")

    assert not dialog.start.isEnabled()
    dialog.button.click()


def test_a_backup_is_named_by_date_and_size(tmp_path):
    words = backup_words(Generation(tmp_path, 1_700_000_000.0, 5 * 1024 * 1024))

    assert "2023" in words or "23" in words
    assert "5.00 MiB" in words
