from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from desktop.chat.parameters import read_number
from desktop.ui.parameters.field import Field, line, lines


@pytest.fixture
def page(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    return page


def test_a_field_reads_its_box_and_says_below_it_what_is_wrong(qtbot, page):
    box = line("Not sent")
    field = Field("top_p", box, "Top P", "0 to 1", lambda: read_number("top_p", box.text()))
    grid = QGridLayout(page)
    field.add_to(grid)
    box.textChanged.connect(field.update)
    page.show()
    assert (field.value, field.error, field.below.text()) == (None, "", "0 to 1")

    with qtbot.waitSignal(field.changed, timeout=10_000):
        box.setText("0.9")
    assert (field.value, field.error) == (0.9, "")
    box.setText("9")

    assert (field.value, field.error) == (None, "Allowed is 0 to 1")
    assert (field.below.text(), field.below.property("kind")) == ("Allowed is 0 to 1", "err")
    assert box.accessibleDescription() == "Allowed is 0 to 1"
    assert (box.accessibleName(), box.objectName()) == ("Top P", "top_pField")


def test_a_list_to_choose_from_is_named_where_a_screen_reader_asks(page):
    box = QComboBox(page)
    box.setEditable(True)

    Field("effort", box, "Effort", "", lambda: None)

    assert box.lineEdit().accessibleName() == "Effort"


def test_a_box_of_lines_leaves_the_tab_key_to_the_form(page):
    box = lines("Not sent", 3)
    box.setParent(page)

    assert box.tabChangesFocus()
    assert box.placeholderText() == "Not sent"
    assert box.height() > 3 * box.fontMetrics().lineSpacing()
