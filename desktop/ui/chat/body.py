"""The body of an answer: growing Markdown as a stack of items, of which only the open end is laid out again."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from desktop.markup.blocks import BlockSplitter, Update
from desktop.markup.nodes import Block, Paragraph
from desktop.ui.chat.code_item import CodeItem
from desktop.ui.chat.items import RuleItem, TableItem
from desktop.ui.chat.lines import CodePiece, Piece, RulePiece, TablePiece, TextPiece, pieces_of
from desktop.ui.chat.lines_item import LinesItem
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.text_item import TextItem

AnyItem = LinesItem | CodeItem | TableItem | RuleItem
# The open end of an answer is named for a screen reader while it grows only up to this many characters.
_NAMED_WHILE_OPEN = 4096


@dataclass
class _Entry:
    """One top-level block with its items, and where it ends."""

    block: Block
    items: list[AnyItem] = field(default_factory=list)
    bottom: int = 0


class MarkdownBody(QWidget):
    """Shows Markdown that may still grow.

    Finished blocks are never touched again, unless a link definition that comes later changes them.
    """

    def __init__(self, style: ChatStyle) -> None:
        super().__init__()
        self._style = style
        self._splitter = BlockSplitter()
        self._entries: list[_Entry] = []
        self._finished = 0
        self._open = False
        self._width = 0
        self._height = 0
        self._dirty = 0
        self._caret_item: TextItem | None = None
        self.text = ""

    def set_text(self, text: str, *, open_end: bool) -> None:
        """Show `text`, to which more comes where `open_end`; blocks that stay the same keep their widgets."""
        if text == self.text and open_end == self._open and self._entries:
            return
        if self._open and text.startswith(self.text):
            self.append(text[len(self.text) :])
        else:
            self._splitter = BlockSplitter()
            self._finished = 0
            self.text = ""
            self._open = True
            self.append(text)
        if not open_end:
            self._apply(self._splitter.finish(), open_end=False)
        self._open = open_end
        self._mark_end()

    def append(self, text: str) -> None:
        """Add to the end of a text that is open."""
        self.text += text
        self._apply(self._splitter.feed(text), open_end=True)
        self._mark_end()

    def set_style(self, style: ChatStyle) -> None:
        """Draw everything anew in another theme or zoom."""
        self._style = style
        blocks = [entry.block for entry in self._entries]
        self._cut(0)
        for index, block in enumerate(blocks):
            self._put(index, block)
        self._mark_end()

    @property
    def text_items(self) -> list[TextItem]:
        """What can be selected, from top to bottom."""
        return [text for entry in self._entries for item in entry.items for text in _texts(item)]

    @property
    def items(self) -> list[AnyItem]:
        """All items from top to bottom."""
        return [item for entry in self._entries for item in entry.items]

    def height_for(self, width: int) -> int:
        """Lay out for a width, from the first block that changed; the height that takes."""
        if width != self._width:
            self._width = width
            self._dirty = 0
        self._dirty = min(self._dirty, len(self._entries))
        previous = self._entries[self._dirty - 1] if self._dirty else None
        y = previous.bottom if previous else 0
        below = previous.items[-1].margins[1] if previous else 0
        for entry in self._entries[self._dirty :]:
            for item in entry.items:
                above, after = item.margins
                y += self._style.px(max(above, below)) if y or below else 0
                height = item.height_for(width)
                item.setGeometry(0, y, width, height)
                if item.isHidden():
                    item.show()
                y += height
                below = after
            entry.bottom = y
        self._dirty = max(0, len(self._entries) - 1)
        self._height = self._entries[-1].bottom if self._entries else 0
        return self._height

    def _apply(self, update: Update, *, open_end: bool) -> None:
        for index, block in update.revised:
            self._put(index, block)
            self._entries[index].items[0].update()
        tail = update.tail
        if open_end and not self._finished and not update.finished and not tail:
            tail = (Paragraph(()),)
        for offset, block in enumerate((*update.finished, *tail)):
            index = self._finished + offset
            done = offset < len(update.finished)
            self._put(index, block)
            if done or len(self.text) <= _NAMED_WHILE_OPEN:
                for item in self._entries[index].items:
                    item.name()
        self._finished += len(update.finished)
        self._cut(self._finished + len(tail))

    def _put(self, index: int, block: Block) -> None:
        """Make the entry at `index` show `block`, with the items it has where they fit."""
        if index == len(self._entries):
            self._entries.append(_Entry(block))
        elif self._entries[index].block == block:
            return
        entry = self._entries[index]
        entry.block = block
        self._dirty = min(self._dirty, index)
        pieces = pieces_of(block)
        for position, piece in enumerate(pieces):
            item = entry.items[position] if position < len(entry.items) else None
            if item is not None and type(item.piece) is type(piece):
                _set_piece(item, piece)
                continue
            made = self._item(piece)
            if item is None:
                entry.items.append(made)
            else:
                entry.items[position] = made
                self._drop(item)
        for item in entry.items[len(pieces) :]:
            self._drop(item)
        del entry.items[len(pieces) :]

    def _item(self, piece: Piece) -> AnyItem:
        item: AnyItem
        match piece:
            case TextPiece():
                item = LinesItem(self._style, piece)
            case CodePiece():
                item = CodeItem(self._style, piece)
            case TablePiece():
                item = TableItem(self._style, piece)
            case RulePiece():
                item = RuleItem(self._style, piece)
        item.setParent(self)
        return item

    def _cut(self, count: int) -> None:
        for entry in self._entries[count:]:
            for item in entry.items:
                self._drop(item)
        del self._entries[count:]
        self._dirty = min(self._dirty, count)

    def _drop(self, item: AnyItem) -> None:
        if self._caret_item in _texts(item):
            self._caret_item = None
        item.hide()
        item.setParent(None)
        item.deleteLater()

    def _mark_end(self) -> None:
        """Move the caret of the stream to the last text, or take it away."""
        texts = _texts(self._entries[-1].items[-1]) if self._open and self._entries else ()
        last = texts[-1] if texts else None
        if self._caret_item is not last and self._caret_item is not None:
            self._caret_item.set_caret(False)
        if last is not None:
            last.set_caret(True)
            last.update()
        self._caret_item = last


def _texts(item: AnyItem) -> tuple[TextItem, ...]:
    return (item,) if isinstance(item, LinesItem) else item.text_items


def _set_piece(item: AnyItem, piece: Piece) -> None:
    match item, piece:
        case (LinesItem(), TextPiece()):
            item.set_piece(piece)
        case (CodeItem(), CodePiece()):
            item.set_piece(piece)
        case (TableItem(), TablePiece()):
            item.set_piece(piece)
        case (RuleItem(), RulePiece()):
            item.set_piece(piece)
