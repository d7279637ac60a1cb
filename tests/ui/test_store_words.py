from __future__ import annotations

from pathlib import Path

import pytest

from desktop.chat.store.store import StoreStatus
from desktop.ui.store_words import store_words


@pytest.mark.parametrize("reason", ["newer", "damaged", "read_only", "full", "in_use", "other"])
def test_every_trouble_of_the_database_has_its_words(qapp, reason):
    title, detail = store_words(StoreStatus(False, reason, "the system's words", Path("x")))

    assert title
    assert detail == "the system's words"


def test_no_two_troubles_read_the_same(qapp):
    reasons = ["newer", "damaged", "read_only", "full", "in_use", "other"]

    assert len({store_words(StoreStatus(False, reason))[0] for reason in reasons}) == len(reasons)
