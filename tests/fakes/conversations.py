"""Conversations with hostile titles and bodies, from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

from desktop.chat.conversation import Conversation, Part, State, new_conversation

TITLES = (
    "",
    "CON",
    "com1.txt",
    "../../etc/passwd",
    'a/b\\c:d*e?f"g<h>i|j',
    "  . trailing dots ... ",
    "零度对话 " * 60,
    "🌍👩‍👩‍👧‍👦",
    "e\u0301",
    "é",
    "\u202egpj.exe",
    "new\nline\ttab\0nul",
    "-rf ~",
    "$(reboot) `id` %PATH%",
    "</title><script>alert(1)</script>",
    "NUL.",
    "ＣＯＮ",
    "con\u200b",
)
ALPHABETS = (
    "abc \n\t\"'\\{}[]:,",
    "零度对话，。",
    "\0\x01\x1f\x7f\x85\u2028\u2029\ufeff\ufffd\ufffe\uffff",
    "🌍\U0010ffff\u202e\u200b\U000e0041",
    "```\n# | - * _ <b> &amp; %s {0} \\u0000 \\ud800",
)


def hostile_conversations(count: int, seed: int = 1) -> Iterator[Conversation]:
    """Conversations that no text of which may change on its way through a file."""
    pick = random.Random(seed)
    for number in range(count):
        made = new_conversation("p", "m")
        made.title = pick.choice(TITLES) if pick.random() < 0.8 else _text(pick, 40)
        made.folder = pick.choice(["", "work", "a/b"])
        made.pinned = pick.random() < 0.1
        made.system_prompt = pick.choice(["", _text(pick, 30)])
        made.parameters = pick.choice([{}, {"temperature": 0.1 + 0.2, "stop": ["\0", "零"]}])
        made.draft = pick.choice(["", _text(pick, 10)])
        made.trashed_at = pick.choice([None, 1.5e9 + number / 3])
        question = made.ask(_text(pick, 30))
        for _ in range(pick.choice([1, 1, 2])):
            answer = made.answer(question.uuid, "m", "https://api000.com")
            answer.parts = [Part("reasoning", _text(pick, 10) or "x"), Part("text", _text(pick, 200) or "x")]
            answer.state = pick.choice([State.COMPLETE, State.STOPPED, State.FAILED])
            answer.usage = pick.choice([None, {"total_tokens": number, "extra": {"x": [1, None, "\u2028"]}}])
            answer.sent_at = 1.7e9 + 1 / 7
        if pick.random() < 0.2:
            answer.begin_stretch()
            answer.append("text", _text(pick, 10) or "y")
        made.title = made.title or "x"
        yield made


def _text(pick: random.Random, length: int) -> str:
    alphabet = pick.choice(ALPHABETS)
    return "".join(pick.choice(alphabet) for _ in range(pick.randrange(length + 1)))
