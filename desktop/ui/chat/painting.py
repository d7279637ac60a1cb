"""Draws what is in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import floor

from msgspec import Struct
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from desktop.ui.chat.column import Placed
from desktop.ui.chat.entry import Entry, Slot
from desktop.ui.chat.item import Link, Mark
from desktop.ui.chat.pieces import Piece
from desktop.ui.chat.style import ChatStyle

# Bars of quotes reach up into the space above their piece.
_ABOVE_PX = 48
# Letters reach a little beyond their lines.
_REACH_PX = 4
# How far beside the column something may be drawn.
_BESIDE_PX = 16


class Scene(Struct, frozen=True):
    """What is drawn.

    Attributes:
        left: where the column begins, in pixels of the view.
        marks: what is selected or found in a slot.
        ring: the link that has the keyboard.
        focused: the message that the keyboard is at.
        block: the block of it that the keyboard is at.
    """

    placed: Sequence[Placed]
    style: ChatStyle
    left: int
    marks: Callable[[Slot], list[Mark]]
    ring: tuple[Slot, Link] | None
    focused: Entry | None
    block: Slot | None = None


def paint_scene(painter: QPainter, scene: Scene, area: QRect) -> None:
    """Draw the pieces that touch `area`."""
    style, left, ring = scene.style, scene.left, scene.ring
    painter.fillRect(area, style.colour("bg"))
    for one in scene.placed:
        if one.bottom < area.top() - 1 or one.y - _ABOVE_PX > area.bottom():
            continue
        painter.save()
        painter.translate(left, one.y)
        clip = QRectF(area.translated(-left, -one.y))
        entry, index = one.slot.entry, one.slot.index
        paint_quotes(
            painter, style, one.slot.piece, entry.quotes_shared(index), -entry.space_above(index), one.item.height
        )
        marks = scene.marks(one.slot)
        one.item.paint(painter, clip, marks, ring[1] if ring is not None and ring[0] is one.slot else None)
        if one.slot is one.slot.entry.caret_slot:
            _paint_caret(painter, one, style)
        painter.restore()
    if scene.focused is not None:
        rows = [one for one in scene.placed if one.slot.entry is scene.focused]
        block = [one for one in rows if one.slot is scene.block]
        _paint_focus(painter, rows, left, style, "accent_soft" if block else "accent")
        _paint_focus(painter, block, left, style, "accent")


def moved(before: Sequence[Placed], after: Sequence[Placed]) -> tuple[int, list[Placed]]:
    """By how many pixels what is in sight moved up, and what was in sight as it stands then; 0 where it did not."""
    at = next((at for at, one in enumerate(before) if after and one.slot is after[0].slot), None)
    up = before[at].y - after[0].y if at is not None else 0
    if at is None or up <= 0:
        return 0, list(before)
    return up, [Placed(one.slot, one.item, one.y - up, one.piece) for one in before[at:]]


def changed_area(before: Sequence[Placed], after: Sequence[Placed], whole: QRect) -> QRect:
    """What of `whole` must be drawn again: from the first line that is not what and where it was to the last piece."""
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    if same == max(len(before), len(after)):
        return QRect()
    old, new = before[same : same + 1], after[same : same + 1]
    top = 0
    if same:
        top = min(one.y - (_ABOVE_PX if getattr(one.piece, "quote", 0) else _REACH_PX) for one in (*old, *new))
        # Where the caret of the stream stood until now.
        end = before[same - 1].item.end_point()
        top = min(top, before[same - 1].y + floor(end.top())) if end is not None else top
    if old and new and old[0].slot is new[0].slot and old[0].y == new[0].y:
        kept = new[0].item.kept_height(old[0].item, old[0].piece)
        top = new[0].y + kept - _REACH_PX if kept else top
    bottom = whole.bottom()
    if before and after:
        # Below the last piece nothing stood and nothing stands.
        bottom = max(before[-1].bottom, after[-1].bottom) + _REACH_PX
    return whole.intersected(QRect(whole.left(), top, whole.width(), bottom + 1 - top))


def column_area(viewport: QWidget, left: int, width: int) -> QRect:
    """Where the column, which begins at `left`, draws; nothing ever stands beside it.

    The handle of the sidebar reaches over the edge of the view: what is drawn below it has it drawn too.
    """
    return QRect(left - _BESIDE_PX, 0, width + 2 * _BESIDE_PX, viewport.height()).intersected(viewport.rect())


def move_up(viewport: QWidget, left: int, width: int, pixels: int) -> None:
    """Copy the picture of the column from `left` on so many pixels up, and let be drawn what that leaves wrong."""
    # Qt copies nothing below others, as below the handle of the sidebar.
    column = column_area(viewport, left, width)
    viewport.scroll(0, -pixels, column)
    # Letters of what is out of sight now reached a little below it.
    viewport.update(column.left(), 0, column.width(), _REACH_PX)
    for widget in viewport.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if widget.isVisible():
            # Its picture was copied too, and it may go elsewhere.
            viewport.update(widget.geometry().translated(0, -pixels))


def paint_quotes(painter: QPainter, style: ChatStyle, piece: Piece, shared: int, above: int, bottom: int) -> None:
    """Draw the bars of the quotes that a piece stands in, down to `bottom`.

    Those of the `shared` ones go on from the piece before: they begin at `above`, in the space between the two.
    """
    for level, lists in enumerate(getattr(piece, "outer", ())):
        top = above if level < shared else 0
        painter.fillRect(QRectF(style.inset(lists, level), top, style.px(3), bottom - top), style.colour("line"))


def _paint_caret(painter: QPainter, one: Placed, style: ChatStyle) -> None:
    """The block that stands where the stream goes on."""
    rect = one.item.end_point()
    if rect is None:
        return
    height = min(style.px(15), rect.height())
    box = QRectF(rect.left() + 1, rect.top() + (rect.height() - height) / 2, style.px(8), height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.colour("accent"))
    painter.drawRoundedRect(box, 2, 2)


def _paint_focus(painter: QPainter, rows: Sequence[Placed], left: int, style: ChatStyle, token: str) -> None:
    """A bar beside the message, or the block of it, that the keyboard is at."""
    if rows:
        top, bottom = rows[0].y, rows[-1].bottom
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour(token))
        painter.drawRoundedRect(QRectF(left - style.px(12), top, style.px(3), bottom - top), 1.5, 1.5)
