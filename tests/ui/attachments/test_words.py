from __future__ import annotations

import ast
import inspect

import pytest
from PySide6.QtCore import QLocale

from desktop import errors
from desktop.chat.attachments import Attachment, text_attachment
from desktop.errors import AttachmentError
from desktop.ui.attachments.words import attachment_facts, error_words


@pytest.fixture(autouse=True)
def english(qapp):
    QLocale.setDefault(QLocale("en"))


def test_the_facts_say_how_large_it_is():
    assert attachment_facts(Attachment("image", "a", "image/png", bytes(2000), width=4, height=3)) == "4 × 3 · 2.0 kB"
    assert attachment_facts(text_attachment("a", "x" * 12_345)) == "12,345 characters"
    assert attachment_facts(text_attachment("a", "xy", pages=3)) == "3 pages · 2 characters"
    assert attachment_facts(Attachment("image", "a", "image/png", b"")) == "not available"


def test_every_reason_has_words_of_its_own():
    words = inspect.getdoc(errors.AttachmentError) or ""
    reasons = [one for one in words.replace("`", " ").replace(",", " ").replace(".", " ").split() if "_" in one]
    assert {"not_text", "too_many_pixels"} <= set(reasons)

    said = {error_words(AttachmentError("e", reason=one, name="a", limit=3, detail="cause")) for one in reasons}

    assert len(said) == len(set(reasons))
    assert not any(ast.literal_eval(repr(one)) == "" for one in said)


def test_a_cause_of_the_system_is_told():
    error = AttachmentError("e", reason="unreadable", name="a", detail="Permission denied")

    assert error_words(error) == "The file cannot be read: Permission denied"
