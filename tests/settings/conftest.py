"""Fixtures of the settings' tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fakes.secret_service import SecretService, require_programs, running_secret_service


@pytest.fixture
def secret_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    """A real Secret Service, which this process finds as its own."""
    require_programs()
    with running_secret_service() as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.bus.address)
        yield service


@pytest.fixture
def no_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process without a session bus."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
