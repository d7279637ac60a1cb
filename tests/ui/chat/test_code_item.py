from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.markup.nodes import Code
from desktop.ui.chat.code_item import CodeItem
from desktop.ui.chat.lines import CodePiece


@pytest.fixture
def item(qtbot, style):
    def make(text, info="python", *, closed=True):
        item = CodeItem(style, CodePiece(Code(info, text, closed)))
        qtbot.addWidget(item)
        item.resize(600, item.height_for(600))
        with qtbot.waitExposed(item):
            item.show()
        return item

    return make


def colours(item, line):
    block = item.text.document.findBlockByNumber(line)
    text = block.text().encode("utf-16-le")
    return {
        text[2 * one.start : 2 * (one.start + one.length)].decode("utf-16-le"): one.format.foreground().color().name()
        for one in block.layout().formats()
    }


def test_closed_code_gets_the_colours_of_the_palette_line_by_line(qtbot, style, item):
    shown = item('s = """𝕏 one\n两 two"""\nreturn 1  # 𝕏 end')

    qtbot.waitUntil(lambda: bool(colours(shown, 2)), timeout=3000)

    palette = style.palette
    assert colours(shown, 0)["𝕏 one"] == palette.string
    assert colours(shown, 1)["两 two"] == palette.string
    assert colours(shown, 2) == {"return": palette.keyword, "1": palette.number, "# 𝕏 end": palette.comment}


def test_open_code_has_no_colours_yet(qtbot, item):
    shown = item("return 1", closed=False)

    assert not shown._colouring.isActive()
    shown.set_piece(CodePiece(Code("python", "return 12", True)))
    qtbot.waitUntil(lambda: "return" in colours(shown, 0), timeout=3000)


def test_copy_gives_the_code_without_control_characters(qtbot, item):
    shown = item("a\tb\n\x1b[31mc", "text")

    qtbot.mouseClick(shown.copy_button, Qt.MouseButton.LeftButton)

    assert QGuiApplication.clipboard().text() == "a\tb\n[31mc"
    assert shown.copy_button.text() == "Copied"


def test_growing_code_keeps_what_is_laid_out(item):
    shown = item("one\n", "text", closed=False)
    height = shown.height_for(600)
    first = shown.text.document.firstBlock()

    shown.set_piece(CodePiece(Code("text", "one\ntwo\nthree", False)))

    assert shown.text.document.toPlainText() == "one\ntwo\nthree"
    assert shown.text.document.firstBlock() == first
    assert shown.height_for(600) > height


def test_a_long_line_scrolls_inside_the_block(item):
    shown = item("x" * 500, "text")

    assert shown._area.horizontalScrollBar().maximum() > 0
    assert shown.text.width() > 600


def test_the_button_says_which_code_it_copies(item):
    shown = item("x", "python")
    shown.name()

    assert shown.text.accessibleName() == "x"
    assert shown.copy_button.accessibleName() == "Copy code, python"
