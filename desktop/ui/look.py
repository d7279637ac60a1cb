"""How the window looks and speaks, as the settings say."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from desktop.errors import SettingsError
from desktop.settings.settings import Settings
from desktop.ui.actions import check
from desktop.ui.font_box import fonts_of
from desktop.ui.language import install_language
from desktop.ui.main_window import MainWindow
from desktop.ui.motion import STILL, Motion
from desktop.ui.system.preferences import Preferences
from desktop.ui.theme import palette_for, qt_palette, style_sheet, text_font

ZOOM_STEPS = (50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
_CHOICES = ("theme", "language", "send_with")


class Look(QObject):
    """Applies theme, fonts, zoom, motion, language and the sending key, and keeps what the user chooses.

    Signals:
        not_saved(error): a choice holds for this session, but the settings file could not be written.
    """

    not_saved = Signal(SettingsError)

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__()
        self._application = application
        self._settings = settings
        self._window: MainWindow | None = None
        self._preferences = Preferences(application)
        self._motion = Motion(application)
        # Before the first widget: its words are translated as it is made.
        self._translators: list[QTranslator] = install_language(application, settings.get_str("language"))

    def take(self, window: MainWindow) -> None:
        """Dress the window and listen to its actions."""
        self._window = window
        actions = window.actions_
        actions.zoom_in.triggered.connect(lambda: self.zoom(1))
        actions.zoom_out.triggered.connect(lambda: self.zoom(-1))
        actions.zoom_reset.triggered.connect(lambda: self.choose("zoom_percent", 100))
        window.zoom_requested.connect(self.zoom)
        for name in _CHOICES:
            group = getattr(actions, name)
            group.triggered.connect(lambda action, name=name: self.choose(name, action.data()))
        self._preferences.changed.connect(self.apply)
        self._preferences.start()
        self.apply()

    def zoom(self, steps: int) -> None:
        """One step larger or smaller."""
        now = self._settings.get_int("zoom_percent")
        if steps > 0:
            wanted = next((step for step in ZOOM_STEPS if step > now), ZOOM_STEPS[-1])
        else:
            wanted = next((step for step in reversed(ZOOM_STEPS) if step < now), ZOOM_STEPS[0])
        self.choose("zoom_percent", wanted)

    def choose(self, name: str, value: object) -> None:
        """Keep a choice and apply it."""
        try:
            self._settings.set(name, value)
        except SettingsError as error:
            self.not_saved.emit(error)
        self.take_change(name)

    def take_change(self, name: str) -> None:
        """Apply a setting that has another value now."""
        if name == "language" and self._window is not None:
            for translator in self._translators:
                self._application.removeTranslator(translator)
            self._translators = install_language(self._application, self._settings.get_str("language"))
            self._window.retranslate()
        self.apply()

    def apply(self) -> None:
        """Dress everything as the settings say."""
        window, settings = self._window, self._settings
        if window is None:
            return
        preferences = self._preferences
        palette = palette_for(
            settings.get_str("theme"),
            settings.get_str("accent"),
            preferences.scheme,
            high_contrast=preferences.high_contrast,
        )
        zoom = settings.get_int("zoom_percent")
        self._application.setPalette(qt_palette(palette))
        fonts = fonts_of(settings)
        self._application.setFont(text_font(zoom, fonts))
        motion = settings.get_str("motion")
        self._motion.reduce(motion == "reduced" or (motion == "system" and preferences.reduced_motion))
        still = STILL if self._motion.is_reduced else ""
        self._application.setStyleSheet(style_sheet(palette, zoom, fonts) + still)
        window.set_theme(palette, zoom, fonts)
        window.chat.set_ctrl_enter(settings.get_str("send_with") == "ctrl_enter")
        for name in _CHOICES:
            check(getattr(window.actions_, name), settings.get_str(name))
