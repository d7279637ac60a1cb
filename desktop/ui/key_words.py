"""The keys of the message box, as the system's users call them."""

from __future__ import annotations

import sys

_ON_MACOS = {"Ctrl": "⌘", "Shift": "⇧", "Enter": "↩"}


def in_words(keys: str) -> str:
    """`Ctrl+Enter` as it is, and as `⌘↩` on macOS.

    Qt's own words would call that key Return beside a hint that calls it Enter, and on macOS show the one of the number
    pad.
    """
    if sys.platform != "darwin":
        return keys
    return "".join(_ON_MACOS.get(key, key) for key in keys.split("+"))
