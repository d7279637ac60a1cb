"""The whole path, a part of `latency`: the real window while answers stream, from the first key to the last pixel."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from perf.measure import ROUNDS, apart, memory_mb
from perf.rows import Probe, Row, Samples
from perf.server import body, serving

FRAME_S = 1 / 60
_KEYS = 150
_KEY_MS = 40
_BEAT_MS = 4


def slow() -> list[Samples]:
    return _rounds("5000@50")


def quick() -> list[Samples]:
    return _rounds("25000@250")


def fast() -> list[Samples]:
    return _rounds("100000@1000")


def at_once() -> list[Samples]:
    return _rounds("1000000@0")


def shown_whole() -> list[Samples]:
    with serving() as url:
        seen = [apart(watched, url, ["200000@0"], limit_s=120) for _ in range(ROUNDS)]
    return [Samples([one["end_ms"] for one in seen]), Samples([one["cpu_ms"] for one in seen])]


def three_answers() -> list[Samples]:
    return _rounds("25000@250", answers=3)


def typed() -> list[Samples]:
    with serving() as url:
        seen = [apart(keys_painted, url, "1000000@4000", limit_s=120) for _ in range(ROUNDS)]
    return [Samples([one[at] for one in seen]) for at in (0, 1)]


def on_x11() -> list[Samples]:
    with serving() as url, _xvfb() as display:
        there = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
        seen = [apart(watched, url, ["25000@250"], limit_s=120, **there) for _ in range(ROUNDS)]
    return _samples(seen)


def _rounds(model: str, answers: int = 1) -> list[Samples]:
    with serving() as url:
        seen = [apart(watched, url, [model] * answers, limit_s=180) for _ in range(ROUNDS)]
    return _samples(seen)


def _samples(seen: list[dict[str, float]]) -> list[Samples]:
    return [Samples([one[name] for one in seen]) for name in ("gui_ms", "gap_ms", "dropped", "memory_mb")]


def watched(url: str, models: list[str]) -> dict[str, float]:
    """One answer of each model, all at once, in the real window.

    `end_ms` from the question to the picture of the end, `cpu_ms` of the process, `gui_ms` of the GUI thread for 1,000
    tokens, `gap_ms` the longest time that the event loop was deaf, `dropped` the part of the frames due at 60 Hz.
    """
    from perf.program import AfterPaint, ask, run_program
    from PySide6.QtCore import QTimer

    pictures: list[float] = []
    found: dict[str, float] = {}
    kept: list[object] = []

    def ready(application: object) -> None:
        window = application.window
        gaps = _Gaps()
        open_ = len(models)

        def painted() -> None:
            pictures.append(time.monotonic())
            if not open_ and not found:
                finish()

        def finish() -> None:
            now = time.monotonic()
            tokens = sum(len(body(int(model.partition("@")[0]))[0]) for model in models)
            seconds = now - begun[0]
            lost = sum(
                int((after - before) / FRAME_S) - 1
                for before, after in pairwise(pictures)
                if after - before > 2 * FRAME_S
            )
            found.update(
                end_ms=seconds * 1000,
                cpu_ms=(time.process_time() - begun[1]) * 1000,
                gui_ms=(time.thread_time() - begun[2]) * 1e6 / tokens,
                gap_ms=gaps.longest_s * 1000,
                dropped=lost / (seconds / FRAME_S),
                memory_mb=memory_mb("Pss"),
            )
            QTimer.singleShot(0, application.quit)

        def ended(_session: object) -> None:
            nonlocal open_
            open_ -= 1

        def put() -> None:
            begun[:] = [time.monotonic(), time.process_time(), time.thread_time()]
            pictures[:] = []
            gaps.longest_s = 0.0
            for number, model in enumerate(models):
                if number:
                    window.new_chat()
                ask(application, model, ended)

        kept.extend((gaps, AfterPaint(window, painted), ended))
        # What is made on first use (imports, fonts, the colours of code) is not the stream's.
        ask(application, "20000@0", lambda _session: QTimer.singleShot(1500, lambda: (window.new_chat(), put())))
        begun: list[float] = [0.0, 0.0, 0.0]

    run_program(url, ready)
    return found


def keys_painted(url: str, model: str) -> tuple[float, float]:
    """p50 and p99 in ms from a key to its letter on the screen, while an answer streams in the chat above."""
    from perf.program import AfterPaint, run_program
    from PySide6.QtCore import QEvent, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    pressed: list[float] = []
    shown: list[float] = []
    kept: list[object] = []

    def ready(application: object) -> None:
        window = application.window
        box = window.chat.composer.edit

        def painted() -> None:
            for _ in range(len(box.toPlainText()) - len(shown)):
                shown.append(time.monotonic() - pressed[len(shown)])
            if len(shown) == _KEYS:
                shown.append(0.0)  # once only
                QTimer.singleShot(0, application.quit)

        def press() -> None:
            if len(pressed) == _KEYS:
                timer.stop()
                return
            pressed.append(time.monotonic())
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
                QApplication.postEvent(box, event)

        timer = QTimer(window)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(press)
        kept.extend((AfterPaint(window, painted), press))
        window.chat.header.model_chosen.emit(model)
        window.chat.send("?")
        QTimer.singleShot(500, lambda: timer.start(_KEY_MS))

    run_program(url, ready)
    delays = sorted(shown[:_KEYS])
    return delays[len(delays) // 2] * 1000, delays[len(delays) * 99 // 100] * 1000


class _Gaps:
    """How long the event loop worked before it could listen again: what a timer comes late."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.longest_s = 0.0
        self._beaten_at = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(_BEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest_s = max(self.longest_s, now - self._beaten_at - _BEAT_MS / 1000)
        self._beaten_at = now


@contextmanager
def _xvfb() -> Iterator[str]:
    """The name of a display that lives meanwhile."""
    if shutil.which("Xvfb") is None:
        raise FileNotFoundError("Xvfb is not installed: sh start.sh test installs it")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as process:
        os.close(writing)
        try:
            with os.fdopen(reading, encoding="ascii") as told:
                yield f":{int(told.readline())}"
        finally:
            process.terminate()


def _rows(what: str) -> tuple[Row, ...]:
    return (
        Row(f"{what}: GUI thread's CPU for 1,000 tokens", "ms"),
        Row("… longest gap of the event loop", "ms", 50),
        Row("… frames dropped of those due at 60 Hz", "×"),
        Row("… memory at the end", "MB"),
    )


PROBES = (
    Probe(slow, _rows("5 KB at 50 tokens/s")),
    Probe(quick, _rows("25 KB at 250 tokens/s")),
    Probe(fast, _rows("100 KB at 1,000 tokens/s")),
    Probe(at_once, _rows("1 MB as fast as it is read")),
    Probe(three_answers, _rows("three answers of 25 KB at 250 tokens/s at once")),
    Probe(on_x11, _rows("25 KB at 250 tokens/s on X11")),
    Probe(
        shown_whole,
        (
            Row("200 KB as fast as it is read: question → end on the screen", "ms", 800),
            Row("… CPU of the process", "ms"),
        ),
    ),
    Probe(typed, (Row("key → letter on the screen while 1 MB streams, p50", "ms"), Row("… p99", "ms", 50))),
)
