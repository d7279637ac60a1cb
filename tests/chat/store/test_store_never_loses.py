"""What the store promises when the program is killed or the disk is full."""

from __future__ import annotations

import json
import os
import random
import signal
import struct
import subprocess
from contextlib import closing

import pytest

from desktop.chat.conversation import Part, State
from desktop.chat.store.pages import PAGE_SIZE
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


BUSY = """
import sys
from pathlib import Path
from desktop.chat.conversation import Part, State, new_conversation
from desktop.chat.store.store import Store

state = sys.argv[2]
store = Store(Path(sys.argv[1]))
status = store.opening()
assert status.writable and not status.reason, status
conversation = new_conversation("p", "m")
question = conversation.ask("问题")
answer = conversation.answer(question.uuid, "m", "o")
store.save(conversation, [question, answer])
print(conversation.uuid, flush=True)
number = 0
while True:
    if state == "idle" and number == 5:
        sys.stdin.read()
    if state == "writing":
        other = conversation.ask(f"{number}")
        store.save(conversation, [other])
        store.index_some()
    else:
        store.append_parts(answer.uuid, [Part("text", f"{number} ")])
    print(number, flush=True)
    number += 1
"""


def kill_again_and_again(child, path, state, rounds):
    """Each process works on what the killed ones before it left; nothing that one of them said is written is lost."""
    pick = random.Random(state)
    acknowledged: dict[str, int] = {}
    for _ in range(rounds):
        process = child(BUSY, path, state)
        lines = 6 if state == "idle" else pick.randrange(2, 12)
        seen = [process.stdout.readline().strip() for _ in range(lines)]
        process.send_signal(signal.SIGKILL)
        seen += process.communicate()[0].split()
        acknowledged[seen[0]] = int(seen[-1]) + 1

        with closing(Store(path)) as store:
            status = store.opening()
            assert (status.writable, status.reason) == (True, "")
            assert store._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            for uuid, count in acknowledged.items():
                found = store.load(uuid)
                turns = list(found.turns.values())
                assert turns[1].state is State.INTERRUPTED
                if state == "writing":
                    numbers = [int(turn.text) for turn in turns[2:]]
                else:
                    numbers = [int(number) for number in turns[1].text.split()]
                assert numbers == list(range(len(numbers)))
                assert len(numbers) >= count
        if len(acknowledged) > 20:
            del acknowledged[pick.choice(list(acknowledged))]


@pytest.mark.parametrize("state", ["idle", "writing", "streaming"])
def test_a_kill_in_any_state_loses_nothing(child, path, state):
    kill_again_and_again(child, path, state, 3)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("state", ["idle", "writing", "streaming"])
def test_two_hundred_kills_in_each_state_lose_nothing(child, path, state):
    kill_again_and_again(child, path, state, 200)


def commits_in(wal: bytes) -> list[int]:
    """Where each commit of a log ends, in bytes."""
    size = 24 + PAGE_SIZE
    places = range(32, len(wal) - size + 1, size)
    return [place + size for place in places if struct.unpack_from(">I", wal, place + 4)[0]]


def tear_again_and_again(child, path, count):
    """What a power cut may leave of the last write: every commit that is whole is there, and nothing of the others."""
    process = child(KILLED, path)
    uuid = process.stdout.readline().strip()
    for _ in range(60):
        process.stdout.readline()
    process.kill()
    process.communicate()
    database, log = path.read_bytes(), path.with_name(path.name + "-wal").read_bytes()
    commits = commits_in(log)
    with closing(Store(path)) as store:
        store.opening()
        before = len(commits) - len(store.load(uuid).path()[1].text.split())
    pick = random.Random(3)
    for number in range(count):
        folder = path.parent / f"torn-{number}"
        folder.mkdir()
        end = pick.randrange(commits[before - 1], len(log))
        torn = log[:end]
        if pick.random() < 0.5:
            torn += pick.choice([bytes(len(log) - end), pick.randbytes(len(log) - end)])
        (folder / path.name).write_bytes(database)
        (folder / f"{path.name}-wal").write_bytes(torn)

        with closing(Store(folder / path.name)) as store:
            status = store.opening()
            numbers = store.load(uuid).path()[1].text.split()
            check = store._connection.execute("PRAGMA integrity_check").fetchone()[0]

        assert (status.writable, status.reason, check) == (True, "", "ok")
        whole = len([place for place in commits if place <= end]) - before
        assert [int(one) for one in numbers[:whole]] == list(range(whole))
        assert len(numbers) == whole


def test_a_torn_log_costs_only_the_write_that_was_torn(child, path):
    tear_again_and_again(child, path, 25)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_five_hundred_torn_logs_cost_only_the_write_that_was_torn(child, path):
    tear_again_and_again(child, path, 500)


def test_a_log_that_is_damaged_in_its_middle_loses_nothing_that_stands_behind(child, path):
    process = child(KILLED, path)
    uuid = process.stdout.readline().strip()
    for _ in range(60):
        process.stdout.readline()
    process.kill()
    process.communicate()
    wal = path.with_name(path.name + "-wal")
    log = bytearray(wal.read_bytes())
    places = commits_in(log)
    log[places[len(places) // 2] + 24 + 2000] ^= 0x10
    wal.write_bytes(log)

    with closing(Store(path)) as store:
        status = store.opening()
        numbers = store.load(uuid).path()[1].text.split()

    assert status.reason == "damaged"
    assert len(numbers) >= 60
    assert status.path.with_name(status.path.name + "-wal").read_bytes() == bytes(log)


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
