from __future__ import annotations

import json

import pytest

from desktop.api.usage import usage_from


def test_every_count_is_read_and_the_servers_object_is_kept():
    raw = {
        "prompt_tokens": 21,
        "completion_tokens": 16,
        "total_tokens": 37,
        "prompt_tokens_details": {"cached_tokens": 20},
        "completion_tokens_details": {"reasoning_tokens": 5},
        "cost": 1.08e-05,
    }

    usage = usage_from(raw)

    assert usage.raw == raw
    counts = (usage.prompt_tokens, usage.completion_tokens, usage.total_tokens)
    assert counts == (21, 16, 37)
    assert (usage.cached_tokens, usage.reasoning_tokens) == (20, 5)


def test_deepseeks_name_of_cached_tokens_is_known():
    assert usage_from({"prompt_cache_hit_tokens": 7}).cached_tokens == 7


@pytest.mark.parametrize("value", [None, "5", -1, True, 1.5, [], {}, 2**40 + 1, 10**400, 1e300])
def test_what_is_no_count_is_unknown(value):
    assert usage_from({"prompt_tokens": value}).prompt_tokens is None


@pytest.mark.parametrize("details", [None, [], "x", 5])
def test_details_of_another_shape_are_no_harm(details):
    usage = usage_from({"prompt_tokens_details": details, "completion_tokens_details": details})

    assert (usage.cached_tokens, usage.reasoning_tokens) == (None, None)


def test_what_json_cannot_hold_is_replaced_in_the_servers_object_too():
    raw = {
        "prompt_tokens": 3,
        "completion_tokens": float("nan"),
        "details": {"rates": [float("inf"), 1.5]},
        "\ud83c": "a\udf0d",
    }

    usage = usage_from(raw)

    assert usage.completion_tokens is None
    assert usage.raw == {
        "prompt_tokens": 3,
        "completion_tokens": None,
        "details": {"rates": [None, 1.5]},
        "\ufffd": "a\ufffd",
    }


def test_what_is_nested_too_deep_is_left_out():
    raw: dict[str, object] = {"prompt_tokens": 3}
    for _ in range(400):
        raw = {"prompt_tokens": 3, "more": [raw]}

    usage = usage_from(raw)

    assert usage.prompt_tokens == 3
    assert len(json.dumps(usage.raw)) < 1000


def test_the_names_of_another_api_are_known_and_give_way_to_the_documented_ones():
    usage = usage_from({"input_tokens": 7, "output_tokens": 9, "prompt_tokens": 8})

    assert (usage.prompt_tokens, usage.completion_tokens) == (8, 9)
