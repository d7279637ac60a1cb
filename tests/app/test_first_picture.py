"""What the program does without until its window shows: every module there costs each start."""

from __future__ import annotations

import subprocess
import sys

from perf.measure import environment

# By what loads them: the network, a dialog, a file, a formula, a language, the About box.
LATE = {
    "anyio",
    "asyncio",
    "csv",
    "ctypes.util",
    "cryptography",
    "desktop.api.client",
    "desktop.demo.server",
    "desktop.ui.about",
    "desktop.ui.command_palette",
    "desktop.ui.connection.dialog",
    "desktop.ui.connection.doctor_dialog",
    "desktop.ui.data_dialog",
    "desktop.ui.diagnostics",
    "desktop.ui.meters.price_dialog",
    "desktop.ui.meters.usage_window",
    "desktop.ui.parameters.dialog",
    "desktop.ui.paper",
    "desktop.ui.quick_ask",
    "desktop.ui.recorder.dock",
    "desktop.ui.restore_backup",
    "desktop.ui.settings_dialog",
    "desktop.ui.shortcut_sheet",
    "desktop.ui.transfer",
    "desktop.ui.versions",
    "httpcore",
    "httpx",
    "importlib.metadata",
    "keyring",
    "latex2mathml",
    "pygments.lexer",
    "pygments.lexers",
    "pypdf",
    "PySide6.QtPrintSupport",
    "ssl",
    "truststore",
    "xml.etree.ElementTree",
    "ziafont",
    "ziamath",
}

_START = """
import sys
from perf.program import run_program

def ready(application):
    print(*sorted(sys.modules), flush=True)
    application.quit()

run_program("http://127.0.0.1:9/v1", ready)
"""


def test_what_the_first_picture_does_without_is_not_loaded_before_it():
    done = subprocess.run(
        [sys.executable, "-P", "-c", _START],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=50,
    )

    loaded = set(done.stdout.split())
    assert "desktop.ui.main_window" in loaded
    assert loaded & LATE == set()
