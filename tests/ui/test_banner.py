from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QPushButton

from desktop.ui.banner import Banner


def test_a_message_offers_its_next_step_and_can_be_dismissed(qtbot):
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_message("Title", "Detail <b>x</b>", "key_settings", "Open key settings")
    button = banner.findChild(QPushButton, "bannerActionButton")

    with qtbot.waitSignal(banner.action_requested, timeout=10_000) as asked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(banner.findChild(QPushButton, "bannerCloseButton"), Qt.MouseButton.LeftButton)

    assert asked.args == ["key_settings"]
    assert not banner.isVisible()


def test_a_message_without_a_next_step_has_no_button(qtbot):
    banner = Banner()
    qtbot.addWidget(banner)

    banner.show_message("Title")

    assert banner.isVisible()
    assert not banner.findChild(QPushButton, "bannerActionButton").isVisible()


def test_long_work_shows_how_far_it_is_and_goes_when_it_is_over(qtbot):
    banner = Banner()
    qtbot.addWidget(banner)
    bar = banner.findChild(QProgressBar)

    banner.show_progress("Copying", 0, 0)
    assert (banner.isVisible(), bar.isVisible()) == (True, False)
    banner.show_progress("Copying", 3, 4)
    assert (bar.isVisible(), bar.value(), bar.maximum()) == (True, 3, 4)

    banner.end_progress("Copying")
    assert not banner.isVisible()


def test_the_end_of_long_work_leaves_another_message(qtbot):
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_progress("Copying", 3, 4)

    banner.show_message("Trouble")
    banner.end_progress("Copying")

    assert banner.isVisible()
    assert not banner.findChild(QProgressBar).isVisible()
