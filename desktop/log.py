"""The log: one rotating file, passed through one redactor.

Nothing of a conversation is logged, and no key: `Redactor` is the last gate, for what libraries and the system put
into their messages.
"""

from __future__ import annotations

import logging
import re
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

_MAX_BYTES = 1_000_000
_BACKUPS = 2
_MASK = "***"
_PATTERNS = (
    re.compile(r"(?i)(authorization\W{1,6}(?:bearer\s+)?|bearer\s+|api[-_]?key\W{1,4})[^\s'\",;]{4,}"),
    re.compile(r"()\bsk-[A-Za-z0-9_\-]{6,}"),
    re.compile(r"(://[^/\s:@]*:)[^/\s@]+(?=@)"),
)


class Redactor:
    """Replaces secrets in a text with `***`.

    Known keys are replaced wherever they stand; what looks like one (`Bearer …`, `sk-…`, a password in a URL) too.
    """

    def __init__(self) -> None:
        self._secrets: set[str] = set()

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret that is known in this process."""
        return tuple(self._secrets)

    def add(self, secret: str) -> None:
        """Keep `secret` out of every text from now on; shorter than 4 characters it would mask plain words."""
        if len(secret) >= 4:
            self._secrets.add(secret)

    def __call__(self, text: str) -> str:
        """The text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, _MASK)
        for pattern in _PATTERNS:
            text = pattern.sub(rf"\g<1>{_MASK}", text)
        return text


class _RedactingFormatter(logging.Formatter):
    """Formats first, so that arguments and tracebacks pass the redactor too."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor(super().format(record))


class _LogFile(RotatingFileHandler):
    """A log that can be written no longer, on a full disk above all, is said once on stderr and holds up nothing."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_MAX_BYTES, backupCount=_BACKUPS, encoding="utf-8")
        self._is_said = False

    def handleError(self, record: logging.LogRecord) -> None:
        error = sys.exception()
        if isinstance(error, OSError):
            self._say(error)
        else:
            super().handleError(record)

    def close(self) -> None:
        try:
            super().close()
        except OSError as error:
            self._say(error)

    def _say(self, error: OSError) -> None:
        if not self._is_said:
            self._is_said = True
            print(f"lingdu: the log cannot be written: {error}", file=sys.stderr)  # noqa: T201  # the log cannot say it


def start_logging(path: Path, redactor: Redactor, level: int = logging.INFO) -> logging.Handler:
    """Write the log of this process to `path`, at most 3 files of 1 MB, readable by the user alone.

    Raises:
        OSError: the file cannot be written.
    """
    handler = _LogFile(path)
    path.chmod(0o600)
    handler.setFormatter(_RedactingFormatter(redactor))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    # One line a request, with the full URL: the flight recorder's work, not the log's.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler
