"""Markdown as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.chat.said import piece_text
from desktop.ui.chat.source_body import SourceBody

TEXT = "# Title\n\n- one **bold**\n\n```py\nx = 1\n```\n"


def said(body):
    """All that is shown, put together again by the stretches of the pieces."""
    text = body.source_text
    for number, piece in enumerate(body.pieces):
        _first, _last, (start, end) = body.block_at(number)
        assert text[start:end] == piece_text(piece)
    return "".join((piece.glue or "") + piece_text(piece) for piece in body.pieces)


def test_every_sign_of_the_source_is_shown():
    body = SourceBody()

    body.set_text(TEXT, open_end=False)

    assert said(body) == TEXT
    assert {piece.look for piece in body.pieces} == {"source"}


@given(st.lists(st.sampled_from(["word ", "\n", "\r\n", "\r", "x" * 1500, "中文。", "**", ""]), max_size=12))
def test_text_that_grows_is_shown_as_all_of_it_at_once_would_be(parts):
    body = SourceBody()
    body.set_text("", open_end=True)
    for part in parts:
        for change in body.append(part):
            assert body.pieces[change.start :] == list(change.added)

    assert said(body) == "".join(parts).replace("\r\n", "\n").replace("\r", "\n")


def test_a_long_text_is_cut_and_only_its_last_piece_grows():
    body = SourceBody()
    body.set_text("line of text\n" * 2000, open_end=True)
    count = len(body.pieces)

    (change,) = body.append("end")

    assert count > 3
    assert change.start == count - 1
    assert said(body) == body.text


@pytest.mark.parametrize("text", ["other", ""])
def test_another_text_takes_the_place_of_the_first(text):
    body = SourceBody()
    body.set_text(TEXT, open_end=True)

    (change,) = body.set_text(text, open_end=False)

    assert (change.start, said(body), body.is_open) == (0, text, False)
    assert body.pieces


def test_nothing_ever_waits():
    body = SourceBody()
    assert body.is_empty

    body.set_text("x" * 100_000, open_end=False)

    assert not body.pending
    assert body.work() == []
    assert not body.is_empty
