"""The card of an answer that is being waited for."""

from __future__ import annotations

import math
import time

from desktop.chat.conversation import Turn
from desktop.ui.chat.messages import Notice
from desktop.ui.chat_session import ChatSession
from desktop.ui.error_record import error_record
from desktop.ui.notices import QUIET_S, retry_notice, waiting_notice


def live_card(session: ChatSession, turn: Turn) -> Notice | None:
    """The card of an answer that waits: for another try, or for text. None where it does not."""
    if session.answering is not turn:
        return None
    now = time.monotonic()
    if session.retry is not None:
        left_s = max(0, math.ceil(session.retry_at - now))
        return retry_notice(session.retry, left_s, error_record(session.retry.error))
    quiet_s = math.floor(now - session.heard_at)
    return waiting_notice(turn, quiet_s) if session.heard_at and quiet_s >= QUIET_S else None
