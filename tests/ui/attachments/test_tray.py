from __future__ import annotations

import pytest

from desktop.chat.attachments import text_attachment
from desktop.ui.attachments.chip import Chip
from desktop.ui.attachments.tray import MAX_ROWS_PX, AttachmentTray
from desktop.ui.palettes import DARK


@pytest.fixture
def tray(qtbot):
    tray = AttachmentTray()
    qtbot.addWidget(tray)
    tray.resize(700, 50)
    return tray


def chips(tray):
    return [chip for chip in tray.findChildren(Chip) if not chip.isHidden()]


def test_it_is_there_only_while_something_is_attached(qtbot, tray):
    assert tray.isHidden()

    with qtbot.waitSignal(tray.changed, timeout=10_000):
        tray.add(1, "a.txt")
    assert not tray.isHidden()
    assert (tray.is_reading, tray.attachments, tray.count) == (True, (), 1)

    tray.show_ready(1, text_attachment("a.txt", "x"))
    assert (tray.is_reading, [one.text for one in tray.attachments]) == (False, ["x"])
    tray.remove(1)
    assert tray.isHidden()


def test_what_was_removed_while_it_was_read_stays_away(tray):
    tray.add(1, "a.txt")
    tray.remove(1)

    tray.show_ready(1, text_attachment("a.txt", "x"))
    tray.show_error(1, "late")

    assert tray.attachments == ()
    assert tray.attachment(1) is None


def test_they_stand_in_the_order_in_which_they_were_attached(tray):
    tray.add(1, "a")
    tray.add(2, "b")
    tray.show_ready(2, text_attachment("b", "2"))
    tray.show_ready(1, text_attachment("a", "1"))

    assert [one.text for one in tray.attachments] == ["1", "2"]


def test_one_that_failed_counts_for_nothing(tray):
    tray.add(1, "a")

    tray.show_error(1, "There is nothing in it")

    assert (tray.count, tray.is_reading, tray.attachments) == (0, False, ())
    assert chips(tray)[0].accessibleName() == "a, There is nothing in it"


def test_many_stand_in_rows_that_scroll(qtbot, tray):
    tray.show()
    for number in range(12):
        tray.add(number, f"a rather long name of a file {number}.txt")

    rows = {chip.y() for chip in chips(tray)}
    assert len(rows) > 2
    assert tray.height() == MAX_ROWS_PX
    assert all(chip.geometry().right() <= tray.width() for chip in chips(tray))
    tray.resize(250, 50)
    assert len({chip.y() for chip in chips(tray)}) > len(rows)


def test_the_keyboard_leaves_with_the_last_chip(qtbot, tray):
    tray.add(1, "a")
    with qtbot.waitExposed(tray):
        tray.show()
    tray.activateWindow()
    qtbot.waitUntil(tray.isActiveWindow, timeout=10_000)
    chips(tray)[0].remove.setFocus()

    with qtbot.waitSignal(tray.focus_left, timeout=10_000):
        chips(tray)[0].remove.click()


def test_clear_takes_all_away_in_every_theme(tray):
    tray.add(1, "a")
    tray.set_theme(DARK)
    tray.retranslate()

    tray.clear()

    assert chips(tray) == []
    assert tray.isHidden()
