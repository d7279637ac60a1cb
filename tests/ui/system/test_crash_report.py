"""`desktop.ui.system.crash_report`; a program that really dies is in tests/app/test_crashes.py."""

from __future__ import annotations

import pytest

from desktop.ui.system.crash_report import MAX_NOTE, MAX_NOTES, CrashReport


def report_in(folder):
    return CrashReport(folder, lambda text: text.replace("sk-1", "***"))


def die(folder, notes):
    with report_in(folder) as report:
        for note in notes:
            report.note(note)
        raise ValueError("the end sk-1")


def crash(folder, *notes):
    """A run that ends by an exception after these notes."""
    with pytest.raises(ValueError, match="the end"):
        die(folder, notes)


def test_an_exception_that_ends_the_program_is_told_at_the_next_start_without_secrets(tmp_path):
    crash(tmp_path, "first of sk-1")

    with report_in(tmp_path) as report:
        text = report.text()

    assert text.startswith("Lingdu Chat")
    assert "first of ***" in text
    assert "ValueError: the end ***" in text
    assert not any(b"sk-1" in file.read_bytes() for file in tmp_path.iterdir())


def test_a_run_that_ends_well_leaves_nothing(tmp_path):
    with report_in(tmp_path) as report:
        report.note("shown as a card")
        assert len(list(tmp_path.iterdir())) == 1

    assert list(tmp_path.iterdir()) == []
    with report_in(tmp_path) as again:
        assert again.text() == ""


def test_a_run_that_was_only_killed_has_nothing_to_tell(tmp_path):
    killed = report_in(tmp_path)
    killed.__enter__()
    killed._file.close()

    with report_in(tmp_path) as report:
        assert report.text() == ""


def test_a_report_waits_for_its_reader_and_is_dismissed_or_deleted(tmp_path):
    crash(tmp_path)
    with report_in(tmp_path) as unread:
        assert unread.text()
    with report_in(tmp_path) as read:
        assert read.text()
        read.dismiss()
    with report_in(tmp_path) as later:
        assert later.text() == ""
        assert [file.name for file in tmp_path.iterdir() if file.name.startswith("crash")] == ["crash-seen.txt"]
        later.delete()

    assert list(tmp_path.iterdir()) == []


def test_what_repeats_itself_has_a_bound(tmp_path):
    crash(tmp_path, *["x" * 100_000] * 100)

    (file,) = tmp_path.iterdir()

    assert file.stat().st_size < (MAX_NOTES + 1) * (MAX_NOTE + 2)


def test_where_nothing_can_be_written_the_program_runs_all_the_same(tmp_path):
    with report_in(tmp_path / "file" / "below") as report:
        report.note("nowhere")
        assert report.text() == ""
        report.dismiss()
        report.delete()
