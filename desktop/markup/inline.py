"""The inside of a paragraph, heading or cell: Markdown source to runs of text."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from desktop.markup.formulas import add_formulas
from desktop.markup.links import bare_links, place_of, safe_link
from desktop.markup.nodes import Run

# Emphasis is quadratic in the worst case; behind this many characters of one block the source is shown as it is.
MAX_INLINE: Final = 64 * 1024
# Qt's line breaker needs seconds for one word of 500 KB.
MAX_UNBROKEN: Final = 10_000
SOFT_BREAK: Final = "\u200b"


@cache
def parser() -> MarkdownIt:
    """markdown-it-py with what we show: CommonMark, tables, strike-through; no HTML, no guessing of links.

    Of its blocks nothing is used: `machine.py` reads them line by line.
    """
    options = {"html": False, "maxNesting": 100, "typographer": False, "linkify": False}
    return add_formulas(MarkdownIt("commonmark", options).enable(["table", "strikethrough"]))


@dataclass(frozen=True)
class _Look:
    bold: int = 0
    italic: int = 0
    strike: int = 0
    href: str | None = None
    title: str = ""


def inline_runs(source: str, references: MutableMapping[str, Any]) -> tuple[Run, ...]:
    """The runs of one block's text.

    Args:
        references: the link definitions known so far, as markdown-it keeps them.
    """
    tokens: list[Token] = []
    markdown = parser()
    markdown.inline.parse(source[:MAX_INLINE], markdown, {"references": references}, tokens)
    runs = list(_runs(tokens))
    if len(source) > MAX_INLINE:
        runs.append(Run(source[MAX_INLINE:]))
    return tuple(_linked(_merged(runs)))


def plain_runs(text: str) -> tuple[Run, ...]:
    """The runs of plain text: nothing but live links."""
    return tuple(_linked([Run(text)])) if text else ()


def soft_broken(text: str, limit: int = MAX_UNBROKEN) -> str:
    """`text` for display, with a zero-width space after every `limit` characters that have no space between them."""
    if len(text) <= limit:
        return text
    return " ".join(word if len(word) <= limit else SOFT_BREAK.join(_chunks(word, limit)) for word in text.split(" "))


def _chunks(word: str, limit: int) -> list[str]:
    return [word[start : start + limit] for start in range(0, len(word), limit)]


def _runs(tokens: Iterable[Token]) -> Iterable[Run]:
    look = _Look()
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                if token.content:
                    yield _run(token.content, look)
            case "softbreak" | "hardbreak":
                yield _run("\n", look)
            case "code_inline":
                yield replace(_run(token.content, look), code=True)
            case "strong_open":
                look = replace(look, bold=look.bold + 1)
            case "strong_close":
                look = replace(look, bold=look.bold - 1)
            case "em_open":
                look = replace(look, italic=look.italic + 1)
            case "em_close":
                look = replace(look, italic=look.italic - 1)
            case "s_open":
                look = replace(look, strike=look.strike + 1)
            case "s_close":
                look = replace(look, strike=look.strike - 1)
            case "link_open":
                look = replace(look, href=str(token.attrGet("href") or ""), title=str(token.attrGet("title") or ""))
            case "link_close":
                yield from _refused(look, token)
                look = replace(look, href=None, title="")
            case "formula":
                yield replace(_run(token.content, look), math=True, source=token.markup)
            case "image":
                yield _image(token, look)


def _run(text: str, look: _Look) -> Run:
    link = safe_link(look.href) if look.href is not None else None
    title = look.title if link else ""
    return Run(text, bool(look.bold), bool(look.italic), False, bool(look.strike), link, title)


def _refused(look: _Look, token: Token) -> Iterable[Run]:
    """Where a link leads that is not live, so that its address can still be read."""
    if look.href and safe_link(look.href) is None and token.info != "auto":
        title = f' "{look.title}"' if look.title else ""
        yield _run(f" ({look.href}{title})", replace(look, href=None))


def _image(token: Token, look: _Look) -> Run:
    source = str(token.attrGet("src") or "")
    run = _run(token.content, look)
    title = str(token.attrGet("title") or "")
    return replace(run, link=run.link or safe_link(source), title=run.title or title, image=place_of(source))


def _merged(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one look as one run: markdown-it cuts text at every character that could be markup."""
    result: list[Run] = []
    pieces: list[str] = []
    for run in runs:
        if result and run.image is None and not run.math and replace(run, text=result[-1].text) == result[-1]:
            pieces.append(run.text)
            continue
        if len(pieces) > 1:
            result[-1] = replace(result[-1], text="".join(pieces))
        result.append(run)
        pieces = [run.text]
    if len(pieces) > 1:
        result[-1] = replace(result[-1], text="".join(pieces))
    return result


def _linked(runs: Iterable[Run]) -> Iterable[Run]:
    """The same runs with bare addresses cut out as links of their own."""
    for run in runs:
        if run.code or run.math or run.link is not None or run.image is not None:
            yield run
            continue
        end = 0
        for start, stop, link in bare_links(run.text):
            if start > end:
                yield replace(run, text=run.text[end:start])
            yield replace(run, text=run.text[start:stop], link=link)
            end = stop
        if end < len(run.text):
            yield replace(run, text=run.text[end:])
