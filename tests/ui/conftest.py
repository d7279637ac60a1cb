"""The real stack below a widget: threads, store, keys and client, with an endpoint on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from desktop.api.client import ChatClient
from desktop.api.retry import RetryPolicy
from desktop.api.types import Limits
from desktop.chat.recorder import Recorder
from desktop.settings.keys import KeyStore
from desktop.settings.profiles import Profile, Profiles
from desktop.settings.settings import Settings
from desktop.ui.connection.services import ConnectionServices
from desktop.ui.key_access import KeyAccess, account_of
from desktop.ui.key_form import KeyServices
from desktop.ui.main_window import MainWindow
from desktop.ui.profile_book import ProfileBook
from desktop.ui.services import Services
from desktop.ui.system import tray
from desktop.ui.workspace import Workspace
from desktop.worker.doctor_worker import DoctorWorker
from desktop.worker.key_worker import KeyWorker
from desktop.worker.loop_thread import LoopThread
from desktop.worker.store_worker import StoreWorker
from desktop.worker.stream_worker import StreamWorker

KEY = "sk-SENTINEL-abcdef0123456789"


@pytest.fixture(autouse=True)
def english_numbers() -> Iterator[None]:
    """Widgets speak English, whatever the machine."""
    before = QLocale()
    QLocale.setDefault(QLocale("en"))
    yield
    QLocale.setDefault(before)


@dataclass
class Stack:
    """The objects `Application` would make, joined in the same way."""

    settings: Settings
    profiles: ProfileBook
    keys: KeyStore
    key_worker: KeyWorker
    stream: StreamWorker
    store: StoreWorker
    workspace: Workspace
    key_services: KeyServices
    connection: ConnectionServices
    client: ChatClient
    secrets: list[str]
    recorder: Recorder


@pytest.fixture
def make_stack(qtbot, tmp_path: Path) -> Iterator[Callable[..., Stack]]:
    """Build the stack for an endpoint: `make_stack(server.base_url)`; again for a restart on the same data."""
    endings: list[Callable[[], None]] = []

    def end() -> None:
        while endings:
            endings.pop()()

    def make(base_url: str = "", *, key: str = KEY, retries: int = 2) -> Stack:
        end()
        settings = Settings(tmp_path / "settings.json")
        stored = Profiles(settings)
        if base_url:
            profile = Profile(id="default", name="test", base_url=base_url, models=("m",), default_model="m")
            stored.put(profile)
        profiles = ProfileBook(stored, None, lambda: "http://127.0.0.1:9/v1", ("lingdu-demo",))
        keys = KeyStore()
        network = LoopThread()
        client = ChatClient(lambda endpoint: keys.key(account_of(endpoint)), Limits(connect_s=5, silence_s=20))
        recorder = Recorder()
        stream = StreamWorker(network, lambda: client, RetryPolicy(retries, jitter=lambda: 0), recorder.tap)
        store = StoreWorker(tmp_path / "conversations.db")
        key_worker = KeyWorker(keys)
        access = KeyAccess(keys, key_worker)
        if base_url and key:
            keys.keep_for_session(account_of(profiles.get("default").endpoint), key)
        workspace = Workspace(Services(stream, store, access, profiles.get, recorder), profiles, settings)
        network.start()
        endings.append(workspace.save_draft)
        endings.append(workspace.abandon_all)
        endings.insert(0, lambda: _joined(network.stop(10_000, client.aclose)))
        endings.insert(0, lambda: _joined(store.close_and_wait(10_000)))
        with qtbot.waitSignal(workspace.ready, timeout=5000):
            workspace.start()
        key_services = KeyServices(keys, key_worker, stream)
        secrets: list[str] = []
        doctor = DoctorWorker(network, lambda: client)
        connection = ConnectionServices(profiles, keys, key_worker, access, stream, doctor, settings, secrets.append)
        return Stack(
            settings,
            profiles,
            keys,
            key_worker,
            stream,
            store,
            workspace,
            key_services,
            connection,
            client,
            secrets,
            recorder,
        )

    yield make
    end()


def _joined(ended: bool) -> None:
    assert ended, "a thread did not end in time"


@pytest.fixture
def stack(make_stack, server) -> Stack:
    """The objects below the window, their endpoint the scripted one."""
    return make_stack(server.base_url)


@pytest.fixture
def window(qtbot, stack) -> MainWindow:
    """The window with an empty chat."""
    window = MainWindow(stack.workspace, stack.key_services)
    qtbot.addWidget(window)
    window.show_welcome(False)
    window.show()
    window.new_chat()
    return window


@pytest.fixture
def system(monkeypatch) -> Callable[[bool], None]:
    """A system whose tray comes and goes: `system(True)`; at first there is none."""
    answer = [False]
    monkeypatch.setattr(tray.QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: answer[0]))

    def say(there: bool) -> None:
        answer[0] = there

    return say


@pytest.fixture
def with_chats(qtbot, server, window):
    """Gives the window with a chat for each question, answered so; the last one is shown."""

    def with_chats(**answers):
        server.script(*answers.values())
        for question in answers:
            window.new_chat()
            session = window._workspace.current
            with qtbot.waitSignal(session.ended, timeout=10_000):
                window.chat.send(question)
        return window

    return with_chats
