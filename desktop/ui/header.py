"""The strip above a chat: its title, the model that answers, and the menu of all actions."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QStyledItemDelegate,
    QToolButton,
)

from desktop.ui.icons import icon, set_icon
from desktop.ui.labels import plain_label, set_plain_tooltip
from desktop.ui.line_edit import LineEdit
from desktop.ui.menu_button import give_menu
from desktop.ui.palettes import Palette
from desktop.ui.theme import zoomed

# Below these widths there is no room for the words of some buttons, and for one of their pictures.
FULL_PX, ICON_PX = 700, 460
# How narrow title, model and endpoint become before one of them has to go.
TITLE_MIN_PX, MODEL_MIN_PX, MODEL_MAX_PX, PROFILE_MIN_PX = 40, 100, 320, 60
LEFT_PX, RIGHT_PX, SPACING_PX = 18, 14, 12
# QStandardItem keeps its flags under this role, one below the user's: 0 can be neither picked nor marked.
_ENABLED_ROLE = Qt.ItemDataRole.UserRole - 1


class _ModelBox(QComboBox):
    """Signals:
    opening(): its list is about to be shown.
    """

    opening = Signal()

    def showPopup(self) -> None:
        self.opening.emit()
        super().showPopup()

    def event(self, event: QEvent) -> bool:
        # Alt+Down opens any choice on any system; without this it would be the menu's "Next message" here, too.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if event.key() == Qt.Key.Key_Down and modifiers == Qt.KeyboardModifier.AltModifier:
                event.accept()
                return True
        return super().event(event)


class Header(QFrame):
    """Signals:
    model_chosen(name): another model was picked or typed.
    find_requested(): words of the chat are to be found.
    models_wanted(): the list of models is about to be looked at.
    profile_chosen(id): another endpoint was picked.
    settings_requested(): the endpoints are to be changed.
    rename_requested(): the title was double-clicked.
    system_prompt_requested(): what is sent before the chat is to be seen.
    parameters_requested(): what the chat is asked with is to be seen.
    """

    model_chosen = Signal(str)
    find_requested = Signal()
    models_wanted = Signal()
    profile_chosen = Signal(str)
    settings_requested = Signal()
    rename_requested = Signal()
    system_prompt_requested = Signal()
    parameters_requested = Signal()

    def __init__(self, menu: QMenu) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._full_title = ""
        self.title = plain_label("", "chatTitle")
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.title.setMinimumWidth(TITLE_MIN_PX)
        self.model = _ModelBox()
        self.model.setObjectName("modelPicker")
        # The style sheet gives room to the lines of this delegate alone.
        self.model.setItemDelegate(QStyledItemDelegate(self.model))
        self.model.setEditable(True)
        self.model.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.profile = QToolButton()
        self.profile.setObjectName("profilePicker")
        self.profiles = QMenu(self)
        self.profiles.setObjectName("profileMenu")
        give_menu(self.profile, self.profiles)
        self.system_prompt = QToolButton()
        self.system_prompt.setObjectName("systemPromptButton")
        self.system_prompt.clicked.connect(self.system_prompt_requested)
        self.parameters = QToolButton()
        self.parameters.setObjectName("parametersButton")
        self.parameters.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.parameters.clicked.connect(self.parameters_requested)
        self._has_system_prompt, self._parameter_count = False, 0
        self.find_button = QToolButton()
        self.find_button.setObjectName("findButton")
        self.find_button.clicked.connect(self.find_requested)
        self.menu = QToolButton()
        self.menu.setObjectName("menuButton")
        give_menu(self.menu, menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(LEFT_PX, 8, RIGHT_PX, 8)
        row.setSpacing(SPACING_PX)
        row.addWidget(self.title)
        row.addWidget(self.model)
        row.addWidget(self.profile)
        row.addWidget(self.system_prompt)
        row.addStretch(1)
        row.addWidget(self.find_button)
        row.addWidget(self.parameters)
        row.addWidget(self.menu)
        self.model.activated.connect(self._picked)
        self.model.opening.connect(self.models_wanted)
        self._field = LineEdit()
        self._field.setObjectName("modelField")
        self.model.setLineEdit(self._field)
        self._field.editingFinished.connect(self._picked)
        self._arrow = self._field.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self._arrow.triggered.connect(self.model.showPopup)
        (self._show_models,) = self._field.findChildren(QToolButton)
        self._show_models.setObjectName("modelArrow")
        self._chosen = self._profile_name = self._note = ""
        self._note_row = 0
        self.retranslate()

    def show_title(self, title: str) -> None:
        """Name the chat; what does not fit is elided."""
        self._full_title = title
        others = (self.model, self.profile, self.system_prompt, self.find_button, self.parameters, self.menu)
        # The model's width is fixed, whatever it would like to be.
        widths = [max(min(one.sizeHint().width(), one.maximumWidth()), one.minimumWidth()) for one in others]
        shown = [width for width, one in zip(widths, others, strict=True) if not one.isHidden()]
        taken = sum(shown) + SPACING_PX * (len(shown) + 1)
        room = max(TITLE_MIN_PX, self.width() - taken - LEFT_PX - RIGHT_PX)
        self.title.setText(self.title.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room))
        self.title.setAccessibleName(title)

    def show_models(self, names: tuple[str, ...], chosen: str, profile: str) -> None:
        """Offer `names`, with `chosen` picked, for a chat of the profile named `profile`."""
        with QSignalBlocker(self.model):
            self.model.clear()
            self.model.addItems(list(dict.fromkeys([*names, *([chosen] if chosen else [])])))
            self.model.setCurrentText(chosen)
            self._note_row = self.model.count()
            self._show_note()
        self._field.setCursorPosition(0)
        self._chosen = chosen
        self._profile_name = profile
        for thing in (self.profile, self.profiles):
            thing.setAccessibleName(self.tr("Endpoint: {name}").format(name=profile))
        self.profiles.setTitle(self.profiles.accessibleName().replace("&", "&&"))
        set_plain_tooltip(self.profile, self.profile.accessibleName())
        self._fit_names()

    def show_models_note(self, words: str) -> None:
        """Say something below the models that can be picked: they are asked for, or did not come."""
        self._note = words
        with QSignalBlocker(self.model):
            self._show_note()

    def _show_note(self) -> None:
        while self.model.count() > self._note_row:
            self.model.removeItem(self.model.count() - 1)
        if self._note:
            self.model.addItem(self._note)
            self.model.setItemData(self._note_row, 0, _ENABLED_ROLE)
        # The list may be wider than the box: a note that is cut says nothing.
        wide = self.model.view().sizeHintForColumn(0) + 2 * SPACING_PX if self._note else 0
        self.model.view().setMinimumWidth(wide)

    def show_profiles(self, names: Mapping[str, str], chosen: str) -> None:
        """Offer endpoints by id and name, with `chosen` marked."""
        self.profiles.clear()
        for profile_id, name in names.items():
            action = self.profiles.addAction(name.replace("&", "&&"))
            action.setObjectName(f"profile_{profile_id}")
            action.setCheckable(True)
            action.setChecked(profile_id == chosen)
            action.triggered.connect(lambda _checked=False, one=profile_id: self.profile_chosen.emit(one))
        self.profiles.addSeparator()
        settings = self.profiles.addAction(self.tr("Connection settings…"))
        settings.setObjectName("profileSettings")
        settings.triggered.connect(self.settings_requested)

    def show_request(self, system_prompt: str, parameter_count: int) -> None:
        """Say whether a system prompt is set, and how many parameters are."""
        self._has_system_prompt, self._parameter_count = bool(system_prompt.strip()), parameter_count
        self._show_request()

    def set_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        set_icon(self.find_button, "search", palette.dim)
        set_icon(self.menu, "menu", palette.dim)
        set_icon(self.parameters, "gear", palette.dim)
        self._arrow.setIcon(icon("chevron-down", palette.dim))
        self._fit()  # the zoom may be another one

    def retranslate(self) -> None:
        """Set all words in the current language."""
        # QComboBox ignores its own accessible name on Linux.
        self._field.setAccessibleName(self.tr("Model"))
        self._field.setPlaceholderText(self.tr("Model"))
        self._show_models.setAccessibleName(self.tr("Show the models"))
        self.model.setAccessibleName(self.tr("Model"))
        self.find_button.setAccessibleName(self.tr("Find in this chat"))
        set_plain_tooltip(self.find_button, self.tr("Find in this chat"))
        for thing in (self.menu, self.menu.menu()):
            thing.setAccessibleName(self.tr("Menu"))
        self._show_request()

    def _show_request(self) -> None:
        prompt, parameters = self.tr("System prompt"), self.tr("Parameters")
        # A dot and a number, not a colour alone, say that something is set.
        self.system_prompt.setText(f"{prompt} ●" if self._has_system_prompt else prompt)
        says = self.tr("System prompt, set") if self._has_system_prompt else self.tr("System prompt, not set")
        self.system_prompt.setAccessibleName(says)
        set_plain_tooltip(self.system_prompt, says)
        count = self._parameter_count
        self.parameters.setText(f"{parameters} {count}" if count else parameters)
        says = self.tr("Parameters: %n are set", "", count) if count else self.tr("Parameters: none is set")
        self.parameters.setAccessibleName(says)
        set_plain_tooltip(self.parameters, says)
        self._fit()

    def _fit(self) -> None:
        """In a narrow window the menu has what does not fit."""
        width = self.width()
        style = Qt.ToolButtonStyle
        only_icon = width < zoomed(FULL_PX)
        self.parameters.setToolButtonStyle(style.ToolButtonIconOnly if only_icon else style.ToolButtonTextBesideIcon)
        self.system_prompt.setVisible(not only_icon)
        self.parameters.setVisible(width >= zoomed(ICON_PX))
        self._fit_names()

    def _fit_names(self) -> None:
        """Give the model and the endpoint the room there is: the endpoint's name gives way first, then the model's."""
        others = (self.system_prompt, self.find_button, self.parameters, self.menu)
        shown = [one.sizeHint().width() for one in others if not one.isHidden()]
        # The stretch in the middle has a gap on either side too.
        room = self.width() - LEFT_PX - RIGHT_PX - TITLE_MIN_PX - sum(shown) - SPACING_PX * (len(shown) + 3)
        wanted = min(MODEL_MAX_PX, max(150, self._field.fontMetrics().horizontalAdvance(self._chosen) + 64))
        metrics = self.profile.fontMetrics()
        self.profile.setText(self._profile_name)
        around = self.profile.sizeHint().width() - metrics.horizontalAdvance(self._profile_name)
        profile = max(PROFILE_MIN_PX, room - wanted)
        has_place = room >= MODEL_MIN_PX + PROFILE_MIN_PX
        self.profile.setVisible(has_place)
        self.profile.setText(metrics.elidedText(self._profile_name, Qt.TextElideMode.ElideRight, profile - around))
        left = room - self.profile.sizeHint().width() if has_place else room + SPACING_PX
        self.model.setFixedWidth(min(wanted, max(MODEL_MIN_PX, left)))

    def _picked(self) -> None:
        name = self.model.currentText().strip()
        if name and name != self._chosen:
            self._chosen = name
            self.model_chosen.emit(name)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.title.geometry().contains(event.position().toPoint()):
            self.rename_requested.emit()
        super().mouseDoubleClickEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.show_title(self._full_title)
