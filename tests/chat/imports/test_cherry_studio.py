from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from desktop.chat.attachments import attachments_in
from desktop.chat.conversation import State
from desktop.chat.imports.cherry_studio import read
from desktop.chat.imports.values import Imported, Skipped


def block(key, kind, content, **fields):
    return {"id": key, "type": kind, "content": content, **fields}


def message(key, role, *blocks, **fields):
    return {"id": key, "role": role, "blocks": list(blocks), "createdAt": "2023-11-14T22:13:20.000Z", **fields}


def backup(topics, blocks, assistants=()):
    state = {"assistants": json.dumps({"assistants": list(assistants)})}
    return {
        "time": 1_700_000_000_000,
        "version": 5,
        "localStorage": {"persist:cherry-studio": json.dumps(state), "other": "x"},
        "indexedDB": {"files": [], "topics": topics, "message_blocks": blocks},
    }


ASSISTANT = {
    "id": "a",
    "prompt": "be kind",
    "topics": [{"id": "t1", "name": "话题", "pinned": True, "createdAt": "2023-01-01T00:00:00.000Z"}],
}
BLOCKS = [
    block("b1", "main_text", "问题"),
    block("b2", "thinking", "hmm"),
    block("b3", "main_text", "one"),
    block("b4", "main_text", "two"),
    block("b5", "main_text", "next"),
    block("b6", "image", None, file={"origin_name": "照片.png"}),
    block("b8", "tool", "found", toolId="t", toolName="search", arguments={"q": 1}),
    block("b7", "code", "print(1)", language="python"),
]
TOPIC = {
    "id": "t1",
    "messages": [
        message("m1", "user", "b1", "b6"),
        message("m2", "assistant", "b2", "b3", askId="m1", model={"id": "deepseek-chat"}, foldSelected=True),
        message("m3", "assistant", "b4", askId="m1", modelId="gpt-4o", status="paused"),
        message("m4", "user", "b5"),
        message("m5", "assistant", "b8", "b7", askId="m4"),
    ],
}


def imported(document):
    return list(read(json.dumps(document).encode()))


def shown(found):
    return [(turn.role, turn.text) for turn in found.conversation.path()]


def test_a_topic_with_its_name_prompt_blocks_and_several_answers_is_read():
    (found,) = imported(backup([TOPIC], BLOCKS, [ASSISTANT]))

    chat = found.conversation
    assert (chat.title, chat.pinned, chat.system_prompt) == ("话题", True, "be kind")
    assert shown(found) == [
        ("user", "问题"),
        ("assistant", "one"),
        ("user", "next"),
        ("assistant", "```python\nprint(1)\n```"),
    ]
    answer = chat.path()[1]
    assert (answer.reasoning, answer.model_asked, answer.created_at) == ("hmm", "deepseek-chat", 1.7e9)
    other = chat.siblings(answer.uuid)[1]
    assert (other.text, other.state, other.model_asked) == ("two", State.INTERRUPTED, "gpt-4o")
    assert [one.name for one in attachments_in(chat.path()[0].parts)] == ["照片.png"]
    assert chat.path()[3].tool_calls == [{"id": "t", "name": "search", "arguments": '{"q": 1}'}]
    assert found.left_out == {"image": 1, "tool": 1}


def test_the_same_file_gives_the_same_uuids_each_time():
    document = backup([TOPIC], BLOCKS)

    assert imported(document)[0].conversation == imported(document)[0].conversation


def test_an_older_message_has_its_text_itself_and_a_topic_without_a_name_takes_its_question():
    topic = {"id": "t", "messages": [{"id": "1", "role": "user", "content": "old question"}]}

    (found,) = imported(backup([topic], []))

    assert shown(found) == [("user", "old question")]
    assert found.conversation.title == "old question"


def test_a_topic_without_messages_is_skipped_with_its_name():
    assert imported(backup([{"id": "t1", "messages": []}, {"id": "t1"}], [], [ASSISTANT])) == [
        Skipped("话题", "empty"),
        Skipped("话题", "unreadable"),
    ]


def test_storage_that_cannot_be_read_costs_only_the_names():
    document = backup([TOPIC], BLOCKS)
    document["localStorage"] = {"persist:cherry-studio": "no json"}

    (found,) = imported(document)

    assert found.conversation.title == "问题"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "role", "blocks", "type", "content", "messages", "askId", "status", "model"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(st.lists(anything, max_size=3), st.lists(anything, max_size=3), anything)
def test_no_value_of_any_type_blocks_the_next_topic(topics, blocks, assistants):
    document = backup([*topics, TOPIC], [*blocks, *BLOCKS])
    document["localStorage"]["persist:cherry-studio"] = json.dumps({"assistants": json.dumps(assistants)})

    *_first, last = imported(document)

    assert isinstance(last, Imported)
