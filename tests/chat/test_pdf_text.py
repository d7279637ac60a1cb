from __future__ import annotations

import random
import sys
import time

import pytest
from fakes.files import pdf

from desktop.chat.pdf_text import MAX_PAGES, read_pdf
from desktop.errors import AttachmentError


def refusal(raw: bytes, **options) -> AttachmentError:
    with pytest.raises(AttachmentError) as caught:
        read_pdf("a.pdf", raw, **options)
    return caught.value


def test_the_text_of_all_pages_comes_in_order():
    found = read_pdf("a.pdf", pdf("First page", "Second page"))

    assert found.text == "First page\n\nSecond page"
    assert found.pages == 2


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (pdf("secret", encrypt=True), "encrypted"),
        (pdf(content=b""), "no_text"),
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-1.7\ntrailer << /Root 1 0 R >>\n%%EOF", "damaged"),
        (pdf(*["x"] * (MAX_PAGES + 1)), "too_many_pages"),
    ],
    ids=["encrypted", "scanned", "head only", "no objects", "too many pages"],
)
def test_what_cannot_be_read_says_why(raw, reason):
    assert refusal(raw).reason == reason


def test_a_page_whose_program_takes_long_is_given_up():
    raw = pdf(content=b"BT /F1 12 Tf " + b"(x) Tj 1 0 0 1 5 5 Tm " * 60_000 + b"ET")
    began = time.monotonic()

    error = refusal(raw, limit_s=0.3)

    assert error.reason == "timeout"
    assert time.monotonic() - began < 20
    assert sys.getprofile() is None


def test_no_mutated_file_does_anything_but_give_text_or_a_reason():
    chance = random.Random(7)
    whole = bytearray(pdf("Some words", "and more"))
    reasons = set()
    for _ in range(60):
        mutated = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            mutated[chance.randrange(len(mutated))] = chance.randrange(256)
        try:
            read_pdf("a.pdf", bytes(mutated), limit_s=10)
        except AttachmentError as error:
            reasons.add(error.reason)

    assert reasons <= {"damaged", "no_text", "encrypted", "timeout", "too_many_pages"}
