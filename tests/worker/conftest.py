"""Where the database of a test is, and what may stand in it."""

from __future__ import annotations

import pytest

from desktop.chat.conversation import new_conversation


@pytest.fixture
def path(tmp_path):
    """Where the database will be."""
    return tmp_path / "conversations.db"


@pytest.fixture
def conversation():
    """A question and its answer, which is empty."""
    found = new_conversation("p", "m")
    question = found.ask("你好 🌍")
    found.answer(question.uuid, "m", "o")
    return found
