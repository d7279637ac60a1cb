from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.errors import SettingsError
from desktop.ui.connection.header_fields import HeaderFields


@pytest.fixture
def fields(qtbot):
    fields = HeaderFields()
    qtbot.addWidget(fields)
    fields.show()
    return fields


def test_what_is_shown_is_what_comes_back_but_for_private_values(fields):
    fields.show_headers({"X-Title": "Lingdu"}, ("Api-Key",))

    headers = fields.headers()

    assert headers.public == {"X-Title": "Lingdu"}
    assert headers.private == ("Api-Key",)
    assert headers.typed == {}
    assert "typed" not in repr(headers)


def test_a_name_that_looks_like_a_secret_becomes_private_while_it_is_typed(qtbot, fields):
    qtbot.mouseClick(fields.add, Qt.MouseButton.LeftButton)
    (row,) = fields._rows
    qtbot.keyClicks(row.name, "api-key")
    qtbot.keyClicks(row.value, "s3cret")

    assert row.private.isChecked()
    assert row.value.echoMode() == row.value.EchoMode.Password
    assert fields.headers().typed == {"api-key": "s3cret"}


def test_a_row_can_be_removed_and_one_without_a_name_says_nothing(qtbot, fields):
    fields.show_headers({"X-A": "1", "X-B": "2"}, ())
    qtbot.mouseClick(fields._rows[0].remove, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(fields.add, Qt.MouseButton.LeftButton)

    assert fields.headers().public == {"X-B": "2"}


@pytest.mark.parametrize(
    "public", [{"no name": "x"}, {"X-A": "a\u00e9"}, {"Authorization": "Bearer x"}, {"X-A": "1", "x-a": "2"}]
)
def test_a_header_that_cannot_be_sent_is_said(fields, public):
    fields.show_headers(public, ())

    with pytest.raises(SettingsError):
        fields.headers()
