from __future__ import annotations

import pytest

from desktop.ui import key_words
from desktop.ui.key_words import in_words


@pytest.mark.parametrize(
    ("platform", "keys", "words"),
    [
        ("linux", "Ctrl+Enter", "Ctrl+Enter"),
        ("win32", "Shift+Enter", "Shift+Enter"),
        ("darwin", "Ctrl+Enter", "⌘↩"),
        ("darwin", "Shift+Enter", "⇧↩"),
        ("darwin", "Enter", "↩"),
    ],
)
def test_keys_are_called_what_the_system_calls_them(monkeypatch, platform, keys, words):
    monkeypatch.setattr(key_words.sys, "platform", platform)

    assert in_words(keys) == words
