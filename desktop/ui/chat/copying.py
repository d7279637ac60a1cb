"""What a selection is on the clipboard: Markdown source where whole blocks are selected, plain text where parts are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, TypeAlias

from PySide6.QtCore import QMimeData

from desktop.markup.nodes import Run, Runs
from desktop.ui.chat.body import Body
from desktop.ui.chat.entry import Entry, Slot
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.pieces import (
    BubblePiece,
    CodePiece,
    FormulaPiece,
    Piece,
    RulePiece,
    TableRow,
    TextPiece,
    bubble_pieces,
    marker_text,
)
from desktop.ui.chat.said import piece_text
from desktop.ui.chat.selection import Selection
from desktop.ui.chat.shown import run_text, runs_text

# A piece and the start and end of what is taken of it.
_Stretch: TypeAlias = tuple[Piece, int, int]


def markdown_text(selection: Selection, entries: Sequence[Entry]) -> str:
    """The selection as text; messages are parted by a blank line."""
    return "\n\n".join(
        part for part in (_entry_text(selection, entry) for entry in _entries(selection, entries)) if part
    )


def html_maker(selection: Selection, entries: Sequence[Entry]) -> Callable[[], str]:
    """Makes HTML for other programs: every text escaped, only http and https links, nothing to load.

    What is selected is noted now; only messages that were never seen are parsed when the HTML is made.
    """
    parts: list[list[_Stretch] | MessageView] = [
        _chosen(selection, entry) if entry.is_loaded else entry.view for entry in _entries(selection, entries)
    ]

    def make() -> str:
        return "\n".join(_html(_whole(part) if isinstance(part, MessageView) else part) for part in parts)

    return make


class LazyMime(QMimeData):
    """Makes its formats when somebody pastes: a chat of thousands of messages takes a second to write out."""

    def __init__(self, makers: dict[str, Callable[[], str]]) -> None:
        super().__init__()
        self._makers = makers
        self._made: dict[str, str] = {}

    def formats(self) -> list[str]:
        return list(self._makers)

    def hasFormat(self, mimetype: str) -> bool:
        return mimetype in self._makers

    def retrieveData(self, mimetype: str, preferred: Any) -> Any:
        if mimetype not in self._makers:
            return None
        if mimetype not in self._made:
            self._made[mimetype] = self._makers[mimetype]()
        return self._made[mimetype]


def _entries(selection: Selection, entries: Sequence[Entry]) -> Sequence[Entry]:
    bounds = selection.bounds
    if bounds is None:
        return ()
    return entries[bounds[0].slot.entry.index : bounds[1].slot.entry.index + 1]


def _entry_text(selection: Selection, entry: Entry) -> str:
    bounds = selection.bounds
    if bounds is None:
        return ""
    if not entry.is_loaded:
        # It lies between the ends: an end is always in a message that was seen.
        return entry.view.text
    slots = entry.slots
    chosen = [(slot, selection.range_in(slot)) for slot in slots]
    texts = entry.text_slots
    whole = [_is_whole(slot, range_) for slot, range_ in chosen]
    if texts and all(whole[index] for index in texts):
        if entry.view.role == "user":
            return entry.view.text
    else:
        # Nobody can say whether a rule or an empty line was selected: they are where something around them is.
        start, end = (place.slot.order for place in bounds)
        whole = [one and start <= slot.order <= end for slot, one in zip(slots, whole, strict=True)]
    parts: list[str] = []
    index = 0
    while index < len(slots):
        slot, range_ = chosen[index]
        if index in texts and whole[index]:
            last, source = _blocks(entry, index, whole)
            if last >= index:
                parts.append(source)
                index = last + 1
                continue
        if range_ is not None:
            text = _plain(slot, range_, alone=sum(one is not None for _, one in chosen) == 1)
            glue = getattr(slot.piece, "glue", None)
            close = isinstance(slot.piece, TextPiece) and index > 0 and _is_close(slots[index - 1].piece)
            close = close or (isinstance(slot.piece, TableRow) and slot.piece.number > 0)
            if parts and (glue is not None or close):
                parts[-1] += (glue if glue is not None else "\n") + text
            else:
                parts.append(text)
        index += 1
    return "\n\n".join(part for part in parts if part)


def _is_close(piece: Piece) -> bool:
    return isinstance(piece, TextPiece) and piece.tight


def _is_whole(slot: Slot, range_: tuple[int, int] | None) -> bool:
    text = piece_text(slot.piece)
    return (range_ == (0, len(text))) if text else True


def _blocks(entry: Entry, index: int, whole: Sequence[bool]) -> tuple[int, str]:
    """The last slot of the blocks that begin at a slot and are selected whole, and their source."""
    texts = entry.text_slots
    body = entry.body
    last, begin, end = index - 1, -1, -1
    while last + 1 < texts.stop:
        first_piece, last_piece, span = body.block_at(last + 1 - texts.start)
        stop = last_piece + texts.start
        if span is None or first_piece + texts.start != last + 1 or not all(whole[last + 1 : stop + 1]):
            break
        begin = span[0] if begin < 0 else begin
        last, end = stop, span[1]
    return last, body.source_text[begin:end] if last >= index else ""


def _plain(slot: Slot, range_: tuple[int, int], *, alone: bool) -> str:
    start, end = range_
    text = piece_text(slot.piece)[start:end]
    if isinstance(slot.piece, TextPiece) and slot.piece.mark and start == 0 and not alone:
        return "  " * (slot.piece.indent - 1) + marker_text(slot.piece) + text
    return text


def _chosen(selection: Selection, entry: Entry) -> list[_Stretch]:
    bounds = selection.bounds
    if bounds is None:
        return []
    first, last = (place.slot.order for place in bounds)
    found: list[_Stretch] = []
    for slot in entry.slots:
        range_ = selection.range_in(slot)
        if range_ is not None:
            found.append((slot.piece, *range_))
        elif isinstance(slot.piece, RulePiece) and first < slot.order < last:
            found.append((slot.piece, 0, 0))
    return found


def _whole(view: MessageView) -> list[_Stretch]:
    """All that a message says."""
    if view.role == "user":
        return [(piece, 0, len(view.text)) for piece in bubble_pieces(view.text)]
    body = Body()
    body.set_text(view.text, open_end=False)
    while body.pending:
        body.work()
    return [(piece, 0, len(piece_text(piece))) for piece in body.pieces]


def _html(chosen: Sequence[_Stretch]) -> str:
    result: list[str] = []
    open_tags = _OpenTags(result)
    in_table = False
    for piece, start, end in chosen:
        if in_table and not (isinstance(piece, TableRow) and piece.number):
            result.append("</table>")
            in_table = False
        kind = {"": "", "number": "ol"}.get(getattr(piece, "mark", ""), "ul")
        open_tags.stand(getattr(piece, "quote", 0), getattr(piece, "indent", 0), kind)
        match piece:
            case TextPiece():
                words = marker_text(piece) if piece.mark in {"todo", "done"} else ""
                text = words + _html_runs(piece.runs, start, end)
                tag = f"h{piece.heading}" if piece.heading else "li" if piece.mark else "p"
                value = f' value="{piece.number[:-1]}"' if piece.mark == "number" else ""
                result.append(f"<{tag}{value}>{text}</{tag}>")
            case BubblePiece():
                result.append(f"<p>{_html_runs(piece.runs, start, end)}</p>")
            case CodePiece():
                result.append(f"<pre><code>{escape(piece.code.text[start:end])}</code></pre>")
            case FormulaPiece():
                result.append(f"<p><code>{escape(piece.formula.source[start:end])}</code></p>")
            case TableRow():
                if not in_table:
                    result.append("<table>")
                    in_table = True
                tag = "td" if piece.number else "th"
                at = 0
                result.append("<tr>")
                for cell in piece.cells:
                    result.append(f"<{tag}>{_html_runs(cell, max(0, start - at), max(0, end - at))}</{tag}>")
                    at += len(runs_text(cell)) + 1
                result.append("</tr>")
            case _:
                result.append("<hr>")
    if in_table:
        result.append("</table>")
    open_tags.stand(0, 0, "")
    return "".join(result)


class _OpenTags:
    """The quotes and lists around a piece, the outermost first."""

    def __init__(self, result: list[str]) -> None:
        self._result = result
        self._tags: list[str] = []

    def stand(self, quotes: int, lists: int, kind: str) -> None:
        """Stand in so many quotes and lists, the innermost list of a kind where the piece begins an item."""
        while self._count("blockquote") > quotes or self._lists() > lists:
            self._close()
        if kind and self._lists() == lists and self._tags and self._tags[-1] not in {kind, "blockquote"}:
            self._close()
        # A quote that is new stands in the lists that are open, and lists that are new stand in it.
        while self._count("blockquote") < quotes:
            self._open("blockquote")
        while self._lists() < lists:
            self._open(kind or "ul")

    def _lists(self) -> int:
        return len(self._tags) - self._count("blockquote")

    def _count(self, tag: str) -> int:
        return self._tags.count(tag)

    def _open(self, tag: str) -> None:
        self._tags.append(tag)
        self._result.append(f"<{tag}>")

    def _close(self) -> None:
        self._result.append(f"</{self._tags.pop()}>")


def _html_runs(runs: Runs, start: int, end: int) -> str:
    result = []
    at = 0
    for run in runs:
        text = run_text(run)
        part = text[max(0, start - at) : max(0, end - at)]
        at += len(text)
        if part:
            result.append(_html_run(run, part))
    return "".join(result)


def _html_run(run: Run, text: str) -> str:
    html = escape(text).replace("\n", "<br>")
    for on, tag in ((run.code or run.math, "code"), (run.bold, "b"), (run.italic, "i"), (run.strike, "s")):
        if on:
            html = f"<{tag}>{html}</{tag}>"
    return f'<a href="{escape(run.link)}">{html}</a>' if run.link else html
