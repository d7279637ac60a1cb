"""Errors and ends of answers as cards: what happened, in the user's language, and the next step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from PySide6.QtCore import QDateTime, QLocale

from desktop.chat.conversation import State, Turn
from desktop.ui.chat.messages import Notice, NoticeAction
from desktop.ui.words import tr
from desktop.worker.stream_worker import RetryNotice

_SHOWN_DETAIL = 300


def error_title(error: Mapping[str, Any]) -> str:
    """The cause of a failure in one line, with the HTTP status where there is one."""
    title = _cause(str(error.get("type", "")), str(error.get("reason", "")), error)
    status = error.get("status")
    if isinstance(status, int) and status != 200:
        return tr("{title} (HTTP {status})").format(title=title, status=status)
    return title


def _cause(kind: str, reason: str, error: Mapping[str, Any]) -> str:  # a table, one row a cause
    match kind, reason:
        case "RequestNotSentError", "no_key":
            return tr("No API key for this endpoint")
        case "RequestNotSentError", "bad_key":
            return tr("The API key holds characters that no key has")
        case "RequestNotSentError", "plain_http":
            return tr("Not sent: http to another machine would show the key and the question to everyone on the way")
        case "RequestNotSentError", "bad_base_url":
            return tr("The base URL is not valid")
        case "RequestNotSentError", "bad_header":
            return tr("An extra header of this endpoint cannot be sent")
        case "RequestNotSentError", "no_model":
            return tr("No model is chosen")
        case "RequestNotSentError", "key_store":
            return tr("The system keyring did not give the API key")
        case "RequestNotSentError", "not_saved":
            return tr("Not sent: the question could not be saved")
        case "RequestNotSentError", _:
            return tr("Not sent")
        case "APITimeoutError", "connect":
            return tr("No connection within {seconds} s").format(seconds=_seconds(error))
        case "APITimeoutError", "write":
            return tr("The server stopped taking the request")
        case "APITimeoutError" | "StreamError", "silence":
            return tr("The server was silent for too long")
        case "APIConnectionError", "refused":
            return tr("The server refused the connection")
        case "APIConnectionError", "dns":
            return tr("The server's name was not found")
        case "APIConnectionError", "tls":
            return tr("No secure connection: the certificate or TLS failed")
        case "APIConnectionError", "unreachable":
            return tr("The server cannot be reached")
        case "APIConnectionError", "headers":
            return tr("The server's answer has headers of over 100 KiB")
        case "APIConnectionError", "not_http":
            return tr("The server does not speak HTTP here; check the base URL")
        case "APIConnectionError", _ if error.get("may_be_charged"):
            return tr("The connection broke before an answer came")
        case "APIConnectionError" | "APITimeoutError", _:
            return tr("No connection to the server")
        case "AuthenticationError", "forbidden":
            return tr("The API key may not do this")
        case "AuthenticationError", _:
            return tr("The API key is not valid")
        case "RateLimitError", _:
            return tr("Too many requests")
        case "InsufficientQuotaError", _:
            return tr("Out of credit")
        case "RedirectError", _:
            return tr("The server points to another address, {target}").format(target=error.get("target") or "?")
        case "InternalServerError", "unavailable":
            return tr("The server is not available right now")
        case "InternalServerError", _:
            return tr("The server failed")
        case "BadRequestError", "not_found":
            return tr("The model or the address was not found")
        case "BadRequestError", "too_large":
            return tr("The request is too large")
        case "BadRequestError", _:
            return tr("The server did not accept the request")
        case "ResponseError", "web_page":
            return tr("The address answered with a web page; check the base URL")
        case "ResponseError", _:
            return tr("Not an OpenAI-compatible answer")
        case "StreamError", "empty":
            return tr("The server sent an empty answer")
        case "StreamServerError", _:
            return tr("The server reported an error")
        case "StreamLimitError", _:
            return tr("Incomplete answer: it passed a safety limit")
        case "StreamError", _:
            return tr("Incomplete answer: the connection broke before the end mark")
        case _:
            return tr("The program failed here; the log has the details")


def _seconds(error: Mapping[str, Any]) -> str:
    limit = error.get("limit_s")
    return QLocale().toString(round(limit)) if isinstance(limit, int | float) else "?"


def turn_notice(turn: Turn) -> Notice | None:
    """The card under an answer, None where it ended as it should."""
    if turn.state is State.STREAMING:
        return None
    if turn.error is not None:
        return _error_notice(turn, turn.error)
    if turn.state is State.INTERRUPTED:
        return Notice(
            "warn", tr("Interrupted: the program ended while the answer arrived"), "", _kept(turn), _next(turn)
        )
    if turn.state is State.STOPPED:
        return Notice("warn", tr("Stopped"), "", _kept(turn), _next(turn))
    if turn.finish_reason == "length":
        return Notice("warn", tr("Reached the length limit"), "", _kept(turn), _next(turn))
    if turn.finish_reason == "content_filter":
        return Notice("warn", tr("The server's content filter ended the answer"), "", _kept(turn), ())
    if not (turn.text or turn.reasoning or turn.refusal or turn.tool_calls):
        return Notice("warn", tr("The answer is empty"), "", _small({}, turn), _next(turn))
    return None


def _error_notice(turn: Turn, error: Mapping[str, Any]) -> Notice:
    kind: Literal["warn", "err"] = "warn" if turn.state is State.INTERRUPTED else "err"
    detail = str(error.get("detail") or "")
    words = [tr("Server: {text}").format(text=_short(detail))] if detail else []
    if error.get("may_be_charged"):
        words.append(tr("The server may have processed this. Sending again may be charged again."))
    return Notice(kind, error_title(error), "\n".join(words), _small(error, turn), _error_actions(turn, error))


def _error_actions(turn: Turn, error: Mapping[str, Any]) -> tuple[NoticeAction, ...]:
    kind, reason = error.get("type"), error.get("reason")
    if kind == "AuthenticationError" or reason in {
        "no_key",
        "bad_key",
        "bad_base_url",
        "key_store",
        "web_page",
        "not_http",
        "plain_http",
    }:
        return (NoticeAction("open_key_settings", tr("Open key settings")), NoticeAction("retry", tr("Retry")))
    return _next(turn)


def _next(turn: Turn) -> tuple[NoticeAction, ...]:
    actions = [NoticeAction("retry", tr("Retry"))]
    if turn.text:
        actions.insert(0, NoticeAction("continue", tr("Continue")))
    return tuple(actions)


def retry_notice(notice: RetryNotice, left_s: int, error: Mapping[str, Any]) -> Notice:
    """The card of the wait before an automatic try, `left_s` seconds before it."""
    title = tr("{cause}, sending again in %n s", "", left_s).format(cause=error_title(error))
    small = tr("Try {attempt} of {of}").format(attempt=notice.attempt, of=notice.of)
    return Notice("warn", title, "", small, (NoticeAction("cancel", tr("Cancel")),))


def _kept(turn: Turn) -> str:
    return _small({}, turn)


def _small(error: Mapping[str, Any], turn: Turn) -> str:
    """The small line: characters kept, request id, time."""
    locale = QLocale()
    parts = []
    if turn.text:
        count = len(turn.text)
        parts.append(tr("%n characters kept", "", count).replace(str(count), locale.toString(count)))
    request_id = error.get("request_id") or turn.request_id
    if request_id:
        parts.append(tr("Request ID {id}").format(id=request_id))
    at = error.get("at") or turn.ended_at
    if isinstance(at, int | float):
        parts.append(QDateTime.fromSecsSinceEpoch(int(at)).toString("HH:mm:ss"))
    return " · ".join(parts)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN_DETAIL else flat[: _SHOWN_DETAIL - 1] + "…"
