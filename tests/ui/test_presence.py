"""When the window shows, hides and ends the program. `desktop.ui.presence`"""

from __future__ import annotations

import pytest
from fakes.server import sse
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, Qt

from desktop.ui import presence as module
from desktop.ui.palettes import LIGHT
from desktop.ui.presence import Presence

# The second: of Qt's own icon where there is neither a tray on the bus nor an X server.
pytestmark = pytest.mark.qt_log_ignore("does not support raise", "systemTrayWindowChanged", extend=True)


@pytest.fixture
def presence(qapp, system, stack, window):
    system(True)
    window.hide()
    presence = Presence(qapp, window, stack.workspace, stack.settings)
    yield presence
    presence.end()
    if presence._quick is not None:
        # Its view would rest for a moment and then work on.
        presence._quick.deleteLater()


def begin(presence, *, quick_ask=False, must_show=False):
    """Begin, and look for the tray at once; the program does after its first picture."""
    presence.start(quick_ask=quick_ask, must_show=must_show)
    presence.take_setting()


def ask_aside(qtbot, presence, server):
    server.script(sse("answer"))
    presence.toggle_quick_ask()
    quick = presence._quick
    qtbot.keyClicks(quick.edit, "aside")
    with qtbot.waitSignal(quick.session.ended, timeout=10_000):
        qtbot.keyClick(quick.edit, Qt.Key.Key_Return)
    return quick


def test_closing_the_window_quits_unless_it_may_stay_in_the_tray(qtbot, stack, window, presence):
    begin(presence)
    assert window.isVisible()

    with qtbot.waitSignal(presence.quit_requested, timeout=10_000):
        window.close()

    stack.settings.set("on_close", "tray")
    window.show()
    with qtbot.assertNotEmitted(presence.quit_requested):
        window.close()
    assert not window.isVisible()
    presence.toggle_window()
    assert window.isVisible()


def test_without_a_tray_closing_quits_whatever_the_setting(qtbot, stack, window, presence, system):
    system(False)
    stack.settings.set("on_close", "tray")
    begin(presence)

    with qtbot.waitSignal(presence.quit_requested, timeout=10_000):
        window.close()


def test_a_tray_that_goes_gives_the_window_back(stack, window, presence, system):
    stack.settings.set("on_close", "tray")
    begin(presence)
    window.close()
    assert presence.tray._poll.isActive()

    system(False)
    presence.tray.look()

    assert window.isVisible()
    assert not presence.tray._poll.isActive()


def test_the_program_begins_in_the_tray_only_where_there_is_one(stack, window, presence, system):
    stack.settings.set("start_in", "tray")
    begin(presence)
    assert not window.isVisible()

    begin(presence, must_show=True)
    assert window.isVisible()

    window.hide()
    system(False)
    begin(presence)
    assert window.isVisible()


def test_the_tray_is_looked_for_after_the_first_picture_and_whenever_the_window_is_used(
    qtbot, window, presence, system
):
    system(False)
    with qtbot.waitSignal(presence.tray.came, timeout=5000):
        presence.start(quick_ask=False, must_show=False)
        system(True)

    system(False)
    presence.tray.look()
    system(True)
    with qtbot.waitSignal(presence.tray.came, timeout=10_000):
        QCoreApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))


def test_without_the_icon_nothing_is_hidden_behind_it(qtbot, stack, window, presence):
    stack.settings.set("on_close", "tray")
    stack.settings.set("tray_icon", "hide")
    begin(presence)

    with qtbot.waitSignal(presence.quit_requested, timeout=10_000):
        window.close()


def test_a_hotkey_shows_the_quick_ask_window_alone_and_hides_it(window, presence, system):
    system(False)
    begin(presence, quick_ask=True)
    assert presence._quick.isVisible()
    assert not window.isVisible()

    presence.toggle_quick_ask()

    assert not presence._quick.isVisible()
    assert not window.isVisible()


def test_a_question_in_passing_opens_in_the_window(qtbot, stack, server, window, presence):
    begin(presence, quick_ask=True)
    quick = ask_aside(qtbot, presence, server)
    uuid = quick.session.conversation.uuid

    quick.open_in_window()

    assert window.isVisible()
    assert stack.workspace.current.conversation.uuid == uuid
    assert window.windowTitle().startswith("aside")


def test_what_is_dropped_on_it_is_attached_in_the_window(stack, window, presence):
    begin(presence, quick_ask=True)
    source = QMimeData()
    source.setText("word " * 1500)

    presence._quick.edit.insertFromMimeData(source)

    assert window.isVisible()
    assert [one.kind for one in window.chat.composer.tray.attachments] == ["file"]


def test_a_card_of_it_that_needs_the_window_opens_it_there(qtbot, stack, server, window, presence):
    begin(presence, quick_ask=True)
    quick = ask_aside(qtbot, presence, server)
    uuid = quick.session.conversation.uuid

    with qtbot.waitSignal(window.actions_.key_settings.triggered, timeout=10_000):
        quick.elsewhere_requested.emit("open_key_settings")

    assert stack.workspace.current.conversation.uuid == uuid


def test_the_menu_of_the_icon_does_what_it_says(qtbot, stack, window, presence):
    stack.settings.set("start_in", "tray")
    begin(presence)

    presence.tray.chosen.emit("new_chat")
    assert window.isVisible()
    presence.tray.chosen.emit("toggle_window")
    assert not window.isVisible()
    presence.tray.chosen.emit("quick_ask")
    assert presence._quick.isVisible()
    with qtbot.waitSignal(presence.quit_requested, timeout=10_000):
        presence.tray.chosen.emit("quit")


def test_the_action_of_the_menu_shows_it_in_the_looks_of_the_window(stack, window, presence):
    window.set_theme(LIGHT, 100)
    begin(presence)

    window.actions_.quick_ask.trigger()

    assert presence._quick.isVisible()
    assert presence._quick._palette == LIGHT
    window.retranslate()
    window.set_theme(LIGHT, 150)


def test_at_the_end_the_icon_goes_and_the_words_are_kept(qtbot, stack, window, presence):
    begin(presence, quick_ask=True)
    qtbot.keyClicks(presence._quick.edit, "half a question")
    draft = presence._quick.session.conversation

    presence.end()

    assert not presence._quick.isVisible()
    assert not window.isVisible()
    assert draft.draft == "half a question"
    assert draft.uuid in stack.workspace.library


def test_on_macos_the_program_lives_on_without_a_window_and_the_dock_opens_it(
    qtbot, qapp, stack, window, system, monkeypatch
):
    system(False)
    monkeypatch.setattr(module.sys, "platform", "darwin")
    presence = Presence(qapp, window, stack.workspace, stack.settings)
    begin(presence)

    with qtbot.assertNotEmitted(presence.quit_requested):
        window.close()
    assert not window.isVisible()
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)

    assert window.isVisible()
    presence.end()
