"""Errors and ends of answers as cards: what happened, in the user's language, and the next step."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

from PySide6.QtCore import QDateTime, QLocale

from desktop.api.retry import MAX_WAIT_S
from desktop.chat.conversation import State, Turn
from desktop.ui.chat.messages import Notice, NoticeAction
from desktop.ui.error_record import readable
from desktop.ui.words import tr
from desktop.worker.stream_worker import RetryNotice

SHOWN_DETAIL = 2000
MAX_NAMED_WAIT_S = 366 * 86_400
QUIET_S = 20

_KEY_REASONS = frozenset({"no_key", "bad_key", "key_store"})
_SETUP_REASONS = frozenset(
    {"bad_base_url", "plain_http", "bad_header", "bad_proxy", "bad_ca_file", "no_model", "proxy", "proxy_login", "tls"}
    | {"dns", "refused", "unreachable", "connect", "redirect", "not_found", "web_page", "not_json", "other_json"}
    | {"not_http"}
)
_DIAGNOSED = frozenset(
    {"dns", "refused", "unreachable", "connect", "tls", "proxy", "proxy_login", "lost", "closed", "reset"}
)
# One thing by the names of several providers.
_LENGTH = frozenset({"length", "max_tokens", "model_length"})
_FILTER = frozenset({"content_filter", "safety", "sensitive", "recitation", "prohibited_content"})
_OWN_WORDS = frozenset({"RequestNotSentError", "APIConnectionError", "APITimeoutError", "StreamError", "APIError"})
# Where a wrong address is the likely cause, the card names it.
_ADDRESS = frozenset({"not_found", "web_page", "not_json", "other_json", "redirect"})
# What servers say where a model, or its host, reads text alone; asked only of requests with pictures in them.
_NO_PICTURES = re.compile(
    r"image|vision|multi-?modal|mmproj|unknown variant|content.{0,40}(string|str\b)|only.{0,20}text|图|多模态",
    re.IGNORECASE | re.DOTALL,
)
_VERSIONED = re.compile(r"/v\d+[a-z0-9]*(/|$)")


def error_title(error: Mapping[str, Any]) -> str:
    """The cause of a failure in one line, with the HTTP status where there is one."""
    title = _cause(str(error.get("type", "")), str(error.get("reason", "")), error)
    status = error.get("status")
    if isinstance(status, int) and status != 200:
        return tr("{title} (HTTP {status})").format(title=title, status=status)
    return title


def _cause(kind: str, reason: str, error: Mapping[str, Any]) -> str:  # a table, one row a cause
    if _refuses_pictures(error):
        return tr("The model does not take pictures")
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
        case "RequestNotSentError", "bad_proxy":
            return tr("The proxy settings cannot be used")
        case "RequestNotSentError", "bad_ca_file":
            return tr("The file of certificate authorities cannot be used")
        case "RequestNotSentError", "no_model":
            return tr("No model is chosen")
        case "RequestNotSentError", "key_store":
            return tr("The system keyring did not give the API key")
        case "RequestNotSentError", "not_saved":
            return tr("Not sent: the question could not be saved")
        case "RequestNotSentError", "in_use":
            return tr("The data folder is in use by another process")
        case "RequestNotSentError", "bad_arguments":
            return tr("The command line is not right")
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
        case "APIConnectionError", "proxy":
            return tr("No way through the proxy")
        case "APIConnectionError", "proxy_login":
            return tr("The proxy asks for another name or password")
        case "APIConnectionError", "lost":
            return tr("The connection was lost before an answer came")
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
        case "BadRequestError", "conflict":
            return tr("The server reports a conflict")
        case "BadRequestError", "stream_options":
            return tr("The server does not accept stream_options")
        case "BadRequestError", _:
            return tr("The server did not accept the request")
        case "ResponseError", "web_page":
            return tr("The address answered with a web page; check the base URL")
        case "ResponseError", "coding":
            return tr("The answer is compressed in a way that cannot be read")
        case "ResponseError", _:
            return tr("Not an OpenAI-compatible answer")
        case "StreamError", "empty":
            return tr("The server sent an empty answer")
        case "StreamServerError", _:
            return tr("The server reported an error")
        case "StreamLimitError", _:
            return tr("Incomplete answer: it passed a safety limit")
        case "StreamError", "coding":
            return tr("Incomplete answer: its compression is damaged")
        case "StreamError", "lost":
            return tr("Incomplete answer: the connection was lost, perhaps while the computer slept")
        case "StreamError", _:
            return tr("Incomplete answer: the connection broke before the end mark")
        case _:
            return tr("The program failed here; the log has the details")


def _refuses_pictures(error: Mapping[str, Any]) -> bool:
    if not error.get("pictures") or error.get("reason") == "too_large":
        return False
    kinds = {"BadRequestError", "InternalServerError", "StreamServerError"}
    return error.get("type") in kinds and bool(_NO_PICTURES.search(str(error.get("detail") or "")))


def _picture_words(error: Mapping[str, Any]) -> list[str]:
    """The next step where the pictures of a question are the trouble."""
    if _refuses_pictures(error):
        return [tr("Choose a model that reads pictures, then retry; the pictures stay with the question.")]
    if error.get("pictures") and error.get("reason") == "too_large":
        return [tr("Attach fewer pictures, or scale them down: the settings have “Scale pictures to”.")]
    return []


def _seconds(error: Mapping[str, Any]) -> str:
    limit = error.get("limit_s")
    return QLocale().toString(round(limit)) if isinstance(limit, int | float) else "?"


def turn_notice(turn: Turn) -> Notice | None:
    """The card under an answer, None where it ended as it should."""
    if turn.state is State.STREAMING:
        return None
    if turn.error is not None:
        return _error_notice(turn, readable(turn.error))
    if turn.state is State.INTERRUPTED:
        return Notice(
            "warn", tr("Interrupted: the program ended while the answer arrived"), "", _kept(turn), _next(turn)
        )
    if turn.state is State.STOPPED:
        return Notice("warn", tr("Stopped"), "", _kept(turn), _next(turn))
    reason = (turn.finish_reason or "").lower()
    if reason in _LENGTH:
        return Notice("warn", tr("Reached the length limit"), "", _kept(turn), _next(turn))
    if reason in _FILTER:
        return Notice("warn", tr("The server's content filter ended the answer"), "", _kept(turn), ())
    if not (turn.text or turn.reasoning or turn.refusal or turn.tool_calls):
        return Notice("warn", tr("The answer is empty"), "", _small({}, turn), _next(turn))
    return None


def _error_notice(turn: Turn, error: Mapping[str, Any]) -> Notice:
    kind: Literal["warn", "err"] = "warn" if turn.state is State.INTERRUPTED else "err"
    detail = str(error.get("detail") or "")
    words = []
    if detail:
        # What this system or a library says is not put into the server's mouth.
        own = error.get("type") in _OWN_WORDS
        words.append(shown_detail(detail) if own else tr("Server: {text}").format(text=shown_detail(detail)))
    words += _picture_words(error)
    words += _address_words(error)
    if error.get("may_be_charged"):
        words.append(tr("The server may have processed this. Sending again may be charged again."))
    return Notice(kind, error_title(error), "\n".join(words), _small(error, turn), _error_actions(turn, error))


def _address_words(error: Mapping[str, Any]) -> list[str]:
    """Where the request went, and a better address where the version is missing from it."""
    url = str(error.get("url") or "")
    if error.get("reason") not in _ADDRESS or not url:
        return []
    words = [tr("Asked: {url}").format(url=url)]
    parts = urlsplit(url)
    # A query names the version where there is one.
    if not _VERSIONED.search(parts.path) and not parts.query:
        words.append(tr("Many servers want a base URL that ends with /v1."))
    return words


def _error_actions(turn: Turn, error: Mapping[str, Any]) -> tuple[NoticeAction, ...]:
    kind, reason = error.get("type"), error.get("reason")
    actions = []
    if kind == "AuthenticationError" or reason in _KEY_REASONS:
        actions.append(NoticeAction("open_key_settings", tr("Open key settings")))
    elif reason in _SETUP_REASONS:
        actions.append(NoticeAction("open_key_settings", tr("Open connection settings")))
    if error.get("parameters") and kind == "BadRequestError":
        actions.append(NoticeAction("open_parameters", tr("Open parameters")))
    if reason in _DIAGNOSED:
        actions.append(NoticeAction("diagnose", tr("Diagnose")))
    if len(_flat(str(error.get("detail") or ""))) > SHOWN_DETAIL:
        actions.append(NoticeAction("details", tr("Details")))
    return (*actions, *_next(turn))


def _next(turn: Turn) -> tuple[NoticeAction, ...]:
    actions = [NoticeAction("retry", tr("Retry"))]
    if turn.text:
        actions.insert(0, NoticeAction("continue", tr("Continue")))
    return tuple(actions)


def retry_notice(notice: RetryNotice, left_s: int, error: Mapping[str, Any]) -> Notice:
    """The card of the wait before an automatic try, `left_s` seconds before it."""
    title = tr("{cause}, sending again in %n s", "", left_s).format(cause=error_title(error))
    small = [tr("Try {attempt} of {of}").format(attempt=notice.attempt, of=notice.of), *_asked_wait(error)]
    return Notice("warn", title, "", " · ".join(small), (NoticeAction("cancel", tr("Cancel")),))


def waiting_notice(turn: Turn, quiet_s: int) -> Notice:
    """The card of an answer that brings no text for long; pings keep such a connection alive for ever."""
    if turn.first_token_at is None:
        title = tr("Waiting %n s for the first token", "", quiet_s)
    else:
        title = tr("No new text for %n s", "", quiet_s)
    words = tr("Some models think for minutes before they answer. Stopping keeps what arrived.")
    return Notice("warn", title, words, "", (NoticeAction("cancel", tr("Stop")),))


def _kept(turn: Turn) -> str:
    return _small({}, turn)


def _small(error: Mapping[str, Any], turn: Turn) -> str:
    """The small line: characters kept, request id, time."""
    locale = QLocale()
    parts = []
    if turn.text:
        count = len(turn.text)
        parts.append(tr("%n characters kept", "", count).replace(str(count), locale.toString(count)))
    parts += _asked_wait(error)
    request_id = error.get("request_id") or turn.request_id
    if request_id:
        parts.append(tr("Request ID {id}").format(id=request_id))
    at = error.get("at") or turn.ended_at
    if isinstance(at, int | float):
        parts.append(QDateTime.fromSecsSinceEpoch(int(at)).toString("HH:mm:ss"))
    return " · ".join(parts)


def _asked_wait(error: Mapping[str, Any]) -> list[str]:
    """How long the server asks to wait; a long wait as the time it ends."""
    seconds, at = error.get("retry_after_s"), error.get("at")
    if not isinstance(seconds, int | float) or seconds < 1:
        return []
    if seconds > MAX_WAIT_S and isinstance(at, int | float) and seconds < MAX_NAMED_WAIT_S:
        until = QDateTime.fromSecsSinceEpoch(int(at + seconds))
        today = until.date() == QDateTime.currentDateTime().date()
        words = until.toString("HH:mm:ss") if today else QLocale().toString(until, QLocale.FormatType.ShortFormat)
        return [tr("The server asks to wait until {time}").format(time=words)]
    return [tr("The server asks to wait %n s", "", min(math.ceil(seconds), 2**31 - 1))]


def shown_detail(text: str) -> str:
    """Server text as a card shows it: one paragraph of at most 2,000 characters."""
    flat = _flat(text)
    return flat if len(flat) <= SHOWN_DETAIL else flat[: SHOWN_DETAIL - 1] + "…"


def _flat(text: str) -> str:
    return " ".join(text.split())
