"""Markdown for tests of what is made from it: short documents of every kind of block, and their lines to glue anew."""

from __future__ import annotations

import random
from collections.abc import Iterator

DOCUMENTS = [
    "# Title\n\nSome *emphasis*, **strong text**, `code` and ~~gone~~.\n\nAnother paragraph\nwith a soft break.\n",
    "- one\n- two\n  - nested\n\n    with a paragraph\n- three\n\nafter the list\n",
    "3. three\n4. four\n\n   loose\n5. five\n\n1) other\n",
    "- [ ] open\n- [x] done\n- plain\n",
    "> quoted\nlazy\n> - item\n> > deeper\n\nafter\n",
    "```python\nprint(1)\n\n# not a heading\n```\ntext right behind\n\n~~~\nopen to the end\n\n",
    "| a | b |\n|:--|--:|\n| one | `two` |\n| three | four | surplus |\nrow without pipes\n\nafter\n",
    "> | a |\n> |---|\n> | b |\n\n- item\n\n  | c |\n  |---|\n  | d |\n- | e |\n  |---|\n\n| f |\n|---|\n",
    "para\n===\n\npara\n---\n\n---\n***\ntext\n- - -\n",
    "[foo] and [bar][] before\n\n[foo]: http://example.com 'a title'\n[bar]: <http://b.example>\n\nlater [foo]\n",
    "line\r\nnext\r\n\r\nold mac\rline\n",
    "中文段落，**重点**和`代码`。\n\n1. 第一\n2. 第二\n\n| 字段 | 含义 |\n|---|---|\n| 名 | 值 |\n",
    "* a\n+ b\n- c\n\n\n- d\n```\nfence ends the list\n```\n",
]
LINES = [line for document in DOCUMENTS for line in document.splitlines(keepends=True)]


def pieces(text: str, rng: random.Random, sizes: tuple[int, ...] = (1, 2, 3, 7, 30)) -> Iterator[str]:
    """The text in pieces as a stream brings it."""
    at = 0
    while at < len(text):
        size = rng.choice(sizes)
        yield text[at : at + size]
        at += size
