"""States that the style sheet tells apart by a property of a widget."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def set_state(widget: QWidget, name: str, value: object) -> None:
    """Set the property that rules like `[kind="err"]` ask for.

    Qt looks at a property once, when a widget is first dressed; so a widget is dressed anew where it changes.
    """
    if widget.property(name) != value:
        widget.setProperty(name, value)
        dress(widget)


def set_kind(widget: QWidget, kind: str) -> None:
    """Set the property `kind`: `ok`, `warn`, `err`, `live`, `idle`, `dim`, or empty."""
    set_state(widget, "kind", kind)


def dress(widget: QWidget) -> None:
    """Let the style sheet look at a widget again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
