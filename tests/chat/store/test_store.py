from __future__ import annotations

import dataclasses
import json
import os
import signal
import sqlite3
import subprocess
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.chat.conversation import Conversation, Part, State, Turn, new_conversation
from desktop.chat.store.migrations import STEPS
from desktop.chat.store.rows import clean
from desktop.chat.store.store import Store
from desktop.errors import StoreError

anything = st.text(st.characters(exclude_categories=()), max_size=40)
moments = st.none() | st.floats(0, 1e11)
json_objects = st.none() | st.dictionaries(
    anything.map(clean), anything.map(clean) | st.integers() | st.none(), max_size=3
)


def parts():
    return st.lists(
        st.builds(Part, st.sampled_from(["text", "reasoning", "tool_call", "refusal"]), anything), max_size=5
    )


def some_turns():
    return st.builds(
        Turn,
        uuid=st.uuids().map(str),
        parent=st.none() | anything,
        role=st.sampled_from(["user", "assistant"]),
        state=st.sampled_from([state for state in State if state is not State.STREAMING]),
        parts=parts(),
        finish_reason=st.none() | anything,
        model_asked=anything,
        model_answered=st.none() | anything,
        origin=anything,
        usage=json_objects,
        created_at=st.floats(0, 1e11),
        sent_at=moments,
        first_token_at=moments,
        ended_at=moments,
        reasoning_ms=st.none() | st.integers(0, 2**50),
        requests_sent=st.integers(0, 9),
        request_id=st.none() | anything,
        error=json_objects,
    )


def cleaned(turn: Turn) -> Turn:
    """The turn as the database gives it back: valid Unicode, neighbours of one kind joined."""
    changes = {}
    for field in dataclasses.fields(turn):
        value = getattr(turn, field.name)
        if isinstance(value, str) and field.name != "state":
            changes[field.name] = clean(value)
    joined: list[Part] = []
    for part in turn.parts:
        if joined and joined[-1].kind == part.kind and part.kind != "tool_call":
            joined[-1].append(part.body)
        else:
            joined.append(Part(part.kind, part.body))
    changes["parts"] = [Part(part.kind, clean(part.body)) for part in joined]
    return dataclasses.replace(turn, **changes)


def reopened(store: Store, open_store) -> Store:
    store.close()
    return open_store()


def test_a_conversation_survives_a_restart(open_store, conversation, turns):
    conversation.parameters = {"temperature": 0.5, "stop": ["停"]}
    conversation.draft = "草稿 \ud83c end"
    conversation.pinned = True
    store = open_store()
    store.save(conversation, turns)

    found = reopened(store, open_store).load(conversation.uuid)

    assert found == dataclasses.replace(conversation, draft="草稿 \ufffd end")
    assert [turn.text for turn in found.path()] == ["你好 🌍", "Hello"]
    assert found.path()[1].reasoning == "thinking"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turn=some_turns())
def test_any_turn_comes_back_as_it_was(open_store, path, turn):
    store = Store(path)
    store.opening()
    conversation = new_conversation("p", "m")
    try:
        store.save_conversation(conversation)
        store.save_turn(conversation.uuid, turn)
        found = store.load(conversation.uuid).turns
    finally:
        store.close()

    assert found == {turn.uuid: cleaned(turn)}


def test_the_list_shows_what_was_changed_last_first_and_the_trash_too(open_store):
    store = open_store()
    old, new = (Conversation(uuid, title=uuid, created_at=1.0, updated_at=at) for uuid, at in (("a", 2.0), ("b", 3.0)))
    store.save_conversation(old)
    store.save_conversation(new)
    store.trash("b", 9.0)

    assert [(one.uuid, one.updated_at, one.trashed_at) for one in store.list_conversations()] == [
        ("b", 3.0, 9.0),
        ("a", 2.0, None),
    ]
    store.restore("b")
    assert store.list_conversations()[0].trashed_at is None


def test_siblings_keep_their_order_whatever_their_clock_says(open_store, conversation, turns):
    question = turns[0]
    for number in range(3):
        again = conversation.answer(question.uuid, f"m{number}", "o")
        again.state, again.created_at = State.COMPLETE, 1000.0 - number
    store = open_store()
    store.save(conversation, list(conversation.turns.values()))
    store.save_turn(conversation.uuid, turns[1])

    found = store.load(conversation.uuid)

    expected = [turn.uuid for turn in conversation.siblings(turns[1].uuid)]
    assert [turn.uuid for turn in found.siblings(turns[1].uuid)] == expected
    assert found.leaf == conversation.leaf


def test_flushes_are_joined_when_loaded_and_when_the_turn_is_saved(open_store, conversation, turns, path):
    answer = turns[1]
    store = open_store()
    store.save(conversation, turns)

    store.append_parts(answer.uuid, [Part("text", ", wor"), Part("text", "ld")])
    store.append_parts(answer.uuid, [Part("text", "!")])
    assert store.load(conversation.uuid).turns[answer.uuid].parts == [
        Part("reasoning", "thinking"),
        Part("text", "Hello, world!"),
    ]

    answer.append("text", ", world!")
    store.save_turn(conversation.uuid, answer)
    store.close()
    with closing(sqlite3.connect(path)) as file:
        kinds = "SELECT kind FROM part JOIN turn ON turn.id = part.turn WHERE uuid = ? ORDER BY seq"
        assert file.execute(kinds, (answer.uuid,)).fetchall() == [("reasoning",), ("text",)]


def test_a_deleted_turn_is_gone_with_its_parts(open_store, conversation, turns, path):
    store = open_store()
    store.save(conversation, turns)

    store.delete_turn(turns[1].uuid)
    store.delete_turn("never was")

    assert list(store.load(conversation.uuid).turns) == [turns[0].uuid]
    store.close()
    assert b"thinking" not in path.read_bytes()


def test_what_does_not_exist_is_an_error_in_words(open_store):
    store = open_store()

    for call in (
        lambda: store.load("x"),
        lambda: store.append_parts("x", [Part("text", "y")]),
        lambda: store.save_turn("x", Turn("t", None, "user")),
        lambda: store.trash("x", 1.0),
    ):
        with pytest.raises(StoreError, match="there is no such") as caught:
            call()
        assert caught.value.reason == "other"


def test_a_save_that_fails_leaves_nothing_behind(open_store, conversation, turns):
    store = open_store()
    turns[1].requests_sent = 2**70

    with pytest.raises(OverflowError):
        store.save(conversation, turns)

    assert store.list_conversations() == ()
    turns[1].requests_sent = 1
    store.save(conversation, turns)
    assert len(store.load(conversation.uuid).turns) == 2


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


def test_a_message_beside_a_damaged_page_is_still_shown(open_store, conversation, turns, path):
    store = open_store()
    big = conversation.answer(turns[0].uuid, "m", "o")
    big.append("text", "MARK" * 5000)
    big.state = State.COMPLETE
    store.save(conversation, list(conversation.turns.values()))
    store.close()
    raw = bytearray(path.read_bytes())
    page = next(at for at in range(0, len(raw), 4096) if raw[at : at + 4096].count(b"MARK") > 1020)
    raw[page : page + 4] = b"\xff\xff\xff\xff"  # the number of the page where the text goes on
    path.write_bytes(raw)

    store = open_store()
    found = store.load(conversation.uuid)

    assert found.turns[big.uuid].parts == [Part("damaged")]
    assert found.turns[turns[1].uuid].text == "Hello"
    store.save_turn(conversation.uuid, found.turns[big.uuid])
    store.close()
    assert b"MARK" * 500 in path.read_bytes()
    status = Store(path).opening()
    assert status.reason == "damaged"


def test_a_turn_of_a_damaged_page_is_a_placeholder_and_the_others_stay_linked(open_store, path):
    conversation = new_conversation("p", "m")
    for number in range(40):
        conversation.ask(f"question {number}").model_asked = f"<{number}>" + "x" * 400
    store = open_store()
    store.save(conversation, list(conversation.turns.values()))
    store.close()
    raw = bytearray(path.read_bytes())
    page = raw.index(b"<20>") // 4096 * 4096
    raw[page] = 0xFF  # no kind of page
    path.write_bytes(raw)

    found = open_store().load(conversation.uuid)

    lost = [turn for turn in found.turns.values() if turn.parts == [Part("damaged")]]
    assert 0 < len(lost) < 15
    assert len(found.path()) == 40
    assert found.path()[-1].text == "question 39"


def test_bytes_that_are_no_utf8_cost_one_character(open_store, conversation, turns, path):
    store = open_store()
    store.save(conversation, turns)
    store.close()
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE part SET body = CAST(x'61ff62' AS TEXT) WHERE body = 'Hello'")
        file.execute("UPDATE turn SET usage = '{', role = NULL, requests_sent = 'many', state = 'paused'")
        file.execute("UPDATE conversation SET parameters = NULL, title = NULL, updated_at = NULL, leaf = NULL")
        file.commit()

    store = open_store()
    found = store.load(conversation.uuid)

    assert found.path()[1].text == "a\ufffdb"
    assert found.path()[1].usage is None
    assert store.list_conversations()[0].title == ""


def test_closing_twice_and_calling_after_it_raises_only_store_errors(open_store, conversation):
    store = open_store()
    store.close()
    store.close()

    assert store.list_conversations() == ()
    for call in (lambda: store.load("x"), lambda: store.save(conversation)):
        with pytest.raises(StoreError, match="not open"):
            call()


def test_the_data_model_is_that_of_the_last_step(open_store, path):
    open_store().close()

    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (STEPS[-1].version,)
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert dict(file.execute("SELECT key, value FROM meta"))["clean"] == "1"
