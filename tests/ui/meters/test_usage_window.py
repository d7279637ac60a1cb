from __future__ import annotations

import csv
import time

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QColor

from desktop.chat.store.charges import Charge, write
from desktop.chat.store.store import Store
from desktop.settings.prices import Budget, ModelFacts, Prices
from desktop.settings.settings import Settings
from desktop.ui.meters.usage_plot import series_colours
from desktop.ui.meters.usage_window import UsageWindow
from desktop.ui.palettes import DARK, LIGHT
from desktop.worker.store_worker import StoreWorker

DAY_S = 86_400


@pytest.fixture
def prices(tmp_path):
    made = Prices(Settings(tmp_path / "settings.json"))
    made.replace("¥", {"a": ModelFacts(1_000.0, 2_000.0)}, Budget())
    return made


@pytest.fixture
def open_window(qtbot, tmp_path, prices):
    workers = []

    def make(*charges: Charge) -> UsageWindow:
        path = tmp_path / "conversations.db"
        store = Store(path)
        store.opening()
        with store._writing("") as connection:
            for one in charges:
                write(connection, one)
        store.close()
        worker = StoreWorker(path)
        workers.append(worker)
        worker.open()
        window = UsageWindow(worker, prices, LIGHT)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window._ticket == "", timeout=10_000)
        return window

    yield make
    for worker in workers:
        assert worker.close_and_wait(10_000)


def charge(number: int, days_ago: float = 0, model: str = "a", **fields: object) -> Charge:
    # Noon, so that no test runs into another day.
    noon = QDate.currentDate().startOfDay().addSecs(DAY_S // 2).toSecsSinceEpoch()
    given = {"prompt": 100, "completion": 50, "total": 150, **fields}
    return Charge(f"turn {number}", "chat", noon - days_ago * DAY_S, model, "o", **given)


def shown(qtbot, window, action):
    action()
    qtbot.waitUntil(lambda: window._ticket == "", timeout=10_000)
    return window


def test_tokens_of_the_last_days_are_plotted_and_stand_in_the_table(open_window):
    window = open_window(charge(1), charge(2, 1, "b"), charge(3, 40))

    assert window.plot.accessibleDescription() == "300"
    assert [(row.model, row.sums.total) for row in window.model.rows] == [("a", 150), ("b", 150)]
    assert window.summary.text() == "2 requests · 300 tokens · ¥0.2000 · 1 without a price"
    picture = window.plot.grab().toImage()
    seen = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert {colour.name() for colour in series_colours(LIGHT)[:2]} <= seen


def test_no_title_of_the_table_is_cut(open_window):
    window = open_window()
    font = window.table.font()
    font.setPixelSize(28)
    window.table.horizontalHeader().setFont(font)
    window.grouping.setCurrentIndex(1)

    header = window.table.horizontalHeader()

    assert all(header.sectionSize(one) >= header.sectionSizeHint(one) for one in range(header.count()))


def test_another_range_asks_for_other_days(qtbot, open_window):
    window = open_window(charge(1), charge(2, 20), charge(3, 400))

    counts = {}
    for name in ("7", "30", "month", "365", "all"):
        index = window.range.findData(name)
        shown(qtbot, window, lambda index=index: window.range.setCurrentIndex(index))
        counts[name] = sum(row.sums.requests for row in window.model.rows)

    this_month = 2 if QDate.currentDate().day() > 20 else 1
    assert counts == {"7": 1, "30": 2, "month": this_month, "365": 2, "all": 3}


def test_a_range_of_ones_own_is_from_a_day_to_a_day(qtbot, open_window):
    window = open_window(charge(1), charge(2, 3), charge(3, 10))
    assert window.first.isHidden()
    shown(qtbot, window, lambda: window.range.setCurrentIndex(window.range.findData("own")))

    shown(qtbot, window, lambda: window.first.setDate(QDate.currentDate().addDays(-10)))
    shown(qtbot, window, lambda: window.last.setDate(QDate.currentDate().addDays(-2)))

    assert window.first.isVisible()
    assert sum(row.sums.requests for row in window.model.rows) == 2


def test_a_range_turned_round_or_without_end_plots_all_that_stands_in_the_table(qtbot, open_window):
    window = open_window(charge(1), charge(2, 3), charge(3, 10))
    shown(qtbot, window, lambda: window.range.setCurrentIndex(window.range.findData("own")))

    shown(qtbot, window, lambda: window.first.setDate(QDate(9999, 12, 31)))
    shown(qtbot, window, lambda: window.last.setDate(QDate(1, 1, 1)))

    assert sum(row.sums.requests for row in window.model.rows) == 3
    assert window.plot.accessibleDescription() == "450"


def test_cost_is_plotted_where_prices_are_known(qtbot, open_window):
    window = open_window(charge(1), charge(2, 1, "b"))

    window.shown.setCurrentIndex(window.shown.findData("cost"))

    assert window.plot.accessibleDescription() == "¥0.2"
    assert list(window.plot._bars.series) == ["a"]


def test_where_no_price_is_known_that_is_said(open_window, prices):
    prices.replace("¥", {}, Budget())
    window = open_window(charge(1))

    window.shown.setCurrentIndex(window.shown.findData("cost"))

    assert window.plot.accessibleDescription() == "No price is known for these models"
    assert "¥" not in window.summary.text()


def test_estimates_are_said_apart(open_window):
    window = open_window(charge(1), charge(2, prompt=None, completion=None, total=None, estimated=99))

    assert window.summary.text().endswith("≈ 99 completion tokens of answers without figures")
    assert window.model.rows[0].sums.total == 150


def test_the_table_can_be_by_model_or_by_chat(qtbot, open_window):
    window = open_window(charge(1), charge(2, 1), charge(3, 1, "b"))

    window.grouping.setCurrentIndex(window.grouping.findData("model"))
    by_model = [(row.model, row.sums.requests) for row in window.model.rows]
    shown(qtbot, window, lambda: window.grouping.setCurrentIndex(window.grouping.findData("chat")))

    assert by_model == [("a", 2), ("b", 1)]
    assert [row.sums.requests for row in window.model.rows] == [3]


def test_an_empty_ledger_says_so(open_window):
    window = open_window()

    assert window.plot.accessibleDescription() == "Nothing yet"
    assert not window.export.isEnabled()


def test_the_table_is_written_as_csv(qtbot, open_window, tmp_path):
    window = open_window(charge(1), charge(2, 1, "=b"))
    file = tmp_path / "usage.csv"

    window.save_csv(file)

    qtbot.waitUntil(lambda: window.summary.text().startswith("Written"), timeout=5000)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    found = [(row["model"], row["total_tokens"], row["price"]) for row in rows]
    assert found == [("a", "150", "0.2"), ("'=b", "150", "")]


def test_a_file_that_cannot_be_written_is_said(qtbot, open_window, tmp_path):
    window = open_window(charge(1))

    window.save_csv(tmp_path / "nowhere" / "usage.csv")

    qtbot.waitUntil(lambda: "nowhere" in window.summary.text(), timeout=5000)


def test_another_theme_paints_in_its_colours(open_window):
    window = open_window(charge(1))

    window.set_theme(DARK)

    picture = window.plot.grab().toImage()
    seen = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert series_colours(DARK)[0].name() in seen
    assert QColor(LIGHT.accent).name() not in seen


def test_a_hundred_thousand_answers_open_at_once(qtbot, open_window):
    """The goal is 300 ms, which the benchmark judges; the bound here is far off."""
    window = open_window(*(charge(number, number / 400, f"model {number % 9}") for number in range(100_000)))

    began = time.perf_counter()
    shown(qtbot, window, lambda: window.range.setCurrentIndex(window.range.findData("all")))
    window.grab()
    took_s = time.perf_counter() - began

    assert sum(row.sums.requests for row in window.model.rows) == 100_000
    print(f"all of 100,000 answers: {took_s * 1000:.0f} ms")
    assert took_s < 15


@pytest.mark.parametrize("grouping", [0, 1, 2])
def test_every_column_of_the_table_is_in_the_window(qtbot, open_window, grouping):
    window = open_window(charge(1))
    window.resize(1140, 720)
    shown(qtbot, window, lambda: window.grouping.setCurrentIndex(grouping))
    qtbot.waitUntil(lambda: window.table.model().rowCount() == 1, timeout=5000)

    header = window.table.horizontalHeader()
    assert header.length() == window.table.viewport().width()
    assert all(header.sectionSize(number) >= header.sectionSizeHint(number) for number in range(header.count()))
