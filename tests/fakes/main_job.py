"""The program's main job, done from another process over AT-SPI alone.

`MainJob` knows the widgets by the names of their `objectName`s and says what a person does; the program is any command
that starts it, a checkout's or an installed one's. Whatever is pressed, read or typed goes over the bus.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fakes import secret_service
from fakes.at_spi import AtSpi, Desk, require_programs, running_desk, running_program

EXIT_LIMIT_S = 30


def require_everything() -> None:
    """Skip the test, saying why, where a program that it needs is missing; in CI none may be."""
    require_programs()
    secret_service.require_programs()


@contextmanager
def running_desk_with_keyring() -> Iterator[Desk]:
    """A screen and an accessibility bus, with a real Secret Service on the session's bus."""
    with secret_service.running_secret_service() as service, running_desk(service.bus) as desk:
        yield desk


@contextmanager
def running_lingdu(
    desk: Desk, command: Sequence[str], **variables: str
) -> Iterator[tuple[MainJob, subprocess.Popen[str]]]:
    """Start the program on a desk and give it the keyboard, as a window manager would."""
    with running_program([*command], {**desk.environment, **variables}) as process:
        job = MainJob(desk.client)
        desk.client.wait_for(lambda: desk.client.ask("is_running"))
        job.wait_for_widget("mainWindow")
        desk.client.ask("activate")
        try:
            yield job, process
        except BaseException:
            print(job.shown())
            raise


def has_ended_well(process: subprocess.Popen[str]) -> bool:
    """Whether the program ends, and as it should."""
    return process.wait(EXIT_LIMIT_S) == 0


@dataclass(frozen=True)
class Row:
    """A line of a list: its place and its words."""

    number: int
    name: str


class MainJob:
    """What a person does with the program, one method a step; each waits until the window shows that it is done."""

    def __init__(self, client: AtSpi) -> None:
        self.client = client

    # --- the first run ------------------------------------------------------------------------------------------------

    def first_run(self, base_url: str, key: str) -> None:
        """Enter address and key on the first screen, and start."""
        self.wait_for_widget("welcomePage")
        self.type("baseUrlField", base_url)
        self.type("keyField", key)
        self.wait_for(lambda: self.name_of("keyringStatusLabel").startswith("✓ Keyring"))
        self.press("startButton")
        self.wait_for_widget("composer")

    # --- questions and answers ----------------------------------------------------------------------------------------

    def begin_to_ask(self, question: str) -> None:
        """Send a question; its answer streams then."""
        self.wait_for(lambda: self.name_of("sendButton") == "Send")
        self.type("composer", question)
        self.press("sendButton")
        # A long answer may have moved it out of sight, a short one be there already.
        self.wait_for(lambda: self.name_of("sendButton") == "Stop" or self.questions()[-1:] == [question])

    def ask(self, question: str) -> str:
        """Send a question; gives the answer once it is complete."""
        self.begin_to_ask(question)
        self.wait_for_end()
        return self.answer()

    def wait_for_text(self, text: str) -> None:
        """Wait until the answer holds this."""
        self.wait_for(lambda: text in self.answer())

    def wait_for_end(self) -> None:
        self.wait_for(lambda: self.name_of("sendButton") == "Send")

    def stop(self) -> None:
        """Press Stop, which stands where Send was."""
        self.wait_for(lambda: self.name_of("sendButton") == "Stop")
        self.press("sendButton")
        self.wait_for_end()
        self.wait_for(lambda: self.name_of("errorTitle") == "Stopped")

    def regenerate(self) -> str:
        """Ask for another answer to the last question; gives it."""
        versions = len(self.client.ask("look", "siblingLabel"))
        before = self.name_of("siblingLabel") if versions else ""
        self.press("regenerateButton", -1)
        self.wait_for(lambda: self.look("siblingLabel") and self.name_of("siblingLabel") != before)
        self.wait_for_end()
        return self.answer()

    def answer(self) -> str:
        """The text of the last message."""
        messages = self.client.ask("messages")
        return "\n".join(block["name"] for block in messages[-1]["blocks"]) if messages else ""

    def questions(self) -> list[str]:
        """What was asked, as far as it is in sight."""
        shown = [one for one in self.client.ask("messages") if one["name"].startswith("Question")]
        return ["\n".join(block["name"] for block in one["blocks"]) for one in shown]

    def usage(self) -> list[str]:
        """What the status bar tells of the tokens."""
        return [self.name_of(name) for name in ("promptTokensLabel", "completionTokensLabel", "totalTokensLabel")]

    # --- conversations ------------------------------------------------------------------------------------------------

    def new_chat(self) -> None:
        self.press("newChatButton")
        self.wait_for_widget("emptyPage")

    def conversations(self) -> list[str]:
        """The titles in the sidebar, groups included."""
        return [row.name for row in self.rows("conversationList")]

    def open(self, title: str) -> None:
        """Open the conversation of this title."""
        self.choose("conversationList", title)
        self.wait_for(lambda: self.name_of("chatTitle") == title)

    def search(self, words: str) -> list[str]:
        """Search all conversations; gives what was found."""
        self.type("searchField", words)
        self.wait_for(lambda: self.look("searchResults") and self.rows("searchResults"))
        return [row.name for row in self.rows("searchResults")]

    def end_search(self) -> None:
        self.type("searchField", "")
        self.wait_for_widget("conversationList")

    def rename(self, title: str) -> None:
        """Give the open conversation another title."""
        self.menu("chatsMenuAction", "renameChat")
        self.type("renameField", title)
        # What leaves the box takes its words.
        self.client.ask("focus", "composer")
        self.wait_for(lambda: self.name_of("chatTitle") == title)

    def pin(self) -> None:
        """Pin the open conversation; the list then has a group of such."""
        self.menu("chatsMenuAction", "pinChat")
        self.wait_for(lambda: self.conversations()[0] == "Pinned")

    def move_to_trash(self) -> None:
        """Move the open conversation to the trash."""
        before = len(self.conversations())
        self.menu("chatsMenuAction", "trashChat")
        self.wait_for(lambda: len(self.conversations()) < before)

    def undo(self) -> None:
        before = len(self.conversations())
        self.press("undoButton")
        self.wait_for(lambda: len(self.conversations()) > before)

    def restore(self, title: str) -> None:
        """Take a conversation out of the trash."""
        self.press("trashButton")
        self.choose("trashList", title)
        self.press("restoreButton")
        self.wait_for(lambda: title not in [row.name for row in self.rows("trashList")])
        self.press("closeTrashButton")
        self.wait_for(lambda: title in self.conversations())

    # --- settings, menus, the end -------------------------------------------------------------------------------------

    def set_number(self, setting: str, value: int) -> None:
        """Open the settings, find one, give it another value, and close them."""
        self.menu("programMenuAction", "settings")
        self.type("settingsSearch", setting)
        self.client.ask("set_number", f"{setting}_field", value)
        self.press("closeSettingsButton")
        self.wait_for(lambda: not self.look("settingsDialog"))

    def menu(self, *lines: str) -> None:
        """Open the menu and press these lines, the last of which does something."""
        for line in ("menuButton", *lines):
            self.wait_for_widget(line)
            self.press(line)

    def quit(self) -> None:
        try:
            self.menu("programMenuAction", "quit")
        except LookupError as error:
            # The program may be gone before its answer to the press is out.
            if "disconnected from message bus" not in str(error):
                raise

    def shown(self) -> str:
        """All that is showing, as text."""
        lines = [
            f"{'  ' * one['depth']}{one['role']} {one['id']}: {one['name']!r} {one['text']!r} {' '.join(one['states'])}"
            for one in self.client.ask("tree")
        ]
        return "\n".join(lines)

    # --- how it is done -----------------------------------------------------------------------------------------------

    def wait_for(self, condition: Callable[[], Any]) -> Any:
        return self.client.wait_for(condition)

    def wait_for_widget(self, name: str) -> None:
        self.wait_for(lambda: self.look(name))

    def look(self, name: str) -> list[dict[str, Any]]:
        return self.client.ask("look", name)

    def name_of(self, name: str) -> str:
        """The accessible name of what is showing; of several the last."""
        found = self.look(name)
        if not found:
            raise LookupError(f"no {name} is showing")
        return found[-1]["name"]

    def press(self, name: str, number: int = 0) -> None:
        """Press what can be pressed; waits until it can."""
        self.wait_for(lambda: self.look(name) and "enabled" in self.look(name)[number]["states"])
        self.client.ask("press", name, number)

    def type(self, name: str, text: str) -> None:
        """Put this text into a box."""
        self.wait_for_widget(name)
        self.client.ask("set_text", name, text)

    def rows(self, name: str) -> list[Row]:
        return [Row(number, row["name"]) for number, row in enumerate(self.client.ask("rows", name))]

    def choose(self, name: str, words: str) -> None:
        """Select the row that begins with these words."""
        row = self.wait_for(lambda: next((row for row in self.rows(name) if row.name.startswith(words)), None))
        self.client.ask("choose", name, row.number)


class Keys:
    """A keyboard; what came of its keys is read over AT-SPI, and nothing is done there."""

    def __init__(self, job: MainJob) -> None:
        self.job = job

    def press(self, *chords: str) -> None:
        """Press keys together, one chord after another: `"Control_L n"`."""
        for chord in chords:
            self.job.client.ask("key", *chord.split())

    def type(self, text: str) -> None:
        self.job.client.ask("type", text)

    def into(self, name: str) -> None:
        """Wait until the keys go into this box."""
        self.job.wait_for(lambda: self.job.look(name) and "focused" in self.job.look(name)[-1]["states"])

    def run(self, words: str) -> None:
        """Do what the command palette finds for these words."""
        self.press("Control_L Shift_L p")
        self.into("commandField")
        self.type(words)
        self.job.wait_for(lambda: self.job.look("commandField")[0]["text"] == words)
        self.press("Return")
        self.wait_until_closed("commandPalette")

    def wait_until_closed(self, dialog: str) -> None:
        """Wait until a dialog is gone, and give the keys back to the window, as a window manager would."""
        self.job.wait_for(lambda: not self.job.look(dialog))
        self.job.client.ask("activate")

    def ask(self, question: str) -> None:
        self.into("composer")
        self.type(question)
        self.press("Return")
        self.job.wait_for(lambda: self.job.questions()[-1:] == [question])
