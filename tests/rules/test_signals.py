"""The Python and PySide6 at hand can emit signals for longer than a short test."""

from __future__ import annotations

import subprocess
import sys
import textwrap


def test_two_thousand_emits_of_every_kind_survive():
    """PySide6 6.12.0 on Python 3.11 drops a reference to True with each emit and aborts after some 570.

    In a process of its own, as a failure ends the interpreter.
    """
    program = textwrap.dedent("""
        from PySide6.QtCore import QObject, Signal

        class Source(QObject):
            flag = Signal(bool)
            number = Signal(int)
            text = Signal(str)
            thing = Signal(object)
            several = Signal(int, str, object)

        source = Source()
        heard = []
        for signal in (source.flag, source.number, source.text, source.thing):
            signal.connect(heard.append)
        source.several.connect(lambda *arguments: heard.append(arguments))
        thing = frozenset({True, None})
        for index in range(2_000):
            source.flag.emit(True)
            source.flag.emit(False)
            source.number.emit(index)
            source.text.emit("零度 delta")
            source.thing.emit(thing)
            source.several.emit(index, "delta", thing)
        print(len(heard), heard[-1] == (1_999, "delta", thing))
    """)

    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == ["12000", "True"]
