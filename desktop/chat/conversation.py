"""A conversation: a tree of turns of which one path is shown.

Nothing is overwritten: another answer, or another wording of a question, becomes a sibling.
"""

from __future__ import annotations

import copy
import dataclasses
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from uuid import uuid4

from desktop.chat.attachments import Attachment, attachments_in, part_of, user_content
from desktop.chat.turn import Part, State, Turn

__all__ = ["Conversation", "Part", "State", "Turn", "new_conversation", "title_of"]

MAX_TITLE = 60


class _Leaf(Enum):
    """The default of `ask`: None already means the beginning of the conversation."""

    CURRENT = "current"


@dataclass
class Conversation:
    """A conversation and the settings it keeps.

    Attributes:
        profile, model, system_prompt, parameters: what its next question is asked with.
        draft, draft_parts: what stands in the composer, and what is attached there.
        created_at, updated_at, trashed_at: Unix seconds; `trashed_at` is None outside the trash.
        unread: an answer ended while another conversation was shown.
        scroll: where the reader was: a turn's uuid, the number of a line in it, how many pixels of that stood above the
            edge; None at the end.
        leaf: the last turn of the path that is shown; None where nothing was asked.
        turns: by uuid, in the order they were made. Change it through the methods only.
    """

    uuid: str
    title: str = ""
    folder: str = ""
    pinned: bool = False
    profile: str = ""
    model: str = ""
    system_prompt: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    draft: str = ""
    draft_parts: list[Part] = field(default_factory=list)
    created_at: float = field(default_factory=time.time)
    updated_at: float = field(default_factory=time.time)
    trashed_at: float | None = None
    unread: bool = False
    scroll: tuple[str, int, int] | None = None
    leaf: str | None = None
    turns: dict[str, Turn] = field(default_factory=dict)
    # The tree downwards: without it, the siblings of every turn on a path would cost the square of its length.
    _children: dict[str | None, list[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for turn in self.turns.values():
            self._children.setdefault(self._branch(turn), []).append(turn.uuid)
        if self.turns and self.leaf not in self.turns:
            self.leaf = self._latest_below(None)

    def path(self) -> list[Turn]:
        """The turns that are shown, from the first question on."""
        return self._path_to(self.leaf)

    def siblings(self, uuid: str) -> list[Turn]:
        """The turns that stand in the same place, this one among them, in the order they were made."""
        return [self.turns[one] for one in self._children[self._branch(self.turns[uuid])]]

    def question_of(self, uuid: str) -> Turn | None:
        """The question that a turn answers; None where it was deleted, or for a question."""
        above = self.turns.get(self.turns[uuid].parent or "")
        is_answer = self.turns[uuid].role == "assistant"
        return above if is_answer and above is not None and above.role == "user" else None

    def select(self, uuid: str) -> None:
        """Show this turn, and below it what was made last."""
        self.leaf = self._latest_below(self.turns[uuid].uuid)

    def ask(
        self, text: str, parent: str | _Leaf | None = _Leaf.CURRENT, attachments: Sequence[Attachment] = ()
    ) -> Turn:
        """Add a question after `parent`, by default after what is shown; it becomes the leaf.

        With the parent of another question it is an edited sibling of that one. The first question names the
        conversation, where it has no words by what is attached.
        """
        above = self.leaf if isinstance(parent, _Leaf) else parent
        parts = [Part("text", text), *(part_of(one) for one in attachments)]
        turn = Turn(uuid4().hex, above, "user", parts=parts)
        self.title = self.title or _first_title(turn)
        return self._add(turn)

    def answer(self, user_turn_uuid: str, model: str, origin: str) -> Turn:
        """Add an answer, still empty and `streaming`, to a question; beside another answer it is its sibling."""
        question = self.turns[user_turn_uuid]
        turn = Turn(uuid4().hex, question.uuid, "assistant", State.STREAMING, model_asked=model, origin=origin)
        return self._add(turn)

    def discard(self, uuid: str) -> None:
        """Take out a turn that nothing follows: an empty failed answer, or a question that could not be saved.

        Where it was shown, its latest sibling is shown now, or else the turn before it.
        """
        turn = self.turns[uuid]
        if self._children.get(uuid):
            raise ValueError("a turn that others follow cannot be discarded")
        branch = self._branch(turn)
        self._children[branch].remove(uuid)
        del self.turns[uuid]
        if self.leaf == uuid:
            self.leaf = self._latest_below(branch)
        if not self.turns and self.title == _first_title(turn):
            self.title = ""

    def remove(self, uuid: str) -> list[Turn]:
        """Take out one turn; what follows it hangs where it stood from now on, and is returned."""
        turn = self.turns.pop(uuid)
        followers = [self.turns[one] for one in self._children.pop(uuid, [])]
        branch = turn.parent if turn.parent in self.turns else None
        beside = self._children[branch]
        at = beside.index(uuid)
        beside[at : at + 1] = [one.uuid for one in followers]
        for one in followers:
            one.parent = branch
        if self.leaf == uuid:
            self.leaf = self._latest_below(branch)
        return followers

    def put_back(self, turn: Turn, followers: Sequence[Turn]) -> None:
        """Put a turn back that `remove` took out, with what followed it and is still there; it is shown."""
        beside = self._children.setdefault(self._branch(turn), [])
        below = [one for one in followers if one.uuid in beside]
        at = beside.index(below[0].uuid) if below else len(beside)
        beside.insert(at, turn.uuid)
        for one in below:
            beside.remove(one.uuid)
            one.parent = turn.uuid
        self._children[turn.uuid] = [one.uuid for one in below]
        self.turns[turn.uuid] = turn
        if not below:
            self.leaf = turn.uuid

    def messages(self, upto_user_turn_uuid: str) -> list[dict[str, Any]]:
        """The `messages` of a request that ends with this question.

        The system prompt comes first where one is set. Of answers only the text is sent, never reasoning; those
        that are empty or failed are left out.
        """
        found: list[dict[str, Any]] = []
        if self.system_prompt.strip():
            found.append({"role": "system", "content": self.system_prompt})
        for turn in self._path_to(upto_user_turn_uuid):
            text = turn.text
            if turn.role == "user":
                found.append({"role": "user", "content": user_content(turn)})
            elif text.strip() and turn.state is not State.FAILED:
                found.append({"role": "assistant", "content": text})
        return found

    def interrupt(self) -> None:
        """Mark the answers that a crash cut short."""
        for turn in self.turns.values():
            if turn.state is State.STREAMING:
                turn.state = State.INTERRUPTED

    def without_turns(self) -> Conversation:
        """A copy of everything but the turns, sharing nothing that changes: what `save` writes beside them."""
        return dataclasses.replace(self, parameters=copy.deepcopy(self.parameters), draft_parts=[], turns={})

    def duplicate(self, title: str) -> Conversation:
        """A copy under another title, with uuids of its own; the tree and the shown path are the same."""
        names = {uuid: uuid4().hex for uuid in self.turns}
        turns = [
            dataclasses.replace(turn.snapshot(), uuid=names[turn.uuid], parent=names.get(turn.parent or ""))
            for turn in self.turns.values()
        ]
        now = time.time()
        return dataclasses.replace(
            self.without_turns(),
            uuid=uuid4().hex,
            title=title,
            draft="",
            unread=False,
            scroll=None,
            created_at=now,
            updated_at=now,
            trashed_at=None,
            leaf=names.get(self.leaf or ""),
            turns={turn.uuid: turn for turn in turns},
        )

    def _add(self, turn: Turn) -> Turn:
        self.turns[turn.uuid] = turn
        self._children.setdefault(self._branch(turn), []).append(turn.uuid)
        self.leaf = turn.uuid
        self.updated_at = time.time()
        return turn

    def _branch(self, turn: Turn) -> str | None:
        """Where a turn hangs: one whose parent is lost stands at the beginning, so that it can still be reached."""
        return turn.parent if turn.parent in self.turns else None

    def _latest_below(self, uuid: str | None) -> str | None:
        seen: set[str | None] = set()
        while uuid not in seen and self._children.get(uuid):
            seen.add(uuid)
            uuid = self._children[uuid][-1]
        return uuid

    def _path_to(self, uuid: str | None) -> list[Turn]:
        return list(self._upwards(uuid))[::-1]

    def _upwards(self, uuid: str | None) -> Iterator[Turn]:
        # A damaged file may hold a ring.
        seen: set[str] = set()
        while uuid in self.turns and uuid not in seen:
            seen.add(uuid)
            yield self.turns[uuid]
            uuid = self.turns[uuid].parent


def new_conversation(profile: str, model: str) -> Conversation:
    """An empty conversation."""
    now = time.time()
    return Conversation(uuid4().hex, profile=profile, model=model, created_at=now, updated_at=now)


def _first_title(question: Turn) -> str:
    attachments = attachments_in(question.parts)
    return title_of(question.text) or (title_of(attachments[0].name) if attachments else "")


def title_of(text: str) -> str:
    """The first line of a question that is not blank, white space collapsed, at most 60 characters."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    first = next((line for line in lines if line), "")
    return first if len(first) <= MAX_TITLE else first[: MAX_TITLE - 1].rstrip() + "…"
