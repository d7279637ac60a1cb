from __future__ import annotations

import os
import signal

import pytest

from desktop.ui.system.quit_signals import QuitSignals


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_system_asks_and_the_program_quits(qtbot, number):
    signals = QuitSignals()

    with qtbot.waitSignal(signals.quit_requested, timeout=2000):
        os.kill(os.getpid(), number)

    signals.close()


def test_the_old_handlers_come_back(qtbot):
    before = signal.getsignal(signal.SIGINT)
    signals = QuitSignals()

    signals.close()

    assert signal.getsignal(signal.SIGINT) is before
