"""What a screen reader is told of a message and of a block."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible

from desktop.ui.chat.accessible_slots import block_description, message_name
from desktop.ui.chat.said import piece_text

Text = QAccessible.Text
Role = QAccessible.Role


@pytest.fixture
def ask(chat):
    """The view's interface; every child is asked for its parent and its place on the way."""

    def children(interface):
        found = [interface.child(index) for index in range(interface.childCount())]
        for index, child in enumerate(found):
            assert child.parent().object() is interface.object()
            assert interface.indexOfChild(child) == index
        return found

    class Ask:
        def view(self):
            return QAccessible.queryAccessibleInterface(chat)

        def messages(self):
            return [one for one in children(self.view()) if one.text(Text.Identifier) == "chatMessage"]

        def blocks(self, number=-1):
            return children(self.messages()[number])

        def names(self, number=-1):
            return [one.text(Text.Name) for one in self.blocks(number)]

    return Ask()


MARKDOWN = """# A heading

Words with **weight** and 😀.

3. three
4. four

- [x] bought
- [ ] sold

| a | b |
|---|---|
| 1 | 2 |

```python
x = 1
```
"""


def test_the_messages_are_lists_in_the_view_and_their_blocks_are_items_named_by_their_text(chat, ask, question, answer):
    chat.set_messages([question("Why?"), answer(MARKDOWN, caption="gpt-4o · 3 s")])

    first, second = ask.messages()

    assert (first.role(), first.text(Text.Name)) == (Role.List, "Question")
    assert (second.role(), second.text(Text.Name)) == (Role.List, "Answer, gpt-4o · 3 s")
    assert ask.names(0) == ["Why?"]
    assert {one.role() for one in ask.blocks()} == {Role.ListItem}
    assert ask.names() == [
        "A heading",
        "Words with weight and 😀.",
        "three",
        "four",
        "bought",
        "sold",
        "a\tb",
        "1\t2",
        "x = 1",
    ]


def test_what_the_text_does_not_tell_stands_in_the_description(chat, ask, answer):
    chat.set_messages([answer(MARKDOWN)])

    said = [one.text(Text.Description) for one in ask.blocks()]

    assert said == [
        "Heading 1",
        "",
        "Item 3.",
        "Item 4.",
        "Done",
        "To do",
        "Table row",
        "Table row",
        "Code python",
    ]


def test_every_piece_with_words_is_a_block_and_no_other(chat, ask, answer):
    chat.set_messages([answer("a\n\n---\n\nb $x$\n\n> c")])

    pieces = [piece_text(slot.piece) for slot in chat.entry("a").slots]

    assert ask.names() == [text for text in pieces if text]


def test_a_block_is_where_it_is_painted(chat, ask, answer):
    chat.set_messages([answer("one\n\ntwo")])

    rects = [one.rect() for one in ask.blocks()]
    texts = {slot: piece_text(slot.piece) for slot in chat.entry("a").slots}
    painted = {texts[one.slot]: one for one in chat.column.placed}

    for name, rect in zip(["one", "two"], rects, strict=True):
        assert chat.viewport().mapFromGlobal(rect.topLeft()).y() == painted[name].y
        assert rect.height() == painted[name].item.height
    assert ask.messages()[0].rect() == rects[0].united(rects[1])
    assert ask.messages()[0].childAt(rects[1].center().x(), rects[1].center().y()).text(Text.Name) == "two"


def test_the_real_widgets_follow_the_messages(chat, ask, answer):
    chat.set_messages([answer("text", can_regenerate=True)])
    view = ask.view()

    below = [view.child(index) for index in range(view.childCount())]
    names = [one.object().objectName() for one in below if one.object().objectName()]

    assert names[0] == "qt_scrollarea_viewport"
    viewport = below[len(ask.messages())]
    bars = [viewport.child(index).object().objectName() for index in range(viewport.childCount())]
    assert "messageBar" in bars


def test_a_name_holds_no_nul_at_which_the_bus_would_cut_it(chat, ask, question):
    chat.set_messages([question("before\0after")])

    assert "".join(ask.names()).endswith("after")
    assert "\0" not in "".join(ask.names())


def test_a_child_that_is_not_there_is_none(chat, ask, answer):
    chat.set_messages([answer("text")])

    assert ask.view().child(1000) is None
    assert ask.messages()[0].child(-1) is None
    assert ask.blocks()[0].child(0) is None
    assert ask.view().indexOfChild(ask.blocks()[0]) == -1


def test_a_question_is_named_so_and_an_answer_by_its_model(chat, question, answer):
    chat.set_messages([question("a"), answer("b", caption="")])

    assert message_name(chat.entry("q")) == "Question"
    assert message_name(chat.entry("a")) == "Answer"


def test_plain_words_need_no_description(chat, question):
    chat.set_messages([question("a")])

    assert block_description(chat.entry("q").slots[0].piece) == ""
