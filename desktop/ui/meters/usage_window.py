"""The usage window: tokens and cost by day, stacked by model, with the table behind it."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDateEdit,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.chat.store import charges
from desktop.chat.store.charges import UsageSum
from desktop.chat.store.files import write_file
from desktop.chat.store.store import Store
from desktop.chat.usage_report import csv_text, days_between, report_rows, spent, stacked
from desktop.errors import StoreError
from desktop.settings.prices import Prices
from desktop.ui.dialogs import give_size
from desktop.ui.figure_words import count_words, money_words, short_count, short_money
from desktop.ui.labels import plain_label
from desktop.ui.meters.legend import Legend
from desktop.ui.meters.usage_plot import MAX_SERIES, Bars, UsagePlot, series_colours
from desktop.ui.meters.usage_table import UsageTable
from desktop.ui.named import named_box, named_button
from desktop.ui.palettes import Palette
from desktop.worker.store_worker import StoreWorker

Sums = tuple[str, tuple[UsageSum, ...], tuple[UsageSum, ...] | None]


FIRST_DATE = QDate(2000, 1, 1)
COUNT_PX = 76
# A day, or a price with its fractions.
WIDE_PX = 100


class UsageWindow(QDialog):
    """Asks the ledger for a range of days and shows it; prices are those of now.

    Signals:
        prices_requested(): the table of prices is to be changed.
    """

    prices_requested = Signal()

    def __init__(self, store: StoreWorker, prices: Prices, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("usageWindow")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Usage"))
        give_size(self, 1140, 720)
        self._store = store
        self._prices = prices
        self._palette = palette
        self._ticket = self._writing = ""
        self._by_day: tuple[UsageSum, ...] = ()
        # Summed up only where it is looked at: it takes three times as long.
        self._by_chat: tuple[UsageSum, ...] | None = None
        self._first = ""
        self.range = named_box("usageRangeBox", self.tr("Range"))
        for name, words in (
            ("7", self.tr("Last 7 days")),
            ("30", self.tr("Last 30 days")),
            ("month", self.tr("This month")),
            ("365", self.tr("Last 12 months")),
            ("all", self.tr("All")),
            ("own", self.tr("From … to …")),
        ):
            self.range.addItem(words, name)
        self.range.setCurrentIndex(1)
        self.first = self._date("usageFirstField", self.tr("First day"))
        self.last = self._date("usageLastField", self.tr("Last day"))
        self.shown = named_box("usageShownBox", self.tr("What is plotted"))
        self.shown.addItem(self.tr("Tokens"), "tokens")
        self.shown.addItem(self.tr("Cost"), "cost")
        self.grouping = named_box("usageGroupingBox", self.tr("Table"))
        for name, words in (("day", self.tr("By day")), ("model", self.tr("By model")), ("chat", self.tr("By chat"))):
            self.grouping.addItem(words, name)
        self.prices = named_button("usagePricesButton", self.tr("Prices and budget…"))
        self.export = named_button("usageExportButton", self.tr("Export as CSV…"))
        self.plot = UsagePlot()
        self.plot.setAccessibleName(self.tr("Usage by day"))
        self.plot.set_theme(palette)
        self.legend = Legend()
        self.summary = plain_label("", "usageSummary", wrap=True, selectable=True)
        self.model = UsageTable()
        self.table = QTableView()
        self._lay_out()
        self.range.currentIndexChanged.connect(self.refresh)
        self.first.dateChanged.connect(self._on_date)
        self.last.dateChanged.connect(self._on_date)
        self.shown.currentIndexChanged.connect(self._show)
        self.grouping.currentIndexChanged.connect(self._on_grouping)
        self.prices.clicked.connect(self.prices_requested)
        self.export.clicked.connect(self._choose_file)
        store.done.connect(self._on_done)
        store.work_failed.connect(self._on_failed)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the figures of the chosen range anew."""
        self._ticket = uuid4().hex
        is_own = self.range.currentData() == "own"
        self.first.setVisible(is_own)
        self.last.setVisible(is_own)
        first, last = self._range()
        wants_chats = self.grouping.currentData() == "chat"
        self.summary.setText(self.tr("Reading…"))

        def read(store: Store) -> Sums:
            begin = first or store.usage(charges.first_day) or last
            by_day = store.usage(lambda connection: charges.by_day(connection, begin, last))
            by_chat = store.usage(lambda connection: charges.by_chat(connection, begin, last)) if wants_chats else None
            return begin, by_day, by_chat

        self._store.ask(self._ticket, read)

    def set_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        self._palette = palette
        self.plot.set_theme(palette)
        self._show()

    def save_csv(self, path: Path) -> None:
        """Write the lines of the table; what comes of it is said below the plot."""
        data = csv_text(self.model.rows, self._prices.currency).encode("utf-8", "replace")
        self._writing = uuid4().hex
        self._store.ask(self._writing, lambda _store: write_file(path, data))

    def _range(self) -> tuple[str, str]:
        """First and last day; the first one is empty where it is the first of all."""
        today, name = QDate.currentDate(), self.range.currentData()
        if name == "own":
            first, last = sorted((self.first.date(), self.last.date()), key=QDate.toJulianDay)
        elif name == "month":
            first, last = QDate(today.year(), today.month(), 1), today
        elif name == "all":
            return "", today.toString(Qt.DateFormat.ISODate)
        else:
            first, last = today.addDays(1 - int(name)), today
        return first.toString(Qt.DateFormat.ISODate), last.toString(Qt.DateFormat.ISODate)

    def _on_grouping(self) -> None:
        if self.grouping.currentData() == "chat" and self._by_chat is None:
            self.refresh()
        else:
            self._show()

    def _on_date(self) -> None:
        if self.range.currentData() == "own":
            self.refresh()

    def _on_done(self, ticket: str, result: object) -> None:
        if ticket == self._writing:
            self._writing = ""
            self.summary.setText(self.tr("Written: {file}").format(file=str(result)))
        elif ticket == self._ticket and isinstance(result, tuple):
            self._ticket = ""
            self._first, self._by_day, self._by_chat = result
            self._show()

    def _on_failed(self, ticket: str, error: StoreError) -> None:
        if ticket in {self._writing, self._ticket} and ticket:
            self.summary.setText(self.tr("That failed: {words}").format(words=error.detail or str(error)))

    def _cost(self, one: UsageSum) -> float | None:
        return self._prices.get(one.model).cost(one.prompt, one.completion, one.cached)

    def _show(self) -> None:
        if not self._first:
            return
        days = days_between(self._first, max(self._first, self._range()[1]))
        is_cost = self.shown.currentData() == "cost"
        value = self._cost if is_cost else (lambda one: float(one.tokens))
        series = stacked(self._by_day, days, value, MAX_SERIES, self.tr("Others"))
        locale = QLocale()
        names = [locale.toString(QDate.fromString(day, Qt.DateFormat.ISODate), "MM-dd") for day in days]
        empty = self.tr("No price is known for these models") if is_cost and self._by_day else self.tr("Nothing yet")
        words = (lambda amount: short_money(self._prices.currency, amount)) if is_cost else short_count
        self.plot.show_bars(Bars(names, series), words, empty)
        self.legend.show_names(list(series), series_colours(self._palette))
        grouping = self.grouping.currentData()
        sums = (self._by_chat or ()) if grouping == "chat" else self._by_day
        self.model.show_rows(report_rows(sums, grouping, self._cost), grouping, self._prices.currency)
        # By their titles alone: looking at 100,000 lines to size a column takes longer than to show them.
        header, last = self.table.horizontalHeader(), self.model.columnCount() - 1
        for column in range(last + 1):
            is_wide = column in ({0, last} if grouping == "day" else {last})
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.table.setColumnWidth(column, max(header.sectionSizeHint(column), WIDE_PX if is_wide else COUNT_PX))
        # The names take what is left.
        header.setSectionResizeMode(1 if grouping == "day" else 0, QHeaderView.ResizeMode.Stretch)
        self.summary.setText(self._summary())
        self.export.setEnabled(bool(self.model.rows))

    def _summary(self) -> str:
        total = charges.total_of(self._by_day)
        amount, unpriced = spent(self._by_day, self._cost)
        parts = [
            self.tr("%n requests", "", total.requests),
            self.tr("{count} tokens").format(count=count_words(total.tokens)),
        ]
        if unpriced < total.requests:
            parts.append(money_words(self._prices.currency, amount))
            if unpriced:
                parts.append(self.tr("%n without a price", "", unpriced))
        if total.unreported:
            parts.append(
                self.tr("≈ {count} completion tokens of answers without figures").format(
                    count=count_words(total.estimated or 0)
                )
            )
        return " · ".join(parts)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Export as CSV"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"lingdu-usage-{self._range()[1]}.csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_csv(Path(name)))
        dialog.open()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        for part in (self.range, self.first, self.last, self.shown):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self.prices)
        below = QHBoxLayout()
        below.addWidget(self.grouping)
        below.addWidget(self.summary, 1)
        below.addWidget(self.export)
        self.table.setObjectName("usageTable")
        self.table.setAccessibleName(self.tr("Usage"))
        self.table.setModel(self.model)
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        # No name is squeezed below this; a narrower window scrolls.
        self.table.horizontalHeader().setMinimumSectionSize(COUNT_PX)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(self.plot, 3)
        column.addWidget(self.legend)
        column.addLayout(below)
        column.addWidget(self.table, 2)

    def _date(self, name: str, words: str) -> QDateEdit:
        today = QDate.currentDate()
        field = QDateEdit(today)
        # So that a range of one's own is never longer than a plot may be.
        field.setDateRange(FIRST_DATE, today.addYears(1))
        field.setObjectName(name)
        field.setAccessibleName(words)
        field.setCalendarPopup(True)
        field.setDisplayFormat("yyyy-MM-dd")
        field.hide()
        return field
