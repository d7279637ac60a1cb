"""Text that a server cut in UTF-16 units, made whole.

A server that slices JavaScript strings sends an emoji as two deltas with half a character each. Such halves raise when
they are encoded, and Qt's signals drop them without a word.
"""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")


class SurrogateJoiner:
    """Joins the halves across deltas; a half that stays alone becomes U+FFFD."""

    def __init__(self) -> None:
        self._high = ""

    def feed(self, text: str) -> str:
        """The text that is whole with `text`; a high half at its end is kept for the next call."""
        if not text or (not self._high and text.isascii()):
            return text
        text = self._high + text
        self._high = ""
        if "\ud800" <= text[-1] <= "\udbff":
            self._high, text = text[-1], text[:-1]
        return whole(text)

    def finish(self) -> str:
        """What is left at the end."""
        left, self._high = self._high, ""
        return whole(left)


def whole(text: str) -> str:
    """The text with pairs of halves joined and single ones replaced."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
