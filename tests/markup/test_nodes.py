from __future__ import annotations

from desktop.markup.nodes import Code, LazyRuns, Paragraph, Run


def test_the_language_is_the_first_word_behind_the_fence() -> None:
    assert Code("python title=x.py", "").language == "python"
    assert Code("  ", "").language == ""


def test_runs_are_parsed_when_they_are_first_looked_at_and_once() -> None:
    parsed: list[str] = []

    def parse(source: str) -> tuple[Run, ...]:
        parsed.append(source)
        return (Run(source), Run("more"))

    runs = LazyRuns("text", parse)
    assert runs.renewed() is runs
    assert parsed == []

    assert len(runs) == 2
    assert runs[0] == Run("text")
    assert runs[1:] == (Run("more"),)
    assert list(runs) == [Run("text"), Run("more")]
    assert parsed == ["text"]
    assert runs.renewed() is not runs
    assert runs.renewed()[0] == Run("text")
    assert parsed == ["text", "text"]


def test_lazy_runs_equal_the_runs_that_they_hold() -> None:
    runs = LazyRuns("text", lambda source: (Run(source),))

    assert Paragraph(runs) == Paragraph((Run("text"),))
    assert hash(runs) == hash((Run("text"),))
    assert runs != LazyRuns("other", lambda source: (Run(source),))
