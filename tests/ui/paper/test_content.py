"""`desktop.ui.paper.content`: what stands on paper of a chat."""

from __future__ import annotations

from desktop.chat.attachments import Attachment, part_of, paste_as_text, text_attachment
from desktop.chat.conversation import State, new_conversation
from desktop.chat.exports import Labels
from desktop.ui.chat.pieces import (
    AttachmentPiece,
    BubblePiece,
    CaptionPiece,
    CodePiece,
    RulePiece,
    TableRow,
    TextPiece,
    rough_text,
)
from desktop.ui.paper.content import printed_pieces

LABELS = Labels("You", "Assistant", "Thoughts", "System prompt", "incomplete", "chat", "attachment")


def chat(answer_text, question="骨直门 <b>bold</b>"):
    made = new_conversation("p", "m")
    question = made.ask(question)
    answer = made.answer(question.uuid, "gpt-4o", "o")
    answer.append("text", answer_text)
    answer.state = State.COMPLETE
    return made


def printed(conversation):
    """The pieces as (kind, words)."""
    found = []
    for piece in (piece for group in printed_pieces(conversation, LABELS) for piece in group):
        match piece:
            case TextPiece():
                kind = f"heading {piece.heading}" if piece.heading else piece.look
                found.append((kind, "".join(run.text for run in piece.runs)))
            case BubblePiece():
                found.append(("question", rough_text(piece.runs)))
            case CaptionPiece():
                found.append(("caption", piece.text.rpartition(" · ")[0]))
            case CodePiece():
                found.append(("code", piece.code.text))
            case TableRow():
                found.append(("row", [rough_text(cell) for cell in piece.cells]))
            case AttachmentPiece():
                found.append(("attachment", piece.view.name))
            case RulePiece():
                found.append(("rule", ""))
    return found


def test_the_title_the_prompt_and_each_message_stand_there_as_the_chat_shows_them():
    made = chat("# Two\n\nbefore **bold**\n\n| a | b |\n|---|---|\n| c | d |\n\n---\n\n```py\nx = '<i>'\n```")
    made.system_prompt = "be kind"
    made.path()[1].append("reasoning", "hmm")
    made.path()[1].reasoning_ms = 1700

    assert printed(made) == [
        ("heading 1", "骨直门 <b>bold</b>"),
        ("small", "System prompt"),
        ("thought", "be kind"),
        ("question", "骨直门 <b>bold</b>"),
        ("caption", "Assistant · gpt-4o"),
        ("small", "Thought for 1.7 s"),
        ("thought", "hmm"),
        ("heading 1", "Two"),
        ("body", "before bold"),
        ("row", ["a", "b"]),
        ("row", ["c", "d"]),
        ("rule", ""),
        ("code", "x = '<i>'"),
    ]


def test_a_pasted_text_is_printed_and_a_file_named():
    made = new_conversation("p", "m")
    made.ask("look", attachments=[paste_as_text("long\ntext"), text_attachment("a.txt", "inside")])

    assert printed(made)[1:] == [("attachment", "a.txt"), ("question", "long\ntext\n\nlook")]


def test_a_question_of_a_file_alone_has_no_empty_bubble():
    made = new_conversation("p", "m")
    made.ask("", attachments=[text_attachment("a.txt", "inside")])

    assert printed(made)[1:] == [("attachment", "a.txt")]


def test_what_an_imported_answer_held_its_refusal_and_where_it_was_cut_is_printed():
    made = chat("a picture")
    made.path()[1].parts.insert(0, part_of(Attachment("image", "cat.png", "", b"")))
    made.path()[1].append("refusal", "no more")
    made.path()[1].state = State.STOPPED

    assert printed(made)[3:] == [
        ("small", "attachment: cat.png"),
        ("body", "a picture"),
        ("small", "The model refused"),
        ("body", "no more"),
        ("small", "Stopped (incomplete)"),
    ]


def test_the_address_of_a_link_stands_behind_its_words():
    made = chat("[**a** b](https://example.org) and <https://example.org/x>\n\n|[c](https://example.org/c)|\n|-|")

    assert printed(made)[3:] == [
        ("body", "a b (https://example.org) and https://example.org/x"),
        ("row", ["c (https://example.org/c)"]),
    ]


def test_a_long_answer_is_worked_out_in_steps():
    groups = list(printed_pieces(chat("words *and* more\n\n" * 20_000), LABELS))

    assert groups.count(()) > 50
    assert len(groups[-1]) == 20_001
