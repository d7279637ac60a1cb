"""The blocks that markdown-it gives for a whole text: what `desktop.markup.machine` is compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import replace
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from desktop.markup.inline import inline_runs
from desktop.markup.links import safe_link
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
    options = {"html": False, "maxNesting": 100, "inline_definitions": True}
    markdown = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    tokens: list[Token] = []
    references: References = {}
    markdown.block.parse(text, markdown, {"references": references}, tokens)
    return _Builder(text.split("\n"), references, iter(tokens)).blocks()


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
        return inline_runs(source, self._references)

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
            left = (replace(head, text=head.text[match.end() :]),) if match.end() < len(head.text) else ()
            runs = (*left, *children[0].runs[1:])
            first = (Paragraph(runs),) if runs else ()
            return ListItem(number, match.group(1) != " ", (*first, *children[1:]))
    return ListItem(number, None, children)
