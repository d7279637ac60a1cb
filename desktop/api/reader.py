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
# As a text of JSON, and as gateways repeat it that put an event into an event.
_DONE = frozenset({DONE, f'"{DONE}"', f"data: {DONE}", f"data:{DONE}"})
# What servers call an answer that they could not finish.
_FAILED = frozenset({"error", "network_error", "insufficient_system_resource"})


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
        if data in _DONE:
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
        elif chunk.choices is None and (words := _words(chunk)):
            self.said = error_value({"message": words})
        elif chunk.usage and not chunk.choices:
            self.accounted = self._seen_delta
        choice, delta, finish_reason, usage = None, None, None, chunk.usage
        for one in chunk.choices or ():
            if not one.index:
                choice = one
                break
        if choice is not None:
            self._finish(choice)
            delta = self._delta(choice)
            finish_reason = self.finish_reason or None if choice.finish_reason else None
            usage = usage or choice.usage
        # One of nulls behind one with counts would take those away.
        counted = usage_from(usage) if usage else None
        reasoning, content = self._texts(delta) if delta is not None else ("", "")
        return ChatCompletionChunk(
            content=content,
            reasoning=reasoning,
            refusal=self._refusal.feed(delta.refusal) if delta is not None and delta.refusal else "",
            tool_calls=self._tool_calls(delta)
            if delta is not None and (delta.tool_calls or delta.function_call)
            else (),
            finish_reason=finish_reason,
            usage=counted if counted is not None and counted.counts_something else None,
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
        elif reason in _FAILED:
            self.error = self.error or ServerError(f"finish_reason: {reason}")
        else:
            self.finish_reason = whole(reason)

    def _delta(self, choice: Choice) -> Delta | None:
        if choice.delta is not None:
            self._seen_delta = True
            return choice.delta
        if choice.message is None and choice.text is not None:
            self._seen_delta = True
            return Delta(content=choice.text)
        # A whole message in the place of deltas; after deltas it would repeat them.
        return None if self._seen_delta else choice.message

    def _texts(self, delta: Delta) -> tuple[str, str]:
        details = delta.reasoning_details
        reasoning = delta.reasoning_content or delta.reasoning or (_details(details) if details else delta.thinking)
        reasoning = self._reasoning.feed(reasoning) if reasoning else ""
        content = delta.content
        if not content:
            return reasoning, ""
        thought, text = self._think.feed(self._content.feed(content))
        return reasoning + thought, text

    def _tool_calls(self, delta: Delta) -> tuple[ToolCallDelta, ...]:
        calls = delta.tool_calls
        if delta.function_call is not None and not calls:
            # From before there were several.
            calls = [ToolCall(index=0, function=delta.function_call)]
        if not calls:
            return ()
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


def _words(chunk: Chunk) -> str:
    """What an object without choices says."""
    return next((one for one in (chunk.message, chunk.msg, chunk.detail) if isinstance(one, str)), "")


def _details(details: list[dict[str, Any]]) -> str:
    texts = (one.get("text") or one.get("summary") for one in details)
    return "".join(text for text in texts if isinstance(text, str))
