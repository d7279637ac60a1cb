from __future__ import annotations

import io
import json
import os
from contextlib import closing

import pytest
from fakes.conversations import TITLES, hostile_conversations
from hypothesis import given
from hypothesis import strategies as st

from desktop.chat.attachments import Attachment, part_of, paste_as_text, text_attachment
from desktop.chat.conversation import State, new_conversation
from desktop.chat.exports import (
    MAX_NAME,
    Exported,
    Labels,
    conversation_json,
    create_new,
    export_files,
    markdown,
    safe_name,
    write_json,
)
from desktop.chat.imports.reading import read_export
from desktop.chat.store.store import Store
from desktop.errors import StoreError

LABELS = Labels("You", "Assistant", "Reasoning", "System prompt", "incomplete", "chat", "attachment")
DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}


def is_safe(name, longest=MAX_NAME + 1):
    return (
        bool(name)
        and len(name.encode()) <= longest
        and not set(name) & set('<>:"/\\|?*')
        and name == name.strip(" .")
        and name.isprintable()
        and name.split(".")[0].lower() not in DEVICES
    )


@given(st.one_of(st.text(), st.sampled_from(TITLES)))
def test_a_name_is_safe_on_every_file_system(title):
    assert is_safe(safe_name(title))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("旅行计划", "旅行计划"),
        ("a/b: c?", "a b c"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("", "chat"),
        ("...", "chat"),
    ],
)
def test_a_name_stays_like_its_title(title, name):
    assert safe_name(title) == name


def test_nothing_is_ever_written_over(tmp_path):
    paths = []
    for number in range(3):
        path, file = create_new(tmp_path, "chat", ".md")
        with file:
            file.write(str(number))
        paths.append(path)

    assert [path.name for path in paths] == ["chat.md", "chat (2).md", "chat (3).md"]
    assert [path.read_text() for path in paths] == ["0", "1", "2"]
    assert paths[0].stat().st_mode & 0o777 == 0o600


def test_a_link_that_leads_elsewhere_is_not_followed(tmp_path):
    target = tmp_path / "target"
    (tmp_path / "chat.md").symlink_to(target)

    path, file = create_new(tmp_path, "chat", ".md")
    file.close()

    assert path.name == "chat (2).md"
    assert not target.exists()


def test_markdown_holds_the_shown_path_as_it_was_said():
    chat = new_conversation("p", "m")
    chat.system_prompt = "be short"
    question = chat.ask("# 问题\n<b>")
    hidden = chat.answer(question.uuid, "m", "o")
    hidden.append("text", "not shown")
    answer = chat.answer(question.uuid, "m", "o")
    answer.append("reasoning", "first\nsecond")
    answer.append("text", "```py\nx\n```")
    answer.state, answer.model_answered = State.INTERRUPTED, "m-1"

    text = markdown(chat, LABELS)

    assert text.startswith("# # 问题\n\n20")
    assert "\n\n## System prompt\n\nbe short\n\n## You\n\n# 问题\n<b>\n\n## Assistant (m-1)\n\n" in text
    assert "> **Reasoning**\n>\n> first\n> second\n\n```py\nx\n```\n\n*(incomplete)*\n" in text
    assert "not shown" not in text


def test_the_document_says_what_it_is_and_has_a_line_a_conversation():
    chats = list(hostile_conversations(3))
    file = io.StringIO()

    counts = list(write_json(file, chats))

    document = json.loads(file.getvalue())
    assert (document["format"], document["version"]) == ("lingdu-chat-export", 1)
    assert [one["uuid"] for one in document["conversations"]] == [chat.uuid for chat in chats]
    assert counts == [1, 2, 3, 3]
    assert file.getvalue().count("\n") == 5
    assert json.loads(json.dumps(conversation_json(chats[0]))) == document["conversations"][0]


def test_no_conversation_is_a_document_too():
    file = io.StringIO()
    list(write_json(file, []))

    assert json.loads(file.getvalue())["conversations"] == []


def exported(load, uuids, folder, labels=None):
    *_counts, result = export_files(load, uuids, folder, labels)
    assert isinstance(result, Exported)
    return result


def test_a_chat_that_cannot_be_read_does_not_stop_the_others(tmp_path):
    chats = {chat.uuid: chat for chat in hostile_conversations(3)}
    first = next(iter(chats))

    def load(uuid):
        if uuid == first:
            raise StoreError("damaged")
        return chats[uuid]

    result = exported(load, list(chats), tmp_path, LABELS)

    assert len(result.paths) == 2
    assert result.failed == ((first, "damaged"),)


def test_an_export_that_is_given_up_leaves_no_half_file(tmp_path):
    chats = {chat.uuid: chat for chat in hostile_conversations(5)}
    steps = export_files(chats.__getitem__, list(chats), tmp_path)
    next(steps)
    steps.close()

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(StoreError) as caught:
        exported(lambda _uuid: None, [], tmp_path / "gone")

    assert "gone" in str(caught.value)


def round_trip(tmp_path, count):
    """Store, export, import into another database: every field and every byte is the same; twice is once."""
    chats = list(hostile_conversations(count, seed=count))
    with closing(Store(tmp_path / "one.db")) as one, closing(Store(tmp_path / "two.db")) as two:
        one.opening()
        two.opening()
        for chat in chats:
            one.save(chat, list(chat.turns.values()))
        uuids = [chat.uuid for chat in chats]
        (path,) = exported(one.load, uuids, tmp_path).paths
        for _ in range(2):
            results = [two.add(found.conversation) for found in read_export(path)]
        assert results == [(False, 0)] * count
        for uuid in uuids:
            assert two.load(uuid) == one.load(uuid)
        assert two.list_conversations() == one.list_conversations() or len(two.list_conversations()) == count
        names = exported(one.load, uuids, tmp_path, LABELS).paths
    assert len({os.path.normcase(path) for path in names}) == count
    assert all(is_safe(path.name, 255) for path in names)


def test_hostile_titles_and_bodies_come_back_byte_for_byte(tmp_path):
    round_trip(tmp_path, 150)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_ten_thousand_hostile_chats_come_back_byte_for_byte(tmp_path):
    round_trip(tmp_path, 10_000)


def test_attachments_come_back_byte_for_byte_and_markdown_names_them(tmp_path):
    chat = new_conversation("p", "m")
    picture = Attachment("image", "a.png", "image/png", bytes(range(256)), 3, 2, thumbnail=b"small")
    chat.ask("look", attachments=[picture, text_attachment("b.txt", "零度")])
    chat.draft_parts = [part_of(text_attachment("c.txt", "draft"))]
    with closing(Store(tmp_path / "one.db")) as one, closing(Store(tmp_path / "two.db")) as two:
        one.opening()
        two.opening()
        one.save(chat, list(chat.turns.values()))
        one.save_draft_parts(chat.uuid, chat.draft_parts)
        (path,) = exported(one.load, [chat.uuid], tmp_path).paths
        for _ in range(2):
            for found in read_export(path):
                two.add(found.conversation)
        assert two.load(chat.uuid) == one.load(chat.uuid)
        assert two.load(chat.uuid).path()[0].parts == chat.path()[0].parts
        assert two.load(chat.uuid).draft_parts == chat.draft_parts

    assert "*(attachment: a.png)*\n\n*(attachment: b.txt)*\n\nlook" in markdown(chat, LABELS)


def test_a_paste_that_was_sent_as_text_stands_in_markdown_as_what_was_said(tmp_path):
    chat = new_conversation("p", "m")
    chat.ask("look", attachments=[paste_as_text("long\ntext")])

    assert markdown(chat, LABELS).endswith("## You\n\nlong\ntext\n\nlook\n")


def test_the_name_of_a_file_is_no_markup():
    chat = new_conversation("p", "m")
    chat.ask("look", attachments=[text_attachment("a*b_[c](d)<e>.txt", "x")])

    assert r"*(attachment: a\*b\_\[c\](d)\<e\>.txt)*" in markdown(chat, LABELS)
