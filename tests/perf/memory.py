"""`memory`: the idle program, beside a bare QMainWindow."""

from __future__ import annotations

from perf.measure import ROUNDS, apart, memory_mb
from perf.rows import Probe, Row, Samples
from perf.server import serving


def idle() -> list[Samples]:
    ours, bare = [], []
    with serving() as url:
        for _ in range(ROUNDS):
            ours.append(apart(program_idle, url, limit_s=60))
            bare.append(apart(bare_idle))
    more = [one - other for one, other in zip(ours, bare, strict=True)]
    return [Samples(more), Samples(ours)]


def program_idle(url: str) -> float:
    """PSS in MB two seconds after an answer of 2 KB, so everything that an answer needs is imported."""
    from perf.program import ask, run_program
    from PySide6.QtCore import QTimer

    seen: list[float] = []

    def ready(application: object) -> None:
        def look() -> None:
            seen.append(memory_mb("Pss"))
            application.quit()

        ask(application, "2000@0", lambda _session: QTimer.singleShot(2000, look))

    run_program(url, ready)
    return seen[0]


def bare_idle() -> float:
    """PSS in MB of a QMainWindow with nothing in it."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.resize(1200, 800)
    window.show()
    application.processEvents()
    return memory_mb("Pss")


PROBES = (
    Probe(
        idle,
        (
            Row("idle memory after a first answer, over a bare QMainWindow", "MB", 70),
            Row("idle memory (PSS)", "MB", 110),
        ),
    ),
)
