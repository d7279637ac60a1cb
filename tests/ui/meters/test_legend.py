from __future__ import annotations

from PySide6.QtGui import QColor

from desktop.ui.meters.legend import Legend


def test_each_name_stands_beside_its_colour(qtbot):
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(400, 40)
    legend.show_names(["one", "two"], [QColor("#ff0000"), QColor("#00ff00")])

    picture = legend.grab().toImage()

    seen = {picture.pixelColor(x, y).name() for x in range(400) for y in range(legend.heightForWidth(400))}
    assert {"#ff0000", "#00ff00"} <= seen
    assert legend.accessibleName() == "one, two"


def test_names_that_do_not_fit_take_another_row(qtbot):
    legend = Legend()
    qtbot.addWidget(legend)
    legend.show_names([f"a model with a long name {number}" for number in range(6)], [QColor("#ff0000")])

    assert legend.heightForWidth(300) > 2 * legend.heightForWidth(3000)
    legend.show_names([], [])
    assert legend.heightForWidth(300) == 0
