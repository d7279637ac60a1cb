"""`python -m desktop` and the command `lingdu`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from desktop.command_line import EXIT_OK, parse_options
from desktop.loading import light_imports
from desktop.paths import user_paths
from desktop.ui.system.doorbell import TOGGLE, address, ring


def main() -> int:
    """Run the program with the arguments of the process; its exit code."""
    arguments = sys.argv[1:]
    if "--toggle" in arguments and _is_toggled(arguments):
        return EXIT_OK
    # A hotkey waits for the lines above alone: what is below takes ten times as long to load as they do.
    with light_imports():
        from desktop.app import leave, run

    return leave(run(arguments))


def _is_toggled(arguments: Sequence[str]) -> bool:
    """Whether a program that runs has shown or hidden its quick-ask window."""
    where = address(user_paths(parse_options(arguments).data_dir).data, os.environ)
    return ring(where, os.environ, TOGGLE)


if __name__ == "__main__":
    sys.exit(main())
