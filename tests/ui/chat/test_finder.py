"""`desktop.ui.chat.finder` in a view."""

from __future__ import annotations

from desktop.ui.chat.said import piece_text


def current(chat):
    hit = chat.finder.current
    return piece_text(hit.slot.piece)[hit.start : hit.end] if hit is not None else None


def test_hits_are_counted_whatever_their_case_and_the_first_in_sight_is_current(qtbot, chat, question, answer):
    chat.set_messages([question("Find me"), answer("nothing\n\nfind **FIN**d", uuid="a")])

    with qtbot.waitSignal(chat.finder.changed) as seen:
        chat.finder.search("find")

    assert seen.args == [1, 3]
    assert current(chat) == "Find"


def test_stepping_goes_round(chat, question, answer):
    chat.set_messages([question("one cat"), answer("two cats\n\nthree cats")])
    chat.finder.search("cat")
    places = []

    for _ in range(4):
        places.append(chat.finder.current.order)
        chat.finder.step(1)
    chat.finder.step(-1)

    assert places[:3] == sorted(places[:3])
    assert places[3] == places[0]
    assert chat.finder.current.order == places[0]


def test_hits_in_messages_that_were_never_seen_are_found_and_shown(chat, settle, answer):
    chat.set_messages([answer(f"text {number}\n\n" * 30, f"a{number}") for number in range(100)])
    chat.jump_to_end()

    chat.finder.search("text 7\n")
    chat.finder.search("text 42")
    settle(chat)

    assert current(chat) == "text 42"
    assert chat.finder.current.slot.entry.view.uuid == "a42"
    assert any(one.slot is chat.finder.current.slot for one in chat.column.placed)


def test_any_string_may_be_looked_for(chat, answer):
    chat.set_messages([answer("C++ don't (a|b)* \\ [x] 你好")])

    for needle in ("C++", "don't", "(a|b)*", "\\", "[x]", "你", "你好", ")* "):
        chat.finder.search(needle)
        assert current(chat) == needle, needle


def test_hits_follow_the_stream(qtbot, chat, answer):
    chat.set_messages([answer("one word", streaming=True)])
    chat.finder.search("word")

    with qtbot.waitSignal(chat.finder.changed) as seen:
        chat.append_text("a", "\n\nanother word")
        chat.jump_to_end()

    assert seen.args == [1, 2]
    assert current(chat) == "word"


def test_an_empty_search_marks_nothing(chat, answer):
    chat.set_messages([answer("word")])
    chat.finder.search("word")

    chat.finder.search("")

    slot = chat.entry("a").slots[chat.entry("a").text_slots.start]
    assert chat.marks(slot) == []
