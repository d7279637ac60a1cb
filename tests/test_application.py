"""`desktop.application` runs in tests/app/test_app.py, as a process; here is what a process cannot show."""

from __future__ import annotations

from desktop.application import _names_both


def test_only_address_and_key_together_speak_for_ask():
    both = {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1", "OPENAI_API_KEY": "sk-1"}

    assert _names_both(both)
    assert not _names_both({"OPENAI_API_KEY": "sk-1"})
    assert not _names_both({"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"})
    assert not _names_both({**both, "OPENAI_API_KEY": " "})
