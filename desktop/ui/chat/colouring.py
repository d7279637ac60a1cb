"""The colours of code that is in sight: text first, colours later, in slices, remembered while the block is near."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import Final

from desktop.markup.highlight import Colour, colour_spans
from desktop.ui.chat.code_item import CodeItem
from desktop.ui.chat.column import Placed
from desktop.ui.chat.entry import Slot
from desktop.ui.chat.pieces import CodePiece

Spans = list[tuple[int, int, Colour]]

# Some lexers need seconds for text that was made to slow them.
LIMIT_S: Final = 1.0
_KEPT: Final = 64


class Colouring:
    """Lexes closed fences, a token at a time.

    Args:
        has_lexer: whether a language can be lexed at once; where not, `look` is to be called again when it can.

    Attributes:
        wanted: the blocks in sight that have no colours yet and can get them.
    """

    def __init__(self, has_lexer: Callable[[str], bool]) -> None:
        self._has_lexer = has_lexer
        self._done: OrderedDict[tuple[str, str], Spans] = OrderedDict()
        self._slot: Slot | None = None
        self._tokens: Iterator[tuple[int, int, Colour]] | None = None
        self._spans: Spans = []
        self._used_s = 0.0
        self.wanted: list[Placed] = []

    def look(self, placed: Sequence[Placed]) -> None:
        """Take note of what is in sight."""
        self.wanted = [
            one
            for one in placed
            if isinstance(one.item, CodeItem)
            and isinstance(one.slot.piece, CodePiece)
            and one.slot.piece.code.closed
            and one.slot.piece.code.language
            and not one.item.has_colours
            and self._has_lexer(one.slot.piece.code.language)
        ]

    def work(self, until: float) -> bool:
        """Lex until `time.perf_counter` is `until`; whether a block got its colours."""
        coloured = False
        while self.wanted and perf_counter() < until:
            one = self.wanted[0]
            piece, item = one.slot.piece, one.item
            if not isinstance(piece, CodePiece) or not isinstance(item, CodeItem) or one.slot.item is not item:
                self.wanted.pop(0)
                continue
            key = (piece.code.language, piece.code.text)
            spans = self._done.get(key) or self._lexed(one.slot, piece, until)
            if spans is None:
                return coloured
            self._done[key] = spans
            self._done.move_to_end(key)
            while len(self._done) > _KEPT:
                self._done.popitem(last=False)
            item.set_colours(spans)
            coloured = True
            self.wanted.pop(0)
        return coloured

    def _lexed(self, slot: Slot, piece: CodePiece, until: float) -> Spans | None:
        """The colours of a block, None while there is more to lex."""
        if self._slot is not slot or self._tokens is None:
            self._slot = slot
            self._tokens = colour_spans(piece.code.text, piece.code.language)
            self._spans = []
            self._used_s = 0.0
        began = perf_counter()
        for span in self._tokens:
            self._spans.append(span)
            if perf_counter() >= until:
                self._used_s += perf_counter() - began
                if self._used_s < LIMIT_S:
                    return None
                break
        self._slot = self._tokens = None
        return self._spans
