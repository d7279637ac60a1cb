"""The code of an answer, for the clipboard."""

from __future__ import annotations

from desktop.markup.blocks import parse_blocks
from desktop.markup.nodes import Code

# What a terminal or an editor would act on instead of showing it.
_DROPPED = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))


def clean_code(text: str) -> str:
    """Code without control characters, except tab and line ends."""
    return text.translate(_DROPPED)


def last_code(markdown: str) -> str:
    """The text of the last code block of an answer, empty where it has none."""
    blocks = [block for block in parse_blocks(markdown) if isinstance(block, Code)]
    return clean_code(blocks[-1].text) if blocks else ""
