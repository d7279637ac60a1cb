"""`desktop.worker.turns`."""

from __future__ import annotations

import sys
import threading

from desktop.worker.turns import TURN_S, short_turns


def test_turns_are_short_while_a_thread_computes_and_usual_after_it():
    usual = sys.getswitchinterval()

    with short_turns():
        assert sys.getswitchinterval() == TURN_S

    assert sys.getswitchinterval() == usual


def test_turns_stay_short_until_the_last_thread_is_done():
    usual = sys.getswitchinterval()
    inside, leave = threading.Event(), threading.Event()

    def compute():
        with short_turns():
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=compute)
    thread.start()
    assert inside.wait(10)
    with short_turns():
        pass
    assert sys.getswitchinterval() == TURN_S
    leave.set()
    thread.join(10)

    assert sys.getswitchinterval() == usual


def test_turns_are_usual_after_a_failure():
    usual = sys.getswitchinterval()

    try:
        with short_turns():
            raise ValueError
    except ValueError:
        pass

    assert sys.getswitchinterval() == usual
