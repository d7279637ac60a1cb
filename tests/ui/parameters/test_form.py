from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from desktop.ui.parameters.form import ParametersForm

EVERYTHING = {
    "temperature": 0.5,
    "top_p": 0.25,
    "max_completion_tokens": 100,
    "stop": ["\n\n", "END"],
    "presence_penalty": -1,
    "frequency_penalty": 1.5,
    "seed": 2**62,
    "reasoning_effort": "high",
    "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "object"}}},
    "top_k": 40,
    "thinking": {"type": "enabled"},
}


@pytest.fixture
def form(qtbot):
    form = ParametersForm()
    qtbot.addWidget(form)
    form.show()
    return form


def box(form, name):
    return form.fields[name].box


def test_nothing_is_sent_until_it_is_set(form):
    form.show_values("m", "", {})

    assert form.parameters() == {}
    assert form.preset("p").as_json() == {"name": "p", "model": "m", "system_prompt": "", "parameters": {}}
    assert form.errors == []


def test_what_is_shown_is_what_is_read(form):
    form.show_values("m", "prompt", EVERYTHING)

    assert form.parameters() == EVERYTHING
    form.show_values("", "", {})
    assert form.parameters() == {}
    assert form.preset("p").model == "m"


def test_a_limit_of_tokens_goes_under_the_name_that_is_chosen(form):
    form.show_values("m", "", {"max_tokens": 7})
    assert form.parameters() == {"max_tokens": 7}

    form.findChild(QComboBox, "tokenLimitName").setCurrentIndex(1)

    assert form.parameters() == {"max_completion_tokens": 7}


def test_what_cannot_be_sent_is_told_and_left_out(qtbot, form):
    box(form, "temperature").setText("hot")
    box(form, "extra").setPlainText('{"messages": []}')
    box(form, "reasoning_effort").setCurrentText("very high")
    box(form, "stop").setPlainText("a\nb\nc\nd\ne")
    box(form, "top_p").setText("1")

    assert form.parameters() == {"top_p": 1.0}
    assert form.errors == [
        "This is no number: 0 to 2",
        "At most 4 stop sequences, one a line",
        "One word of small letters, such as low, medium or high",
        "“messages” is set by the program itself and cannot be changed here",
    ]
    with qtbot.waitExposed(form):
        form.activateWindow()
    form.focus_error()
    assert form.focusWidget() is box(form, "temperature")


def test_a_schema_is_asked_for_where_it_is_needed(form):
    schema = form.findChild(QPlainTextEdit, "schemaField")
    assert schema.isHidden()

    box(form, "response_format").setCurrentIndex(box(form, "response_format").findData("json_schema"))

    assert not schema.isHidden()
    assert form.errors == ["The JSON schema is missing"]
    schema.setPlainText('{"type": "object"}')
    assert form.parameters()["response_format"]["json_schema"]["name"] == "answer"


def test_values_from_a_file_that_are_not_valid_are_shown_as_such(form):
    form.show_values("m", "", {"temperature": "warm", "reasoning_effort": 3})

    assert len(form.errors) == 2


def test_every_box_has_a_name_for_its_test_and_for_a_screen_reader(form):
    kinds = (QLineEdit, QComboBox, QPlainTextEdit, QAbstractButton)
    boxes = [one for kind in kinds for one in form.findChildren(kind) if not isinstance(one.parent(), QComboBox)]

    assert len(boxes) >= 13
    assert [one for one in boxes if not one.accessibleName() or not one.objectName()] == []
    assert isinstance(form.findChild(QWidget, "systemPromptField"), QPlainTextEdit)


def test_the_tab_key_goes_from_top_to_bottom(qtbot, form):
    box(form, "response_format").setCurrentIndex(box(form, "response_format").findData("json_schema"))
    with qtbot.waitExposed(form):
        form.activateWindow()
    form.system_prompt.setFocus()

    visited = []
    for _ in range(14):
        visited.append(form.focusWidget().objectName())
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)

    assert visited == [
        "systemPromptField",
        "presetModelField",
        "temperatureField",
        "top_pField",
        "max_tokensField",
        "tokenLimitName",
        "stopField",
        "presence_penaltyField",
        "frequency_penaltyField",
        "seedField",
        "reasoning_effortField",
        "response_formatField",
        "schemaField",
        "extraField",
    ]
