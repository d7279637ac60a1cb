"""What is really painted can be read: every kind of widget, in every theme and accent, in the states that it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.palettes import ACCENTS, CONTRAST, Palette
from desktop.ui.theme import palette_for, qt_palette, style_sheet, text_font

PALETTES = {
    f"{theme}-{accent}": palette_for(theme, accent) for theme in ("light", "dark") for accent in ACCENTS
} | CONTRAST
TEXT_RATIO, RING_RATIO = 4.5, 3.0
# Large letters: in small ones no pixel has the whole colour, and it is the colours that the ratio is about.
ZOOM = 200
# A ring of one pixel around the smallest widget; a caret alone has fewer.
RING_PX = 40
WORDS = "Illinois 默认"


def luminance(colour: QColor) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = colour.getRgbF()[:3]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pixels(image: QImage) -> np.ndarray:
    """The colours of every pixel as 0xffRRGGBB, in rows."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(plain.constBits(), np.uint32).reshape(plain.height(), plain.width()).copy()


def text_contrast(image: QImage) -> float:
    """Of the ground, which is the commonest colour, with what is drawn on it most clearly: the middle of a stem."""
    found, counts = np.unique(pixels(image), return_counts=True)
    ground = QColor.fromRgb(int(found[counts.argmax()]))
    return max(contrast(ground, QColor.fromRgb(int(colour))) for colour in found)


@pytest.fixture(params=PALETTES.values(), ids=PALETTES)
def palette(request, qapp: QApplication) -> Iterator[Palette]:
    before = (qapp.palette(), qapp.font(), qapp.styleSheet())
    qapp.setPalette(qt_palette(request.param))
    qapp.setFont(text_font(ZOOM))
    qapp.setStyleSheet(style_sheet(request.param, ZOOM))
    yield request.param
    qapp.setPalette(before[0])
    qapp.setFont(before[1])
    qapp.setStyleSheet(before[2])


@pytest.fixture
def page(qtbot, palette) -> QWidget:
    """A window with a field that has the keyboard, so that nothing else has it."""
    made = QWidget()
    made.setObjectName("centre")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    QVBoxLayout(made)
    first = QLineEdit(made)
    first.setObjectName("first")
    made.layout().addWidget(first)
    qtbot.addWidget(made)
    made.resize(420, 240)
    made.show()
    made.activateWindow()
    first.setFocus()
    return made


def shown(page: QWidget, widget: QWidget) -> QWidget:
    page.layout().addWidget(widget)
    widget.show()
    page.layout().activate()
    return widget


def painted(page: QWidget, widget: QWidget) -> QImage:
    """The widget on its page."""
    return page.grab(widget.geometry()).toImage()


def inside(page: QWidget, widget: QWidget) -> QImage:
    """The widget without its outline."""
    picture = painted(page, widget)
    return picture.copy(picture.rect().adjusted(6, 4, -6, -4))


def push(**properties: bool) -> Callable[[], QWidget]:
    def make() -> QWidget:
        button = QPushButton(WORDS)
        for name, value in properties.items():
            button.setProperty(name, value)
        return button

    return make


def line(words: str = "", *, hint: str = "") -> QLineEdit:
    made = QLineEdit(words)
    made.setPlaceholderText(hint)
    return made


def tool() -> QToolButton:
    made = QToolButton()
    made.setText(WORDS)
    return made


def combo() -> QComboBox:
    made = QComboBox()
    made.addItem(WORDS)
    return made


def text_box(words: str = "", hint: str = "") -> QPlainTextEdit:
    made = QPlainTextEdit(words)
    made.setPlaceholderText(hint)
    made.setFixedHeight(60)
    return made


WIDGETS: dict[str, Callable[[], QWidget]] = {
    "button": push(),
    "primary button": push(primary=True),
    "link": push(link=True),
    "chip": push(chip=True),
    "tool button": tool,
    "check box": lambda: QCheckBox(WORDS),
    "line": lambda: line(WORDS),
    "placeholder": lambda: line(hint=WORDS),
    "text box": lambda: text_box(WORDS),
    "placeholder of a text box": lambda: text_box(hint=WORDS),
    "choice": combo,
    "number": QSpinBox,
}
STATES = ("plain", "hover", "disabled")


def test_every_text_can_be_read_in_every_state(page):
    found = {}
    for kind, make in WIDGETS.items():
        widget = shown(page, make())
        for state in STATES:
            widget.setEnabled(state != "disabled")
            widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, state == "hover")
            found[kind, state] = text_contrast(inside(page, widget))
        widget.hide()

    assert {what: round(ratio, 2) for what, ratio in found.items() if ratio < TEXT_RATIO} == {}


@pytest.mark.parametrize("kind", ["line", "text box"])
def test_selected_text_can_be_read(page, kind):
    widget = shown(page, WIDGETS[kind]())
    widget.setFocus()
    widget.selectAll()

    picture = inside(page, widget)
    assert text_contrast(picture.copy(10, 4, 100, picture.height() - 8)) >= TEXT_RATIO


@pytest.mark.parametrize("name", ["trashList", "profileList", "presetList", "anyList"])
def test_a_selected_row_can_be_read_with_the_keyboard_in_the_list_and_without(page, name):
    rows = QListWidget()
    rows.setObjectName(name)
    rows.addItems([WORDS, WORDS])
    shown(page, rows)
    rows.setCurrentRow(0)
    for has_keyboard in (False, True):
        (rows if has_keyboard else page.findChild(QLineEdit, "first")).setFocus()
        for row in (0, 1):
            place = rows.visualItemRect(rows.item(row)).adjusted(3, 3, -3, -3)
            picture = rows.viewport().grab(place).toImage()
            assert text_contrast(picture) >= TEXT_RATIO, (has_keyboard, row)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen knows no window manager
def test_every_line_of_a_menu_can_be_read(page):
    menu = QMenu(page)
    menu.addAction(WORDS)
    menu.addAction(WORDS).setEnabled(False)
    menu.addAction(WORDS)
    menu.setActiveAction(menu.actions()[2])
    menu.popup(QPoint(0, 0))

    for action in menu.actions():
        picture = menu.grab(menu.actionGeometry(action).adjusted(3, 3, -3, -3)).toImage()
        assert text_contrast(picture) >= TEXT_RATIO
    menu.close()


def tree() -> QTreeWidget:
    made = QTreeWidget()
    made.setHeaderHidden(True)
    made.addTopLevelItem(QTreeWidgetItem([WORDS]))
    return made


def tabs() -> QTabWidget:
    made = QTabWidget()
    made.addTab(QWidget(), WORDS)
    return made


def rows() -> QListWidget:
    made = QListWidget()
    made.addItem(WORDS)
    return made


FOCUSED: dict[str, Callable[[], QWidget]] = {
    **{name: make for name, make in WIDGETS.items() if not name.startswith("placeholder")},
    "list": rows,
    "tree": tree,
    "tabs": tabs,
}


def test_what_has_the_keyboard_is_seen(page):
    """It has a ring, or the like, of at least 3:1 against the ground, that was not there before."""
    ground = page.palette().window().color()
    found = {}
    for kind, make in FOCUSED.items():
        page.findChild(QLineEdit, "first").setFocus()
        widget = shown(page, make())
        before = pixels(painted(page, widget))
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        after = pixels(painted(page, widget))
        colours, counts = np.unique(after[before != after], return_counts=True)
        found[kind] = sum(
            int(count)
            for colour, count in zip(colours, counts, strict=True)
            if contrast(QColor.fromRgb(int(colour)), ground) >= RING_RATIO
        )
        widget.hide()

    assert {kind: count for kind, count in found.items() if count < RING_PX} == {}
