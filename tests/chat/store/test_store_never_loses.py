"""What the store promises when the program is killed or the disk is full."""

from __future__ import annotations

import json
import os
import signal
import subprocess

import pytest

from desktop.chat.conversation import Part, State
from desktop.chat.store.store import Store
from desktop.errors import StoreError

KILLED = """
import sys
from pathlib import Path
from desktop.chat.conversation import Part, new_conversation
from desktop.chat.store.store import Store

store = Store(Path(sys.argv[1]))
assert store.opening().writable
conversation = new_conversation("p", "m")
question = conversation.ask("问题")
answer = conversation.answer(question.uuid, "m", "o")
store.save(conversation, [question, answer])
print(conversation.uuid, flush=True)
number = 0
while True:
    store.append_parts(answer.uuid, [Part("text", f"{number} ")])
    print(number, flush=True)
    number += 1
"""


def test_a_kill_amid_an_answer_loses_nothing_that_was_written(child, path, open_store):
    process = child(KILLED, path)
    uuid = process.stdout.readline().strip()
    for _ in range(50):
        written = int(process.stdout.readline())

    process.send_signal(signal.SIGKILL)
    process.wait()
    found = open_store().load(uuid)

    question, answer = found.path()
    assert question.text == "问题"
    assert answer.state is State.INTERRUPTED
    numbers = [int(number) for number in answer.text.split()]
    assert numbers == list(range(len(numbers)))
    assert len(numbers) > written


def test_a_torn_log_costs_only_its_last_writes(child, path, open_store):
    process = child(KILLED, path)
    uuid = process.stdout.readline().strip()
    for _ in range(50):
        process.stdout.readline()
    process.kill()
    process.wait()
    wal = path.with_name(path.name + "-wal")

    os.truncate(wal, wal.stat().st_size - 5000)
    found = open_store().load(uuid)

    numbers = [int(number) for number in found.path()[1].text.split()]
    assert numbers == list(range(len(numbers)))
    assert len(numbers) >= 45


LIMITED = """
import json, resource, sys
from pathlib import Path
from desktop.chat.conversation import Part, new_conversation
from desktop.chat.store.store import Store
from desktop.errors import StoreError

path = Path(sys.argv[1])
store = Store(path)
store.opening()
conversation = new_conversation("p", "m")
question = conversation.ask("kept")
store.save(conversation, [question])
wal = path.with_name(path.name + "-wal")
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (max(wal.stat().st_size, path.stat().st_size) + 8192, hard))
reason = ""
try:
    for _ in range(100):
        store.append_parts(question.uuid, [Part("text", "x" * 5000)])
except StoreError as error:
    reason = error.reason
read = store.load(conversation.uuid).path()[0].text
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
store.append_parts(question.uuid, [Part("text", " after")])
print(json.dumps([reason, read[:4], store.load(conversation.uuid).path()[0].text[-6:]]))
store.close()
"""


def test_a_full_disk_is_told_and_reading_goes_on(child, path):
    if os.name != "posix":
        pytest.skip("needs a limit on the size of files")
    process = child(LIMITED, path)

    output, _ = process.communicate(timeout=60)

    assert json.loads(output) == ["full", "kept", " after"]


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 1 MiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = False
    try:
        command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        pass
    if not mounted:
        pytest.skip("a small file system can only be mounted by root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill_up(folder):
    with (folder / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def test_a_database_on_a_full_disk_opens_for_reading_and_recovers(open_store, small_disk, conversation, turns):
    path = small_disk / "conversations.db"
    store = open_store(path)
    store.save(conversation, turns)
    store.close()
    fill_up(small_disk)

    full = Store(path)
    status = full.opening()
    try:
        assert (status.writable, status.reason) == (False, "full")
        assert full.load(conversation.uuid).path()[1].text == "Hello"
        with pytest.raises(StoreError) as caught:
            full.append_parts(turns[1].uuid, [Part("text", "x" * 100)])
        assert caught.value.reason == "full"

        (small_disk / "filler").unlink()
        full.append_parts(turns[1].uuid, [Part("text", "!")])
        assert full.load(conversation.uuid).path()[1].text == "Hello!"
    finally:
        full.close()


def test_a_first_start_on_a_full_disk_recovers_when_there_is_room(small_disk, conversation, turns):
    fill_up(small_disk)
    store = Store(small_disk / "conversations.db")

    status = store.opening()
    try:
        assert (status.writable, status.reason) == (False, "full")
        assert store.list_conversations() == ()
        with pytest.raises(StoreError) as caught:
            store.save(conversation, turns)
        assert caught.value.reason == "full"

        (small_disk / "filler").unlink()
        store.save(conversation, turns)
        assert len(store.list_conversations()) == 1
    finally:
        store.close()
