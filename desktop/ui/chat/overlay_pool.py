"""Widgets of one kind that are made once and lent to what is in sight.

Whoever asks over AT-SPI keeps a reference for as long as it likes, so no widget dies because its holder was scrolled
away; and to make one takes as long as to paint the whole view.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Generic, TypeVar

from PySide6.QtWidgets import QApplication, QWidget

_Holder = TypeVar("_Holder", bound=Hashable)
_Widget = TypeVar("_Widget", bound=QWidget)


class OverlayPool(Generic[_Holder, _Widget]):
    """Lends widgets to holders; there are as many as were ever lent at once.

    A holder that comes back gets the widget it had, unless another took it meanwhile.

    Attributes:
        lent: each holder's widget.
    """

    def __init__(self, make: Callable[[], _Widget], parent: QWidget) -> None:
        self.lent: dict[_Holder, _Widget] = {}
        self._make = make
        self._parent = parent
        # By who had it last, or by nobody's key; the one that is unused for longest comes first.
        self._free: dict[Hashable, _Widget] = {}

    def __iter__(self) -> Iterator[_Widget]:
        yield from self.lent.values()
        yield from self._free.values()

    def lend(self, holder: _Holder) -> tuple[_Widget, bool]:
        """The widget of a holder, and whether it is another than it had last; who lends it shows it."""
        if holder in self.lent:
            return self.lent[holder], False
        widget = self._free.pop(holder, None)
        is_other = widget is None
        if widget is None:
            widget = self._free.pop(next(iter(self._free))) if self._free else self._made()
        self.lent[holder] = widget
        return widget, is_other

    def take_back(self, holder: _Holder) -> None:
        """A holder needs its widget no more; it is hidden by `hide_free`."""
        if holder in self.lent and has_focus(self.lent[holder]):
            # Else Qt gives the keyboard to whatever comes next. The view that gets it places what is in sight.
            self._parent.setFocus()
        widget = self.lent.pop(holder, None)
        if widget is not None:
            self._free[holder] = widget

    def forget(self, holders: set[_Holder]) -> None:
        """These holders do not come back."""
        for holder in self.lent.keys() & holders:
            self.take_back(holder)
        for last in self._free.keys() & holders:
            self._free[object()] = self._free.pop(last)

    def hide_free(self) -> None:
        """Hide what nobody holds: after all that is in sight has got its own."""
        for widget in self._free.values():
            if not widget.isHidden():
                widget.hide()

    def holder_of(self, widget: QWidget) -> _Holder | None:
        """Who has a widget, or the one that it is a part of."""
        return next((holder for holder, one in self.lent.items() if one is widget or one.isAncestorOf(widget)), None)

    def clear(self) -> None:
        """Begin anew."""
        for holder in list(self.lent):
            self.take_back(holder)
        for widget in self._free.values():
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        self._free.clear()

    def _made(self) -> _Widget:
        widget = self._make()
        widget.setParent(self._parent)
        return widget


def has_focus(widget: QWidget) -> bool:
    """Whether a widget or a part of it has the keyboard."""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))
