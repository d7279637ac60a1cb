"""`desktop.ui.library`, on the real store."""

from __future__ import annotations

import pytest
from fakes.below import contents_below
from fakes.server import sse

from desktop.ui.library import Library, summary_of


@pytest.fixture
def asked(qtbot, make_stack, server):
    """The stack with three stored chats, and their uuids."""
    server.script(*[sse("answer about 零度") for _ in range(3)])
    stack = make_stack(server.base_url)
    uuids = []
    for text in ("one", "two", "three"):
        session = stack.workspace.new_chat()
        with qtbot.waitSignal(session.ended, timeout=10_000):
            session.ask(text)
        uuids.append(session.conversation.uuid)
    return stack, uuids


def on_disk(qtbot, stack):
    with qtbot.waitSignal(stack.store.listed, timeout=5000) as listed:
        stack.store.list_conversations()
    return {one.uuid: one for one in listed.args[0]}


def test_what_is_done_to_a_chat_shows_at_once_and_is_on_disk(qtbot, asked):
    stack, (one, two, three) = asked
    library: Library = stack.workspace.library

    library.rename(one, "  new\n name ")
    library.set_pinned(two, True)
    library.move(three, "work")
    library.set_unread(three, True)

    assert (library.get(one).title, library.get(two).pinned, library.get(three).folder) == ("new name", True, "work")
    stored = on_disk(qtbot, stack)
    assert (stored[one].title, stored[two].pinned, stored[three].folder) == ("new name", True, "work")
    assert stored[three].unread
    assert library.folders == ["work"]


def test_an_empty_title_and_a_change_to_the_same_are_no_change(qtbot, asked):
    stack, (one, *_rest) = asked

    with qtbot.assertNotEmitted(stack.workspace.library.changed):
        stack.workspace.library.rename(one, "  ")
        stack.workspace.library.rename(one, "one")
        stack.workspace.library.rename("nobody", "x")


def test_a_folder_is_renamed_and_dissolved_with_all_its_chats(asked):
    stack, (one, two, _three) = asked
    library = stack.workspace.library
    library.move(one, "work")
    library.move(two, "work")

    library.rename_folder("work", "home")
    assert library.folders == ["home"]
    library.rename_folder("home", "")
    assert library.folders == []


def test_the_open_chat_knows_what_was_changed_in_the_list(asked):
    stack, (*_rest, three) = asked

    stack.workspace.library.rename(three, "renamed")

    assert stack.workspace.current.conversation.title == "renamed"


def test_a_trashed_chat_leaves_the_window_and_comes_back(qtbot, asked):
    stack, (_one, two, three) = asked
    workspace, library = stack.workspace, stack.workspace.library

    with qtbot.waitSignal(workspace.current_changed, timeout=5000), qtbot.waitSignal(library.trashed) as trashed:
        library.move_to_trash(three)

    assert trashed.args == [three, "three"]
    assert workspace.current.conversation.uuid == two
    assert [one.uuid for one in library.trash] == [three]
    library.restore(three)
    assert library.trash == []
    assert on_disk(qtbot, stack)[three].trashed_at is None


def test_trashing_the_last_chat_leaves_a_new_one(qtbot, asked):
    stack, uuids = asked

    for uuid in uuids:
        stack.workspace.library.move_to_trash(uuid)
    qtbot.waitUntil(lambda: not stack.workspace.current.conversation.turns, timeout=5000)

    assert stack.workspace.current.conversation.uuid not in uuids


def test_a_chat_that_answers_is_stopped_when_it_is_trashed(qtbot, make_stack, server):
    from fakes.server import stall

    server.script(sse("part", finish=None, done=False, then=stall()))
    stack = make_stack(server.base_url)
    session = stack.workspace.new_chat()
    with qtbot.waitSignal(session.text_added, timeout=10_000):
        session.ask("question")

    with qtbot.waitSignal(session.ended, timeout=5000):
        stack.workspace.library.move_to_trash(session.conversation.uuid)

    stored = on_disk(qtbot, stack)[session.conversation.uuid]
    assert stored.trashed_at is not None


def test_an_answer_that_ends_unseen_is_marked_until_it_is_opened(qtbot, make_stack, server):
    server.script(sse("answer"))
    stack = make_stack(server.base_url)
    workspace = stack.workspace
    session = workspace.new_chat()
    uuid = session.conversation.uuid
    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.ask("question")
        workspace.new_chat()

    assert workspace.library.get(uuid).unread
    assert on_disk(qtbot, stack)[uuid].unread

    with qtbot.waitSignal(workspace.current_changed, timeout=5000):
        workspace.open(uuid)
    assert not workspace.library.get(uuid).unread
    assert not on_disk(qtbot, stack)[uuid].unread


def test_a_copy_of_a_chat_is_another_chat(qtbot, asked):
    stack, (one, *_rest) = asked

    with qtbot.waitSignal(stack.store.listed, timeout=5000):
        stack.workspace.library.duplicate(one, "one (copy)")

    (copy,) = [two for two in stack.workspace.summaries if two.title == "one (copy)"]
    assert copy.uuid != one
    with qtbot.waitSignal(stack.store.loaded, timeout=5000) as loaded:
        stack.store.load(copy.uuid)
    assert [turn.text for turn in loaded.args[0].path()] == ["one", "answer about 零度"]


def test_what_is_erased_is_in_no_file_and_with_the_backups_renewed_in_none_of_them(qtbot, asked, tmp_path):
    stack, (one, *_rest) = asked
    library = stack.workspace.library
    secret = "geheimnisvoll"
    library.rename(one, secret)
    with qtbot.waitSignal(stack.store.done, timeout=5000):
        stack.store.back_up("first")
    assert secret.encode() in library.copies()[0].read_bytes()
    library.move_to_trash(one)

    with qtbot.waitSignals([library.erased, stack.store.done, stack.store.done], timeout=10_000):
        library.erase([one], renew_backups=True)

    files = {path.name: data for path, data in contents_below(tmp_path) if path.name.startswith("conversations")}
    assert len(files) >= 2
    assert [name for name, data in files.items() if secret.encode() in data] == []
    assert one not in library


def test_a_search_that_is_over_is_not_told_of_another(qtbot, asked):
    stack, uuids = asked
    library = stack.workspace.library
    seen = []
    library.found.connect(lambda number, hits, finished: seen.append((number, [hit.conversation for hit in hits])))

    first = library.search("one")
    second = library.search("零度")
    qtbot.waitUntil(lambda: (second, []) in seen, timeout=5000)

    assert first not in [number for number, _hits in seen]
    assert [uuid for _number, hits in seen for uuid in hits] == uuids[::-1]


def test_a_line_is_made_of_the_chat_itself(asked):
    stack, (*_rest, three) = asked

    assert summary_of(stack.workspace.current.conversation) == stack.workspace.library.get(three)


def test_a_list_that_was_asked_for_before_a_change_does_not_take_it_back(asked):
    stack, (one, two, three) = asked
    library = stack.workspace.library
    stale = library.summaries

    library._list_again()
    library.rename(one, "renamed meanwhile")
    library.forget(two)
    library.show_all(stale)

    assert library.get(one).title == "renamed meanwhile"
    assert library.get(two) is None
    assert library.get(three).title == "three"
