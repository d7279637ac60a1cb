"""The table of prices and context sizes, its currency, and the budget."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.errors import SettingsError
from desktop.settings.prices import CURRENCIES, MAX_NAME, Budget, ModelFacts, Prices, is_context, is_name, is_price
from desktop.ui.dialogs import give_size
from desktop.ui.labels import plain_label
from desktop.ui.named import named_box, named_button
from desktop.ui.settings_words import settings_words

_COLUMNS = 5
_PERIODS = ("none", "day", "month")


class PriceDialog(QDialog):
    """One row a model; what is left empty is not known, and nothing is shown of it.

    Models of `known` that are not in the table have an empty row, so that only numbers need to be typed.

    Signals:
        changed(): other prices or another budget hold from now on.
        failed(words): they hold for this session, but could not be saved.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, prices: Prices, known: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("priceDialog")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        give_size(self, 700, 480)
        self._prices = prices
        self.currency = named_box("currencyBox", "")
        for sign in CURRENCIES:
            self.currency.addItem(sign)
        self.currency.setCurrentText(prices.currency)
        self.table = QTableWidget(0, _COLUMNS)
        self.table.setObjectName("priceTable")
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.add = named_button("addPriceButton", "")
        self.remove = named_button("removePriceButton", "")
        self.period = named_box("budgetPeriodBox", "")
        for period in _PERIODS:
            self.period.addItem("", period)
        self.period.setCurrentIndex(_PERIODS.index(prices.budget.period))
        self.amount = QLineEdit(_number(prices.budget.amount or None))
        self.amount.setObjectName("budgetAmountField")
        self.amount.setValidator(QDoubleValidator(0, 1e6, 4, self))
        self.trouble = plain_label("", "priceTrouble", wrap=True)
        self._hint = plain_label("", "priceHint")
        self._currency_label = plain_label("", "currencyLabel")
        self._budget_label = plain_label("", "budgetLabel")
        self.save = named_button("savePricesButton", "")
        self.save.setProperty("primary", True)
        self.cancel = named_button("cancelPricesButton", "")
        self._lay_out()
        models = {**dict.fromkeys(known, ModelFacts()), **prices.models}
        for name in sorted(models, key=str.casefold):
            self._add_row(name, models[name])
        self.add.clicked.connect(self._add_empty)
        self.remove.clicked.connect(lambda: self.table.removeRow(self.table.currentRow()))
        self.period.currentIndexChanged.connect(self._show_period)
        self._show_period()
        self.retranslate()

    def retranslate(self) -> None:
        """Set all words in the current language; what is typed stays."""
        self.setWindowTitle(self.tr("Prices and budget"))
        self._hint.setText(self.tr("Prices per million tokens, context in tokens"))
        self.table.setHorizontalHeaderLabels(
            [self.tr("Model"), self.tr("Prompt"), self.tr("Cached"), self.tr("Completion"), self.tr("Context")]
        )
        for place, words in enumerate((self.tr("No budget"), self.tr("Per day"), self.tr("Per month"))):
            self.period.setItemText(place, words)
        for button, words in (
            (self.add, self.tr("Add a model")),
            (self.remove, self.tr("Remove")),
            (self.save, self.tr("Save")),
            (self.cancel, self.tr("Cancel")),
        ):
            button.setText(words)
            button.setAccessibleName(words)
        self._currency_label.setText(self.tr("Currency"))
        self._budget_label.setText(self.tr("Budget"))
        self.currency.setAccessibleName(self.tr("Currency"))
        self.period.setAccessibleName(self.tr("Budget"))
        self.amount.setAccessibleName(self.tr("Amount"))
        self.table.setAccessibleName(self.tr("Prices"))

    def accept(self) -> None:
        """Keep what stands in the fields, where it makes sense."""
        try:
            models = self._models()
            amount = self._amount()
        except ValueError as error:
            self.trouble.setText(str(error))
            return
        wanted = (self.currency.currentText(), models, Budget(self.period.currentData(), amount))
        try:
            self._prices.replace(*wanted)
        except SettingsError as error:
            if (self._prices.currency, self._prices.models, self._prices.budget) != wanted:
                self.trouble.setText(settings_words(error))
                return
            self.failed.emit(settings_words(error))
        self.changed.emit()
        super().accept()

    def _models(self) -> dict[str, ModelFacts]:
        """What stands in the rows that hold a number.

        Raises:
            ValueError: something may not be so; the sentence says what, in the user's language.
        """
        found: dict[str, ModelFacts] = {}
        for row in range(self.table.rowCount()):
            name, *texts = (self._text(row, column).strip() for column in range(_COLUMNS))
            if not any(texts):
                continue
            if not is_name(name):
                raise ValueError(self.tr("A model's name is one line of 1 to {most} characters.").format(most=MAX_NAME))
            if name in found:
                raise ValueError(self.tr("{where} stands in two rows.").format(where=name))
            *prices, context = (self._parsed(text, name) for text in texts)
            if not all(price is None or is_price(price) for price in prices):
                raise ValueError(self.tr("{where}: a price is a number from 0 to 1,000,000.").format(where=name))
            tokens = int(context) if context is not None and context.is_integer() else None
            if context is not None and not is_context(tokens):
                raise ValueError(self.tr("{where}: the context is a whole number of tokens.").format(where=name))
            prompt, cached, completion = prices
            found[name] = ModelFacts(prompt, completion, cached, tokens)
        return found

    def _amount(self) -> float:
        amount = self._parsed(self.amount.text(), self.tr("Budget")) or 0.0
        if not is_price(amount):
            raise ValueError(self.tr("The budget is an amount from 0 to 1,000,000."))
        return amount

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text() if item is not None else ""

    def _parsed(self, text: str, where: str) -> float | None:
        """The number that was typed in the window's or the plain notation; None for nothing.

        Raises:
            ValueError: it is none; the sentence says where, in the user's language.
        """
        if not text.strip():
            return None
        number, is_one = QLocale().toDouble(text.strip())
        if not is_one:
            number, is_one = QLocale.c().toDouble(text.strip())
        if not is_one or not math.isfinite(number):
            raise ValueError(self.tr("{where}: “{text}” is no number.").format(where=where, text=text))
        return number

    def _add_row(self, name: str, facts: ModelFacts) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        numbers = (facts.prompt, facts.cached, facts.completion, facts.context_tokens)
        for column, text in enumerate((name, *(_number(number) for number in numbers))):
            item = QTableWidgetItem(text)
            if column:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(row, column, item)

    def _add_empty(self) -> None:
        self._add_row("", ModelFacts())
        row = self.table.rowCount() - 1
        self.table.setCurrentCell(row, 0)
        self.table.edit(self.table.model().index(row, 0))

    def _show_period(self) -> None:
        self.amount.setEnabled(self.period.currentData() != "none")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._hint, 1)
        top.addWidget(self._currency_label)
        top.addWidget(self.currency)
        tools = QHBoxLayout()
        tools.addWidget(self.add)
        tools.addWidget(self.remove)
        tools.addStretch(1)
        tools.addWidget(self._budget_label)
        tools.addWidget(self.period)
        tools.addWidget(self.amount)
        self.amount.setMaximumWidth(110)
        buttons = QDialogButtonBox()
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(tools)
        column.addWidget(self.trouble)
        column.addWidget(buttons)


def _number(value: float | None) -> str:
    return "" if value is None else QLocale().toString(float(value), "g", 12).replace(QLocale().groupSeparator(), "")
