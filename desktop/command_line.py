"""The command line: `lingdu [--demo] [--data-dir DIR] [--model NAME] [--ask TEXT [--json]] [--toggle] …`."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

EXIT_OK = 0
EXIT_BAD_ARGUMENTS = 2
EXIT_NO_DISPLAY = 3
EXIT_STOPPED = 4
EXIT_FAILED = 5
EXIT_IN_USE = 6


class BadArguments(SystemExit):
    """The command line cannot be understood; `words` say why, and the usage stands on stderr."""

    def __init__(self, words: str) -> None:
        super().__init__(EXIT_BAD_ARGUMENTS)
        self.words = words


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        sys.stderr.write(f"{self.prog}: error: {message}\n")
        raise BadArguments(message)


_HALF = re.compile("[\ud800-\udfff]")

_EPILOG = """\
exit codes: 0 complete or toggled, 2 bad arguments, 3 no display and no --ask, 4 stopped or interrupted, 5 failed,
6 data folder in use. Keys and addresses are never given on the command line: OPENAI_API_KEY and
OPENAI_BASE_URL are read, or the key settings of the window."""


@dataclass(frozen=True)
class Options:
    """The options of one start."""

    demo: bool = False
    data_dir: Path | None = None
    model: str = ""
    ask: str | None = None
    json: bool = False
    screenshot: Path | None = None
    toggle: bool = False
    version: bool = False


def parse_options(arguments: Sequence[str]) -> Options:
    """Read the command line.

    Raises:
        BadArguments: they cannot be understood.
        SystemExit: with 0 after `--help`.
    """
    parser = _Parser(
        prog="lingdu",
        description="Lingdu Chat (零度对话): a native desktop chat client for OpenAI-compatible APIs.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--demo", action="store_true", help="use the offline demo endpoint inside the program")
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="keep conversations, settings and log here")
    parser.add_argument("--model", default="", metavar="NAME", help="the model for new chats")
    parser.add_argument("--ask", metavar="TEXT", help="ask one question, print the answer and end; needs no display")
    parser.add_argument("--json", action="store_true", help="with --ask: print one JSON object instead of the text")
    parser.add_argument("--screenshot", type=Path, metavar="PNG", help="save a picture of the window and end")
    parser.add_argument(
        "--toggle",
        action="store_true",
        help="show or hide the quick-ask window, starting the program if needed",
    )
    parser.add_argument("--version", action="store_true", help="print this and other versions and end")
    given = parser.parse_args(arguments)
    if given.json and given.ask is None:
        parser.error("--json needs --ask")
    if given.toggle and (given.ask is not None or given.screenshot is not None):
        parser.error("--toggle goes neither with --ask nor with --screenshot")
    if given.ask is not None and not given.ask.strip():
        parser.error("--ask needs a question")
    ask = None if given.ask is None else _text(given.ask)
    return Options(
        given.demo, given.data_dir, _text(given.model), ask, given.json, given.screenshot, given.toggle, given.version
    )


def _text(argument: str) -> str:
    """The argument as text: bytes that are no UTF-8 come as halves of characters, which Qt drops without a word."""
    return _HALF.sub("\ufffd", argument)
