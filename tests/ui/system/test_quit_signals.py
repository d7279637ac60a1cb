from __future__ import annotations

import os
import signal
import sys

import pytest

from desktop.ui.system.quit_signals import QuitSignals


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals to send")
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_the_system_asks_and_the_program_quits(qtbot, number):
    signals = QuitSignals()

    with qtbot.waitSignal(signals.quit_requested, timeout=10_000):
        os.kill(os.getpid(), getattr(signal, number))

    signals.close()


def test_the_old_handlers_come_back(qtbot):
    before = signal.getsignal(signal.SIGINT)
    signals = QuitSignals()

    signals.close()

    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP")
def test_a_program_that_outlives_its_terminal_goes_on_doing_so(qtbot):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signals = QuitSignals()

    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN

    signals.close()
    signal.signal(signal.SIGHUP, before)
