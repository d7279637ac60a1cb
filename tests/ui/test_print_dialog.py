from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget

from desktop.chat.conversation import new_conversation
from desktop.ui.print_dialog import draw, pdf_writer, save_chat_as_pdf


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


def test_a_device_that_cannot_be_opened_is_told(qtbot, tmp_path, qtlog):
    window = QWidget()
    qtbot.addWidget(window)
    failures = []

    with qtlog.disabled():
        printout = draw(window, pdf_writer(tmp_path / "gone" / "x.pdf", "t"), chat(), lambda: failures.append(1))
        with qtbot.waitSignal(printout.ended, timeout=5000):
            pass

    assert failures == [1]
