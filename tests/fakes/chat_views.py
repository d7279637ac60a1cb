"""What tests of the chat view look at: what an answer says, and what is where in sight."""

from __future__ import annotations

from PySide6.QtGui import QImage

from desktop.ui.chat.said import piece_text

LONG = "\n\n".join(f"Paragraph {number} of a long answer." for number in range(80))


def shown(chat, uuid="a"):
    return chat.entry(uuid).body.text


def words(chat, uuid="a"):
    """What the text of an answer says on the screen."""
    entry = chat.entry(uuid)
    return [piece_text(entry.slots[index].piece) for index in entry.text_slots]


def placed(chat, text):
    """The piece in sight that says `text`."""
    return next(one for one in chat.column.placed if piece_text(one.slot.piece) == text)


def first_whole(chat):
    return next(one for one in chat.column.placed if one.y >= 0 and one.item.text)


def y_of(chat, slot):
    return next(one.y for one in chat.column.placed if one.slot is slot)


def of_kind(chat, kind):
    """The widgets over the chat of that class, without those that are hidden."""
    return [widget for widget in chat.viewport().findChildren(kind) if widget.isVisible()]


def in_sight(chat, widget):
    return chat.viewport().rect().intersects(widget.geometry())


def picture(chat) -> QImage:
    return chat.viewport().grab().toImage()
