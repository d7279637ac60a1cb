"""Further headers of a profile, as rows; the values of private ones go to the keyring and are not shown again."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.errors import QT_TRANSLATE_NOOP, SettingsError
from desktop.settings.profiles import check_header, check_header_name, is_private_header
from desktop.ui.line_edit import LineEdit


class Headers(Struct, frozen=True):
    """What the rows say.

    Attributes:
        public: names and values that stand in the settings file.
        private: names whose values are in the keyring.
        typed: the values of private ones that were typed now.
    """

    public: dict[str, str]
    private: tuple[str, ...]
    typed: dict[str, str]

    def __repr__(self) -> str:
        # Without what was typed: it may stand in a trace.
        return f"Headers(public={self.public!r}, private={self.private!r})"


class _Row(QWidget):
    removed = Signal()

    def __init__(self, name: str, value: str, *, private: bool) -> None:
        super().__init__()
        self.name = LineEdit(name)
        self.name.setObjectName("headerNameField")
        self.name.setPlaceholderText(self.tr("Header name"))
        self.name.setAccessibleName(self.tr("Header name"))
        self.value = LineEdit(value)
        self.value.setObjectName("headerValueField")
        self.value.setAccessibleName(self.tr("Header value"))
        self.private = QCheckBox(self.tr("private"))
        self.private.setObjectName("headerPrivateBox")
        self.private.setAccessibleName(self.tr("Keep the value in the keyring"))
        self.remove = QPushButton(self.tr("Remove"))
        self.remove.setObjectName("removeHeaderButton")
        self.remove.setAccessibleName(self.tr("Remove this header"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.name, 2)
        row.addWidget(self.value, 3)
        row.addWidget(self.private)
        row.addWidget(self.remove)
        self.private.toggled.connect(self._show_private)
        self.private.setChecked(private)
        if private:
            self.value.setPlaceholderText(self.tr("kept in the keyring"))
        # A name that looks like a secret's is taken for one, before its value is typed.
        self.name.textEdited.connect(lambda text: self.private.setChecked(is_private_header(text)))
        self.remove.clicked.connect(self.removed)

    def _show_private(self, private: bool) -> None:
        self.value.setEchoMode(QLineEdit.EchoMode.Password if private else QLineEdit.EchoMode.Normal)


class HeaderFields(QWidget):
    """The rows, and a button for one more."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.add = QPushButton(self.tr("Add a header"))
        self.add.setObjectName("addHeaderButton")
        self.add.setAccessibleName(self.add.text())
        self.add.clicked.connect(self._add_empty)
        line = QHBoxLayout()
        line.addWidget(self.add)
        line.addStretch(1)
        self._column.addLayout(line)

    def show_headers(self, public: dict[str, str], private: tuple[str, ...]) -> None:
        """Show the headers of a profile."""
        for row in list(self._rows):
            self._remove(row)
        for name, value in public.items():
            self._add(name, value, private=False)
        for name in private:
            self._add(name, "", private=True)

    def headers(self) -> Headers:
        """What the rows say; rows without a name are left out.

        Raises:
            SettingsError: a name or value that no header has, or a secret that is not marked as private.
        """
        found = Headers({}, (), {})
        private: list[str] = []
        for row in self._rows:
            name, value = row.name.text().strip(), row.value.text().strip()
            if not name:
                continue
            if name.lower() in {one.lower() for one in (*found.public, *private)}:
                raise SettingsError(
                    QT_TRANSLATE_NOOP("SettingsError", "The header {name} stands in the list twice."), name=name
                )
            if row.private.isChecked():
                check_header_name(name)
                private.append(name)
                if value:
                    found.typed[name] = value
            else:
                check_header(name, value)
                found.public[name] = value
        return Headers(found.public, tuple(private), found.typed)

    def _add_empty(self) -> None:
        self._add("", "", private=False).name.setFocus()

    def _add(self, name: str, value: str, *, private: bool) -> _Row:
        row = _Row(name, value, private=private)
        row.removed.connect(lambda: self._remove(row))
        self._rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)
        return row

    def _remove(self, row: _Row) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
