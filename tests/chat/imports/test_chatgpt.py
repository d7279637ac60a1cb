from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from desktop.chat.attachments import attachments_in
from desktop.chat.conversation import State
from desktop.chat.imports.chatgpt import read
from desktop.chat.imports.values import Imported, Skipped


def node(key, parent, role=None, *parts, children=(), **message):
    content = {"content_type": "text", "parts": list(parts)}
    found = {"author": {"role": role}, "content": content, "create_time": 1.7e9, **message} if role else None
    return {"id": key, "parent": parent, "children": list(children), "message": found}


def chat(*nodes, current="", **fields):
    return {
        "conversation_id": "c1",
        "title": "Title",
        "create_time": 1.6e9,
        "update_time": 1.65e9,
        "current_node": current,
        "mapping": {one["id"]: one for one in nodes},
        **fields,
    }


def imported(*chats):
    return list(read(json.dumps(chats).encode()))


def shown(found):
    return [(turn.role, turn.text) for turn in found.conversation.path()]


BRANCHED = chat(
    node("root", None, children=["sys"]),
    node("sys", "root", "system", "", children=["q"]),
    node("q", "sys", "user", "问题", children=["a1", "a2"]),
    node("a1", "q", "assistant", "first", children=[], metadata={"model_slug": "gpt-4"}),
    node("a2", "q", "assistant", "second", children=["q2"], metadata={"model_slug": "gpt-4o"}),
    node("q2", "a2", "user", "more", children=[]),
    current="a1",
)


def test_the_tree_with_its_branches_and_the_shown_path_is_kept():
    (found,) = imported(BRANCHED)

    conversation = found.conversation
    assert (conversation.title, conversation.created_at, conversation.updated_at) == ("Title", 1.6e9, 1.65e9)
    assert shown(found) == [("user", "问题"), ("assistant", "first")]
    answer = conversation.path()[1]
    assert [turn.text for turn in conversation.siblings(answer.uuid)] == ["first", "second"]
    assert answer.model_asked == "gpt-4"
    assert len(conversation.turns) == 4


def test_the_same_file_gives_the_same_uuids_each_time():
    first, second = imported(BRANCHED)[0].conversation, imported(BRANCHED)[0].conversation

    assert first == second


def test_an_answer_in_several_messages_with_tools_between_is_one_answer():
    (found,) = imported(
        chat(
            node("q", None, "user", "weather?", children=["a"]),
            node("a", "q", "assistant", "Let me look.", children=["call"]),
            node("call", "a", "assistant", "search()", recipient="browser", children=["tool"]),
            node("tool", "call", "tool", "sunny", children=["b"]),
            node("b", "tool", "assistant", "It is sunny.", children=[], status="in_progress"),
            current="b",
        )
    )

    assert shown(found) == [("user", "weather?"), ("assistant", "Let me look.\n\nIt is sunny.")]
    calls = found.conversation.path()[1].tool_calls
    assert [(call["name"], call["arguments"]) for call in calls] == [("browser", "search()")]
    assert found.left_out == {"tool": 1}


def test_thoughts_become_the_reasoning_of_the_answer_that_follows():
    thoughts = {"content_type": "thoughts", "thoughts": [{"summary": "s", "content": "hmm"}, {"summary": "only"}]}
    (found,) = imported(
        chat(
            node("q", None, "user", "why?", children=["t"]),
            node("t", "q", "assistant", children=["a"], content=thoughts),
            node("a", "t", "assistant", "because", children=[], status="in_progress"),
            current="a",
        )
    )

    answer = found.conversation.path()[1]
    assert (answer.reasoning, answer.text) == ("hmm\n\nonly", "because")
    assert answer.state is State.INTERRUPTED


def test_pictures_and_files_keep_their_names_and_are_counted_and_code_stands_in_a_block():
    files = {"attachments": [{"name": "a.pdf", "mime_type": "application/pdf"}, {"name": "x", "mimeType": "image/png"}]}
    image = {"content_type": "image_asset_pointer", "asset_pointer": "file://x"}
    (found,) = imported(
        chat(
            node("q", None, "user", image, "what is this?", children=["a"], metadata=files),
            node("a", "q", "assistant", content={"content_type": "code", "language": "python", "text": "print(1)"}),
            current="a",
        )
    )

    assert [(one.kind, one.name) for one in attachments_in(found.conversation.path()[0].parts)] == [
        ("image", "file://x"),
        ("file", "a.pdf"),
    ]
    assert found.left_out == {"image": 1, "file": 1}
    assert shown(found)[1] == ("assistant", "```python\nprint(1)\n```")


def test_what_is_hidden_stays_hidden():
    (found,) = imported(
        chat(
            node(
                "h", None, "user", "about me", children=["q"], metadata={"is_visually_hidden_from_conversation": True}
            ),
            node("q", "h", "user", "question", children=[]),
        )
    )

    assert shown(found) == [("user", "question")]


def test_a_conversation_with_nothing_in_it_is_skipped_with_its_title():
    assert imported(chat(node("root", None)), {"title": "odd"}, None) == [
        Skipped("Title", "empty"),
        Skipped("odd", "unreadable"),
        Skipped("", "unreadable"),
    ]


def test_a_ring_of_nodes_ends():
    (found,) = imported(
        chat(
            node("q", None, "user", "a", children=["b"]),
            node("b", "q", "assistant", "b", children=["q", "b"]),
            current="nowhere",
        )
    )

    assert shown(found) == [("user", "a"), ("assistant", "b")]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "parent", "children", "message", "author", "role", "content", "content_type", "parts"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from("abc"), anything), anything)
def test_no_value_of_any_type_blocks_the_next_conversation(mapping, title):
    *_first, last = imported({"mapping": mapping, "title": title}, BRANCHED)

    assert isinstance(last, Imported)
