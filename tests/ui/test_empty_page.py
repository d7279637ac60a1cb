from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.ui.empty_page import EmptyPage


def test_a_chip_is_a_start(qtbot):
    page = EmptyPage()
    qtbot.addWidget(page)
    page.show_where("gpt-4o", "api000.com")
    chip = page.findChild(QPushButton, "startChip1")

    with qtbot.waitSignal(page.start_chosen, timeout=10_000) as chosen:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)

    assert chosen.args == [chip.text()]
    assert chip.accessibleName() == chip.text()


def test_starts_that_do_not_fit_beside_each_other_stand_below_each_other_and_none_is_cut(qtbot):
    page = EmptyPage()
    qtbot.addWidget(page)
    page.resize(900, 500)
    page.show()
    chips = [page.findChild(QPushButton, f"startChip{number}") for number in (1, 2, 3)]
    wide = {chip.y() for chip in chips}

    page.resize(400, 500)
    qtbot.waitUntil(lambda: len({chip.y() for chip in chips}) == 3)
    narrow = [(chip.width() >= chip.sizeHint().width(), chip.geometry().right() <= 400) for chip in chips]
    page.resize(900, 500)
    qtbot.waitUntil(lambda: len({chip.y() for chip in chips}) == 1)

    assert len(wide) == 1
    assert narrow == [(True, True)] * 3
