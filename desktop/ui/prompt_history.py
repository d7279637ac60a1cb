"""The way back through the questions of a chat, as a shell has it."""

from __future__ import annotations

from collections.abc import Sequence


class PromptHistory:
    """A place among the questions; behind the newest waits what the user was writing."""

    def __init__(self) -> None:
        self._back = 0
        self._draft = ""

    @property
    def is_walking(self) -> bool:
        """Whether an old question is shown in place of the draft."""
        return self._back > 0

    def draft(self, text: str) -> str:
        """What the user was writing, where the box shows `text`."""
        return self._draft if self.is_walking else text

    def leave(self) -> None:
        """What the box shows is the draft from now on."""
        self._back = 0

    def step(self, questions: Sequence[str], direction: int, text: str) -> str | None:
        """The text one step earlier (-1) or later (1); None at either end.

        Args:
            questions: those of the chat, the oldest first; the same one twice in a row counts once.
            direction: -1 or 1.
            text: what the box shows.
        """
        distinct = [one for index, one in enumerate(questions) if index == 0 or one != questions[index - 1]]
        back = min(self._back, len(distinct)) - direction
        if not 0 <= back <= len(distinct) or back == self._back:
            return None
        if self._back == 0:
            self._draft = text
        self._back = back
        return distinct[-back] if back else self._draft
