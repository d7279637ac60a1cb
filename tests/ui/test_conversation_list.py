from __future__ import annotations

import pytest
from fakes.summaries import summary
from msgspec.structs import replace
from PySide6.QtCore import QDate, QDateTime, QLocale, QModelIndex, QRect, Qt, QTime
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from desktop.ui.conversation_list import (
    BUSY_ROLE,
    DEPTH_ROLE,
    FOLDER_ROLE,
    UNREAD_ROLE,
    UUID_ROLE,
    WHEN_ROLE,
    ConversationListModel,
    RowDelegate,
    small,
)


@pytest.fixture
def model(qapp):
    return ConversationListModel()


def texts(model):
    return [model.index(row).data() for row in range(model.rowCount())]


def test_pinned_stand_on_top_then_folders_then_days_each_newest_first(model):
    model.set_conversations(
        (
            summary("a", "old", 40),
            summary("b", "now"),
            summary("c", "week", 4),
            summary("d", "kept", 90, pinned=True, folder="work"),
            summary("e", "gone", trashed=True),
            summary("f", "report", 3, folder="work"),
            summary("g", "trip", 3, folder="Alps"),
            summary("h", "draft", 1, folder="work"),
        ),
        frozenset(),
    )

    assert texts(model) == [
        *("Pinned", "kept"),
        *("Folders", "Alps", "trip", "work", "draft", "report"),
        *("Today", "now"),
        *("Last 7 days", "week"),
        *("Older", "old"),
    ]
    assert model.index_of("f").data(DEPTH_ROLE) == 1
    assert model.uuids() == ["d", "g", "h", "f", "b", "c", "a"]


def test_a_folder_folds_and_says_so(model):
    model.set_conversations((summary("f", "report", folder="work"),), frozenset())

    model.open_folder("work", False)

    assert texts(model) == ["Folders", "work"]
    folder = model.index_of_folder("work")
    assert (folder.data(FOLDER_ROLE).count, folder.data(FOLDER_ROLE).is_open) == (1, False)
    assert "closed" in folder.data(Qt.ItemDataRole.AccessibleTextRole)
    model.open_folder("work", False)
    assert texts(model) == ["Folders", "work"]
    model.open_folder("work", True)
    assert texts(model) == ["Folders", "work", "report"]


def test_a_header_cannot_be_selected(model):
    model.set_conversations((summary("a", "one"),), frozenset())

    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.index(0).data(UUID_ROLE) is None
    assert model.rowCount(model.index(0)) == 0
    assert not model.setData(model.index(0), "x")


def test_marks_are_shown_and_said(model):
    model.set_conversations((summary("a", "one"), summary("b", "two", unread=True)), frozenset({"a"}))

    assert model.index_of("a").data(BUSY_ROLE) is True
    assert "answering" in model.index_of("a").data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.index_of("b").data(UNREAD_ROLE) is True
    assert "not read" in model.index_of("b").data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_time_of_a_chat_fits_its_age(model):
    model.set_conversations((summary("a", "now"), summary("b", "old", 40)), frozenset())

    assert ":" in model.index_of("a").data(WHEN_ROLE)
    assert ":" not in model.index_of("b").data(WHEN_ROLE)


@pytest.mark.parametrize(("name", "words"), [("en_US", "PM"), ("zh_CN", "23:59")])
def test_the_hour_is_told_as_the_language_tells_it(model, name, words):
    before = QLocale()
    QLocale.setDefault(QLocale(name))
    try:
        late = QDateTime(QDate.currentDate(), QTime(23, 59)).toSecsSinceEpoch()
        model.set_conversations((replace(summary("a", "late"), updated_at=late),), frozenset())

        assert words in model.index_of("a").data(WHEN_ROLE)
    finally:
        QLocale.setDefault(before)


def test_a_chat_of_another_year_tells_the_year(model):
    model.set_conversations((summary("a", "of long ago", 400),), frozenset())

    year = QDate.currentDate().addDays(-400).year()
    assert str(year) in model.index_of("a").data(WHEN_ROLE)


def test_what_did_not_move_is_not_laid_out_anew(qtbot, model):
    model.set_conversations((summary("a", "one"), summary("b", "two", 1)), frozenset())

    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.set_conversations((summary("a", "renamed"), summary("b", "two", 1)), frozenset({"a"}))

    assert model.index_of("a").data() == "renamed"
    with qtbot.waitSignal(model.modelReset):
        model.set_conversations((summary("b", "two", 1),), frozenset())


def test_a_name_given_in_the_row_is_told_and_an_empty_one_is_not(qtbot, model):
    model.set_conversations((summary("a", "one"), summary("f", "x", folder="work")), frozenset())

    with qtbot.waitSignal(model.renamed) as renamed:
        model.setData(model.index_of("a"), " new ")
    with qtbot.waitSignal(model.folder_renamed) as folder:
        model.setData(model.index_of_folder("work"), "home")

    assert renamed.args == ["a", "new"]
    assert folder.args == ["work", "home"]
    assert not model.setData(model.index_of("a"), "  ")


def test_what_is_not_there_has_no_place(model):
    assert model.index_of("nobody") == QModelIndex()
    assert model.index_of_folder("nowhere") == QModelIndex()


def test_the_small_font_is_smaller_at_every_zoom(qapp):
    font = qapp.font()
    font.setPixelSize(28)

    assert small(font).pixelSize() == 24


@pytest.mark.parametrize(("width", "is_told"), [(240, True), (110, False)])
def test_a_narrow_row_of_large_text_gives_its_room_to_the_title(qtbot, model, width, is_told):
    parent = QWidget()
    qtbot.addWidget(parent)
    delegate = RowDelegate(parent)

    def drawn(title, days_ago):
        model.set_conversations((summary("a", title, days_ago),), frozenset())
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, width, 50)
        font = QFont(option.font)
        font.setPixelSize(30 if width < 200 else 14)
        option.font = font
        image = QImage(width, 50, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        delegate.paint(painter, option, model.index_of("a"))
        painter.end()
        return image

    assert drawn("title", 40) != drawn("other", 40)
    assert (drawn("title", 40) != drawn("title", 70)) is is_told
