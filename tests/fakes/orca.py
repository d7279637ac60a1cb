"""Orca with a voice that writes: what it says goes through speech-dispatcher into a file."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fakes.at_spi import running_program

_SPEECH = """LogLevel 1
LogDir "{folder}"
AddModule "log" "sd_generic" "log.conf"
DefaultModule log
DefaultLanguage "en"
AudioOutputMethod "libao"
"""
# One line a sentence; the module splits and quotes what it hands to the shell.
_VOICE = """GenericExecuteSynth "printf '%s\\\\n' '$DATA' >>{log}"
GenericMaxChunkLength 10000
GenericDelimiters "."
AddVoice "en" "MALE1" "one"
DefaultVoice "one"
"""


def require_orca() -> None:
    """Skip the test, saying why, where Orca or its speech is missing; in CI they may not be."""
    missing = [name for name in ("orca", "speech-dispatcher") if shutil.which(name) is None]
    if not missing:
        return
    reason = f"a screen reader needs {' and '.join(missing)}: `sh start.sh soak` installs them"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def running_orca(environment: dict[str, str]) -> Iterator[Callable[[], str]]:
    """Start both on a desk; gives what tells all that was spoken so far."""
    home = Path(environment["HOME"])
    folder, log = home / "speech", home / "spoken.log"
    (folder / "modules").mkdir(parents=True)
    (folder / "speechd.conf").write_text(_SPEECH.format(folder=folder), "utf-8")
    (folder / "modules" / "log.conf").write_text(_VOICE.format(log=log), "utf-8")
    # speech-dispatcher wants a sound card even where nothing sounds; libao has one that is none.
    (home / ".libao").write_text("default_driver=null\n", "utf-8")
    socket = home / "speech.sock"
    own = {**environment, "SPEECHD_ADDRESS": f"unix_socket:{socket}", "GSETTINGS_BACKEND": "memory"}
    speech = ["speech-dispatcher", "--run-single", "-C", str(folder), "-c", "unix_socket", "-S", str(socket), "-t", "0"]
    orca = ["orca", "--user-prefs", str(home / "orca")]

    def spoken() -> str:
        return log.read_text("utf-8", "replace") if log.exists() else ""

    with running_program([*speech, "-P", str(home / "speech.pid")], own) as voice:
        wait_for(socket.exists, voice)
        with running_program(orca, own) as reader:
            wait_for(lambda: "Screen reader on" in spoken(), reader)
            yield spoken


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Return when it holds; fail when the program ends before."""
    for _ in range(600):
        if condition():
            return
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        break
    pytest.fail(f"{process.args} did not start")
