"""Translation of sentences that no widget owns."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str, comment: str = "", number: int = -1) -> str:
    """A sentence in the window's language; with `number`, `%n` becomes it and the plural fits.

    The context is the empty one: what lupdate gives to calls outside a class.
    """
    return QCoreApplication.translate("", text, comment or None, number)
