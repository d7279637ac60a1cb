"""What `start` measures in a process of its own. It imports nothing but what is measured."""

from __future__ import annotations

import time

_NOWHERE = "http://127.0.0.1:9/v1"


def program_started(begun: float) -> tuple[float, float]:
    """(CPU, wall) in ms since the process began, with the empty chat painted."""
    from perf.program import run_program

    seen: list[tuple[float, float]] = []

    def ready(application: object) -> None:
        seen.append(_since(begun))
        application.quit()

    run_program(_NOWHERE, ready)
    return seen[0]


def bare_window(begun: float) -> tuple[float, float]:
    """The same for a QMainWindow with nothing in it."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.resize(1200, 800)
    window.show()
    while not window.windowHandle().isExposed():
        application.processEvents()
    application.processEvents()
    return _since(begun)


def _since(begun: float) -> tuple[float, float]:
    return time.process_time() * 1000, (time.time() - begun) * 1000
