from __future__ import annotations

import pytest
from PySide6.QtGui import QClipboard, QGuiApplication

from desktop.ui.chat.clipboard import copy, copy_rich, offer_selection, select_all, write_out
from desktop.ui.chat.copying import LazyMime
from desktop.ui.chat.selection import place_in


@pytest.fixture
def clipboard(qapp):
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    return clipboard


def test_whole_blocks_are_copied_as_markdown(chat, question, answer, clipboard):
    chat.set_messages([question("one"), answer("# Two\n\n* a **b**")])

    select_all(chat)
    copy(chat)

    assert clipboard.text() == "one\n\n# Two\n\n* a **b**"
    assert not clipboard.mimeData().hasHtml()


def test_rich_text_brings_both_formats(chat, answer, clipboard):
    chat.set_messages([answer("# Two\n\n* a **b**")])
    select_all(chat)

    copy_rich(chat)

    assert set(clipboard.mimeData().formats()) >= {"text/html", "text/plain"}
    assert clipboard.mimeData().html() == "<h1>Two</h1><ul><li>a <b>b</b></li></ul>"
    assert clipboard.text() == "# Two\n\n* a **b**"


def test_rich_text_is_what_was_selected_even_when_the_chat_goes_on(chat, question, answer, clipboard):
    chat.set_messages([question("one"), answer("two", streaming=True)])
    select_all(chat)
    copy_rich(chat)

    chat.append_text("a", " and more")
    chat._flush()
    chat.set_messages([question("other", uuid="x")])

    assert clipboard.mimeData().html() == "<p>one</p>\n<p>two</p>"
    assert clipboard.text() == "one\n\ntwo"


def test_nothing_selected_leaves_the_clipboard(chat, answer, clipboard):
    chat.set_messages([answer("text")])

    copy(chat)
    copy_rich(chat)
    offer_selection(chat)

    assert clipboard.text() == "before"


def test_the_middle_button_pastes_the_selection_where_the_system_has_one(chat, answer, clipboard):
    chat.set_messages([answer("some words")])
    slot = chat.entry("a").slots[1]
    chat.selection.select(place_in(slot, 0), place_in(slot, 4))

    offer_selection(chat)

    if clipboard.supportsSelection():
        assert clipboard.text(QClipboard.Mode.Selection) == "some"
    assert clipboard.text() == "before"


def test_all_is_selected_of_a_chat_most_of_which_was_never_seen(chat, question, answer):
    views = [
        view for n in range(400) for view in (question(f"q {n}", uuid=f"q{n}"), answer(f"a {n}\n\nb", uuid=f"a{n}"))
    ]
    chat.set_messages(views)

    select_all(chat)
    copy(chat)

    assert QGuiApplication.clipboard().text() == "\n\n".join(view.text for view in views)
    assert sum(entry.is_loaded for entry in chat.column.entries) < 100


def test_an_empty_chat_has_nothing_to_select(chat):
    chat.set_messages([])

    select_all(chat)

    assert chat.selection.is_empty


def test_a_chat_whose_answer_has_no_text_yet_is_selected_as_far_as_it_goes(chat, question, answer, clipboard):
    chat.set_messages([question("one"), answer("", streaming=True)])

    select_all(chat)
    copy(chat)

    assert clipboard.text() == "one"


def test_what_was_copied_with_its_looks_is_made_before_the_program_ends(chat, answer, clipboard):
    chat.set_messages([answer("some **bold** words")])
    select_all(chat)
    copy_rich(chat)
    assert isinstance(clipboard.mimeData(), LazyMime)

    write_out()

    assert not isinstance(clipboard.mimeData(), LazyMime)
    assert clipboard.text() == "some **bold** words"
    assert "<b>bold</b>" in clipboard.mimeData().html()


def test_what_else_is_in_the_clipboard_stays_as_it_is(clipboard):
    before = clipboard.mimeData()

    write_out()

    assert clipboard.mimeData() is before
