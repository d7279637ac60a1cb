from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.api.sse import ServerSentEvent
from desktop.api.tap import ResponseHead
from desktop.chat.recorder import Recording
from desktop.ui.recorder.events import EventTable

FIRST = (0.5, ServerSentEvent("message", '{"a": 1}'))
SECOND = (0.75, ServerSentEvent("error", "two\nlines" + "x" * 1000))
HEAD = ResponseHead(200, (), None, "u")


def recording(*events):
    return Recording("u", "", 0.0, head=HEAD, head_s=0.4, events=events)


def line(table, row):
    return [table.data(table.index(row, column)) for column in range(table.columnCount())]


def test_each_event_has_its_time_its_gap_and_its_data(qtbot):
    table = EventTable()

    table.show_events(recording(FIRST, SECOND))

    assert line(table, 0) == ["500 ms", "100 ms", '{"a": 1}']
    assert line(table, 1)[:2] == ["750 ms", "250 ms"]
    assert line(table, 1)[2].startswith("error: two lines")
    assert len(line(table, 1)[2]) < 400
    assert table.event_at(1) is SECOND[1]
    assert [table.headerData(at, Qt.Orientation.Horizontal) for at in range(3)] == ["Time", "Gap", "Data"]


def test_events_that_come_later_are_added_below(qtbot):
    table = EventTable()
    table.show_events(recording(FIRST))
    resets = []
    table.modelReset.connect(lambda: resets.append(1))

    with qtbot.waitSignal(table.rowsInserted) as added:
        table.show_events(recording(FIRST, SECOND))

    assert added.args[1:] == [1, 1]
    assert resets == []
    table.show_events(None)
    assert table.rowCount() == 0
    assert resets == [1]
