from __future__ import annotations

import random

import pytest
from fakes.markdown import DOCUMENTS, LINES, pieces
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.ui.chat.body import AT_ONCE, STEP, Body
from desktop.ui.chat.pieces import CodePiece, RulePiece, TableRow, TextPiece
from desktop.ui.chat.said import piece_text

_GLUED = st.lists(st.sampled_from(LINES), max_size=14)


class Mirror:
    """What a reader of the changes has: must be the pieces at any time."""

    def __init__(self, body):
        self.body = body
        self.pieces = list(body.pieces)

    def take(self, changes):
        for change in changes:
            assert 0 <= change.start <= change.start + change.removed <= len(self.pieces)
            self.pieces[change.start : change.start + change.removed] = change.added
        assert self.pieces == self.body.pieces


def named(found):
    """The pieces with their tables numbered in the order in which they come."""
    keys: dict[int, int] = {}
    return [
        replace(piece, table=keys.setdefault(piece.table, len(keys))) if isinstance(piece, TableRow) else piece
        for piece in found
    ]


def tables(found):
    return [piece.table for piece in found if isinstance(piece, TableRow) and piece.number == 0]


def blocks(body):
    """First piece, last piece and span of each block."""
    result, index = [], 0
    while index < len(body.pieces):
        first, last, span = body.block_at(index)
        assert first == index <= last
        assert all(body.block_at(inside) == (first, last, span) for inside in range(first, last + 1))
        result.append((first, last, span))
        index = last + 1
    return result


def shown(text):
    body = Body()
    body.set_text(text, open_end=False)
    while body.pending:
        body.work()
    return body


def streamed(parts):
    body = Body()
    mirror = Mirror(body)
    mirror.take(body.set_text("", open_end=True))
    for part in parts:
        mirror.take(body.append(part))
        found = tables(body.pieces)
        assert len(set(found)) == len(found)
    mirror.take(body.set_text(body.text, open_end=False))
    while body.pending:
        mirror.take(body.work())
    return body


def check_same(one, other):
    assert named(one.pieces) == named(other.pieces)
    assert blocks(one) == blocks(other)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_streamed_document_is_the_document_shown_at_once(document):
    for seed in range(8):
        check_same(streamed(pieces(document, random.Random(seed))), shown(document))


@settings(max_examples=150, deadline=None)
@given(_GLUED, st.randoms(use_true_random=False))
def test_glued_lines_stream_to_what_they_are_at_once(lines, rng):
    text = "".join(lines)

    check_same(streamed(pieces(text, rng)), shown(text))


@settings(max_examples=60, deadline=None)
@given(_GLUED)
def test_the_stretch_of_a_block_is_its_source(lines):
    text = "".join(line for line in lines if "]: " not in line)
    body = shown(text)

    for first, last, (start, end) in blocks(body):
        source = body.source_text[start:end]
        assert source == source.strip("\n")
        piece = body.pieces[first]
        if isinstance(piece, CodePiece) and not piece.code.closed:
            # Blank lines at the end of a fence that never closed are not part of its stretch.
            continue
        again = shown(source)
        assert named(again.pieces) == named(body.pieces[first : last + 1])


def test_everything_between_the_stretches_is_blank():
    for document in DOCUMENTS:
        body = shown(document)
        at = 0
        for _, _, (start, end) in blocks(body):
            between = body.source_text[at:start]
            assert between.strip() == "" or "]: " in between
            at = end


@pytest.mark.parametrize("opening", ["| a | b |\n|---|---|\n", "", "> "])
def test_rows_and_items_that_are_there_are_not_touched_while_others_come(opening):
    line = "| one | two |\n" if opening.startswith("|") else "- item of the list\n"
    body = Body()
    mirror = Mirror(body)
    mirror.take(body.set_text(opening + line * 30 + "\n", open_end=True))
    before = list(body.pieces)

    for letter in line * 3:
        mirror.take(body.append(letter))

    assert [piece_text(piece) for piece in body.pieces[: len(before)]] == [piece_text(piece) for piece in before]
    assert len(set(tables(body.pieces))) <= 1


def test_an_open_text_has_a_place_for_the_caret_before_anything_came():
    body = Body()

    body.set_text("", open_end=True)
    assert body.pieces == [TextPiece(())]
    assert body.block_at(0) == (0, 0, None)
    assert body.is_empty

    body.set_text("", open_end=False)
    assert body.pieces == []


def test_the_same_text_again_changes_nothing():
    body = shown("one\n\ntwo")

    assert body.set_text("one\n\ntwo", open_end=False) == []


def test_another_text_replaces_what_is_other():
    body = shown("one\n\ntwo\n\nthree")
    kept = body.pieces[0]
    mirror = Mirror(body)

    changes = body.set_text("one\n\nother", open_end=False)

    mirror.take(changes)
    assert [piece_text(piece) for piece in body.pieces] == ["one", "other"]
    assert body.pieces[0] is kept
    assert changes[0].start == 1


def test_more_text_after_the_end_goes_on_where_the_end_was():
    """Continue: an answer that ended gets more, in the middle of its last word."""
    body = shown("# T\n\n- a\n- bro")
    mirror = Mirror(body)

    mirror.take(body.set_text("# T\n\n- a\n- bro", open_end=True))
    for part in ("ken", "\n- c", "\n\nend"):
        mirror.take(body.append(part))
    mirror.take(body.set_text(body.text, open_end=False))

    check_same(body, shown("# T\n\n- a\n- broken\n- c\n\nend"))
    assert not body.is_open


def test_a_stored_text_is_longer_than_what_came():
    """What waits for the next frame is part of the text that an update brings."""
    body = Body()
    mirror = Mirror(body)
    mirror.take(body.set_text("some te", open_end=True))

    mirror.take(body.set_text("some text\n\n- and more", open_end=False))

    check_same(body, shown("some text\n\n- and more"))


def test_a_definition_that_comes_late_revises_what_names_it():
    text = "[foo] is first\n\n- [bar]\n\n| [foo] |\n|---|\n\nmiddle\n\n"
    text += "[foo]: https://f.example\n[bar]: https://b.example\n\nend"
    for seed in range(5):
        body = streamed(pieces(text, random.Random(seed)))

        check_same(body, shown(text))
        runs = [run for piece in body.pieces if isinstance(piece, TextPiece) for run in piece.runs]
        links = [run.link for run in runs if run.link]
        assert links[:2] == ["https://f.example", "https://b.example"]
        table = next(piece for piece in body.pieces if isinstance(piece, TableRow))
        assert table.cells[0][0].link == "https://f.example"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way_and_be_cut_inside_it(ending):
    text = ending.join(["# T", "", "- a", "- b", "", "```", "x", "", "y", "```", "", "end", ""])

    body = streamed(list(text))

    check_same(body, shown(text.replace(ending, "\n")))
    assert body.source_text == text.replace(ending, "\n")
    assert body.text == text


# Text that comes faster than it is parsed


def backlog():
    rng = random.Random(3)
    text = "".join(rng.choice(DOCUMENTS[:-3]) + "\n" for _ in range(800))
    assert len(text) > AT_ONCE
    return text


def test_a_long_stored_text_is_shown_as_source_and_parsed_step_by_step():
    text = backlog()
    body = Body()
    mirror = Mirror(body)

    mirror.take(body.set_text(text, open_end=False))
    assert body.pending
    assert "".join(piece_text(piece) for piece in body.pieces) == text
    steps = 0
    while body.pending:
        mirror.take(body.work())
        steps += 1

    assert steps >= len(text) / STEP
    other = Body()
    other.set_text("", open_end=True)
    for start in range(0, len(text), 1000):
        other.append(text[start : start + 1000])
    other.set_text(text, open_end=False)
    check_same(body, other)


@pytest.mark.parametrize("seed", range(2))
def test_text_that_comes_while_other_text_waits_is_shown_behind_it(seed):
    rng = random.Random(seed)
    text = backlog()
    body = Body()
    mirror = Mirror(body)
    mirror.take(body.set_text("", open_end=True))

    for part in pieces(text, rng, (100, 3000, 20_000)):
        mirror.take(body.append(part))
        if body.pending and rng.random() < 0.5:
            mirror.take(body.work())
    mirror.take(body.set_text(text, open_end=False))
    while body.pending:
        mirror.take(body.work())

    check_same(body, shown(text))


def test_what_waits_belongs_to_no_block_and_is_one_text():
    body = Body()
    body.set_text("first\n\n", open_end=True)
    body.append("x" * 3 * STEP)

    assert body.block_at(0)[2] == (0, 5)
    waiting = range(1, len(body.pieces))
    assert len(waiting) == 3
    assert all(body.block_at(index) == (index, index, None) for index in waiting)
    assert [body.pieces[index].glue for index in waiting][1:] == ["", ""]


def test_a_cut_between_the_signs_of_a_line_end_is_no_cut():
    text = ("letters " * 12 + "x\r\n") * (AT_ONCE // 90)
    assert len(text) > AT_ONCE
    body = Body()
    body.set_text(text, open_end=False)
    while body.pending:
        body.work()

    assert body.source_text.count("\n") == text.count("\n")
    assert "\n\n" not in "".join(piece_text(piece) for piece in body.pieces)


def test_code_grows_as_one_piece_and_a_rule_has_no_text():
    body = Body()
    body.set_text("", open_end=True)
    for letter in "---\n\n```py\nx = 1\ny = 2\n":
        body.append(letter)

    rule, code = body.pieces
    assert isinstance(rule, RulePiece)
    assert isinstance(code, CodePiece)
    assert (code.code.text, code.code.closed) == ("x = 1\ny = 2", False)
