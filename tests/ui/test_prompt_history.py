"""The way back through the questions."""

from __future__ import annotations

from desktop.ui.prompt_history import PromptHistory


def test_the_way_leads_to_the_oldest_and_back_to_the_draft():
    history = PromptHistory()
    questions = ["one", "two"]

    assert history.step(questions, -1, "draft") == "two"
    assert history.step(questions, -1, "two") == "one"
    assert history.step(questions, -1, "one") is None
    assert history.step(questions, 1, "one") == "two"
    assert history.step(questions, 1, "two") == "draft"
    assert history.step(questions, 1, "draft") is None


def test_the_same_question_twice_in_a_row_counts_once():
    history = PromptHistory()

    assert history.step(["one", "two", "two"], -1, "") == "two"
    assert history.step(["one", "two", "two"], -1, "two") == "one"


def test_the_draft_is_kept_while_an_old_question_is_looked_at():
    history = PromptHistory()
    history.step(["one"], -1, "my draft")

    assert history.is_walking
    assert history.draft("one") == "my draft"


def test_an_old_question_that_is_changed_is_the_draft():
    history = PromptHistory()
    history.step(["one"], -1, "my draft")

    history.leave()

    assert history.draft("one, changed") == "one, changed"


def test_without_questions_there_is_no_way():
    assert PromptHistory().step([], -1, "draft") is None
