from __future__ import annotations

from pathlib import Path

import pytest

from desktop.chat.store.salvage import Salvaged
from desktop.chat.store.store import StoreStatus
from desktop.errors import StoreError
from desktop.ui.store_words import cause_words, failure_words, store_words, working_words


@pytest.mark.parametrize("reason", ["newer", "damaged", "read_only", "full", "in_use", "other"])
def test_every_trouble_of_the_database_has_its_words(qapp, reason):
    title, detail = store_words(StoreStatus(False, reason, "the system's words", Path("x")))

    assert title
    assert detail == "the system's words"


def test_no_two_troubles_read_the_same(qapp):
    reasons = ["newer", "damaged", "read_only", "full", "in_use", "other"]

    assert len({store_words(StoreStatus(False, reason))[0] for reason in reasons}) == len(reasons)


@pytest.mark.parametrize(
    ("salvaged", "backup", "part"),
    [
        (None, None, "kept beside"),
        (Salvaged(0, 0, 0), None, "nothing in it could be read"),
        (Salvaged(2, 5, 9), None, "5 message(s) were brought back"),
        (Salvaged(2, 5, 9), Path("/x/conversations-1.db"), "from the backup conversations-1.db"),
    ],
)
def test_of_a_damaged_database_it_is_said_what_came_back(salvaged, backup, part):
    title, _detail = store_words(StoreStatus(True, "damaged", "detail", Path("/x"), salvaged, backup))

    assert part in title


def test_each_stage_of_long_work_reads_differently(qapp):
    assert len({working_words(stage) for stage in ("copy", "salvage", "check")}) == 3


@pytest.mark.parametrize("reason", ["newer", "read_only", "full", "in_use"])
def test_what_cannot_be_saved_names_what_is_wrong_with_the_whole_database(qapp, reason):
    error = StoreError("not open for this", reason=reason, detail="0.9")

    assert failure_words(error) == store_words(StoreStatus(False, reason, "0.9"))


def test_any_other_failure_to_save_says_the_systems_words(qapp):
    assert failure_words(StoreError("in English", detail="why")) == (
        "Not saved: the conversation database refused",
        "why",
    )


def test_the_cause_of_a_question_that_was_not_saved_is_no_bare_version_number(qapp):
    newer = "The conversations were written by a newer version; they can be read, not changed: 0.9"

    assert cause_words(StoreError("not open for this", reason="newer", detail="0.9")) == newer
    assert cause_words(StoreError("in English", detail="why")) == "why"
    assert cause_words(StoreError("in English")) == "in English"
