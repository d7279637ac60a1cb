"""One conversation at work: joins the stream worker, the conversation in memory and the store."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.api.tap import ResponseHead
from desktop.api.types import ChatRequest, CompletionUsage, ToolCallDelta
from desktop.chat.attachments import Attachment, attachments_in, part_of
from desktop.chat.charging import charge_for
from desktop.chat.conversation import Conversation, Part, State, Turn
from desktop.chat.usage import UsageMeter
from desktop.errors import APIError, KeyStoreError, RequestNotSentError, StoreError
from desktop.settings.profiles import Profile
from desktop.ui.error_record import error_record, state_after
from desktop.ui.key_access import accounts_of
from desktop.ui.running_answer import RunningAnswer
from desktop.ui.services import Services
from desktop.ui.temporary import TurnStore
from desktop.worker.stream_worker import RetryNotice

FLUSH_MS = 900
CONTINUE_PROMPT = "Continue exactly where you stopped. Do not repeat anything and do not comment."

# Turn numbers of this process: Qt's int has 32 bits, so no id travels in a signal.
_numbers = itertools.count(1)


class ChatSession(QObject):
    """Asks, stores and tells; one for each conversation that is open or generates.

    A question is on disk before its request goes out; text that arrived is on disk within a second.

    Attributes:
        retry: while the request waits to be sent again by itself, why and how often; `retry_at` is when, of
            `time.monotonic`.
        heard_at: when the request went out or text last came, of `time.monotonic`; 0 before.

    Signals:
        path_changed(): the turns that are shown are others now.
        text_added(uuid, text): text to append to an answer.
        reasoning_added(uuid, text): reasoning to append.
        turn_changed(uuid): state, figures, tool calls or error of a turn changed.
        busy_changed(busy): an answer begins or has ended.
        refused(text, error): the question was not saved, so nothing was sent; `text` goes back to the composer, what
            was attached is in the draft already.
        ended(uuid): the answer has its final state, and was handed to the store.
    """

    path_changed = Signal()
    text_added = Signal(str, str)
    reasoning_added = Signal(str, str)
    turn_changed = Signal(str)
    busy_changed = Signal(bool)
    refused = Signal(str, StoreError)
    ended = Signal(str)

    def __init__(self, conversation: Conversation, services: Services, store: TurnStore | None = None) -> None:
        super().__init__()
        self.conversation = conversation
        self._services = services
        self._store = store or services.store
        self.retry: RetryNotice | None = None
        self.retry_at = self.heard_at = 0.0
        self._answer: RunningAnswer | None = None
        self._flush_timer = QTimer(self)
        self._flush_timer.setSingleShot(True)
        self._flush_timer.setInterval(FLUSH_MS)
        self._flush_timer.timeout.connect(self._flush)
        stream = services.stream
        stream.request_sent.connect(self._on_request_sent)
        stream.head_received.connect(self._on_head)
        stream.delta_received.connect(self._on_delta)
        stream.reasoning_received.connect(self._on_reasoning)
        stream.refusal_received.connect(self._on_refusal)
        stream.tool_call_received.connect(self._on_tool_call)
        stream.model_received.connect(self._on_model)
        stream.usage_received.connect(self._on_usage)
        stream.retrying.connect(self._on_retrying)
        stream.finished.connect(self._on_finished)
        stream.cancelled.connect(self._on_cancelled)
        stream.failed.connect(self._on_failed)
        self._store.saved.connect(self._on_saved)
        self._store.failed.connect(self._on_store_failed)
        services.keys.ready.connect(self._on_key)
        services.keys.failed.connect(self._on_key_failed)

    @property
    def busy(self) -> bool:
        """Whether an answer is being made."""
        return self._answer is not None

    @property
    def answering(self) -> Turn | None:
        """The answer that is being made."""
        return self._answer.turn if self._answer else None

    def meter(self, uuid: str) -> UsageMeter | None:
        """The figures of an answer while it is being made."""
        return self._answer.meter if self._answer is not None and self._answer.turn.uuid == uuid else None

    def ask(self, text: str, sibling_of: str | None = None, attachments: Sequence[Attachment] = ()) -> bool:
        """Send a question, as the next turn or beside `sibling_of`, whose attachments it keeps.

        False while an answer is being made.
        """
        if self.busy:
            return False
        if sibling_of is None:
            question = self.conversation.ask(text, attachments=attachments)
        else:
            old = self.conversation.turns[sibling_of]
            question = self.conversation.ask(text, parent=old.parent, attachments=attachments_in(old.parts))
        self._begin(question, (question,), asked_text=text)
        return True

    def regenerate(self, uuid: str, body: Mapping[str, Any] | None = None) -> bool:
        """Ask for another answer beside `uuid`; an empty failed one is replaced. False while one is being made.

        With `body`, the fields of a recorded request, exactly that is asked.
        """
        old, question = self.conversation.turns[uuid], self.conversation.question_of(uuid)
        if self.busy or question is None:
            return False
        if old.state is State.FAILED and not old.parts:
            self.conversation.discard(uuid)
            self._store.delete_turn(uuid4().hex, uuid)
        self._begin(question, (), body=body)
        return True

    def continue_answer(self, uuid: str) -> bool:
        """Let the model go on with a cut answer; the text is appended to the same turn."""
        turn, question = self.conversation.turns[uuid], self.conversation.question_of(uuid)
        if self.busy or question is None or not turn.text:
            return False
        profile = self._services.profile(self.conversation.profile)
        messages = [
            *self.conversation.messages(question.uuid),
            {"role": "assistant", "content": turn.text},
            {"role": "user", "content": CONTINUE_PROMPT},
        ]
        turn.state, turn.error, turn.finish_reason, turn.ended_at = State.STREAMING, None, None, None
        turn.begin_stretch()
        self._launch(turn, messages, profile, ())
        return True

    def select(self, uuid: str) -> None:
        """Show another sibling; not while an answer is being made."""
        if self.busy:
            return
        self.conversation.select(uuid)
        self._store.save(uuid4().hex, self.conversation)
        self.path_changed.emit()

    def remove(self, uuid: str) -> Callable[[], None] | None:
        """Delete a turn; what follows it stays. What is returned puts it back; None while an answer is being made."""
        if self.busy:
            return None
        turn = self.conversation.turns[uuid]
        followers = self.conversation.remove(uuid)
        self._store.save(uuid4().hex, self.conversation, *followers)
        self._store.delete_turn(uuid4().hex, uuid)
        self.path_changed.emit()

        def put_back() -> None:
            self.conversation.put_back(turn, followers)
            self._store.save(uuid4().hex, self.conversation, turn, *followers)
            self.path_changed.emit()

        return put_back

    def stop(self) -> None:
        """End the answer at once; what arrived is kept."""
        answer = self._answer
        if answer is None:
            return
        if answer.started:
            self._services.stream.cancel(answer.number)
        else:
            self._end(State.STOPPED)

    def abandon(self) -> None:
        """Give an answer its final state without waiting for the worker, when the program ends."""
        if self._answer is not None:
            self._end(State.STOPPED)

    def _begin(
        self, question: Turn, new: tuple[Turn, ...], asked_text: str = "", body: Mapping[str, Any] | None = None
    ) -> None:
        profile = self._services.profile(self.conversation.profile)
        model = self.conversation.model if body is None else body["model"]
        turn = self.conversation.answer(question.uuid, model, profile.endpoint.origin)
        messages = self.conversation.messages(question.uuid) if body is None else body["messages"]
        self._launch(turn, messages, profile, (*new, turn), asked_text, body)

    def _launch(
        self,
        turn: Turn,
        messages: Sequence[Mapping[str, Any]],
        profile: Profile,
        new: tuple[Turn, ...],
        asked_text: str = "",
        body: Mapping[str, Any] | None = None,
    ) -> None:
        asked = {**self.conversation.parameters, "model": self.conversation.model} if body is None else body
        # What of `asked` has a place of its own is not sent twice.
        request = ChatRequest(profile.endpoint, asked["model"], messages, asked)
        answer = RunningAnswer(
            turn, request, profile, next(_numbers), uuid4().hex, asked_text=asked_text, new_turns=new
        )
        self._answer, self.heard_at = answer, 0.0
        self._store.save(answer.ticket, self.conversation, *(new or (turn,)))
        self.path_changed.emit()
        self.busy_changed.emit(True)

    def _current(self, number: int) -> RunningAnswer | None:
        answer = self._answer
        return answer if answer is not None and answer.number == number else None

    def _on_saved(self, ticket: str) -> None:
        answer = self._answer
        if answer is not None and answer.ticket == ticket:
            answer.saved = True
            self._start()

    def _start(self) -> None:
        answer = self._answer
        if answer is None or not answer.saved:
            return
        endpoint, keys = answer.request.endpoint, self._services.keys
        without_key = answer.profile.works_without_key
        if not keys.ensure(endpoint, without_key=without_key):
            return
        if not keys.has_key(endpoint) and not without_key:
            self._fail(RequestNotSentError("no key is known for this endpoint", reason="no_key"))
            return
        if not answer.request.model:
            self._fail(RequestNotSentError("no model is chosen", reason="no_model"))
            return
        answer.started = True
        self._services.recorder.name(answer.number, answer.turn.uuid, self.conversation.uuid)
        self._services.stream.start(answer.number, answer.request)

    def _on_store_failed(self, ticket: str, error: StoreError) -> None:
        answer = self._answer
        if answer is None or answer.ticket != ticket or answer.started:
            return
        # Nothing is sent whose question is not on disk.
        self._answer = None
        for turn in reversed(answer.new_turns):
            self.conversation.discard(turn.uuid)
            self.conversation.draft_parts += [part_of(one) for one in attachments_in(turn.parts)]
        if not answer.new_turns:
            answer.turn.state = State.INTERRUPTED
        self.path_changed.emit()
        self.refused.emit(answer.asked_text, error)
        self.busy_changed.emit(False)

    def _on_key(self, account: object) -> None:
        answer = self._answer
        if answer is not None and not answer.started and account in accounts_of(answer.request.endpoint):
            self._start()

    def _on_key_failed(self, account: object, error: KeyStoreError) -> None:
        answer = self._answer
        if answer is not None and not answer.started and account in accounts_of(answer.request.endpoint):
            self._fail(RequestNotSentError("the keyring failed", reason="key_store", detail=str(error)))

    def _on_request_sent(self, number: int) -> None:
        answer = self._current(number)
        if answer is None:
            return
        turn = answer.turn
        self.retry = None
        turn.requests_sent += 1
        turn.sent_at = time.time()
        self.heard_at = time.monotonic()
        answer.meter.sent(self.heard_at)
        # The whole turn is written, so nothing of it waits for the next flush.
        answer.unsaved.clear()
        self._store.save(uuid4().hex, self.conversation, turn)
        self.turn_changed.emit(turn.uuid)

    def _on_head(self, number: int, head: ResponseHead) -> None:
        if answer := self._current(number):
            answer.turn.request_id = head.request_id

    def _on_model(self, number: int, model: str) -> None:
        if answer := self._current(number):
            answer.turn.model_answered = model
            self.turn_changed.emit(answer.turn.uuid)

    def _on_delta(self, number: int, text: str) -> None:
        if answer := self._current(number):
            self._end_reasoning(answer)
            self._take(answer, "text", text)
            self.text_added.emit(answer.turn.uuid, text)

    def _on_reasoning(self, number: int, text: str) -> None:
        if answer := self._current(number):
            if answer.reasoning_from is None:
                answer.reasoning_from = time.monotonic()
            self._take(answer, "reasoning", text)
            self.reasoning_added.emit(answer.turn.uuid, text)

    def _on_refusal(self, number: int, text: str) -> None:
        if answer := self._current(number):
            self._take(answer, "refusal", text)
            self.turn_changed.emit(answer.turn.uuid)

    def _take(self, answer: RunningAnswer, kind: str, text: str) -> None:
        if answer.turn.first_token_at is None:
            answer.turn.first_token_at = time.time()
        self.heard_at = time.monotonic()
        answer.meter.received(self.heard_at, text)
        count = len(answer.turn.parts)
        answer.turn.append(kind, text)
        fresh = len(answer.turn.parts) > count and answer.turn.parts[-1].fresh
        answer.unsaved.append(Part(kind, text, fresh=fresh))
        self._services.stream.acknowledge(answer.number, len(text))
        if not self._flush_timer.isActive():
            self._flush_timer.start()

    def _end_reasoning(self, answer: RunningAnswer) -> None:
        if answer.reasoning_from is not None:
            seconds = time.monotonic() - answer.reasoning_from
            answer.turn.reasoning_ms = (answer.turn.reasoning_ms or 0) + round(seconds * 1000)
            answer.reasoning_from = None
            self.turn_changed.emit(answer.turn.uuid)

    def _on_tool_call(self, number: int, delta: ToolCallDelta) -> None:
        if answer := self._current(number):
            answer.turn.add_tool_call_delta(delta)
            self.turn_changed.emit(answer.turn.uuid)

    def _on_usage(self, number: int, usage: CompletionUsage) -> None:
        if answer := self._current(number):
            # Not announced: some servers send it with every chunk, and the end shows it anyway.
            answer.turn.usage = dict(usage.raw)
            answer.meter.usage(usage)

    def _on_retrying(self, number: int, notice: RetryNotice) -> None:
        if answer := self._current(number):
            self.retry, self.retry_at = notice, time.monotonic() + notice.delay_s
            self.turn_changed.emit(answer.turn.uuid)

    def _on_finished(self, number: int, finish_reason: str) -> None:
        if answer := self._current(number):
            answer.turn.finish_reason = finish_reason or None
            self._end(State.COMPLETE)

    def _on_cancelled(self, number: int) -> None:
        if self._current(number):
            self._end(State.STOPPED)

    def _on_failed(self, number: int, error: APIError) -> None:
        if self._current(number):
            self._fail(error)

    def _fail(self, error: APIError) -> None:
        answer = self._answer
        if answer is None:
            return
        answer.turn.error = error_record(error, answer.request)
        answer.turn.request_id = error.request_id or answer.turn.request_id
        self._end(state_after(error) if answer.new_turns else State.INTERRUPTED)  # Continue leaves what it had

    def _end(self, state: State) -> None:
        answer = self._answer
        if answer is None:
            return
        self._flush_timer.stop()
        self._end_reasoning(answer)
        self._answer = None
        self.retry = None
        turn = answer.turn
        turn.state = state
        turn.ended_at = time.time()
        answer.meter.ended(time.monotonic())
        answer.unsaved.clear()
        self._store.save(uuid4().hex, self.conversation, turn)
        if (charge := charge_for(turn, answer.request.model, self.conversation.uuid, answer.meter)) is not None:
            self._store.charge(uuid4().hex, charge)
        self.turn_changed.emit(turn.uuid)
        self.ended.emit(turn.uuid)
        self.busy_changed.emit(False)

    def _flush(self) -> None:
        answer = self._answer
        if answer is not None and answer.unsaved:
            parts, answer.unsaved = answer.unsaved, []
            self._store.append_parts(uuid4().hex, answer.turn.uuid, parts)
