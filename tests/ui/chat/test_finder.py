"""`desktop.ui.chat.finder` in a view."""

from __future__ import annotations

from desktop.ui.chat import finder
from desktop.ui.chat.finder import Finder
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


def test_a_message_that_comes_later_is_searched(chat, settle, question, answer):
    chat.set_messages([answer("one word")])
    chat.finder.search("word")
    seen = []
    chat.finder.changed.connect(lambda number, total: seen.append((number, total)))

    chat.add_message(question("a word"))
    chat.add_message(answer("no", uuid="b", streaming=True))
    settle(chat)
    chat.append_text("b", " word")
    chat.jump_to_end()
    settle(chat)

    assert seen[-1] == (1, 3)


def test_what_streams_into_a_long_answer_is_searched_and_the_rest_is_not_again(chat, settle, answer, monkeypatch):
    chat.set_messages([answer("a word\n\n" * 500, streaming=True)])
    chat.finder.search("word")
    settle(chat)
    searched = []
    found_in = Finder._found_in
    monkeypatch.setattr(Finder, "_found_in", lambda self, slot: searched.append(slot) or found_in(self, slot))

    seen = []
    chat.finder.changed.connect(lambda number, total: seen.append((number, total)))
    chat.append_text("a", "and another word")
    chat._flush()

    assert seen[-1][1] == 501
    assert len(searched) < 10


def test_the_current_hit_keeps_its_number_when_text_before_it_grows(chat, settle, answer, question):
    chat.set_messages([answer("word", "a", streaming=True), question("word word", "q")])
    chat.finder.search("word")
    settle(chat)
    chat.finder.step(-1)
    seen = []
    chat.finder.changed.connect(lambda number, total: seen.append((number, total)))

    chat.append_text("a", " word\n\nword")
    chat._flush()

    assert seen[-1] == (5, 5)
    assert chat.finder.current.slot.entry.view.uuid == "q"


def test_a_hit_whose_words_are_gone_gives_way_to_the_nearest(chat, settle, answer):
    chat.set_messages([answer("word\n\n[x] word\n\nword", streaming=True)])
    chat.finder.search("[x] word")
    settle(chat)
    assert current(chat) == "[x] word"

    # Now it is a link, and its brackets are not shown.
    chat.append_text("a", "\n\n[x]: https://example.org\n\n[x][y] word")
    chat._flush()
    settle(chat)

    assert current(chat) in {None, "[x] word"}
    assert all(hit.slot in chat.entry("a").slots for hits in chat.finder._hits.values() for hit in hits)


def test_what_is_in_sight_is_marked_beyond_what_is_counted(chat, settle, answer, monkeypatch):
    monkeypatch.setattr(finder, "MOST", 10)
    chat.set_messages([answer("word\n\n" * 100)])

    chat.finder.search("word")
    settle(chat)
    chat.jump_to_end()

    slot = chat.entry("a").slots[-2]
    assert [(mark.start, mark.end) for mark in chat.marks(slot)] == [(0, 4)]


def test_stepping_back_goes_round_too(chat, settle, question, answer):
    chat.set_messages([question("one cat, two cats", "q"), answer("three cats")])
    chat.finder.search("cat")
    settle(chat)
    places = []

    for _ in range(4):
        places.append(chat.finder.current.order)
        chat.finder.step(-1)

    assert places[1:] == sorted(places[1:], reverse=True)
    assert places[0] == places[3] == min(places)


def test_an_empty_search_marks_nothing(chat, answer):
    chat.set_messages([answer("word")])
    chat.finder.search("word")

    chat.finder.search("")

    slot = chat.entry("a").slots[chat.entry("a").text_slots.start]
    assert chat.marks(slot) == []
