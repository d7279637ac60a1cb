"""Requests and chat completions as JSON, in the form of the OpenAI API reference, "Create chat completion"."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from desktop.demo import MODELS, THINKING_MODEL
from desktop.demo.answers import Answer, Message
from desktop.demo.tokens import count_tokens, tokenize

# What chat templates add: the role and two separators a message, and the opening of the answer.
TOKENS_PER_MESSAGE = 3
TOKENS_PER_REPLY = 3


class RequestError(Exception):
    """A request that is refused; `body` is the OpenAI error object to send with `status`."""

    def __init__(self, status: int, message: str, *, code: str | None = None, param: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"message": message, "type": "invalid_request_error", "param": param, "code": code}}


@dataclass(frozen=True)
class CompletionRequest:
    """What the demo reads of a request; `max_tokens` counts reasoning too, None where there is no limit."""

    model: str
    messages: tuple[Message, ...]
    stream: bool = False
    include_usage: bool = False
    max_tokens: int | None = None


def read_request(body: bytes) -> CompletionRequest:
    """Read the JSON body of `POST /v1/chat/completions`; unknown fields are ignored.

    Raises:
        RequestError: 400 for what is no valid request, 404 for a model that the demo does not have.
    """
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RequestError(400, "We could not parse the JSON body of your request.", code="invalid_json") from error
    if not isinstance(given, dict):
        raise RequestError(400, "The body must be a JSON object.", code="invalid_type")
    model = given.get("model")
    if not isinstance(model, str) or not model:
        raise RequestError(400, "You must provide a model parameter.", code="missing_required_parameter", param="model")
    if model not in MODELS:
        raise RequestError(404, f"The model `{model}` does not exist.", code="model_not_found", param="model")
    options = given.get("stream_options")
    return CompletionRequest(
        model=model,
        messages=_read_messages(given.get("messages")),
        stream=_read_flag(given, "stream"),
        include_usage=isinstance(options, dict) and _read_flag(options, "include_usage"),
        max_tokens=_read_limit(given),
    )


def _read_messages(given: object) -> tuple[Message, ...]:
    if not isinstance(given, list) or not given:
        raise RequestError(
            400, "'messages' must be a list with at least one message.", code="invalid_type", param="messages"
        )
    messages = []
    for number, message in enumerate(given):
        role = message.get("role") if isinstance(message, dict) else None
        if not isinstance(role, str):
            raise RequestError(
                400, f"'messages[{number}]' has no role.", code="invalid_type", param=f"messages[{number}].role"
            )
        messages.append(Message(role, _text_of(message.get("content"), number)))
    return tuple(messages)


def _text_of(content: object, number: int) -> str:
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, list) and all(isinstance(part, dict) for part in content):
        texts = [part["text"] for part in content if part.get("type") == "text" and isinstance(part.get("text"), str)]
        return "\n".join(texts)
    raise RequestError(
        400,
        f"'messages[{number}].content' must be a string or a list of parts.",
        code="invalid_type",
        param=f"messages[{number}].content",
    )


def _read_flag(given: dict[str, Any], name: str) -> bool:
    value = given.get(name)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise RequestError(400, f"'{name}' must be true or false.", code="invalid_type", param=name)


def _read_limit(given: dict[str, Any]) -> int | None:
    for name in ("max_completion_tokens", "max_tokens"):
        value = given.get(name)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise RequestError(400, f"'{name}' must be a whole number of at least 1.", code="invalid_value", param=name)
        return value
    return None


def count_prompt(messages: Sequence[Message]) -> int:
    """The prompt tokens of a conversation."""
    return TOKENS_PER_REPLY + sum(TOKENS_PER_MESSAGE + count_tokens(message.content) for message in messages)


class Completion:
    """One answer to one request, cut into tokens.

    Attributes:
        pieces: (`reasoning_content` or `content`, token), in the order they are sent.
        finish_reason: `stop`, or `length` where `max_tokens` cut it.
    """

    def __init__(self, request: CompletionRequest, answer: Answer, created: int) -> None:
        reasoning = tokenize(answer.reasoning) if request.model == THINKING_MODEL else []
        pieces = [("reasoning_content", token) for token in reasoning]
        pieces += [("content", token) for token in tokenize(answer.text)]
        self._request = request
        self._head = {"id": f"chatcmpl-{uuid4().hex}", "created": created, "model": request.model}
        self.pieces = tuple(pieces[: request.max_tokens])
        self.finish_reason = "stop" if len(self.pieces) == len(pieces) else "length"

    @property
    def usage(self) -> dict[str, Any]:
        """The token counts; what stood before the last message counts as cached once there was an answer."""
        messages = self._request.messages
        earlier = messages[:-1] if any(message.role == "assistant" for message in messages[:-1]) else ()
        prompt, completion = count_prompt(messages), len(self.pieces)
        return {
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            "total_tokens": prompt + completion,
            "prompt_tokens_details": {"cached_tokens": sum(count_tokens(message.content) for message in earlier)},
            "completion_tokens_details": {
                "reasoning_tokens": sum(1 for field, _ in self.pieces if field == "reasoning_content")
            },
        }

    def chunks(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """(tokens in it, `chat.completion.chunk`), in the order they are sent; the last is usage where it was asked."""
        yield 0, self._chunk({"role": "assistant", "content": ""})
        for field, token in self.pieces:
            yield 1, self._chunk({field: token})
        yield 0, self._chunk({}, self.finish_reason)
        if self._request.include_usage:
            yield 0, {**self._head, "object": "chat.completion.chunk", "choices": [], "usage": self.usage}

    def whole(self) -> dict[str, Any]:
        """The `chat.completion` of a request without `stream`."""
        texts = {"content": ""}
        for field, token in self.pieces:
            texts[field] = texts.get(field, "") + token
        choice = {"index": 0, "message": {"role": "assistant", **texts}, "finish_reason": self.finish_reason}
        return {**self._head, "object": "chat.completion", "choices": [choice], "usage": self.usage}

    def _chunk(self, delta: dict[str, str], finish_reason: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        chunk = {**self._head, "object": "chat.completion.chunk", "choices": [choice]}
        return {**chunk, "usage": None} if self._request.include_usage else chunk
