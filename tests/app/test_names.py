"""Whatever can be pressed, chosen or typed into has a name, in the window and in every dialog of its menus."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.at_spi import Desk, require_programs, running_desk
from fakes.main_job import MainJob, running_lingdu

import desktop

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="AT-SPI is the accessibility of Linux desktops"),
    pytest.mark.timeout(300),
]

# Lines of the menus that open something, by their menu, and what is there then. Qt's own file dialogs are Qt's.
OPENED = {
    "chatsMenuAction": {"showTrash": "closeTrashButton"},
    "answerMenuAction": {
        "editLastQuestion": "editField",
        "systemPromptAction": "parametersDialog",
        "parametersAction": "parametersDialog",
    },
    "findMenuAction": {"findInChat": "findField"},
    "programMenuAction": {
        "commandPalette": "commandPalette",
        "settings": "settingsDialog",
        "keySettings": "keyDialog",
        "diagnoseConnection": "doctorDialog",
        "showUsage": "usageWindow",
        "showPrices": "priceDialog",
        "showRecorder": "recorderCopyButton",
    },
    "helpMenuAction": {
        "shortcutSheet": "shortcutDialog",
        "whereIsMyData": "dataDialog",
        "showDiagnostics": "detailsDialog",
        "about": "aboutDialog",
    },
}
# Cells that hold nothing have no words, Qt's scroll bars and its label of a message are Qt's own.
QT_OWN = frozenset({"table cell", "scroll bar", "label"})


@pytest.fixture
def desk() -> Iterator[Desk]:
    require_programs()
    with running_desk() as desk:
        yield desk


def is_for_people(thing: dict[str, Any]) -> bool:
    return bool(thing["actions"] or "focusable" in thing["states"]) and thing["role"] not in QT_OWN


def is_named(thing: dict[str, Any]) -> bool:
    """It has a name for people, and an id that is no class's name."""
    return bool(thing["name"]) and bool(thing["id"]) and not thing["id"].startswith("Q")


def test_every_widget_of_the_window_and_of_every_dialog_has_a_name(desk):
    path = str(Path(desktop.__file__).resolve().parent.parent)
    seen: dict[str, set[tuple[str, str]]] = {}

    with running_lingdu(desk, (sys.executable, "-m", "desktop", "--demo"), PYTHONPATH=path) as (job, _program):
        job.press("sendButton")  # stop what the demo asks by itself
        job.wait_for_end()
        look_around(job, "window", seen)
        for menu, lines in OPENED.items():
            for line, opened in lines.items():
                job.menu(menu, line)
                job.wait_for_widget(opened)
                look_around(job, line, seen)
                close_dialogs(job)

    nameless = {place: sorted(found) for place, found in seen.items() if found}
    assert nameless == {}
    assert len(seen) == 1 + sum(map(len, OPENED.values()))


def look_around(job: MainJob, place: str, seen: dict[str, set[tuple[str, str]]]) -> None:
    seen[place] = {
        (thing["role"], thing["id"])
        for thing in job.wait_for(lambda: job.client.ask("tree"))
        if is_for_people(thing) and not is_named(thing)
    }


def close_dialogs(job: MainJob) -> None:
    def is_alone() -> bool:
        windows = [thing for thing in job.client.ask("tree") if thing["depth"] == 1]
        if len(windows) > 1:
            job.client.ask("key", "Escape")
        return len(windows) == 1

    job.wait_for(is_alone)
