from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from desktop.chat.attachments import attachments_in
from desktop.chat.conversation import State
from desktop.chat.imports.chatbox import read
from desktop.chat.imports.values import Imported, Skipped


def message(key, role, *texts, **fields):
    parts = [{"type": "text", "text": words} for words in texts]
    return {"id": key, "role": role, "contentParts": parts, "timestamp": 1_700_000_000_000, **fields}


SESSION = {
    "id": "s1",
    "name": "会话",
    "starred": True,
    "settings": {"provider": "openai", "modelId": "gpt-4o"},
    "messages": [
        message("m0", "system", "be short"),
        message("m1", "user", "问题"),
        message("m2", "assistant", "shown", model="GPT-4o", finishReason="stop"),
    ],
    "messageForksHash": {"m1": {"position": 1, "lists": [{"id": "l0", "messages": []}, {"id": "l1", "messages": [
        message("m3", "assistant", "hidden"),
        message("m4", "user", "and then?"),
    ]}]}},
    "threads": [{"id": "t1", "name": "old topic", "messages": [message("o1", "user", "before")]}],
}  # fmt: skip


def imported(document):
    return list(read(json.dumps(document).encode()))


def shown(found):
    return [(turn.role, turn.text) for turn in found.conversation.path()]


def test_a_session_with_prompt_branches_and_threads_is_read():
    found, thread = imported({"__exported_items": [], "session:s1": SESSION, "settings": {"x": 1}})

    chat = found.conversation
    assert (chat.title, chat.pinned, chat.model, chat.system_prompt) == ("会话", True, "gpt-4o", "be short")
    assert shown(found) == [("user", "问题"), ("assistant", "shown")]
    answer = chat.path()[1]
    assert (answer.model_asked, answer.finish_reason, answer.created_at) == ("GPT-4o", "stop", 1.7e9)
    assert [turn.text for turn in chat.siblings(answer.uuid)] == ["shown", "hidden"]
    assert [turn.text for turn in chat.turns.values()] == ["问题", "shown", "hidden", "and then?"]
    assert thread.conversation.title == "会话 - old topic"
    assert thread.conversation.uuid != chat.uuid


def test_the_same_file_gives_the_same_uuids_each_time():
    document = {"session:s1": SESSION}

    assert [one.conversation for one in imported(document)] == [one.conversation for one in imported(document)]


def test_an_older_export_with_plain_content_is_read():
    old = {"id": "s", "name": "old", "messages": [{"id": "1", "role": "user", "content": "hi"}]}

    (found,) = imported({"chat-sessions": [old]})

    assert shown(found) == [("user", "hi")]


def test_a_session_that_is_json_inside_of_json_is_read():
    (found, _thread) = imported({"session:s1": json.dumps(SESSION)})

    assert found.conversation.title == "会话"


def test_reasoning_tool_calls_and_names_are_kept_and_the_rest_counted():
    parts = [
        {"type": "reasoning", "text": "hmm"},
        {"type": "text", "text": "see"},
        {"type": "image", "storageKey": "k"},
        {"type": "tool-call", "toolName": "search", "args": {"q": "x"}, "result": "found"},
        {"type": "novelty"},
    ]
    session = {
        "id": "s",
        "messages": [
            message("1", "user", "look", files=[{"name": "a.txt"}]),
            {"id": "2", "role": "assistant", "contentParts": parts, "error": "cut"},
        ],
    }

    (found,) = imported({"session:s": session})

    answer = found.conversation.path()[1]
    assert (answer.reasoning, answer.text, answer.state) == ("hmm", "see", State.INTERRUPTED)
    assert answer.tool_calls == [{"id": None, "name": "search", "arguments": '{"q": "x"}'}]
    assert [one.name for turn in found.conversation.path() for one in attachments_in(turn.parts)] == ["a.txt", "k"]
    assert found.left_out == {"file": 1, "image": 1, "tool": 1, "other": 1}


def test_what_is_no_chat_is_skipped_with_its_name():
    assert imported({"session:a": {"id": "a", "name": "pictures", "type": "picture", "messages": []}}) == [
        Skipped("pictures", "unreadable")
    ]
    assert imported({"session:a": "no json", "session:b": {"id": "b", "name": "n", "messages": []}}) == [
        Skipped("", "unreadable"),
        Skipped("n", "empty"),
    ]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "role", "content", "contentParts", "type", "text", "messages", "lists"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(
    st.dictionaries(st.sampled_from(["id", "name", "messages", "threads", "messageForksHash", "settings"]), anything)
)
def test_no_value_of_any_type_blocks_the_next_session(session):
    *_first, last, _thread = imported({"session:a": session, "session:s1": SESSION})

    assert isinstance(last, Imported)
