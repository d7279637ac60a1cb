"""The text of an answer as it was written: what `Body` is for one that is read, with every sign that the model sent."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from desktop.ui.chat.body import Change
from desktop.ui.chat.pieces import Piece, TextPiece, plain_pieces
from desktop.ui.chat.said import piece_text


class SourceBody:
    """Shows Markdown that may still grow as its own source, in pieces of some thousand characters.

    Attributes:
        pieces: what is shown, from top to bottom; never empty once a text was given.
        text: all that arrived.
        is_open: more may come.
        pending: nothing ever waits here.
    """

    pending = False

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.text = ""
        self.is_open = True
        # Where each piece begins in `source_text`.
        self._starts: list[int] = []

    @property
    def is_empty(self) -> bool:
        """Whether nothing arrived."""
        return not self.text

    @property
    def source_text(self) -> str:
        """The text as the stretches of `block_at` count in it: LF for CRLF and CR."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n")

    def set_text(self, text: str, *, open_end: bool) -> list[Change]:
        """Show `text`, to which more comes where `open_end`."""
        self.is_open = open_end
        if text.startswith(self.text) and self.pieces:
            return self.append(text[len(self.text) :])
        before, self.text = len(self.pieces), text
        return [self._replace(0, before, plain_pieces(self.source_text))]

    def append(self, text: str) -> list[Change]:
        """Add to the end; only the last piece is another one then."""
        if not text:
            return []
        added = text.removeprefix("\n") if self.text.endswith("\r") else text
        self.text += text
        at = len(self.pieces) - 1
        last = self.pieces[at] if self.pieces else TextPiece(())
        grown = piece_text(last) + added.replace("\r\n", "\n").replace("\r", "\n")
        return [self._replace(max(0, at), len(self.pieces) - max(0, at), plain_pieces(grown, _glue(last)))]

    def work(self, until: float = 0.0) -> list[Change]:
        """Nothing waits: there is nothing to parse."""
        return []

    def block_at(self, index: int) -> tuple[int, int, tuple[int, int]]:
        """A piece is a block of its own: its index as first and last one, and its stretch of `source_text`."""
        start = self._starts[index]
        return index, index, (start, start + len(piece_text(self.pieces[index])))

    def _replace(self, start: int, removed: int, pieces: Iterable[TextPiece]) -> Change:
        change = Change(start, removed, tuple(replace(one, look="source") for one in pieces))
        at = self._starts[start] - len(_glue(self.pieces[start]) or "") if start < len(self._starts) else 0
        self.pieces[start:] = change.added
        del self._starts[start:]
        for piece in change.added:
            at += len(_glue(piece) or "")
            self._starts.append(at)
            at += len(piece_text(piece))
        return change


def _glue(piece: Piece) -> str | None:
    return piece.glue if isinstance(piece, TextPiece) else None
