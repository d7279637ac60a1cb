from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.markup.nodes import Run
from desktop.ui.chat.shown import run_text, runs_text, show_runs


class NoFormulas:
    """Has no picture for any formula."""

    def picture(self, tex, *, display, font, colour):
        return None


class Box:
    """A picture of 30 × 12 px."""

    width, height, depth = 30.0, 12.0, 3.0

    def paint(self, painter, place):
        painter.fillRect(int(place.x()), int(place.y()), 30, 12, painter.pen().color())


class Boxes:
    """Has the same picture for each formula."""

    def picture(self, tex, *, display, font, colour):
        return Box()


@pytest.fixture
def show(style):
    def show(*runs, formulas=None):
        return show_runs(runs, style, style.text_font, style.colour("text"), formulas or NoFormulas())

    return show


def units(text):
    return len(text.encode("utf-16-le")) // 2


def test_plain_text_is_shown_as_it_is(show):
    shown = show(Run("some "), Run("words"))

    assert (shown.text, shown.string) == ("some words", "some words")
    assert shown.formats == []
    assert shown.offsets is None


@given(st.lists(st.text(st.sampled_from("ab中👍🏽𝕏\n"), min_size=1, max_size=8), max_size=5))
def test_positions_count_characters_and_shown_ones_utf_16_units(qapp, texts):
    from desktop.ui.chat.style import ChatStyle

    style = ChatStyle()
    shown = show_runs(tuple(Run(text) for text in texts), style, style.text_font, style.colour("text"), NoFormulas())

    for position in range(len(shown.text) + 1):
        assert shown.to_shown(position) == units(shown.text[:position])
        assert shown.to_text(shown.to_shown(position)) == position


def test_a_break_is_a_line_separator_of_the_layout(show):
    assert show(Run("a\nb")).string == "a\u2028b"
    assert show(Run("a\nb")).text == "a\nb"


def test_looks_are_formats_of_their_stretches(show):
    shown = show(Run("x👍"), Run("bold", bold=True), Run("code", code=True), Run("s", strike=True))

    stretches = [(one.start, one.length) for one in shown.formats]
    assert stretches == [(3, 4), (7, 4), (11, 1)]
    assert shown.formats[0].format.fontWeight() > 400
    assert shown.formats[2].format.fontStrikeOut()


def test_links_are_known_by_characters(show):
    shown = show(Run("👍 "), Run("here", link="https://e.example/", title="there"), Run("."))

    (link,) = shown.links
    assert (link.start, link.end, link.address) == (2, 6, "https://e.example/")
    assert link.tip == "https://e.example/\nthere"


def test_a_formula_is_a_picture_in_place_of_its_source(show):
    shown = show(Run("a "), Run("x^2", math=True, source="$x^2$"), Run(" b"), formulas=Boxes())

    assert shown.text == "a $x^2$ b"
    assert shown.string == "a \u00a0 b"
    assert [shown.to_shown(position) for position in (0, 2, 5, 7, 9)] == [0, 2, 2, 3, 5]
    assert [shown.to_text(position) for position in (2, 3)] == [2, 7]
    assert shown.insets[0].at == 2


def test_a_formula_without_a_picture_is_its_source(show):
    shown = show(Run("x^2", math=True, source="$x^2$"))

    assert shown.string == "$x^2$"
    assert shown.insets == []


def test_signs_that_deceive_are_badges_in_code_and_links_and_those_that_turn_a_line_everywhere(show):
    code, link, prose = (
        show(run) for run in (Run("a\u202e\u200bb", code=True), Run("a\u202e\u200bb", link="x"), Run("a\u202e\u200bb"))
    )

    assert code.text == link.text == prose.text == "a\u202e\u200bb"
    assert [[one.at for one in shown.insets] for shown in (code, link, prose)] == [[1, 2], [1, 2], [1]]


def test_control_characters_are_badges_in_code(show):
    assert [one.at for one in show(Run("a\x1b[31m\x08", code=True)).insets] == [1, 6]
    assert show(Run("a\nb", code=True)).insets == []


def test_an_image_is_words(qapp):
    run = Run("cat", image="e.example", link="https://e.example/c.png")

    assert run_text(run) == "\u00a0image: cat, e.example\u00a0"
    assert runs_text((Run("a"), run)) == "a" + run_text(run)
