from __future__ import annotations

from desktop.ui.named import named_box, named_button


def test_both_have_a_name_for_machines_and_one_for_people(qtbot):
    for made in (named_button("exportButton", "Export"), named_box("rangeField", "Range")):
        qtbot.addWidget(made)

        assert made.objectName() in {"exportButton", "rangeField"}
        assert made.accessibleName() in {"Export", "Range"}


def test_enter_in_a_field_does_not_press_the_button(qtbot):
    button = named_button("exportButton", "Export")
    qtbot.addWidget(button)

    assert not button.autoDefault()
