"""`desktop.ui.paper.printout`: pages."""

from __future__ import annotations

import re
import time

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QFile, QIODevice
from PySide6.QtGui import QFontDatabase, QPdfWriter

from desktop.markup.blocks import parse
from desktop.ui.chat.pieces import CaptionPiece, Tables, bubble_pieces, pieces_of
from desktop.ui.paper.print_dialog import pdf_writer
from desktop.ui.paper.printout import Printout


def pieces(markdown):
    tables = Tables(0)
    return [piece for block in parse(markdown).blocks for piece in pieces_of(block, tables)]


def pdf(path):
    file = QFile(str(path))
    file.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = pdf_writer(file, "title")
    writer.file = file  # it goes with the writer
    return writer


@pytest.fixture
def printed(qtbot, tmp_path):
    """Print groups of pieces; the text of each page but its number."""

    def printed(*groups):
        path = tmp_path / "chat.pdf"
        printout = Printout(pdf(path), iter(groups))
        with qtbot.waitSignal(printout.ended, timeout=30_000) as ended:
            printout.start()
        del printout
        pages = [page.extract_text() for page in PdfReader(path).pages]
        assert ended.args == [len(pages)]
        numbers = [text.split("\n")[0] if text.startswith(f"{at}") else text[-4:] for at, text in enumerate(pages, 1)]
        assert all(str(at) in number for at, number in enumerate(numbers, 1)), numbers
        return pages

    return printed


def test_markdown_is_set_and_not_spelt(printed):
    (page,) = printed(pieces("# Head\n\n**bold** and `code`\n\n- item\n\n| a | b |\n|---|---|\n| c | d |"))

    assert page.split() == ["1", "Head", "bold", "and", "code", "item", "a", "b", "c", "d"]


def test_chinese_has_the_glyphs_of_simplified_chinese(printed, tmp_path):
    (page,) = printed(bubble_pieces("骨直门返复"))

    # The others share their glyphs with radicals, and are read as these.
    assert "直" in page
    assert "返复" in page

    fonts = set(re.findall(rb"/FontName\s*/\w+\+(\S+)", (tmp_path / "chat.pdf").read_bytes()))
    assert not any(b"CJKjp" in name or b"CJKkr" in name or b"CJKtc" in name for name in fonts)
    if "Noto Sans CJK SC" in QFontDatabase.families():
        assert any(b"CJKsc" in name for name in fonts), fonts


@pytest.mark.parametrize(
    "markdown",
    [
        "\n".join(f"line{number}\\" for number in range(400)),
        "\n\n".join(f"line{number}" for number in range(400)),
        "```\n" + "\n".join(f"line{number}" for number in range(400)) + "\n```",
        "| a |\n|---|\n" + "\n".join(f"| line{number} |" for number in range(400)),
        "> " + "\n> ".join(f"line{number}\\" for number in range(400)),
    ],
    ids=["paragraph", "paragraphs", "code", "table", "quote"],
)
def test_every_line_stands_once_and_in_order_on_many_pages(printed, markdown):
    pages = printed(pieces(markdown))

    assert 5 < len(pages) < 20
    assert re.findall(r"line(\d+)", "\n".join(pages)) == [str(number) for number in range(400)]


def test_a_heading_is_not_left_alone_at_the_foot_of_a_page(printed):
    for lines in range(30, 60):
        text = "\n".join(f"line{number}\\" for number in range(lines))
        pages = printed(pieces(f"{text}\n\n# Heading\n\nbelow it"))
        if len(pages) == 2:
            break

    assert ("Heading" in pages[1]) is ("below" in pages[1]) is True


def test_who_answers_stands_with_the_answer(printed):
    for lines in range(30, 60):
        text = "\n".join(f"line{number}\\" for number in range(lines))
        pages = printed(pieces(text), [CaptionPiece("Assistant"), *pieces("below it")])
        if len(pages) == 2:
            break

    assert ("Assistant" in pages[1]) is ("below" in pages[1]) is True


def test_one_line_of_half_a_megabyte_is_no_trap(printed):
    began = time.process_time()

    pages = printed(pieces("ab零" * 170_000))

    assert len(pages) > 50
    assert time.process_time() - began < 60


def test_drawing_is_given_up_between_slices(qtbot, tmp_path):
    finished = []
    printout = Printout(pdf(tmp_path / "a.pdf"), [pieces("line\n\n" * 20_000)], finished.append)

    with qtbot.waitSignal(printout.ended, timeout=10_000) as ended:
        printout.start()
        printout.cancel()

    assert ended.args == [1]
    assert finished == [False]


def test_what_is_stopped_is_finished_once_and_as_not_whole(qtbot, tmp_path):
    finished = []
    printout = Printout(pdf(tmp_path / "a.pdf"), [pieces("line\n\n" * 200)], finished.append)
    printout.start()

    printout.stop()
    printout.stop()

    assert finished == [False]


def test_what_could_not_be_kept_gives_no_page(qtbot, tmp_path):
    printout = Printout(pdf(tmp_path / "a.pdf"), [pieces("line")], lambda _whole: False)

    with qtbot.waitSignal(printout.ended, timeout=10_000) as ended:
        printout.start()

    assert ended.args == [0]


def test_a_file_that_cannot_be_written_gives_no_page(qtbot, tmp_path, qtlog):
    with qtlog.disabled():
        printout = Printout(QPdfWriter(str(tmp_path / "gone" / "chat.pdf")), [pieces("x")])
        with qtbot.waitSignal(printout.ended, timeout=10_000) as ended:
            printout.start()

    assert ended.args == [0]
