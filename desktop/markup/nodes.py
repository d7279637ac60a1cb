"""The blocks of a Markdown document as values that do not change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Alignment: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look.

    Attributes:
        text: what is shown; never empty. For an image its description, which may be empty; for a formula its LaTeX
            without delimiters.
        link: an http or https address that may be opened, host in punycode; None for plain text.
        title: the link's title, shown beside its address.
        image: where the picture lies (a host, or a scheme such as `data`); None for text. Nothing is fetched.
        math: whether this is a formula inside a line of text.
        source: a formula as it stands in the Markdown, delimiters included: what is copied, and shown where it cannot
            be drawn. Empty for everything else.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    strike: bool = False
    link: str | None = None
    title: str = ""
    image: str | None = None
    math: bool = False
    source: str = ""


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a line break inside it is a newline in a run."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Code:
    """A code block: `info` is what stands behind the fence, `text` has no newline at its end."""

    info: str
    text: str
    closed: bool = True

    @property
    def language(self) -> str:
        """The first word behind the fence, empty where there is none."""
        return self.info.split(maxsplit=1)[0] if self.info.strip() else ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A display formula: its LaTeX, and its source with the delimiters, newlines as they are."""

    tex: str
    source: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as the header."""

    header: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    alignments: tuple[Alignment, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote."""

    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item: its number in an ordered list, its check mark in a task list (None: no task)."""

    number: int | None
    task: bool | None
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; `delimiter` follows the numbers (`.` or `)`), `tight` means no space between items."""

    ordered: bool
    tight: bool
    delimiter: str
    items: tuple[ListItem, ...]


Block: TypeAlias = Heading | Paragraph | Code | Formula | Rule | Table | Quote | ListBlock
