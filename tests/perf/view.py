"""`view`: what the chat view costs the GUI thread, beside QTextBrowser."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import fmean, median
from typing import Any

from perf.measure import ROUNDS, apart, memory_mb
from perf.rows import Probe, Row, Samples, ratios
from perf.stage import FRAME_CHARACTERS, SIZE, BrowserStage, ChatStage, Heartbeat, answer, messages, run_for
from perf.texts import Writer, conversation, markdown, unbroken

MEGABYTE = 1_000_000
_MESSAGES = 5_000
_NOTCHES = 1_000
# What one hand-over from the network thread can hold.
_BURST = 64 * 1024


def frames(text: str) -> list[str]:
    """`text` as it arrives, frame by frame."""
    return [text[at : at + FRAME_CHARACTERS] for at in range(0, len(text), FRAME_CHARACTERS)]


# --- a growing answer -------------------------------------------------------------------------------------------------


def frame_growth() -> list[Samples]:
    large, small = [], []
    for _ in range(ROUNDS):
        large.append(apart(tail_frame, MEGABYTE))
        small.append(apart(tail_frame, 10_000))
    cpu, wall = (ratios([one[at] for one in large], [one[at] for one in small]) for at in (0, 1))
    return [Samples(cpu, wall), Samples([one[0] for one in small], [one[1] for one in small])]


def tail_frame(size: int) -> tuple[float, float]:
    """Mean (CPU, wall) of a frame, with the same text streaming behind an answer of `size` bytes.

    What the view leaves for a quiet moment is in the CPU.
    """
    stage = ChatStage()
    stage.open([answer(markdown(size), streaming=True)])
    stage.settle()
    pieces = frames(markdown(8_000, seed=2))
    warm = len(pieces) // 10
    for piece in pieces[:warm]:
        stage.frame(piece)
    stage.settle()
    begun = time.thread_time()
    wall = fmean(stage.frame(piece)[1] for piece in pieces[warm:])
    stage.settle()
    return (time.thread_time() - begun) * 1000 / len(pieces[warm:]), wall


def longest_frame() -> list[Samples]:
    """The largest of all frames, each the median of the rounds: what strikes once and elsewhere each time is noise.

    The rounds do the same work, so a collection of garbage or a layout that the work itself brings about stays in.
    """
    ours, inserted, anew = [], [], []
    for _ in range(ROUNDS):
        ours.append(apart(streamed_frames, MEGABYTE, limit_s=600))
        inserted.append(apart(inserted_frames, MEGABYTE))
        anew.append(apart(markdown_frame, MEGABYTE))
    return [
        _frame_by_frame(ours),
        _frame_by_frame(inserted),
        Samples([cpu for cpu, _ in anew], [wall for _, wall in anew]),
    ]


def streamed_frames(size: int) -> list[tuple[float, float]]:
    """Each frame while an answer of `size` bytes streams, with a table or a list of 20 KB every 100 KB."""
    stage = ChatStage()
    stage.open([answer("", streaming=True)])
    for piece in frames(markdown(4_000, seed=2)):
        stage.frame(piece)
    stage.open([answer("", streaming=True)])
    return [stage.frame(piece) for piece in frames(markdown(size, long_block_every=size // 10))]


def inserted_frames(size: int) -> list[tuple[float, float]]:
    """The last frames of such an answer, inserted into a QTextBrowser as plain text."""
    stage = BrowserStage()
    pieces = frames(markdown(size, long_block_every=size // 10))
    stage.open("")
    stage.frame("".join(pieces[:-1_000]))
    stage.settle()
    return [stage.frame(piece) for piece in pieces[-1_000:]]


def markdown_frame(size: int) -> tuple[float, float]:
    """One frame of an answer of `size` bytes that is set again with each."""
    stage = BrowserStage()
    text = markdown(size, long_block_every=size // 10)
    stage.open(text[:4_000])
    return stage.open(text)


def _frame_by_frame(rounds: list[list[tuple[float, float]]]) -> Samples:
    cpu, wall = ([median(spent[at] for spent in same) for same in zip(*rounds, strict=True)] for at in (0, 1))
    return Samples(cpu, wall)


# --- a long chat ------------------------------------------------------------------------------------------------------


def open_chat() -> list[Samples]:
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(apart(chat_opened, _MESSAGES))
        theirs.append(apart(browser_opened, _MESSAGES))
    cpu, wall, memory = (ratios([one[at] for one in ours], [one[at] for one in theirs]) for at in range(3))
    return [Samples(cpu, wall), Samples(memory), Samples([one[0] for one in ours], [one[1] for one in ours])]


def chat_opened(count: int) -> tuple[float, float, float]:
    """(CPU, wall, memory in MB) of opening a chat of `count` messages."""
    stage = ChatStage()
    stage.open(messages(conversation(20, seed=2)))
    stage.settle()
    shown = messages(conversation(count))
    before = memory_mb()
    cpu, wall = stage.open(shown)
    stage.settle()
    return cpu, wall, memory_mb() - before


def browser_opened(count: int) -> tuple[float, float, float]:
    """The same, as one text in a QTextBrowser."""
    stage = BrowserStage()
    stage.open("\n\n".join(conversation(20, seed=2)))
    stage.settle()
    text = "\n\n".join(conversation(count))
    before = memory_mb()
    cpu, wall = stage.open(text)
    stage.settle()
    return cpu, wall, memory_mb() - before


def wheel() -> list[Samples]:
    """Each notch the median of the rounds, as in `longest_frame`."""
    spent = _frame_by_frame([apart(chat_wheeled, _MESSAGES) for _ in range(ROUNDS)])
    return [spent, spent]


def chat_wheeled(count: int) -> list[tuple[float, float]]:
    """Each notch of the wheel, from the end upwards."""
    stage = ChatStage()
    stage.open(messages(conversation(count)))
    stage.settle()
    return [stage.wheel(1) for _ in range(_NOTCHES)]


# --- other sizes ------------------------------------------------------------------------------------------------------


def resize() -> list[Samples]:
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(apart(chat_resized, MEGABYTE))
        theirs.append(apart(browser_resized, MEGABYTE))
    cpu, wall = (ratios([one[at] for one in ours], [one[at] for one in theirs]) for at in (0, 1))
    return [Samples(cpu, wall), Samples([one[0] for one in ours], [one[1] for one in ours])]


def chat_resized(size: int) -> tuple[float, float]:
    """The frame after the width of the view changed, with an answer of `size` bytes."""
    stage = ChatStage()
    stage.open([answer(markdown(size))])
    return _resized(stage)


def browser_resized(size: int) -> tuple[float, float]:
    """The same in a QTextBrowser."""
    stage = BrowserStage()
    stage.open(markdown(size))
    return _resized(stage)


def _resized(stage: ChatStage | BrowserStage) -> tuple[float, float]:
    stage.settle()
    spent = [stage.resize(SIZE[0] - 40 * step) for step in range(1, 8)]
    return median(cpu for cpu, _ in spent), median(wall for _, wall in spent)


def fence() -> list[Samples]:
    large, small = [], []
    for _ in range(ROUNDS):
        large.append(apart(fence_wheeled, 200_000))
        small.append(apart(fence_wheeled, 4_000))
    cpu, wall = (ratios([one[at] for one in large], [one[at] for one in small]) for at in (0, 1))
    return [Samples(cpu, wall)]


def fence_wheeled(size: int) -> tuple[float, float]:
    """A notch of the wheel inside a fence of `size` bytes."""
    stage = ChatStage()
    stage.open([answer(Writer(1).fence(size))])
    stage.settle()
    spent = [stage.wheel(notch) for _ in range(20) for notch in (1, 1, 1, 1, -1, -1, -1, -1)]
    return median(cpu for cpu, _ in spent[16:]), median(wall for _, wall in spent[16:])


# --- what nobody expects ----------------------------------------------------------------------------------------------


def unbroken_line() -> list[Samples]:
    return _hard(hard_unbroken)


def huge_answer() -> list[Samples]:
    return _hard(hard_answer)


def code_blocks() -> list[Samples]:
    return _hard(hard_code)


def hard_unbroken() -> tuple[float, float, float]:
    return _lived_through(unbroken(MEGABYTE))


def hard_answer() -> tuple[float, float, float]:
    return _lived_through(markdown(8 * MEGABYTE))


def hard_code() -> tuple[float, float, float]:
    writer = Writer(1)
    return _lived_through("".join(writer.fence(200) for _ in range(5_000)))


def _hard(scene: Callable[[], Any]) -> list[Samples]:
    seen = [apart(scene, limit_s=180) for _ in range(ROUNDS)]
    return [Samples([one[0] for one in seen], [one[1] for one in seen]), Samples([one[2] for one in seen])]


def _lived_through(text: str) -> tuple[float, float, float]:
    """The longest gap of the event loop (CPU, wall) and the highest memory in MB, while `text` arrives as fast as it
    can, ends, is read upwards, gets another width, and is opened once more from the store.
    """
    stage = ChatStage()
    view = stage.widget
    stage.open([answer("", streaming=True)])
    beat = Heartbeat()
    for at in range(0, len(text), _BURST):
        view.append_text("a", text[at : at + _BURST])
        run_for(20)
    view.update_message(answer(text))
    stage.settle()
    for _ in range(100):
        stage.wheel(1)
        run_for(0)
    view.resize(SIZE[0] - 200, SIZE[1])
    stage.settle()
    view.set_messages([])
    run_for(0)
    view.set_messages([answer(text, uuid="b")])
    run_for(0)
    view.jump_to_end()
    stage.settle()
    beat.stop()
    return beat.longest_cpu_ms, beat.longest_wall_ms, memory_mb("VmHWM")


_HARD_GOALS = (("longest gap of the event loop", "ms", 100.0), ("memory of the process", "MB", 500.0))


def _hard_rows(text: str) -> tuple[Row, ...]:
    return tuple(Row(f"{text}: {what}", unit, goal) for what, unit, goal in _HARD_GOALS)


PROBES = (
    Probe(
        frame_growth,
        (
            Row("GUI time per frame, 1 MB against 10 KB of answer, same tail", "×", 1.2),
            Row("GUI time per frame at 10 KB", "ms"),
        ),
    ),
    Probe(
        longest_frame,
        (
            Row("longest GUI frame while 1 MB streams, tables and lists of 20 KB in it", "ms", 8, worst=True),
            Row("… of QTextBrowser, text inserted, the last 16 KB of 1 MB", "ms", worst=True),
            Row("… of QTextBrowser, setMarkdown of 1 MB", "ms"),
        ),
    ),
    Probe(
        open_chat,
        (
            Row("open 5,000 messages against one QTextBrowser", "×", 1 / 100),
            Row("memory of 5,000 messages against one QTextBrowser", "×", 1 / 10),
            Row("open 5,000 messages", "ms"),
        ),
    ),
    Probe(
        resize,
        (
            Row("resize with 1 MB against one QTextBrowser", "×", 1 / 30),
            Row("resize with 1 MB", "ms"),
        ),
    ),
    Probe(
        wheel,
        (
            Row("a notch of the wheel in 5,000 messages", "ms"),
            Row("the longest of 1,000 notches", "ms", 8, worst=True),
        ),
    ),
    Probe(fence, (Row("a notch of the wheel in a fence of 200 KB against 4 KB", "×", 1.2),)),
    Probe(unbroken_line, _hard_rows("1 MB in one unbroken line")),
    Probe(huge_answer, _hard_rows("answer of 8 MB")),
    Probe(code_blocks, _hard_rows("5,000 code blocks")),
)
