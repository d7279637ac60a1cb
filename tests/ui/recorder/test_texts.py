from __future__ import annotations

import pytest

from desktop.api.sse import ServerSentEvent
from desktop.api.tap import ResponseHead
from desktop.chat.recorder import Recording
from desktop.chat.turn import State, Turn
from desktop.ui.recorder.texts import (
    MAX_LINE,
    MAX_SHOWN,
    answer_facts,
    facts_lines,
    for_display,
    phases_of,
    pretty,
    request_text,
    response_text,
    seconds_words,
)

PHASES = tuple(
    (name, second)
    for name, second in (
        ("connection.connect_tcp.started", 0.01),
        ("lookup.started", 0.01),
        ("lookup.complete", 0.03),
        ("connection.connect_tcp.complete", 0.05),
        ("connection.start_tls.started", 0.05),
        ("connection.start_tls.complete", 0.09),
        ("http11.send_request_headers.started", 0.09),
        ("http11.send_request_headers.complete", 0.1),
        ("http11.send_request_body.started", 0.1),
        ("http11.send_request_body.complete", 0.11),
    )
)
ONE = Recording(
    "https://api.example/v1/chat/completions",
    "",
    0.0,
    headers=(("authorization", "***"),),
    body='{"model": "m"}',
    phases=PHASES,
    head=ResponseHead(200, (("server", "x"),), "req_1", "u"),
    head_s=0.5,
    events=((0.7, ServerSentEvent("message", "{}")),),
    first_token_s=0.7,
    ended_s=2.0,
)


def answer(**fields):
    return Turn("a", "q", "assistant", State.COMPLETE, finish_reason="stop", usage={"total_tokens": 3}, **fields)


def test_every_phase_has_its_begin_and_its_length():
    found = [(one.name, round(one.start_s, 3), round(one.took_s, 3)) for one in phases_of(ONE)]

    assert found == [
        ("Name lookup", 0.01, 0.02),
        ("Connect", 0.03, 0.02),
        ("TLS", 0.05, 0.04),
        ("Send", 0.09, 0.02),
        ("First byte", 0.11, 0.39),
        ("First token", 0.5, 0.2),
        ("Answer", 0.7, 1.3),
    ]


def test_a_phase_that_lasts_has_no_length_yet():
    waiting = Recording("u", "", 0.0, phases=PHASES)

    assert [(one.name, one.took_s) for one in phases_of(waiting)][-1] == ("First byte", None)


def test_an_error_has_no_first_token():
    refused = Recording("u", "", 0.0, phases=PHASES, head=ONE.head, head_s=0.5, ended_s=0.6)

    assert [one.name for one in phases_of(refused)][-1] == "First byte"


def test_the_request_is_shown_with_url_headers_and_body():
    text = request_text(ONE)

    assert text.startswith("POST https://api.example/v1/chat/completions\nNo proxy\n")
    assert "authorization: ***" in text
    assert '  "model": "m"' in text
    assert "Proxy: http://p:1" in request_text(Recording("u", "http://p:1", 0.0))
    assert "Nothing was sent." in request_text(Recording("u", "", 0.0))


def test_the_answer_is_shown_with_status_finish_reason_and_usage():
    text = response_text(ONE, answer())

    for words in ("HTTP 200", "Request id: req_1", "finish_reason: stop", 'usage: {"total_tokens": 3}', "server: x"):
        assert words in text
    assert "No answer came." in response_text(Recording("u", "", 0.0), answer())
    refused = Recording("u", "", 0.0, head=ONE.head, other_body='{"error": "x"}')
    assert '"error": "x"' in response_text(refused, answer())


def test_the_facts_of_an_answer_need_no_recording():
    failed = answer(error={"message": "it failed", "detail": "words"})

    assert facts_lines(failed)[-1] == "error: it failed words"
    assert answer_facts(failed)["usage"] == {"total_tokens": 3}
    assert answer_facts(failed)["state"] == "complete"


def test_a_line_that_is_long_is_broken_and_a_text_that_is_long_is_cut():
    text = for_display("x" * (MAX_SHOWN + 7))

    assert max(len(line) for line in text.split("\n")) == MAX_LINE
    assert text.endswith("… 7 more characters: save them as a bundle")
    assert for_display("a\n\nb") == "a\n\nb"


def test_json_is_indented_and_what_is_none_stays():
    assert pretty('{"a": 1}') == '{\n  "a": 1\n}'
    assert pretty("[DONE]") == "[DONE]"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0004, "0.4 ms"), (0.0123, "12 ms"), (0.0996, "100 ms"), (0.25, "250 ms"), (1.25, "1.25 s"), (75, "75.00 s")],
)
def test_durations_have_the_unit_that_fits(seconds, words):
    assert seconds_words(seconds) == words
