"""The inside of a paragraph, heading or cell: Markdown source to runs of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from msgspec.structs import replace

from desktop.markup.emphasis import DelimiterRun, Tag
from desktop.markup.inline_parser import InlineParser, Item, LinkStart, Span
from desktop.markup.links import bare_links, place_of, safe_link
from desktop.markup.nodes import Run

# Behind this many characters of one block the source is shown as it is.
MAX_INLINE: Final = 64 * 1024
# Qt's line breaker needs seconds for one word of 500 KB.
MAX_UNBROKEN: Final = 10_000
SOFT_BREAK: Final = "\u200b"


def inline_runs(source: str, references: Mapping[str, Any]) -> tuple[Run, ...]:
    """The runs of one block's text.

    Args:
        references: the link definitions known so far, by the keys of their labels: `href` and `title` of each.
    """
    items = InlineParser(source[:MAX_INLINE], references).parse()
    runs = _runs(items)
    if len(source) > MAX_INLINE:
        runs.append(Run(source[MAX_INLINE:]))
    return tuple(_linked(runs))


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


# Bold, italic, code, strike, link, title: a run's fields behind its text.
_Look: TypeAlias = tuple[bool, bool, bool, bool, str | None, str]


class _Looks:
    """The runs so far; text that follows in the same look joins the last of them."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._open: dict[Tag, int] = {"bold": 0, "italic": 0, "strike": 0}
        self._link: LinkStart | None = None
        self._live: str | None = None
        self._look: _Look = (False, False, False, False, None, "")
        self._parts: list[str] = []
        self._parts_look: _Look = self._look

    def text(self, text: str) -> None:
        """Add text in the look of this place."""
        self._add(text, self._look)

    def code(self, text: str) -> None:
        """Add code in the look of this place."""
        bold, italic, _, strike, link, title = self._look
        self._add(text, (bold, italic, True, strike, link, title))

    def turn(self, tags: Iterable[Tag], step: int) -> None:
        """Begin (`step` 1) or end (-1) emphasis."""
        for tag in tags:
            self._open[tag] += step
        self._see()

    def begin_link(self, link: LinkStart) -> None:
        self._link = link
        self._live = _live(link.address)
        self._see()

    def end_link(self) -> None:
        """Where a link leads that is not live is text, so that its address can still be read."""
        link, live = self._link, self._live
        self._link = self._live = None
        self._see()
        if link is not None and live is None and link.address and not link.bare:
            title = f' "{link.title}"' if link.title else ""
            self.text(f" ({link.address}{title})")

    def formula(self, span: Span) -> None:
        self.flush()
        self.runs.append(Run(span.text, *self._look, math=True, source=span.source))

    def image(self, span: Span) -> None:
        self.flush()
        bold, italic, _, strike, live, title = self._look
        link = live or _live(span.source)
        image = place_of(span.source) or span.source
        self.runs.append(Run(span.text, bold, italic, False, strike, link, title or span.title, image))

    def flush(self) -> None:
        """Make the text so far a run."""
        if self._parts:
            self.runs.append(Run("".join(self._parts), *self._parts_look))
            self._parts = []

    def _add(self, text: str, look: _Look) -> None:
        if text:
            if look != self._parts_look:
                self.flush()
                self._parts_look = look
            self._parts.append(text)

    def _see(self) -> None:
        opened, live = self._open, self._live
        title = self._link.title if self._link is not None and live is not None else ""
        self._look = (opened["bold"] > 0, opened["italic"] > 0, False, opened["strike"] > 0, live, title)


def _runs(items: Iterable[Item]) -> list[Run]:
    looks = _Looks()
    for item in items:
        if isinstance(item, str):
            looks.text(item)
        elif isinstance(item, DelimiterRun):
            if item.closes:
                looks.turn(item.closes, -1)
            looks.text(item.mark * item.count)
            if item.opens:
                looks.turn(item.opens, 1)
        elif isinstance(item, Span):
            match item.kind:
                case "code":
                    looks.code(item.text)
                case "formula":
                    looks.formula(item)
                case _:
                    looks.image(item)
        elif isinstance(item, LinkStart):
            looks.begin_link(item)
        else:
            looks.end_link()
    looks.flush()
    return looks.runs


def _live(address: str) -> str | None:
    """The address of a Markdown link as it may be opened; what stands in angle brackets may hold spaces."""
    return safe_link(address.replace(" ", "%20").replace("\\", "%5C"))


def _linked(runs: Iterable[Run]) -> Iterable[Run]:
    """The same runs with bare addresses cut out as links of their own."""
    for run in runs:
        if run.code or run.math or run.link is not None or run.image is not None or "://" not in run.text:
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
