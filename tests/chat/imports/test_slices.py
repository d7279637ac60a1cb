from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.chat.imports.slices import JSONSliceError, first_byte, items, load, members

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(json_values), st.sampled_from([None, 2]), st.booleans())
def test_the_items_of_an_array_are_those_of_the_json_module(values, indent, ascii_only):
    raw = json.dumps(values, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")

    assert [load(raw, *place) for place in items(raw)] == values


@given(st.dictionaries(st.text(), json_values), st.sampled_from([None, 2]))
def test_the_members_of_an_object_are_those_of_the_json_module(values, indent):
    raw = b" \n" + json.dumps(values, indent=indent).encode()

    assert [(key, load(raw, *place)) for key, *place in members(raw)] == list(values.items())


@pytest.mark.parametrize(
    "raw", [b"", b"{", b'{"a"', b'{"a":', b'{"a":1', b'{"a":[1}', b"{1:2}", b'{"a" 1}', b"nothing", b"[1"]
)
def test_what_is_broken_is_said_not_guessed(raw):
    with pytest.raises(JSONSliceError):
        _ = {key: load(raw, *place) for key, *place in members(raw)}


def test_a_broken_item_does_not_hide_the_next():
    raw = b'[{"a": nonsense}, {"b": 1}]'
    (first, second) = items(raw)

    with pytest.raises(JSONSliceError):
        load(raw, *first)
    assert load(raw, *second) == {"b": 1}


def test_json_that_is_nested_too_deeply_is_an_error_not_a_crash():
    raw = b"[" + b"[" * 200_000 + b"]" * 200_000 + b"]"

    ((start, end),) = items(raw)
    with pytest.raises(JSONSliceError):
        load(raw, start, end)


def test_the_first_byte_tells_array_from_object():
    assert (first_byte(b" \n["), first_byte(b"{"), first_byte(b"  ")) == (b"[", b"{", b"")
