from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.ui.welcome import WelcomePage


def test_the_first_screen_offers_the_demo_to_those_without_a_key(qtbot, make_stack):
    stack = make_stack()
    with qtbot.waitSignal(stack.key_worker.probed, timeout=8000):
        page = WelcomePage(stack.key_services)
        qtbot.addWidget(page)

    with qtbot.waitSignal(page.demo_requested, timeout=1000):
        qtbot.mouseClick(page.form.demo, Qt.MouseButton.LeftButton)

    assert page.form.base_url.text() == "https://api000.com/v1"
    assert page.findChild(QLabel, "welcomeTitle").text() == "Welcome to Lingdu Chat"
