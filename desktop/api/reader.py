"""Events of one stream, read into chunks: everything that servers do differently ends here."""

from __future__ import annotations

from typing import Any

from desktop.api.error_body import ServerError, error_text, error_value
from desktop.api.sse import ServerSentEvent
from desktop.api.surrogates import SurrogateJoiner, whole
from desktop.api.think import ThinkSplitter
from desktop.api.types import ChatCompletionChunk, ToolCallDelta
from desktop.api.usage import usage_from
from desktop.api.wire import Choice, Chunk, Delta, Function, ToolCall, read_chunks

DONE = "[DONE]"


class ChunkReader:
    """Reads the events of one answer.

    Attributes:
        done: `[DONE]` was seen.
        finish_reason: the last one seen, "" until then.
        error: the error object that the server put into the stream.
        accounted: usage came alone after text, as the API sends it last.
        said: the words of an object without choices, None where there was none; they explain an answer that is cut.
        read: events that were chunks.
        skipped: events that were none; they are ignored, as heartbeats and half lines are.
    """

    def __init__(self) -> None:
        self.done = False
        self.finish_reason = ""
        self.error: ServerError | None = None
        self.accounted = False
        self.said: ServerError | None = None
        self.read = 0
        self.skipped = 0
        self._content = SurrogateJoiner()
        self._reasoning = SurrogateJoiner()
        self._think = ThinkSplitter()
        self._refusal = SurrogateJoiner()
        self._arguments: dict[int, SurrogateJoiner] = {}
        self._seen_delta = False

    @property
    def complete(self) -> bool:
        """Whether the answer has its end mark."""
        return self.done or bool(self.finish_reason)

    def take(self, event: ServerSentEvent) -> list[ChatCompletionChunk]:
        """The chunks of an event; none where it says nothing of the answer."""
        data = event.data.strip()
        if not data:
            return []
        if data == DONE:
            self.done = True
            return []
        chunks = read_chunks(data)
        if event.event == "error" and not any(chunk.error for chunk in chunks):
            self.error = error_text(0, "", data.encode("utf-8", "replace"))
            return []
        if not chunks:
            self.skipped += 1
            return []
        self.read += 1
        return [found for chunk in chunks if (found := self.take_chunk(chunk)) is not None]

    def take_chunk(self, chunk: Chunk) -> ChatCompletionChunk | None:
        """One decoded chunk, reduced to the choice with index 0; None after an error."""
        if self.error is not None:
            return None
        if chunk.error:
            self.error = error_value(chunk.error)
        elif chunk.object == "error":
            self.error = error_value({"message": chunk.message})
        elif chunk.choices is None and isinstance(chunk.message, str):
            self.said = error_value({"message": chunk.message})
        elif chunk.usage and not chunk.choices:
            self.accounted = self._seen_delta
        choice, delta, finish_reason = None, None, None
        for one in chunk.choices or ():
            if not one.index:
                choice = one
                break
        if choice is not None:
            self._finish(choice)
            delta = self._delta(choice)
            finish_reason = self.finish_reason or None if choice.finish_reason else None
        reasoning, content = self._texts(delta) if delta is not None else ("", "")
        return ChatCompletionChunk(
            content=content,
            reasoning=reasoning,
            refusal=self._refusal.feed(delta.refusal) if delta is not None and delta.refusal else "",
            tool_calls=self._tool_calls(delta.tool_calls) if delta is not None and delta.tool_calls else (),
            finish_reason=finish_reason,
            usage=usage_from(chunk.usage) if chunk.usage else None,
            model=whole(chunk.model) if chunk.model else None,
        )

    def finish(self) -> ChatCompletionChunk | None:
        """What was held back for its other half, at the end of the stream."""
        thought, text = self._think.feed(self._content.finish())
        last_thought, last_text = self._think.finish()
        reasoning = self._reasoning.finish() + thought + last_thought
        content = text + last_text
        refusal = self._refusal.finish()
        halves = ((index, joiner.finish()) for index, joiner in self._arguments.items())
        calls = tuple(ToolCallDelta(index=index, arguments=left) for index, left in halves if left)
        if not (content or reasoning or refusal or calls):
            return None
        return ChatCompletionChunk(content=content, reasoning=reasoning, refusal=refusal, tool_calls=calls)

    def _finish(self, choice: Choice) -> None:
        reason = choice.finish_reason
        if not reason or reason == "null":
            choice.finish_reason = None
        elif reason == "error":
            self.error = self.error or ServerError("finish_reason: error")
        else:
            self.finish_reason = whole(reason)

    def _delta(self, choice: Choice) -> Delta | None:
        if choice.delta is not None:
            self._seen_delta = True
            return choice.delta
        # A whole message in the place of deltas; after deltas it would repeat them.
        return None if self._seen_delta else choice.message

    def _texts(self, delta: Delta) -> tuple[str, str]:
        details = delta.reasoning_details
        reasoning = delta.reasoning_content or delta.reasoning or (_details(details) if details else "")
        reasoning = self._reasoning.feed(reasoning) if reasoning else ""
        content = delta.content
        if not content:
            return reasoning, ""
        thought, text = self._think.feed(self._content.feed(content))
        return reasoning + thought, text

    def _tool_calls(self, calls: list[ToolCall]) -> tuple[ToolCallDelta, ...]:
        found = []
        for position, call in enumerate(calls):
            function = call.function or Function()
            index = position if call.index is None else call.index
            joiner = self._arguments.setdefault(index, SurrogateJoiner())
            found.append(
                ToolCallDelta(
                    index=index,
                    id=whole(call.id or "") or None,
                    name=whole(function.name or "") or None,
                    arguments=joiner.feed(function.arguments or ""),
                )
            )
        return tuple(found)


def _details(details: list[dict[str, Any]]) -> str:
    texts = (one.get("text") or one.get("summary") for one in details)
    return "".join(text for text in texts if isinstance(text, str))
