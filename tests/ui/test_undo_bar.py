from __future__ import annotations

from desktop.ui.undo_bar import UndoBar


def test_undo_is_done_once(qtbot):
    bar = UndoBar()
    qtbot.addWidget(bar)
    done = []
    bar.offer("Moved to trash: x", lambda: done.append("x"))
    assert not bar.isHidden()

    bar.button.click()
    bar.button.click()

    assert done == ["x"]
    assert bar.isHidden()


def test_what_is_dismissed_cannot_be_undone(qtbot):
    bar = UndoBar()
    qtbot.addWidget(bar)
    done = []
    bar.offer("Moved to trash: x", lambda: done.append("x"))

    bar.dismiss()
    bar.button.click()

    assert done == []
