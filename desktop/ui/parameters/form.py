"""The system prompt and every parameter of a chat, each with a box of its own."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.chat.parameters import (
    EFFORTS,
    KNOWN,
    NUMBERS,
    TOKEN_LIMITS,
    FormatKind,
    format_text,
    json_text,
    number_text,
    read_effort,
    read_extra,
    read_format,
    read_number,
    read_stops,
    stops_text,
)
from desktop.chat.presets import Preset
from desktop.ui.labels import plain_label
from desktop.ui.line_edit import LineEdit
from desktop.ui.parameters.field import Field, line, lines
from desktop.ui.parameters.words import range_words


class ParametersForm(QWidget):
    """What an empty box means is that the parameter is not sent.

    Signals:
        changed(): a box says something else now, valid or not.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        unset = self.tr("Not sent")
        self.system_prompt = lines(self.tr("None is sent"), 5)
        self.system_prompt.setObjectName("systemPromptField")
        self.system_prompt.setAccessibleName(self.tr("System prompt"))
        self.model = LineEdit()
        self.model.setObjectName("presetModelField")
        self.model.setAccessibleName(self.tr("Model"))
        self._numbers = {name: line(unset) for name in NUMBERS if name not in TOKEN_LIMITS}
        self._limit, self._limit_name = line(unset), QComboBox()
        self._stop = lines(unset, 3)
        self._effort = QComboBox()
        self._format, self._schema = QComboBox(), lines("{ … }", 5)
        self._extra = lines('{ "top_k": 40 }', 4)
        self._fill_choices(unset)
        self.fields = self._make_fields()
        self._lay_out()
        self._connect()

    @property
    def errors(self) -> list[str]:
        """What is wrong, in the order of the boxes."""
        return [field.error for field in self.fields.values() if field.error]

    def parameters(self) -> dict[str, Any]:
        """What is set and valid, as the API names it."""
        found = {name: self.fields[name].value for name in self._numbers}
        found[str(self._limit_name.currentData())] = self.fields["max_tokens"].value
        found |= {name: self.fields[name].value for name in ("stop", "reasoning_effort", "response_format")}
        return {name: value for name, value in found.items() if value is not None} | (self.fields["extra"].value or {})

    def preset(self, name: str) -> Preset:
        """What the boxes say, under a name."""
        return Preset(name, self.model.text().strip(), self.system_prompt.toPlainText(), self.parameters())

    def show_values(self, model: str, system_prompt: str, parameters: dict[str, Any]) -> None:
        """Let the boxes say this; an empty model leaves the one that is there."""
        if model:
            self.model.setText(model)
        self.system_prompt.setPlainText(system_prompt)
        for name, box in self._numbers.items():
            box.setText(number_text(parameters[name]) if name in parameters else "")
        limit_name = next((name for name in reversed(TOKEN_LIMITS) if name in parameters), TOKEN_LIMITS[0])
        self._limit_name.setCurrentIndex(TOKEN_LIMITS.index(limit_name))
        self._limit.setText(number_text(parameters[limit_name]) if limit_name in parameters else "")
        self._stop.setPlainText(stops_text(parameters.get("stop")))
        effort = parameters.get("reasoning_effort", "")
        self._effort.setCurrentText(effort if isinstance(effort, str) else json_text(effort))
        kind, schema = format_text(parameters.get("response_format"))
        self._format.setCurrentIndex(self._format.findData(kind))
        self._schema.setPlainText(schema)
        self._extra.setPlainText(json_text({name: one for name, one in parameters.items() if name not in KNOWN}))

    def focus_error(self) -> None:
        """Put the keyboard into the first box that is not valid."""
        wrong = next((field for field in self.fields.values() if field.error), None)
        if wrong is not None:
            wrong.box.setFocus()

    def _fill_choices(self, unset: str) -> None:
        for name in TOKEN_LIMITS:
            self._limit_name.addItem(name, name)
        self._limit_name.setObjectName("tokenLimitName")
        self._limit_name.setAccessibleName(self.tr("Name of the token limit"))
        self._effort.setLineEdit(LineEdit())
        self._effort.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._effort.addItems(["", *EFFORTS])
        effort_line = self._effort.lineEdit()
        if effort_line is not None:
            effort_line.setPlaceholderText(unset)
        for kind, words in (
            ("", unset),
            ("text", self.tr("Text")),
            ("json_object", self.tr("JSON object")),
            ("json_schema", self.tr("JSON schema")),
            ("other", self.tr("Other, as JSON")),
        ):
            self._format.addItem(words, kind)
        self._schema.setObjectName("schemaField")
        self._schema.setAccessibleName(self.tr("JSON schema"))

    def _make_fields(self) -> dict[str, Field]:
        names = {
            "temperature": self.tr("Temperature"),
            "top_p": self.tr("Top P"),
            "presence_penalty": self.tr("Presence penalty"),
            "frequency_penalty": self.tr("Frequency penalty"),
            "seed": self.tr("Seed"),
        }
        fields = {
            name: Field(name, box, names[name], range_words(name), partial(_number_in, name, box))
            for name, box in self._numbers.items()
        }
        return {
            "temperature": fields["temperature"],
            "top_p": fields["top_p"],
            "max_tokens": Field(
                "max_tokens",
                self._limit,
                self.tr("Max tokens"),
                self.tr("Newer models of some servers want the second name"),
                lambda: read_number(str(self._limit_name.currentData()), self._limit.text()),
            ),
            "stop": Field(
                "stop",
                self._stop,
                self.tr("Stop at"),
                self.tr("Up to 4 texts, one a line; \\n is a line break"),
                lambda: read_stops(self._stop.toPlainText()) or None,
            ),
            "presence_penalty": fields["presence_penalty"],
            "frequency_penalty": fields["frequency_penalty"],
            "seed": fields["seed"],
            "reasoning_effort": Field(
                "reasoning_effort",
                self._effort,
                self.tr("Reasoning effort"),
                self.tr("How long a model that reasons may think"),
                lambda: read_effort(self._effort.currentText()),
            ),
            "response_format": Field(
                "response_format", self._format, self.tr("Response format"), "", self._read_format
            ),
            "extra": Field(
                "extra",
                self._extra,
                self.tr("Extra JSON"),
                self.tr("Further members of the request, as your server documents them"),
                lambda: read_extra(self._extra.toPlainText()),
            ),
        }

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(10)
        for row, (words, box) in enumerate(
            ((self.tr("System prompt"), self.system_prompt), (self.tr("Model"), self.model))
        ):
            label = plain_label(words)
            label.setBuddy(box)
            label.setContentsMargins(0, 8, 8, 0)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(box, row, 1)
        for name, field in self.fields.items():
            beside = {"max_tokens": self._limit_name}.get(name)
            below = {"response_format": self._schema}.get(name)
            field.add_to(grid, beside, below)
        inner = QWidget()
        inner.setLayout(grid)
        # The Tab key goes from top to bottom, whatever was made first.
        more: dict[str, QWidget] = {"max_tokens": self._limit_name, "response_format": self._schema}
        boxes: list[QWidget] = [self.system_prompt, self.model]
        for name, field in self.fields.items():
            boxes.append(field.box)
            if name in more:
                boxes.append(more[name])
        for one, following in pairwise(boxes):
            QWidget.setTabOrder(one, following)
        area = QScrollArea()
        area.setObjectName("parametersArea")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields have the keyboard, and it follows them
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
        self._show_schema()

    def _connect(self) -> None:
        fields = self.fields
        for name, box in self._numbers.items():
            box.textChanged.connect(fields[name].update)
        self._limit.textChanged.connect(fields["max_tokens"].update)
        self._limit_name.currentIndexChanged.connect(fields["max_tokens"].update)
        self._stop.textChanged.connect(fields["stop"].update)
        self._effort.editTextChanged.connect(fields["reasoning_effort"].update)
        self._format.currentIndexChanged.connect(self._show_schema)
        self._format.currentIndexChanged.connect(fields["response_format"].update)
        self._schema.textChanged.connect(fields["response_format"].update)
        self._extra.textChanged.connect(fields["extra"].update)
        for field in fields.values():
            field.changed.connect(self.changed)
        self.system_prompt.textChanged.connect(self.changed)
        self.model.textChanged.connect(self.changed)

    def _read_format(self) -> dict[str, Any] | None:
        return read_format(cast("FormatKind", self._format.currentData()), self._schema.toPlainText())

    def _show_schema(self) -> None:
        self._schema.setVisible(self._format.currentData() in {"json_schema", "other"})


def _number_in(name: str, box: QLineEdit) -> float | None:
    return read_number(name, box.text())
