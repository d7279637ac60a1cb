"""What stands on paper of a chat: its title, and each message of the path that is shown as the chat view has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from desktop.chat.attachments import attachments_in, whole_text
from desktop.chat.conversation import Conversation, Turn
from desktop.chat.exports import Labels
from desktop.markup.inline import plain_runs
from desktop.markup.nodes import Run, Runs
from desktop.ui.attachments.words import attachment_facts
from desktop.ui.chat.after_text import after_text
from desktop.ui.chat.body import Body
from desktop.ui.chat.messages import AttachmentView, MessageView
from desktop.ui.chat.pieces import (
    AttachmentPiece,
    CaptionPiece,
    Piece,
    TableRow,
    TextPiece,
    bubble_pieces,
    thought_pieces,
)
from desktop.ui.chat.reasoning import fold_words
from desktop.ui.turn_views import message_view


def printed_pieces(conversation: Conversation, labels: Labels) -> Iterator[Sequence[Piece]]:
    """The pieces of a chat from top to bottom, those of a message together; none where more is to be worked out."""
    yield (TextPiece(plain_runs(conversation.title or labels.untitled), heading=1),)
    if conversation.system_prompt.strip():
        yield (_small(labels.system_prompt), *thought_pieces(conversation.system_prompt.strip()))
    for turn in conversation.path():
        if turn.role == "user":
            yield _question(turn)
        else:
            yield from _answer(turn, message_view(conversation, turn), labels)


def _question(turn: Turn) -> Sequence[Piece]:
    shown = [
        AttachmentView(one.name, attachment_facts(one), one.thumbnail)
        for one in attachments_in(turn.parts)
        if not one.as_text
    ]
    cards = [AttachmentPiece(one) for one in shown]
    text = whole_text(turn)
    return (*cards, *bubble_pieces(text)) if text or not cards else cards


def _answer(turn: Turn, view: MessageView, labels: Labels) -> Iterator[Sequence[Piece]]:
    model = turn.model_answered or turn.model_asked
    names = [labels.assistant, *([model] if model else []), view.time_text]
    pieces: list[Piece] = [CaptionPiece(" · ".join(names))]
    pieces += [_small(f"{labels.attachment}: {one.name}") for one in view.attachments]
    if view.reasoning:
        pieces.append(_small(fold_words(thinking=False, seconds=view.reasoning_s)))
        pieces += thought_pieces(view.reasoning.strip("\n"))
    body = Body()
    body.set_text(view.text, open_end=False)
    while body.pending:
        body.work()
        yield ()
    pieces += (_spelt(piece) for piece in body.pieces)
    pieces += after_text(view)
    if view.notice is not None:
        pieces.append(_small(f"{view.notice.title} ({labels.incomplete})"))
    yield pieces


def _spelt(piece: Piece) -> Piece:
    """A piece with the address of each link behind its words: paper cannot be pressed."""
    match piece:
        case TextPiece():
            return replace(piece, runs=_with_addresses(piece.runs))
        case TableRow():
            return replace(piece, cells=tuple(_with_addresses(cell) for cell in piece.cells))
        case _:
            return piece


def _with_addresses(runs: Runs) -> Runs:
    if not any(run.link for run in runs):
        return runs
    spelt: list[Run] = []
    for link, group in groupby(runs, key=lambda run: run.link):
        parts = list(group)
        spelt += parts
        if link and "".join(run.text for run in parts) not in {link, link.removeprefix("mailto:")}:
            spelt.append(Run(f" ({link})"))
    return tuple(spelt)


def _small(words: str) -> TextPiece:
    return TextPiece(plain_runs(words), look="small")
