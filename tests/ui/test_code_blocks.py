from __future__ import annotations

from desktop.ui.code_blocks import clean_code, last_code


def test_the_last_code_block_is_found():
    assert last_code("```py\na = 1\n```\ntext\n```sh\nls\n```\nend").strip() == "ls"
    assert last_code("no code") == ""


def test_control_characters_do_not_reach_the_clipboard():
    assert clean_code("a\tb\n\x1b[31mred\x00\x07") == "a\tb\n[31mred"
