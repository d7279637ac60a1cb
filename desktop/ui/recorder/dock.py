"""The dock of the flight recorder: one answer, its requests, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDockWidget,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableView,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.chat.recorder import Recorder, Recording
from desktop.chat.request_code import as_curl, as_node, as_python
from desktop.chat.turn import State, Turn
from desktop.ui.icons import set_icon
from desktop.ui.labels import plain_label, set_plain_tooltip
from desktop.ui.menu_button import give_menu
from desktop.ui.palettes import Palette
from desktop.ui.recorder.events import EventTable
from desktop.ui.recorder.texts import facts_lines, for_display, phases_of, pretty, request_text, response_text
from desktop.ui.recorder.timeline import Timeline

# While an answer is being made, between two looks at its recording.
LOOK_MS = 500


class RecorderDock(QDockWidget):
    """Shows the requests of one answer, while they run and afterwards.

    Signals:
        save_requested(uuid): the recording is to be saved as a bundle.
        send_again_requested(uuid): the shown request is to be sent once more; nobody was asked yet.
    """

    save_requested = Signal(str)
    send_again_requested = Signal(str)

    def __init__(self, recorder: Recorder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recorderDock")
        self.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea | Qt.DockWidgetArea.BottomDockWidgetArea)
        self._recorder = recorder
        self._turn: Turn | None = None
        self._recordings: Sequence[Recording] = ()
        self.heading = plain_label("", "recorderHeading")
        self.away = QToolButton()
        self.away.setObjectName("recorderCloseButton")
        self.away.clicked.connect(self.hide)
        self.title = plain_label("", "recorderTitle", wrap=True)
        self.requests = QComboBox()
        self.requests.setObjectName("recorderRequests")
        self.requests.hide()
        self.request = self._text("recorderRequestText")
        self.response = self._text("recorderResponseText")
        self.timeline = Timeline()
        self.events = EventTable()
        self.table = QTableView()
        self.event_box = self._text("recorderEventText")
        self.tabs = QTabWidget()
        self.tabs.setObjectName("recorderTabs")
        self.tabs.tabBar().setObjectName("recorderTabBar")
        # The dock is as wide as they need: none hides behind an arrow.
        self.tabs.setUsesScrollButtons(False)
        self.copy = QPushButton()
        self.copy.setObjectName("recorderCopyButton")
        self._copies: dict[str, QAction] = {}
        self.save = QPushButton()
        self.save.setObjectName("recorderSaveButton")
        self.send_again = QPushButton()
        self.send_again.setObjectName("recorderSendAgainButton")
        self._lay_out()
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self.refresh)
        self.requests.currentIndexChanged.connect(self._show_request)
        self.save.clicked.connect(lambda: self._turn is not None and self.save_requested.emit(self._turn.uuid))
        self.send_again.clicked.connect(
            lambda: self._turn is not None and self.send_again_requested.emit(self._turn.uuid)
        )
        self.visibilityChanged.connect(lambda _visible: self.refresh())
        self.retranslate()
        self.hide()

    @property
    def turn(self) -> Turn | None:
        """The answer that is shown."""
        return self._turn

    @property
    def recording(self) -> Recording | None:
        """The request that is shown; None where none is kept."""
        at = self.requests.currentIndex()
        return self._recordings[at] if 0 <= at < len(self._recordings) else None

    @property
    def recordings(self) -> Sequence[Recording]:
        """All requests of the answer that are kept."""
        return self._recordings

    def show_answer(self, turn: Turn | None) -> None:
        """Show another answer, its last request first."""
        self._turn = turn
        self._recordings = ()
        self.requests.clear()
        self.requests.hide()
        self.refresh()

    def refresh(self) -> None:
        """Look at the recording again; while the answer is being made that happens by itself."""
        turn = self._turn
        if turn is None or not self.isVisible():
            self._look.stop()
            if turn is None:
                self._show_request()
            return
        before = len(self._recordings)
        self._recordings = self._recorder.of(turn.uuid)
        if len(self._recordings) != before:
            at_last = self.requests.currentIndex() in {-1, before - 1}
            for number in range(before, len(self._recordings)):
                self.requests.addItem(self.tr("Request {number}").format(number=number + 1))
            if at_last:
                self.requests.setCurrentIndex(len(self._recordings) - 1)
        self.requests.setVisible(len(self._recordings) > 1)
        self._show_request()
        if turn.state is State.STREAMING:
            self._look.start()
        else:
            self._look.stop()

    def set_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        self.timeline.set_theme(palette)
        set_icon(self.away, "close", palette.dim)

    def retranslate(self) -> None:
        """Set all words in the current language."""
        self.setWindowTitle(self.tr("Flight recorder"))
        self.heading.setText(self.windowTitle())
        self.tabs.setAccessibleName(self.windowTitle())
        self.away.setAccessibleName(self.tr("Close"))
        set_plain_tooltip(self.away, self.tr("Close"))
        self.requests.setAccessibleName(self.tr("Request"))
        for number, words in enumerate((self.tr("Request"), self.tr("Answer"), self.tr("Times"), self.tr("Events"))):
            self.tabs.setTabText(number, words)
        for box, words in (
            (self.request, self.tr("Request")),
            (self.response, self.tr("Answer")),
            (self.timeline, self.tr("Times")),
            (self.table, self.tr("Events")),
            (self.event_box, self.tr("Event")),
        ):
            box.setAccessibleName(words)
        for button, words in (
            (self.copy, self.tr("Copy as")),
            (self.save, self.tr("Save…")),
            (self.send_again, self.tr("Send again…")),
        ):
            button.setText(words)
            button.setAccessibleName(words)
        for name, words in (
            ("curl", "cURL"),
            ("python", "Python (openai)"),
            ("node", "Node.js (openai)"),
            ("json", self.tr("JSON of the request")),
        ):
            self._copies[name].setText(words)
        self._show_request()

    def copy_as(self, name: str) -> None:
        """Put the request into the clipboard as `curl`, `python`, `node` or `json`."""
        recording = self.recording
        if recording is None:
            return
        forms = {"curl": as_curl, "python": as_python, "node": as_node}
        QGuiApplication.clipboard().setText(forms[name](recording) if name in forms else recording.body)

    def _show_request(self) -> None:
        turn, recording = self._turn, self.recording
        has_body = recording is not None and bool(recording.body)
        self.copy.setEnabled(has_body)
        self.save.setEnabled(recording is not None)
        self.send_again.setEnabled(has_body and turn is not None and turn.state is not State.STREAMING)
        self.events.show_events(recording)
        if turn is None:
            self.title.setText(self.tr("Choose an answer: the recorder is among its buttons."))
            texts = ("", "")
        elif recording is None:
            self.title.setText(
                self.tr("Not recorded: only the last answers since the program was started are kept, in memory.")
            )
            texts = ("", "\n".join(facts_lines(turn)))
        else:
            self.title.setText(turn.model_answered or turn.model_asked)
            texts = (request_text(recording), response_text(recording, turn))
        for box, text in zip((self.request, self.response), texts, strict=True):
            shown = for_display(text)
            if box.toPlainText() != shown:
                box.setPlainText(shown)
        self.timeline.show_times(phases_of(recording) if recording else (), recording.gaps() if recording else ())
        if recording is not None and recording.events_dropped:
            self.title.setText(self.tr("%n further events are not kept: it is too large", "", recording.events_dropped))
        self._show_event()

    def _show_event(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        text = self.events.event_at(rows[0].row()).data if rows else ""
        shown = for_display(pretty(text))
        if self.event_box.toPlainText() != shown:
            self.event_box.setPlainText(shown)

    def _lay_out(self) -> None:
        self.table.setObjectName("recorderEvents")
        self.table.setModel(self.events)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setColumnWidth(0, 70)
        self.table.setColumnWidth(1, 70)
        self.table.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_event())
        stream = QSplitter(Qt.Orientation.Vertical)
        stream.addWidget(self.table)
        stream.addWidget(self.event_box)
        stream.setStretchFactor(0, 3)
        stream.setStretchFactor(1, 2)
        times = QScrollArea()
        times.setObjectName("recorderTimes")
        times.setWidgetResizable(True)
        times.setFrameShape(QScrollArea.Shape.NoFrame)
        times.setWidget(self.timeline)
        for page in (self.request, self.response, times, stream):
            self.tabs.addTab(page, "")
        menu = QMenu(self)
        menu.setObjectName("recorderCopyMenu")
        for name in ("curl", "python", "node", "json"):
            action = QAction(menu)
            action.setObjectName(f"recorderCopy_{name}")
            action.triggered.connect(lambda _checked=False, name=name: self.copy_as(name))
            self._copies[name] = action
        menu.addActions([self._copies[name] for name in ("curl", "python", "node")])
        menu.addSeparator()
        menu.addAction(self._copies["json"])
        give_menu(self.copy, menu)
        buttons = QHBoxLayout()
        for button in (self.copy, self.save, self.send_again):
            buttons.addWidget(button)
        buttons.addStretch(1)
        content = QWidget()
        content.setObjectName("recorderContent")
        column = QVBoxLayout(content)
        column.setContentsMargins(10, 6, 10, 10)
        column.addWidget(self.title)
        column.addWidget(self.requests)
        column.addWidget(self.tabs, 1)
        column.addLayout(buttons)
        self.setWidget(content)
        # Its own title bar: Qt's is as high as Latin letters, and cuts Chinese ones off.
        bar = QWidget()
        bar.setObjectName("recorderBar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 4, 6, 4)
        row.addWidget(self.heading, 1)
        row.addWidget(self.away)
        self.setTitleBarWidget(bar)
        self.setMinimumWidth(300)

    def select_event(self, row: int) -> None:
        """Show an event whole."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().select(self.events.index(row, 0), flags)

    @staticmethod
    def _text(name: str) -> QPlainTextEdit:
        box = QPlainTextEdit()
        box.setObjectName(name)
        box.setReadOnly(True)
        box.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        box.setProperty("code", True)
        return box
