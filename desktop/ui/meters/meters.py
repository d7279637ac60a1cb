"""Joins the meters to the window: totals in the status bar, the usage window, the budget before sending."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import Struct, field
from PySide6.QtCore import QDate, QObject, Qt
from PySide6.QtWidgets import QDialog

from desktop.chat.store import charges
from desktop.chat.store.charges import UsageSum
from desktop.chat.store.store import Store
from desktop.chat.usage_report import spent
from desktop.errors import StoreError
from desktop.ui.dialogs import confirm
from desktop.ui.figure_words import count_words, money_words, short_count
from desktop.ui.main_window import MainWindow
from desktop.ui.meters.context_meter import ContextMeter
from desktop.ui.palettes import LIGHT, Palette
from desktop.ui.workspace import Workspace
from desktop.worker.store_worker import StoreWorker

if TYPE_CHECKING:
    from desktop.ui.meters.usage_window import UsageWindow

_log = logging.getLogger(__name__)


class _Totals(Struct, frozen=True):
    """What was used today, this month and in the shown chat."""

    day: tuple[UsageSum, ...] = ()
    month: tuple[UsageSum, ...] = ()
    chat: tuple[UsageSum, ...] = field(default=())


class Meters(QObject):
    """Asks the ledger after each answer, and before a question where there is a budget."""

    def __init__(self, window: MainWindow, workspace: Workspace, store: StoreWorker) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._store = store
        self._palette = LIGHT
        self._totals_ticket = ""
        # What waits for the totals under this ticket: one question, or more where Enter was pressed again.
        self._ticket = ""
        self._waiting: list[Callable[[], object]] = []
        self.usage: UsageWindow | None = None
        # The language was switched since the usage window was made.
        self._is_in_other_words = False
        self.context = ContextMeter(workspace, window.chat)
        workspace.before_sending = self.check_budget
        window.actions_.usage.triggered.connect(self.show_usage)
        window.actions_.prices.triggered.connect(self.show_prices)
        window.themed.connect(self._on_themed)
        window.retranslated.connect(self._on_retranslated)
        workspace.store_opened.connect(lambda _status: self.refresh())
        workspace.current_changed.connect(lambda _session: self.refresh())
        workspace.session_changed.connect(lambda _session: self.refresh())
        workspace.idle.connect(self.refresh)
        store.done.connect(self._on_done)
        store.work_failed.connect(self._on_failed)

    def refresh(self) -> None:
        """Ask for the totals of the status bar anew."""
        self._totals_ticket = uuid4().hex
        session = self._workspace.current
        self._store.ask(self._totals_ticket, _reader(session.conversation.uuid if session else ""))

    def show_usage(self) -> None:
        """Open the usage window, or bring it to the front."""
        if self.usage is None:
            from desktop.ui.meters.usage_window import UsageWindow  # the window shows sooner without it

            self._is_in_other_words = False
            self.usage = UsageWindow(self._store, self._workspace.prices, self._palette, self._window)
            self.usage.prices_requested.connect(self.show_prices)
            self.usage.finished.connect(self._forget_usage)
        self.usage.show()
        self.usage.activateWindow()

    def show_prices(self) -> None:
        """Open the table of prices, with a row for every model that the profiles know."""
        from desktop.ui.meters.price_dialog import PriceDialog  # the window shows sooner without it

        known = {name for profile in self._workspace.profiles.choices() for name in profile.models}
        session = self._workspace.current
        if session is not None and session.conversation.model:
            known.add(session.conversation.model)
        dialog = PriceDialog(self._workspace.prices, known, self.usage or self._window)
        dialog.changed.connect(self._on_prices)
        dialog.finished.connect(self._renew_usage_in_other_words)
        self._window.retranslated.connect(dialog.retranslate)
        dialog.failed.connect(
            lambda words: self._window.banner.show_message(self.tr("The settings could not be saved"), words)
        )
        dialog.open()

    def check_budget(self, go: Callable[[], object]) -> None:
        """Call `go` where the budget allows it or the user says so; at once where there is no budget."""
        if self._workspace.prices.budget.period == "none":
            go()
            return
        # All that come meanwhile are judged together: what was asked twice is sent once, as the first of them makes
        # its chat busy.
        self._waiting.append(go)
        if not self._ticket:
            self._ticket = uuid4().hex
            self._store.ask(self._ticket, _reader(""))

    def _take_waiting(self) -> Callable[[], None]:
        waiting, self._waiting, self._ticket = self._waiting, [], ""

        def go() -> None:
            for one in waiting:
                one()

        return go

    def _on_done(self, ticket: str, result: object) -> None:
        if not isinstance(result, _Totals):
            return
        if ticket == self._totals_ticket:
            self._show_totals(result)
        elif ticket == self._ticket:
            self._judge(result, self._take_waiting())

    def _on_failed(self, ticket: str, error: StoreError) -> None:
        if self._ticket and ticket == self._ticket:
            # A budget warns; where nothing can be counted there is nothing to warn of.
            _log.info("the budget could not be checked: %s", error)
            self._take_waiting()()
        elif ticket == self._totals_ticket:
            self._window.usage.show_totals("", "")

    def _judge(self, totals: _Totals, go: Callable[[], object]) -> None:
        prices = self._workspace.prices
        budget, currency = prices.budget, prices.currency
        amount, unpriced = spent(totals.day if budget.period == "day" else totals.month, self._cost)
        question = self._price_of_question()
        if amount + question <= budget.amount:
            go()
            return
        if amount > budget.amount:
            words = self.tr("{spent} of {budget} are used.")
        else:
            words = self.tr("{spent} of {budget} are used, and this question alone costs ≈ {question}.")
        words = words.format(
            spent=money_words(currency, amount),
            budget=money_words(currency, budget.amount),
            question=money_words(currency, question),
        )
        if unpriced:
            words += " " + self.tr("%n requests without a price are not counted.", "", unpriced)
        title = self.tr("Over today's budget") if budget.period == "day" else self.tr("Over this month's budget")
        confirm(self._window, title, words, self.tr("Send all the same"), go)

    def _price_of_question(self) -> float:
        """What the question costs by its estimated tokens, without its answer."""
        session = self._workspace.current
        if session is None:
            return 0.0
        return self._workspace.prices.get(session.conversation.model).cost(self.context.tokens, 0) or 0.0

    def _cost(self, one: UsageSum) -> float | None:
        return self._workspace.prices.get(one.model).cost(one.prompt, one.completion, one.cached)

    def _show_totals(self, totals: _Totals) -> None:
        today = charges.total_of(totals.day)
        if not totals.month:
            self._window.usage.show_totals("", "")
            return
        if today.unreported < today.requests or not today.requests:
            count = short_count(today.tokens)
        else:
            count = f"≈ {short_count(today.estimated or 0)}"
        text = self.tr("Today {count} tokens").format(count=count)
        if price := self._price(totals.day):
            text = f"{text} · {price}"
        lines = []
        for words, sums in (
            (self.tr("This chat: {figures}"), totals.chat),
            (self.tr("Today: {figures}"), totals.day),
            (self.tr("This month: {figures}"), totals.month),
        ):
            total = charges.total_of(sums)
            parts = [self.tr("%n requests", "", total.requests)]
            if total.unreported < total.requests:
                parts.append(self.tr("{count} tokens").format(count=count_words(total.tokens)))
            if total.unreported:
                estimated = count_words(total.estimated or 0)
                parts.append(self.tr("≈ {count} tokens without figures").format(count=estimated))
            parts.append(self._price(sums))
            lines.append(words.format(figures=" · ".join(part for part in parts if part)))
        self._window.usage.show_totals(text, "\n".join(lines))

    def _price(self, sums: tuple[UsageSum, ...]) -> str:
        """What it cost; empty where no price is known of any of it."""
        amount, unpriced = spent(sums, self._cost)
        requests = sum(one.requests for one in sums)
        return money_words(self._workspace.prices.currency, amount) if unpriced < requests else ""

    def _on_prices(self) -> None:
        if self._workspace.current is not None:
            # It is shown anew, with other prices.
            self._workspace.current_changed.emit(self._workspace.current)
        self.context.show()
        self.refresh()
        if self.usage is not None:
            self.usage.refresh()

    def _on_themed(self, palette: Palette) -> None:
        self._palette = palette
        if self.usage is not None:
            self.usage.set_theme(palette)

    def _on_retranslated(self) -> None:
        self.context.show()
        self.refresh()
        self._is_in_other_words = self.usage is not None
        if self.usage is None or not any(one.isVisible() for one in self.usage.findChildren(QDialog, "priceDialog")):
            self._renew_usage_in_other_words()

    def _renew_usage_in_other_words(self) -> None:
        """Make the usage window anew, in its place; a table of prices that is filled in over it goes first."""
        if self.usage is None or not self._is_in_other_words:
            return
        place, was_shown = self.usage.geometry(), self.usage.isVisible()
        self.usage.close()
        if was_shown:
            self.show_usage()
            self.usage.setGeometry(place)

    def _forget_usage(self) -> None:
        self.usage = None


def _reader(conversation: str) -> Callable[[Store], _Totals]:
    today = QDate.currentDate()
    last = today.toString(Qt.DateFormat.ISODate)
    first = QDate(today.year(), today.month(), 1).toString(Qt.DateFormat.ISODate)

    def read(store: Store) -> _Totals:
        month = store.usage(lambda connection: charges.by_day(connection, first, last))
        chat = store.usage(lambda connection: charges.of_chat(connection, conversation)) if conversation else ()
        return _Totals(tuple(one for one in month if one.day == last), month, chat)

    return read
