from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.ui.chat.entry import Entry
from desktop.ui.chat.estimate import Measure
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.said import piece_text
from desktop.ui.chat.selection import Place, Selection, mapped, place_in
from desktop.ui.chat.style import ChatStyle


@pytest.fixture(scope="module")
def measure(qapp):
    return Measure(ChatStyle(), 760)


def entry_of(measure, text="", **fields):
    entry = Entry(MessageView("a", "assistant", text, caption="m", **fields), measure)
    entry.load()
    return entry


def slot_with(entry, words):
    return next(slot for slot in entry.slots if words in piece_text(slot.piece))


def select(selection, entry, words, *, backwards=False):
    slot = slot_with(entry, words)
    at = piece_text(slot.piece).index(words)
    ends = [place_in(slot, at), place_in(slot, at + len(words))]
    selection.select(*(reversed(ends) if backwards else ends))


def selected(selection, entry):
    """What is selected, the pieces parted by |."""
    found = []
    for slot in entry.slots:
        range_ = selection.range_in(slot)
        if range_ is not None:
            found.append(piece_text(slot.piece)[range_[0] : range_[1]])
    return "|".join(found)


def take(selection, splices):
    for splice in splices:
        selection.spliced(splice)


def test_nothing_is_selected_at_first(measure):
    entry = entry_of(measure, "one\n\ntwo")
    selection = Selection()

    assert selection.is_empty
    assert selection.bounds is None
    place = place_in(entry.slots[1], 2)
    selection.select(place, place)
    assert selection.is_empty
    assert selection.range_in(entry.slots[1]) is None


@pytest.mark.parametrize("backwards", [False, True])
def test_a_selection_covers_all_between_its_ends(measure, backwards):
    entry = entry_of(measure, "first\n\n---\n\nsecond\n\n```\ncode\n```\n\nlast")
    selection = Selection()
    ends = [place_in(slot_with(entry, "first"), 2), place_in(slot_with(entry, "last"), 3)]

    selection.select(*(reversed(ends) if backwards else ends))

    assert selected(selection, entry) == "rst|second|code|las"
    assert selection.bounds == tuple(ends)


def test_what_has_no_text_is_never_part_of_it(measure):
    entry = entry_of(measure, "one\n\n---\n\ntwo")
    selection = Selection()
    selection.select(place_in(entry.slots[1], 0), place_in(entry.slots[3], 3))

    assert [selection.range_in(slot) for slot in entry.slots] == [None, (0, 3), None, (0, 3), None]


def test_an_end_at_the_edge_of_a_piece_selects_nothing_of_it(measure):
    entry = entry_of(measure, "one\n\ntwo")
    selection = Selection()

    selection.select(place_in(entry.slots[1], 3), place_in(entry.slots[2], 2))

    assert selected(selection, entry) == "tw"


def test_a_place_is_never_outside_of_its_text(measure):
    slot = entry_of(measure, "one").slots[1]

    assert place_in(slot, 99) == Place(slot, 3, "one")
    assert place_in(slot, -1).position == 0


def test_messages_that_are_gone_take_the_selection_with_them(measure):
    entry, other = entry_of(measure, "one"), entry_of(measure, "two")
    selection = Selection()
    select(selection, entry, "one")

    selection.drop_entries({other})
    assert not selection.is_empty
    selection.drop_entries({entry})
    assert selection.is_empty


# Through the stream


def test_a_word_stays_selected_when_its_paragraph_becomes_a_table(measure):
    entry = entry_of(measure, "intro\nwords | here", streaming=True)
    selection = Selection()
    select(selection, entry, "words")

    take(selection, entry.append_text("\n--|--\n1 | 2\n"))

    assert selected(selection, entry) == "words"
    assert slot_with(entry, "words") is not slot_with(entry, "intro")


def test_what_is_selected_stays_when_marks_close(measure):
    entry = entry_of(measure, "see **bold and *more", streaming=True)
    selection = Selection()
    select(selection, entry, "bold and")

    take(selection, entry.append_text("* text** and [link"))
    take(selection, entry.append_text("](https://e.example) `x"))

    assert selected(selection, entry) == "bold and"


def test_text_without_spaces_is_compared_letter_by_letter(measure):
    entry = entry_of(measure, "这是**重点和内容", streaming=True)
    selection = Selection()
    select(selection, entry, "重点和")

    take(selection, entry.append_text("**，还有`代码`"))
    assert selected(selection, entry) == "重点和"
    take(selection, entry.append_text("\n\n"))
    assert mapped("甲乙丙丁戊", "甲x乙丙y丁戊", 2) == 3


def test_a_selection_in_text_that_waits_stays_when_it_is_parsed(measure):
    words = [f"w{number}" for number in range(9000)]
    text = "\n\n".join(f"- **{' '.join(words[at : at + 7])}**" for at in range(0, len(words), 7))
    entry = entry_of(measure, text)
    selection = Selection()
    assert entry.pending
    select(selection, entry, "w702 w703")
    first = selection.bounds[0].text

    while entry.pending:
        take(selection, entry.work())

    assert selected(selection, entry) == "w702 w703"
    assert selection.bounds[0].text != first


def test_a_selection_in_folded_reasoning_is_given_up(measure):
    entry = entry_of(measure, "answer", reasoning="thought", streaming=False)
    take(Selection(), entry.toggle_fold())
    selection = Selection()
    select(selection, entry, "thought")

    take(selection, entry.toggle_fold())

    assert selection.is_empty


_MARKS = ["*", "**", "`", "~~", "\n", "\n\n", "- ", "1. ", "> ", "# ", " | ", "\n--|--\n", "|", "\n```\n", " ", ", "]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6), st.booleans())
def test_the_same_characters_stay_selected_through_re_parses(qapp, seed, backwards):
    """Some ten re-parses each: text in which every word is another one, so that none can be taken for one beside it."""
    rng = random.Random(seed)
    entry = entry_of(Measure(ChatStyle(), 760), streaming=True)
    selection = Selection()
    word = ""

    for number in range(30):
        words = "".join(f"w{number}x{part} " for part in range(rng.randint(1, 3)))
        take(selection, entry.append_text(words.strip() + "".join(rng.choices(_MARKS, k=rng.randint(1, 2)))))
        if number == rng.randint(2, 8) and not word:
            word = f"w{rng.randint(0, number)}x0"
            select(selection, entry, word, backwards=backwards)
        if word:
            assert selected(selection, entry) == word
            assert (selection.anchor.order > selection.end.order) == backwards


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_stretch_of_letters_is_found_in_what_was_made_of_its_text(data):
    words = [f"w{number}" for number in range(data.draw(st.integers(1, 12)))]
    mark = st.sampled_from([" ", "\n", " **", "** ", " `", "\n- ", " | ", "\t", "~~"])
    before = "".join(word + data.draw(mark) for word in words)
    after = "".join(word + data.draw(mark) for word in [*words, "more"])
    word = data.draw(st.sampled_from(words))
    at = before.index(word + before[before.index(word) + len(word)])

    start = mapped(before, after, at)
    end = mapped(before, after, at + len(word), is_last=True)

    assert after[start:end] == word


@pytest.mark.parametrize("position", range(5))
def test_what_only_grows_keeps_its_positions(position):
    assert mapped("some", "some more", position) == position
    assert mapped("some", "some", position, is_last=True) == position


def test_a_position_never_leaves_its_text():
    rng = random.Random(5)
    for _ in range(300):
        before = "".join(rng.choices("ab *\n", k=rng.randint(0, 12)))
        after = "".join(rng.choices("ab *\n", k=rng.randint(0, 12)))
        for position in range(len(before) + 1):
            for is_last in (False, True):
                assert 0 <= mapped(before, after, position, is_last=is_last) <= len(after)


def test_texts_too_long_to_compare_keep_the_share():
    before, after = "ab " * 2000 + "end", "cd " * 1000 + "stop"

    assert mapped(before, after, len(before) // 2) == pytest.approx(len(after) / 2, abs=3)
