"""The mouse over the chat: selecting, links, boxes that scroll sideways, and the scrolling at the edges."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent

from desktop.ui.chat.clipboard import offer_selection, rich_mime
from desktop.ui.chat.column import Placed
from desktop.ui.chat.entry import Entry
from desktop.ui.chat.item import Link
from desktop.ui.chat.said import is_text, piece_text
from desktop.ui.chat.selection import Place, place_in
from desktop.ui.chat.surface import Surface
from desktop.ui.chat.words import word_at
from desktop.ui.labels import set_plain_tooltip

_EDGE_MS: Final = 30


class Pointer(QObject):
    """Turns presses and moves into selections and activated links.

    Attributes:
        hovered: the message under the mouse.

    Signals:
        selecting(active): a button is held and selects, or no longer.
    """

    selecting = Signal(bool)

    def __init__(self, view: Surface, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self.hovered: Entry | None = None
        self._pressed = False
        self._link: Link | None = None
        self._clicks = 0
        self._clicked_at = QPointF()
        self._unit: tuple[Place, Place] | None = None
        self._thumb: Placed | None = None
        # The button went down on what is selected: it is dragged, or the press ends the selection.
        self._may_drag = False
        self._at = QPointF()
        self._click_end = QTimer(self)
        self._click_end.setSingleShot(True)
        self._edge = QTimer(self)
        self._edge.setInterval(_EDGE_MS)
        self._edge.timeout.connect(self._scroll_at_edge)

    def hover(self, point: QPointF | None) -> None:
        """The mouse is at a point of the view with no button held, or outside of it."""
        view = self._view
        hit = None if point is None else view.placed_at(point)
        link, shape = None, Qt.CursorShape.ArrowCursor
        if hit is not None and point is not None:
            inside = view.inside(hit, point)
            link = hit.item.link_at(inside)
            if link is not None:
                shape = Qt.CursorShape.PointingHandCursor
            elif is_text(hit.slot.piece) and hit.item.hit(inside) and not self._is_selected(point):
                shape = Qt.CursorShape.IBeamCursor
        if view.viewport().cursor().shape() != shape:
            view.viewport().setCursor(shape)
        set_plain_tooltip(view.viewport(), link.tip if link is not None else "")
        entry = hit.slot.entry if hit is not None else None
        if entry is not self.hovered:
            self.hovered = entry
            view.place_widgets()

    def scrolled(self) -> None:
        """The text moved under the mouse."""
        view = self._view.viewport()
        point = view.mapFromGlobal(view.cursor().pos())
        if not self._pressed:
            self.hover(QPointF(point) if view.rect().contains(point) and self._view.underMouse() else None)

    def drop_entries(self, gone: set[Entry]) -> None:
        """Messages are not shown any more."""
        if self.hovered in gone:
            self.hovered = None
        self._pressed = False
        self._edge.stop()
        self._unit = None

    @property
    def is_down(self) -> bool:
        """Whether the button is held."""
        return self._pressed

    def press(self, event: QMouseEvent) -> None:
        """The left button went down."""
        point = event.position()
        near = (point - self._clicked_at).manhattanLength() < QGuiApplication.styleHints().startDragDistance()
        self._clicks = self._clicks % 3 + 1 if self._click_end.isActive() and near else 1
        self._clicked_at = self._at = point
        self._click_end.start(QGuiApplication.styleHints().mouseDoubleClickInterval())
        self._pressed = True
        self._thumb = None
        self._may_drag = False
        hit = self._view.placed_at(point)
        if hit is not None and not hit.item.hit(self._view.inside(hit, point)):
            self._thumb = hit if hit.item.sideways_range else None
            return
        self.selecting.emit(True)
        self._link = self._view.link_at(point)
        place = self.place_at(point)
        if place is None:
            return
        selection = self._view.selection
        if self._clicks == 1 and not event.modifiers() and self._is_selected(point):
            self._may_drag = True
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and selection.anchor is not None:
            self._unit = None
            selection.select(selection.anchor, place)
        else:
            self._unit = self._unit_at(place)
            selection.select(*self._unit)
        self._view.selection_changed()

    def move(self, event: QMouseEvent) -> None:
        """The mouse moved with the button held."""
        before, self._at = self._at, event.position()
        if self._thumb is not None:
            self._thumb.item.drag_thumb(self._at.x() - before.x())
            self._thumb.slot.sideways = self._thumb.item.sideways
            self._view.viewport().update()
            return
        if (self._at - self._clicked_at).manhattanLength() < QGuiApplication.styleHints().startDragDistance():
            return
        self._link = None
        if self._may_drag:
            self._drag()
            return
        self._extend()
        outside = self._at.y() < 0 or self._at.y() > self._view.viewport().height()
        if outside and not self._edge.isActive():
            self._edge.start()
        elif not outside:
            self._edge.stop()

    def release(self, event: QMouseEvent) -> None:
        """The left button went up."""
        link, may_drag = self._link, self._may_drag
        self.let_go()
        place = self.place_at(event.position())
        if may_drag and place is not None:
            self._view.selection.select(place, place)
            self._view.selection_changed()
        if link is not None and self._clicks == 1 and self._view.link_at(event.position()) == link:
            self._view.open_link(link.address)
        offer_selection(self._view)

    def let_go(self) -> None:
        """What was begun by a press ends where it is."""
        self._pressed = False
        self._thumb = None
        self._link = None
        self._may_drag = False
        self._edge.stop()
        self.selecting.emit(False)

    def place_at(self, point: QPointF) -> Place | None:
        """The position in a text that is nearest to a point of the view."""
        best: Placed | None = None
        distance = 0.0
        for one in self._view.column.placed:
            if not is_text(one.slot.piece):
                continue
            gap = max(one.y - point.y(), point.y() - one.bottom, 0.0)
            if best is None or gap < distance:
                best, distance = one, gap
        if best is None:
            return None
        inside = self._view.inside(best, point)
        if inside.y() < 0:
            return place_in(best.slot, 0)
        if inside.y() > best.item.height:
            return place_in(best.slot, len(best.item.text))
        return place_in(best.slot, best.item.position_at(inside))

    def _is_selected(self, point: QPointF) -> bool:
        hit, bounds = self._view.placed_at(point), self._view.selection.bounds
        if (
            hit is None
            or bounds is None
            or not is_text(hit.slot.piece)
            or not hit.item.hit(self._view.inside(hit, point))
        ):
            return False
        order = place_in(hit.slot, hit.item.position_at(self._view.inside(hit, point))).order
        return bounds[0].order <= order < bounds[1].order

    def _drag(self) -> None:
        """Drag what is selected, until it is let go somewhere."""
        self._pressed = self._may_drag = False
        self.selecting.emit(False)
        drag = QDrag(self._view.viewport())
        drag.setMimeData(rich_mime(self._view.selection, self._view.column.entries))
        drag.exec(Qt.DropAction.CopyAction)

    def _unit_at(self, place: Place) -> tuple[Place, Place]:
        if self._clicks == 1:
            return place, place
        if self._clicks == 2:
            start, end = word_at(place.text, place.position)
        else:
            start, end = 0, len(piece_text(place.slot.piece))
            if place.text.find("\n") >= 0:
                start = place.text.rfind("\n", 0, place.position) + 1
                stop = place.text.find("\n", place.position)
                end = stop if stop >= 0 else end
        return place_in(place.slot, start), place_in(place.slot, end)

    def _extend(self) -> None:
        place = self.place_at(self._at)
        selection = self._view.selection
        if place is None or selection.anchor is None:
            return
        if self._unit is None or self._clicks == 1:
            selection.select(selection.anchor, place)
        else:
            # After a double click whole words are selected, after a triple click whole lines.
            first, last = self._unit
            start, end = self._unit_at(place)
            if place.order < first.order:
                selection.select(last, start)
            else:
                selection.select(first, end if end.order > last.order else last)
        self._view.selection_changed()

    def _scroll_at_edge(self) -> None:
        y, height = self._at.y(), self._view.viewport().height()
        past = y if y < 0 else y - height
        self._view.scroll_pixels(round(max(-60.0, min(60.0, past / 2))))
        self._extend()
