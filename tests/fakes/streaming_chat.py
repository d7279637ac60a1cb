"""A chat view that streams answers, scrolls and walks their blocks: `python streaming_chat.py BLOCKS`.

It ends when its stdin has ended, after the answer that it is at. Then it prints one JSON object: `answers` that were
streamed, `resident_kb` after each of them, and how many accessible `objects` there were.
"""

from __future__ import annotations

import gc
import json
import os
import random
import sys
from pathlib import Path

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.view import ChatView

BLOCKS_A_TICK = 3
TICK_MS = 15
KINDS = ("# Heading {n}", "Words of block {n} 零度 😀", "- an item, {n}", "1. a step, {n}", "```python\nx = {n}\n```")


class Chat:
    """Drives the view from a timer."""

    def __init__(self, view: ChatView, blocks: int) -> None:
        self._view = view
        self._blocks = blocks
        self._is_ending = False
        self._random = random.Random(7)
        self._ticks = self._streamed = 0
        self.resident_kb: list[int] = []
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._stdin = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self._stdin.activated.connect(self._end)
        self._begin()
        self._timer.start(TICK_MS)

    def _end(self) -> None:
        self._stdin.setEnabled(False)
        self._is_ending = True

    def _begin(self) -> None:
        name = f"answer {len(self.resident_kb)}"
        self._streamed = 0
        question = MessageView(f"question of {name}", "user", "Tell me more.")
        self._answer = MessageView(name, "assistant", "", streaming=True, caption="model")
        self._view.set_messages([question, self._answer])

    def _tick(self) -> None:
        self._ticks += 1
        if self._streamed >= self._blocks:
            self._view.update_message(MessageView(self._answer.uuid, "assistant", self._answer.text, caption="model"))
            gc.collect()
            self.resident_kb.append(resident_kb())
            self._begin()
            if self._is_ending:
                self._timer.stop()
                QApplication.quit()
            return
        text = "".join(block(self._streamed + more) for more in range(BLOCKS_A_TICK))
        self._streamed += BLOCKS_A_TICK
        self._view.append_text(self._answer.uuid, text)
        self._use()

    def _use(self) -> None:
        """What a reader does meanwhile."""
        view, walk = self._view, self._view.walk
        match self._ticks % 12:
            case 1 | 2 | 3:
                view.scroll_pixels(self._random.randint(-400, 300))
            case 4 | 5:
                walk.step_block(self._random.choice((-1, 1)))
            case 6:
                walk.step_message(-1)
            case 7:
                view.jump_to_end()
            case 8 if walk.block is not None:
                view.reader.open(walk.block)
            case 9:
                view.reader.close_block()
            case _:
                pass


def block(number: int) -> str:
    return KINDS[number % len(KINDS)].format(n=number) + "\n\n"


def resident_kb() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def main(blocks: int) -> None:
    application = QApplication(["lingdu"])
    application.setApplicationName("lingdu")
    view = ChatView()
    view.resize(900, 700)
    view.show()
    view.activateWindow()
    chat = Chat(view, blocks)
    application.exec()
    objects = len(view.accessible.children())
    print(json.dumps({"answers": len(chat.resident_kb), "resident_kb": chat.resident_kb, "objects": objects}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
