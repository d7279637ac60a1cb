"""Reasoning that a server leaves in the content, as `<think>…</think>` at its beginning."""

from __future__ import annotations

_OPEN = "<think>"
_CLOSE = "</think>"
_MAX_SPACE = 1_000


class ThinkSplitter:
    """Parts the content of one answer into reasoning and text, with the tags cut anywhere.

    Only an answer that begins with the tag is parted; the same word later is text.
    """

    def __init__(self) -> None:
        self._state = "start"
        self._held = ""

    def feed(self, text: str) -> tuple[str, str]:
        """(reasoning, text) that is certain with `text`."""
        if self._state == "text":
            return "", text
        self._held += text
        if self._state == "start":
            begun = self._held.lstrip()
            if begun.startswith(_OPEN):
                self._state = "think"
                self._held = begun[len(_OPEN) :]
            elif _OPEN.startswith(begun) and len(self._held) < _MAX_SPACE:
                return "", ""
            else:
                self._state = "text"
                return "", self._take()
        return self._think()

    def finish(self) -> tuple[str, str]:
        """What was held back at the end: half a tag is what it looks like, text or reasoning."""
        return (self._take(), "") if self._state == "think" else ("", self._take())

    def _think(self) -> tuple[str, str]:
        reasoning, found, text = self._held.partition(_CLOSE)
        if found:
            self._state = "text"
            self._held = ""
            return reasoning, text
        # The end may be the beginning of the closing tag.
        for length in range(min(len(_CLOSE) - 1, len(self._held)), 0, -1):
            if self._held.endswith(_CLOSE[:length]):
                reasoning, self._held = self._held[:-length], self._held[-length:]
                return reasoning, ""
        return self._take(), ""

    def _take(self) -> str:
        held, self._held = self._held, ""
        return held
