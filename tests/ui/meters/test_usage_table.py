from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.chat.store.charges import UsageSum
from desktop.chat.usage_report import ReportRow
from desktop.ui.meters.usage_table import UsageTable


def row(day="2026-11-20", model="m", chat="", cost=0.5, **counts):
    given = {"prompt": 1024, "completion": 412, "total": 1436, "cached": None, "reasoning": None, "estimated": None}
    sums = UsageSum(day, model, 3, 0, **{**given, **counts})
    return ReportRow(day, model, chat, sums, cost, 0)


def shown(table):
    names = [table.headerData(at, Qt.Orientation.Horizontal) for at in range(table.columnCount())]
    return [
        {name: table.data(table.index(line, at)) for at, name in enumerate(names)} for line in range(table.rowCount())
    ]


def test_a_line_shows_what_is_known_and_marks_estimates():
    table = UsageTable()

    table.show_rows([row(), row(cost=None, cached=20, estimated=99)], "day", "¥")

    first, second = shown(table)
    assert first == {
        "Day": "2026-11-20", "Model": "m", "Requests": "3", "Prompt": "1,024", "Completion": "412", "Total": "1,436",
        "Cached": "", "Reasoning": "", "≈ Estimated": "", "Price": "¥0.5000",
    }  # fmt: skip
    assert (second["Cached"], second["≈ Estimated"], second["Price"]) == ("20", "≈ 99", "")


def test_lines_by_chat_name_the_chat_and_those_that_are_gone():
    table = UsageTable()

    table.show_rows([row(chat="hello"), row()], "chat", "$")

    assert [line["Chat"] for line in shown(table)] == ["hello", "(deleted chat)"]
    assert "Model" not in shown(table)[0]


def test_numbers_stand_at_the_right():
    table = UsageTable()
    table.show_rows([row()], "model", "$")

    sides = [table.data(table.index(0, at), Qt.ItemDataRole.TextAlignmentRole) for at in range(2)]

    assert sides[0] is None
    assert sides[1] & Qt.AlignmentFlag.AlignRight.value
