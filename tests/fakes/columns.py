"""What the tests of the chat's column share: chats to lay out, and what is seen of them."""

from __future__ import annotations

import random
from itertools import pairwise

from fakes.markdown import DOCUMENTS
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.ui.chat.column import TOP_PX
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.said import piece_text

HEIGHT = 600


def conversation(count, seed=1):
    rng = random.Random(seed)
    views = []
    for number in range(count):
        views.append(MessageView(f"q{number}", "user", f"question {number} " + "words " * rng.randint(0, 60)))
        text = "\n\n".join(rng.choice(DOCUMENTS) for _ in range(rng.randint(1, 6)))
        views.append(MessageView(f"a{number}", "assistant", f"answer {number}\n\n{text}", caption="m"))
    return views


def picture(column):
    """What is in sight, painted."""
    column.fill()
    image = QImage(800, column.height, QImage.Format.Format_RGB32)
    image.fill(column.measure.style.colour("bg"))
    painter = QPainter(image)
    for one in column.placed:
        painter.save()
        painter.translate(0, one.y)
        one.item.paint(painter, QRectF(0, -one.y, 800, column.height), (), None)
        painter.restore()
    painter.end()
    return image


def places(column):
    column.fill()
    return {one.slot: one.y for one in column.placed}


def check(column):
    """What holds in any state that was filled."""
    column.fill()
    placed = column.placed
    for one, other in pairwise(placed):
        assert column.after(one.slot) is other.slot
        assert other.y == one.bottom + other.slot.entry.space_above(other.slot.index)
    for one in placed:
        heights = one.slot.entry.heights
        assert heights[one.slot.index] == one.slot.entry.space_above(one.slot.index) + one.item.height
    for entry in {one.slot.entry for one in placed}:
        assert column._heights[entry.index] == entry.height
    if placed:
        first = placed[0].slot
        above = column._heights.above(first.entry.index) + first.entry.heights.above(first.index)
        top = placed[0].y - first.entry.space_above(first.index)
        assert column.value == max(0, column.measure.style.px(TOP_PX) + above - top)


def move(column, pixels):
    """Scroll; how far what stays in sight moved."""
    before = places(column)
    column.scroll_by(pixels)
    column.remember()
    after = places(column)
    check(column)
    moved = {before[slot] - after[slot] for slot in before.keys() & after.keys()}
    assert len(moved) == 1
    return moved.pop()


def first_line(column):
    """Text and place of the first line that is whole in sight."""
    column.fill()
    column.remember()
    anchor = column._anchor
    return piece_text(anchor.slot.piece)[anchor.position : anchor.position + 12], anchor.y


def change(column, *, width=None, style=None):
    measure = column.measure
    measure.change(style or measure.style, width or measure.width)
    column.measure_changed()
    column.fill()


# Scrolling
