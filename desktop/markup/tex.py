r"""LaTeX as chat models write it, put into the part of LaTeX that the drawing library knows.

The library takes an unknown environment, a text with braces or a ruled table for something else and draws it wrongly
without a word. What would come out wrong is refused here, and what only has another name is renamed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

MAX_CHARACTERS: Final = 2000
MAX_NESTING: Final = 30

# Inside \text{} these mean something to the library's tokens or to its XML. They travel as private characters, which
# `plain_text` puts back. A hyphen would be drawn as a rule, a plain space be dropped behind a number.
_DISGUISE: Final = {ord(it): 0xE000 + index for index, it in enumerate("<>&%${}")}
_PLAIN: Final = {private: plain for plain, private in _DISGUISE.items()}
_DISGUISE_TEXT: Final = {**_DISGUISE, ord(" "): 0x00A0, ord("-"): 0x2010}
_THIN_SPACE: Final = "\u2009"
# Stands where something is refused.
_WRONG: Final = "\uf8ff"

# Control, lone surrogate and private characters.
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]")

# Definitions (they expand without bound), what leaves LaTeX, and what is drawn wrongly.
_REFUSED: Final = re.compile(
    r"\\(?:[gex]?def|let|(?:re)?newcommand|providecommand|(?:re)?newenvironment|DeclareMathOperator"
    r"|verb|href|url|class|style|cssId|unicode|rule|f?colorbox|hline|hdashline|cline)(?![a-zA-Z])"
)
_STEP: Final = re.compile(
    r"(?P<in>\\left(?![a-zA-Z])|\\begin\s*\{[^{}]*\}|\{)|(?P<out>\\right(?![a-zA-Z])|\\end\s*\{[^{}]*\}|\})|\\.",
    re.DOTALL,
)
_TEXT: Final = re.compile(
    r"\\(text(?:bf|it|md|normal|rm|sf|tt|up)?|[fhm]box|emph|tag\*?)(?![a-zA-Z])(?:\s*\{((?:[^{}\\]|\\.)*)\})?"
)
_TEXT_ESCAPE: Final = re.compile(r"\\([_%#&${} ])")
_ENVIRONMENT: Final = re.compile(r"\\(begin|end)\s*\{\s*([a-zA-Z]+\*?)\s*\}(?:\s*\[[tbc]\])?")
_OPERATOR: Final = re.compile(r"\\operatorname(\*?)\s*\{((?:[a-zA-Z\s~]|\\[,;:])*)\}")
_ROWS: Final = frozenset({"matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix"})
_ENVIRONMENTS: Final = {
    **{name: name for name in (*_ROWS, "array", "cases", "split")},
    "dcases": "cases",
    # `align` would number its rows.
    **dict.fromkeys(("align", "align*", "aligned", "alignat", "alignat*", "alignedat"), "align*"),
    **dict.fromkeys(("gather", "gather*", "gathered", "multline", "multline*"), "matrix"),
    **dict.fromkeys(("equation", "equation*", "math", "displaymath"), ""),
}

_Replacement: TypeAlias = str | Callable[[re.Match[str]], str]


def _text(match: re.Match[str]) -> str:
    command, content = match[1], match[2]
    if content is None:
        return _WRONG
    content = _TEXT_ESCAPE.sub(lambda it: it[1].translate(_DISGUISE_TEXT), content)
    if "\\" in content or "$" in content:
        return _WRONG
    content = content.translate(_DISGUISE_TEXT)
    if command.startswith("tag"):
        return rf"\qquad\text{{{content if command.endswith('*') else f'({content})'}}}"
    return rf"\{command}{{{content}}}" if content else "{}"


def _environment(match: re.Match[str]) -> str:
    name = _ENVIRONMENTS.get(match[2], _WRONG)
    return rf"\{match[1]}{{{name}}}" if name else ""


def _operator(match: re.Match[str]) -> str:
    # A plain space would be dropped.
    words = re.sub(r"\\.|~", " ", match[2]).split()
    return rf"\operatorname{match[1]}{{{_THIN_SPACE.join(words)}}}"


_CHANGES: Final[tuple[tuple[re.Pattern[str], _Replacement], ...]] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (_TEXT, _text),
        (_ENVIRONMENT, _environment),
        (_OPERATOR, _operator),
        # An operator's name of more than letters.
        (r"\\operatorname\*?\s*(?=\{[^{}]*[^{}a-zA-Z\s])", r"\\mathrm"),
        (r"(\\begin\{align\*\})\s*\{\d+\}", r"\1"),
        # Column rules are not drawn, other columns than these taken for a cell.
        (r"\\begin\{array\}(?!\s*\{[lcr\s]*\})", _WRONG),
        (r"\\(?:nonumber|notag|displaylimits|allowbreak|nobreak)(?![a-zA-Z])|\\label\s*\{[^{}]*\}", ""),
        (r"\\hdots(?![a-zA-Z])", r"\\dots "),
        (r"\\mathds(?![a-zA-Z])", r"\\mathbb "),
        (r"\\\\\*?\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\]", r"\\\\"),
        (r"\\math(?:op|bin|rel|open|close|punct|ord|inner)(?![a-zA-Z])", ""),
        (r"\\math(?!(?:bb|bf|cal|frak|it|normal|ring|rm|scr|sf|strut|tt)(?![a-zA-Z]))", _WRONG),
        (r"\\not\s*=", r"\\neq "),
        (r"(?<!\\)\$", _WRONG),
    )
)


def drawable_tex(tex: str) -> str | None:
    r"""The formula in the LaTeX of the drawing library; None where it would be drawn wrongly or without bound.

    Refused are more than `MAX_CHARACTERS` characters or `MAX_NESTING` levels, what is not closed, definitions, unknown
    environments, formulas inside `\text`, and rules in tables.
    """
    if len(tex) > MAX_CHARACTERS or not tex.strip() or _NO_TEXT.search(tex):
        return None
    if _REFUSED.search(tex) or not _is_nested_well(tex):
        return None
    for pattern, replacement in _CHANGES:
        tex = pattern.sub(replacement, tex)
    return None if _WRONG in tex else tex


def plain_text(text: str) -> str:
    """A text inside the formula with the characters back that `drawable_tex` disguised."""
    return text.translate(_PLAIN)


def _is_nested_well(tex: str) -> bool:
    """Whether each brace, bracket and environment is closed, and none stands too deep."""
    level = 0
    for match in _STEP.finditer(tex):
        level += (match.lastgroup == "in") - (match.lastgroup == "out")
        if not 0 <= level <= MAX_NESTING:
            return False
    return level == 0
