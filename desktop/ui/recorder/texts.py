"""A recording in words: what the panes of the dock show."""

from __future__ import annotations

import json
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QLocale

from desktop.chat.recorder import Recording
from desktop.chat.turn import Turn
from desktop.ui.words import tr

# Qt's line breaker needs seconds for one unbroken line of some 100,000 characters.
MAX_LINE = 2_000
MAX_SHOWN = 300_000


class Phase(Struct, frozen=True):
    """A stretch of a request: seconds since it began, and how long it took; None while it lasts."""

    name: str
    start_s: float
    took_s: float | None


def for_display(text: str) -> str:
    """The text in lines that a text box can lay out, and not more than it can hold; copying takes the whole one."""
    rest = len(text) - MAX_SHOWN
    lines = []
    for line in text[:MAX_SHOWN].split("\n"):
        lines += [line[at : at + MAX_LINE] for at in range(0, len(line), MAX_LINE)] or [""]
    if rest > 0:
        lines += ["", tr("… %n more characters: save them as a bundle", "", rest)]
    return "\n".join(lines)


def pretty(text: str) -> str:
    """JSON with its lines indented; anything else, and what is too long to be shown whole, as it is."""
    if len(text) > MAX_SHOWN:
        return text
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return text


def request_text(recording: Recording) -> str:
    """Where it went, its headers and its body."""
    lines = [f"POST {recording.url}"]
    lines.append(tr("Proxy: {proxy}").format(proxy=recording.proxy) if recording.proxy else tr("No proxy"))
    if not recording.headers:
        return "\n".join([*lines, "", tr("Nothing was sent.")])
    lines += ["", *(f"{name}: {value}" for name, value in recording.headers), "", pretty(recording.body)]
    return "\n".join(lines)


def response_text(recording: Recording, turn: Turn) -> str:
    """Status, headers and, where it is no stream of events, the body; what the answer says of itself."""
    lines: list[str] = []
    head = recording.head
    if head is None:
        lines.append(tr("No answer came."))
    else:
        lines += [f"HTTP {head.status}", tr("Request id: {id}").format(id=head.request_id or "—")]
    lines += facts_lines(turn)
    if head is not None:
        lines += ["", *(f"{name}: {value}" for name, value in head.headers)]
    if recording.other_body:
        lines += ["", pretty(recording.other_body)]
    return "\n".join(lines)


def facts_lines(turn: Turn) -> list[str]:
    """What is stored of an answer, whether it was recorded or not."""
    lines = [f"finish_reason: {turn.finish_reason or '—'}"]
    usage = json.dumps(turn.usage, ensure_ascii=False) if turn.usage is not None else "—"
    lines.append(f"usage: {usage}")
    if turn.error is not None:
        lines.append(f"error: {turn.error.get('message') or ''} {turn.error.get('detail') or ''}".rstrip())
    return lines


def answer_facts(turn: Turn) -> dict[str, Any]:
    """The same for the bundle, as JSON types."""
    return {
        "model_asked": turn.model_asked,
        "model_answered": turn.model_answered,
        "state": str(turn.state),
        "finish_reason": turn.finish_reason,
        "usage": turn.usage,
        "request_id": turn.request_id,
        "requests_sent": turn.requests_sent,
        "error": turn.error,
    }


def phases_of(recording: Recording) -> list[Phase]:
    """Name lookup, connecting, TLS, sending, waiting for the first byte and the first token, and the rest."""
    found: list[Phase] = []

    def add(name: str, start: float | None, end: float | None) -> None:
        if start is not None:
            found.append(Phase(name, start, None if end is None else max(0.0, end - start)))

    lookup, connect = recording.span("lookup"), recording.span("connect_tcp")
    if lookup is not None:
        add(tr("Name lookup"), *lookup)
    if connect is not None:
        looked_up = lookup[1] if lookup is not None else connect[0]
        add(tr("Connect"), looked_up, connect[1])
    tls = recording.span("start_tls")
    if tls is not None:
        add(tr("TLS"), *tls)
    headers, body = recording.span("send_request_headers"), recording.span("send_request_body")
    sent = body[1] if body is not None else None
    if headers is not None:
        add(tr("Send"), headers[0], sent)
    add(tr("First byte"), sent, recording.head_s)
    has_stream = recording.first_token_s is not None or recording.ended_s is None
    add(tr("First token"), recording.head_s if has_stream else None, recording.first_token_s)
    add(tr("Answer"), recording.first_token_s, recording.ended_s)
    return found


def seconds_words(seconds: float) -> str:
    """A duration: `0.4 ms`, `12 ms`, `1.25 s`."""
    locale = QLocale()
    if seconds < 0.0995:
        return tr("{number} ms").format(number=locale.toString(seconds * 1000, "f", 1 if seconds < 0.00995 else 0))
    if seconds < 1:
        return tr("{number} ms").format(number=locale.toString(round(seconds * 1000)))
    return tr("{number} s").format(number=locale.toString(float(seconds), "f", 2))
