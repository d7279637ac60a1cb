"""The messages of one conversation on the screen: shown, growing, edited, folded, found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, Signal
from PySide6.QtWidgets import QMenu

from desktop.ui.chat.arrivals import Arrivals
from desktop.ui.chat.column_view import ColumnView
from desktop.ui.chat.entry import Entry, Splice
from desktop.ui.chat.finder import Hit, without_markup
from desktop.ui.chat.in_use import MessageInUse
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.said import is_text, piece_text
from desktop.ui.chat.selection import place_in
from desktop.ui.palettes import Palette
from desktop.ui.theme import SYSTEM_FONTS, Fonts

_SIDE_PX = 24


class ChatView(ColumnView):
    """Shows the messages of one conversation.

    Signals:
        action_requested(uuid, action): what `MessageBar.triggered` names, or the id of an action of the message's
            notice. The box for `edit` is open by then.
        edited(uuid, text): a question was changed and sent.
        answer_ended(uuid): an answer that was streaming is whole, or goes no further.
    """

    action_requested = Signal(str, str)
    edited = Signal(str, str)
    answer_ended = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chatView")
        self.verticalScrollBar().setObjectName("chatScrollBar")
        self._name()
        self._by_uuid: dict[str, Entry] = {}
        # Answers that are shown as they were written, of other chats too.
        self._as_source: set[str] = set()
        self.in_use = MessageInUse(self, self.walk)
        self._arrivals = Arrivals(self)
        self._arrivals.due.connect(self._flush)
        self._overlays.triggered.connect(self._on_triggered)
        self._overlays.folded.connect(self._on_folded)
        self._overlays.edit_sent.connect(self._on_edit_sent)
        self._overlays.edit_cancelled.connect(self._end_edit)

    def set_messages(
        self, messages: Sequence[MessageView], complete: Callable[[MessageView], MessageView] | None = None
    ) -> None:
        """Show these messages and no others; one that is shown already keeps its place and its selection.

        Where `complete` is given, a message that does not stream need not have more than its uuid, role and text:
        `complete` is asked for all of it once it comes near the sight. A long chat has thousands that never do.
        """
        self._arrivals.clear()
        self.column.complete = complete
        known, self._by_uuid = self._by_uuid, {}
        entries = []
        splices: list[Splice] = []
        for view in messages:
            entry = known.pop(view.uuid, None)
            if entry is None or entry.view.role != view.role:
                entry = self._new_entry(view)
            else:
                is_outline = entry.is_loaded and not view.streaming
                splices += entry.set_view(complete(view) if complete is not None and is_outline else view)
            self._by_uuid[view.uuid] = entry
            entries.append(entry)
        gone = {entry for entry in self.column.entries if self._by_uuid.get(entry.view.uuid) is not entry}
        self._overlays.drop_entries(gone)
        self.selection.drop_entries(gone)
        self.walk.drop_entries(gone)
        self._pointer.drop_entries(gone)
        self.column.set_entries(entries)
        self._idle.estimate_anew()
        self._apply(splices)
        self.finder.reset()
        self.viewport().update()

    def add_message(self, message: MessageView) -> None:
        """Show one more message at the end."""
        entry = self._new_entry(message)
        self._by_uuid[message.uuid] = entry
        self.column.append(entry)
        self.finder.appended()
        self._lay_out()

    def append_text(self, uuid: str, text: str) -> None:
        """Append to an answer, at once or with all that arrives within a frame; an unknown message is ignored."""
        self._arrivals.add(uuid, text=text)

    def append_reasoning(self, uuid: str, text: str) -> None:
        """Append to what the model thought."""
        self._arrivals.add(uuid, reasoning=text)

    def update_message(self, message: MessageView) -> None:
        """Show a message as it is now; what did not change is not touched, selections stay."""
        # `message.text` is all the text, so what waits for the next frame is part of it.
        self._arrivals.forget(message.uuid)
        entry = self._by_uuid.get(message.uuid)
        if entry is not None and entry.view != message:
            has_ended = entry.view.streaming and not message.streaming
            self._apply(entry.set_view(message))
            self.viewport().update()
            if has_ended:
                self.answer_ended.emit(message.uuid)

    def start_edit(self, uuid: str) -> None:
        """Turn a question into a text box."""
        entry = self._by_uuid.get(uuid)
        if entry is None or entry.view.role != "user":
            return
        self.column.load(entry)
        if not entry.editing:
            self._apply(entry.set_editing(True))
        slot = entry.slots[0]
        self._following = False
        if not any(
            one.slot is slot and one.y >= 0 and one.bottom <= self.viewport().height() for one in self.column.placed
        ):
            self.column.go_to(slot, self._measure.style.px(_SIDE_PX))
            self._lay_out()
        self._overlays.edit_box(slot).field.setFocus()

    def act_on(self, uuid: str, action: str) -> None:
        """Do with a message what its buttons do, see `action_requested`, or one of `fold`, `copy_rich`, `copy_code`,
        `open_link`, `copy_link`; an unknown message is ignored.
        """
        entry = self._by_uuid.get(uuid)
        if entry is None or self.in_use.act(entry, action):
            return
        if action == "fold":
            self._on_folded(uuid)
        else:
            self._on_triggered(uuid, action)

    def toggle_source_in_use(self) -> None:
        """Show the answer that has the keyboard, else the last one, as it was written, or as it reads again."""
        if self.in_use.answer is not None:
            self.toggle_source(self.in_use.answer.view.uuid)

    def toggle_source(self, uuid: str) -> None:
        """Show an answer as it was written, or as it reads again."""
        entry = self._by_uuid.get(uuid)
        if entry is None:
            return
        self._flush()
        self._as_source ^= {entry.view.uuid}
        # What is used by hand stays under the hand.
        self._following = False
        self._apply(entry.show_source(entry.view.uuid in self._as_source))
        self._following = self.at_end()
        self.viewport().update()

    def menu_at(self, point: QPointF) -> QMenu:
        menu = super().menu_at(point)
        placed = self.placed_at(point)
        if placed is not None and placed.slot.entry.view.role == "assistant":
            entry = placed.slot.entry
            menu.addSeparator()
            source = menu.addAction(self.tr("Source of this answer"), lambda: self.toggle_source(entry.view.uuid))
            source.setCheckable(True)
            source.setChecked(entry.is_source)
        return menu

    def set_ctrl_enter(self, on: bool) -> None:
        """Send a changed question with Ctrl+Enter instead of Enter."""
        self._overlays.set_ctrl_enter(on)

    def entry(self, uuid: str) -> Entry | None:
        """A message that is shown."""
        return self._by_uuid.get(uuid)

    def was_near(self, uuid: str) -> bool:
        """Whether a message came near the sight; one that did not is completed when it does."""
        entry = self._by_uuid.get(uuid)
        return entry is not None and entry.is_loaded

    def reveal(self, uuid: str, needle: str) -> None:
        """Bring the first place where a message says `needle` into sight and mark it for a moment.

        Where none does, `needle` may be of its source: then what that shows.
        """
        entry = self._by_uuid.get(uuid)
        if entry is None:
            return
        self.column.load(entry)
        hit = _first_hit(entry, needle) or _first_hit(entry, without_markup(needle))
        if hit is None:
            self.show_start(entry)
        else:
            self.finder.flash(hit)
            self.show_place(place_in(hit.slot, hit.start))

    def reading_place(self) -> tuple[str, int, int] | None:
        """The first line in sight: its message, its number there, how many pixels of it are above the edge.

        None at the end, which is where a chat is shown that has no such place.
        """
        first = next((one for one in self.column.placed if one.bottom > 0), None)
        if first is None or self.at_end():
            return None
        return first.slot.entry.view.uuid, first.slot.index, -first.y

    def go_to_reading_place(self, place: tuple[str, int, int]) -> None:
        """Show what was in sight when `reading_place` gave this; the end where that line is not shown."""
        uuid, number, above = place
        entry = self._by_uuid.get(uuid)
        if entry is not None:
            self.column.load(entry)
        if entry is None or not 0 <= number < len(entry.slots):
            self.jump_to_end()
            return
        slot = entry.slots[number]
        self.column.go_to(slot, round(self.column.item(slot).caret_rect(0).top()) - above)
        self._scrolled()

    def jump_to_end(self) -> None:
        self._flush()
        super().jump_to_end()

    def set_theme(self, palette: Palette, zoom_percent: int = 100, fonts: Fonts = SYSTEM_FONTS) -> None:
        self._flush()
        super().set_theme(palette, zoom_percent, fonts)

    def _flush(self) -> None:
        splices: list[Splice] = []
        for uuid, waiting in self._arrivals.take().items():
            entry = self._by_uuid.get(uuid)
            if entry is None or entry.view.role == "user":
                continue
            self.column.load(entry)
            if waiting.reasoning:
                splices += entry.append_reasoning("".join(waiting.reasoning))
            if waiting.text:
                splices += entry.append_text("".join(waiting.text))
        if splices:
            self._apply(splices)
        self._arrivals.shown()

    def _new_entry(self, view: MessageView) -> Entry:
        entry = Entry(view, self._measure)
        if view.uuid in self._as_source:
            entry.show_source(True)
        return entry

    def _on_triggered(self, uuid: str, action: str) -> None:
        if action == "source":
            self.toggle_source(uuid)
        if action == "edit":
            self.start_edit(uuid)
        self.action_requested.emit(uuid, action)

    def _on_folded(self, uuid: str) -> None:
        entry = self._by_uuid.get(uuid)
        if entry is not None:
            # What is used by hand stays under the hand.
            self._following = False
            self._apply(entry.toggle_fold())
            self._following = self.at_end()
            self.viewport().update()

    def _on_edit_sent(self, uuid: str, text: str) -> None:
        self._end_edit(uuid)
        self.edited.emit(uuid, text)

    def _end_edit(self, uuid: str) -> None:
        entry = self._by_uuid.get(uuid)
        if entry is not None and entry.editing:
            self.setFocus()
            self._apply(entry.set_editing(False))
            self.viewport().update()

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Chat"))
        self.verticalScrollBar().setAccessibleName(self.tr("Scroll the chat"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self._jump.retranslate()
            self._overlays.retranslate()
            self._measure.change(self._measure.style, self._measure.width)
            self._apply([splice for entry in self.column.entries for splice in entry.retranslate()])
            self.viewport().update()


def _first_hit(entry: Entry, needle: str) -> Hit | None:
    """Where a message says a text first, whatever its case."""
    if not needle:
        return None
    pattern = re.compile(re.escape(needle), re.IGNORECASE)
    for slot in entry.slots:
        found = pattern.search(piece_text(slot.piece)) if is_text(slot.piece) else None
        if found is not None:
            return Hit(slot, found.start(), found.end())
    return None
