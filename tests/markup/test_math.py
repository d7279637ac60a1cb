"""`desktop.markup.math`: formulas are drawn, and whatever a model writes, the library's faults stay inside."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
import time
from xml.etree import ElementTree

import pytest
from fakes.formulas import DRAWN, HOSTILE, SHOWN
from fakes.sources import ROOT

from desktop.markup.math import MAX_HEIGHT_EM, MAX_WIDTH_EM, ink, render_math

NUMBER = r"-?\d+(?:\.\d+)?"
INK = r"(?:#[0-9a-f]{6}|none)"
PATH = rf'<path fill="{INK}"(?: stroke="{INK}" stroke-width="{NUMBER}")? d="(?:[MLCQZ]|{NUMBER}|\s)*"/>'
SVG = re.compile(
    rf'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="{NUMBER} {NUMBER} {NUMBER} {NUMBER}">(?:{PATH})+</svg>'
)


def run(program, *arguments):
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("tex", "display"), DRAWN)
def test_what_models_write_is_drawn_in_a_sane_size(tex, display):
    picture = render_math(tex, display=display)

    assert picture is not None
    assert 0.4 < picture.height_em < 6
    assert 0.4 < picture.width_em < 40
    assert 0 <= picture.depth_em < picture.height_em


@pytest.mark.parametrize("tex", SHOWN.values(), ids=SHOWN)
@pytest.mark.parametrize("display", [False, True])
def test_what_cannot_be_drawn_faithfully_is_not_drawn(tex, display):
    assert render_math(tex, display=display) is None


@pytest.mark.parametrize("tex", HOSTILE.values(), ids=HOSTILE)
def test_what_would_take_for_ever_is_given_up_soon_or_drawn_in_bounds(tex):
    before = time.monotonic()

    picture = render_math(tex, display=True)

    assert time.monotonic() - before < 20  # a fifth of a second on a quiet machine
    if picture is not None:
        assert picture.width_em <= MAX_WIDTH_EM
        assert picture.height_em <= MAX_HEIGHT_EM
        assert len(picture.drawing) < 1_000_000
        assert SVG.fullmatch(picture.svg("#000000").decode())


@pytest.mark.parametrize(("tex", "display"), DRAWN)
def test_a_drawing_holds_paths_and_colours_and_nothing_else(tex, display):
    svg = render_math(tex, display=display).svg("#1f2328").decode()

    assert SVG.fullmatch(svg)


def test_nothing_hostile_changes_what_is_drawn_after_it():
    reference = r"f'_1(x) = \text{offline} + x^{\prime}"
    before = render_math(reference, display=True)

    for tex in (*SHOWN.values(), *HOSTILE.values()):
        render_math(tex, display=True)

    assert render_math(reference, display=True) == before


def test_the_ink_is_the_colour_of_the_text_and_a_named_colour_keeps_half_of_it():
    picture = render_math(r"\overline{x} \boxed{\frac{a}{b}} \textcolor{blue}{c} \color{black} d", display=True)

    assert set(re.findall("#[0-9a-f]{6}", picture.svg("#e6e6e6").decode())) == {"#e6e6e6", "#7373f2"}
    assert set(re.findall("#[0-9a-f]{6}", picture.svg("#202020").decode())) == {"#202020", "#10108f"}


def test_limits_stand_above_and_below_only_where_the_formula_stands_alone():
    inline, display = (render_math(r"\sum_{i=1}^{n}", display=display) for display in (False, True))

    assert display.height_em > 1.3 * inline.height_em
    assert display.depth_em > 1.3 * inline.depth_em


def test_letters_stand_on_the_baseline():
    assert render_math("x", display=False).depth_em < 0.05
    assert render_math("y", display=False).depth_em == pytest.approx(0.2, abs=0.1)
    assert render_math("x^2", display=False).depth_em < 0.05


def test_indices_do_not_become_smaller_than_half():
    heights = [render_math("{}^{" * depth + "M" + "}" * depth, display=False) for depth in (2, 4)]

    boxes = [path_height(picture) for picture in heights]
    assert boxes[1] == pytest.approx(boxes[0], rel=0.05)


def path_height(picture):
    path = ElementTree.fromstring(picture.svg("#000000")).find("{*}path")
    values = [float(it) for it in re.findall(NUMBER, path.get("d"))][1::2]
    return max(values) - min(values)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"\mathbf{1}", "1"),
        (r"\mathbb{R}", "R"),
        (r"\mathtt{x}", "x"),
        (r"\mathsf{x}", "x"),
        (r"\hat{m}", r"\widehat{m}"),
        (r"\text{a-b}", r"\text{ab}"),
        ("a = b \\\\ c", "a = b c"),
    ],
)
def test_what_means_something_else_looks_different(one, other):
    assert render_math(one, display=True).drawing != render_math(other, display=True).drawing


def test_bold_letters_stand_upright_as_in_latex():
    upright, text, slanted = (
        path_height(render_math(tex, display=False)) for tex in (r"\mathbf{v}", r"\textbf{v}", r"\boldsymbol{v}")
    )

    assert upright == pytest.approx(text, rel=0.001)
    assert upright != pytest.approx(slanted, rel=0.01)


@pytest.mark.parametrize(
    "inner", [r"\sum_{k} x_k", r"\int_0^1 f", r"\vec{a}", r"\overline{x+y}", r"\overbrace{a+b}^{n}"]
)
def test_brackets_are_as_high_as_what_is_in_them(inner):
    """Sums and accents counted as of no height, or of thousands of units."""
    bare, bracketed = (render_math(it, display=True) for it in (inner, rf"\left( {inner} \right)"))

    assert bare.height_em <= bracketed.height_em + 0.01
    assert bracketed.height_em < 1.6 * bare.height_em + 0.5


def test_the_library_is_loaded_by_the_first_formula_that_may_be_drawn():
    result = run(
        """
        import json, sys
        from desktop import app, application
        from desktop.ui.chat import formula
        from desktop.markup.math import render_math

        def loaded():
            return sorted({"ziamath", "ziafont", "latex2mathml"} & set(sys.modules))

        states = [loaded()]
        for tex in ("{", "x"):
            render_math(tex, display=True)
            states.append(loaded())
        print(json.dumps(states))
        """
    )

    assert result.stderr == ""
    assert json.loads(result.stdout) == [[], [], ["latex2mathml", "ziafont", "ziamath"]]


def test_drawing_says_nothing_and_opens_nothing():
    """Nor does it set up a log: the first message to the root logger would let all later ones reach stderr."""
    result = run(
        """
        import logging, sys
        from pathlib import Path
        sys.path.insert(0, "tests")
        from fakes.formulas import DRAWN, HOSTILE, SHOWN
        from desktop.markup.math import render_math

        render_math(r"\\frac{\\text{a}}{b}", display=True)
        sys.addaudithook(
            lambda event, arguments: print(event, arguments)
            if event.split(".")[0] in {"open", "socket", "subprocess", "os", "shutil", "urllib", "import"}
            else None
        )
        for tex in (*(tex for tex, _ in DRAWN), *SHOWN.values(), *HOSTILE.values()):
            render_math(tex, display=True)
        print("handlers", logging.getLogger().handlers)
        """
    )

    assert result.stderr == ""
    assert result.stdout == "handlers []\n"


# Chinese, Japanese and Korean, which the library's font does not have


def test_chinese_takes_its_room_and_is_left_to_who_paints():
    picture = render_math(r"v = \frac{\text{距离}}{t_{时}}", display=True)

    assert "".join(one.letter for one in picture.letters) == "距离时"
    first, second, small = picture.letters
    assert first.baseline_em == second.baseline_em < small.baseline_em
    assert second.x_em == pytest.approx(first.x_em + 1)
    assert first.size_em == pytest.approx(1)
    assert small.size_em < 0.8


@pytest.mark.parametrize(
    "tex", [r"\text{答案}", r"\sqrt{方差}", r"\textcolor{red}{红}", r"\text{한국어 ひらがな}", r"上^{下}_{中}"]
)
def test_every_letter_is_inside_the_picture(tex):
    picture = render_math(tex, display=False)

    assert picture.letters
    for one in picture.letters:
        assert -0.001 <= one.x_em <= picture.width_em - one.size_em + 0.001
        assert 0.88 * one.size_em - 0.001 <= one.baseline_em
        assert one.baseline_em + 0.12 * one.size_em <= picture.height_em + 0.001


def test_a_numerator_of_chinese_stands_clear_of_its_line():
    picture = render_math(r"\frac{距}{离}", display=True)

    above, below = picture.letters

    assert below.baseline_em - 0.88 > above.baseline_em + 0.12


def test_a_letter_has_the_colour_that_the_formula_gives_it():
    picture = render_math(r"\text{黑}\textcolor{red}{\text{红}}", display=False)

    assert [one.colour for one in picture.letters] == ["", "red"]
    assert ink("red", "#000000") == "#7f0000"


@pytest.mark.parametrize(
    ("tex", "bold"),
    [
        (r"\textbf{粗体 x} \text{常}", "粗体"),
        (r"\mathbf{粗}常\boldsymbol{重}", "粗重"),
        (r"\frac{\textbf{粗}}{常}", "粗"),
        (r"\textit{斜}\text{常}", ""),
    ],
)
def test_a_letter_is_as_heavy_as_the_formula_wants_it(tex, bold):
    picture = render_math(tex, display=False)

    assert "".join(one.letter for one in picture.letters if one.bold) == bold
    assert all(len(one.letter) == 1 and one.letter < "\uffff" for one in picture.letters)


def test_a_private_character_of_a_formula_is_not_taken_for_a_letter():
    assert render_math(r"\text{\U0010f97c}", display=False) is None


def test_a_letter_that_is_not_seen_takes_room_alone():
    seen = render_math(r"x\text{红}y", display=False)
    hidden = render_math(r"x\phantom{\text{红}}y", display=False)

    assert not hidden.letters
    assert hidden.width_em == pytest.approx(seen.width_em, abs=0.01)


def test_lines_below_one_another_stand_as_far_apart_as_in_a_text():
    one = render_math(r"\begin{aligned} a &= c \end{aligned}", display=True)
    two = render_math(r"\begin{aligned} a &= c \\ a &= c \end{aligned}", display=True)

    assert 0.9 < two.height_em - one.height_em < 1.6
