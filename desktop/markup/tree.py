"""The tokens of markdown-it as typed blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

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

# markdown-it drops what is nested deeper than its limit of 100; such a block is shown as its source.
_DEEPEST: Final = 96
_TASK = re.compile(r"\[([ xX])\](?:[ \t]+|\Z)")


@dataclass(frozen=True)
class Span:
    """A top-level block: its first line, the line behind its last, and its tokens."""

    first: int
    end: int
    tokens: Sequence[Token]

    @property
    def kind(self) -> str:
        """markdown-it's name of the block's first token."""
        return self.tokens[0].type


def spans(markdown: MarkdownIt, source: str, references: References) -> list[Span]:
    """The top-level blocks of `source`; definitions in it are added to `references`."""
    tokens: list[Token] = []
    markdown.block.parse(source, markdown, {"references": references}, tokens)
    result = []
    start = 0
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            first, end = tokens[start].map or (0, 0)
            result.append(Span(first, end, tokens[start : index + 1]))
            start = index + 1
    return result


def block_of(markdown: MarkdownIt, span: Span, lines: Sequence[str], references: References) -> Block:
    """One top-level block.

    Args:
        lines: the lines of the source that `span` counts in, without their newlines.
        references: the link definitions that hold for its text.
    """
    if max(token.level for token in span.tokens) >= _DEEPEST:
        return Paragraph((Run("\n".join(lines[span.first : span.end])),))
    return _Builder(markdown, lines, references, iter(span.tokens)).blocks()[0]


class _Builder:
    def __init__(
        self, markdown: MarkdownIt, lines: Sequence[str], references: References, tokens: Iterator[Token]
    ) -> None:
        self._markdown = markdown
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
        return inline_runs(self._markdown, source, self._references)

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
            children = _Builder(self._markdown, self._lines, self._references, iter(inside)).blocks()
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
        surplus = " | ".join(part.strip() for part in parts[columns:])
        if surplus and cells:
            cells[-1] = (*cells[-1], Run(" | " + surplus))
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
            first = Paragraph((*left, *children[0].runs[1:]))
            return ListItem(number, match.group(1) != " ", (first, *children[1:]))
    return ListItem(number, None, children)
