"""What is said of a database that did not open as it should."""

from __future__ import annotations

from desktop.chat.store.store import StoreStatus
from desktop.errors import StoreError
from desktop.ui.words import tr

_OF_THE_WHOLE = {"newer", "read_only", "full", "in_use"}


def failure_words(error: StoreError) -> tuple[str, str]:
    """(title, detail) of something that could not be written; the cause where it is the whole database's."""
    if error.reason in _OF_THE_WHOLE:
        return store_words(StoreStatus(False, error.reason, error.detail))
    return tr("Not saved: the conversation database refused"), error.detail or str(error)


def cause_words(error: StoreError) -> str:
    """Why something was not saved: what is wrong with the whole database, or else the system's words."""
    if error.reason in _OF_THE_WHOLE:
        return ": ".join(part for part in failure_words(error) if part)
    return error.detail or str(error)


def working_words(stage: str) -> str:
    """What the database is doing; see `StoreWorker.working`."""
    match stage:
        case "copy":
            return tr("The conversations are copied before they are converted for this version")
        case "salvage":
            return tr("The conversation database is damaged; what can be read is being brought back")
        case _:
            return tr("The program did not end well last time. The conversations are being checked; go on meanwhile")


def store_words(status: StoreStatus) -> tuple[str, str]:
    """(title, detail) of a status with a reason."""
    match status.reason:
        case "newer":
            title = tr("The conversations were written by a newer version; they can be read, not changed")
        case "damaged":
            title = _damage_words(status)
        case "read_only":
            title = tr("The data folder cannot be written; nothing new can be sent")
        case "full":
            title = tr("The disk is full; nothing new can be saved or sent")
        case "in_use":
            title = tr("Another program holds the conversation database; nothing new can be saved or sent")
        case _:
            title = tr("The conversation database has a problem")
    return title, status.detail


def _damage_words(status: StoreStatus) -> str:
    found = status.salvaged
    if found is None:
        return tr("The conversation database was damaged. It was kept beside a new one")
    if not found.turns:
        return tr("The conversation database was damaged and nothing in it could be read. It was kept beside a new one")
    back = tr("%n message(s) were brought back", "", found.turns)
    if status.backup is not None:
        source = tr("The conversation database was damaged: {back} from the backup {name}")
        return source.format(back=back, name=status.backup.name)
    return tr("The conversation database was damaged: {back}. The damaged one was kept").format(back=back)
