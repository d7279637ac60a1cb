"""`desktop.settings.secret_service`: what the bus says of the keyring, without asking the user."""

from __future__ import annotations

import os
import socket
import threading

import pytest
from fakes.keys import GNOME
from fakes.secret_service import SecretService, require_programs, running_bus, short_folder

from desktop.settings.secret_service import ServiceState, state, unlock


def test_an_unlocked_keyring_is_named_and_ready(secret_service: SecretService) -> None:
    assert state(5) == ServiceState(GNOME, "")
    assert unlock() == ""


def test_a_locked_keyring_is_locked_and_nobody_was_asked(secret_service: SecretService) -> None:
    secret_service.lock()

    with secret_service.open_prompt():
        assert state(5) == ServiceState(GNOME, "locked")


def test_a_dismissed_prompt_leaves_it_locked(secret_service: SecretService) -> None:
    secret_service.lock()

    assert unlock() == "locked"


def test_an_answered_prompt_opens_it_however_long_that_takes(secret_service: SecretService) -> None:
    secret_service.lock()
    answers: list[str] = []
    thread = threading.Thread(target=lambda: answers.append(unlock()), daemon=True)
    with secret_service.open_prompt() as prompt:
        thread.start()
        prompt.wait_until_asked()
        assert answers == []
        secret_service.unlock()
    thread.join(10)

    assert answers == [""]
    assert state(5).reason == ""


def test_a_keyring_that_does_not_answer_hangs_no_longer_than_the_limit(secret_service: SecretService) -> None:
    secret_service.pause()

    assert state(0.2).reason == "hung"


def test_a_bus_that_does_not_answer_is_hung_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with short_folder() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "bus"))
        listener.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={folder / 'bus'}")

        assert state(0.2).reason == "hung"


def test_a_bus_without_a_keyring_has_no_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    require_programs()
    with short_folder() as folder, running_bus(folder) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)

        assert state(5).reason == "no_backend"


def test_a_keyring_that_ended_is_no_backend(secret_service: SecretService) -> None:
    secret_service.end()

    assert state(5).reason == "no_backend"


@pytest.mark.parametrize("address", ["", "nonsense", "unix:path=/nonexistent/bus", "tcp:host=localhost,port=1"])
def test_an_address_with_nobody_there_is_no_bus(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)

    assert state(5).reason == "no_bus"


def test_no_address_is_no_bus(no_bus: None) -> None:
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ
    assert state(None) == ServiceState(reason="no_bus")


def test_a_socket_that_is_no_bus_is_no_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    with short_folder() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "bus"))
        listener.listen()

        def refuse() -> None:
            peer, _ = listener.accept()
            with peer:
                peer.recv(100)
                peer.sendall(b"REJECTED EXTERNAL\r\n")

        thread = threading.Thread(target=refuse)
        thread.start()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={folder / 'bus'}")

        assert state(5).reason == "no_bus"
        thread.join(10)
