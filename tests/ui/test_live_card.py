"""The card of an answer that is being waited for."""

from __future__ import annotations

import time

from fakes.server import sse, stall

from desktop.ui.live_card import live_card


def test_an_answer_that_keeps_silent_says_how_long(qtbot, make_stack, server):
    server.script(sse("one", finish=None, done=False, then=stall()))
    session = make_stack(server.base_url).workspace.new_chat()
    with qtbot.waitSignal(session.text_added, timeout=10_000):
        session.ask("question")
    answer = session.answering

    assert live_card(session, answer) is None
    session.heard_at = time.monotonic() - 25
    card = live_card(session, answer)

    assert "25" in card.title
    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.stop()
    assert live_card(session, answer) is None
