"""The real widgets over the painted view: what can be pressed must be one, for the keyboard and for a screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QRect, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.chat.buttons import CopyCodeButton
from desktop.ui.chat.code_item import CodeItem
from desktop.ui.chat.column import Placed
from desktop.ui.chat.edit_box import EditBox
from desktop.ui.chat.entry import Entry, Slot
from desktop.ui.chat.message_bar import BAR_PX, MessageBar
from desktop.ui.chat.messages import Notice
from desktop.ui.chat.notice_card import NoticeCard
from desktop.ui.chat.pieces import BarPiece, CardPiece, CodePiece, EditPiece, FoldPiece
from desktop.ui.chat.reasoning import FOLD_PX, ReasoningToggle
from desktop.ui.chat.style import BUBBLE_PX, ChatStyle
from desktop.ui.code_blocks import clean_code

_Key = TypeVar("_Key", Slot, Entry)
_Widget = TypeVar("_Widget", bound=QWidget)


class Overlays(QObject):
    """Makes, places and removes the widgets of the slots in sight.

    A widget lives as long as its slot is in sight; one that has the keyboard, and the box of an edited question, lives
    on out of sight.

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
        self._widgets: dict[Slot, QWidget] = {}
        self._bars: dict[Entry, MessageBar] = {}

    def set_style(self, style: ChatStyle) -> None:
        """Take fonts and colours."""
        self._style = style
        for slot, widget in list(self._widgets.items()):
            if isinstance(widget, EditBox | NoticeCard | ReasoningToggle | CopyCodeButton):
                widget.set_style(style)
            if isinstance(widget, NoticeCard):
                slot.stamp = 0
        for bar in self._bars.values():
            bar.set_style(style)

    def set_ctrl_enter(self, on: bool) -> None:
        """Send a changed question with Ctrl+Enter instead of Enter."""
        self._ctrl_enter = on
        for widget in self._widgets.values():
            if isinstance(widget, EditBox):
                widget.set_ctrl_enter(on)

    def retranslate(self) -> None:
        """Make those with words of the program anew, but not a text that is being written."""
        for slot in [slot for slot, widget in self._widgets.items() if not isinstance(widget, EditBox)]:
            self._remove(self._widgets, slot)
        for entry in list(self._bars):
            self._remove(self._bars, entry)

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
        style = self._style
        wanted: set[Slot] = set()
        rows: set[Entry] = set()
        for one in placed:
            slot, y = one.slot, one.y
            match slot.piece:
                case CodePiece() as piece:
                    if isinstance(one.item, CodeItem):
                        button = self._copy_button(slot, piece)
                        rect = one.item.copy_rect()
                        size = button.sizeHint()
                        x = left + round(rect.right()) - size.width()
                        _move(
                            button,
                            QRect(x, y + round(rect.center().y()) - size.height() // 2, size.width(), size.height()),
                        )
                        wanted.add(slot)
                case FoldPiece() as piece:
                    toggle = self._toggle(slot, piece)
                    size = toggle.sizeHint()
                    inset = style.px(15)
                    _move(toggle, QRect(left + inset, y + 1, min(size.width(), width - inset), size.height()))
                    wanted.add(slot)
                case CardPiece(notice):
                    _move(self._card(slot, notice), QRect(left, y, width, one.item.height))
                    wanted.add(slot)
                case EditPiece():
                    box_width = self._edit_width(width)
                    _move(self._edit(slot), QRect(left + width - box_width, y, box_width, one.item.height))
                    wanted.add(slot)
                case BarPiece() if slot.entry in shown:
                    bar = self._bar(slot.entry)
                    bar.set_view(slot.entry.view)
                    gap = style.px(4) if slot.entry.view.role == "assistant" else 0
                    _move(bar, QRect(left, y + gap, width, style.px(BAR_PX)))
                    bar.set_width(width)
                    rows.add(slot.entry)
                case _:
                    pass
        for slot in [slot for slot in self._widgets if slot not in wanted]:
            self._leave(slot)
        for entry in [entry for entry in self._bars if entry not in rows]:
            if not _has_focus(self._bars[entry]):
                self._remove(self._bars, entry)
            else:
                self._bars[entry].move(left, -1000)

    def drop(self, slots: Sequence[Slot]) -> None:
        """These slots are gone."""
        for slot in slots:
            if slot in self._widgets:
                self._remove(self._widgets, slot)

    def drop_entries(self, entries: Sequence[Entry]) -> None:
        """These messages are not shown any more."""
        for entry in entries:
            self.drop(entry.slots)
            if entry in self._bars:
                self._remove(self._bars, entry)

    def widget(self, slot: Slot) -> QWidget | None:
        """The widget of a slot, None where it has none now."""
        return self._widgets.get(slot)

    def bar(self, entry: Entry) -> MessageBar | None:
        """The action row of a message, None where it is not shown."""
        return self._bars.get(entry)

    def stops(self) -> list[QWidget]:
        """What the Tab key visits, from top to bottom."""
        found: list[QWidget] = []
        for widget in self._widgets.values():
            if widget.isVisible():
                found += widget.stops if isinstance(widget, NoticeCard | EditBox) else [widget]
        for bar in self._bars.values():
            found += [button for button in bar.buttons if button.isVisible() and button.isEnabled()]
        return sorted(found, key=lambda one: _place_of(one, self._parent))

    def holder(self, widget: QWidget) -> Entry | None:
        """The message that a widget over the view belongs to."""
        for slot, one in self._widgets.items():
            if one is widget or one.isAncestorOf(widget):
                return slot.entry
        for entry, bar in self._bars.items():
            if bar is widget or bar.isAncestorOf(widget):
                return entry
        return None

    def _leave(self, slot: Slot) -> None:
        widget = self._widgets[slot]
        if isinstance(widget, EditBox) or _has_focus(widget):
            if widget.y() > -1000:
                widget.move(widget.x(), -widget.height() - 1000)
            return
        self._remove(self._widgets, slot)

    def _remove(self, widgets: dict[_Key, _Widget], key: _Key) -> None:
        if key in widgets and _has_focus(widgets[key]):
            # Else Qt gives the keyboard to whatever comes next, and the view, which then places what is in sight,
            # makes the widget anew.
            self._parent.setFocus()
        widget = widgets.pop(key, None)
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()

    def _edit_width(self, width: int) -> int:
        return min(width, max(BUBBLE_PX, self._style.px(BUBBLE_PX)))

    def _bar(self, entry: Entry) -> MessageBar:
        bar = self._bars.get(entry)
        if bar is None:
            bar = self._bars[entry] = MessageBar(self._style, entry.view)
            bar.setParent(self._parent)
            bar.triggered.connect(lambda action, uuid=entry.view.uuid: self.triggered.emit(uuid, action))
        return bar

    def _card(self, slot: Slot, notice: Notice) -> NoticeCard:
        card = self._widgets.get(slot)
        if not isinstance(card, NoticeCard):
            card = self._widgets[slot] = NoticeCard(self._style, notice)
            card.setParent(self._parent)
            uuid = slot.entry.view.uuid
            card.triggered.connect(lambda action: self.triggered.emit(uuid, action))
        else:
            card.set_notice(notice)
        return card

    def _toggle(self, slot: Slot, piece: FoldPiece) -> ReasoningToggle:
        toggle = self._widgets.get(slot)
        if not isinstance(toggle, ReasoningToggle):
            toggle = self._widgets[slot] = ReasoningToggle(self._style)
            toggle.setParent(self._parent)
            uuid = slot.entry.view.uuid
            toggle.clicked.connect(lambda: self.folded.emit(uuid))
        toggle.set_state(piece.text, is_open=piece.is_open)
        return toggle

    def _edit(self, slot: Slot) -> EditBox:
        box = self._widgets.get(slot)
        if not isinstance(box, EditBox):
            view = slot.entry.view
            box = self._widgets[slot] = EditBox(self._style, view.text, ctrl_enter=self._ctrl_enter)
            box.setParent(self._parent)
            box.sent.connect(lambda text: self.edit_sent.emit(view.uuid, text))
            box.cancelled.connect(lambda: self.edit_cancelled.emit(view.uuid))
            box.resized.connect(self._on_edit_resized)
        return box

    def _on_edit_resized(self) -> None:
        for slot, widget in self._widgets.items():
            if isinstance(widget, EditBox):
                slot.stamp = 0
        self.resized.emit()

    def _copy_button(self, slot: Slot, piece: CodePiece) -> CopyCodeButton:
        button = self._widgets.get(slot)
        if not isinstance(button, CopyCodeButton):
            button = self._widgets[slot] = CopyCodeButton(self._style)
            button.setParent(self._parent)
            button.clicked.connect(lambda: _copy_code(slot, button))
        language = piece.code.language or QCoreApplication.translate("CodeItem", "plain text")
        words = QCoreApplication.translate("CodeItem", "Copy code, {language}")
        button.name_language(words.format(language=language))
        return button


def _copy_code(slot: Slot, button: CopyCodeButton) -> None:
    if isinstance(slot.piece, CodePiece):
        QGuiApplication.clipboard().setText(clean_code(slot.piece.code.text))
        button.show_copied()


def _move(widget: QWidget, rect: QRect) -> None:
    if widget.geometry() != rect:
        widget.setGeometry(rect)
    if widget.isHidden():
        widget.show()


def _has_focus(widget: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))


def _place_of(widget: QWidget, parent: QWidget) -> tuple[int, int]:
    place = widget.mapTo(parent, widget.rect().topLeft())
    return place.y(), place.x()
