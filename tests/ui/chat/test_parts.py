from __future__ import annotations

from PySide6.QtCore import QRectF

from desktop.ui.chat.parts import Bubble, Caption, QuietBox, bubble_path


def test_a_bubble_fits_its_text(qtbot, style):
    short, tall = Bubble(style, "hi"), Bubble(style, "one\ntwo\nthree")
    for bubble in (short, tall):
        qtbot.addWidget(bubble)
        bubble.fit(760)

    assert short.width() < 80
    assert short.height() == 40
    assert tall.height() == 40 + 2 * 22


def test_one_corner_of_a_bubble_is_less_round(qapp):
    path = bubble_path(QRectF(0, 0, 100, 40), 14, 4)

    assert path.contains(QRectF(97, 37, 1, 1))
    assert not path.contains(QRectF(1, 37, 1, 1))
    assert not path.contains(QRectF(97, 1, 1, 1))


def test_a_caption_has_the_square_and_says_its_words(qtbot, style):
    caption = Caption(style)
    qtbot.addWidget(caption)
    caption.set_text("gpt-4o")
    caption.resize(200, 19)

    square = caption.grab().toImage().pixelColor(9, 9)

    assert caption.accessibleName() == "gpt-4o"
    assert square.blue() > square.red()


def test_a_quiet_box_says_title_and_text(qtbot, style):
    box = QuietBox("toolCallBlock", style, "Title", "line\nline", code=True)
    qtbot.addWidget(box)

    assert box.accessibleName() == "Title\nline\nline"
    assert box.height_for(400) > 60
    assert len(box.text_items) == 2
