"""Answers as models write them, Chinese and English mixed, from a seed: the same text on every machine."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

_CLAUSES = (
    "流式响应把每一个增量立即送到客户端",
    "the parser judges only complete lines",
    "这样界面不必等待整段回答",
    "a slow network is not the same as a slow model",
    "缓存命中时首个词元的延迟明显更低",
    "every retry costs tokens on somebody's bill",
    "数据库在后台线程里提交事务",
    "memory stays flat while the answer grows",
    "先给出结论，再列出理由",
    "measure first and argue afterwards",
    "布局只在可见区域内进行",
    "the last line is painted before the next one arrives",
    "中文和 English 混排时断行规则不同",
    "an event loop that never blocks feels instant",
    "错误信息应当说明如何修复",
    "two clients share one connection pool",
)
_NAMES = ("QTextLayout", "append_text", "SSE", "msgspec", "max_tokens", "Fenwick", "utf-16", "GIL", "WAL", "ETag")
_TITLES = ("概览", "Background", "实现步骤", "Trade-offs", "性能对比", "Error handling", "小结", "Next steps")
_LANGUAGES = ("python", "bash", "json", "cpp", "text")
_CODE = (
    'def read(path: str) -> str:  # 读取文件\n    with open(path, encoding="utf-8") as f:\n        return f.read()\n',
    'for number in range(10):\n    print(f"{number:>3} {number ** 2}")\n',
    'total = sum(item["price"] * item["count"] for item in basket)\nassert total >= 0, "负数"\n',
    "class Node:\n    def __init__(self, value, children=()):\n        self.value = value\n",
)


class Writer:
    """Writes blocks of Markdown; each ends with an empty line."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # the same text each time is the point

    def sentence(self) -> str:
        pick = self._random
        clauses = [pick.choice(_CLAUSES) for _ in range(pick.randint(1, 3))]
        match pick.randrange(8):
            case 0:
                clauses[0] = f"**{clauses[0]}**"
            case 1:
                clauses[-1] = f"*{clauses[-1]}*"
            case 2:
                clauses.append(f"`{pick.choice(_NAMES)}`")
            case 3:
                clauses.append(f"[{pick.choice(_NAMES)}](https://example.org/{pick.randrange(1000)})")
        return "，".join(clauses) + pick.choice("。.！")

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self._random.randint(1, 5))) + "\n\n"

    def heading(self) -> str:
        return f"{'#' * self._random.randint(1, 4)} {self._random.choice(_TITLES)} {self._random.randrange(100)}\n\n"

    def items(self, size: int) -> str:
        return self._filled(size, lambda number: f"{'   ' * (number % 3 == 2)}{number + 1}. {self.sentence()}\n")

    def table(self, size: int) -> str:
        head = "| 名称 | value | 说明 |\n|:---|---:|---|\n"
        pick = self._random
        return head + self._filled(
            size, lambda number: f"| {pick.choice(_NAMES)} {number} | {pick.random():.4f} | {pick.choice(_CLAUSES)} |\n"
        )

    def fence(self, size: int) -> str:
        lines = self._filled(size, lambda _number: self._random.choice(_CODE))
        return f"```{self._random.choice(_LANGUAGES)}\n{lines.rstrip()}\n```\n\n"

    def quote(self) -> str:
        return f"> {self.sentence()}\n> {self.sentence()}\n\n"

    def block(self) -> str:
        """One of them, as often as answers have them."""
        match self._random.randrange(12):
            case 0 | 1:
                return self.heading()
            case 2 | 3:
                return self.items(400)
            case 4:
                return self.table(400)
            case 5:
                return self.fence(500)
            case 6:
                return self.quote()
        return self.paragraph()

    def _filled(self, size: int, line: Callable[[int], str]) -> str:
        """At least `size` bytes of lines, and the empty line that ends a block."""
        lines: list[str] = []
        while size > 0:
            lines.append(line(len(lines)))
            size -= len(lines[-1].encode())
        return "".join(lines) + "\n"


def markdown(size: int, seed: int = 1, *, long_block_every: int = 0) -> str:
    """An answer of about `size` bytes; after each `long_block_every` bytes a table or a list of 20 KB."""
    writer = Writer(seed)
    blocks: list[str] = []
    written = 0
    due = long_block_every or size
    while written < size:
        if written >= due:
            block = writer.table(20_000) if len(blocks) % 2 else writer.items(20_000)
            due += long_block_every
        else:
            block = writer.block()
        blocks.append(block)
        written += len(block.encode())
    return "".join(blocks)


def unbroken(size: int) -> str:
    """One line of `size` bytes without a space, full of what might be emphasis."""
    return "a*b_c`零`" * (size // 10)


def conversation(count: int, seed: int = 1) -> list[str]:
    """`count` messages, question and answer in turns; an answer has about 700 bytes."""
    writer = Writer(seed)
    return [
        writer.sentence() if number % 2 == 0 else markdown(700, seed * 1_000_003 + number).rstrip()
        for number in range(count)
    ]


def deltas(text: str, seed: int = 1) -> list[str]:
    """`text` in pieces of about four characters, as tokens arrive."""
    pick = Random(seed)
    pieces: list[str] = []
    at = 0
    while at < len(text):
        length = pick.randint(2, 6)
        pieces.append(text[at : at + length])
        at += length
    return pieces
