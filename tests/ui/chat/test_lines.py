from __future__ import annotations

from desktop.markup.blocks import parse_blocks
from desktop.markup.nodes import Run
from desktop.ui.chat.lines import CodePiece, RulePiece, TextPiece, pieces_of, plain_piece, run_words, text_of


def pieces(source):
    (block,) = parse_blocks(source)
    return pieces_of(block)


def test_a_list_of_any_shape_is_one_piece_of_lines():
    (piece,) = pieces("3. three\n4. four\n   - nested\n   - [x] done\n")

    assert isinstance(piece, TextPiece)
    assert [(line.mark, line.number, line.indent) for line in piece.lines] == [
        ("number", "3.", 1),
        ("number", "4.", 1),
        ("bullet", "", 2),
        ("done", "", 2),
    ]
    assert text_of(piece) == "3. three\n4. four\n• nested\n☑ done"


def test_code_inside_a_list_is_a_piece_of_its_own():
    before, code, after = pieces("- one\n  ```sh\n  ls\n  ```\n- two\n")

    assert text_of(before) == "• one"
    assert isinstance(code, CodePiece)
    assert code.indent == 1
    assert text_of(code) == "ls"
    assert text_of(after) == "• two"


def test_a_quote_carries_its_depth():
    (piece,) = pieces("> outer\n> > inner\n")

    assert isinstance(piece, TextPiece)
    assert [line.quote for line in piece.lines] == [1, 2]


def test_a_rule_is_a_piece_and_an_empty_item_a_line():
    assert pieces("---\n") == (RulePiece(),)
    assert text_of(pieces("-\n")[0]) == "• "


def test_plain_text_keeps_its_lines():
    assert text_of(plain_piece("- a\n\n**b**")) == "- a\n\n**b**"


def test_an_image_is_named_by_description_and_host():
    assert run_words(Run("alt", image="host"), "image: {alt}, {host}") == "image: alt, host"
    assert run_words(Run("alt"), "image: {alt}, {host}") == "alt"
