"""Markdown of our own for every part of CommonMark 0.31, GFM's tables, strike-through and task lists, and formulas."""

from __future__ import annotations

DOCUMENTS = [
    "# Title\n\nSome *emphasis*, **strong text**, `code` and ~~gone~~.\n\nAnother paragraph\nwith a soft break.\n",
    "- one\n- two\n  - nested\n\n    with a paragraph\n- three\n\nafter the list\n",
    "3. three\n4. four\n\n   loose\n5. five\n\n1) other\n",
    "- [ ] open\n- [x] done\n- plain\n",
    "> quoted\nlazy\n> - item\n> > deeper\n\nafter\n",
    "```python\nprint(1)\n\n# not a heading\n```\ntext right behind\n\n~~~\nopen to the end\n\n",
    "| a | b |\n|:--|--:|\n| one | `two` |\n| three | four | surplus |\nrow without pipes\n\nafter\n",
    "para\n===\n\npara\n---\n\n---\n***\ntext\n- - -\n",
    "[foo] and [bar][] before\n\n[foo]: http://example.com 'a title'\n[bar]: <http://b.example>\n\nlater [foo]\n",
    "[foo]: http://example.com\n'not yet\na title'\n\n[foo]\n",
    "    indented code\n\n    more\n\ntext\n\tx\n",
    "line\r\nnext\r\n\r\nold mac\rline\n",
    "中文段落，**重点**和`代码`。\n\n1. 第一\n2. 第二\n\n| 字段 | 含义 |\n|---|---|\n| 名 | 值 |\n",
    "<div>\nhtml is text\n</div>\n\n&copy; &lt;b&gt; \\*no\\*\n\n![picture](http://img.example/x.png)\n",
    "* a\n+ b\n- c\n\n\n- d\n```\nfence ends the list\n```\n",
    "so\n$$\na = b\n- c\n$$\nwith $x$ for $5 and $6, 其中\\(y\\)是。\n",
    "- \\[\n  x + y\n  \\]\n\n  more\n- $$z$$\n\n> $$\n> open\n\ntext $$w$$ text\n",
    "| $a$ | b |\n|---|---|\n| `$c$` | \\$d$ |\n$$y$$\n| e | f |\n",
    "- see [late]\n- [late][]\n\n| [late] |\n|---|\n| x [late] |\n\n> [late]\n\n[late]: http://e.example\n",
]
