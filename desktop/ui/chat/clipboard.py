"""From the selection of a chat view to the clipboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication

from desktop.ui.chat.copying import LazyMime, html_maker, markdown_text
from desktop.ui.chat.entry import Entry
from desktop.ui.chat.said import is_text
from desktop.ui.chat.selection import Selection, place_in
from desktop.ui.chat.surface import Surface


def copy(view: Surface) -> None:
    """Copy what is selected: Markdown where whole blocks are, plain text where parts are."""
    if not view.selection.is_empty:
        QGuiApplication.clipboard().setText(markdown_text(view.selection, view.column.entries))


def copy_rich(view: Surface) -> None:
    """Copy what is selected with its looks, for a word processor or a mail."""
    if not view.selection.is_empty:
        QGuiApplication.clipboard().setMimeData(rich_mime(view.selection, view.column.entries))


def copy_message_rich(view: Surface, entry: Entry) -> None:
    """Copy a whole message with its looks, whatever is selected."""
    view.column.load(entry)
    texts = [slot for slot in entry.slots if is_text(slot.piece)]
    if texts:
        selection = Selection()
        selection.select(place_in(texts[0], 0), place_in(texts[-1], 1 << 62))
        QGuiApplication.clipboard().setMimeData(rich_mime(selection, view.column.entries))


def rich_mime(selection: Selection, entries: Sequence[Entry]) -> LazyMime:
    """What is selected, with its looks and as Markdown or plain text."""
    text = markdown_text(selection, entries)
    html = html_maker(selection, entries)
    return LazyMime({"text/html": html, "text/plain": lambda: text})


def offer_selection(view: Surface) -> None:
    """Let X11's middle button paste what is selected."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.supportsSelection() and not view.selection.is_empty:
        clipboard.setText(markdown_text(view.selection, view.column.entries), QClipboard.Mode.Selection)


def select_all(view: Surface) -> None:
    """Select everything that is said."""
    entries = view.column.entries
    if not entries:
        return
    for entry in (entries[0], entries[-1]):
        view.column.load(entry)
    texts = [slot for entry in (entries[0], entries[-1]) for slot in entry.slots if is_text(slot.piece)]
    if texts:
        view.selection.select(place_in(texts[0], 0), place_in(texts[-1], 1 << 62))
        view.selection_changed()


def write_out() -> None:
    """Make what was copied with its looks now, before the program ends: Qt asks for it when Python has gone."""
    clipboard = QGuiApplication.clipboard()
    mime = clipboard.mimeData()
    if isinstance(mime, LazyMime):
        made = QMimeData()
        for name in mime.formats():
            made.setData(name, mime.data(name))
        clipboard.setMimeData(made)
