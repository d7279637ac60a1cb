from __future__ import annotations

import pytest

from desktop.markup.nodes import Paragraph, Run
from desktop.markup.references import Definition, Mention, References, Undecided, labels_of, read_definition


@pytest.mark.parametrize(
    ("text", "address", "title", "lines"),
    [
        ("[a]: /u", "/u", "", 1),
        ("[a]: <b c> 'x'", "b c", "x", 1),
        ("[a]:\n/u\n'two\nlines'\nrest", "/u", "two\nlines", 4),
        ('[a]: /u\n"not a title" x', "/u", "", 1),
        ("[A  b\nc]: /u (t)\nrest", "/u", "t", 2),
    ],
)
def test_a_definition_has_a_label_an_address_and_perhaps_a_title(
    text: str, address: str, title: str, lines: int
) -> None:
    found = read_definition(text, ended=True)

    assert isinstance(found, Definition)
    assert (found.address, found.title, found.lines) == (address, title, lines)


@pytest.mark.parametrize("text", ["[a] x", "[]: /u", "[a]:", '[a]: /u "t" x', "[a]: /u x", "[a[b]: /u"])
def test_what_is_no_definition_stays_text(text: str) -> None:
    assert read_definition(text, ended=True) is None


@pytest.mark.parametrize("text", ["[a", "[a]", "[a]:", "[a]: /u", "[a]: /u\n'title", '[a]: /u "title'])
def test_a_later_line_may_decide(text: str) -> None:
    assert isinstance(read_definition(text, ended=False), Undecided)


@pytest.mark.parametrize("text", ["[a]: /u 't'", "[a]: /u\nrest", "[a]: /u\n't'"])
def test_what_no_later_line_changes_is_decided(text: str) -> None:
    assert isinstance(read_definition(text, ended=False), Definition)


def test_a_definition_is_shown_with_its_address_and_title() -> None:
    found = read_definition('[name]: https://a.example/x "the title"', ended=True)

    assert isinstance(found, Definition)
    assert found.block() == Paragraph(
        (Run("[name]: "), Run("https://a.example/x", link="https://a.example/x"), Run(' "the title"'))
    )


def test_labels_are_what_brackets_hold_without_brackets_in_it() -> None:
    assert labels_of("x [Foo  bar] [a [b] c][ß] \\[d] [] [e\\]f]") == ("foo bar", "b", "ss", "e\\]f")


def test_labels_of_hostile_brackets_are_found_in_one_pass() -> None:
    assert labels_of("\\[ a\n" * 100_000) == ()
    assert labels_of("[" * 100_000 + "]") == ()


def test_a_definition_finds_the_texts_that_waited_for_it_and_the_first_one_counts() -> None:
    references = References()
    first = Definition("A", "a", "/1", "", 1)

    waited = references.take(
        [Mention((0, 2), ("A", "B")), first, Mention((1,), ("A",)), Definition("A", "a", "/2", "", 1)]
    )

    assert waited == {(0, 2)}
    assert references.known["A"]["href"] == "/1"
    assert references.waiting == {0}


def test_a_text_that_was_shown_before_its_definition_was_known_is_parsed_anew() -> None:
    events = [Definition("A", "a", "/1", "", 1), Mention((1,), ("A",))]

    assert References().take(events) == set()
    assert References().take(events, shown=True) == {(1,)}
