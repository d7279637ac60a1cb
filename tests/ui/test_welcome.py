from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.ui.theme import LIGHT, style_sheet, text_font
from desktop.ui.welcome import WelcomePage


def test_the_first_screen_offers_the_demo_to_those_without_a_key(qtbot, make_stack):
    stack = make_stack()
    with qtbot.waitSignal(stack.key_worker.probed, timeout=8000):
        page = WelcomePage(stack.key_services)
        qtbot.addWidget(page)

    with qtbot.waitSignal(page.demo_requested, timeout=10_000):
        qtbot.mouseClick(page.form.demo, Qt.MouseButton.LeftButton)

    assert page.form.base_url.text() == "https://api000.com/v1"
    assert page.findChild(QLabel, "welcomeTitle").text() == "Welcome to Lingdu Chat"


@pytest.mark.parametrize("width", [760, 1100])
def test_nothing_is_cut_at_the_largest_zoom(qtbot, make_stack, width):
    stack = make_stack()
    with qtbot.waitSignal(stack.key_worker.probed, timeout=8000):
        page = WelcomePage(stack.key_services)
        qtbot.addWidget(page)
    page.setStyleSheet(style_sheet(LIGHT, 300))
    page.setFont(text_font(300))
    page.resize(width, 700)
    page.show()
    page.form.base_url.setText("https://models.some-company.example/openai/deployments/gpt-4o/v1")
    qtbot.waitUntil(
        lambda: page.form.url_hint.height() >= page.form.url_hint.heightForWidth(page.form.url_hint.width())
    )

    for label in page.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()), label.text()
    for button in (page.form.start, page.form.demo, page.form.show_key):
        right = button.mapTo(page.form, button.rect().topRight()).x()
        assert right <= page.form.width(), button.text()
