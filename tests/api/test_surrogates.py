from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.api.surrogates import SurrogateJoiner, whole


@given(st.text(max_size=20), st.lists(st.integers(0, 40), max_size=5))
def test_text_cut_in_utf16_units_comes_out_whole(text, cuts):
    units = text.encode("utf-16-le", "surrogatepass")
    places = sorted({min(cut * 2, len(units)) for cut in cuts})
    pieces = [units[a:b] for a, b in zip([0, *places], [*places, len(units)], strict=True)]
    joiner = SurrogateJoiner()

    joined = "".join(joiner.feed(piece.decode("utf-16-le", "surrogatepass")) for piece in pieces) + joiner.finish()

    assert joined == whole(text)
    joined.encode("utf-8")


def test_a_single_half_is_replaced():
    assert whole("a\ud83cb") == "a\ufffdb"
    assert whole("\udf0d") == "\ufffd"
    joiner = SurrogateJoiner()
    assert joiner.feed("\ud83c") == ""
    assert joiner.feed("plain") == "\ufffdplain"


def test_what_is_whole_is_left_alone():
    text = "plain 你好 🌍"
    assert whole(text) is text
