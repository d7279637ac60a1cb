from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton

from desktop.ui.menu_button import give_menu


@pytest.fixture(params=[QToolButton, QPushButton])
def button(qtbot, request):
    made = request.param()
    qtbot.addWidget(made)
    menu = QMenu(made)
    menu.addAction("Rename").setObjectName("rename")
    menu.addMenu("More").addAction("Export")
    give_menu(made, menu)
    made.show()
    return made


def test_the_menu_is_found_below_its_button_while_it_is_closed(button):
    found = QAccessible.queryAccessibleInterface(button)

    assert found.childCount() == 1
    menu = found.child(0)
    assert menu.object() is button.menu()
    assert found.indexOfChild(menu) == 0
    assert [menu.child(at).text(QAccessible.Text.Name) for at in range(menu.childCount())] == ["Rename", "More"]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen knows no window manager
def test_a_press_opens_the_menu_and_an_action_closes_it(qtbot, button):
    done = []
    button.menu().actions()[0].triggered.connect(lambda: done.append(button.menu().isVisible()))
    interface = QAccessible.queryAccessibleInterface(button).actionInterface()

    interface.doAction("Press")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is button.menu(), timeout=10_000)
    button.menu().actions()[0].trigger()

    assert done == [False]


def test_a_button_that_cannot_be_pressed_opens_nothing(qtbot, button):
    button.setEnabled(False)

    QAccessible.queryAccessibleInterface(button).actionInterface().doAction("Press")
    QApplication.processEvents()

    assert not button.menu().isVisible()
