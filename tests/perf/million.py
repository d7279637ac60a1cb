"""A database of a million messages, built in bulk: what a user of many years has.

Every message is put together from a pool of sentences, so that its grams are those of its sentences: they are worked
out once a sentence, not once a message. Words and characters are as frequent as in a language (Zipf).
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

from desktop.chat.store.grams import index_grams
from desktop.chat.store.store import Store

CHATS = 10_000
MESSAGES_A_CHAT = 100
SENTENCES = 20_000
# Of some 25 characters each: 300 on average.
SENTENCES_A_MESSAGE = 12
# In one of so many messages.
RARE = {"琥珀": 20_000, "量子纠缠": 30_000, "蠡": 40_000, "zeppelin": 25_000}
_EPOCH = 1_700_000_000.0
_SYLLABLES = [
    onset + vowel + coda
    for coda in ("", "n", "r", "t", "s", "l", "d", "m", "ck", "st")
    for vowel in "eaiou"
    for onset in ("t", "s", "r", "n", "d", "c", "m", "p", "l", "b", "f", "th", "h", "st", "w", "v", "g", "tr", "k", "")
]


class Language:
    """Words of Chinese and Latin letters, the first the most frequent."""

    def __init__(self, seed: int = 1) -> None:
        self._pick = Random(seed)  # the same text each time is the point
        characters = [chr(code) for code in range(0x4E00, 0x4E00 + 3500)]
        self._pick.shuffle(characters)
        hanzi = self._zipf(len(characters))
        syllables = self._zipf(len(_SYLLABLES))
        self.chinese = [
            "".join(self._pick.choices(characters, cum_weights=hanzi, k=self._pick.choice((1, 2, 2, 2, 3, 4))))
            for _ in range(30_000)
        ]
        self.latin = [
            "".join(self._pick.choices(_SYLLABLES, cum_weights=syllables, k=self._pick.randint(1, 4)))
            for _ in range(10_000)
        ]
        self._chinese_weights = self._zipf(len(self.chinese))
        self._latin_weights = self._zipf(len(self.latin))

    def sentence(self) -> str:
        if self._pick.random() < 0.7:
            return "".join(self._pick.choices(self.chinese, cum_weights=self._chinese_weights, k=13)) + "。"
        return " ".join(self._pick.choices(self.latin, cum_weights=self._latin_weights, k=5)) + "."

    def _zipf(self, count: int) -> list[float]:
        return list(itertools.accumulate(1 / rank for rank in range(1, count + 1)))


def searches() -> dict[str, str]:
    """What is looked for: words that are common, rare and in no message, by what they are."""
    language = Language()
    written = " ".join(_pool(language))
    # The two most frequent words as one: its pairs are in thousands of messages, its triples in every other one.
    absent = [
        next(one + other for one, other in itertools.permutations(words, 2) if one + other not in written)
        for words in ([word for word in language.chinese if len(word) == 2], language.latin)
    ]
    common = [[word for word in language.chinese if len(word) == size] for size in (1, 2, 4)]
    return {
        "common, 1 character": common[0][0],
        "common, 2 characters": common[1][0],
        "common, 4 characters": common[2][0],
        "common, Latin": language.latin[0],
        "rare, 1 character": "蠡",
        "rare, 2 characters": "琥珀",
        "rare, 4 characters": "量子纠缠",
        "rare, Latin": "zeppelin",
        "absent, 1 character": "龘",
        "absent, 2 characters": "龘靐",
        "absent, 4 characters": absent[0],
        "absent, Latin": absent[1],
    }


def messages(count: int, seed: int = 2) -> Iterator[tuple[str, str]]:
    """Text and grams of each message; a gram of two sentences is named twice, which the index does not mind."""
    pool, pick = _pool(Language()), Random(seed)
    grams = [index_grams(sentence) for sentence in pool]
    words = {word: index_grams(word) for word in RARE}
    for number in range(count):
        chosen = pick.choices(range(SENTENCES), k=pick.randint(1, 2 * SENTENCES_A_MESSAGE - 1))
        text = [pool[at] for at in chosen]
        found = [grams[at] for at in chosen]
        for word, every in RARE.items():
            if number % every == every // 2:
                text.append(word)
                found.append(words[word])
        yield "\n".join(text), " ".join(found)


def _pool(language: Language) -> list[str]:
    return [language.sentence() for _ in range(SENTENCES)]


def build(path: Path, chats: int = CHATS) -> None:
    """Make the database, its index too."""
    with closing(Store(path)) as store:
        store.opening()
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = OFF")
        file.execute("PRAGMA synchronous = OFF")
        file.execute("PRAGMA cache_size = -500000")
        file.execute("BEGIN")
        file.execute("INSERT INTO message_index (message_index, rank) VALUES ('hashsize', 100000000)")
        file.executemany(
            "INSERT INTO conversation (id, uuid, title, created_at, updated_at, leaf) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    chat,
                    f"chat-{chat}",
                    f"对话 chat {chat}",
                    _EPOCH + chat,
                    _EPOCH + chat,
                    f"turn-{chat * MESSAGES_A_CHAT}",
                )
                for chat in range(1, chats + 1)
            ],
        )
        _fill(file, chats * MESSAGES_A_CHAT)
        file.execute("INSERT INTO message_index (message_index, rank) VALUES ('hashsize', 1048576)")
        file.execute("COMMIT")
        file.execute("PRAGMA journal_mode = WAL")


def _fill(file: sqlite3.Connection, count: int) -> None:
    made = messages(count)
    number = 0
    while batch := list(itertools.islice(made, 5_000)):
        rows = range(number + 1, number + 1 + len(batch))
        file.executemany(
            "INSERT INTO turn (id, uuid, conversation, parent, role, state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [_turn(row) for row in rows],
        )
        file.executemany(
            "INSERT INTO part (id, turn, seq, kind, body) VALUES (?, ?, 0, 'text', ?)",
            [(row, row, text) for row, (text, _grams) in zip(rows, batch, strict=True)],
        )
        file.executemany(
            "INSERT INTO message_index (rowid, grams) VALUES (?, ?)",
            [(row, grams) for row, (_text, grams) in zip(rows, batch, strict=True)],
        )
        number += len(batch)


def _turn(row: int) -> tuple[object, ...]:
    is_first = row % MESSAGES_A_CHAT == 1
    parent = None if is_first else f"turn-{row - 1}"
    role = "user" if row % 2 else "assistant"
    return row, f"turn-{row}", (row - 1) // MESSAGES_A_CHAT + 1, parent, role, "complete", _EPOCH + row
