from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from desktop.ui.header import Header
from desktop.ui.theme import LIGHT


@pytest.fixture
def header(qtbot):
    menu = QMenu()
    header = Header(menu)
    qtbot.addWidget(header)
    qtbot.addWidget(menu)
    header.set_theme(LIGHT)
    header.resize(900, 48)
    header.show()
    return header


def test_a_long_title_is_elided_and_named_whole(header):
    title = "很长的标题 " * 40

    header.show_title(title)

    assert header.title.text().endswith("…")
    assert header.title.accessibleName() == title


def test_a_typed_model_name_is_allowed(qtbot, header):
    header.show_models(("gpt-4o", "gpt-4o-mini"), "gpt-4o", "api000.com")
    header.model.lineEdit().selectAll()
    qtbot.keyClicks(header.model.lineEdit(), "my-own-model")

    with qtbot.waitSignal(header.model_chosen, timeout=1000) as chosen:
        qtbot.keyClick(header.model.lineEdit(), Qt.Key.Key_Return)

    assert chosen.args == ["my-own-model"]


def test_a_model_of_the_chat_that_is_not_in_the_list_is_shown_all_the_same(header):
    header.show_models(("a", "b"), "gone", "host")

    assert header.model.currentText() == "gone"
    assert header.profile.text() == "host"


def test_showing_models_chooses_none(qtbot, header):
    with qtbot.assertNotEmitted(header.model_chosen):
        header.show_models(("a", "b"), "b", "host")
        header.model.lineEdit().editingFinished.emit()
