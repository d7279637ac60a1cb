"""The blocks of a Markdown document as values that do not change.

They are hidden from the garbage collector: they form no cycles, and a long answer has a million of them, which it would
look through again and again while the window waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias, overload

from msgspec import Struct

Alignment: TypeAlias = Literal["left", "center", "right"]


class Run(Struct, frozen=True, gc=False):
    r"""A stretch of text in one look.

    Attributes:
        text: what is shown; never empty. For an image its description, which may be empty; for a formula its LaTeX
            without delimiters.
        link: an http or https address that may be opened, host in punycode; None for plain text.
        title: the link's title, shown beside its address.
        image: where the picture lies (a host, a scheme such as `data`, else its address); None for text. Nothing is
            fetched.
        math: whether this is a formula inside a line of text.
        source: a formula as it stands in the Markdown, delimiters included: what is copied, and shown where it cannot
            be drawn. It begins with `$$` or `\[` where the formula asks for display style. Empty for everything else.
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


class LazyRuns(Struct, eq=False, gc=False):
    """The runs of a text that is parsed when it is first looked at: most of a long answer never is.

    Attributes:
        source: the Markdown of the text, its container's marks and indentation taken away.
    """

    source: str
    _parse: Callable[[str], tuple[Run, ...]]
    _runs: tuple[Run, ...] | None = None

    def renewed(self) -> LazyRuns:
        """The same text unparsed, for a link definition that it names has arrived; itself where nobody looked yet."""
        return LazyRuns(self.source, self._parse) if self._runs is not None else self

    def _all(self) -> tuple[Run, ...]:
        if self._runs is None:
            self._runs = self._parse(self.source)
        return self._runs

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, index: int) -> Run: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Run, ...]: ...
    def __getitem__(self, index: int | slice) -> Run | tuple[Run, ...]:
        return self._all()[index]

    def __iter__(self) -> Iterator[Run]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LazyRuns):
            return self is other or self._all() == other._all()
        return self._all() == other

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())


Runs: TypeAlias = tuple[Run, ...] | LazyRuns


class Heading(Struct, frozen=True, gc=False):
    """A heading of level 1 to 6."""

    level: int
    runs: Runs


class Paragraph(Struct, frozen=True, gc=False):
    """A paragraph; a line break inside it is a newline in a run."""

    runs: Runs


class Code(Struct, frozen=True, gc=False):
    """A code block: `info` is what stands behind the fence, `text` has no newline at its end."""

    info: str
    text: str
    closed: bool = True

    @property
    def language(self) -> str:
        """The first word behind the fence, empty where there is none."""
        return self.info.split(maxsplit=1)[0] if self.info.strip() else ""


class Formula(Struct, frozen=True, gc=False):
    """A display formula: its LaTeX, and its source with the delimiters, the marks of its containers taken away."""

    tex: str
    source: str


class Rule(Struct, frozen=True, gc=False):
    """A thematic break."""


class Table(Struct, frozen=True, gc=False):
    """A table; every row has as many cells as the header."""

    header: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    alignments: tuple[Alignment, ...]


class Quote(Struct, frozen=True, gc=False):
    """A block quote."""

    children: tuple[Block, ...]


class ListItem(Struct, frozen=True, gc=False):
    """An item: its number in an ordered list, its check mark in a task list (None: no task)."""

    number: int | None
    task: bool | None
    children: tuple[Block, ...]


class ListBlock(Struct, frozen=True, gc=False):
    """A list; `delimiter` follows the numbers (`.` or `)`), `tight` means no space between items."""

    ordered: bool
    tight: bool
    delimiter: str
    items: tuple[ListItem, ...]


Block: TypeAlias = Heading | Paragraph | Code | Formula | Rule | Table | Quote | ListBlock
Node: TypeAlias = Block | ListItem
