"""The values that cross the border of `api`: requests and limits down, chunks up.

All are frozen and checked where they are made, so nothing above checks them again. They are
msgspec structs: one is made in a fifth of a dataclass's time, and its class in a tenth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from desktop.api.origin import Endpoint


class Limits(Struct, frozen=True):
    """How long to wait, in seconds; there is no limit on the whole.

    Attributes:
        connect_s: for the connection, and once more for TLS.
        write_s: for the server to take a piece of the request.
        silence_s: without a single byte; comments count as life.
        grace_s: for usage, after the answer has its `finish_reason`.
        error_body_s: for the body of an error.
    """

    connect_s: float = 10
    write_s: float = 30
    silence_s: float = 300
    grace_s: float = 2
    error_body_s: float = 1


class ChatRequest(Struct, frozen=True):
    """One chat completion to ask for.

    Attributes:
        endpoint: where to, and whose key.
        model: the model's name as the server knows it.
        messages: `{"role": ..., "content": ...}` in order, as the API takes them.
        parameters: further fields of the body (`temperature`, …); only what is set.
    """

    endpoint: Endpoint
    model: str
    messages: Sequence[Mapping[str, Any]]
    parameters: Mapping[str, Any] = field(default_factory=dict)


class CompletionUsage(Struct, frozen=True):
    """Token counts as the server reports them; None where it does not.

    `raw` is the server's own object, as far as JSON can hold it.
    """

    raw: Mapping[str, Any]
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    total_tokens: int | None = None
    cached_tokens: int | None = None
    reasoning_tokens: int | None = None

    @property
    def counts_something(self) -> bool:
        """Whether it holds a count: an object of nulls reports nothing."""
        return any(count is not None for count in (self.prompt_tokens, self.completion_tokens, self.total_tokens))


class ToolCallDelta(Struct, frozen=True):
    """A piece of a tool call: `arguments` is text to append to the call at `index`; `name` and `id` come once."""

    index: int
    id: str | None = None
    name: str | None = None
    arguments: str = ""


class ChatCompletionChunk(Struct, frozen=True, gc=False):
    """One event of a streamed chat completion, reduced to the choice with index 0.

    Attributes:
        content: text to append; often a few characters, often empty.
        reasoning: reasoning text to append (`reasoning_content`, `reasoning`, thinking parts).
        refusal: refusal text to append.
        finish_reason: None until the end (`stop`, `length`, …; servers invent others).
        usage: what this chunk reports; the last one of a stream counts, never a sum.
        model: the model that answers, as the server names it.
    """

    content: str = ""
    reasoning: str = ""
    refusal: str = ""
    tool_calls: tuple[ToolCallDelta, ...] = ()
    finish_reason: str | None = None
    usage: CompletionUsage | None = None
    model: str | None = None


class Model(Struct, frozen=True):
    """One entry of `GET /models`."""

    id: str
