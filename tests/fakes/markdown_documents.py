"""Markdown of our own for every part of CommonMark 0.31, GFM's tables, strike-through and task lists, and formulas."""

from __future__ import annotations


def _indented(block: str, around: str) -> str:
    """The lines of a block, all but the first with the prefix that its container asks for."""
    prefix = {"- {}": "  ", "> {}": "> ", "1. x\n\n   {}": "   ", "> - {}": ">   ", "- a\n{}\n- b": ""}.get(around, "")
    return block.replace("\n", "\n" + prefix)


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

# Blocks, each as its lines: rules, headings, code, paragraphs, definitions, tables, quotes, lists.
_BLOCKS = [
    "***", " - - -", "___ ", "--", "+++", "*-*", "# one", "## two ##", "####### seven", "#none", "# ", "   ### three",
    "\\# escaped", "# a \\#", "above\n===", "two\nlines\n---", "  above\n  -", "above\n= =", "===", "    code\n---",
    "    code", "\tcode\n\n\n\tmore", "    a\n  b", "      deep\n    less", "text\n    no code", "```\nplain\n```",
    "```` py x=1\n```\n````", "~~~\n```\n~~~", "```\n\n  \n```", "  ```\n  a\n b\n   c\n  ```", "```\nopen",
    "``` a`b ```", "```\na\n``` b\n```", "~~~ `info` ~\na\n~~~~", "    ```\n    no fence",
    "text\n```\ncode\n```\ntext", "one\ntwo", "  one\n     two", "one  \ntwo", "one\\\ntwo", "one   ", "a\n\n\n\nb",
    "<b>\nhtml\n</b>", "<!-- x -->", "[a]: /u", "[a]: <u v> 'w'", '[a]:\n  /u\n  "w\nx"', "[a]: /u 'w' x", "[a]:",
    "text\n[a]: /u", "[a]: /u\n===", "[a]: /u\n[b]: /v\nc", "| a |\n|---|", "a | b\n-|-\n1 | 2",
    "| a | b |\n|:-:|--:|\n| 1 |\n| 1 | 2 | 3 |", "| a |\n|---|\n| \\| |\n> q", "| a | b |\n|---|\n", "a |\n---",
    "text\n| a |\n|---|\n| b |", "> a\n> b", "> a\nlazy", ">\n>", "> # h\n> - i\n> i", ">a\n>\n>b", "> ```\ncode",
    "    > no quote", "> a\n\n> b", "> - a\nlazy", "- a\n- b", "* a\n\n* b", "1. a\n2. b", "3) a\n3) b", "- a\n\n  b",
    "-\n  a", "-\n\n  a", "- a\n - b\n  - c", "1.  a\n\n    b", "- a\n+ b", "text\n- a", "text\n2. a", "text\n1. a",
    "-    code\n-     code", "- - a\n  - b", "- a\n  > b\n  ```\n  c\n  ```", "10) a\n    b",
    "- # h\n- ---\n- [ ] t\n- [x] u", "123456789. a\n1234567890. b", "-1. a", "- a\nlazy\n- b",
    "1. a\n   - b\n\n     c\n2. d",
]  # fmt: skip
_AROUND = ["{}", "- {}", "> {}", "1. x\n\n   {}", "> - {}", "text\n\n{}\n\ntext", "- a\n{}\n- b", "{}\ntext"]
# What texts hold: code, emphasis, strike-through, links, images, autolinks, breaks, escapes, entities.
_TEXTS = [
    "`a`", "`` a`b ``", "` `", "`a", "`a\nb`", "*`a*`", "`<b>`", "*a*", "_a_", "**a**", "__a__", "***a***",
    "*a **b** c*", "**a *b* c**", "*a _b* c_", "a*b*c", "a_b_c", "_a_b", "* a*", "*(a)*b", '"*a*"', "**a*", "*a**",
    "****a****", "*a\nb*", "**\na**", "~~a~~", "~a~", "~~a ~~", "~~*a~~*", "[a](/b)", "[a](<b c>)", "[a](/b 'c')",
    "[a](/b(c)d)", "[a](b c)", "[a]()", "[a]", "[a][b]", "[a] [b]", "[*a*](/b)", "[a `](b)`", "[[a](b)](c)",
    "![a](http://b.example/c)", "![*a*][b]", "[![a](b)](c)", "!\\[a]", "<http://a.example>", "<a@b.example>",
    "<not a link>", "http://a.example/b_c_d", "(http://a.example)", "http://a.example。", "a  \nb", "a\\\nb", "a \n b",
    "\\*a\\*", "\\a", "&amp;&copy;", "&#65;&#x42;", "&none;", "$a$", "\\(a\\)", "$5 or $6",
]  # fmt: skip
_PLACES = ["{}", "# {}", "- {}\n- {}", "| {} |\n|---|\n| {} |", "before {} after", "**b** {} *c*"]

EXAMPLES = [
    *(around.replace("{}", _indented(block, around)) + "\n" for block in _BLOCKS for around in _AROUND),
    *(place.replace("{}", text) + "\n" for text in _TEXTS for place in _PLACES if "\n" not in text or "#" not in place),
]
