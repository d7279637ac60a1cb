from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.settings.prices import Budget, ModelFacts, Prices
from desktop.settings.settings import Settings
from desktop.ui.language import install_language
from desktop.ui.meters.price_dialog import PriceDialog


@pytest.fixture
def prices(tmp_path):
    return Prices(Settings(tmp_path / "settings.json"))


@pytest.fixture
def open_dialog(qtbot, prices):
    def make(*known):
        dialog = PriceDialog(prices, known)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def press(qtbot, dialog, name):
    qtbot.mouseClick(dialog.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_prices_and_budget_are_typed_in_and_kept(qtbot, open_dialog, prices):
    dialog = open_dialog("gpt-4o", "other")
    dialog.currency.setCurrentText("$")
    for column, text in enumerate(("2.5", "1.25", "10", "128,000"), 1):
        dialog.table.item(0, column).setText(text)
    dialog.period.setCurrentIndex(1)
    dialog.amount.setText("3.5")

    with qtbot.waitSignal(dialog.changed):
        press(qtbot, dialog, "savePricesButton")

    assert prices.currency == "$"
    assert prices.models == {"gpt-4o": ModelFacts(2.5, 10.0, 1.25, 128_000)}
    assert prices.budget == Budget("day", 3.5)
    again = open_dialog()
    assert [again.table.item(0, column).text() for column in range(5)] == ["gpt-4o", "2.5", "1.25", "10", "128000"]


def test_a_model_can_be_added_and_taken_out(qtbot, open_dialog, prices):
    prices.replace("¥", {"old": ModelFacts(1.0, 1.0)}, Budget())
    dialog = open_dialog()
    press(qtbot, dialog, "addPriceButton")
    dialog.table.item(1, 0).setText("new")
    dialog.table.item(1, 1).setText("4")
    dialog.table.setCurrentCell(0, 0)
    press(qtbot, dialog, "removePriceButton")

    dialog.accept()

    assert prices.models == {"new": ModelFacts(prompt=4.0)}


PRICE, WINDOW = 1, 4


@pytest.mark.parametrize(
    ("column", "text"),
    [
        *[(PRICE, text) for text in ("cheap", "1e99", "-2", "inf", "nan", "1000001")],
        *[(WINDOW, text) for text in ("0", "0.4", "1.5", "nan", "inf", "-1", "1e10")],
    ],
)
def test_what_is_no_price_or_number_of_tokens_is_said_and_nothing_is_kept(open_dialog, prices, column, text):
    dialog = open_dialog("gpt-4o")
    dialog.table.item(0, column).setText(text)

    dialog.accept()

    assert dialog.isVisible()
    assert "gpt-4o" in dialog.trouble.text()
    assert prices.models == {}


@pytest.mark.parametrize("name", ["", "gpt-4o", " gpt-4o ", "two\nlines", "n" * 201])
def test_a_row_whose_name_cannot_be_kept_is_said_and_never_dropped(qtbot, open_dialog, prices, name):
    prices.replace("¥", {"gpt-4o": ModelFacts(1.0, 2.0, context_tokens=128_000)}, Budget())
    dialog = open_dialog()
    press(qtbot, dialog, "addPriceButton")
    dialog.table.item(1, 0).setText(name)
    dialog.table.item(1, 1).setText("4")

    dialog.accept()

    assert dialog.isVisible()
    assert dialog.trouble.text()
    assert prices.models == {"gpt-4o": ModelFacts(1.0, 2.0, context_tokens=128_000)}


def test_a_budget_that_is_too_large_is_said(open_dialog, prices):
    dialog = open_dialog()
    dialog.period.setCurrentIndex(1)
    dialog.amount.setText("1000001")

    dialog.accept()

    assert dialog.isVisible()
    assert dialog.trouble.text()
    assert prices.budget == Budget()


def test_every_complaint_is_in_the_language_of_the_window(qapp, open_dialog, prices):
    """What `Prices` itself says is English."""
    translators = install_language(qapp, "zh_CN")
    dialog = open_dialog("m")
    said = set()
    for column, text in ((1, "-1"), (1, "x"), (4, "0.5")):
        for other in range(1, 5):
            dialog.table.item(0, other).setText("")
        dialog.table.item(0, column).setText(text)
        dialog.accept()
        said.add(dialog.trouble.text())
    for translator in translators:
        qapp.removeTranslator(translator)

    assert len(said) == 3
    assert all(any("一" <= letter <= "鿿" for letter in words) for words in said)


def test_an_amount_is_asked_for_only_where_there_is_a_budget(open_dialog):
    dialog = open_dialog()
    assert not dialog.amount.isEnabled()

    dialog.period.setCurrentIndex(2)

    assert dialog.amount.isEnabled()


def test_prices_that_cannot_be_saved_hold_for_this_session(qtbot, tmp_path, open_dialog, prices):
    (tmp_path / "settings.json").mkdir()
    dialog = open_dialog("m")
    dialog.table.item(0, 1).setText("1")

    with qtbot.waitSignals([dialog.failed, dialog.changed]):
        dialog.accept()

    assert prices.models == {"m": ModelFacts(prompt=1.0)}
