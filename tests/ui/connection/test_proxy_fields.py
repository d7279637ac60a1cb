from __future__ import annotations

import pytest

from desktop.api.proxy import ProxyChoice
from desktop.ui.connection.proxy_fields import ProxyFields


@pytest.fixture
def fields(qtbot):
    fields = ProxyFields()
    qtbot.addWidget(fields)
    fields.show()
    return fields


@pytest.mark.parametrize("choice", [ProxyChoice(), ProxyChoice("none"), ProxyChoice("manual", "http://p:1", "me", "*")])
def test_what_is_shown_is_what_comes_back(fields, choice):
    fields.show_choice(choice)

    assert fields.choice() == choice


def test_address_and_login_are_asked_for_only_where_a_proxy_is_named(fields):
    assert not fields.url.isVisible()

    fields.mode.setCurrentIndex(fields.mode.findData("manual"))

    assert fields.url.isVisible()
    assert fields.bypass.isVisible()


def test_a_password_is_never_shown_again(fields):
    fields._password.setText("pw")
    assert fields.password() == "pw"

    fields.show_choice(ProxyChoice("manual", "http://p:1", "me"))

    assert fields.password() == ""
