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
