from __future__ import annotations

import codecs
import random

import pytest

from desktop.chat.text_file import MAX_CHARACTERS, decode_text
from desktop.errors import AttachmentError

WORDS = "零度对话 means Lingdu Chat: ñ, €, 🌍"


@pytest.mark.parametrize(
    "raw",
    [
        WORDS.encode(),
        codecs.BOM_UTF8 + WORDS.encode(),
        codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"),
        WORDS.encode("gb18030"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 le", "utf-16 be", "utf-32 le", "gb18030"],
)
def test_the_encoding_is_found(raw):
    assert decode_text("a.txt", raw) == WORDS


def test_lines_end_in_one_way():
    assert decode_text("a.txt", b"a\r\nb\rc\n") == "a\nb\nc\n"


def test_what_terminals_put_into_logs_is_text():
    assert decode_text("a.log", b"\x1b[31mred\x1b[0m\tx\x08\f") == "\x1b[31mred\x1b[0m\tx\x08\f"


@pytest.mark.parametrize(
    "raw",
    [
        b"\x7fELF\0\0\0",
        b"PK\x03\x04" + bytes(20),
        "caf\u00e9 au lait".encode("latin-1"),
        codecs.BOM_UTF16_LE + b"a\0b",
        bytes(range(1, 32)) * 3,
    ],
    ids=["program", "archive", "latin-1", "half a letter", "controls"],
)
def test_what_is_no_text_is_refused(raw):
    with pytest.raises(AttachmentError) as caught:
        decode_text("a.bin", raw)

    assert (caught.value.reason, caught.value.name) == ("not_text", "a.bin")


def test_random_bytes_never_pass_and_never_fail_otherwise():
    chance = random.Random(1)
    for _ in range(200):
        with pytest.raises(AttachmentError):
            decode_text("a", chance.randbytes(chance.randint(64, 3000)))


def test_a_text_over_a_million_characters_is_refused():
    with pytest.raises(AttachmentError) as caught:
        decode_text("a.txt", b"x" * (MAX_CHARACTERS + 1))

    assert (caught.value.reason, caught.value.limit) == ("too_long", MAX_CHARACTERS)
