"""`python -m desktop` and the command `lingdu`."""

from __future__ import annotations

import sys

from desktop.app import leave, run


def main() -> int:
    """Run the program with the arguments of the process; its exit code."""
    return leave(run(sys.argv[1:]))


if __name__ == "__main__":
    sys.exit(main())
