"""`store`: what conversations on disk cost, and a million messages of them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from perf.measure import ROUNDS, apart
from perf.million import CHATS, build, searches
from perf.rows import Probe, Row, Samples, ratios
from perf.texts import conversation, markdown

from desktop.chat.conversation import Conversation, Part, State, new_conversation
from desktop.chat.store.store import Store
from desktop.paths import user_paths

# What the session writes at once: 900 ms of a stream of some 1,000 characters a second.
_FLUSH = 900


def opened() -> list[Samples]:
    spent = [apart(conversation_shown, 1_000) for _ in range(ROUNDS)]
    return [Samples([one[0] for one in spent], [one[1] for one in spent])]


def flush() -> list[Samples]:
    large, small = [], []
    for _ in range(ROUNDS):
        large.append(apart(flushed, 1_000_000))
        small.append(apart(flushed, 10_000))
    return [Samples(ratios([one[0] for one in large], [one[0] for one in small])), Samples([one[1] for one in large])]


def usage() -> list[Samples]:
    spent = [apart(usage_shown, 100_000) for _ in range(ROUNDS)]
    return [Samples([one[0] for one in spent], [one[1] for one in spent])]


def usage_shown(count: int) -> tuple[float, float]:
    """(CPU of all threads, wall) in ms from asking for the usage window to its picture, with `count` answers."""
    import sys

    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from desktop.chat.store.charges import Charge, write
    from desktop.settings.prices import Prices
    from desktop.settings.settings import Settings
    from desktop.ui.meters.usage_window import UsageWindow
    from desktop.ui.palettes import LIGHT
    from desktop.worker.store_worker import StoreWorker

    application = QApplication.instance() or QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder, "conversations.db"))
        store.opening()
        now = time.time()
        with store._writing("") as connection:
            for at in range(count):
                day = now - at % 365 * 86_400
                write(connection, Charge(f"{at}", f"{at % 500}", day, f"model {at % 9}", "o", 900, 90, 990, 9, 9))
        store.close()
        worker = StoreWorker(Path(folder, "conversations.db"))
        opened: list[object] = []
        worker.opened.connect(opened.append)
        worker.open()
        waiting = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        while not opened:
            application.processEvents(waiting)
        cpu, wall = time.process_time(), time.perf_counter()
        window = UsageWindow(worker, Prices(Settings(Path(folder, "settings.json"))), LIGHT)
        window.range.setCurrentIndex(window.range.findData("all"))
        window.show()
        while not window.model.rows:
            application.processEvents(waiting)
        window.grab()
        took = (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000
        window.close()
        worker.close_and_wait(5000)
    return took


def conversation_shown(count: int) -> tuple[float, float]:
    """(CPU, wall) in ms to read a chat of `count` messages from the database and paint its end."""
    from perf.stage import ChatStage

    from desktop.ui.turn_views import message_view

    stage = ChatStage()
    with stored(conversation(count)) as (store, uuid):

        def show() -> None:
            read = store.load(uuid)
            stage.widget.set_messages([message_view(read, turn) for turn in read.path()])
            stage.widget.jump_to_end()

        return stage.timed(show)


def flushed(size: int) -> tuple[float, float]:
    """CPU in ms to store new text of an answer that has `size` bytes, and the bytes written for one of text."""
    with stored(["?", markdown(size)]) as (store, uuid):
        answer = store.load(uuid).path()[-1]
        text = markdown(_FLUSH, seed=2)
        written = bytes_written()
        spent = []
        for _ in range(50):
            begun = time.thread_time()
            store.append_parts(answer.uuid, [Part("text", text)])
            spent.append((time.thread_time() - begun) * 1000)
        return median(spent), (bytes_written() - written) / (50 * len(text.encode()))


def million() -> list[Samples]:
    with tempfile.TemporaryDirectory() as folder:
        apart(database_built, folder, limit_s=3600)
        shown = [apart(list_shown, folder, time.time(), limit_s=60) for _ in range(ROUNDS)]
        found = [apart(words_found, folder) for _ in range(ROUNDS)]
    worst = [max(row.values()) for row in found]
    return [Samples([one[0] for one in shown]), Samples([one[1] for one in shown]), Samples(worst)]


def database_built(folder: str) -> None:
    """A database of a million messages, for a program whose data folder this is."""
    build(user_paths(Path(folder)).database)


def list_shown(folder: str, begun: float) -> tuple[float, float]:
    """Wall time in ms since the process began to the window with list and last chat, and to show another chat then."""
    from perf.program import AfterPaint, run_program

    seen: list[float] = []
    # Else nothing but itself refers to it, and the collector may take it before the picture.
    kept: list[AfterPaint] = []

    def ready(application: object) -> None:
        seen.append((time.time() - begun) * 1000)
        asked = time.perf_counter()

        def painted() -> None:
            if application.window.chat.session.conversation.uuid == wanted:
                watch.stop()
                seen.append((time.perf_counter() - asked) * 1000)
                application.quit()

        wanted = f"chat-{CHATS // 2}"
        watch = AfterPaint(application.window, painted)
        kept.append(watch)
        application._workspace.open(wanted)

    run_program("http://127.0.0.1:9/v1", ready, folder)
    return seen[0], seen[1]


def words_found(folder: str) -> dict[str, float]:
    """Wall time in ms to the first 50 hits of each word, or to the end where there are fewer."""
    store = Store(user_paths(Path(folder)).database)
    store.opening()
    spent = {}
    for kind, words in searches().items():
        begun = time.perf_counter()
        hits = sum(len(some) for some in store.search(words))
        spent[kind] = (time.perf_counter() - begun) * 1000
        if (hits == 0) is not kind.startswith("absent"):
            raise AssertionError(f"{kind}: {hits} hits of {words}")
    store.close()
    return spent


@contextmanager
def stored(texts: list[str]) -> Iterator[tuple[Store, str]]:
    """A database with one conversation of these messages, question and answer in turns, and its uuid."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder, "conversations.db"))
        store.opening()
        chat = conversation_of(texts)
        store.save(chat, list(chat.turns.values()))
        try:
            yield store, chat.uuid
        finally:
            store.close()


def conversation_of(texts: list[str]) -> Conversation:
    """The texts as a chat, question and answer in turns."""
    chat = new_conversation("default", "m")
    for at, text in enumerate(texts):
        if at % 2 == 0:
            question = chat.ask(text)
        else:
            turn = chat.answer(question.uuid, "m", "")
            turn.append("text", text)
            turn.state = State.COMPLETE
    return chat


def bytes_written() -> int:
    """What this process has handed to write() so far."""
    lines = Path("/proc/self/io").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("wchar:"))


PROBES = (
    Probe(
        million,
        (
            Row("1,000,000 messages in 10,000 chats: launch → window with the list", "ms", 1500),
            Row("… another chat of 100 messages, to the painted end", "ms", 200),
            Row(
                "… search, first 50 hits: words of 1, 2, 4 characters, Latin; common, rare, absent",
                "ms",
                300,
                worst=True,
            ),
        ),
    ),
    Probe(usage, (Row("the usage window with 100,000 answers, to its picture", "ms", 300),)),
    Probe(opened, (Row("open 1,000 messages from the database, to the painted end", "ms", 50),)),
    Probe(
        flush,
        (
            Row("CPU to store new text of an answer of 1 MB against 10 KB", "×", 1.2),
            Row("bytes written to the database for a byte of text, a flush of 0.9 KB", "×", 5),
        ),
    ),
)
