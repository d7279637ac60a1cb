from __future__ import annotations

import pytest

from desktop.ui.services import Services


def test_the_services_are_the_same_for_as_long_as_the_window_lives(stack):
    services = stack.workspace._services

    assert isinstance(services, Services)
    assert (services.store, services.recorder) == (stack.store, stack.recorder)
    with pytest.raises(AttributeError):
        services.recorder = None
