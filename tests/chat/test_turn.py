from __future__ import annotations

import json
import time

from desktop.api.types import ToolCallDelta
from desktop.chat.turn import Part, State, Turn


def answer() -> Turn:
    return Turn("a", "q", "assistant", State.STREAMING)


def test_text_of_one_kind_becomes_one_part():
    turn = answer()

    turn.append("reasoning", "Let me")
    turn.append("reasoning", " see")
    turn.append("text", "你好")
    turn.append("text", "")
    turn.append("text", "，world")
    turn.append("refusal", "No.")

    assert turn.parts == [Part("reasoning", "Let me see"), Part("text", "你好，world"), Part("refusal", "No.")]
    assert (turn.text, turn.reasoning, turn.refusal) == ("你好，world", "Let me see", "No.")


def test_a_million_small_appends_do_not_cost_their_square():
    turn = answer()

    began = time.perf_counter()
    for _ in range(1_000_000):
        turn.append("text", "ab")

    assert len(turn.text) == 2_000_000
    # Linear it takes about 0.5 s; copying the text each time would take many minutes.
    assert time.perf_counter() - began < 20


def test_reading_between_appends_loses_nothing():
    turn = answer()

    seen = []
    for letter in "abc":
        turn.append("text", letter)
        seen.append(turn.text)

    assert seen == ["a", "ab", "abc"]


def test_tool_calls_are_put_together_by_index():
    turn = answer()

    turn.add_tool_call_delta(ToolCallDelta(0, "call_1", "weather", '{"ci'))
    turn.add_tool_call_delta(ToolCallDelta(1, "call_2", "time"))
    turn.add_tool_call_delta(ToolCallDelta(0, arguments='ty": "北京"}'))

    assert turn.tool_calls == [
        {"id": "call_1", "name": "weather", "arguments": '{"city": "北京"}'},
        {"id": "call_2", "name": "time", "arguments": ""},
    ]
    assert json.loads(turn.parts[0].body) == turn.tool_calls[0]
    assert turn.text == ""


def test_another_id_at_the_same_index_is_another_call():
    turn = answer()

    turn.add_tool_call_delta(ToolCallDelta(0, "call_1", "a", "{}"))
    turn.add_tool_call_delta(ToolCallDelta(0, "call_2", "b", "[]"))

    assert [call["id"] for call in turn.tool_calls] == ["call_1", "call_2"]
    assert [call["arguments"] for call in turn.tool_calls] == ["{}", "[]"]


def test_a_tool_call_that_is_no_json_keeps_its_words():
    turn = Turn("a", "q", "assistant", parts=[Part("tool_call", "{broken"), Part("tool_call", "[1]")])

    assert [call["arguments"] for call in turn.tool_calls] == ["{broken", "[1]"]


def test_a_snapshot_does_not_change_with_its_turn():
    turn = answer()
    turn.append("text", "before")
    turn.add_tool_call_delta(ToolCallDelta(0, "call_1", "a", "{"))
    turn.usage = {"details": {"n": 1}}

    copy = turn.snapshot()
    turn.append("text", "after")
    turn.add_tool_call_delta(ToolCallDelta(0, arguments="}"))
    turn.usage["details"]["n"] = 2
    turn.state = State.COMPLETE

    assert copy.text == "before"
    assert copy.tool_calls == [{"id": "call_1", "name": "a", "arguments": "{"}]
    assert copy.usage == {"details": {"n": 1}}
    assert copy.state is State.STREAMING


def test_states_are_lower_case_words():
    assert [state.value for state in State] == ["streaming", "complete", "stopped", "interrupted", "failed"]


def test_a_stretch_of_its_own_does_not_join_what_stands_before_it():
    turn = Turn("t", None, "assistant")
    turn.begin_stretch()
    turn.append("text", "a")
    turn.begin_stretch()
    turn.append("text", "b")
    turn.append("text", "c")

    assert turn.snapshot().parts == [Part("text", "a"), Part("text", "bc", fresh=True)]
    assert turn.text == "abc"
