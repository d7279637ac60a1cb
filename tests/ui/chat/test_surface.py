from __future__ import annotations

import inspect

from desktop.ui.chat.surface import Surface
from desktop.ui.chat.view import ChatView


def test_the_view_is_what_its_helpers_need(chat):
    names = [name for name in vars(Surface) if not name.startswith("_")]

    assert names
    for name in (name for name in names if callable(getattr(Surface, name))):
        wanted = list(inspect.signature(getattr(Surface, name)).parameters)
        if name not in {"viewport", "underMouse"}:
            assert list(inspect.signature(getattr(ChatView, name)).parameters) == wanted
    assert all(hasattr(chat, name) for name in (*names, *Surface.__annotations__))
