from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontDatabase, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QStyle

from desktop.ui.look import ZOOM_STEPS, Look
from desktop.ui.main_window import MainWindow
from desktop.ui.palettes import CONTRAST, DARK, LIGHT

CHIP_RADIUS_PX = 13  # of app.qss; over half the height Qt draws square corners


@pytest.fixture
def dressed(qtbot, qapp, make_stack):
    stack = make_stack()
    before = (qapp.palette(), qapp.font(), qapp.styleSheet())
    look = Look(qapp, stack.settings)
    window = MainWindow(stack.workspace, stack.key_services)
    qtbot.addWidget(window)
    look.take(window)
    yield look, window, stack.settings
    look.choose("language", "en")
    look.choose("motion", "full")
    qapp.setPalette(before[0])
    qapp.setFont(before[1])
    qapp.setStyleSheet(before[2])


def test_a_theme_is_applied_and_kept(dressed, qapp):
    look, window, settings = dressed

    window.actions_.theme.actions()[2].trigger()
    assert qapp.palette().window().color().name() == DARK.bg
    assert settings.get_str("theme") == "dark"

    look.choose("theme", "light")
    assert qapp.palette().window().color().name() == LIGHT.bg
    assert [action.data() for action in window.actions_.theme.actions() if action.isChecked()] == ["light"]


def test_fonts_and_their_sizes_change_everywhere_at_once(qtbot, dressed, qapp):
    look, window, _settings = dressed
    window.show_welcome(False)
    window.show()
    family = next(one for one in QFontDatabase.families() if "CJK" not in one and one != qapp.font().families()[0])

    for name, value in {"text_family": family, "text_size_px": 20, "code_family": family, "code_size_px": 18}.items():
        look.choose(name, value)

    style = window.chat.view.column.measure.style
    assert (style.text_font.families()[0], style.text_font.pixelSize()) == (family, 20)
    assert (style.code_font.families()[0], style.code_font.pixelSize()) == (family, 18)
    assert style.small_font.pixelSize() == 12
    edit = window.chat.composer.edit
    assert (edit.font().families()[0], edit.font().pixelSize()) == (family, 20)
    assert edit.height() > 20
    assert (qapp.font().families()[0], qapp.font().pixelSize()) == (family, 14)
    assert "Noto Sans CJK SC" in style.text_font.families()


def test_the_desktops_preferences_dress_the_window_at_once(dressed, qapp):
    look, _window, _settings = dressed

    look._preferences._portal.told.emit("color-scheme", 1)
    assert qapp.palette().window().color().name() == DARK.bg
    look._preferences._portal.told.emit("contrast", 1)
    assert qapp.palette().window().color().name() == CONTRAST["contrast_dark"].bg

    look.choose("theme", "light")
    assert qapp.palette().window().color().name() == LIGHT.bg


def test_motion_follows_the_system_unless_the_setting_says_otherwise(dressed, qapp):
    look, window, _settings = dressed
    flash = qapp.styleHints().cursorFlashTime()

    def duration():
        return qapp.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, window)

    look._preferences._portal.told.emit("reduced-motion", 1)
    assert (qapp.styleHints().cursorFlashTime(), duration()) == (0, 0)

    look.choose("motion", "full")
    assert qapp.styleHints().cursorFlashTime() == flash
    assert duration() > 0

    look._preferences._portal.told.emit("reduced-motion", 0)
    look.choose("motion", "reduced")
    assert (qapp.styleHints().cursorFlashTime(), duration()) == (0, 0)


def test_zoom_goes_in_steps_and_ends_at_50_and_300(dressed, qapp):
    look, window, settings = dressed
    window.actions_.zoom_in.trigger()
    assert settings.get_int("zoom_percent") == 110

    for _ in ZOOM_STEPS:
        look.zoom(1)
    assert settings.get_int("zoom_percent") == 300
    for _ in ZOOM_STEPS:
        look.zoom(-1)
    assert settings.get_int("zoom_percent") == 50
    window.actions_.zoom_reset.trigger()
    assert settings.get_int("zoom_percent") == 100
    assert qapp.font().pixelSize() == 14


def test_ctrl_and_the_wheel_zoom(dressed, qapp):
    _look, window, settings = dressed
    event = QWheelEvent(
        QPointF(300, 300),
        QPointF(300, 300),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )

    QApplication.sendEvent(window, event)

    assert settings.get_int("zoom_percent") == 110


def test_the_language_changes_while_the_window_lives(dressed):
    look, window, _settings = dressed

    look.choose("language", "zh_CN")
    assert window.sidebar.new_chat.text() == "新对话"
    assert window.chat.composer.button.text() == "发送"
    assert window.actions_.quit.text() == "退出"

    look.choose("language", "en")
    assert window.sidebar.new_chat.text() == "New chat"


def test_the_sending_key_reaches_the_composer(qtbot, dressed):
    look, window, _settings = dressed
    look.choose("send_with", "ctrl_enter")
    window.chat.composer.set_text("a")

    qtbot.keyClick(window.chat.composer.edit, Qt.Key.Key_Return)

    assert window.chat.composer.text == "a\n"
    assert "Ctrl+Enter" in window.chat.composer.hint.text()


def test_a_choice_that_cannot_be_saved_holds_and_is_said(qtbot, dressed, monkeypatch, qapp, tmp_path):
    look, _window, settings = dressed
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setattr(settings, "path", tmp_path / "file" / "settings.json")

    with qtbot.waitSignal(look.not_saved, timeout=10_000):
        look.choose("theme", "dark")

    assert qapp.palette().window().color().name() == DARK.bg


@pytest.mark.parametrize("zoom", [50, 100, 200, 300])
def test_nothing_is_cut_off_at_any_zoom(qtbot, dressed, zoom):
    look, window, _settings = dressed
    look.choose("zoom_percent", zoom)
    window.show_welcome(False)
    window.new_chat()
    window.resize(1200, 800)
    window.show()

    for part in (window.chat.header, window.usage):
        qtbot.waitUntil(lambda part=part: part.height() >= part.sizeHint().height(), timeout=10_000)
    chip = window.findChild(QPushButton, "startChip1")
    assert chip.height() >= 2 * CHIP_RADIUS_PX
    sidebar = window.sidebar
    hint = sidebar.findChild(QLabel, "shortcutHint")
    overlap = sidebar.new_chat.sizeHint().width() + hint.sizeHint().width() > sidebar.new_chat.width()
    assert hint.isHidden() == overlap


@pytest.mark.parametrize("zoom", [100, 125])
def test_every_field_of_the_first_run_keeps_its_height(qtbot, dressed, zoom):
    look, window, _settings = dressed
    look.choose("zoom_percent", zoom)
    window.show_welcome(True)
    window.resize(window.minimumSize())
    window.show()

    form = window.welcome.form
    for part in (form.base_url, form.key, form.start, form.demo):
        qtbot.waitUntil(lambda part=part: part.height() >= part.sizeHint().height(), timeout=10_000)


def test_the_model_picker_is_as_wide_as_its_words_after_a_zoom_there_and_back(dressed):
    look, window, _settings = dressed
    window.chat.header.show_models(("m",), "gpt-4o-2024-11-20", "test")
    before = window.chat.header.model.width()

    look.choose("zoom_percent", 200)
    wide = window.chat.header.model.width()
    look.choose("language", "zh_CN")
    look.choose("zoom_percent", 100)

    assert window.chat.header.model.width() == before < wide


def test_the_words_of_an_empty_box_can_be_read(dressed, qapp):
    """Where a style sheet sets the colour of a box, Qt makes its placeholder from that, half transparent."""
    look, window, _settings = dressed
    look.choose("theme", "contrast_dark")
    window.show()

    for box in (window.sidebar.search, window.chat.composer.edit):
        assert box.palette().placeholderText().color() == QColor(CONTRAST["contrast_dark"].faint)
