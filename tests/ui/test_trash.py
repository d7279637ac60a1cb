from __future__ import annotations

from pathlib import Path

import pytest
from fakes.summaries import summary
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop.ui.trash import EmptyTrashDialog, TrashView


@pytest.fixture
def trash(qtbot):
    made = TrashView()
    qtbot.addWidget(made)
    made.show()
    return made


def test_an_empty_trash_says_so_and_offers_nothing(trash):
    trash.show_trash([])

    assert trash.nothing.isVisible()
    assert not trash.restore.isEnabled()
    assert not trash.empty.isEnabled()


def test_what_is_selected_is_put_back(qtbot, trash):
    trash.show_trash([summary("a", "one", trashed=True), summary("b", "", trashed=True)])
    assert not trash.restore.isEnabled()
    assert trash.model.index(1).data() == "New chat"

    trash.list.selectAll()
    asked = []
    trash.restore_requested.connect(asked.append)
    trash.restore.click()

    assert asked == ["a", "b"]


def words_of(dialog):
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_emptying_names_the_backups_and_offers_to_renew_them(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    copies = [Path("/data/backups/conversations-1.db"), Path("/data/conversations.damaged-1.db")]
    dialog = EmptyTrashDialog(parent, 3, copies)

    assert "3" in words_of(dialog)
    assert "conversations-1.db" in words_of(dialog)
    assert "conversations.damaged-1.db" in words_of(dialog)
    assert dialog.renew.isChecked()
    with qtbot.waitSignal(dialog.confirmed, timeout=10_000) as confirmed:
        qtbot.mouseClick(dialog.findChild(QPushButton, "confirmEmptyButton"), Qt.MouseButton.LeftButton)
    assert confirmed.args == [True]


def test_without_backups_there_is_nothing_to_renew_and_cancel_does_nothing(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = EmptyTrashDialog(parent, 1, [])

    assert not dialog.renew.isChecked()
    with qtbot.assertNotEmitted(dialog.confirmed), qtbot.waitSignal(dialog.rejected, timeout=10_000):
        dialog.findChild(QPushButton, "cancelEmptyButton").click()


def test_the_keyboard_finds_the_first_chat_selected_and_enter_puts_it_back(qtbot, trash):
    trash.show_trash([summary("a", "one", trashed=True), summary("b", "two", trashed=True)])

    trash.focus_first()
    with qtbot.waitSignal(trash.restore_requested, timeout=10_000) as asked:
        qtbot.keyClick(trash.list, Qt.Key.Key_Return)

    assert asked.args == ["a"]


def test_the_keyboard_stays_in_the_trash_after_restore(qtbot, trash):
    trash.show_trash([summary("a", "one", trashed=True)])
    trash.focus_first()
    trash.restore_requested.connect(lambda _uuid: trash.show_trash([]))
    trash.restore.setFocus()

    qtbot.keyClick(trash.restore, Qt.Key.Key_Space)

    assert trash.list.hasFocus()
    with qtbot.waitSignal(trash.closed, timeout=10_000):
        qtbot.keyClick(trash.list, Qt.Key.Key_Escape)
