"""The blocks that markdown-it gives for a whole text: what `desktop.markup.machine` is compared with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token
from msgspec import structs

from desktop.markup.links import bare_links, place_of, safe_link
from desktop.markup.nodes import (
    Alignment,
    Block,
    Code,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Rule,
    Run,
    Runs,
    Table,
)

References = MutableMapping[str, Any]

_TASK = re.compile(r"\[([ xX])\](?:[ \t]+|\Z)")


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a text whose newlines are normalised."""
    tokens: list[Token] = []
    references: References = {}
    markdown = _parser()
    markdown.block.parse(text, markdown, {"references": references}, tokens)
    return _Builder(text.split("\n"), references, iter(tokens)).blocks()


def runs_of(source: str, references: References | None = None) -> Runs:
    """The runs of one text."""
    tokens: list[Token] = []
    markdown = _parser()
    # As in the specification, a line of a paragraph loses its indentation.
    source = re.sub(r"\n[ \t]+", "\n", source)
    markdown.inline.parse(source, markdown, {"references": {} if references is None else references}, tokens)
    return tuple(_linked(_merged(_runs(tokens))))


def _parser() -> MarkdownIt:
    options = {"html": False, "maxNesting": 100, "inline_definitions": True}
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough"])


class _Builder:
    def __init__(self, lines: Sequence[str], references: References, tokens: Iterator[Token]) -> None:
        self._lines = lines
        self._references = references
        self._tokens = tokens

    def blocks(self) -> tuple[Block, ...]:
        """The blocks up to the end of the container that is open."""
        result: list[Block] = []
        for token in self._tokens:
            match token.type:
                case "paragraph_open":
                    result.append(Paragraph(self._text()))
                case "heading_open":
                    result.append(Heading(int(token.tag[1]), self._text()))
                case "fence" | "code_block":
                    result.append(_code(token))
                case "hr":
                    result.append(Rule())
                case "definition":
                    result.append(_definition(token))
                case "blockquote_open":
                    result.append(Quote(self.blocks()))
                case "bullet_list_open" | "ordered_list_open":
                    result.append(self._list(token))
                case "table_open":
                    result.append(self._table())
                case _:
                    break
        return tuple(result)

    def _runs(self, source: str) -> Runs:
        return runs_of(source, self._references)

    def _text(self) -> Runs:
        runs = self._runs(next(self._tokens).content)
        next(self._tokens)
        return runs

    def _list(self, opening: Token) -> ListBlock:
        items: list[ListItem] = []
        tight = True
        ordered = opening.type == "ordered_list_open"
        for token in self._tokens:
            if token.type != "list_item_open":
                break
            number = int(token.info) if ordered else None
            inside, loose = self._item_tokens()
            tight = tight and not loose
            children = _Builder(self._lines, self._references, iter(inside)).blocks()
            items.append(_task_item(number, children))
        return ListBlock(ordered, tight, opening.markup if ordered else "", tuple(items))

    def _item_tokens(self) -> tuple[list[Token], bool]:
        """The tokens inside an item, and whether a paragraph of it stands in a loose list."""
        inside: list[Token] = []
        depth = 0
        loose = False
        for token in self._tokens:
            depth += token.nesting
            if depth < 0:
                break
            if token.type == "paragraph_open" and depth == 1 and not token.hidden:
                loose = True
            inside.append(token)
        return inside, loose

    def _table(self) -> Table:
        rows: list[tuple[Runs, ...]] = []
        alignments: list[Alignment] = []
        cells: list[Runs] = []
        line = 0
        for token in self._tokens:
            match token.type:
                case "table_close":
                    break
                case "tr_open":
                    cells, line = [], (token.map or [0])[0]
                case "th_open":
                    alignments.append(_alignment(token))
                case "inline":
                    cells.append(self._runs(token.content))
                case "tr_close":
                    rows.append(tuple(self._with_surplus(cells, line, len(alignments))))
        return Table(rows[0], tuple(rows[1:]), tuple(alignments))

    def _with_surplus(self, cells: list[Runs], line: int, columns: int) -> list[Runs]:
        """The cells of a row; what stands behind the last column, which GFM drops, joins the last cell."""
        source = self._lines[line] if line < len(self._lines) else ""
        if source.count("|") < columns:
            return cells
        parts = escapedSplit(source.strip().lstrip("> "))
        parts = parts[1:] if parts and not parts[0].strip() else parts
        parts = parts[:-1] if parts and not parts[-1].strip() else parts
        if cells and any(part.strip() for part in parts[columns:]):
            cells[-1] = self._runs(" | ".join(part.strip() for part in parts[columns - 1 :] if part.strip()))
        return cells


def _alignment(token: Token) -> Alignment:
    style = str(token.attrGet("style") or "")
    return cast("Alignment", style.removeprefix("text-align:")) if style else "left"


def _code(token: Token) -> Code:
    text = token.content.removesuffix("\n")
    if token.type == "code_block":
        return Code("", text)
    first, end = token.map or (0, 0)
    inside = token.content.count("\n") + (1 if token.content and not token.content.endswith("\n") else 0)
    return Code(token.info.strip(), text, closed=end - first == inside + 2)


def _definition(token: Token) -> Paragraph:
    address = str(token.meta["url"])
    runs = [Run(f"[{token.meta['label']}]: "), Run(address, link=safe_link(address))]
    if token.meta["title"]:
        runs.append(Run(f' "{token.meta["title"]}"'))
    return Paragraph(tuple(run for run in runs if run.text))


def _task_item(number: int | None, children: tuple[Block, ...]) -> ListItem:
    """The item, its `[ ]` or `[x]` taken out of the text."""
    if children and isinstance(children[0], Paragraph) and children[0].runs:
        head = children[0].runs[0]
        match = None if head.code or head.link or head.image is not None else _TASK.match(head.text)
        if match:
            left = (structs.replace(head, text=head.text[match.end() :]),) if match.end() < len(head.text) else ()
            runs = (*left, *children[0].runs[1:])
            first = (Paragraph(runs),) if runs else ()
            return ListItem(number, match.group(1) != " ", (*first, *children[1:]))
    return ListItem(number, None, children)


@dataclass(frozen=True)
class _Look:
    bold: int = 0
    italic: int = 0
    strike: int = 0
    href: str | None = None
    title: str = ""


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
                yield structs.replace(_run(token.content, look), code=True)
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
    return structs.replace(
        run, link=run.link or safe_link(source), title=run.title or title, image=place_of(source) or source
    )


def _merged(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one look as one run: markdown-it cuts text at every character that could be markup."""
    result: list[Run] = []
    pieces: list[str] = []
    for run in runs:
        if result and run.image is None and structs.replace(run, text=result[-1].text) == result[-1]:
            pieces.append(run.text)
            continue
        if len(pieces) > 1:
            result[-1] = structs.replace(result[-1], text="".join(pieces))
        result.append(run)
        pieces = [run.text]
    if len(pieces) > 1:
        result[-1] = structs.replace(result[-1], text="".join(pieces))
    return result


def _linked(runs: Iterable[Run]) -> Iterable[Run]:
    """The same runs with bare addresses cut out as links of their own."""
    for run in runs:
        if run.code or run.link is not None or run.image is not None:
            yield run
            continue
        end = 0
        for start, stop, link in bare_links(run.text):
            if start > end:
                yield structs.replace(run, text=run.text[end:start])
            yield structs.replace(run, text=run.text[start:stop], link=link)
            end = stop
        if end < len(run.text):
            yield structs.replace(run, text=run.text[end:])
