"""`desktop.markup.tex`: what the drawing library would draw wrongly is renamed or refused."""

from __future__ import annotations

import pytest
from fakes.formulas import DRAWN

from desktop.markup.tex import MAX_CHARACTERS, MAX_NESTING, drawable_tex, plain_text


@pytest.mark.parametrize("tex", ["x", r"\frac{a}{b}", r"\begin{pmatrix} a & b \end{pmatrix}", "a < b", r"\%\$\{\}"])
def test_what_the_library_knows_stays_as_it_is(tex):
    assert drawable_tex(tex) == tex


@pytest.mark.parametrize(
    ("written", "known"),
    [
        (r"\begin{aligned}[t] a \end{aligned}", r"\begin{align*} a \end{align*}"),
        (r"\begin{alignedat}{2}a\end{alignedat}", r"\begin{align*}a\end{align*}"),
        (r"\begin {dcases} a \end {dcases}", r"\begin{cases} a \end{cases}"),
        (r"\begin{gathered} a \end{gathered}", r"\begin{matrix} a \end{matrix}"),
        (r"\begin{equation*}a\end{equation*}", "a"),
        (r"a \\[6pt] b \\* [ -1.5em ] c", r"a \\ b \\ c"),
        (r"x \tag{1}", r"x \qquad\text{(1)}"),
        (r"x \tag*{A}", r"x \qquad\text{A}"),
        (r"a \nonumber \label{eq:1}", "a  "),
        (r"\operatorname*{arg\,max}_x", "\\operatorname*{arg\u2009max}_x"),
        (r"\operatorname{E2}", r"\mathrm{E2}"),
        (r"\mathop{x} \not= y", r"{x} \neq  y"),
        (r"\text{}", "{}"),
    ],
)
def test_what_has_another_name_is_renamed(written, known):
    assert drawable_tex(written) == known


@pytest.mark.parametrize("text", ["a < b", "a & b > c", r"50\% \$5 \_x \{\}", "if x, 5 cm", "50%"])
def test_a_text_reads_as_it_was_written(text):
    known = drawable_tex(rf"\text{{{text}}}")

    drawn = plain_text(known.removeprefix(r"\text{").removesuffix("}"))
    assert drawn.replace("\u00a0", " ") == text.replace("\\", "")


def test_a_hyphen_in_a_text_is_no_rule():
    assert drawable_tex(r"\text{well-known} - 1") == "\\text{well\u2010known} - 1"


def test_no_character_of_a_text_means_anything_to_markup_or_tokens():
    known = drawable_tex(r"\text{<a href='x'>&amp; \{ \$ 50% }")

    assert not set("<>&%$ ") & set(known)


@pytest.mark.parametrize("size", [MAX_CHARACTERS, MAX_CHARACTERS + 1])
def test_a_source_ends_at_its_limit(size):
    assert (drawable_tex("x" * size) is not None) == (size == MAX_CHARACTERS)


@pytest.mark.parametrize(
    ("opening", "closing"), [("{", "}"), (r"\left(", r"\right)"), (r"\begin{matrix}", r"\end{matrix}")]
)
def test_nesting_ends_at_its_limit(opening, closing):
    at_limit, over = (opening * depth + "x" + closing * depth for depth in (MAX_NESTING, MAX_NESTING + 1))

    assert drawable_tex(at_limit) is not None
    assert drawable_tex(over) is None


@pytest.mark.parametrize("tex", ["{a", "a}", "}a{", r"\left(a", r"\begin{matrix} a", r"a \end{matrix}"])
def test_what_is_not_closed_is_refused(tex):
    assert drawable_tex(tex) is None


def test_escaped_braces_nest_nothing():
    assert drawable_tex(r"\{" * 100) is not None


@pytest.mark.parametrize("command", ["definition", "leftarrow", "letter"])
def test_a_command_that_begins_like_a_refused_one_passes(command):
    assert drawable_tex(rf"\{command} x") is not None


@pytest.mark.parametrize(("tex", "display"), DRAWN)
def test_what_models_write_is_not_refused(tex, display):
    assert drawable_tex(tex) is not None
