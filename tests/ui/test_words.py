from __future__ import annotations

from desktop.ui.words import tr


def test_without_a_translation_the_source_is_the_text(qapp):
    assert tr("Retry") == "Retry"
    assert tr("%n characters kept", "", 3) == "3 characters kept"
