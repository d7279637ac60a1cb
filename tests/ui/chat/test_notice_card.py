from __future__ import annotations

from PySide6.QtWidgets import QLabel

from desktop.ui.chat.messages import Notice, NoticeAction
from desktop.ui.chat.notice_card import NoticeCard


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
