from __future__ import annotations

import pytest

from desktop.ui.chat.messages import MessageView, Notice, NoticeAction


def test_a_message_is_a_value():
    one = MessageView("u", "user", "text", notice=Notice("warn", "t", actions=(NoticeAction("retry", "Retry"),)))

    assert one == MessageView(
        "u", "user", "text", notice=Notice("warn", "t", actions=(NoticeAction("retry", "Retry"),))
    )
    with pytest.raises(AttributeError):
        one.text = "other"  # type: ignore[misc]  # that it fails is the test
