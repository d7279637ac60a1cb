"""A recording as one file, to be kept or handed to whoever runs the server: a ZIP of plain texts, without the key."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from desktop import __version__
from desktop.chat.recorder import Recording
from desktop.chat.request_code import as_curl, as_node, as_python

FORMAT = "lingdu-recording"
VERSION = 1


def bundle(recordings: Sequence[Recording], facts: Mapping[str, Any]) -> bytes:
    """The bytes of the file; `facts` are those of the answer (`finish_reason`, `usage`, …), as JSON types.

    Each request has a folder: `request.json` byte for byte as it was sent, `events.sse` as they were decoded,
    `curl.sh`, `request.py`, `request.mjs`, and `recording.json` with URL, headers and times.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        about = {"format": FORMAT, "version": VERSION, "written_by": f"lingdu {__version__}", "answer": dict(facts)}
        archive.writestr("answer.json", _json(about))
        for number, recording in enumerate(recordings, 1):
            for name, text in _files(recording).items():
                archive.writestr(f"{number}/{name}", text.encode("utf-8", "replace"))
    return out.getvalue()


def description(recording: Recording) -> dict[str, Any]:
    """URL, headers, times and answer of a request, without its body and its events, as JSON types."""
    head = recording.head
    return {
        "url": recording.url,
        "proxy": recording.proxy or None,
        "began_at": datetime.fromtimestamp(recording.began_at, UTC).isoformat(),
        "request_headers": [list(one) for one in recording.headers],
        "status": head.status if head else None,
        "request_id": head.request_id if head else None,
        "response_headers": [list(one) for one in head.headers] if head else [],
        "head_s": recording.head_s,
        "first_token_s": recording.first_token_s,
        "ended_s": recording.ended_s,
        "phases": [{"name": name, "second": second} for name, second in recording.phases],
        "events": [{"second": second, "event": event.event} for second, event in recording.events],
        "events_dropped": recording.events_dropped,
    }


def events_text(recording: Recording) -> str:
    """The events in the form of a stream."""
    found = []
    for _, event in recording.events:
        kind = [f"event: {event.event}"] if event.event not in {"", "message"} else []
        found.append("\n".join([*kind, *(f"data: {line}" for line in event.data.split("\n"))]) + "\n\n")
    return "".join(found)


def _files(recording: Recording) -> dict[str, str]:
    files = {
        "recording.json": _json(description(recording)),
        "request.json": recording.body,
        "events.sse": events_text(recording),
        "response-body.txt": recording.other_body,
    }
    if recording.body:
        files |= {"curl.sh": as_curl(recording), "request.py": as_python(recording), "request.mjs": as_node(recording)}
    return {name: text for name, text in files.items() if text}


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
