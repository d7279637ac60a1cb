"""`desktop.worker.key_worker`: the keyring never holds up the window, and no key rides a signal."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from fakes.keys import ACCOUNT, GNOME, SENTINEL
from fakes.secret_service import SecretService, require_programs, running_secret_service
from PySide6.QtCore import QObject, QThread, Signal
from pytestqt.qtbot import QtBot

from desktop.errors import KeyStoreError, SettingsError
from desktop.settings.keys import KeyAccount, KeyStatus, KeyStore
from desktop.worker.key_worker import KeyWorker

LIMIT_MS = 10_000


@pytest.fixture
def secret_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    require_programs()
    with running_secret_service() as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.bus.address)
        yield service


@pytest.fixture
def store() -> KeyStore:
    return KeyStore(probe_limit_s=LIMIT_MS / 1000)


@pytest.fixture
def worker(qapp: object, store: KeyStore) -> Iterator[KeyWorker]:
    worker = KeyWorker(store, waiting_after_ms=50)
    yield worker
    for thread in keyring_threads():
        thread.join(LIMIT_MS / 1000)
        assert not thread.is_alive()


@pytest.fixture
def heard(worker: KeyWorker) -> list[tuple[Any, ...]]:
    """Every signal of the worker, with its name first."""
    seen: list[tuple[Any, ...]] = []
    for name in ("probed", "loaded", "saved", "deleted", "failed", "waiting"):
        getattr(worker, name).connect(lambda *values, name=name: seen.append((name, *values)))
    return seen


def keyring_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("keyring ")]


def threads_of(*calls: Callable[[], None]) -> list[threading.Thread]:
    """The threads that these calls start; those of another test may still be ending."""
    before = keyring_threads()
    for call in calls:
        call()
    return [thread for thread in keyring_threads() if thread not in before]


def test_a_key_is_saved_loaded_and_deleted(
    qtbot: QtBot, secret_service: SecretService, worker: KeyWorker, store: KeyStore, heard: list[tuple[Any, ...]]
) -> None:
    def go(act: Callable[[], None], end: Any) -> None:
        with qtbot.waitSignal(end, timeout=LIMIT_MS):
            act()

    go(worker.probe, worker.probed)
    go(lambda: worker.save(ACCOUNT, f" {SENTINEL}\n"), worker.saved)
    store.keep_for_session(ACCOUNT, "")
    go(lambda: worker.load(ACCOUNT), worker.loaded)
    assert store.key(ACCOUNT) == SENTINEL
    go(lambda: worker.delete(ACCOUNT), worker.deleted)
    go(lambda: worker.load(ACCOUNT), worker.loaded)

    assert [values for values in heard if values[0] != "waiting"] == [
        ("probed", KeyStatus("keyring", GNOME)),
        ("saved", ACCOUNT, KeyStatus("keyring", GNOME)),
        ("loaded", ACCOUNT, True),
        ("deleted", ACCOUNT),
        ("loaded", ACCOUNT, False),
    ]
    assert SENTINEL not in repr(heard)


def test_a_hung_keyring_is_waited_for_while_the_window_goes_on(
    qtbot: QtBot, secret_service: SecretService, worker: KeyWorker, store: KeyStore, heard: list[tuple[Any, ...]]
) -> None:
    store._probe_limit_s = 0.3
    secret_service.pause()
    with qtbot.waitSignal(worker.waiting, timeout=LIMIT_MS):
        worker.save(ACCOUNT, SENTINEL)

    store.keep_for_session(ACCOUNT, SENTINEL)
    with qtbot.waitSignal(worker.probed, timeout=LIMIT_MS):
        worker.probe()
    assert store.key(ACCOUNT) == SENTINEL
    assert heard == [("waiting", ACCOUNT), ("probed", KeyStatus("session", "Secret Service", "hung"))]

    with qtbot.waitSignal(worker.saved, timeout=LIMIT_MS):
        secret_service.resume()
    assert heard[2:] == [("saved", ACCOUNT, KeyStatus("keyring", GNOME))]


def test_a_prompt_is_waited_for_and_may_be_answered_late(
    qtbot: QtBot, secret_service: SecretService, worker: KeyWorker, store: KeyStore, heard: list[tuple[Any, ...]]
) -> None:
    KeyStore().save(ACCOUNT, SENTINEL)
    secret_service.lock()
    with qtbot.waitSignal(worker.loaded, timeout=LIMIT_MS), secret_service.open_prompt() as prompt:
        with qtbot.waitSignal(worker.waiting, timeout=LIMIT_MS):
            worker.load(ACCOUNT)
        prompt.wait_until_asked()
        secret_service.unlock()

    assert heard == [("waiting", ACCOUNT), ("loaded", ACCOUNT, True)]
    assert store.key(ACCOUNT) == SENTINEL


@pytest.mark.parametrize("act", ["load", "delete"])
def test_a_dismissed_prompt_fails_with_words(
    qtbot: QtBot, secret_service: SecretService, worker: KeyWorker, act: str
) -> None:
    KeyStore().save(ACCOUNT, SENTINEL)
    secret_service.lock()

    with qtbot.waitSignal(worker.failed, timeout=LIMIT_MS) as seen:
        getattr(worker, act)(ACCOUNT)

    account, error = seen.args
    assert account == ACCOUNT
    assert isinstance(error, KeyStoreError)
    assert "locked" in str(error)


def test_a_dismissed_prompt_keeps_a_saved_key_for_the_session(
    qtbot: QtBot, secret_service: SecretService, worker: KeyWorker, store: KeyStore
) -> None:
    secret_service.lock()

    with qtbot.waitSignal(worker.saved, timeout=LIMIT_MS) as seen:
        worker.save(ACCOUNT, SENTINEL)

    assert seen.args == [ACCOUNT, KeyStatus("session", GNOME, "locked")]
    assert store.key(ACCOUNT) == SENTINEL


def test_without_a_bus_everything_still_ends(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, worker: KeyWorker, store: KeyStore
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)

    with qtbot.waitSignal(worker.saved, timeout=LIMIT_MS) as saved:
        worker.save(ACCOUNT, SENTINEL)
    with qtbot.waitSignal(worker.loaded, timeout=LIMIT_MS) as loaded:
        worker.load(KeyAccount("other", "https://api000.com"))

    assert saved.args == [ACCOUNT, KeyStatus("session", "", "no_bus")]
    assert loaded.args == [KeyAccount("other", "https://api000.com"), False]


def test_what_cannot_be_a_key_is_refused_at_once(worker: KeyWorker, store: KeyStore) -> None:
    def save() -> None:
        with pytest.raises(SettingsError):
            worker.save(ACCOUNT, "two words")

    assert threads_of(save) == []
    assert store.key(ACCOUNT) == ""


class _Stuck(KeyStore):
    """A store whose keyring answers when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.answer = threading.Event()

    def load(self, account: KeyAccount) -> bool:
        return account != ACCOUNT or self.answer.wait(LIMIT_MS / 1000)


def test_every_call_has_a_daemon_thread_of_its_own_and_is_reported_in_the_workers(qtbot: QtBot) -> None:
    store = _Stuck()
    worker = KeyWorker(store, waiting_after_ms=LIMIT_MS)
    threads: list[QThread] = []
    # A plain function runs in the thread that emits.
    worker.loaded.connect(lambda *_values: threads.append(QThread.currentThread()))
    load = partial(worker.load, ACCOUNT)
    started = threads_of(load, load)

    with qtbot.waitSignals([worker.loaded, worker.loaded], timeout=LIMIT_MS):
        store.answer.set()

    assert [thread.daemon for thread in started] == [True, True]
    assert threads == [worker.thread(), worker.thread()]


def test_only_a_call_that_is_not_answered_is_waited_for(qtbot: QtBot) -> None:
    store = _Stuck()
    # Long enough for the quick call's answer on a busy machine.
    worker = KeyWorker(store, waiting_after_ms=1000)
    waited: list[KeyAccount] = []
    worker.waiting.connect(waited.append)
    with qtbot.waitSignal(worker.loaded, timeout=LIMIT_MS):
        worker.load(KeyAccount("quick", "https://api000.com"))

    # Its own wait begins after the other's, and ends after it.
    with qtbot.waitSignal(worker.waiting, timeout=LIMIT_MS):
        worker.load(ACCOUNT)
    with qtbot.waitSignal(worker.loaded, timeout=LIMIT_MS):
        store.answer.set()

    assert waited == [ACCOUNT]


def test_an_answer_after_the_workers_end_is_dropped(qtbot: QtBot) -> None:
    store = _Stuck()
    worker = KeyWorker(store, waiting_after_ms=LIMIT_MS)
    (thread,) = threads_of(lambda: worker.load(ACCOUNT))

    with qtbot.waitSignal(worker.destroyed, timeout=LIMIT_MS):
        worker.deleteLater()
    store.answer.set()
    thread.join(LIMIT_MS / 1000)

    assert not thread.is_alive()


def test_a_signal_can_be_handed_on(qtbot: QtBot, secret_service: SecretService, worker: KeyWorker) -> None:
    class Relay(QObject):
        waiting = Signal(object)

    relay = Relay()
    worker.waiting.connect(relay.waiting)
    secret_service.pause()

    with qtbot.waitSignal(relay.waiting, timeout=LIMIT_MS) as seen:
        worker.load(ACCOUNT)
    with qtbot.waitSignal(worker.loaded, timeout=LIMIT_MS):
        secret_service.resume()

    assert seen.args == [ACCOUNT]
