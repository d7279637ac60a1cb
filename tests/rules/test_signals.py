"""The Python and PySide6 at hand can emit signals for longer than a short test, and nothing dead hears them."""

from __future__ import annotations

import ast
import subprocess
import sys
import textwrap

from fakes.sources import dotted, modules, nodes


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


def test_every_method_that_a_signal_calls_belongs_to_a_qobject():
    """Qt takes back what is queued for a QObject that goes; PySide calls the method of any other dead thing."""
    assert list(strangers(modules())) == []


def test_a_method_of_another_class_is_found():
    source = "class Meter:\n    def watch(self, timer):\n        timer.timeout.connect(self.tick)\n"

    assert list(strangers({"meter.py": ast.parse(source)})) == ["meter.py:3: Meter"]


def strangers(sources):
    """`file:line: class` for each connection to a method of a class of ours that is no QObject."""
    everywhere = {one.name: one for tree in sources.values() for one in nodes(tree, ast.ClassDef)}

    for path, tree in sources.items():
        classes = everywhere | {one.name: one for one in nodes(tree, ast.ClassDef)}
        for owner in nodes(tree, ast.ClassDef):
            if is_qobject(owner.name, classes):
                continue
            for call in nodes(owner, ast.Call):
                connects = isinstance(call.func, ast.Attribute) and call.func.attr == "connect"
                if connects and call.args and dotted(call.args[0]).rpartition(".")[0] == "self":
                    yield f"{path}:{call.lineno}: {owner.name}"


def is_qobject(name, classes):
    """Whether a class of this name, Qt's or one of `classes`, comes from Qt."""
    known = classes.get(name)
    return name.startswith("Q") if known is None else any(is_qobject(dotted(base), classes) for base in known.bases)
