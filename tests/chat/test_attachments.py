from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.chat.attachments import (
    MAX_NAME,
    Attachment,
    attachments_in,
    part_of,
    paste_as_text,
    read_attachment,
    shown_name,
    text_attachment,
    user_content,
    whole_text,
)
from desktop.chat.conversation import Part, Turn

PICTURE = Attachment("image", "a.png", "image/png", b"\x89PNG", width=3, height=2, thumbnail=b"small")
anything = st.text(st.characters(exclude_categories=()))


def question(text: str, *attachments: Attachment) -> Turn:
    return Turn("u", None, "user", parts=[Part("text", text), *map(part_of, attachments)])


@pytest.mark.parametrize(
    "attachment", [PICTURE, text_attachment("b.pdf", "text", "application/pdf", pages=3), paste_as_text("a\nb")]
)
def test_an_attachment_comes_back_from_its_part(attachment):
    assert read_attachment(part_of(attachment)) == attachment


@given(st.sampled_from(["image", "file"]), anything | st.builds(json.dumps, st.dictionaries(st.text(), st.integers())))
def test_no_part_can_block(kind, body):
    found = read_attachment(Part(kind, body))

    assert found is not None
    assert found.is_lost
    assert attachments_in([Part("text", body)]) == ()


def test_a_question_without_attachments_is_a_string_as_ever():
    assert user_content(question("  hi ")) == "  hi "


def test_files_are_quoted_in_order_and_pictures_follow_the_text():
    content = user_content(
        question("why?", PICTURE, text_attachment("a.txt", "one"), text_attachment("b.txt", "two\n"))
    )

    url = "data:image/png;base64," + base64.b64encode(b"\x89PNG").decode()
    assert content == [
        {"type": "text", "text": "File: a.txt\n```\none\n```\n\nFile: b.txt\n```\ntwo\n```\n\nwhy?"},
        {"type": "image_url", "image_url": {"url": url}},
    ]


def test_a_paste_is_sent_as_it_is_and_is_among_the_words_of_its_question():
    turn = question("why?", paste_as_text("``` one"), text_attachment("a.txt", "file"), paste_as_text("two\n"))

    assert user_content(turn) == "``` one\n\nFile: a.txt\n```\nfile\n```\n\ntwo\n\n\nwhy?"
    assert whole_text(turn) == "``` one\n\ntwo\n\n\nwhy?"
    assert whole_text(question("", paste_as_text("alone"))) == "alone"
    assert turn.text == "why?"
    assert [paste_as_text(text).name for text in ("\n one\ntwo", " \n")] == ["one", "?"]


@pytest.mark.parametrize(("inside", "fence"), [("a ``` b", "````"), ("`````\nx\n`````", "``````"), ("``", "```")])
def test_no_text_can_end_its_fence(inside, fence):
    content = user_content(question("", text_attachment("a.md", inside)))

    assert content == f"File: a.md\n{fence}\n{inside}\n{fence}"


@pytest.mark.parametrize("lost", [Part("image", "{}"), Part("image", '{"mime": "text/html"}', data=b"<b>")])
def test_a_picture_that_was_lost_is_named_and_not_sent(lost):
    turn = Turn("u", None, "user", parts=[Part("text", "q"), lost])

    assert user_content(turn) == "File: ? (not available)\n\nq"


@given(anything)
def test_a_name_is_one_line_that_every_request_can_carry(name):
    shown = shown_name(name)

    shown.encode()
    assert 0 < len(shown) <= MAX_NAME
    assert shown.isprintable() or not any(one < " " for one in shown)
    assert "\u202e" not in shown


def test_a_long_name_keeps_its_ending():
    assert shown_name("a" * 300 + ".tar.gz").endswith("aaa.tar.gz")
    assert len(shown_name("a" * 300 + ".tar.gz")) == MAX_NAME


def test_text_that_is_no_unicode_can_be_sent():
    assert text_attachment("a", "x\ud800y").text == "x\ufffdy"
