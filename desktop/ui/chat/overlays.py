"""The real widgets over the painted view: what can be pressed must be one, for the keyboard and for a screen reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QRect, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.ui.chat.buttons import CopyCodeButton
from desktop.ui.chat.code_item import CodeItem
from desktop.ui.chat.column import Placed
from desktop.ui.chat.edit_box import EditBox
from desktop.ui.chat.entry import Entry, Slot
from desktop.ui.chat.message_bar import BAR_PX, MessageBar
from desktop.ui.chat.messages import MessageView, Notice
from desktop.ui.chat.notice_card import NoticeCard
from desktop.ui.chat.overlay_pool import OverlayPool, has_focus
from desktop.ui.chat.pieces import BarPiece, CardPiece, CodePiece, EditPiece, FoldPiece
from desktop.ui.chat.reasoning import FOLD_PX, ReasoningToggle
from desktop.ui.chat.style import BUBBLE_PX, ChatStyle
from desktop.ui.code_blocks import clean_code

_WITH_WIDGETS = (CodePiece, FoldPiece, CardPiece, EditPiece, BarPiece)
# Above every view.
_AWAY_PX = 1000


class Overlays(QObject):
    """Places the widgets of the slots in sight.

    They are lent, and go to others when their slot leaves the sight; one that has the keyboard, and the box of an
    edited question, stays its slot's own out of sight.

    Signals:
        triggered(uuid, action): a button of an action row or a card was pressed.
        folded(uuid): the line of the reasoning was pressed.
        edit_sent(uuid, text): the changed question was sent.
        edit_cancelled(uuid): the box is to go.
        resized(): a widget has another height now.
    """

    triggered = Signal(str, str)
    folded = Signal(str)
    edit_sent = Signal(str, str)
    edit_cancelled = Signal(str)
    resized = Signal()

    def __init__(self, parent: QWidget, style: ChatStyle) -> None:
        super().__init__(parent)
        self._parent = parent
        self._style = style
        self._ctrl_enter = False
        self._copies: OverlayPool[Slot, CopyCodeButton] = OverlayPool(self._make_copy, parent)
        self._toggles: OverlayPool[Slot, ReasoningToggle] = OverlayPool(self._make_toggle, parent)
        self._cards: OverlayPool[Slot, NoticeCard] = OverlayPool(self._make_card, parent)
        self._bars: OverlayPool[Entry, MessageBar] = OverlayPool(self._make_bar, parent)
        self._edits: dict[Slot, EditBox] = {}

    def set_style(self, style: ChatStyle) -> None:
        """Take fonts and colours."""
        self._style = style
        for widget in (*self._copies, *self._toggles, *self._cards, *self._bars, *self._edits.values()):
            widget.set_style(style)
        for slot in self._cards.lent:
            slot.stamp = 0

    def set_ctrl_enter(self, on: bool) -> None:
        """Send a changed question with Ctrl+Enter instead of Enter."""
        self._ctrl_enter = on
        for box in self._edits.values():
            box.set_ctrl_enter(on)

    def retranslate(self) -> None:
        """Make those with words of the program anew, but not a text that is being written."""
        self._copies.clear()
        self._toggles.clear()
        self._cards.clear()
        self._bars.clear()

    def height_of(self, slot: Slot, width: int) -> int:
        """The height of a slot that is nothing but room for its widget."""
        style = self._style
        match slot.piece:
            case CardPiece(notice):
                return self._card(slot, notice).height_for(width)
            case EditPiece():
                return self._edit(slot).height_for(self._edit_width(width))
            case FoldPiece():
                return style.px(FOLD_PX) + 2
            case BarPiece(gap):
                return style.px(BAR_PX + gap)
            case _:
                return 0

    def edit_box(self, slot: Slot) -> EditBox:
        """The box in which a question is changed."""
        return self._edit(slot)

    def place(self, placed: Sequence[Placed], left: int, width: int, shown: set[Entry]) -> None:
        """Put the widgets where their slots are; `shown` are the messages whose action rows are visible."""
        # Most of what is in sight is text, and each frame of a stream comes by here.
        with_widgets = [one for one in placed if isinstance(one.slot.piece, _WITH_WIDGETS)]
        self._leave({one.slot for one in with_widgets}, shown)
        for one in with_widgets:
            self._place(one, left, width, shown)
        self._hide_free()

    def drop(self, slots: Iterable[Slot]) -> None:
        """These slots are gone."""
        self._drop(set(slots), set())

    def drop_entries(self, entries: set[Entry]) -> None:
        """These messages are not shown any more."""
        self._drop({slot for entry in entries for slot in entry.slots}, entries)

    def _drop(self, slots: set[Slot], entries: set[Entry]) -> None:
        lent: list[QWidget] = [widgets[slot] for widgets in self._by_slot() for slot in widgets.keys() & slots]
        lent += [self._bars.lent[entry] for entry in self._bars.lent.keys() & entries]
        if any(map(has_focus, lent)):
            # Before any of them is gone: the view that gets the keyboard places what it takes to be in sight.
            self._parent.setFocus()
        for pool in (self._copies, self._toggles, self._cards):
            pool.forget(slots)
        self._bars.forget(entries)
        for slot in self._edits.keys() & slots:
            box = self._edits.pop(slot)
            box.hide()
            box.setParent(None)
            box.deleteLater()
        self._hide_free()

    def bar(self, entry: Entry) -> MessageBar | None:
        """The action row of a message, None where it is not shown."""
        return self._bars.lent.get(entry)

    def stops(self) -> list[QWidget]:
        """What the Tab key visits, from top to bottom."""
        found: list[QWidget] = []
        for widgets in self._by_slot():
            for widget in widgets.values():
                if widget.isVisible():
                    found += widget.stops if isinstance(widget, NoticeCard | EditBox) else [widget]
        for bar in self._bars.lent.values():
            found += [button for button in bar.buttons if button.isVisible() and button.isEnabled()]
        return sorted(found, key=lambda one: _place_of(one, self._parent))

    def holder(self, widget: QWidget) -> Entry | None:
        """The message that a widget over the view belongs to."""
        for widgets in self._by_slot():
            for slot, one in widgets.items():
                if one is widget or one.isAncestorOf(widget):
                    return slot.entry
        return self._bars.holder_of(widget)

    # Placing

    def _leave(self, slots: set[Slot], shown: set[Entry]) -> None:
        """Take back what is not needed in sight; what has the keyboard goes out of sight instead."""
        for pool in (self._copies, self._toggles, self._cards):
            for slot in [slot for slot in pool.lent if slot not in slots]:
                if has_focus(pool.lent[slot]):
                    _move_away(pool.lent[slot])
                else:
                    pool.take_back(slot)
        for slot, box in self._edits.items():
            if slot not in slots:
                _move_away(box)
        rows = {slot.entry for slot in slots if isinstance(slot.piece, BarPiece)} & shown
        for entry in [entry for entry in self._bars.lent if entry not in rows]:
            if has_focus(self._bars.lent[entry]):
                _move_away(self._bars.lent[entry])
            else:
                self._bars.take_back(entry)

    def _place(self, one: Placed, left: int, width: int, shown: set[Entry]) -> None:
        style, slot, y = self._style, one.slot, one.y
        match slot.piece:
            case CodePiece() as piece:
                if isinstance(one.item, CodeItem):
                    button = self._copy_button(slot, piece)
                    rect = one.item.copy_rect()
                    size = button.sizeHint()
                    x = left + round(rect.right()) - size.width()
                    top = y + round(rect.center().y()) - size.height() // 2
                    _move(button, QRect(x, top, size.width(), size.height()))
            case FoldPiece() as piece:
                toggle = self._toggle(slot, piece)
                size = toggle.sizeHint()
                inset = style.px(15)
                _move(toggle, QRect(left + inset, y + 1, min(size.width(), width - inset), size.height()))
            case CardPiece(notice):
                _move(self._card(slot, notice), QRect(left, y, width, one.item.height))
            case EditPiece():
                box_width = self._edit_width(width)
                _move(self._edit(slot), QRect(left + width - box_width, y, box_width, one.item.height))
            case BarPiece() if slot.entry in shown:
                bar, _ = self._bars.lend(slot.entry)
                bar.set_view(slot.entry.view)
                bar.set_source(slot.entry.is_source)
                gap = style.px(4) if slot.entry.view.role == "assistant" else 0
                _move(bar, QRect(left, y + gap, width, style.px(BAR_PX)))
                bar.set_width(width)
            case _:
                pass

    def _hide_free(self) -> None:
        for pool in (self._copies, self._toggles, self._cards):
            pool.hide_free()
        self._bars.hide_free()

    def _by_slot(self) -> Iterator[Mapping[Slot, QWidget]]:
        yield from (self._copies.lent, self._toggles.lent, self._cards.lent, self._edits)

    def _edit_width(self, width: int) -> int:
        return min(width, self._style.px(BUBBLE_PX))

    # What each slot needs

    def _card(self, slot: Slot, notice: Notice) -> NoticeCard:
        card, _ = self._cards.lend(slot)
        card.set_notice(notice)
        return card

    def _toggle(self, slot: Slot, piece: FoldPiece) -> ReasoningToggle:
        toggle, _ = self._toggles.lend(slot)
        toggle.set_state(piece.text, is_open=piece.is_open)
        return toggle

    def _copy_button(self, slot: Slot, piece: CodePiece) -> CopyCodeButton:
        button, is_other = self._copies.lend(slot)
        if is_other:
            button.show_copy()
        language = piece.code.language or QCoreApplication.translate("CodeItem", "plain text")
        words = QCoreApplication.translate("CodeItem", "Copy code, {language}")
        button.name_language(words.format(language=language))
        return button

    def _edit(self, slot: Slot) -> EditBox:
        box = self._edits.get(slot)
        if box is None:
            view = slot.entry.view
            box = self._edits[slot] = EditBox(self._style, view.text, ctrl_enter=self._ctrl_enter)
            box.setParent(self._parent)
            box.sent.connect(lambda text: self.edit_sent.emit(view.uuid, text))
            box.cancelled.connect(lambda: self.edit_cancelled.emit(view.uuid))
            box.resized.connect(self._on_edit_resized)
        return box

    def _on_edit_resized(self) -> None:
        for slot in self._edits:
            slot.stamp = 0
        self.resized.emit()

    # What the pools make

    def _make_copy(self) -> CopyCodeButton:
        button = CopyCodeButton(self._style)
        button.clicked.connect(lambda: self._copy_code(button))
        return button

    def _make_toggle(self) -> ReasoningToggle:
        toggle = ReasoningToggle(self._style)
        toggle.clicked.connect(lambda: self._fold(toggle))
        return toggle

    def _make_card(self) -> NoticeCard:
        card = NoticeCard(self._style, _NO_NOTICE)
        card.triggered.connect(lambda action: self._trigger(card, action))
        return card

    def _make_bar(self) -> MessageBar:
        bar = MessageBar(self._style, _NO_MESSAGE)
        bar.triggered.connect(lambda action: self._trigger(bar, action))
        return bar

    # Pressed: a client over AT-SPI may also press what nobody holds now, which does nothing

    def _copy_code(self, button: CopyCodeButton) -> None:
        slot = self._copies.holder_of(button)
        if slot is not None and isinstance(slot.piece, CodePiece):
            QGuiApplication.clipboard().setText(clean_code(slot.piece.code.text))
            button.show_copied()

    def _fold(self, toggle: ReasoningToggle) -> None:
        slot = self._toggles.holder_of(toggle)
        if slot is not None:
            self.folded.emit(slot.entry.view.uuid)

    def _trigger(self, widget: QWidget, action: str) -> None:
        entry = self.holder(widget)
        if entry is not None:
            self.triggered.emit(entry.view.uuid, action)


# What a widget shows before it is lent.
_NO_NOTICE: Final = Notice("warn", "")
_NO_MESSAGE: Final = MessageView("", "assistant", "")


def _move(widget: QWidget, rect: QRect) -> None:
    if widget.geometry() != rect:
        widget.setGeometry(rect)
    if widget.isHidden():
        widget.show()


def _move_away(widget: QWidget) -> None:
    if widget.y() > -_AWAY_PX:
        widget.move(widget.x(), -widget.height() - _AWAY_PX)


def _place_of(widget: QWidget, parent: QWidget) -> tuple[int, int]:
    place = widget.mapTo(parent, widget.rect().topLeft())
    return place.y(), place.x()
