"""Pictures for the user guide: the window and every dialog, in both languages and both themes.

`python packaging/guide_pictures.py [NAME…]` draws all of them, or those named, into docs/guide/LANGUAGE-THEME/NAME.png.
Another dialog is another line of `SHOTS`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QImage, qRgb
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QWidget

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from desktop.application import Application  # noqa: E402  # found beside this folder
from desktop.command_line import Options  # noqa: E402
from desktop.log import Redactor, start_logging  # noqa: E402
from desktop.paths import user_paths  # noqa: E402
from desktop.settings.settings import Settings  # noqa: E402
from desktop.ui.quick_ask import QuickAsk  # noqa: E402
from desktop.ui.system.crash_report import CrashReport  # noqa: E402

TARGET = ROOT / "docs" / "guide"
# Of each: its code in the settings, two questions to the demo, a word of the last answer.
LANGUAGES = {
    "zh": ("zh_CN", "给我讲一个关于程序员的笑话", "写一段 Python 代码", "包子"),
    "en": ("en", "Tell me a programmer joke", "Write some Python code", "eggs"),
}
THEMES = ("light", "dark")
SIZE = (1100, 720)
LIMIT_S = 60
# Time for colours, formulas and fonts, which come behind the first picture.
SETTLE_S = 0.7


class Stage:
    """The real program with the demo's conversations, off screen."""

    def __init__(self, folder: Path, *, demo: bool, language: str, theme: str, joke: str, word: str) -> None:
        self.joke, self.word = joke, word
        paths = user_paths(folder)
        paths.create()
        settings = Settings(paths.settings)
        settings.set("language", language)
        settings.set("theme", theme)
        self.qt = QApplication(["lingdu"])
        redactor = Redactor()
        start_logging(paths.log_file, redactor)
        report = CrashReport(paths.log, redactor)
        self.program = Application(self.qt, Options(demo=demo, data_dir=folder), paths, redactor, report)
        self.window = self.program.window
        self.window.resize(*SIZE)
        self.program.start()
        self.settle()

    def settle(self, seconds: float = SETTLE_S) -> None:
        """Let the program work for some time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.qt.processEvents()

    def wait(self, condition: Callable[[], object]) -> None:
        """Let the program work until this is so."""
        until = time.monotonic() + LIMIT_S
        while not condition():
            if time.monotonic() > until:
                raise TimeoutError("the program did not get there")
            self.settle(0.05)

    def wait_for_answer(self) -> None:
        """Until the open chat was answered."""
        session = self.window.chat.session
        self.wait(lambda: session is not None and session.conversation.path() and not session.busy)

    def ask(self, question: str) -> None:
        """Ask in a new chat, and wait for the answer."""
        self.window.new_chat()
        self.window.chat.composer.set_text(question)
        self.window.chat.composer.button.click()
        self.settle()
        self.wait_for_answer()

    def do(self, name: str) -> None:
        """Do an action of the menus by its object name."""
        action = self.window.findChild(QAction, name)
        if action is None:
            raise LookupError(f"there is no action {name}")
        action.trigger()
        self.settle()

    def press(self, name: str) -> None:
        """Press a button by its object name."""
        button = self.window.findChild(QAbstractButton, name)
        if button is None:
            raise LookupError(f"there is no button {name}")
        button.click()
        self.settle(0.2)

    def box(self, name: str) -> QLineEdit:
        """A text box by its object name."""
        found = self.window.findChild(QLineEdit, name)
        if found is None:
            raise LookupError(f"there is no box {name}")
        return found

    def dialog(self, name: str) -> QWidget:
        """What an action opens."""
        self.do(name)
        return self.opened()

    def opened(self) -> QWidget:
        """The dialog that is open."""
        found = [one for one in self.qt.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        if not found:
            raise LookupError("no dialog is open")
        return found[-1]

    def clear(self) -> None:
        """Close the dialogs."""
        for one in self.qt.topLevelWidgets():
            if isinstance(one, QDialog) and one.isVisible():
                one.reject()
        self.settle(0.1)


def _window(stage: Stage) -> QWidget:
    stage.settle()
    return stage.window


def _dialog(name: str) -> Callable[[Stage], QWidget]:
    """The dialog that an action opens."""
    return lambda stage: stage.dialog(name)


def _menu(stage: Stage) -> QWidget:
    menu = stage.window.actions_.menus[0]
    menu.popup(stage.window.mapToGlobal(stage.window.rect().center()))
    stage.settle(0.2)
    return menu


def _find(stage: Stage) -> QWidget:
    stage.do("findInChat")
    stage.box("findField").setText(stage.word)
    stage.settle()
    return stage.window


def _edit(stage: Stage) -> QWidget:
    stage.press("findCloseButton")
    stage.do("editLastQuestion")
    return stage.window


def _recorder(stage: Stage) -> QWidget:
    stage.press("editCancelButton")
    stage.do("showRecorder")
    return stage.window


def _search(stage: Stage) -> QWidget:
    stage.do("showRecorder")  # closes it
    stage.window.sidebar.search.setText("Python")
    stage.settle(1.5)
    return stage.window


def _trash(stage: Stage) -> QWidget:
    stage.window.sidebar.clear_search()
    stage.do("trashChat")
    stage.do("showTrash")
    return stage.window


def _empty_trash(stage: Stage) -> QWidget:
    stage.window.sidebar.empty_trash_requested.emit()
    stage.settle()
    return stage.opened()


def _limits(stage: Stage) -> QWidget:
    dialog = stage.dialog("keySettings")
    tabs = dialog.findChild(QWidget, "connectionTabs")
    tabs.setCurrentIndex(1)  # type: ignore[union-attr]  # a QTabWidget
    stage.settle(0.2)
    return dialog


def _temporary(stage: Stage) -> QWidget:
    stage.press("closeTrashButton")
    stage.do("newTemporaryChat")
    stage.window.chat.composer.set_text(stage.joke)
    stage.window.chat.composer.button.click()
    stage.settle()
    stage.wait_for_answer()
    return stage.window


def _quick_ask(stage: Stage) -> QWidget:
    stage.do("quickAskAction")
    (quick,) = (one for one in stage.qt.topLevelWidgets() if isinstance(one, QuickAsk))
    quick.edit.setPlainText(stage.joke)
    quick.edit.submitted.emit()
    stage.wait(lambda: quick.session is not None and quick.session.busy)
    stage.wait(lambda: quick.session is not None and not quick.session.busy)
    stage.settle()
    return quick


def _crash(stage: Stage) -> QWidget:
    stage.window.new_chat()
    stage.window.crash.show_report("Fatal Python error: Segmentation fault")
    stage.settle()
    return stage.window


# Without an endpoint, and with the demo's, in this order: a later picture has what an earlier one did.
FIRST_RUN: dict[str, Callable[[Stage], QWidget]] = {"welcome": _window}
SHOTS: dict[str, Callable[[Stage], QWidget]] = {
    "window": _window,
    "menu": _menu,
    "settings": _dialog("settings"),
    "connection": _dialog("keySettings"),
    "time-limits": _limits,
    "doctor": _dialog("diagnoseConnection"),
    "parameters": _dialog("parametersAction"),
    "commands": _dialog("commandPalette"),
    "shortcuts": _dialog("shortcutSheet"),
    "usage": _dialog("showUsage"),
    "prices": _dialog("showPrices"),
    "data": _dialog("whereIsMyData"),
    "diagnostics": _dialog("showDiagnostics"),
    "about": _dialog("about"),
    "find": _find,
    "edit": _edit,
    "recorder": _recorder,
    "search": _search,
    "trash": _trash,
    "empty-trash": _empty_trash,
    "temporary": _temporary,
    "quick-ask": _quick_ask,
    "crash": _crash,
}


def in_few_colours(image: QImage) -> QImage:
    """In the colours that it has most of, and a few of all kinds for pictures: a third of the size of all of them."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    colours = Counter(memoryview(plain.constBits()).cast("B").cast("I"))
    levels = (0, 85, 170, 255)
    kinds = [qRgb(red, green, blue) for red in levels for green in levels for blue in levels]
    table = [colour for colour, _ in colours.most_common(256 - len(kinds))] + kinds
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return plain.convertToFormat(QImage.Format.Format_Indexed8, table, flags)


def main(names: list[str]) -> None:
    """Each language and theme in a process of its own, and so the first run."""
    wanted = names or [*FIRST_RUN, *SHOTS]
    for language in LANGUAGES:
        for theme in THEMES:
            for first_run in (True, False):
                shots = FIRST_RUN if first_run else SHOTS
                if set(wanted) & set(shots):
                    _apart(language, theme, first_run=first_run, wanted=wanted)


def _apart(language: str, theme: str, *, first_run: bool, wanted: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="lingdu-guide-") as folder:
        # Dialogs are no larger than the screen.
        screen = {"name": "guide", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1}
        described = Path(folder, "screen.json")
        described.write_text(json.dumps({"screens": [screen]}), "utf-8")
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("OPENAI_")},
            "QT_QPA_PLATFORM": f"offscreen:configfile={described}",
            "HOME": folder,
            "XDG_RUNTIME_DIR": folder,
        }
        arguments = ["--one", language, theme, "first" if first_run else "demo", folder, *wanted]
        subprocess.run([sys.executable, __file__, *arguments], cwd=ROOT, env=environment, check=True)


def draw(language: str, theme: str, kind: str, folder: str, wanted: list[str]) -> None:
    """All wanted pictures of one process."""
    code, joke, other, word = LANGUAGES[language]
    is_demo = kind == "demo"
    stage = Stage(Path(folder) / "data", demo=is_demo, language=code, theme=theme, joke=joke, word=word)
    if is_demo:
        stage.settle(2)
        stage.wait_for_answer()
        stage.ask(other)
        stage.ask(joke)
    target = TARGET / f"{language}-{theme}"
    target.mkdir(parents=True, exist_ok=True)
    for name, shoot in (SHOTS if is_demo else FIRST_RUN).items():
        picture = shoot(stage)
        if name in wanted:
            small = in_few_colours(picture.grab().toImage())
            small.save(str(target / f"{name}.png"), quality=0)  # the smallest file; nothing is lost by it
            print(target / f"{name}.png", flush=True)
        if picture is not stage.window:
            picture.close()
        stage.clear()
    QTimer.singleShot(0, stage.program.quit)
    stage.qt.exec()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        draw(sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5], sys.argv[6:])
    else:
        main(sys.argv[1:])
