"""`desktop.ui.workspace`, on the real stack."""

from __future__ import annotations

from fakes.server import sse, stall

from desktop.chat.attachments import text_attachment
from desktop.errors import StoreError
from desktop.settings.profiles import Profile
from desktop.ui.workspace import Workspace


def test_an_empty_chat_is_not_stored(qtbot, make_stack, server):
    workspace = make_stack(server.base_url).workspace

    workspace.new_chat()

    assert workspace.summaries == ()
    assert workspace.current.conversation.model == "m"


def test_a_restart_shows_the_last_conversation(qtbot, make_stack, server):
    server.script(sse("answer"))
    session = make_stack(server.base_url).workspace.new_chat()
    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.ask("a question of mine")
    uuid = session.conversation.uuid

    again = make_stack(server.base_url).workspace
    qtbot.waitUntil(lambda: again.current is not None, timeout=5000)

    assert again.current.conversation.uuid == uuid
    assert [turn.text for turn in again.current.conversation.path()] == ["a question of mine", "answer"]
    assert [one.title for one in again.summaries] == ["a question of mine"]


def two_chats(qtbot, stack, server) -> list[str]:
    """Ask in two chats and go back to the first; their uuids."""
    uuids = []
    for question in ("first", "second"):
        server.script(sse("answer"))
        session = stack.workspace.new_chat()
        with qtbot.waitSignal(session.ended, timeout=10_000):
            session.ask(question)
        uuids.append(session.conversation.uuid)
    with qtbot.waitSignal(stack.workspace.current_changed, timeout=5000):
        stack.workspace.open(uuids[0])
    return uuids


def test_a_restart_shows_the_chat_that_was_shown_though_another_was_changed_later(qtbot, make_stack, server):
    stack = make_stack(server.base_url)
    older, _ = two_chats(qtbot, stack, server)
    stack.workspace.leave("a draft")

    again = make_stack(server.base_url).workspace
    qtbot.waitUntil(lambda: again.current is not None, timeout=5000)

    assert again.current.conversation.uuid == older
    assert again.current.conversation.draft == "a draft"


def test_where_the_chat_that_was_shown_is_in_the_trash_the_newest_is_shown(qtbot, make_stack, server):
    stack = make_stack(server.base_url)
    older, newer = two_chats(qtbot, stack, server)
    stack.workspace.leave("")
    with qtbot.waitSignal(stack.workspace.current_changed, timeout=5000):
        stack.workspace.library.move_to_trash(older)

    again = make_stack(server.base_url).workspace
    qtbot.waitUntil(lambda: again.current is not None, timeout=5000)

    assert again.current.conversation.uuid == newer


def test_a_chat_that_is_still_being_read_does_not_take_the_place_of_a_new_one(qtbot, make_stack, server):
    server.script(sse("answer"))
    session = make_stack(server.base_url).workspace.new_chat()
    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.ask("old")
    stack = make_stack(server.base_url)

    # `ready` comes before the last chat has been read.
    fresh = stack.workspace.new_chat()
    with qtbot.waitSignal(stack.store.loaded, timeout=5000):
        stack.store.load(session.conversation.uuid)

    assert stack.workspace.current is fresh


def test_switching_chats_does_not_stop_an_answer_and_keeps_both_drafts(qtbot, make_stack, server):
    server.script(sse("one", finish=None, done=False, then=stall()))
    workspace = make_stack(server.base_url).workspace
    first = workspace.new_chat()
    with qtbot.waitSignal(first.text_added, timeout=10_000):
        first.ask("one")
    workspace.set_draft("draft of one")

    second = workspace.new_chat()
    workspace.set_draft("draft of two")

    assert workspace.busy == {first.conversation.uuid}
    workspace.open(first.conversation.uuid)
    assert workspace.current is first
    assert first.conversation.draft == "draft of one"
    assert second.conversation.draft == "draft of two"
    with qtbot.waitSignal(workspace.idle, timeout=10_000):
        workspace.stop_all()


def test_next_and_previous_go_around_the_ends(qtbot, make_stack, server):
    server.script(sse("x"))
    workspace = make_stack(server.base_url).workspace
    uuids = []
    for text in ("one", "two"):
        session = workspace.new_chat()
        with qtbot.waitSignal(session.ended, timeout=10_000):
            session.ask(text)
        uuids.append(session.conversation.uuid)

    with qtbot.waitSignal(workspace.current_changed, timeout=10_000):
        workspace.step(uuids, 1)

    assert workspace.current.conversation.uuid == uuids[0]


def test_a_chosen_model_is_the_model_of_new_chats(qtbot, make_stack, server):
    stack = make_stack(server.base_url)
    stack.workspace.new_chat()

    stack.workspace.choose_model("m")

    assert stack.settings.get_str("last_model") == "m"
    assert stack.workspace.new_chat().conversation.model == "m"


def test_a_list_that_cannot_be_read_still_gives_a_window_to_work_in(qtbot, make_stack, server, expected_logs):
    expected_logs("the store failed")
    stack = make_stack(server.base_url)
    workspace = Workspace(stack.workspace._services, stack.profiles, stack.settings)

    with qtbot.waitSignal(workspace.ready, timeout=10_000):
        stack.store.failed.emit("", StoreError("the list could not be read", reason="damaged"))

    assert workspace.current is not None


def test_a_last_chat_that_cannot_be_read_gives_way_to_a_new_one(qtbot, make_stack, server, expected_logs):
    expected_logs("the store failed")
    stack = make_stack(server.base_url)
    workspace = Workspace(stack.workspace._services, stack.profiles, stack.settings)
    workspace.open("gone")

    qtbot.waitUntil(lambda: workspace.current is not None, timeout=10_000)

    assert workspace.current.conversation.turns == {}


def test_another_endpoint_is_taken_with_a_model_that_it_has(make_stack, server):
    stack = make_stack(server.base_url)
    other = Profile("b", "B", "https://b.example/v1", models=("b-1", "b-2"), default_model="b-2")
    stack.profiles.put(other)
    session = stack.workspace.new_chat()

    stack.workspace.choose_profile("b")

    assert (session.conversation.profile, session.conversation.model) == ("b", "b-2")
    assert stack.profiles.default_id() == "b"


def test_what_a_chat_is_asked_with_is_kept_with_it(qtbot, make_stack, server):
    stack = make_stack(server.base_url)
    stack.workspace.new_chat()
    stack.workspace.set_draft("words")
    stack.workspace.save_draft()
    uuid = stack.workspace.current.conversation.uuid

    with qtbot.waitSignal(stack.store.saved, timeout=5000):
        stack.workspace.set_request("Be brief.", {"seed": 1})

    again = make_stack(server.base_url)
    with qtbot.waitSignal(again.store.loaded, timeout=5000) as seen:
        again.store.load(uuid)
    assert (seen.args[0].system_prompt, seen.args[0].parameters) == ("Be brief.", {"seed": 1})


def test_a_new_chat_with_an_attachment_alone_is_kept(qtbot, make_stack, server):
    stack = make_stack(server.base_url)
    session = stack.workspace.new_chat()
    stack.workspace.drafts.keep_attachments(session.conversation, [text_attachment("a.txt", "text")])

    stack.workspace.new_chat()

    assert [one.uuid for one in stack.workspace.summaries] == [session.conversation.uuid]
    stack.workspace.open(session.conversation.uuid)
    assert stack.workspace.current is session


def test_pictures_are_scaled_as_the_setting_says(make_stack, server):
    stack = make_stack(server.base_url)
    assert stack.workspace.picture_side == 2048

    stack.settings.set("picture_side", "original")

    assert stack.workspace.picture_side == 0


def test_the_end_of_every_answer_is_told_whether_its_chat_is_shown_or_not(qtbot, make_stack, server):
    server.script(sse("x"))
    workspace = make_stack(server.base_url).workspace
    first = workspace.new_chat()
    told = []
    workspace.answered.connect(lambda session: told.append(session.conversation.uuid))
    first.ask("one")
    workspace.new_chat()

    qtbot.waitUntil(lambda: told == [first.conversation.uuid], timeout=10_000)


def test_another_chat_may_be_shown_while_an_answer_ends(qtbot, make_stack, server):
    server.script(sse("answer"))
    workspace = make_stack(server.base_url).workspace
    session = workspace.new_chat()
    session.ended.connect(lambda _uuid: workspace.new_chat())

    with qtbot.waitSignal(workspace.idle, timeout=10_000):
        session.ask("question")

    assert workspace.current is not session
    assert workspace.sessions == (workspace.current,)
    assert [(one.title, one.unread) for one in workspace.summaries] == [("question", True)]


def test_another_window_has_a_conversation_of_its_own_until_its_next(qtbot, make_stack, server):
    server.script(sse("x"))
    workspace = make_stack(server.base_url).workspace
    workspace.new_chat()
    first = workspace.new_aside()
    with qtbot.waitSignal(first.ended, timeout=10_000):
        first.ask("aside")

    workspace.new_chat()
    assert first in workspace.sessions
    second = workspace.new_aside()

    assert first not in workspace.sessions
    assert second in workspace.sessions
    assert second is not workspace.current
    assert [one.unread for one in workspace.summaries] == [True]
