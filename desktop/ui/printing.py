"""A chat on paper or as PDF: laid out line by line, never through HTML, in slices so that the window goes on."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from enum import Enum

from msgspec import Struct
from PySide6.QtCore import QObject, QPointF, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QPagedPaintDevice, QPainter, QTextLayout, QTextOption

from desktop.chat.attachments import attachments_in, whole_text
from desktop.chat.conversation import Conversation, State
from desktop.chat.exports import Labels
from desktop.ui.theme import code_font, text_font

# Qt's line breaker takes 16 s for one line of 500 KB.
LONGEST_LINE = 5000
SLICE_MS = 0
LINES_A_SLICE = 150


class Look(Enum):
    """How a paragraph is set."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    CODE = "code"
    QUIET = "quiet"


_POINTS = {Look.TITLE: 17.0, Look.HEADING: 11.0, Look.TEXT: 10.5, Look.CODE: 9.0, Look.QUIET: 9.0}
_COLOURS = {Look.HEADING: "#444444", Look.QUIET: "#666666"}
_BEFORE = {Look.TITLE: 0.0, Look.HEADING: 1.2, Look.TEXT: 0.25, Look.CODE: 0.0, Look.QUIET: 0.2}


class Paragraph(Struct, frozen=True):
    """A line of the source."""

    look: Look
    text: str


def paragraphs(conversation: Conversation, labels: Labels) -> Iterator[Paragraph]:
    """The shown path: roles as headings, code in its own font, everything else as it was written."""
    yield Paragraph(Look.TITLE, conversation.title or labels.untitled)
    if conversation.system_prompt.strip():
        yield Paragraph(Look.HEADING, labels.system_prompt)
        yield from _lines(conversation.system_prompt, Look.QUIET)
    for turn in conversation.path():
        model = turn.model_answered or turn.model_asked
        if turn.role == "user":
            yield Paragraph(Look.HEADING, labels.you)
        else:
            yield Paragraph(Look.HEADING, f"{labels.assistant} · {model}" if model else labels.assistant)
        if turn.reasoning:
            yield Paragraph(Look.QUIET, f"{labels.reasoning}:")
            yield from _lines(turn.reasoning, Look.QUIET)
        for one in attachments_in(turn.parts):
            if not one.as_text:
                yield Paragraph(Look.QUIET, f"{labels.attachment}: {one.name}")
        if turn.role == "user":
            yield from _lines(whole_text(turn), Look.TEXT)
            continue
        for text in (turn.text, turn.refusal):
            yield from _with_code(text)
        if turn.state not in {State.COMPLETE, State.STREAMING}:
            yield Paragraph(Look.QUIET, f"({labels.incomplete})")


def _with_code(text: str) -> Iterator[Paragraph]:
    fence = ""
    for line in text.splitlines():
        mark = line.lstrip()[:3]
        if not fence and mark in {"```", "~~~"}:
            fence = mark
        elif fence and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        else:
            yield Paragraph(Look.CODE if fence else Look.TEXT, line)


def _lines(text: str, look: Look) -> Iterator[Paragraph]:
    return (Paragraph(look, line) for line in text.splitlines())


class Printout(QObject):
    """Draws paragraphs on the pages of a printer or a PDF file.

    Args:
        finish: called once when nothing more is drawn, with whether all was; False where that could not be kept.

    Signals:
        ended(pages): all is drawn, on so many pages; 0 where the device could not be opened, or kept nothing.
    """

    ended = Signal(int)

    def __init__(
        self,
        device: QPagedPaintDevice,
        content: Iterable[Paragraph],
        finish: Callable[[bool], bool] = lambda whole: whole,
    ) -> None:
        super().__init__()
        self._device = device
        self._finish = finish
        self._content = content
        self._painter = QPainter()
        self._pages = 0
        self._cancelled = False
        self._timer = QTimer(self)
        self._timer.setInterval(SLICE_MS)
        self._timer.timeout.connect(self._step)
        self._steps = self._draw()

    def start(self) -> None:
        """Begin; `ended` follows."""
        self._timer.start()

    def cancel(self) -> None:
        """End after the lines that are being drawn."""
        self._cancelled = True

    def stop(self) -> None:
        """End now, without a word; the device may be destroyed."""
        if self._timer.isActive():
            self._end(whole=False)

    def _step(self) -> None:
        more = next(self._steps, False)
        if more and not self._cancelled:
            return
        is_kept = self._end(whole=not more and self._pages > 0)
        self.ended.emit(self._pages if is_kept or more else 0)

    def _end(self, *, whole: bool) -> bool:
        self._timer.stop()
        self._steps.close()
        if self._painter.isActive():
            self._painter.end()
        return self._finish(whole)

    def _draw(self) -> Generator[bool, None, None]:
        if not self._painter.begin(self._device):
            return
        self._pages = 1
        width = float(self._device.width())
        height = float(self._device.height())
        y = 0.0
        drawn = 0
        for paragraph in self._content:
            font = _font(paragraph.look)
            layout_line = QTextLayout("X", font, self._device)
            space = _height_of(layout_line, width)
            y += _BEFORE[paragraph.look] * space
            for text in _pieces(paragraph.text):
                layout = QTextLayout(text, font, self._device)
                _height_of(layout, width)
                self._painter.setPen(QColor(_COLOURS.get(paragraph.look, "#000000")))
                for number in range(layout.lineCount()):
                    line = layout.lineAt(number)
                    if y + line.height() > height:
                        self._device.newPage()
                        self._pages += 1
                        y = 0.0
                    line.draw(self._painter, QPointF(0, y - line.y()))
                    y += line.height()
                    drawn += 1
                    if drawn % LINES_A_SLICE == 0:
                        yield True


def _height_of(layout: QTextLayout, width: float) -> float:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return y


def _pieces(text: str) -> Iterator[str]:
    # A tab and what a printer cannot show become spaces.
    shown = "".join(one if one.isprintable() else " " for one in text.replace("\t", "    "))
    for start in range(0, max(1, len(shown)), LONGEST_LINE):
        yield shown[start : start + LONGEST_LINE] or " "


def _font(look: Look) -> QFont:
    base = code_font(100) if look is Look.CODE else text_font(100)
    font = QFont()
    font.setFamilies(base.families())
    font.setStyleHint(base.styleHint())
    font.setPointSizeF(_POINTS[look])
    font.setBold(look in {Look.TITLE, Look.HEADING})
    return font
