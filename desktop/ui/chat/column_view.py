"""The painted column: which messages are in sight, laid out and drawn; scrolling, selecting, the keyboard's way.

It follows the stream while the reader is at its end; else the first visible line stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QMenu

from desktop.ui.chat.accessibility import AccessibleMessages
from desktop.ui.chat.block_reader import BlockReader
from desktop.ui.chat.buttons import JumpButton
from desktop.ui.chat.column import Column, Placed
from desktop.ui.chat.context_menu import context_menu
from desktop.ui.chat.entry import Entry, Slot, Splice
from desktop.ui.chat.estimate import Measure
from desktop.ui.chat.factory import ItemFactory
from desktop.ui.chat.finder import Finder
from desktop.ui.chat.focus_walk import FocusWalk
from desktop.ui.chat.formulas import Formulas
from desktop.ui.chat.idle import IdleWork
from desktop.ui.chat.item import Link, Mark
from desktop.ui.chat.keys import Keys
from desktop.ui.chat.overlays import Overlays
from desktop.ui.chat.painting import Scene, changed_area, column_area, move_up, moved, paint_scene
from desktop.ui.chat.pointer import Pointer
from desktop.ui.chat.said import has_formula
from desktop.ui.chat.scroll_mirror import STEP_PX, ScrollMirror
from desktop.ui.chat.selection import Place, Selection, place_in
from desktop.ui.chat.style import COLUMN_PX, ChatStyle
from desktop.ui.palettes import LIGHT, Palette
from desktop.ui.theme import SYSTEM_FONTS, Fonts

_SIDE_PX = 24


class ColumnView(QAbstractScrollArea):
    """Shows the entries of a `Column`; what they are is told by the view of a chat, which this is the ground of.

    Signals:
        link_activated(address): a live link was clicked; http or https.
    """

    link_activated = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.selection = Selection()
        self._measure = Measure(ChatStyle(LIGHT), COLUMN_PX)
        self._formulas = Formulas(self)
        self._formulas.ratio = self.devicePixelRatioF()
        self._overlays = Overlays(self.viewport(), self._measure.style)
        factory = ItemFactory(self._measure, self._formulas, self._overlays)
        self.column = Column(self._measure, factory.make, factory.is_stale)
        self._following = True
        self.walk = FocusWalk(self, self, self._overlays)
        self._pointer = Pointer(self, self)
        self._mirror = ScrollMirror(self.verticalScrollBar(), self.column)
        self.reader = BlockReader(self, self)
        self.accessible = AccessibleMessages(self, self, self.walk)
        self._keys = Keys(self, self.walk, self.reader)
        self._idle = IdleWork(self, self.column)
        self.finder = Finder(self, self.column)
        self._jump = JumpButton()
        self._jump.setParent(self)
        self._jump.hide()
        self._mirror.moved.connect(self._scrolled)
        self._mirror.released.connect(self._lay_out)
        self._jump.clicked.connect(self.jump_to_end)
        self._pointer.selecting.connect(self._on_selecting)
        self._overlays.resized.connect(self._lay_out)
        self._formulas.ready.connect(self._on_formula)
        self._idle.spliced.connect(self._apply)
        self._idle.repaint_due.connect(self.viewport().update)
        self._idle.layout_due.connect(self._lay_out)
        self.finder.current_moved.connect(self._show_hit)
        self.finder.repaint_due.connect(self.viewport().update)
        self._take_colours()

    @property
    def is_busy(self) -> bool:
        """Whether text, colours, heights or hits are still being worked on."""
        return self._idle.is_active or self.finder.is_active

    def at_end(self) -> bool:
        """Whether the end of the last message is in sight."""
        placed = self.column.placed
        if not placed:
            return True
        return self.column.is_last(placed[-1].slot) and placed[-1].bottom <= self.viewport().height() + 2

    def jump_to_end(self) -> None:
        """Show the end and follow the stream from here."""
        self._following = True
        self._lay_out()

    def scroll_to_start(self) -> None:
        """Show the first message."""
        self.column.set_value(0)
        self._scrolled()

    def scroll_pixels(self, pixels: int) -> None:
        """Move the text up by so many pixels, as the wheel does."""
        if pixels:
            self.column.scroll_by(pixels)
            self._scrolled()

    def show_place(self, place: Place) -> None:
        """Scroll as little as needed to bring a position into sight."""
        height = self.viewport().height()
        line = self.column.item(place.slot).caret_rect(place.position)
        for one in self.column.placed:
            if one.slot is place.slot:
                top, bottom = one.y + line.top(), one.y + line.bottom()
                if top < 0:
                    self.scroll_pixels(round(top) - 4)
                elif bottom > height:
                    self.scroll_pixels(round(bottom) - height + 4)
                return
        self.column.go_to(place.slot, height // 3, place.position)
        self._scrolled()

    def show_start(self, entry: Entry) -> None:
        """Bring the beginning of a message into sight."""
        slot = entry.slots[0]
        if not any(one.slot is slot and one.y >= 0 for one in self.column.placed):
            self.column.go_to(slot, self._measure.style.px(_SIDE_PX))
        self._scrolled()

    def selected_line(self) -> str:
        """What is selected, where that is a part of one line; else empty."""
        bounds = self.selection.bounds
        if bounds is None or bounds[0].slot is not bounds[1].slot:
            return ""
        text = bounds[0].text[bounds[0].position : bounds[1].position]
        return "" if "\n" in text else text

    def selection_changed(self) -> None:
        """Another stretch is selected."""
        # It is to be read, so it stays where it is, until the reader goes to the end.
        self._following = self._following and self.selection.is_empty
        self.viewport().update()

    def placed_at(self, point: QPointF) -> Placed | None:
        """The piece at a point of the view."""
        return next((one for one in self.column.placed if one.y <= point.y() < one.bottom), None)

    def inside(self, placed: Placed, point: QPointF) -> QPointF:
        """A point of the view in a piece's own coordinates."""
        return QPointF(point.x() - self.left(), point.y() - placed.y)

    def link_at(self, point: QPointF) -> Link | None:
        """The live address under a point of the view."""
        hit = self.placed_at(point)
        return hit.item.link_at(self.inside(hit, point)) if hit is not None else None

    def menu_at(self, point: QPointF) -> QMenu:
        """What the right button offers at a point of the view."""
        return context_menu(self, self.link_at(point))

    def open_link(self, address: str) -> None:
        """Activate a live address."""
        self.link_activated.emit(address)

    def set_theme(self, palette: Palette, zoom_percent: int = 100, fonts: Fonts = SYSTEM_FONTS) -> None:
        """Draw everything in a palette, at a zoom of 50 to 300, with these fonts."""
        style = self._measure.style
        if (palette, zoom_percent, fonts) == (style.palette, style.zoom_percent, style.fonts):
            return
        style = ChatStyle(palette, zoom_percent, fonts)
        self._measure.change(style, style.column_width(self.width() - 2 * _SIDE_PX))
        self._overlays.set_style(style)
        self._take_colours()
        self._idle.estimate_anew()
        self.column.measure_changed()
        self._lay_out()
        self.viewport().update()

    def marks(self, slot: Slot) -> list[Mark]:
        """What is selected or found in a slot."""
        selected = self.selection.range_in(slot)
        marks = self.finder.marks(slot)
        return [*marks, Mark(*selected, "selection")] if selected is not None else marks

    def left(self) -> int:
        """Where the column begins, in pixels of the viewport."""
        return max(0, (self.width() - self._measure.width) // 2)

    def _apply(self, splices: Iterable[Splice]) -> None:
        """Take what changed in messages that are shown."""
        gone: set[Slot] = set()
        for splice in splices:
            self.column.spliced(splice)
            self.selection.spliced(splice)
            gone.update(splice.removed)
            gone.difference_update(splice.added)
            self.walk.spliced(splice)
            self.finder.spliced(splice)
        if gone:
            self._overlays.drop(gone)
        self._lay_out()

    def _lay_out(self) -> None:
        """Lay out what is in sight; the first visible line, or the end, stays where it is."""
        column = self.column
        before = column.placed
        column.height = self.viewport().height()
        if self._following and not self._pointer.is_down:
            column.to_end()
        placed = column.fill()
        # What only moves up is copied there; not the bar of the focus, whose ends stay where they are.
        up, stood = moved(before, placed)
        if 0 < up < column.height and self._focused() is None:
            move_up(self.viewport(), self.left(), self._measure.width, up)
            before = stood
        self.place_widgets()
        self._mirror.show(at_end=self._following)
        column_rect = column_area(self.viewport(), self.left(), self._measure.width)
        self.viewport().update(changed_area(before, placed, column_rect))
        self._show_jump()
        self._idle.look()

    def _scrolled(self) -> None:
        """The reader moved."""
        self._following = False
        self._lay_out()
        self._following = self.at_end()
        self.column.remember()
        self._pointer.scrolled()

    def place_widgets(self) -> None:
        """Put the real widgets where their pieces are; action rows show at the messages that are used."""
        shown = {entry for entry in (self._pointer.hovered, self._focused()) if entry is not None}
        last = self.column.entries[-1] if self.column.entries else None
        if last is not None and last.view.role == "assistant" and not last.view.streaming:
            shown.add(last)
        self._overlays.place(self.column.placed, self.left(), self._measure.width, shown)
        self.reader.follow()
        self.accessible.follow()

    def _focused(self) -> Entry | None:
        """The message that the keyboard is at."""
        return self.walk.entry if self.walk.has_focus() else None

    def _show_jump(self) -> None:
        shown = not self.at_end()
        if shown:
            size = self._jump.sizeHint()
            # The button stands in the middle of the column, 8 px above the composer; 2 px of it are shadow.
            x, y = (self.width() - size.width()) // 2, self.height() - size.height() - 6
            self._jump.setGeometry(x, y, size.width(), size.height())
            self._jump.raise_()
        self._jump.setVisible(shown)

    def _on_selecting(self, active: bool) -> None:
        if not active:
            # A click alone changes nothing, and one that ends a selection at the end goes on with the stream.
            self._following = self.selection.is_empty and (self._following or self.at_end())
            self._lay_out()

    def _show_hit(self) -> None:
        if self.finder.current is not None:
            self.show_place(place_in(self.finder.current.slot, self.finder.current.start))

    def _on_formula(self, tex: str) -> None:
        if self.column.invalidate(lambda slot: has_formula(slot.piece, tex)):
            self._lay_out()

    def _take_colours(self) -> None:
        palette = QPalette(self.palette())
        for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            palette.setColor(role, QColor(self._measure.style.palette.bg))
        self.setPalette(palette)
        self._jump.set_look(self._measure.style, self._measure.style.small_font, (0, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        style, walk = self._measure.style, self.walk
        scene = Scene(self.column.placed, style, self.left(), self.marks, walk.ring, self._focused(), walk.block)
        for area in cast("Iterable[QRect]", event.region()):  # its stub does not say so
            painter.setClipRect(area)
            paint_scene(painter, scene, area)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            # Pictures of formulas are made for one screen.
            self._formulas.ratio = self.devicePixelRatioF()
            self._measure.change(self._measure.style, self._measure.width)
            self._lay_out()
        return super().event(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        # The bar only mirrors the place. Qt would draw everything again; `_lay_out` knows what has changed.
        pass

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self._measure.style.column_width(self.width() - 2 * _SIDE_PX)
        if width != self._measure.width:
            self._measure.change(self._measure.style, width)
            self.column.height = self.viewport().height()
            self._idle.estimate_anew()
            self.column.measure_changed()
        self._lay_out()
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.walk.leave()
            self._pointer.press(event)
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pointer.is_down and not event.buttons() & Qt.MouseButton.LeftButton:
            # A dialog that came up meanwhile took the release.
            self._pointer.let_go()
        if self._pointer.is_down:
            self._pointer.move(event)
        else:
            self._pointer.hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._pointer.is_down:
            self._pointer.release(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointer.hover(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point, place = QPointF(self.viewport().mapFrom(self, event.pos())), event.globalPos()
        focused = self.walk.line_in_sight() if event.reason() == QContextMenuEvent.Reason.Keyboard else None
        if focused is not None:
            point, place = focused.center(), self.viewport().mapToGlobal(focused.bottomLeft().toPoint())
        self.menu_at(point).popup(place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # The window zooms.
            event.ignore()
            return
        angle, pixels = event.angleDelta(), event.pixelDelta()
        step = QApplication.wheelScrollLines() * STEP_PX / 120
        x = pixels.x() or round(angle.x() * step)
        y = pixels.y() or round(angle.y() * step)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not x:
            x, y = y, 0
        if abs(x) > abs(y):
            hit = self.placed_at(event.position())
            if hit is not None and hit.item.scroll_sideways(-x):
                hit.slot.sideways = hit.item.sideways
                self.viewport().update()
        else:
            self.scroll_pixels(-y)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.press(event):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self.walk.enter()
        self.place_widgets()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        return self.walk.step(1 if forwards else -1) or self.walk.leave_chat(forwards=forwards)
