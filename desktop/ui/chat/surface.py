"""What the mouse and the keyboard need of the view that they act on."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from desktop.ui.chat.column import Column, Placed
from desktop.ui.chat.entry import Entry
from desktop.ui.chat.item import Link
from desktop.ui.chat.selection import Place, Selection


class Surface(Protocol):
    """A chat view as its helpers see it; points are those of the viewport."""

    column: Column
    selection: Selection

    def left(self) -> int:
        """Where the column begins, in pixels of the viewport."""

    def viewport(self) -> QWidget:
        """The widget that is painted."""

    def underMouse(self) -> bool:  # Qt's
        """Whether the mouse is over the view."""

    def placed_at(self, point: QPointF) -> Placed | None:
        """The piece at a point."""

    def inside(self, placed: Placed, point: QPointF) -> QPointF:
        """A point in a piece's own coordinates."""

    def link_at(self, point: QPointF) -> Link | None:
        """The live address at a point."""

    def open_link(self, address: str) -> None:
        """Activate a live address."""

    def selection_changed(self) -> None:
        """Another stretch is selected."""

    def scroll_pixels(self, pixels: int) -> None:
        """Move the text up by so many pixels."""

    def scroll_to_start(self) -> None:
        """Show the first message."""

    def jump_to_end(self) -> None:
        """Show the end and follow the stream from here."""

    def show_place(self, place: Place) -> None:
        """Bring a position into sight."""

    def show_start(self, entry: Entry) -> None:
        """Bring the beginning of a message into sight."""

    def place_widgets(self) -> None:
        """Put the real widgets where their pieces are."""
