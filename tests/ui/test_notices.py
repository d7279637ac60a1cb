from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QTranslator

from desktop import errors
from desktop.assets import path
from desktop.chat.conversation import Part, State, Turn
from desktop.ui.error_record import error_record
from desktop.ui.notices import error_title, retry_notice, turn_notice, waiting_notice
from desktop.worker.stream_worker import RetryNotice

E = errors
ERRORS = [
    E.RequestNotSentError("x", reason="no_key"),
    E.RequestNotSentError("x", reason="bad_key"),
    E.RequestNotSentError("x", reason="plain_http"),
    E.RequestNotSentError("x", reason="bad_base_url"),
    E.RequestNotSentError("x", reason="bad_header"),
    E.RequestNotSentError("x", reason="bad_proxy"),
    E.RequestNotSentError("x", reason="bad_ca_file"),
    E.RequestNotSentError("x", reason="no_model"),
    E.RequestNotSentError("x", reason="key_store"),
    E.RequestNotSentError("x", reason="not_saved"),
    E.APITimeoutError("x", sent=False, reason="connect", limit_s=10),
    E.APITimeoutError("x", sent=True, reason="write", limit_s=30),
    E.APITimeoutError("x", sent=True, reason="silence", limit_s=300),
    E.APIConnectionError("x", sent=False, reason="refused"),
    E.APIConnectionError("x", sent=False, reason="dns"),
    E.APIConnectionError("x", sent=False, reason="tls"),
    E.APIConnectionError("x", sent=False, reason="unreachable"),
    E.APIConnectionError("x", sent=False, reason="proxy"),
    E.APIConnectionError("x", sent=False, reason="proxy_login"),
    E.APIConnectionError("x", sent=True, reason="lost"),
    E.APIConnectionError("x", sent=True, reason="reset"),
    E.APIConnectionError("x", sent=True, reason="headers"),
    E.APIConnectionError("x", sent=True, reason="not_http"),
    E.BadRequestError("x", status=400, reason="request"),
    E.BadRequestError("x", status=404, reason="not_found"),
    E.BadRequestError("x", status=413, reason="too_large"),
    E.BadRequestError("x", status=409, reason="conflict"),
    E.BadRequestError("x", status=400, reason="stream_options"),
    E.AuthenticationError("x", status=401, reason="key"),
    E.AuthenticationError("x", status=403, reason="forbidden"),
    E.RateLimitError("x", status=429, reason="rate_limit"),
    E.InsufficientQuotaError("x", status=402, reason="quota"),
    E.RedirectError("x", status=307, target="https://other.example/v1"),
    E.InternalServerError("x", status=503, reason="unavailable"),
    E.InternalServerError("x", status=502, reason="unknown"),
    E.ResponseError("x", reason="web_page", status=200),
    E.ResponseError("x", reason="other_json", status=200),
    E.ResponseError("x", reason="coding", status=200),
    E.StreamError("x", reason="coding"),
    E.StreamError("x", reason="lost"),
    E.StreamError("x", reason="cut"),
    E.StreamError("x", reason="empty"),
    E.StreamServerError("x", reason="server"),
    E.StreamLimitError("x", bound="answer", limit=1),
]


def name(error: errors.APIError) -> str:
    return f"{type(error).__name__}-{error.reason}"


@pytest.fixture
def chinese(qapp):
    translator = QTranslator()
    assert translator.load("lingdu_zh_CN", str(path("i18n")))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def failed(error: errors.APIError, text: str = "") -> Turn:
    turn = Turn("a", "q", "assistant", State.INTERRUPTED if error.interrupts else State.FAILED)
    turn.error = error_record(error)
    turn.ended_at = time.time()
    turn.append("text", text)
    return turn


def test_every_cause_has_words_of_its_own(qapp):
    titles = [error_title(error_record(error)) for error in ERRORS]

    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("error", ERRORS, ids=name)
def test_every_cause_is_said_in_chinese(chinese, error):
    title = error_title(error_record(error))

    assert any("\u4e00" <= character <= "\u9fff" for character in title), title


@pytest.mark.parametrize("error", ERRORS, ids=name)
def test_every_failure_has_a_next_step(qapp, error):
    notice = turn_notice(failed(error))

    assert notice is not None
    assert notice.actions


def test_a_401_names_the_status_and_opens_the_key_settings(qapp):
    error = E.AuthenticationError("x", status=401, reason="key", detail="Invalid API Key", request_id="req_7")

    notice = turn_notice(failed(error))

    assert notice.title == "The API key is not valid (HTTP 401)"
    assert notice.kind == "err"
    assert "Invalid API Key" in notice.detail
    assert "req_7" in notice.small
    assert [action.id for action in notice.actions] == ["open_key_settings", "retry"]


def test_a_cut_answer_says_what_is_kept_and_what_sending_again_may_cost(qapp):
    notice = turn_notice(failed(E.StreamError("x", reason="cut"), "x" * 1208))

    assert notice.kind == "warn"
    assert notice.title.startswith("Incomplete answer")
    assert "1,208 characters kept" in notice.small
    assert "may be charged again" in notice.detail
    assert [action.id for action in notice.actions] == ["continue", "retry"]


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        (Turn("a", "q", "assistant", State.STOPPED), "Stopped"),
        (Turn("a", "q", "assistant", State.INTERRUPTED), "Interrupted"),
        (Turn("a", "q", "assistant", parts=[Part("text", "x")], finish_reason="length"), "length limit"),
        (Turn("a", "q", "assistant", parts=[Part("text", "x")], finish_reason="MAX_TOKENS"), "length limit"),
        (Turn("a", "q", "assistant", parts=[Part("text", "x")], finish_reason="SAFETY"), "content filter"),
        (Turn("a", "q", "assistant", parts=[Part("text", "x")], finish_reason="content_filter"), "content filter"),
        (Turn("a", "q", "assistant", finish_reason="stop"), "empty"),
    ],
)
def test_every_end_that_is_not_whole_is_said(qapp, turn, words):
    assert words in turn_notice(turn).title


def test_a_whole_answer_and_a_growing_one_have_no_card(qapp):
    assert turn_notice(Turn("a", "q", "assistant", parts=[Part("text", "x")], finish_reason="stop")) is None
    assert turn_notice(Turn("a", "q", "assistant", State.STREAMING)) is None


def test_the_wait_before_another_try_counts_down_and_can_be_cancelled(chinese):
    error = E.RateLimitError("x", status=429, reason="rate_limit", retry_after_s=12)

    notice = retry_notice(RetryNotice(12.0, 1, 2, error), 12, error_record(error))

    assert notice.title == "请求太频繁（HTTP 429），12 秒后自动重试"
    assert notice.small == "第 1 次，共 2 次 · 服务器要求等待 12 秒"
    assert [action.id for action in notice.actions] == ["cancel"]


def test_server_words_are_plain_and_at_most_2000_characters_the_rest_is_in_the_details(qapp):
    error = E.BadRequestError("x", status=400, reason="request", detail="<b>a</b>\n" + "long " * 4000)

    notice = turn_notice(failed(error))

    assert "<b>a</b> long" in notice.detail
    assert len(notice.detail) == len("Server: ") + 2000
    assert [action.id for action in notice.actions] == ["details", "retry"]


def test_an_answer_that_brings_no_text_says_for_how_long_and_can_be_stopped(chinese):
    waiting, quiet = Turn("a", "q", "assistant"), Turn("a", "q", "assistant", first_token_at=1.0)

    assert waiting_notice(waiting, 42).title == "已等待首字 42 秒"
    assert waiting_notice(quiet, 42).title == "已有 42 秒没有新内容"
    assert [action.label for action in waiting_notice(waiting, 42).actions] == ["停止"]


def test_a_long_wait_is_named_by_the_time_it_ends(qapp):
    turn = failed(E.RateLimitError("x", status=429, reason="rate_limit", retry_after_s=200.0))
    turn.error["at"] = time.mktime((2024, 11, 24, 14, 0, 0, 0, 0, -1))

    assert "The server asks to wait until 11/24/24 2:03 PM" in turn_notice(turn).small.replace("\u202f", " ")


def test_a_wait_that_no_calendar_holds_is_said_in_seconds(qapp):
    turn = failed(E.RateLimitError("x", status=429, reason="rate_limit", retry_after_s=1e300))

    assert "The server asks to wait 2147483647 s" in turn_notice(turn).small


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (E.InternalServerError, "image input is not supported - hint: you may need to provide the mmproj"),
        (E.BadRequestError, "Invalid content type. image_url is only supported by certain models."),
        (E.BadRequestError, "messages[0]: unknown variant `image_url`, expected `text`"),
        (E.BadRequestError, "No endpoints found that support image input"),
        (E.BadRequestError, "'messages.0' : content must be a string"),
        (E.BadRequestError, "m is not a multimodal model"),
        (E.BadRequestError, "该模型不支持图片"),
    ],
)
def test_a_model_that_takes_no_pictures_is_told_by_many_words(error, detail):
    record = error_record(error("x", status=400, detail=detail)) | {"pictures": True}

    notice = turn_notice(Turn("a", "q", "assistant", State.FAILED, error=record))

    assert notice.title == "The model does not take pictures (HTTP 400)"
    assert "Choose a model that reads pictures" in notice.detail


def test_the_same_words_without_pictures_are_another_trouble():
    record = error_record(E.BadRequestError("x", status=400, detail="image_url"))

    assert error_title(record) == "The server did not accept the request (HTTP 400)"


def test_a_request_that_is_too_large_names_its_pictures():
    error = E.BadRequestError("x", status=413, reason="too_large", detail="image too big")
    record = error_record(error) | {"pictures": True}

    notice = turn_notice(Turn("a", "q", "assistant", State.FAILED, error=record))

    assert notice.title == "The request is too large (HTTP 413)"
    assert "Attach fewer pictures" in notice.detail


def test_a_parameter_that_the_server_names_leads_to_the_parameters():
    record = error_record(E.BadRequestError("x", status=400, detail="max_tokens")) | {"parameters": ["max_tokens"]}

    notice = turn_notice(Turn("a", "q", "assistant", State.FAILED, error=record))

    assert [action.id for action in notice.actions] == ["open_parameters", "retry"]


@pytest.mark.parametrize("value", [None, True, 10**400, -1e308, "", "x", "http://[", [], {"a": 1}, [[1]]])
@pytest.mark.parametrize(
    "name",
    ["type", "reason", "message", "detail", "status", "request_id", "at", "url", "limit_s", "retry_after_s", "target",
     "bound", "limit", "pictures", "parameters"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["NotFoundError", "RateLimitError", "APITimeoutError"])
def test_no_error_of_an_imported_file_can_block_its_chat(name, value, kind):
    turn = Turn("a", None, "assistant", State.FAILED)
    turn.error = {"type": kind, "reason": "not_found", "url": "http://x/v1", "retry_after_s": 5, "at": 1.0, name: value}

    assert turn_notice(turn).title
