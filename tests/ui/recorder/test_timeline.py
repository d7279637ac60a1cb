from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from desktop.ui.palettes import DARK, LIGHT
from desktop.ui.recorder.texts import Phase
from desktop.ui.recorder.timeline import Timeline, joined_gaps

PHASES = (Phase("Connect", 0.0, 0.1), Phase("First byte", 0.1, 0.3), Phase("Answer", 0.4, None))


@pytest.fixture
def timeline(qtbot):
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(400, 300)
    return timeline


def pixels(timeline, colour: str) -> int:
    picture = timeline.grab().toImage()
    wanted = QColor(colour)
    return sum(picture.pixelColor(x, y) == wanted for x in range(picture.width()) for y in range(picture.height()))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_phases_and_gaps_are_painted(timeline, palette):
    timeline.set_theme(palette)
    empty = pixels(timeline, palette.accent)

    timeline.show_times(PHASES, [0.1, 0.2, 0.05])

    assert empty == 0
    assert pixels(timeline, palette.accent) > 500
    assert pixels(timeline, palette.warn) > 5


def test_what_is_painted_can_be_heard(timeline):
    timeline.show_times(PHASES, [0.1, 0.2, 0.05])

    assert timeline.accessibleDescription() == (
        "Connect 100 ms, First byte 300 ms, Answer …, 3 gaps between events: median 100 ms, longest 200 ms"
    )
    timeline.show_times((), ())
    assert timeline.accessibleDescription() == "No events"


def test_of_many_gaps_the_longest_is_never_lost():
    gaps = [0.01] * 100_000
    gaps[77_777] = 9.0

    found = joined_gaps(gaps, 150)

    assert len(found) == 150
    assert max(found) == 9.0
    assert joined_gaps([1.0, 2.0], 150) == [1.0, 2.0]


def test_there_is_room_for_every_phase(timeline):
    timeline.show_times(PHASES * 5, ())
    tall = timeline.sizeHint().height()

    timeline.show_times(PHASES, ())

    assert timeline.minimumSizeHint().height() < tall
