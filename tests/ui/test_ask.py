from __future__ import annotations

import pytest
from fakes.server import reset, sse, status

from desktop.errors import RequestNotSentError
from desktop.ui.ask import AskRun, not_sent_result, stopped_result
from desktop.ui.main_window import MainWindow

KEYS = {
    "state",
    "text",
    "reasoning",
    "tool_calls",
    "finish_reason",
    "usage",
    "model",
    "error",
    "requests_sent",
    "first_token_s",
    "tokens_per_s",
    "conversation",
}


@pytest.fixture
def ask(qtbot, make_stack, server):
    def run(model: str = ""):
        stack = make_stack(server.base_url)
        window = MainWindow(stack.workspace, stack.key_services)
        qtbot.addWidget(window)
        one = AskRun(window, stack.workspace, "hi", model)
        with qtbot.waitSignal(one.done, timeout=10_000) as done:
            one.start()
        assert set(done.args[0]) == KEYS
        return done.args

    return run


def test_a_whole_answer_ends_with_0(server, ask):
    server.script(sse("Hello", usage={"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3, "x": 1}))

    result, code = ask()

    assert code == 0
    assert (result["state"], result["text"], result["error"]) == ("complete", "Hello", None)
    assert result["usage"] == {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3, "x": 1}


def test_the_model_of_the_command_line_is_asked(server, ask):
    server.script(sse("x"))

    ask("another")

    assert server.requests[0].json["model"] == "another"


def test_a_cut_answer_is_interrupted_and_ends_with_4(server, ask):
    server.script(sse("half", finish=None, done=False))

    result, code = ask()

    assert code == 4
    assert (result["state"], result["text"], result["finish_reason"]) == ("interrupted", "half", None)
    assert result["error"]["may_be_charged"] is True
    assert result["usage"] is None
    assert result["tokens_per_s"] is None


def test_a_broken_connection_without_text_is_interrupted(server, ask):
    server.script(reset())

    result, code = ask()

    assert (code, result["state"], result["text"]) == (4, "interrupted", "")


def test_an_error_of_the_server_is_failed_with_its_words_and_ends_with_5(server, ask):
    server.script(status(401, b'{"error":{"message":"Incorrect API key"}}', {"x-request-id": "req_1"}))

    result, code = ask()

    assert (code, result["state"]) == (5, "failed")
    assert result["error"] == {
        "title": "The API key is not valid (HTTP 401)",
        "detail": "Incorrect API key",
        "status": 401,
        "request_id": "req_1",
        "retryable": False,
        "may_be_charged": False,
    }


def test_where_nothing_was_sent_the_object_has_the_same_keys():
    result = not_sent_result(RequestNotSentError("no", reason="not_saved", detail="disk full"))

    assert set(result) == set(stopped_result()) == KEYS
    assert (result["state"], result["requests_sent"], result["error"]["detail"]) == ("failed", 0, "disk full")
    assert stopped_result()["state"] == "stopped"
