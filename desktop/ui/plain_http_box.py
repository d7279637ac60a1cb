"""The agreement to http without encryption, as both forms of an endpoint ask for it."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from desktop.api.origin import Endpoint


class PlainHttpBox(QCheckBox):
    """Shown only where an address needs it: http to another machine than this one."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plainHttpBox")
        self.retranslate()

    def show_for(self, endpoint: Endpoint | None) -> None:
        """Ask about an endpoint; None where the address is none."""
        self.setVisible(endpoint is not None and _is_readable_on_the_way(endpoint))

    def objection(self, endpoint: Endpoint) -> str:
        """Why this endpoint cannot be used as long as nobody agreed; empty where it can."""
        if self.isChecked() or not _is_readable_on_the_way(endpoint):
            return ""
        return self.tr(
            "http to another machine would show the key and the question on the way. Use https, or agree above."
        )

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self.setText(self.tr("Agree to plain http: the key and the questions can be read on the way"))
        self.setAccessibleName(self.text())


def _is_readable_on_the_way(endpoint: Endpoint) -> bool:
    return endpoint.is_plain_http and not endpoint.is_loopback
