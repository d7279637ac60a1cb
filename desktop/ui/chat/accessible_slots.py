"""The places that a screen reader sees in the painted view: what each answers when it is asked.

Qt keeps every interface that Python gives it until the program ends, with all that its attributes hold. So an
interface holds nothing: it finds everything through its object, and there are only as many objects as ever were in
sight at once. A message is always a List and a block always a ListItem, as clients keep the role of an object.
"""

from __future__ import annotations

from typing import Protocol, TypeVar, cast

from PySide6.QtCore import QCoreApplication, QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleObject, QWindow
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from desktop.ui.chat.entry import Entry, Slot
from desktop.ui.chat.pieces import CodePiece, Piece, TableRow, TextPiece
from desktop.ui.chat.said import is_text, piece_text

_Text = QAccessible.Text
_Child = TypeVar("_Child", bound=QObject)


class Messages(Protocol):
    """What the view's interface asks."""

    def shown(self) -> list[MessageSlot]:
        """The messages in sight, from top to bottom."""

    def focused(self) -> QObject | None:
        """The message or block that has the keyboard."""


class AccessibleView(Protocol):
    """A widget whose messages are its accessible children."""

    accessible: Messages


class AccessibleSlot(QObject):
    """A place of the pool.

    Attributes:
        view: the widget whose accessible child the message is.
        surface: the widget that is painted.
        rect: where it is, in pixels of `surface`.
        has_focus: it has the keyboard.
    """

    def __init__(self, parent: QObject, view: QWidget, surface: QWidget) -> None:
        super().__init__(parent)
        self.view = view
        self.surface = surface
        self.rect = QRect()
        self.has_focus = False


class MessageSlot(AccessibleSlot):
    """Stands for one message; free while `entry` is None.

    Attributes:
        told: what a client may have kept as the name.
    """

    def __init__(self, parent: QObject, view: QWidget, surface: QWidget) -> None:
        super().__init__(parent, view, surface)
        self.entry: Entry | None = None
        self.blocks: list[BlockSlot] = []
        self.told = ""


class BlockSlot(AccessibleSlot):
    """Stands for one block; free while `slot` is None.

    Attributes:
        told: the piece whose text a client may have kept as the name.
    """

    def __init__(self, parent: QObject, view: QWidget, surface: QWidget) -> None:
        super().__init__(parent, view, surface)
        self.message: MessageSlot | None = None
        self.slot: Slot | None = None
        self.told: Piece | None = None


def has_words(slot: Slot) -> bool:
    """Whether a slot is a block that can be read."""
    return is_text(slot.piece) and bool(piece_text(slot.piece).strip())


class ViewInterface(QAccessibleWidget):
    """The view: its messages, then the widgets that lie over it and beside it."""

    def childCount(self) -> int:
        return len(self._children())

    def child(self, index: int) -> QAccessibleInterface:
        return _interface_at(self._children(), index)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return _index_of(self._children(), child.object())

    def focusChild(self) -> QAccessibleInterface:
        focused = self._view().accessible.focused()
        return _interface(focused) if focused is not None else super().focusChild()

    def _view(self) -> AccessibleView:
        return cast("AccessibleView", self.object())

    def _children(self) -> list[QObject]:
        widget = cast("QWidget", self.object())
        widgets = [one for one in widget.children() if isinstance(one, QWidget) and not one.isHidden()]
        return [*self._view().accessible.shown(), *widgets]


class _SlotInterface(QAccessibleObject):
    """What messages and blocks have in common."""

    def window(self) -> QWindow:
        return _slot(self).surface.window().windowHandle()

    def rect(self) -> QRect:
        slot = _slot(self)
        return QRect(slot.surface.mapToGlobal(slot.rect.topLeft()), slot.rect.size())

    def _state(self, *, in_use: bool) -> QAccessible.State:
        slot = _slot(self)
        state = QAccessible.State()
        state.focusable = True
        state.readOnly = True
        state.focused = slot.has_focus
        state.invisible = not in_use or not slot.surface.isVisible()
        state.offscreen = not slot.rect.intersects(slot.surface.rect())
        return state


class MessageInterface(_SlotInterface):
    """A message: a list of its blocks in sight."""

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.List

    def state(self) -> QAccessible.State:
        return self._state(in_use=self._message().entry is not None)

    def text(self, kind: QAccessible.Text) -> str:
        entry = self._message().entry
        if kind == _Text.Identifier:
            return "chatMessage"
        return message_name(entry) if kind == _Text.Name and entry is not None else ""

    def parent(self) -> QAccessibleInterface:
        return _interface(self._message().view)

    def childCount(self) -> int:
        return len(self._message().blocks)

    def child(self, index: int) -> QAccessibleInterface:
        return _interface_at(self._message().blocks, index)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return _index_of(self._message().blocks, child.object())

    def _message(self) -> MessageSlot:
        return cast("MessageSlot", self.object())


class BlockInterface(_SlotInterface):
    """A block: its name is its text."""

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        return self._state(in_use=self._block().slot is not None)

    def text(self, kind: QAccessible.Text) -> str:
        if kind == _Text.Identifier:
            return "chatBlock"
        slot = self._block().slot
        if slot is None:
            return ""
        match kind:
            case _Text.Name:
                # A message on the bus ends at a NUL.
                return piece_text(slot.piece).replace("\0", "\ufffd")
            case _Text.Description:
                return block_description(slot.piece)
            case _:
                return ""

    def parent(self) -> QAccessibleInterface:
        block = self._block()
        # A free one hangs on the view, for clients that still hold it.
        return _interface(block.message if block.message is not None else block.view)

    def childCount(self) -> int:
        return 0

    def child(self, _index: int) -> QAccessibleInterface:
        return _nothing()

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def _block(self) -> BlockSlot:
        return cast("BlockSlot", self.object())


def make_interface(name: str, thing: QObject) -> QAccessibleInterface | None:
    """The interface of an object of the chat view, for `QAccessible.installFactory`; None of any other."""
    if isinstance(thing, MessageSlot):
        return MessageInterface(thing)
    if isinstance(thing, BlockSlot):
        return BlockInterface(thing)
    if name == "ChatView" and isinstance(thing, QWidget):
        return ViewInterface(thing, QAccessible.Role.Section)
    return None


def message_name(entry: Entry) -> str:
    """Who speaks, for a screen reader."""
    if entry.view.role == "user":
        question = QCoreApplication.translate("AccessibleMessage", "Question")
        attached = [f"{one.name} ({one.facts})" for one in entry.view.attachments]
        return ", ".join([question, *attached])
    words = QCoreApplication.translate("AccessibleMessage", "Answer")
    return f"{words}, {entry.view.caption}" if entry.view.caption else words


def block_description(piece: Piece) -> str:
    """What kind of block it is, where its text does not tell."""
    translate = QCoreApplication.translate
    match piece:
        case TextPiece(heading=level) if level:
            return translate("AccessibleBlock", "Heading {level}").format(level=level)
        case TextPiece(mark="number"):
            return translate("AccessibleBlock", "Item {number}").format(number=piece.number)
        case TextPiece(mark="done"):
            return translate("AccessibleBlock", "Done")
        case TextPiece(mark="todo"):
            return translate("AccessibleBlock", "To do")
        case TextPiece(look="thought"):
            return translate("AccessibleBlock", "Thought")
        case CodePiece():
            return piece.title or translate("AccessibleBlock", "Code {language}").format(language=piece.code.language)
        case TableRow():
            return translate("AccessibleBlock", "Table row")
        case _:
            return ""


def _slot(interface: QAccessibleInterface) -> AccessibleSlot:
    return cast("AccessibleSlot", interface.object())


def _interface(thing: QObject) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(thing)


def _nothing() -> QAccessibleInterface:
    """Qt takes a null pointer for "no such child"; PySide6's annotations do not say so."""
    return cast("QAccessibleInterface", None)


def _interface_at(children: list[_Child], index: int) -> QAccessibleInterface:
    return _interface(children[index]) if 0 <= index < len(children) else _nothing()


def _index_of(children: list[_Child], child: QObject) -> int:
    return next((index for index, one in enumerate(children) if one is child), -1)
