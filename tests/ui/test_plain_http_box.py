"""The agreement to plain http."""

from __future__ import annotations

import pytest

from desktop.api.origin import Endpoint, parse_base_url
from desktop.ui.plain_http_box import PlainHttpBox


@pytest.fixture
def box(qtbot):
    box = PlainHttpBox()
    qtbot.addWidget(box)
    return box


@pytest.mark.parametrize(
    ("url", "is_asked"),
    [("https://api.example/v1", False), ("http://127.0.0.1:1/v1", False), ("http://192.168.1.20/v1", True)],
)
def test_only_http_to_another_machine_is_asked_about(box, url, is_asked):
    endpoint = Endpoint(parse_base_url(url))

    box.show_for(endpoint)

    assert box.isVisible() is is_asked
    assert bool(box.objection(endpoint)) is is_asked
    box.setChecked(True)
    assert box.objection(endpoint) == ""


def test_an_address_that_is_none_needs_no_agreement(box):
    box.show_for(None)

    assert not box.isVisible()
    assert box.accessibleName() == box.text()
