"""Lines of the conversation list."""

from __future__ import annotations

import time

from desktop.chat.store.store import ConversationSummary

DAY = 86400


def summary(
    uuid: str,
    title: str,
    days_ago: float = 0,
    *,
    pinned: bool = False,
    trashed: bool = False,
    folder: str = "",
    unread: bool = False,
) -> ConversationSummary:
    """A conversation that was changed some days ago."""
    at = time.time() - days_ago * DAY
    return ConversationSummary(
        uuid=uuid,
        title=title,
        folder=folder,
        pinned=pinned,
        profile="default",
        model="gpt-4o",
        updated_at=at,
        created_at=at,
        trashed_at=at if trashed else None,
        unread=unread,
    )
