"""`desktop.ui.chat.attachment_item`, alone and in a question."""

from __future__ import annotations

from fakes.files import picture
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.ui.chat.accessible_slots import message_name
from desktop.ui.chat.attachment_item import AttachmentItem
from desktop.ui.chat.messages import AttachmentView
from desktop.ui.chat.pieces import AttachmentPiece, BarPiece, BubblePiece, EditPiece

PICTURE = AttachmentView("cat.png", "40 × 40 · 1.0 kB", picture("png", 40, 40))
FILE = AttachmentView("notes.txt", "12 characters")


def paint(item, width=400) -> QImage:
    image = QImage(width, item.height, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    item.paint(painter, QRectF(image.rect()), [], None)
    painter.end()
    return image


def test_a_picture_is_drawn_at_the_right_of_the_column(style):
    image = paint(AttachmentItem(AttachmentPiece(PICTURE), style, 400))

    assert image.pixelColor(60, 26).name() == "#ffffff"
    assert image.pixelColor(400 - 280 + 26, 26).name() == "#ff0000"


def test_a_file_is_drawn_as_a_sheet_and_long_names_are_cut(style):
    item = AttachmentItem(AttachmentPiece(AttachmentView("n" * 200, "facts")), style, 400)

    image = paint(item)

    assert (item.text, item.end_point()) == ("", None)
    assert image.pixelColor(394, 16).name() == style.palette.bubble


def test_attachments_stand_above_the_bubble_and_stay_while_the_question_is_edited(chat, question):
    chat.set_messages([question("look", attachments=(PICTURE, FILE))])
    entry = chat.entry("q")

    assert [type(slot.piece) for slot in entry.slots] == [AttachmentPiece, AttachmentPiece, BubblePiece, BarPiece]
    chat.start_edit("q")
    assert [type(slot.piece) for slot in entry.slots] == [AttachmentPiece, AttachmentPiece, EditPiece, BarPiece]


def test_a_question_without_words_has_no_bubble_and_can_be_edited(chat, question):
    chat.set_messages([question("", attachments=(PICTURE,))])
    entry = chat.entry("q")

    assert [type(slot.piece) for slot in entry.slots] == [AttachmentPiece, BarPiece]
    chat.start_edit("q")
    assert EditPiece() in [slot.piece for slot in entry.slots]
    chat.walk.step_message(1)
    chat.grab()


def test_a_screen_reader_hears_what_is_attached(chat, question):
    chat.set_messages([question("look", attachments=(PICTURE, FILE))])

    assert message_name(chat.entry("q")) == "Question, cat.png (40 × 40 · 1.0 kB), notes.txt (12 characters)"
