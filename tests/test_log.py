from __future__ import annotations

import logging
import stat
from pathlib import Path

import pytest

from desktop.log import Redactor, _LogFile, start_logging

KEY = "sk-SENTINEL0123456789"


@pytest.fixture
def log_file(tmp_path: Path):
    redactor = Redactor()
    redactor.add("hunter2-session-key")
    handler = start_logging(tmp_path / "lingdu.log", redactor)
    yield tmp_path / "lingdu.log"
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(logging.WARNING)
    handler.close()


def test_a_key_in_a_message_an_argument_or_a_traceback_is_masked(log_file, expected_logs):
    expected_logs("failed")
    log = logging.getLogger("desktop.test")

    log.info("header Authorization: Bearer %s", KEY)
    log.info("known secret hunter2-session-key here")
    try:
        raise ValueError(f"Illegal header value b'Bearer {KEY}'")
    except ValueError:
        log.exception("failed")

    text = log_file.read_text(encoding="utf-8")
    assert "SENTINEL" not in text
    assert "hunter2" not in text
    assert text.count("***") >= 3
    assert "ValueError" in text


def test_the_log_is_readable_by_its_user_alone(log_file):
    assert stat.S_IMODE(log_file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("http://user:pa55word@proxy:8080/", "http://user:***@proxy:8080/"),
        ("api-key: abcdef123456", "api-key: ***"),
        ("the sky is blue", "the sky is blue"),
        ("发往 sk-中文", "发往 sk-中文"),
    ],
)
def test_only_what_looks_like_a_secret_is_masked(text, kept):
    assert Redactor()(text) == kept


def test_a_very_short_secret_does_not_mask_plain_words():
    redactor = Redactor()
    redactor.add("a")

    assert redactor("a banana") == "a banana"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a file that is always full")
def test_a_log_on_a_full_disk_is_said_once_and_holds_up_nothing(capsys):
    handler = _LogFile(Path("/dev/full"))

    for number in range(3):
        handler.emit(logging.LogRecord("x", logging.INFO, "x", 1, "line %d", (number,), None))
    handler.close()

    said = capsys.readouterr().err
    assert said.count("the log cannot be written") == 1
    assert "Traceback" not in said
