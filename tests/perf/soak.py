"""The endurance run of `sh start.sh soak`: a day's worth of deltas through the real program, as fast as it goes.

100 deltas a second for 24 hours are 8.6 million. They come as answers of 32 KB, twenty to a chat, from a server in a
process of its own, and are painted and stored as ever.

The first quarter fills what is kept by design, 64 MB of recordings above all (some 110 MB of memory, after 21 answers);
what grows after it is judged. Bytes written are all that the process hands to `write()`: log, database, index, charges,
settings. An answer takes less than a second here, so its text is stored at once; at 100 tokens/s it is flushed each
second, and a flush writes whole pages: `bench store` measures that.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from statistics import median

from perf.measure import ApartError, apart, calibrate, memory_mb, slowness
from perf.rows import Result, Row, Samples, exit_code, header, judged, lines, ratios
from perf.server import body, serving
from perf.store import bytes_written

DAY = 8_640_000
_MODEL = "32000@0"
_ANSWERS_A_CHAT = 20
_LIMIT_S = 2 * 3600

ROWS = (
    Row("memory at the end, over that after a quarter", "MB", 20),
    Row("GUI and network CPU an answer, last quarter against the second", "×", 1.2),
    Row("bytes written for a byte of text", "×", 5),
)


def lived(url: str, answers: int) -> tuple[list[float], list[float], float]:
    """Memory in MB and CPU in ms after each answer, and the bytes that the process wrote for one of text."""
    from perf.program import ask, run_program
    from PySide6.QtCore import QTimer

    memory: list[float] = []
    spent: list[float] = []
    begun = [0.0, 0.0]

    def ready(application: object) -> None:
        begun[1] = bytes_written()

        def next_answer(_session: object = None) -> None:
            now = _cpu_ms()
            if begun[0]:
                memory.append(memory_mb())
                spent.append(now - begun[0])
            begun[0] = now
            if len(spent) == answers:
                application.quit()
                return
            # Not from inside the signal that the last one has ended.
            QTimer.singleShot(0, put)

        def put() -> None:
            if len(spent) % _ANSWERS_A_CHAT == 0:
                application.window.new_chat()
            ask(application, _MODEL, next_answer)

        next_answer()

    with tempfile.TemporaryDirectory() as folder:
        run_program(url, ready, folder)
        text = sum(len(piece.encode()) for piece in body(int(_MODEL.partition("@")[0]))[0])
        return memory, spent, (bytes_written() - begun[1]) / (text * answers)


def results(memory: list[float], spent: list[float], written: float, slow: float) -> list[Result]:
    """The figures, judged; the first quarter warms up."""
    quarter = len(spent) // 4
    growth = median(memory[-quarter:]) - median(memory[quarter : 2 * quarter])
    drift = ratios([median(spent[-quarter:])], [median(spent[quarter : 2 * quarter])])
    samples = (Samples([growth]), Samples(drift), Samples([written]))
    return [judged("endurance", row, one, slow) for row, one in zip(ROWS, samples, strict=True)]


def main(deltas: int) -> int:
    answers = max(8, deltas // len(body(int(_MODEL.partition("@")[0]))[0]))
    print(f"endurance: {answers} answers, {deltas:,} deltas", flush=True)
    calibrate()
    begun = time.monotonic()
    try:
        with serving() as url:
            memory, spent, written = apart(lived, url, answers, limit_s=_LIMIT_S)
    except ApartError as error:
        print(error)
        return 1
    found = results(memory, spent, written, slowness())
    print(header(), lines(found), sep="\n")
    print(f"{time.monotonic() - begun:.0f} s; memory {memory[0]:.0f} … {memory[-1]:.0f} MB")
    return exit_code(found)


def _cpu_ms() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (used.ru_utime + used.ru_stime) * 1000


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else DAY))
