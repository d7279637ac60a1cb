from __future__ import annotations

import json

import pytest

from desktop.api.models import read_models
from desktop.errors import ResponseError


@pytest.mark.parametrize(
    "value",
    [
        {"object": "list", "data": [{"id": "a"}, {"id": "b"}]},
        {"models": [{"name": "a"}, {"model": "b"}]},
        {"models": [{"name": "x"}], "data": [{"id": "a"}, {"id": "b"}]},
        [{"id": "a"}, {"id": "b"}],
        ["a", "b", "a"],
        {"data": [{"id": "a"}, None, 5, {}, {"id": "b"}]},
    ],
)
def test_a_list_is_read_in_every_shape(value):
    assert [model.id for model in read_models(json.dumps(value).encode(), "application/json")] == ["a", "b"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html><title>Login</title>", "web_page"),
        (b"hello", "not_json"),
        (b"{}", "other_json"),
        (b"5", "other_json"),
        (b"", "not_json"),
    ],
)
def test_what_is_no_list_is_said(body, reason):
    with pytest.raises(ResponseError) as error:
        read_models(body, "")

    assert error.value.reason == reason


def test_1500_models_are_all_read():
    body = json.dumps({"data": [{"id": f"m{number}"} for number in range(1500)]}).encode()

    assert len(read_models(body, "")) == 1500
