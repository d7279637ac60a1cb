"""`desktop.ui.chat.overlay_pool`."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from desktop.ui.chat.overlay_pool import OverlayPool, has_focus


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def pool(window):
    return OverlayPool(QPushButton, window)


def test_a_holder_keeps_its_widget(pool, window):
    widget, is_other = pool.lend("a")

    assert is_other
    assert pool.lend("a") == (widget, False)
    assert widget.parent() is window


def test_a_holder_that_comes_back_gets_the_widget_it_had(pool):
    first, _ = pool.lend("a")
    second, _ = pool.lend("b")
    pool.take_back("a")
    pool.take_back("b")

    assert pool.lend("b") == (second, False)
    assert pool.lend("a") == (first, False)


def test_another_holder_gets_what_is_unused_for_longest(pool):
    first, _ = pool.lend("a")
    second, _ = pool.lend("b")
    pool.take_back("b")
    pool.take_back("a")

    assert pool.lend("c") == (second, True)
    assert pool.lend("d") == (first, True)
    assert pool.lend("a")[0] not in (first, second)


def test_a_holder_that_is_gone_for_good_is_forgotten(pool):
    widget, _ = pool.lend("a")
    pool.forget({"a", "b"})
    assert pool.lend("a") == (widget, True)

    pool.take_back("a")
    pool.forget({"a"})

    assert pool.lend("a") == (widget, True)


def test_what_is_taken_back_is_hidden_when_all_that_is_in_sight_has_its_own(pool):
    widget, _ = pool.lend("a")
    widget.show()

    pool.take_back("a")
    assert widget.isVisible()
    pool.hide_free()

    assert widget.isHidden()


def test_the_keyboard_goes_to_the_view_when_its_widget_is_taken_back(window, pool, qtbot):
    window.setFocusPolicy(QPushButton().focusPolicy())
    other = QLineEdit(window)
    widget, _ = pool.lend("a")
    for one in (other, widget):
        one.show()
    widget.setFocus()
    assert has_focus(widget)

    pool.take_back("a")
    pool.hide_free()

    assert QApplication.focusWidget() is window


def test_the_holder_of_a_part_is_known(pool):
    widget, _ = pool.lend("a")
    part = QWidget(widget)

    assert pool.holder_of(widget) == pool.holder_of(part) == "a"
    pool.take_back("a")

    assert pool.holder_of(widget) is None


def test_beginning_anew_makes_others(pool, qtbot):
    lent, _ = pool.lend("a")
    pool.lend("b")
    pool.take_back("b")

    pool.clear()

    assert list(pool) == []
    assert pool.lend("a")[0] is not lent
    qtbot.wait(1)
