"""Markdown that arrives in pieces: what every stream has to keep, checked at every step."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

from desktop.markup.blocks import BlockSplitter, Parsed, Update
from desktop.markup.nodes import Block, Code, Formula, Heading, ListBlock, ListItem, Paragraph, Quote, Table


def normalised(text: str) -> str:
    """The source that spans count in."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def pieces(text: str, rng: random.Random, sizes: tuple[int, ...] = (1, 2, 3, 7, 30)) -> Iterable[str]:
    """The text in pieces of random sizes."""
    position = 0
    while position < len(text):
        size = rng.choice(sizes)
        yield text[position : position + size]
        position += size


def streamed(text: str, rng: random.Random) -> Parsed:
    """The result of a stream; every update on the way is checked."""
    splitter = BlockSplitter()
    source = normalised(text)
    blocks: list[Block] = []
    spans: list[tuple[int, int]] = []
    before: Update | None = None
    # What looked like a formula and was none may be a new object, and what a definition may concern.
    is_steady = not any(mark in source for mark in ("$$", "\\[", "]:"))
    for piece in [*pieces(text, rng), None]:
        update = splitter.finish() if piece is None else splitter.feed(piece)
        for index, block in update.revised:
            assert blocks[index] != block or blocks[index] is not block
            blocks[index] = block
        blocks.extend(update.finished)
        spans.extend(update.finished_spans)
        assert len(update.tail) == len(update.tail_spans)
        check_order(source, (*spans, *update.tail_spans))
        if before is not None and not update.revised and is_steady:
            check_identity(before.tail, (*update.finished, *update.tail))
        before = update
    assert update.tail == ()
    return Parsed(tuple(blocks), tuple(spans))


def check_order(source: str, spans: Iterable[tuple[int, int]]) -> int:
    """Spans stand in order, do not overlap, and leave out nothing but white space; where the last one ends."""
    end = 0
    for start, stop in spans:
        assert end <= start < stop <= len(source)
        assert not source[end:start].strip(" \t\n")
        assert not source[start:stop].startswith("\n")
        end = stop
    return end


def check_covered(source: str, spans: Iterable[tuple[int, int]]) -> None:
    """The same, up to the end of the text."""
    assert not source[check_order(source, spans) :].strip(" \t\n")


def check_identity(old: tuple[Block | ListItem, ...], new: tuple[Block | ListItem, ...]) -> None:
    """What is equal to what stood in its place is the same object, rows and items and what they hold too.

    The one end where text arrives may be a new object all the same.
    """
    for index, (was, now) in enumerate(zip(old, new, strict=False)):
        if was is now:
            continue
        assert was != now or index == len(old) - 1
        match was, now:
            case (Quote(), Quote()) | (ListItem(), ListItem()):
                check_identity(was.children, now.children)
            case ListBlock(), ListBlock():
                check_identity(was.items, now.items)
            case Table(), Table():
                assert all(a is b or a != b for a, b in zip(was.rows[:-1], now.rows, strict=False))


def words_of(blocks: Iterable[Block]) -> str:
    """Everything the blocks can show: text, and the addresses and titles beside links."""
    parts: list[str] = []
    for block in blocks:
        match block:
            case Paragraph(runs) | Heading(_, runs):
                parts += [f"{run.text} {run.link or ''} {run.title} {run.image or ''}" for run in runs]
            case Code(info, text):
                parts += [info, text]
            case Formula(_, source):
                parts.append(source)
            case Quote(children):
                parts.append(words_of(children))
            case ListBlock():
                parts += [words_of(item.children) for item in block.items]
            case Table(header, rows):
                parts += [words_of((Paragraph(cell),)) for row in (header, *rows) for cell in row]
    return " ".join(parts)


def letters_of(source: str) -> Iterable[str]:
    """The runs of letters of a source, without the marks of tasks and entities' names."""
    source = re.sub(r"\[[xX]\]|&#?\w+;", " ", source)
    return (match.group() for match in re.finditer(r"[^\W\d_]+", source))
