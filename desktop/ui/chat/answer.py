"""An answer: caption, reasoning, Markdown, tools the model asked for, refusal, card, actions."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui.chat.body import MarkdownBody
from desktop.ui.chat.message import MessageWidget
from desktop.ui.chat.messages import MessageView
from desktop.ui.chat.notice_card import NoticeCard
from desktop.ui.chat.parts import Caption, QuietBox
from desktop.ui.chat.reasoning import Reasoning
from desktop.ui.chat.style import ChatStyle
from desktop.ui.chat.text_item import TextItem


class Answer(MessageWidget):
    """An assistant's turn."""

    def __init__(self, style: ChatStyle, view: MessageView) -> None:
        super().__init__(style, view)
        self.caption = Caption(style)
        self.caption.setParent(self)
        self.body = MarkdownBody(style)
        self.body.setParent(self)
        self.reasoning: Reasoning | None = None
        self.boxes: list[QuietBox] = []
        self.card: NoticeCard | None = None
        self.set_view(view)

    def text_items(self) -> list[TextItem]:
        reasoning = self.reasoning.text_items if self.reasoning is not None else []
        return [*reasoning, *self.body.text_items, *(item for box in self.boxes for item in box.text_items)]

    def rows(self) -> list[QWidget]:
        reasoning = [self.reasoning] if self.reasoning is not None else []
        card = [self.card] if self.card is not None else []
        return [self.caption, *reasoning, *self.body.items, *self.boxes, *card]

    def set_view(self, view: MessageView) -> None:
        super().set_view(view)
        self.setAccessibleName(view.caption or self.tr("Assistant"))
        self.caption.set_text(view.caption)
        if not view.text and self.body.text:
            self.selection.clear()
        self.body.set_text(view.text, open_end=view.streaming)
        if view.reasoning or self.reasoning is not None:
            self._reasoning().set_text(view.reasoning)
            self._show_thinking()
        self._show_boxes(view)
        self._show_card(view)
        self._update_bar()

    def append_text(self, text: str) -> None:
        """Add to the end of the answer."""
        self.body.append(text)
        if self.reasoning is not None:
            self._show_thinking()

    def append_reasoning(self, text: str) -> None:
        """Add to what the model thought."""
        reasoning = self._reasoning()
        reasoning.set_text(reasoning.text + text)
        self._show_thinking()

    def set_style(self, style: ChatStyle) -> None:
        super().set_style(style)
        self.caption.set_style(style)
        self.body.set_style(style)
        if self.reasoning is not None:
            self.reasoning.set_style(style)
        for box in self.boxes:
            _remove(box)
        self.boxes = []
        self._show_boxes(self.view)
        if self.card is not None:
            self.card.set_style(style)

    def height_for(self, width: int) -> int:
        px = self.chat_style.px
        self.caption.setGeometry(0, 0, width, px(19))
        y = px(19) + px(4)
        if self.reasoning is not None:
            y = self._put(self.reasoning, y, width, self.reasoning.height_for(width)) + px(10)
        y = self._put(self.body, y, width, self.body.height_for(width))
        for box in self.boxes:
            y = self._put(box, y + px(8), width, box.height_for(width))
        if self.card is not None:
            y = self._put(self.card, y + px(10), width, self.card.height_for(width))
        return self.place_bar(y + px(4), width) + px(6)

    def _put(self, part: QWidget, y: int, width: int, height: int) -> int:
        part.setGeometry(0, y, width, height)
        return y + height

    def _reasoning(self) -> Reasoning:
        if self.reasoning is None:
            self.reasoning = Reasoning(self.chat_style)
            self.reasoning.setParent(self)
            self.reasoning.resized.connect(self.resized)
            self.reasoning.show()
        return self.reasoning

    def _show_thinking(self) -> None:
        if self.reasoning is not None:
            thinking = self.view.streaming and not self.body.text and self.view.reasoning_s is None
            self.reasoning.set_state(thinking=thinking, seconds=self.view.reasoning_s)

    def _show_boxes(self, view: MessageView) -> None:
        words = [
            ("toolCallBlock", self.tr("The model asked for the tool {name}. It was not run.").format(name=name), text)
            for name, text in view.tool_calls
        ]
        if view.refusal:
            words.append(("refusalBlock", self.tr("The model refused"), view.refusal))
        if [box.shown for box in self.boxes] == [(title, text) for _, title, text in words]:
            return
        for box in self.boxes:
            _remove(box)
        self.boxes = []
        for name, title, text in words:
            box = QuietBox(name, self.chat_style, title, text, code=name == "toolCallBlock")
            box.setParent(self)
            box.show()
            self.boxes.append(box)

    def _show_card(self, view: MessageView) -> None:
        if view.notice is None:
            if self.card is not None:
                _remove(self.card)
                self.card = None
        elif self.card is None:
            self.card = NoticeCard(self.chat_style, view.notice)
            self.card.setParent(self)
            self.card.triggered.connect(self._on_triggered)
            self.card.show()
        else:
            self.card.set_notice(view.notice)


def _remove(widget: QWidget) -> None:
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()
