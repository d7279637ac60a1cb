from __future__ import annotations

import pytest

from desktop.markup.blocks import parse_blocks
from desktop.markup.formulas import MAX_FORMULA, MAX_INLINE_FORMULA
from desktop.markup.inline import inline_runs
from desktop.markup.nodes import Formula, ListBlock, Paragraph, Quote, Table


def formulas(text: str) -> list[tuple[str, str]]:
    return [(run.text, run.source) for run in inline_runs(text, {}) if run.math]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("an $x^2$ here", [("x^2", "$x^2$")]),
        ("$a$ and $b$, the $n$th", [("a", "$a$"), ("b", "$b$"), ("n", "$n$")]),
        ("其中$x$表示，\\(y\\)也是", [("x", "$x$"), ("y", "\\(y\\)")]),
        ("in a line $$x$$ too, \\[y\\].", [("x", "$$x$$"), ("y", "\\[y\\]")]),
        ("$a\\$b$", [("a\\$b", "$a\\$b$")]),
        ("$a*b*c$ *d*", [("a*b*c", "$a*b*c$")]),
        ("**$x_1$ and $x_2$**", [("x_1", "$x_1$"), ("x_2", "$x_2$")]),
        ("$a\nb$", [("a\nb", "$a\nb$")]),
        ("\\(a \\\\[2pt] b\\)", [("a \\\\[2pt] b", "\\(a \\\\[2pt] b\\)")]),
    ],
)
def test_formulas_in_a_line(text: str, found: list[tuple[str, str]]) -> None:
    assert formulas(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $6",
        "costs $5, or $10",
        "$5-$6 and $ x$",
        "\\$x\\$",
        "`$x$` and ``\\(y\\)``",
        "$a `b$` c",
        "$$$",
        "$$$$",
        "$ x $",
        "\\[a\\](http://b.example) and array\\[0\\] and f\\(x\\)",
        "[$5](http://a.example) or [$6](http://b.example)",
        "\\\\(x\\\\)",
        "\\( \\)",
        "$" + "x" * MAX_INLINE_FORMULA + "$",
    ],
)
def test_money_escapes_and_code_are_no_formulas(text: str) -> None:
    assert formulas(text) == []


def test_a_formula_carries_the_look_of_its_place() -> None:
    (run,) = inline_runs("[**$x$**](http://a.example)", {})

    assert (run.math, run.bold, run.link) == (True, True, "http://a.example")


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("$$\na\n+ b\n$$\n", "a\n+ b"),
        ("$$ a $$\n", "a"),
        ("\\[\n# a\n\\]\n", "# a"),
        ("  \\[a\\].  \n", "a."),
        ("$$a\nb$$,\n", "a\nb,"),
        ("$$\\begin{aligned} a \\\\[2pt] b \\end{aligned}$$\n", "\\begin{aligned} a \\\\[2pt] b \\end{aligned}"),
    ],
)
def test_display_formulas_are_blocks(text: str, tex: str) -> None:
    assert parse_blocks(text) == (Formula(tex, text.strip()),)


def test_a_display_formula_ends_a_paragraph_and_stands_in_lists_and_quotes() -> None:
    paragraph, formula, after = parse_blocks("so\n$$x$$\nthen\n")
    (listed,) = parse_blocks("- so\n  $$\n  x\n  $$\n- \\[y\\]\n")
    (quoted,) = parse_blocks("> $$\n> x\n> $$\n")

    assert isinstance(paragraph, Paragraph)
    assert formula == Formula("x", "$$x$$")
    assert isinstance(after, Paragraph)
    assert isinstance(listed, ListBlock)
    assert listed.items[0].children[1] == Formula("x", "$$\nx\n$$")
    assert listed.items[1].children == (Formula("y", "\\[y\\]"),)
    assert quoted == Quote((Formula("x", "$$\nx\n$$"),))


@pytest.mark.parametrize(
    "text",
    [
        "$$\nnever closed\n\nnext\n",
        "$$\nnever closed",
        "$$ a $$ and text\n",
        "$$\n`code`\n$$\n",
        "$$\n\n$$\n",
        "$$$\nx\n$$$\n",
        "> $$\nlazy\n$$\n",
        "$$\n" + "x\n" * MAX_FORMULA + "$$\n",
        "\\[link\\](http://a.example)\n",
    ],
)
def test_what_does_not_close_is_text(text: str) -> None:
    assert not any(isinstance(block, Formula) for block in parse_blocks(text))


def test_markup_behind_an_opening_that_never_closes_is_read_all_the_same() -> None:
    first, second = parse_blocks("$$\n- item\n")

    assert isinstance(first, Paragraph)
    assert isinstance(second, ListBlock)


def test_a_cell_may_hold_a_formula() -> None:
    (table,) = parse_blocks("| a |\n|---|\n| $x$ |\n")

    assert isinstance(table, Table)
    assert table.rows[0][0][0].math
