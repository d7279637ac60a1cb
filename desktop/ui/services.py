"""What the conversations of the window work with."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from desktop.chat.recorder import Recorder
from desktop.settings.profiles import Profile
from desktop.ui.key_access import KeyAccess
from desktop.worker.store_worker import StoreWorker
from desktop.worker.stream_worker import StreamWorker


class Services(Struct, frozen=True):
    """The threads, the keys, the profiles by their id, and what records the requests."""

    stream: StreamWorker
    store: StoreWorker
    keys: KeyAccess
    profile: Callable[[str], Profile]
    recorder: Recorder
