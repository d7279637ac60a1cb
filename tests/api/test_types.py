from __future__ import annotations

import pytest

from desktop.api.origin import Endpoint
from desktop.api.types import ChatCompletionChunk, ChatRequest


def test_values_that_cross_threads_cannot_be_changed():
    chunk = ChatCompletionChunk(content="a")

    with pytest.raises(AttributeError):
        chunk.content = "b"


def test_a_request_holds_no_key():
    names = {*ChatRequest.__struct_fields__, *Endpoint.__struct_fields__}

    assert not any("key" in name or "secret" in name for name in names)
