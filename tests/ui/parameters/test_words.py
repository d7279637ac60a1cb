from __future__ import annotations

import pytest

from desktop.errors import ParameterError
from desktop.ui.parameters.words import parameter_words, range_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("temperature", "0 to 2"),
        ("presence_penalty", "-2 to 2"),
        ("max_tokens", "Whole number, 1 or more"),
        ("seed", "Whole number; the same seed may give the same answer"),
    ],
)
def test_a_box_says_what_it_may_hold(name, words):
    assert range_words(name) == words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("no_number", "This is no number: 1 to 2.5"),
        ("out_of_range", "Allowed is 1 to 2.5"),
        ("own_field", "“messages” is set by the program itself and cannot be changed here"),
        ("known_field", "“messages” has a field of its own"),
        ("twice", "“messages” stands there twice"),
        ("no_object", 'This must be a JSON object: {"…": …}'),
        ("newer", "The file comes from a newer version of this program"),
        ("no_presets", "The file holds no presets of this program"),
    ],
)
def test_a_mistake_is_told_with_what_would_be_right(reason, words):
    assert parameter_words(ParameterError("e", reason=reason, name="messages", limits=(1, 2.5))) == words


def test_the_place_of_a_mistake_in_json_is_told_where_it_is_known():
    assert parameter_words(ParameterError("e", reason="no_json", limits=(3, 7))) == "No valid JSON: line 3, column 7"
    assert parameter_words(ParameterError("e", reason="no_json")) == "No valid JSON"


def test_every_reason_has_words_of_its_own():
    numbers = {"no_number", "not_whole", "out_of_range", "too_many_stops", "no_texts", "no_word"}
    formats = {
        "no_schema",
        "bad_schema_name",
        "no_type",
        "no_json",
        "no_object",
        "no_finite",
        "twice",
        "too_long",
        "too_deep",
    }
    reasons = (
        numbers
        | formats
        | {"own_field", "known_field", "many_answers", "no_name", "newer", "no_presets", "too_many", "file_too_large"}
    )

    said = {parameter_words(ParameterError("e", reason=one, name="x")) for one in reasons}

    assert len(said) == len(reasons)
