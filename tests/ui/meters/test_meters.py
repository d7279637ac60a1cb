"""Totals, budget and windows (`desktop.ui.meters.meters`), against a real server and a real ledger."""

from __future__ import annotations

import threading
from contextlib import contextmanager

import pytest
from fakes.server import chunk, sse, stall, stream
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton

from desktop.chat.store import charges
from desktop.settings.prices import Budget, ModelFacts
from desktop.ui.meters.meters import Meters
from desktop.ui.meters.price_dialog import PriceDialog
from desktop.ui.palettes import DARK

USAGE = {"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500}
PRICES = {"m": ModelFacts(1_000.0, 2_000.0)}  # an answer with USAGE costs 2


@pytest.fixture
def meters(window, stack):
    made = Meters(window, stack.workspace, stack.store)
    yield made
    if made.usage is not None:
        made.usage.close()


def ask(qtbot, window, text="hi"):
    session = window.chat.session
    with qtbot.waitSignal(session.ended, timeout=10_000):
        window.chat.send(text)


def box_of(qtbot, window) -> QMessageBox:
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "confirmDialog") is not None, timeout=5000)
    return window.findChild(QMessageBox, "confirmDialog")


def spend(qtbot, window, stack, server, budget):
    """An answer for 2, then a budget."""
    stack.workspace.prices.replace("$", PRICES, Budget())
    server.script(sse("a", usage=USAGE))
    ask(qtbot, window)
    stack.workspace.prices.replace("$", PRICES, budget)


def ledger(qtbot, stack):
    with qtbot.waitSignal(
        stack.store.done, timeout=5000, check_params_cb=lambda ticket, _result: ticket == "test"
    ) as done:
        stack.store.ask("test", lambda store: store.usage(lambda connection: charges.by_day(connection, "0", "9")))
    return done.args[1]


def test_the_status_bar_tells_the_totals_of_the_day_and_its_tooltip_those_of_the_chat(
    qtbot, server, window, stack, meters
):
    spend(qtbot, window, stack, server, Budget())
    qtbot.waitUntil(lambda: window.usage.totals.text() == "Today 1.5k tokens · $2.00", timeout=5000)

    window.new_chat()
    server.script(sse("b", usage=USAGE))
    ask(qtbot, window)

    qtbot.waitUntil(lambda: window.usage.totals.text() == "Today 3.0k tokens · $4.00", timeout=5000)
    lines = window.usage.totals.toolTip().split("<br>")
    assert lines == [
        "This chat: 1 requests · 1,500 tokens · $2.00",
        "Today: 2 requests · 3,000 tokens · $4.00",
        "This month: 2 requests · 3,000 tokens · $4.00",
    ]


def test_several_answers_at_once_are_counted_apart(qtbot, server, window, stack, meters):
    one = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
    server.script(sse("slow", usage=one, finish=None, done=False, then=stall()), sse("fast", usage=USAGE))
    first = stack.workspace.current
    with qtbot.waitSignal(first.text_added, timeout=10_000):
        first.ask("one")
    window.new_chat()
    ask(qtbot, window, "two")
    with qtbot.waitSignal(first.ended, timeout=5000):
        first.stop()

    (found,) = ledger(qtbot, stack)

    assert (found.requests, found.total) == (2, 1503)
    assert first.conversation.path()[-1].usage == one
    assert window.chat.session.conversation.path()[-1].usage == USAGE


def test_a_continued_answer_is_two_requests_that_are_both_paid(qtbot, server, window, stack, meters):
    server.script(sse("half", usage=USAGE, finish="length"), sse("rest", usage=USAGE))
    ask(qtbot, window)
    session = window.chat.session

    with qtbot.waitSignal(session.ended, timeout=10_000):
        session.continue_answer(session.conversation.path()[-1].uuid)

    (found,) = ledger(qtbot, stack)
    assert (found.requests, found.total) == (2, 3000)


def test_the_last_usage_of_a_stream_is_what_is_charged(qtbot, server, window, stack, meters):
    growing = [
        chunk({"content": "x"}, usage={"prompt_tokens": 5, "completion_tokens": at, "total_tokens": 5 + at})
        for at in (1, 2, 3)
    ]
    server.script(stream(*growing, chunk(finish="stop")))
    ask(qtbot, window)

    (found,) = ledger(qtbot, stack)

    assert (found.requests, found.completion, found.total) == (1, 3, 8)


def test_an_answer_without_usage_is_charged_as_an_estimate(qtbot, server, window, stack, meters):
    server.script(sse("abcd" * 25))
    ask(qtbot, window)

    (found,) = ledger(qtbot, stack)

    assert (found.unreported, found.total, found.estimated) == (1, None, 25)
    qtbot.waitUntil(lambda: window.usage.totals.text() == "Today ≈ 25 tokens", timeout=5000)
    assert window.usage.totals.toolTip().split("<br>")[1] == "Today: 1 requests · ≈ 25 tokens without figures"

    server.script(sse("b", usage=USAGE))
    ask(qtbot, window)

    # What the server counted stands apart from the estimate.
    qtbot.waitUntil(lambda: window.usage.totals.text() == "Today 1.5k tokens", timeout=5000)
    today = "Today: 2 requests · 1,500 tokens · ≈ 25 tokens without figures"
    assert window.usage.totals.toolTip().split("<br>")[1] == today


@pytest.mark.parametrize(("period", "title"), [("day", "Over today's budget"), ("month", "Over this month's budget")])
def test_over_the_budget_a_question_is_asked_for_first(qtbot, server, window, stack, meters, period, title):
    spend(qtbot, window, stack, server, Budget(period, 1.5))

    window.chat.send("again")
    box = box_of(qtbot, window)

    assert box.text() == title
    assert box.informativeText() == "$2.00 of $1.50 are used."
    assert len(server.requests) == 1
    session = window.chat.session
    with qtbot.waitSignal(session.ended, timeout=10_000):
        qtbot.mouseClick(box.findChild(QPushButton, "confirmButton"), Qt.MouseButton.LeftButton)
    assert len(server.requests) == 2


def test_refused_by_the_user_nothing_is_sent_and_the_draft_stays(qtbot, server, window, stack, meters):
    spend(qtbot, window, stack, server, Budget("day", 1.5))
    window.chat.composer.set_text("again")

    window.chat.send("again")
    box_of(qtbot, window).reject()

    assert window.chat.composer.text == "again"
    assert len(server.requests) == 1


@pytest.fixture
def busy_store(qtbot, stack):
    """`with busy_store():` the database thread has something else to do, as on a slow disk."""

    @contextmanager
    def block():
        gate = threading.Event()
        stack.store.ask("other work", lambda _store: gate.wait(20))
        yield
        gate.set()

    return block


def test_what_is_typed_while_the_budget_is_looked_up_stays_in_the_box(qtbot, server, window, stack, meters, busy_store):
    stack.workspace.prices.replace("$", PRICES, Budget("day", 100.0))
    server.script(sse("a"))
    edit = window.chat.composer.edit
    edit.setFocus()
    with busy_store():
        qtbot.keyClicks(edit, "first")
        qtbot.keyClick(edit, Qt.Key.Key_Return)
        qtbot.keyClicks(edit, "second")
        qtbot.keyClick(edit, Qt.Key.Key_Return)
        assert server.requests == []

    qtbot.waitUntil(lambda: bool(server.requests) and not window.chat.session.busy, timeout=10_000)

    assert [one["content"] for one in server.requests[0].json["messages"]] == ["first"]
    assert window.chat.composer.text == "second"
    assert window.chat.session.conversation.draft == "second"


def test_enter_again_while_the_budget_is_looked_up_sends_once_and_says_why_the_rest_stays(
    qtbot, server, window, stack, meters, busy_store
):
    stack.workspace.prices.replace("$", PRICES, Budget("day", 100.0))
    server.script(sse("a"))
    edit, said = window.chat.composer.edit, []
    edit.setFocus()
    window.chat.session.busy_changed.connect(lambda _busy: said.append(window.chat.composer.hint.text()))
    with busy_store():
        qtbot.keyClicks(edit, "first")
        for _ in range(3):
            qtbot.keyClick(edit, Qt.Key.Key_Return)
        qtbot.keyClicks(edit, "more")
        qtbot.keyClick(edit, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: len(said) == 2, timeout=10_000)

    assert len(server.requests) == 1
    assert window.chat.composer.text == "more"


def test_a_chat_that_was_left_while_the_budget_is_looked_up_does_not_keep_the_next_from_being_asked(
    qtbot, server, window, stack, meters, busy_store
):
    server.script(sse("a"), sse("b"))
    first = window.chat.session
    with qtbot.waitSignal(first.ended, timeout=10_000):
        window.chat.send("one")
    stack.workspace.prices.replace("$", PRICES, Budget("day", 100.0))
    with busy_store():
        window.chat.regenerate_last()
        window.new_chat()
        second = window.chat.session
        window.chat.send("two")
        assert len(meters._waiting) == 2

    qtbot.waitUntil(lambda: len(server.requests) == 2 and not second.busy, timeout=10_000)

    assert [turn.text for turn in second.conversation.path()] == ["two", "b"]


def test_a_chat_that_is_opened_while_the_budget_is_looked_up_keeps_its_own_draft(
    qtbot, server, window, stack, meters, busy_store
):
    stack.workspace.prices.replace("$", PRICES, Budget("day", 100.0))
    first = window.chat.session
    edit = window.chat.composer.edit
    edit.setFocus()
    with busy_store():
        qtbot.keyClicks(edit, "first")
        qtbot.keyClick(edit, Qt.Key.Key_Return)
        window.new_chat()
        qtbot.keyClicks(edit, "another")
        checking = list(meters._waiting)

    qtbot.waitUntil(lambda: not meters._waiting, timeout=10_000)

    assert len(checking) == 1
    # Nothing is sent of a chat that was left: it is a draft there.
    assert server.requests == []
    assert (window.chat.composer.text, first.conversation.draft) == ("another", "first")


def test_a_question_that_alone_passes_the_budget_is_warned_of(qtbot, server, window, stack, meters):
    spend(qtbot, window, stack, server, Budget("day", 2.5))
    text = "abcd" * 1000
    window.chat.composer.set_text(text)

    window.chat.send(text)

    assert "this question alone costs ≈ $1.01" in box_of(qtbot, window).informativeText()
    box_of(qtbot, window).reject()


def test_within_the_budget_nothing_is_asked(qtbot, server, window, stack, meters):
    spend(qtbot, window, stack, server, Budget("day", 100.0))

    ask(qtbot, window, "again")

    assert len(server.requests) == 2
    assert window.findChild(QMessageBox, "confirmDialog") is None


def test_what_has_no_price_is_named_where_it_could_not_be_counted(qtbot, server, window, stack, meters):
    server.script(sse("abcd"))
    ask(qtbot, window)
    spend(qtbot, window, stack, server, Budget("day", 1.5))

    window.chat.send("again")

    assert box_of(qtbot, window).informativeText().endswith("1 requests without a price are not counted.")
    box_of(qtbot, window).reject()


def test_a_ledger_that_cannot_be_read_holds_up_no_question(qtbot, server, window, stack, meters, expected_logs):
    expected_logs("the store failed: the usage could not be saved")
    spend(qtbot, window, stack, server, Budget("day", 1.5))
    stack.store.ask("drop", lambda store: store._connection.execute("DROP TABLE charge"))
    server.script(sse("b"))

    with qtbot.waitSignal(stack.workspace.store_failed, timeout=10_000):
        ask(qtbot, window, "again")

    assert len(server.requests) == 2


def test_the_usage_window_opens_once_and_follows_theme_and_prices(qtbot, server, window, stack, meters):
    spend(qtbot, window, stack, server, Budget())
    window.actions_.usage.trigger()
    window.usage.usage_requested.emit()
    opened = meters.usage
    qtbot.waitUntil(lambda: opened.plot.accessibleDescription() == "1.5k", timeout=5000)

    window.set_theme(DARK, 100)
    window.actions_.prices.trigger()
    dialog = opened.findChild(PriceDialog)
    dialog.currency.setCurrentText("¥")
    dialog.accept()

    assert meters.usage is opened
    assert opened._palette is DARK
    qtbot.waitUntil(lambda: "¥2.00" in window.usage.totals.text(), timeout=5000)
    assert window.usage.price.text() == "¥2.00"


def test_an_open_usage_window_speaks_the_other_language_at_once(qtbot, window, meters):
    meters.show_usage()
    opened = meters.usage
    qtbot.waitUntil(opened.isVisible, timeout=5000)

    window.retranslate()

    assert meters.usage is not None
    assert meters.usage is not opened
    assert meters.usage.isVisible()
    meters.usage.close()


def test_a_table_of_prices_that_is_being_filled_in_is_not_taken_away(qtbot, window, meters):
    meters.show_usage()
    opened = meters.usage
    meters.show_prices()

    (dialog,) = opened.findChildren(PriceDialog)
    dialog.table.setHorizontalHeaderLabels([""] * 5)
    window.retranslate()

    # The table speaks the other language at once, the window behind it once it is free.
    assert meters.usage is opened
    assert dialog.table.horizontalHeaderItem(0).text() == "Model"
    dialog.close()
    assert meters.usage is not opened
    assert meters.usage.isVisible()
    meters.usage.close()
