from __future__ import annotations

import re
import time

from PySide6.QtCore import QFile, QIODevice
from PySide6.QtGui import QFontDatabase, QPdfWriter

from desktop.chat.attachments import Attachment, part_of, paste_as_text, text_attachment
from desktop.chat.conversation import State, new_conversation
from desktop.chat.exports import Labels
from desktop.ui.print_dialog import pdf_writer
from desktop.ui.printing import Look, Printout, paragraphs

LABELS = Labels("You", "Assistant", "Thoughts", "System prompt", "incomplete", "chat", "attachment")


def chat(answer_text, question="骨直门 <b>bold</b>"):
    made = new_conversation("p", "m")
    question = made.ask(question)
    answer = made.answer(question.uuid, "gpt-4o", "o")
    answer.append("text", answer_text)
    answer.state = State.COMPLETE
    return made


def pdf(path):
    file = QFile(str(path))
    file.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = pdf_writer(file, "title")
    writer.file = file  # it goes with the writer
    return writer


def printed(qtbot, path, conversation):
    printout = Printout(pdf(path), paragraphs(conversation, LABELS))
    with qtbot.waitSignal(printout.ended, timeout=30_000) as ended:
        printout.start()
    return ended.args[0]


def test_text_is_set_as_it_was_written_and_code_in_its_own_font():
    made = chat("before\n```py\nx = '<i>'\n```\nafter")
    made.system_prompt = "be kind"
    made.path()[1].append("reasoning", "hmm")

    found = [(one.look, one.text) for one in paragraphs(made, LABELS)]

    assert found == [
        (Look.TITLE, "骨直门 <b>bold</b>"),
        (Look.HEADING, "System prompt"),
        (Look.QUIET, "be kind"),
        (Look.HEADING, "You"),
        (Look.TEXT, "骨直门 <b>bold</b>"),
        (Look.HEADING, "Assistant · gpt-4o"),
        (Look.QUIET, "Thoughts:"),
        (Look.QUIET, "hmm"),
        (Look.TEXT, "before"),
        (Look.CODE, "x = '<i>'"),
        (Look.TEXT, "after"),
    ]


def test_a_pasted_text_is_printed_and_a_file_named():
    made = new_conversation("p", "m")
    made.ask("look", attachments=[paste_as_text("long\ntext"), text_attachment("a.txt", "inside")])

    found = [(one.look, one.text) for one in paragraphs(made, LABELS)]

    assert found[2:] == [
        (Look.QUIET, "attachment: a.txt"),
        (Look.TEXT, "long"),
        (Look.TEXT, "text"),
        (Look.TEXT, ""),
        (Look.TEXT, "look"),
    ]


def test_what_an_imported_answer_held_and_where_one_was_cut_is_printed():
    made = chat("a picture")
    made.path()[1].parts.insert(0, part_of(Attachment("image", "cat.png", "", b"")))
    made.path()[1].append("refusal", "no more")
    made.path()[1].state = State.STOPPED

    found = [(one.look, one.text) for one in paragraphs(made, LABELS)]

    assert found[4:] == [
        (Look.QUIET, "attachment: cat.png"),
        (Look.TEXT, "a picture"),
        (Look.TEXT, "no more"),
        (Look.QUIET, "(incomplete)"),
    ]


def test_chinese_has_the_glyphs_of_simplified_chinese(qtbot, tmp_path):
    path = tmp_path / "chat.pdf"

    assert printed(qtbot, path, chat("骨直门返复")) == 1

    fonts = set(re.findall(rb"/FontName\s*/\w+\+(\S+)", path.read_bytes()))
    assert not any(b"CJKjp" in name or b"CJKkr" in name or b"CJKtc" in name for name in fonts)
    if "Noto Sans CJK SC" in QFontDatabase.families():
        assert any(b"CJKsc" in name for name in fonts), fonts


def test_a_long_chat_has_many_pages_and_no_line_is_cut_by_an_edge(qtbot, tmp_path):
    lines = [f"line {number} 零度" for number in range(400)]

    pages = printed(qtbot, tmp_path / "chat.pdf", chat("\n".join(lines)))

    assert 5 < pages < 20


def test_one_line_of_half_a_megabyte_is_no_trap(qtbot, tmp_path):
    began = time.process_time()

    pages = printed(qtbot, tmp_path / "chat.pdf", chat("ab零" * 170_000))

    assert pages > 50
    assert time.process_time() - began < 30


def test_drawing_is_given_up_between_slices(qtbot, tmp_path):
    finished = []
    printout = Printout(pdf(tmp_path / "a.pdf"), paragraphs(chat("line\n" * 20_000), LABELS), finished.append)

    with qtbot.waitSignal(printout.ended, timeout=10_000) as ended:
        printout.start()
        printout.cancel()

    assert 1 <= ended.args[0] <= 4
    assert finished == [False]


def test_what_is_stopped_is_finished_once_and_as_not_whole(qtbot, tmp_path):
    finished = []
    printout = Printout(pdf(tmp_path / "a.pdf"), paragraphs(chat("line\n" * 20_000), LABELS), finished.append)
    printout.start()

    printout.stop()
    printout.stop()

    assert finished == [False]


def test_what_could_not_be_kept_gives_no_page(qtbot, tmp_path):
    printout = Printout(pdf(tmp_path / "a.pdf"), paragraphs(chat("line"), LABELS), lambda _whole: False)

    with qtbot.waitSignal(printout.ended, timeout=10_000) as ended:
        printout.start()

    assert ended.args == [0]


def test_a_file_that_cannot_be_written_gives_no_page(qtbot, tmp_path, qtlog):
    with qtlog.disabled():
        printout = Printout(QPdfWriter(str(tmp_path / "gone" / "chat.pdf")), paragraphs(chat("x"), LABELS))
        with qtbot.waitSignal(printout.ended, timeout=10_000) as ended:
            printout.start()

    assert ended.args == [0]
