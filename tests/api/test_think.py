from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.think import ThinkSplitter


def split(*pieces: str) -> tuple[str, str]:
    splitter = ThinkSplitter()
    found = [splitter.feed(piece) for piece in pieces] + [splitter.finish()]
    return "".join(one[0] for one in found), "".join(one[1] for one in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<think>why</think>\n\nso", ("why", "\n\nso")),
        ("\n <think>why</think>so", ("why", "so")),
        ("<think></think>so", ("", "so")),
        ("<think>no end", ("no end", "")),
        ("<think>half </thi", ("half </thi", "")),
        ("a <think>b</think>", ("", "a <think>b</think>")),
        ("<thinker>", ("", "<thinker>")),
        ("<thi", ("", "<thi")),
        ("  plain", ("", "  plain")),
        ("<think>a</think>b<think>c</think>", ("a", "b<think>c</think>")),
    ],
)
def test_only_a_tag_at_the_beginning_is_reasoning_with_the_tags_cut_anywhere(text, expected):
    assert split(text) == expected
    assert split(*text) == expected


@given(st.lists(st.sampled_from(["<think>", "</think>", "<", "/", "think", ">", "a", " ", "你"]), max_size=12))
def test_any_cut_gives_the_same(pieces):
    assert split(*pieces) == split("".join(pieces))


def test_endless_space_is_not_held_back():
    splitter = ThinkSplitter()

    assert "".join(splitter.feed(" ")[1] for _ in range(1_001)).isspace()
