from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from fakes.markdown import DOCUMENTS
from PySide6.QtCore import QMimeData

from desktop.ui.chat.copying import LazyMime, html_maker, markdown_text
from desktop.ui.chat.entry import Entry
from desktop.ui.chat.estimate import Measure
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.said import is_text, piece_text
from desktop.ui.chat.selection import Selection, place_in
from desktop.ui.chat.style import ChatStyle


@pytest.fixture(scope="module")
def measure(qapp):
    return Measure(ChatStyle(), 760)


@pytest.fixture
def entries(measure):
    def make(*texts, load=True, **fields):
        """Questions where a text begins with a question mark, else answers."""
        found = []
        for number, text in enumerate(texts):
            role = "user" if text.startswith("?") else "assistant"
            entry = Entry(MessageView(str(number), role, text, caption="model", **fields), measure)
            entry.index = number
            if load:
                entry.load()
            found.append(entry)
        return found

    return make


def html_text(selection, entries):
    return html_maker(selection, entries)()


def everything(entries):
    selection = Selection()
    slots = [slot for entry in entries for slot in entry.slots if is_text(slot.piece)]
    selection.select(place_in(slots[0], 0), place_in(slots[-1], 1 << 40))
    return selection


def between(entries, start, end):
    """From the beginning of one stretch of words to the end of another."""
    slots = [slot for entry in entries for slot in entry.slots]
    first = next(slot for slot in slots if start in piece_text(slot.piece))
    last = next(slot for slot in slots if end in piece_text(slot.piece))
    selection = Selection()
    selection.select(
        place_in(first, piece_text(first.piece).index(start)),
        place_in(last, piece_text(last.piece).index(end) + len(end)),
    )
    return selection


# Markdown


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_whole_answer_is_its_source(entries, document):
    found = entries(document)

    assert markdown_text(everything(found), found) == found[0].body.source_text.strip("\n")


def test_whole_blocks_are_their_exact_source_and_parts_are_plain(entries):
    found = entries("# A *title*\n\nsome **bold** words\n\n* [x] do `this`\n* then *that*\n\nend **of** it")

    assert markdown_text(between(found, "A title", "some bold words"), found) == "# A *title*\n\nsome **bold** words"
    assert markdown_text(between(found, "bold", "words"), found) == "bold words"
    assert markdown_text(between(found, "bold words", "end of"), found) == (
        "bold words\n\n* [x] do `this`\n* then *that*\n\nend of"
    )


def test_a_part_of_a_list_has_its_marks_and_no_empty_lines(entries):
    found = entries("3. three\n4. four\n   - nested\n   - deep\n5. five")

    assert markdown_text(between(found, "four", "deep"), found) == "4. four\n  • nested\n  • deep"
    assert markdown_text(between(found, "our", "nest"), found) == "our\n  • nest"
    assert markdown_text(between(found, "four", "four"), found) == "four"


def test_tasks_are_told_by_their_boxes(entries):
    found = entries("- [ ] open\n- [x] done\n- plain")

    assert markdown_text(between(found, "open", "done"), found) == "☐ open\n☑ done"


def test_rows_of_a_table_are_lines_with_tabs(entries):
    found = entries("| a | b |\n|---|---|\n| one | two |\n| three | four |")

    assert markdown_text(between(found, "one", "four"), found) == "one\ttwo\nthree\tfour"
    assert markdown_text(everything(found), found).startswith("| a | b |\n|---|")


def test_code_in_parts_is_code_and_whole_its_fence(entries):
    found = entries("text\n\n```py\nfirst  \n\tsecond\nthird\n```\n\nend")

    assert markdown_text(between(found, "first", "second"), found) == "first  \n\tsecond"
    whole = "text\n\n```py\nfirst  \n\tsecond\nthird\n```\n\nend"
    assert markdown_text(everything(found), found) == whole


def test_a_long_paragraph_that_is_shown_in_parts_is_one_text_again(entries):
    text = "word " * 3000 + "end"
    found = entries("start\n\n" + text)
    assert len(found[0].slots) > 5

    assert markdown_text(between(found, "tart", "end"), found) == "tart\n\n" + text


def test_code_is_copied_without_the_breaks_of_its_display(entries):
    text = "x" * 20_000
    found = entries(f"```\na{text}\n```")

    assert markdown_text(between(found, text, text), found) == text


def test_formulas_and_images_are_copied_as_they_are_said(entries):
    found = entries("see $a^2$ and ![cat](https://e.example/c.png) here\n\n$$x$$")

    assert markdown_text(everything(found), found) == found[0].view.text


def test_a_question_is_copied_as_it_was_written(entries):
    text = "? **no** markup\n\n\nand   spaces " + "word " * 2000
    (question,) = found = entries(text)
    assert len(question.slots) > 2

    assert markdown_text(everything(found), found) == text
    assert markdown_text(between(found, "no", "and"), found) == "no** markup\n\n\nand"


def test_messages_are_parted_by_an_empty_line(entries):
    found = entries("?one", "two\n\n- a\n- b", "?three", "four")

    assert markdown_text(everything(found), found) == "?one\n\ntwo\n\n- a\n- b\n\n?three\n\nfour"
    assert markdown_text(between(found, "one", "thr"), found) == "one\n\ntwo\n\n- a\n- b\n\n?thr"


def test_a_message_between_that_was_never_seen_is_its_source(entries):
    found = entries("one", "two\n\n---", "three")
    middle = entries("*a*\n\nb", load=False)[0]
    middle.index = 1
    found[1] = middle

    assert markdown_text(between([found[0], found[2]], "one", "three"), found) == "one\n\n*a*\n\nb\n\nthree"
    assert not middle.is_loaded


def test_text_that_waits_to_be_parsed_is_copied_as_it_is(entries):
    text = "\n".join(f"line {number} of **many**" for number in range(3000))
    found = entries(text)
    assert found[0].pending

    assert markdown_text(between(found, "ine 0", "line 200"), found).startswith("ine 0 of **many**\nline 1")
    assert markdown_text(everything(found), found) == text


def test_refusals_tools_and_thoughts_are_part_of_a_selection(entries):
    found = entries("text", reasoning="why\nthen", refusal="no", tool_calls=(("look", "{}"),), streaming=False)
    for splice in found[0].toggle_fold():
        assert splice

    assert markdown_text(everything(found), found) == "why\nthen\n\ntext\n\n{}\n\nThe model refused\n\nno"


def test_a_rule_between_two_blocks_is_copied(entries):
    found = entries("one\n\n* * *\n\ntwo")

    assert markdown_text(everything(found), found) == "one\n\n* * *\n\ntwo"


def test_crlf_source_is_copied_with_lf(entries):
    found = entries("# T\r\n\r\n- a\r\n- b\r\n\r\nend")

    assert markdown_text(everything(found), found) == "# T\n\n- a\n- b\n\nend"


def test_nothing_selected_is_no_text(entries):
    found = entries("one")

    assert markdown_text(Selection(), found) == ""
    assert html_text(Selection(), found) == ""


# HTML


class Checker(HTMLParser):
    """Complains about tags that are not closed in order, or not known to be harmless."""

    KNOWN = frozenset(
        re.findall(r"\w+", "p h1 h2 h3 h4 h5 h6 ul ol li pre code blockquote table tr th td b i s a br hr")
    )

    def __init__(self):
        super().__init__()
        self.open = []
        self.words = []

    def handle_starttag(self, tag, attrs):
        assert tag in self.KNOWN
        assert {name for name, _ in attrs} <= {"href", "value"}
        for name, value in attrs:
            assert name != "href" or re.match(r"https?://", value)
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def checked(html):
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert checker.open == []
    return "".join(checker.words)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_html_is_well_formed_and_says_the_same(entries, document):
    found = entries(document)

    words = checked(html_text(everything(found), found))

    for slot in found[0].slots:
        for part in re.findall(r"\w+", piece_text(slot.piece)):
            assert part in words


def test_html_holds_nothing_that_loads_or_runs(entries):
    attacks = [
        "<script>alert(1)</script> <img src=x onerror=y>",
        "![x](https://e.example/track.png) ![y](javascript:z)",
        "[a](javascript:alert) [b](file:///etc/passwd) [c](data:text/html,x)",
        '[d](https://e.example/"onclick=x) <https://e.example/?a=1&b=<2>',
        "```\n</code></pre><script>\n```",
        "| <iframe> | `<b>` |\n|---|---|\n| $<i>$ | &lt; |",
        "$$</p><object>$$",
    ]
    found = entries("?<style>*{}</style>", "\n\n".join(attacks), "end")

    html = html_text(everything(found), found)

    words = checked(html)
    for word in ("<script>alert(1)</script>", "<img src=x onerror=y>", "<style>*{}</style>", "<iframe>"):
        assert word in words


def test_html_has_the_looks_of_the_text(entries):
    text = (
        "# T\n\na **b** *i* `c` ~~s~~ [l](https://e.example/x)\n\n> q\n\n---\n\n| h |\n|---|\n| d |\n\n```\nx < y\n```"
    )
    found = entries(text)

    html = html_text(everything(found), found)

    assert html.startswith("<h1>T</h1><p>a <b>b</b> <i>i</i> <code>c</code> <s>s</s> ")
    assert '<a href="https://e.example/x">l</a>' in html
    assert "<hr><table><tr><th>h</th></tr><tr><td>d</td></tr></table><pre><code>x &lt; y</code></pre>" in html


def test_html_lists_are_nested_and_numbered(entries):
    found = entries("3. three\n4. four\n   - nested\n5. five\n\n- other")

    html = html_text(everything(found), found)

    checked(html)
    assert '<li value="3">three</li>' in html
    assert html.count("<ol>") >= 1
    assert html.index("nested") < html.index("five")


def test_what_stands_in_an_item_stays_in_its_list(entries):
    found = entries("1. one\n\n   more\n\n   ```\n   x\n   ```\n2. two\n\n```\nbehind\n```")

    assert html_text(everything(found), found) == (
        '<ol><li value="1">one</li><p>more</p><pre><code>x</code></pre><li value="2">two</li></ol>'
        "<pre><code>behind</code></pre>"
    )


def test_a_part_of_a_table_is_only_that_part(entries):
    found = entries("| a | b |\n|---|---|\n| one | two |\n| three | four |")

    html = html_text(between(found, "ne", "thr"), found)

    assert html == "<table><tr><td>ne</td><td>two</td></tr><tr><td>thr</td><td></td></tr></table>"


def test_html_makes_messages_that_were_never_seen(entries):
    found = entries("one", "*two*\n\n" + "long **text**\n\n" * 3000, "three", load=False)
    for entry in (found[0], found[2]):
        entry.load()

    html = html_text(between([found[0], found[2]], "one", "three"), found)

    assert "<p><i>two</i></p>" in html
    assert "<b>text</b>" in html
    assert "**" not in html
    assert not found[1].is_loaded


def test_what_is_copied_is_what_was_selected_then(entries):
    found = entries("one\n\ntwo", "*three*", load=False, streaming=True)
    found[0].load()
    found[1].load()
    make = html_maker(everything(found), found)

    found[0].append_text(" more")
    found[0].index = 5

    assert make() == "<p>one</p><p>two</p>\n<p><i>three</i></p>"


def test_a_rule_outside_of_the_selection_is_not_copied(entries):
    found = entries("one\n\n---\n\ntwo\n\n---\n\nthree")

    assert html_text(between(found, "two", "three"), found) == "<p>two</p><hr><p>three</p>"
    assert markdown_text(between(found, "tw", "tw"), found) == "tw"
    assert markdown_text(between(found, "wo", "three"), found) == "wo\n\n---\n\nthree"
    assert markdown_text(between(found, "two", "three"), found) == "two\n\n---\n\nthree"


def test_an_empty_item_outside_of_the_selection_is_not_copied(entries):
    found = entries("-\n\nsome two\n\n1.\n\nthree")

    assert markdown_text(between(found, "two", "two"), found) == "two"
    assert markdown_text(between(found, "two", "thr"), found) == "two\n\n1.\n\nthr"


def test_a_rule_that_ends_a_message_is_copied_where_the_selection_goes_on(entries):
    found = entries("one\n\ntwo\n\n---", "---\n\nthree\n\nfour")

    assert markdown_text(between(found, "wo", "thr"), found) == "wo\n\n---\n\n---\n\nthr"


def test_rules_around_a_whole_answer_are_copied_with_it(entries):
    found = entries("---\n\none\n\n---", "two")

    assert markdown_text(between(found[:1], "one", "one"), found) == "---\n\none\n\n---"
    assert markdown_text(between(found, "one", "tw"), found) == "---\n\none\n\n---\n\ntw"


# Later


def test_formats_are_made_when_somebody_asks(qapp):
    made = []
    mime = LazyMime({"text/plain": lambda: made.append("text") or "plain", "text/html": lambda: "<b>h</b>"})

    assert mime.formats() == ["text/plain", "text/html"]
    assert mime.hasFormat("text/html")
    assert not mime.hasFormat("image/png")
    assert made == []
    assert QMimeData.text(mime) == "plain"
    assert mime.text() == "plain"
    assert made == ["text"]
    assert mime.html() == "<b>h</b>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("> a\n>\n> b\n\nc", "<blockquote><p>a</p><p>b</p></blockquote><p>c</p>"),
        ("> a\n>\n> > b\n>\n> c", "<blockquote><p>a</p><blockquote><p>b</p></blockquote><p>c</p></blockquote>"),
        ("> - a\n> - b\n\nc", "<blockquote><ul><li>a</li><li>b</li></ul></blockquote><p>c</p>"),
        ("- a\n\n  > b\n- c", "<ul><li>a</li><blockquote><p>b</p></blockquote><li>c</li></ul>"),
        ("> ```\n> x\n> ```", "<blockquote><pre><code>x</code></pre></blockquote>"),
        ("> |h|\n> |-|\n> |d|", "<blockquote><table><tr><th>h</th></tr><tr><td>d</td></tr></table></blockquote>"),
        ("> # h\n\n- x", "<blockquote><h1>h</h1></blockquote><ul><li>x</li></ul>"),
    ],
)
def test_html_holds_quotes(entries, text, html):
    found = entries(text)

    assert html_text(everything(found), found) == html
    checked(html)
