from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.ui.header import Header
from desktop.ui.palettes import LIGHT


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

    with qtbot.waitSignal(header.model_chosen, timeout=10_000) as chosen:
        qtbot.keyClick(header.model.lineEdit(), Qt.Key.Key_Return)

    assert chosen.args == ["my-own-model"]


def test_a_model_of_the_chat_that_is_not_in_the_list_is_shown_all_the_same(header):
    header.show_models(("a", "b"), "gone", "host")

    assert header.model.currentText() == "gone"
    assert header.profile.text() == "host"


def test_a_note_below_the_models_can_be_read_and_not_picked(qtbot, header):
    header.show_models(("a", "b"), "b", "host")

    with qtbot.assertNotEmitted(header.model_chosen):
        header.show_models_note("Asking for the models…")
    box = header.model
    assert [box.itemText(row) for row in range(box.count())] == ["a", "b", "Asking for the models…"]
    assert not box.model().flags(box.model().index(2, 0)) & Qt.ItemFlag.ItemIsEnabled
    assert box.currentText() == "b"
    assert box.view().minimumWidth() > box.fontMetrics().horizontalAdvance("Asking for the models…")

    header.show_models(("a", "c"), "c", "host")
    assert box.itemText(2) == "Asking for the models…"
    header.show_models_note("")
    assert [box.itemText(row) for row in range(box.count())] == ["a", "c"]
    assert box.currentText() == "c"


def test_showing_models_chooses_none(qtbot, header):
    with qtbot.assertNotEmitted(header.model_chosen):
        header.show_models(("a", "b"), "b", "host")
        header.model.lineEdit().editingFinished.emit()


def test_the_endpoints_are_offered_and_the_chats_own_is_marked(qtbot, header):
    header.show_profiles({"a": "A & B", "b": "Other"}, "b")
    one, other, _separator, settings = header.profile.menu().actions()

    assert (one.text(), one.isChecked(), other.isChecked()) == ("A && B", False, True)
    with qtbot.waitSignal(header.profile_chosen, timeout=10_000) as chosen:
        one.trigger()
    assert chosen.args == ["a"]
    with qtbot.waitSignal(header.settings_requested, timeout=10_000):
        settings.trigger()


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen knows no window manager
def test_a_look_at_the_models_is_told(qtbot, header):
    header.show_models(("a",), "a", "host")

    with qtbot.waitSignal(header.models_wanted, timeout=10_000):
        header.model.showPopup()

    header.model.hidePopup()


def test_it_says_whether_a_system_prompt_and_parameters_are_set(header):
    assert header.system_prompt.accessibleName() == "System prompt, not set"
    assert header.parameters.accessibleName() == "Parameters: none is set"

    header.show_request("Be brief.", 3)

    assert (header.system_prompt.text(), header.parameters.text()) == ("System prompt ●", "Parameters 3")
    assert header.system_prompt.accessibleName() == "System prompt, set"


def test_in_a_narrow_window_the_words_give_way(header):
    header.setMinimumWidth(1)  # as in a window that has one of its own
    header.resize(600, 48)
    assert header.system_prompt.isHidden()
    assert not header.parameters.isHidden()

    header.resize(400, 48)
    assert header.parameters.isHidden()

    header.resize(900, 48)
    assert not header.system_prompt.isHidden()


@pytest.mark.parametrize("width", [280, 300, 340, 380, 460, 560, 700, 900])
def test_nothing_lies_over_anything_else_at_any_width(qtbot, header, width):
    header.setMinimumWidth(1)
    header.show_models(("m",), "deepseek-reasoner-2025-01", "an-endpoint.with-a-long-name.example")

    header.resize(width, 48)
    header.show_title("A title that is as long as most of them are")
    header.layout().activate()

    parts = [one for one in header.children() if isinstance(one, QWidget) and one.isVisible()]
    row = sorted((one.geometry() for one in parts), key=lambda rect: rect.left())
    assert [(one, other) for one, other in pairwise(row) if one.right() >= other.left()] == []
    assert row[-1].right() < width
    assert header.model.width() >= 100


def test_the_endpoint_of_a_narrow_window_is_named_whole_to_who_asks(header):
    header.setMinimumWidth(1)
    header.resize(400, 48)
    name = "an-endpoint.with-a-long-name.example"

    header.show_models(("m",), "m", name)

    assert header.profile.text().endswith("…")
    assert name in header.profile.accessibleName()
    assert name in header.profile.toolTip()


def test_the_buttons_ask_for_what_they_say(qtbot, header):
    with qtbot.waitSignal(header.system_prompt_requested, timeout=10_000):
        header.system_prompt.click()
    with qtbot.waitSignal(header.parameters_requested, timeout=10_000):
        header.parameters.click()


def test_at_a_large_zoom_the_title_keeps_its_room(qtbot, qapp, header):
    header.resize(900, 48)
    assert header.system_prompt.isVisible()
    before = qapp.font()
    large = QFont(before)
    large.setPixelSize(28)
    qapp.setFont(large)
    try:
        header.set_theme(LIGHT)
    finally:
        qapp.setFont(before)

    assert not header.system_prompt.isVisible()


@pytest.mark.parametrize(
    ("key", "modifiers", "is_its_own"),
    [
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier, True),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier, False),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier, False),
    ],
)
def test_the_key_that_opens_any_choice_opens_the_models_and_is_no_shortcut_there(header, key, modifiers, is_its_own):
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
    event.ignore()

    QApplication.sendEvent(header.model, event)

    assert event.isAccepted() is is_its_own
