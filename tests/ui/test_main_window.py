"""The window, driven as a person would, on the real stack."""

from __future__ import annotations

import pytest
from fakes.server import sse
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from desktop.ui.command_palette import CommandPalette, commands
from desktop.ui.main_window import MainWindow
from desktop.ui.shortcut_sheet import ShortcutSheet
from desktop.ui.system.placement import SidebarPlace


def ask(qtbot, window: MainWindow, text: str = "hi") -> None:
    qtbot.keyClicks(window.chat.composer.edit, text)
    session = window._workspace.current
    with qtbot.waitSignal(session.ended, timeout=10_000):
        qtbot.keyClick(window.chat.composer.edit, Qt.Key.Key_Return)


def test_the_title_of_the_window_is_the_title_of_the_chat(qtbot, server, window):
    server.script(sse("x"))

    ask(qtbot, window, "my question")

    assert window.windowTitle() == "my question — Lingdu Chat"
    window.actions_.new_chat.trigger()
    assert window.windowTitle() == "Lingdu Chat"


def test_a_draft_of_a_new_chat_is_not_lost_by_looking_at_another(qtbot, server, window):
    server.script(sse("x"))
    ask(qtbot, window, "first")
    first = window._workspace.current.conversation.uuid
    window.new_chat()
    draft = window._workspace.current.conversation.uuid
    qtbot.keyClicks(window.chat.composer.edit, "precious words")

    with qtbot.waitSignal(window._workspace.current_changed, timeout=10_000):
        window._workspace.open(first)
    with qtbot.waitSignal(window._workspace.current_changed, timeout=10_000):
        window._workspace.open(draft)

    assert window.chat.composer.text == "precious words"


def test_what_is_composed_stays_in_the_draft_of_the_chat_that_is_left(qtbot, server, window, monkeypatch):
    server.script(sse("x"))
    ask(qtbot, window, "first")
    first = window._workspace.current.conversation.uuid
    window.new_chat()
    left = window._workspace.current.conversation
    edit = window.chat.composer.edit
    QApplication.sendEvent(edit, QInputMethodEvent("zhongguo", []))

    class InputMethod:
        """As Qt's for ibus: it forgets what is composed when it is asked for it."""

        def commit(self) -> None:
            pass

        def reset(self) -> None:
            pass

    monkeypatch.setattr(QGuiApplication, "inputMethod", InputMethod)
    with qtbot.waitSignal(window._workspace.current_changed, timeout=10_000):
        window._workspace.open(first)

    assert left.draft == "zhongguo"
    assert window.chat.composer.text == ""
    assert window._workspace.current.conversation.draft == ""


def test_the_sidebar_and_its_filter_are_one_key_away(qtbot, window):
    window.actions_.sidebar.trigger()
    assert not window.sidebar.isVisible()

    window.actions_.search.trigger()

    assert window.sidebar.isVisible()


def test_every_interactive_widget_has_a_name_for_machines_and_one_for_people(qtbot, server, window):
    server.script(sse("a\n\n```py\nx\n```\n", usage={"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}))
    ask(qtbot, window)

    nameless = [
        f"{type(widget).__name__} {widget.objectName()!r} {widget.accessibleName()!r}"
        for kind in (QAbstractButton, QLineEdit)
        for widget in window.findChildren(kind)
        if widget.isVisible() and not widget.objectName().startswith("qt_")
        if not widget.objectName() or not widget.accessibleName()
        if type(widget).__name__ not in {"QLineEditIconButton", "QToolButton"} or widget.objectName()
    ]
    assert nameless == []


def test_the_names_that_scripts_hold_on_to_are_there(window):
    names = (
        "mainWindow sidebar newChatButton searchField conversationList chatTitle modelPicker menuButton chatView"
        " composer sendButton stateLabel hostLabel promptTokensLabel completionTokensLabel totalTokensLabel"
        " firstTokenLabel speedLabel welcomePage startButton baseUrlField keyField keyringStatusLabel demoButton"
    )
    found = {window.objectName()} | {widget.objectName() for widget in window.findChildren(QWidget)}

    assert set(names.split()) - found == set()


def test_a_number_opens_that_chat_of_the_sidebar(qtbot, server, window):
    server.script(sse("x"))
    ask(qtbot, window, "first")
    window.new_chat()
    server.script(sse("y"))
    ask(qtbot, window, "second")
    uuids = window.sidebar.model.uuids()

    with qtbot.waitSignal(window._workspace.current_changed, timeout=10_000):
        window.actions_.numbered_chats[1].trigger()

    assert window._workspace.current.conversation.uuid == uuids[1]
    window.actions_.numbered_chats[8].trigger()
    assert window._workspace.current.conversation.uuid == uuids[1]


def test_the_questions_come_back_into_the_composer_and_the_draft_behind_them(qtbot, server, window):
    server.script(sse("x"))
    ask(qtbot, window, "my question")
    qtbot.keyClicks(window.chat.composer.edit, "a draft")

    window.actions_.earlier_prompt.trigger()
    assert window.chat.composer.text == "my question"
    assert window.chat.composer.draft == "a draft"
    assert window._workspace.current.conversation.draft == "a draft"

    window.actions_.later_prompt.trigger()
    assert window.chat.composer.text == "a draft"


def test_a_command_and_the_sheet_are_a_key_away(qtbot, window):
    window.actions_.commands.trigger()
    palette = window.findChild(CommandPalette)
    qtbot.keyClicks(palette.field, "keyboard shortcuts")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)

    assert window.findChild(ShortcutSheet).isVisible()


def test_the_sidebar_keeps_the_width_that_the_user_gave_it(qtbot, window):
    window.place_sidebar(SidebarPlace(320, is_shown=True))
    window.actions_.sidebar.trigger()
    window.actions_.sidebar.trigger()
    window.resize(window.width() + 150, window.height())

    assert window.sidebar.width() == 320
    assert window.sidebar_place == SidebarPlace(320, is_shown=True)
    window.place_sidebar(SidebarPlace(5000, is_shown=True))
    assert window.sidebar_place == SidebarPlace(480, is_shown=True)


def test_a_sidebar_that_was_folded_away_comes_back_so_and_opens_as_wide_as_it_was(qtbot, window):
    window.place_sidebar(SidebarPlace(320, is_shown=False))

    assert not window.sidebar.isVisible()
    assert window.sidebar_place == SidebarPlace(320, is_shown=False)

    window.actions_.sidebar.trigger()
    assert window.sidebar.isVisible()
    assert window.sidebar.width() == 320


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_window_that_is_hidden_or_small_comes_to_the_front(window):
    window.showMinimized()

    window.bring_to_front()

    assert window.isVisible()
    assert not window.isMinimized()


def test_the_whole_chat_is_copied_as_markdown(qtbot, server, window, qapp):
    server.script(sse("the *answer*"))
    ask(qtbot, window, "my question")

    window.actions_.copy_chat.trigger()

    copied = qapp.clipboard().text()
    assert "my question" in copied
    assert "the *answer*" in copied


def test_on_macos_the_menus_are_in_the_bar_of_the_screen(qtbot, stack, monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    window = MainWindow(stack.workspace, stack.key_services)
    qtbot.addWidget(window)
    monkeypatch.undo()

    assert [one.menu() for one in window.menuBar().actions()] == window.actions_.menus
    assert window.actions_.next_chat.shortcut().toString() == "Meta+Tab"


def test_the_window_fills_the_screen_and_the_menu_knows(qtbot, window):
    action = window.actions_.full_screen

    action.trigger()
    assert window.isFullScreen()
    qtbot.waitUntil(action.isChecked, timeout=2000)

    action.trigger()
    assert not window.isFullScreen()
    qtbot.waitUntil(lambda: not action.isChecked(), timeout=2000)


def test_what_is_written_is_sent_by_the_menu_too(qtbot, server, window):
    server.script(sse("x"))
    qtbot.keyClicks(window.chat.composer.edit, "hi")

    with qtbot.waitSignal(window._workspace.current.ended, timeout=10_000):
        window.actions_.send.trigger()

    assert window._workspace.current.conversation.path()[0].text == "hi"


def test_the_endpoints_can_be_chosen_in_the_menu(window):
    names = {one.action.objectName() for one in commands(window.actions_.model_menu)}

    assert {"modelPickerAction", "profile_default", "profileSettings"} <= names
