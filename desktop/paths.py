"""Where the program keeps its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP_NAME = "lingdu"


@dataclass(frozen=True)
class Paths:
    """The folders of one user of the program; `create` makes them, readable by that user alone.

    Attributes:
        data: conversations.
        config: settings, profiles (never a key).
        log: log files.
    """

    data: Path
    config: Path
    log: Path

    @property
    def database(self) -> Path:
        """The conversation database."""
        return self.data / "conversations.db"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.json"

    @property
    def lock(self) -> Path:
        """The lock that keeps a second process off the data folder."""
        return self.data / "lingdu.lock"

    @property
    def log_file(self) -> Path:
        """The log of this and the last runs."""
        return self.log / "lingdu.log"

    def create(self) -> None:
        """Make the folders.

        Raises:
            OSError: a folder cannot be made.
        """
        for folder in (self.data, self.config, self.log):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def user_paths(data_dir: Path | None = None) -> Paths:
    """The folders the platform names for this program, or all of them below `data_dir`."""
    if data_dir is not None:
        folder = data_dir.expanduser().absolute()
        return Paths(data=folder, config=folder, log=folder / "log")
    return Paths(
        data=Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)),
        config=Path(platformdirs.user_config_dir(APP_NAME, appauthor=False)),
        log=Path(platformdirs.user_log_dir(APP_NAME, appauthor=False)),
    )
