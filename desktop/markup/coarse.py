"""Coarse colours of one line of code, without what stands before it: while a fence is open each line needs its own.

Comments, strings, numbers, keywords and calls, by the language's family. What goes over several lines (a comment, a
string) is not known as such; the exact colours come when the fence has closed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias, cast

Colour: TypeAlias = Literal["keyword", "string", "comment", "function", "number"]

# Behind this many characters a line stays plain.
_MAX_LINE: Final = 4000

_HASH: Final = r"#[^\n]*"
_SLASHES: Final = r"//[^\n]*|/\*(?:[^*\n]|\*(?!/))*(?:\*/)?"
_DASHES: Final = r"--[^\n]*"
_DOUBLE: Final = r'"(?:[^"\\]|\\.)*"?'
_SINGLE: Final = r"'(?:[^'\\]|\\.)*'?"
_QUOTED: Final = f"{_DOUBLE}|{_SINGLE}"
_BACKTICK: Final = r"`(?:[^`\\]|\\.)*`?"
_NUMBER: Final = r"\b(?:0[xX][0-9a-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)\w*"
# A word takes its letters whole, so that no number and no string begins inside it.
_WORD: Final = r"[^\W\d]\w*"

_C_WORDS: Final = """
    auto bool break case catch char class const continue default delete do double else enum explicit export extends
    extern false final finally float for friend goto if implements import in inline instanceof int interface long
    namespace new noexcept null nullptr operator package private protected public register return short signed sizeof
    static struct super switch template this throw throws true try typedef typename union unsigned using var virtual
    void volatile while
"""


class _Family(NamedTuple):
    """Languages that look alike; `tag` is what counts as a keyword beside the words."""

    names: str
    comment: str
    string: str
    words: str
    tag: str = r"(?!)"


_FAMILIES: Final = (
    _Family(
        "python python3 py py3 pyi cython starlark",
        _HASH,
        rf"\"{{3}}|'{{3}}|\b[rbfuRBFU]{{1,2}}(?:{_QUOTED})|{_QUOTED}",
        """
        and as assert async await break case class continue def del elif else except False finally for from global if
        import in is lambda match None nonlocal not or pass raise return True try while with yield
        """,
    ),
    _Family(
        "javascript js jsx mjs typescript ts tsx vue svelte",
        _SLASHES,
        f"{_QUOTED}|{_BACKTICK}",
        _C_WORDS
        + """
        abstract as async await debugger declare from function get keyof let of readonly set type typeof undefined with
        yield
        """,
    ),
    _Family(
        "c h cc cpp c++ cxx hpp c# cs csharp cuda dart glsl groovy hlsl java objc objective-c php scala solidity zig",
        _SLASHES,
        _QUOTED,
        _C_WORDS + "async await foreach get is override sealed set string",
    ),
    _Family(
        "go golang",
        _SLASHES,
        f"{_QUOTED}|{_BACKTICK}",
        """
        break case chan const continue default defer else fallthrough false for func go goto if import interface map nil
        package range return select struct switch true type var
        """,
    ),
    _Family(
        "rust rs",
        _SLASHES,
        rf"{_DOUBLE}|'(?:[^'\\]|\\.)'",
        """
        as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move
        mut pub ref return self Self static struct super trait true type unsafe use where while
        """,
    ),
    _Family(
        "swift kotlin kt kts",
        _SLASHES,
        _DOUBLE,
        """
        as break case catch class continue data default defer do else enum extension false final for fun func guard if
        import in init interface internal is let nil null object open override private protocol public return self
        static struct super switch this throw throws true try val var when where while
        """,
    ),
    _Family(
        "bash sh shell zsh fish console shell-session powershell ps1 docker dockerfile make makefile cmake",
        _HASH,
        _QUOTED,
        "case do done elif else esac exit export fi for function if in local return set then unset until while",
    ),
    _Family(
        "ruby rb elixir ex exs crystal julia jl r perl pl",
        _HASH,
        _QUOTED,
        """
        and begin break case class def do else elsif end ensure false for if in module next nil not or raise rescue
        return self super then true unless until when while yield
        """,
    ),
    _Family(
        "sql mysql plsql postgres postgresql sqlite tsql",
        _DASHES,
        _QUOTED,
        """
        add all alter and as asc between by case create cross default delete desc distinct drop else end exists foreign
        from full group having in index inner insert into is join key left like limit not null on or order outer primary
        references right select set table then union unique update values view when where with
        """,
    ),
    _Family(
        "lua haskell hs elm ada vhdl",
        _DASHES,
        _QUOTED,
        """
        and break case data do else elseif end false for function goto if import in let local module nil not of or
        repeat return then true type until where while
        """,
    ),
    _Family(
        "yaml yml toml ini cfg conf properties nginx hcl terraform", _HASH, _QUOTED, "true false null yes no on off"
    ),
    _Family("json json5 jsonc jsonl", _SLASHES, _DOUBLE, "true false null"),
    _Family("html htm svg xhtml xml xsl", r"<!--[^\n]*", _QUOTED, "", r"</?[\w:.-]+|/?>"),
    _Family("css less sass scss", _SLASHES, _QUOTED, "", r"@[\w-]+"),
)
_BY_NAME: Final = {name: family for family in _FAMILIES for name in family.names.split()}


def coarse_spans(line: str, language: str) -> list[tuple[int, int, Colour]]:
    """The coloured stretches of one line as (start, length, colour), in order; none for a language not known here."""
    family = _family(language.lower())
    if family is None:
        return []
    pattern, words = family
    result: list[tuple[int, int, Colour]] = []
    for match in pattern.finditer(line, 0, _MAX_LINE):
        kind = match.lastgroup
        if kind == "word":
            if match.group() in words:
                kind = "keyword"
            elif line.startswith("(", match.end()):
                kind = "function"
            else:
                continue
        result.append((match.start(), match.end() - match.start(), cast("Colour", kind)))
    return result


@lru_cache(maxsize=64)
def _family(language: str) -> tuple[re.Pattern[str], frozenset[str]] | None:
    """What to look for, and which words are keywords."""
    family = _BY_NAME.get(language)
    if family is None:
        return None
    kinds = {
        "comment": family.comment,
        "keyword": family.tag,
        "string": family.string,
        "number": _NUMBER,
        "word": _WORD,
    }
    words = family.words.split()
    if "sql" in family.names:
        words += [word.upper() for word in words]
    return re.compile("|".join(f"(?P<{kind}>{one})" for kind, one in kinds.items())), frozenset(words)
