from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.ui.chat.messages import Notice, NoticeAction
from desktop.ui.chat.notice_card import NoticeCard
from desktop.ui.chat.style import ChatStyle

ACTIONS = (
    NoticeAction("open_key_settings", "Open connection settings"),
    NoticeAction("diagnose", "Diagnose"),
    NoticeAction("details", "Details"),
    NoticeAction("continue", "Continue"),
    NoticeAction("retry", "Retry"),
)


def test_a_card_says_everything_and_hides_what_is_empty(qtbot, style):
    card = NoticeCard(style, Notice("err", "Title", "", "small"))
    qtbot.addWidget(card)

    assert card.accessibleName() == "Title\nsmall"
    assert card.findChild(QLabel, "errorDetail").isHidden()
    assert not card.findChild(QLabel, "errorSmall").isHidden()


def test_a_card_is_as_tall_as_its_words_need(qtbot, style):
    card = NoticeCard(style, Notice("warn", "Title", "words " * 100, "", (NoticeAction("retry", "Retry"),)))
    qtbot.addWidget(card)

    assert card.height_for(300) > card.height_for(760) > 60


def test_a_card_is_painted_in_the_colour_of_its_kind(qtbot, style):
    card = NoticeCard(style, Notice("err", "Title"))
    qtbot.addWidget(card)
    card.resize(400, card.height_for(400))

    assert card.grab().toImage().pixelColor(200, 3).name() == style.palette.err_soft


def test_two_buttons_stand_beside_the_words(qtbot, style):
    card = NoticeCard(style, Notice("err", "Title", "words " * 30, "", ACTIONS[-2:]))
    qtbot.addWidget(card)
    card.resize(760, card.height_for(760))
    card.show()

    detail = card.findChild(QLabel, "errorDetail").geometry()

    assert all(button.geometry().left() > detail.right() for button in card.findChildren(QPushButton))


@pytest.mark.parametrize(("width", "count"), [(760, 3), (760, 5), (400, 2), (260, 5)])
def test_many_buttons_or_little_room_put_the_buttons_below_the_words(qtbot, style, width, count):
    card = NoticeCard(style, Notice("err", "Title", "words " * 30, "small", ACTIONS[-count:]))
    qtbot.addWidget(card)
    card.resize(width, card.height_for(width))
    card.show()

    small = card.findChild(QLabel, "errorSmall").geometry()
    places = [button.geometry() for button in card.findChildren(QPushButton)]

    assert small.width() > width - 40
    assert all(place.top() > small.bottom() for place in places)
    assert all(card.rect().contains(place) for place in places)
    assert not any(one.intersects(other) for one in places for other in places if one is not other)


def test_a_button_that_comes_moves_the_words(qtbot, style):
    card = NoticeCard(style, Notice("err", "Title", "words " * 30))
    qtbot.addWidget(card)
    card.resize(760, 200)
    card.show()
    detail = card.findChild(QLabel, "errorDetail")
    wide = detail.width()

    card.set_notice(Notice("err", "Title", "words " * 30, "", ACTIONS[-1:]))

    assert detail.width() < wide - 40


@pytest.mark.parametrize("zoom", [100, 150, 300])
def test_no_word_is_cut_off_however_far_it_is_zoomed(qtbot, zoom):
    notice = Notice("err", "Beantwortungsunterbrechung", "", "Request ID req_7eede2d9703641a1b9129fdca6c8315a")
    card = NoticeCard(ChatStyle(zoom_percent=zoom), notice)
    qtbot.addWidget(card)
    width = 560
    card.resize(width, card.height_for(width))
    card.show()

    for label in card.findChildren(QLabel):
        words = QFontMetrics(label.font())
        assert max(map(words.horizontalAdvance, label.text().split()), default=0) <= label.width()
        assert not label.text() or label.font().pixelSize() >= 12
    wide = NoticeCard(ChatStyle(zoom_percent=zoom), notice)
    qtbot.addWidget(wide)
    wide.resize(2000, wide.height_for(2000))

    assert wide.findChild(QLabel, "errorSmall").font().pixelSize() == round(12 * zoom / 100)
