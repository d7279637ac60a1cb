"""Collects what is logged at WARNING and above, and tells the expected from the rest."""

from __future__ import annotations

import logging
import re
from typing import Self


class LogWatch(logging.Handler):
    """A handler on the root logger while it is entered; call it with a pattern to expect a record."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._lines: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def __call__(self, pattern: str) -> None:
        """Expect at least one record in whose "LEVEL logger: message" `pattern` is found."""
        self._expected.append(re.compile(pattern))

    def __enter__(self) -> Self:
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def complaint(self) -> str:
        """What is wrong with the records, empty where nothing is."""
        lines = list(self._lines)
        unexpected = [line for line in lines if not any(pattern.search(line) for pattern in self._expected)]
        absent = [pattern.pattern for pattern in self._expected if not any(map(pattern.search, lines))]
        return "\n".join(
            [f"unexpected log: {line}" for line in unexpected] + [f"expected log did not come: {it}" for it in absent]
        )
