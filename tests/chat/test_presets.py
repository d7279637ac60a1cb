from __future__ import annotations

import json
import time

import pytest

from desktop.chat.presets import Preset, checked_name, merged, presets_json, read_preset, read_presets
from desktop.errors import ParameterError

CODER = Preset("Coder", "gpt-4o", "You write code.", {"temperature": 0, "top_k": 3})


def one_preset(**members):
    return {"format": "lingdu-presets", "version": 1, "presets": [members]}


def reason(raw: bytes) -> str:
    with pytest.raises(ParameterError) as caught:
        read_presets(raw)
    return caught.value.reason


def test_presets_come_back_from_their_file():
    presets = [CODER, Preset("写作", system_prompt="写得好 \ud800")]

    assert read_presets(presets_json(presets).encode()) == presets
    assert read_presets(b"\xef\xbb\xbf" + presets_json(presets).encode()) == presets


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"format": "other", "presets": []}, "no_presets"),
        ([], "no_presets"),
        ({"format": "lingdu-presets", "version": 2, "presets": []}, "newer"),
        ({"format": "lingdu-presets", "version": 1}, "no_presets"),
        ({"format": "lingdu-presets", "version": 1, "presets": [{}]}, "no_preset"),
        ({"format": "lingdu-presets", "version": 1, "presets": [{"name": " "}]}, "no_name"),
        (
            {"format": "lingdu-presets", "version": 1, "presets": [{"name": "a", "parameters": {"top_p": 9}}]},
            "out_of_range",
        ),
        (
            {"format": "lingdu-presets", "version": 1, "presets": [{"name": "a", "parameters": {"stream": 0}}]},
            "own_field",
        ),
    ],
)
def test_another_file_is_refused_whole(document, expected):
    assert reason(json.dumps(document).encode()) == expected


def test_what_is_no_json_is_no_file_of_presets():
    assert reason(b"\xff\xfe") == "no_presets"
    assert reason(b"[" * 100_000) == "no_presets"


def test_a_preset_that_is_nested_too_deep_to_be_copied_is_refused():
    deep = '{"a": ' * 600 + "1" + "}" * 600
    file = '{"format": "lingdu-presets", "version": 1, "presets": [{"name": "a", "parameters": {"x": %s}}]}'

    assert reason((file % deep).encode()) == "too_deep"


def test_more_presets_than_anyone_looks_through_are_refused_and_as_many_are_joined_at_once():
    many = {
        "format": "lingdu-presets",
        "version": 1,
        "presets": [{"name": "n", "model": str(at)} for at in range(1000)],
    }
    presets = read_presets(json.dumps(many).encode())

    begin = time.process_time()
    found = merged(presets[:1], presets)
    seconds = time.process_time() - begin

    assert len({one.name for one in found}) == len(found) == 1000
    assert seconds < 5  # a search through all of them for each took as long as it takes to look at it
    many["presets"].append({"name": "one more"})
    assert reason(json.dumps(many).encode()) == "too_many"


def test_members_that_are_missing_are_empty():
    assert read_preset({"name": "a"}) == Preset("a")


def test_a_name_is_one_line_of_at_most_sixty_characters():
    assert checked_name("  two\n words ") == "two words"
    assert len(checked_name("x" * 100)) == 60


def test_importing_twice_is_importing_once_and_a_taken_name_gets_a_number():
    other = Preset("Coder", "m2")

    once = merged([CODER], [CODER, other])
    twice = merged(once, [CODER, Preset("Coder (2)", "m2")])

    assert [one.name for one in once] == ["Coder", "Coder (2)"]
    assert twice == once
