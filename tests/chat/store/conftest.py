from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import desktop
from desktop.chat.conversation import Conversation, State, Turn, new_conversation
from desktop.chat.store.store import Store

_LEFT_OPEN = """
import os, sys
from pathlib import Path
from desktop.chat.conversation import new_conversation
from desktop.chat.store.store import Store

store = Store(Path(sys.argv[1]))
store.opening()
conversation = new_conversation("p", "m")
question = conversation.ask("in the log only")
answer = conversation.answer(question.uuid, "m", "o")
answer.append("text", "half")
store.save(conversation, [question, answer])
print(conversation.uuid, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture(autouse=True)
def unhurried_indexing(monkeypatch: pytest.MonkeyPatch) -> None:
    """How much one step of indexing does is bounded by time: on a busy machine it would be less than a test expects."""
    monkeypatch.setattr("desktop.chat.store.index.SLICE_S", 60.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "conversations.db"


@pytest.fixture
def open_store(path: Path) -> Iterator[Callable[..., Store]]:
    """Makes stores that are closed after the test; `opening` is called already."""
    made: list[Store] = []

    def make(where: Path = path, **options: object) -> Store:
        store = Store(where, **options)
        made.append(store)
        store.opening()
        return store

    yield make
    for store in made:
        store.close()


@pytest.fixture
def conversation() -> Conversation:
    """One question and its answer."""
    found = new_conversation("p", "m")
    question = found.ask("你好 🌍")
    answer = found.answer(question.uuid, "m", "https://api000.com")
    answer.append("reasoning", "thinking")
    answer.append("text", "Hello")
    answer.state = State.COMPLETE
    return found


@pytest.fixture
def turns(conversation: Conversation) -> list[Turn]:
    return list(conversation.turns.values())


@pytest.fixture
def stored(open_store: Callable[..., Store], conversation: Conversation, turns: list[Turn]) -> Conversation:
    """The conversation, in a database that is closed again."""
    store = open_store()
    store.save(conversation, turns)
    store.close()
    return conversation


@pytest.fixture
def child() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a Python program of its own, which ends with the test."""
    started: list[subprocess.Popen[str]] = []

    def start(program: str, *arguments: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", program, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(desktop.__file__).parents[1])},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            assert stream is not None
            stream.close()


@pytest.fixture
def left_open(child: Callable[..., subprocess.Popen[str]], path: Path) -> str:
    """A database whose process was killed in the middle of an answer; gives the conversation's uuid."""
    uuid: str = child(_LEFT_OPEN, path).communicate(timeout=60)[0].strip()
    return uuid
