"""The plot (`desktop.ui.meters.usage_plot`), judged by the picture it paints."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor

from desktop.ui.meters.usage_plot import MAX_SERIES, Bars, UsagePlot, contrast, nice_step, series_colours
from desktop.ui.palettes import DARK, LIGHT


def is_close(one: QColor, other: QColor) -> bool:
    return all(abs(a - b) <= 12 for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


@pytest.fixture
def plot(qtbot):
    plot = UsagePlot()
    qtbot.addWidget(plot)
    plot.resize(600, 300)
    plot.show()
    return plot


def heights(plot: UsagePlot, palette) -> list[list[int]]:
    """By bar and series: how many pixels of its colour stand in the middle of the bar."""
    picture = plot.grab().toImage()
    area = plot._area()
    count = len(plot._bars.days)
    colours = series_colours(palette)[: len(plot._bars.series)]
    found = []
    for at in range(count):
        x = round(area.left() + area.width() * (at + 0.5) / count)
        column = [picture.pixelColor(x, y) for y in range(int(area.top()), int(area.bottom()))]
        found.append([sum(is_close(colour, pixel) for pixel in column) for colour in colours])
    return found


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_each_bar_is_as_high_as_its_values_and_stacked(plot, palette):
    plot.set_theme(palette)
    plot.show_bars(Bars(("a", "b", "c"), {"m": [100, 0, 50], "n": [100, 50, 0]}), str, "nothing")

    found = heights(plot, palette)

    full = plot._area().height()
    for bar, values in zip(found, ((100, 100), (0, 50), (50, 0)), strict=True):
        for pixels, value in zip(bar, values, strict=True):
            assert pixels == pytest.approx(full * value / 200, abs=3)


def test_the_first_series_stands_below_the_second(plot):
    plot.set_theme(LIGHT)
    plot.show_bars(Bars(("a",), {"m": [1], "n": [1]}), str, "nothing")

    picture, area = plot.grab().toImage(), plot._area()
    colours = series_colours(LIGHT)

    x = round(area.center().x())
    assert is_close(picture.pixelColor(x, round(area.bottom()) - 5), colours[0])
    assert is_close(picture.pixelColor(x, round(area.top()) + 5), colours[1])


def test_where_nothing_is_that_is_said_and_nothing_is_drawn(plot):
    plot.show_bars(Bars(("a", "b"), {}), str, "Nothing yet")

    assert plot.accessibleDescription() == "Nothing yet"
    assert not any(is_close(plot.grab().toImage().pixelColor(x, 200), series_colours(LIGHT)[0]) for x in range(600))


def test_a_bar_under_the_mouse_tells_its_values(qtbot, plot):
    plot.show_bars(Bars(("mon", "tue"), {"m": [3, 1], "n": [2, 0]}), lambda value: f"{value:g}", "nothing")
    area = plot._area()

    qtbot.mouseMove(plot, QPointF(area.left() + area.width() / 4, area.center().y()).toPoint())
    first = plot.toolTip()
    qtbot.mouseMove(plot, QPointF(area.left() + area.width() * 3 / 4, area.center().y()).toPoint())

    assert first.replace("<br>", "\n") == "mon  5\nn  2\nm  3"
    assert plot.toolTip().replace("<br>", "\n") == "tue  1\nm  1"
    assert plot.bar_at(area.left() - 5) == -1


def test_five_hundred_days_are_drawn(plot):
    days = tuple(f"{number}" for number in range(500))
    plot.show_bars(Bars(days, {"m": [float(number % 7) for number in range(500)]}), str, "nothing")

    assert not plot.grab().isNull()


@pytest.mark.parametrize(("largest", "step"), [(200, 50), (191, 50), (7, 2), (0.9, 0.5), (1, 0.5), (0, 1), (1e9, 5e8)])
def test_lines_stand_at_round_numbers(largest, step):
    assert nice_step(largest) == pytest.approx(step)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_colours_are_told_apart_from_the_ground_and_from_one_another(palette):
    colours = series_colours(palette)

    assert len(colours) == MAX_SERIES + 1
    assert all(contrast(colour, QColor(palette.bg)) >= 3 for colour in colours)
    hues = sorted(colour.hue() for colour in colours[:-1])
    assert all(b - a >= 360 / MAX_SERIES - 3 for a, b in pairwise(hues))
    assert contrast(QColor(Qt.GlobalColor.white), QColor(Qt.GlobalColor.black)) == pytest.approx(21)
