from __future__ import annotations

import random

import pytest
from fakes.markdown import DOCUMENTS, LINES, pieces
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace

from desktop.ui.chat.entry import Entry
from desktop.ui.chat.estimate import Measure
from desktop.ui.chat.messages import MessageView, Notice
from desktop.ui.chat.pieces import (
    BarPiece,
    BubblePiece,
    CaptionPiece,
    CardPiece,
    CodePiece,
    EditPiece,
    FoldPiece,
    TableRow,
    TextPiece,
)
from desktop.ui.chat.said import piece_text
from desktop.ui.chat.style import ChatStyle


class Mirror:
    """What a reader of the splices has, and all that must hold after each."""

    def __init__(self, entry):
        self.entry = entry
        entry.load()
        self.slots = list(entry.slots)
        self.check()

    def take(self, splices):
        for splice in splices:
            assert splice.entry is self.entry
            assert self.slots[splice.start : splice.start + len(splice.removed)] == list(splice.removed)
            self.slots[splice.start : splice.start + len(splice.removed)] = splice.added
        self.check()

    def check(self):
        entry = self.entry
        assert self.slots == entry.slots
        assert len(set(entry.slots)) == len(entry.slots) == len(entry.heights)
        assert [slot.index for slot in entry.slots] == list(range(len(entry.slots)))
        assert all(slot.entry is entry for slot in entry.slots)
        assert entry.height == entry.heights.total
        for slot in entry.slots:
            expected = entry.space_above(slot.index) + entry._measure.piece(slot.piece)
            assert entry.heights[slot.index] == expected


@pytest.fixture(scope="module")
def measure(qapp):
    return Measure(ChatStyle(), 760)


def answer(text="", **fields):
    return MessageView("a", "assistant", text, **{"caption": "gpt-4o", **fields})


def question(text="question", **fields):
    return MessageView("q", "user", text, can_edit=True, **fields)


def kinds(entry):
    return [type(slot.piece) for slot in entry.slots]


def said(entry):
    return [piece_text(slot.piece) for slot in entry.slots if piece_text(slot.piece)]


def plain(entry):
    """The pieces, with the keys of tables left out."""
    return [
        structs.replace(slot.piece, table=0) if isinstance(slot.piece, TableRow) else slot.piece for slot in entry.slots
    ]


def loaded(view, measure):
    entry = Entry(view, measure)
    entry.load()
    return entry


def test_a_message_has_an_estimated_height_and_no_slots_until_it_is_loaded(measure):
    entry = Entry(answer("text " * 400), measure)
    other = Entry(answer("text"), measure)

    entry.estimate()
    other.estimate()

    assert not entry.is_loaded
    assert entry.slots == []
    assert entry.height > 3 * other.height
    estimate = entry.height
    entry.load()
    assert abs(entry.height - estimate) < 0.3 * estimate


def test_an_answer_is_caption_text_and_the_room_of_the_actions(measure):
    entry = loaded(answer("one\n\n- two"), measure)

    assert kinds(entry) == [CaptionPiece, TextPiece, TextPiece, BarPiece]
    assert [entry.slots[index] for index in entry.text_slots] == entry.slots[1:3]
    assert entry.caret_slot is None


def test_a_question_is_its_bubble_and_the_room_of_the_actions(measure):
    entry = loaded(question("one\ntwo"), measure)

    assert kinds(entry) == [BubblePiece, BarPiece]
    assert said(entry) == ["one\ntwo"]
    assert list(entry.text_slots) == [0]


def test_what_follows_the_text_stands_in_its_order(measure):
    notice = Notice("err", "failed")
    view = answer("t", tool_calls=(("look", '{"a": 1}'),), refusal="no\nnever", notice=notice)

    entry = loaded(view, measure)

    assert kinds(entry) == [CaptionPiece, TextPiece, CodePiece, TextPiece, TextPiece, TextPiece, CardPiece, BarPiece]
    assert entry.slots[2].piece.title == "The model asked for the tool look. It was not run."
    assert said(entry) == ["t", '{"a": 1}', "The model refused", "no", "never"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_streamed_answer_is_the_stored_one(measure, document):
    entry = Entry(answer(streaming=True), measure)
    mirror = Mirror(entry)

    for part in pieces(document, random.Random(len(document))):
        mirror.take(entry.append_text(part))
        assert entry.caret_slot is entry.slots[entry.text_slots[-1]]
    mirror.take(entry.set_view(answer(document)))

    assert plain(entry) == plain(loaded(answer(document), measure))


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("text"), st.sampled_from([*LINES, "word ", "**b", "**", "`"])),
        st.tuples(st.just("reasoning"), st.sampled_from(["\n", "think ", "a\nb", "\n\n", "word" * 1500, " "])),
        st.tuples(st.just("fold"), st.just("")),
        st.tuples(st.just("end"), st.just("")),
        st.tuples(st.just("notice"), st.just("")),
        st.tuples(st.just("go on"), st.just("")),
        st.tuples(st.just("words"), st.just("")),
        st.tuples(st.just("style"), st.just("")),
    ),
    max_size=14,
)


@settings(max_examples=120, deadline=None)
@given(_STEPS)
def test_whatever_happens_to_an_answer_its_splices_tell_it_all(qapp, steps):
    measure = Measure(ChatStyle(), 760)
    view = answer(streaming=True)
    entry = Entry(view, measure)
    mirror = Mirror(entry)
    chosen = None

    for step, text in steps:
        match step:
            case "text":
                view = replace(view, text=view.text + text, streaming=True)
                mirror.take([*entry.set_view(replace(entry.view, streaming=True)), *entry.append_text(text)])
            case "reasoning" if not view.text:
                view = replace(view, reasoning=view.reasoning + text)
                mirror.take(entry.append_reasoning(text))
            case "fold" if view.reasoning:
                mirror.take(entry.toggle_fold())
                chosen = entry.is_open
            case "end" | "go on" | "notice":
                notice = Notice("warn", "interrupted") if step == "notice" else None
                view = replace(
                    view, streaming=step == "go on", notice=notice, reasoning_s=3 if view.reasoning else None
                )
                mirror.take(entry.set_view(view))
            case "words":
                mirror.take(entry.retranslate())
            case "style":
                measure.change(ChatStyle(zoom_percent=150), 400)
                entry.estimate()
                mirror.check()
            case _:
                pass
        entry.set_view(view)
        mirror = Mirror(entry)

    mirror.take(entry.set_view(view))
    while entry.pending:
        mirror.take(entry.work())
    other = Entry(view, measure)
    other.load()
    if chosen is not None and other.is_open != chosen:
        other.toggle_fold()
    assert plain(entry) == plain(other)


# Reasoning


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(["\n", "a", " b", "line\nother", "\n\n", "w" * 3000, "x y " * 900]), max_size=12))
def test_streamed_thoughts_are_those_of_the_whole_text(qapp, parts):
    measure = Measure(ChatStyle(), 760)
    entry = Entry(answer(streaming=True), measure)
    mirror = Mirror(entry)

    for part in parts:
        mirror.take(entry.append_reasoning(part))
        whole = Entry(answer(streaming=True, reasoning=entry._reasoning), measure)
        whole.load()
        assert plain(entry) == plain(whole)


def test_reasoning_is_open_while_the_model_thinks_and_folds_when_the_answer_begins(measure):
    entry = Entry(answer(streaming=True), measure)
    mirror = Mirror(entry)

    mirror.take(entry.append_reasoning("first\nsecond"))
    assert kinds(entry) == [CaptionPiece, FoldPiece, TextPiece, TextPiece, TextPiece, BarPiece]
    assert entry.slots[1].piece == FoldPiece("Thinking…", is_open=True)
    assert piece_text(entry.caret_slot.piece) == "second"

    mirror.take(entry.append_text("answer"))
    assert kinds(entry) == [CaptionPiece, FoldPiece, TextPiece, BarPiece]
    assert not entry.is_open
    assert piece_text(entry.caret_slot.piece) == "answer"

    mirror.take(entry.set_view(answer("answer", reasoning="first\nsecond", reasoning_s=12.0, streaming=True)))
    assert entry.slots[1].piece == FoldPiece("Thought for 12 s", is_open=False)


def test_a_toggle_by_hand_wins(measure):
    entry = Entry(answer(streaming=True), measure)
    mirror = Mirror(entry)
    mirror.take(entry.append_reasoning("one"))

    mirror.take(entry.toggle_fold())
    mirror.take(entry.append_reasoning(" two"))
    assert said(entry) == []
    mirror.take(entry.toggle_fold())
    mirror.take(entry.append_text("answer"))

    assert entry.is_open
    assert said(entry) == ["one two", "answer"]


def test_only_the_last_line_of_growing_thoughts_is_touched(measure):
    entry = Entry(answer(streaming=True), measure)
    Mirror(entry).take(entry.append_reasoning("\n".join(f"line {number}" for number in range(50))))

    (splice,) = entry.append_reasoning(" and more\nnext")

    assert len(splice.removed) == 1
    assert [piece_text(slot.piece) for slot in splice.added] == ["line 49 and more", "next"]


# What changes


def test_the_same_view_again_touches_nothing(measure):
    view = answer("# T\n\n| a |\n|---|\n| b |", reasoning="r", reasoning_s=2, notice=Notice("err", "e"))
    entry = loaded(view, measure)

    assert entry.set_view(view) == []
    assert entry.set_view(replace(view)) == []


def test_text_that_grows_keeps_its_slot_and_so_does_all_around(measure):
    entry = Entry(answer("some", streaming=True), measure)
    mirror = Mirror(entry)
    slots = list(entry.slots)

    mirror.take(entry.append_text(" words"))

    assert entry.slots == slots
    assert said(entry) == ["some words"]


def test_code_of_another_language_is_another_slot(measure):
    entry = loaded(answer("```py\nx\n```"), measure)
    mirror = Mirror(entry)
    code = entry.slots[1]

    mirror.take(entry.set_view(answer("```js\nx\n```")))

    assert entry.slots[1] is not code


def test_a_question_turns_into_a_box_and_back(measure):
    entry = Entry(question("old"), measure)
    mirror = Mirror(entry)

    mirror.take(entry.set_editing(True))
    assert kinds(entry) == [EditPiece, BarPiece]
    mirror.take(entry.set_view(question("new")))
    assert kinds(entry) == [EditPiece, BarPiece]
    mirror.take(entry.set_editing(False))

    assert said(entry) == ["new"]


def test_a_message_that_is_not_loaded_takes_another_text_without_slots(measure):
    entry = Entry(answer("short"), measure)
    entry.estimate()
    before = entry.height

    assert entry.set_view(answer("long " * 500)) == []

    assert entry.height == 0
    entry.estimate()
    assert entry.height > before
    assert not entry.is_loaded


def test_heights_of_a_layout_outlive_a_new_estimate(measure):
    entry = loaded(answer("one\n\ntwo"), measure)
    entry.slots[1].stamp = measure.stamp
    entry.heights[1] = 1234

    entry.estimate()

    assert entry.heights[1] == 1234
    assert entry.heights[2] != 1234


def test_words_of_the_program_are_said_anew(measure):
    entry = loaded(answer("t", reasoning="r", tool_calls=(("look", "{}"),)), measure)

    assert entry.retranslate() == []
    assert loaded(question(), measure).retranslate() == []


def test_slots_sort_as_they_stand(measure):
    first, second = loaded(answer("a\n\nb"), measure), loaded(answer("c"), measure)
    second.index = 1

    slots = [*first.slots, *second.slots]

    assert sorted(slots, key=lambda slot: slot.order) == slots


def test_neighbours_share_quotes_and_the_larger_space(measure):
    entry = loaded(answer("> one\n>\n> > two\n\nend\n\n```\nx\n```"), measure)
    one, two, end, code = entry.text_slots

    assert [entry.quotes_shared(index) for index in (0, one, two, end)] == [0, 0, 1, 0]
    assert entry.space_above(0) == 0
    assert entry.space_above(two) == 10
    assert entry.space_above(code) == 10
    assert entry.space_above(code + 1) == 12


def test_open_thoughts_stand_apart_from_the_answer(measure):
    entry = loaded(answer("the answer", reasoning="one\ntwo"), measure)
    entry.toggle_fold()

    two, text = entry.text_slots.start - 1, entry.text_slots.start
    assert entry.space_above(two) == 0
    assert entry.space_above(text) == 8
