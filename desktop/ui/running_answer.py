"""What a session knows of the answer that is being made."""

from __future__ import annotations

from msgspec import Struct, field

from desktop.api.types import ChatRequest
from desktop.chat.conversation import Part, Turn
from desktop.chat.usage import UsageMeter
from desktop.settings.profiles import Profile


class RunningAnswer(Struct):
    """An answer on its way: saving its question, then waiting for the key, then streaming.

    Attributes:
        number: what the stream worker calls it by.
        ticket: of the save without which nothing is sent; `saved` once that is done.
        started: the request was handed to the stream worker.
        unsaved: what arrived since the last flush.
        asked_text: what goes back to the composer where the question cannot be saved.
        new_turns: the turns that this request brought; none where an answer is continued.
        reasoning_from: since when the model thinks, of `time.monotonic`.
    """

    turn: Turn
    request: ChatRequest
    profile: Profile
    number: int
    ticket: str
    meter: UsageMeter = field(default_factory=UsageMeter)
    unsaved: list[Part] = field(default_factory=list)
    saved: bool = False
    started: bool = False
    asked_text: str = ""
    new_turns: tuple[Turn, ...] = ()
    reasoning_from: float | None = None
