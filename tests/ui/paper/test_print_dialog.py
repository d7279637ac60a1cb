from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget

from desktop.chat.conversation import new_conversation
from desktop.ui.paper.print_dialog import print_chat, save_chat_as_pdf, write_pdf


def chat():
    made = new_conversation("p", "m")
    made.ask("a/b: 问题")
    return made


def test_a_chat_is_saved_under_a_safe_name(qtbot, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    failures = []
    save_chat_as_pdf(window, chat(), lambda: failures.append("failed"))
    (dialog,) = window.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("a b 问题.pdf")

    path = tmp_path / "chat.pdf"
    dialog.fileSelected.emit(str(path))
    dialog.close()
    qtbot.waitUntil(lambda: path.exists() and path.read_bytes().rstrip().endswith(b"%%EOF"), timeout=5000)

    assert failures == []
    qtbot.waitUntil(lambda: not [one for one in window.findChildren(QProgressDialog) if one.isVisible()], timeout=5000)


def test_a_file_that_cannot_be_opened_is_told(qtbot, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    failures = []

    assert write_pdf(window, tmp_path / "gone" / "x.pdf", chat(), lambda: failures.append(1)) is None

    assert failures == [1]


def test_a_file_that_is_given_up_leaves_what_was_there_before(qtbot, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    failures = []
    path = tmp_path / "chat.pdf"
    path.write_text("an older one")
    long = chat()
    long.system_prompt = "line\n" * 20_000

    printout = write_pdf(window, path, long, lambda: failures.append(1))
    with qtbot.waitSignal(printout.ended, timeout=10_000):
        printout.cancel()

    assert path.read_text() == "an older one"
    assert [one.name for one in tmp_path.iterdir()] == ["chat.pdf"]
    assert failures == []


@contextmanager
def small_files():
    """No file can grow over 2,000 bytes, the one that this run is told to among them: only for moments."""
    resource = pytest.importorskip("resource", reason="Windows has no limit of this kind")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_takes_no_more_is_told_and_keeps_no_part(qtbot, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    failures = []

    with small_files():
        printout = write_pdf(window, tmp_path / "chat.pdf", chat(), lambda: failures.append(1))
        with qtbot.waitSignal(printout.ended, timeout=10_000):
            pass

    assert failures == [1]
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def print_dialog(qtbot):
    """The dialog that asks for a printer, with "print to file" chosen, and what was told to have failed."""
    window = QWidget()
    qtbot.addWidget(window)
    failures = []
    print_chat(window, chat(), lambda: failures.append("failed"))
    (dialog,) = window.findChildren(QPrintDialog)
    dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    yield dialog, failures
    # The dialog's connection holds the window; it must not be the last that does.
    del window


def test_a_printer_is_asked_for_with_the_title_and_margins(print_dialog):
    dialog, _failures = print_dialog

    assert (dialog.isModal(), dialog.printer().docName()) == (True, "a/b: 问题")
    assert dialog.printer().pageLayout().margins().left() == pytest.approx(18, abs=0.1)
    dialog.reject()


def test_a_chat_is_printed_with_the_glyphs_of_simplified_chinese(qtbot, print_dialog, tmp_path):
    dialog, failures = print_dialog
    path = tmp_path / "printed.pdf"
    dialog.printer().setOutputFileName(str(path))

    dialog.accepted.emit(dialog.printer())
    dialog.close()
    qtbot.waitUntil(lambda: path.exists() and path.read_bytes().rstrip().endswith(b"%%EOF"), timeout=5000)

    assert failures == []
    fonts = set(re.findall(rb"/FontName\s*/\w+\+(\S+)", path.read_bytes()))
    assert any(b"CJK" in name for name in fonts)
    assert not any(name in font for font in fonts for name in (b"CJKjp", b"CJKkr", b"CJKtc"))


def test_a_printer_that_takes_nothing_is_told(qtbot, print_dialog, qtlog):
    dialog, failures = print_dialog
    dialog.printer().setOutputFileName(str(Path("/nowhere/at/all.pdf")))

    with qtlog.disabled():
        dialog.accepted.emit(dialog.printer())
        qtbot.waitUntil(lambda: failures == ["failed"], timeout=5000)
    dialog.close()
