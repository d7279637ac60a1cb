from __future__ import annotations

import gzip
import json
import zipfile

import pytest

from desktop.chat.imports.reading import ImportFileError, read_export
from desktop.chat.imports.values import Imported

OURS = {"format": "lingdu-chat-export", "version": 1, "conversations": [{"uuid": "c", "title": "ours"}]}
CHATGPT = [{
    "id": "c",
    "title": "chatgpt",
    "mapping": {"q": {"message": {"author": {"role": "user"}, "content": {"parts": ["hi"]}}, "children": []}},
}]  # fmt: skip
CHATBOX = {
    "settings": {},
    "session:s": {"id": "s", "name": "chatbox", "messages": [{"id": "1", "role": "user", "content": "hi"}]},
}
CHERRY = {
    "time": 1,
    "version": 5,
    "localStorage": {},
    "indexedDB": {"topics": [{"id": "t", "messages": [{"id": "1", "role": "user", "content": "cherry"}]}]},
}


def titles(path):
    return [found.conversation.title for found in read_export(path) if isinstance(found, Imported)]


@pytest.mark.parametrize(
    ("document", "title"),
    [(OURS, "ours"), (CHATGPT, "chatgpt"), (CHATGPT[0], "chatgpt"), (CHATBOX, "chatbox"), (CHERRY, "cherry")],
)
def test_the_program_that_wrote_a_file_is_known_by_what_is_in_it(tmp_path, document, title):
    path = tmp_path / "any name"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(document, indent=1).encode())

    assert titles(path) == [title]


def test_the_archives_of_the_programs_are_opened(tmp_path):
    with zipfile.ZipFile(tmp_path / "chatgpt.zip", "w") as archive:
        archive.writestr("user.json", "{}")
        archive.writestr("conversations.json", json.dumps(CHATGPT))
    with zipfile.ZipFile(tmp_path / "cherry.zip", "w") as archive:
        archive.writestr("data.json", json.dumps(CHERRY))
    (tmp_path / "cherry.bak").write_bytes(gzip.compress(json.dumps(CHERRY).encode()))

    assert titles(tmp_path / "chatgpt.zip") == ["chatgpt"]
    assert titles(tmp_path / "cherry.zip") == ["cherry"]
    assert titles(tmp_path / "cherry.bak") == ["cherry"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "format"),
        (b"hello", "format"),
        (b"{}", "format"),
        (b'{"a": 1}', "format"),
        (b"\x1f\x8bbroken", "unreadable"),
        (b"PK\x03\x04broken", "unreadable"),
        (json.dumps({**OURS, "version": 2}).encode(), "newer"),
        (json.dumps(OURS).encode()[:-20], "format"),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_words(tmp_path, content, reason):
    path = tmp_path / "file"
    path.write_bytes(content)

    with pytest.raises(ImportFileError) as caught:
        list(read_export(path))

    assert caught.value.reason == reason


def test_what_stands_before_a_break_is_read(tmp_path):
    path = tmp_path / "file"
    raw = json.dumps({**OURS, "conversations": [{"uuid": "a"}, {"uuid": "b"}]}).encode()
    path.write_bytes(raw[:-6])
    found = []

    with pytest.raises(ImportFileError):
        found.extend(one.conversation.uuid for one in read_export(path))

    assert found in (["a"], [])


def test_a_missing_file_and_an_archive_without_json_are_said(tmp_path):
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
        archive.writestr("readme.txt", "x")

    with pytest.raises(ImportFileError, match="cannot be read"):
        list(read_export(tmp_path / "gone"))
    with pytest.raises(ImportFileError, match="no export"):
        list(read_export(tmp_path / "empty.zip"))


@pytest.mark.parametrize(("local", "central", "value"), [(6, 8, 1), (8, 10, 77)], ids=["a password", "a method"])
def test_an_archive_that_cannot_be_opened_is_said(tmp_path, local, central, value):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("conversations.json", json.dumps(CHATGPT))
    raw = bytearray(path.read_bytes())
    for place in (local, raw.index(b"PK\x01\x02") + central):
        raw[place] = value
    path.write_bytes(raw)

    with pytest.raises(ImportFileError) as caught:
        list(read_export(path))

    assert caught.value.reason == "unreadable"
