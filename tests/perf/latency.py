"""`latency`: from a delta on the socket to its pixels, in the real window, with the server in a process of its own."""

from __future__ import annotations

import json
import resource
import time
from urllib.request import urlopen

from perf.measure import ROUNDS, apart
from perf.rows import Probe, Row, Samples
from perf.server import serving


def typing_pace() -> list[Samples]:
    return _rounds("900@50")[:2]


def fast_pace() -> list[Samples]:
    return _rounds("16500@1000")[:2]


def steady_work() -> list[Samples]:
    return [_rounds("3300@100")[2], _rounds("13000@400")[2]]


def _rounds(model: str) -> list[Samples]:
    with serving() as url:
        seen = [apart(answered, url, model, limit_s=60) for _ in range(ROUNDS)]
    return [Samples([one[at] for one in seen]) for at in range(3)]


def answered(url: str, model: str) -> tuple[float, float, float]:
    """p50 and p99 from socket write to painted pixel, and the CPU of the process for a second of the stream, in ms.

    A delta counts as painted with the first picture of the chat that begins after the view was given it. Where the view
    holds text back for its next frame while it paints one, that is up to a frame too early.
    """
    from perf.program import AfterPaint, ask, run_program
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    class Chat(QObject):
        """What the view was given when it last began to paint; None where it did not."""

        def __init__(self, view: QWidget) -> None:
            super().__init__()
            self.given = 0
            self.painting: int | None = None
            self._view = view

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget) and self._view.isAncestorOf(watched):
                self.painting = self.given
            return False

        def take(self, _uuid: str, text: str) -> None:
            self.given += len(text)

    pictures: list[tuple[float, int]] = []
    spent: list[float] = []
    kept: list[object] = []

    def ready(application: object) -> None:
        chat = Chat(application.window.chat.view)

        def painted() -> None:
            if chat.painting is not None:
                pictures.append((time.monotonic(), chat.painting))
                chat.painting = None

        def ended(_session: object) -> None:
            spent.append(_cpu_s() - before[0])
            spent.append(time.monotonic() - before[1])
            # The last delta may still wait for its frame.
            QTimer.singleShot(200, application.quit)

        window = application.window
        QApplication.instance().installEventFilter(chat)
        kept.extend((chat, AfterPaint(window, painted)))
        before = (_cpu_s(), time.monotonic())
        ask(application, model, ended).text_added.connect(chat.take)

    run_program(url, ready)
    with urlopen(f"{url}/sent") as response:
        sent = json.load(response)
    delays = sorted(_delays(sent, pictures))
    return delays[len(delays) // 2], delays[len(delays) * 99 // 100], spent[0] / spent[1] * 1000


def _delays(sent: list[tuple[float, int]], pictures: list[tuple[float, int]]) -> list[float]:
    delays = []
    characters = at = 0
    for when, length in sent:
        characters += length
        while pictures[at][1] < characters:
            at += 1
        delays.append((pictures[at][0] - when) * 1000)
    # The first ones pay for what is made on first use.
    return delays[len(delays) // 10 :]


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


PROBES = (
    Probe(
        typing_pace,
        (Row("delta on the socket → painted, 50 tokens/s, p50", "ms", 4), Row("… p99", "ms")),
    ),
    Probe(
        fast_pace,
        (Row("delta on the socket → painted, 1,000 tokens/s, p50", "ms", 20), Row("… p99", "ms")),
    ),
    Probe(
        steady_work,
        (
            Row("CPU a second while 100 tokens/s stream", "ms", 55),
            Row("CPU a second while 400 tokens/s stream", "ms", 120),
        ),
    ),
)
