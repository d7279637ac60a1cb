"""The composition root: builds every object, connects them, and ends them in stages."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from desktop import __version__
from desktop.api.client import ChatClient
from desktop.api.origin import Endpoint
from desktop.api.retry import RetryPolicy
from desktop.api.transport import Limits
from desktop.assets import path
from desktop.chat.store.store import StoreStatus
from desktop.command_line import EXIT_FAILED, EXIT_IN_USE, EXIT_NO_DISPLAY, EXIT_OK, Options, parse_options
from desktop.demo.server import MODELS, DemoServer
from desktop.errors import KeyStoreError, SettingsError, StoreError
from desktop.log import Redactor, start_logging
from desktop.paths import Paths, user_paths
from desktop.settings.keys import KeyAccount, KeyStatus, KeyStore, forbid_core_dumps
from desktop.settings.profiles import Profile, Profiles, environment_profile
from desktop.settings.settings import Settings
from desktop.ui.ask import AskRun, refused_result
from desktop.ui.chat_session import Services
from desktop.ui.dialogs import show_about
from desktop.ui.key_access import KeyAccess, account_of
from desktop.ui.key_form import FALLBACK_MODEL, KeyServices
from desktop.ui.actions import check
from desktop.ui.language import install_language
from desktop.ui.main_window import MainWindow
from desktop.ui.profile_book import DEFAULT_ID, DEMO_ID, ProfileBook
from desktop.ui.system.display import has_display, input_method_environment
from desktop.ui.system.instance import DataFolderLock
from desktop.ui.system.links import open_folder
from desktop.ui.system.quit_signals import QuitSignals
from desktop.ui.theme import palette_for, qt_palette, style_sheet, text_font
from desktop.ui.welcome import KeyDialog
from desktop.ui.workspace import Workspace
from desktop.worker.key_worker import KeyWorker
from desktop.worker.loop_thread import LoopThread
from desktop.worker.store_worker import StoreWorker
from desktop.worker.stream_worker import StreamWorker

STOP_LIMIT_MS = 700
JOIN_LIMIT_MS = 600
ZOOM_STEPS = (50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
DEMO_QUESTION_SETTING = "demo"

_log = logging.getLogger(__name__)


class Application(QObject):
    """Everything that lives as long as the process, and the order in which it ends."""

    def __init__(self, qt: QApplication, options: Options, paths: Paths, redactor: Redactor) -> None:
        super().__init__()
        self._qt = qt
        self._options = options
        self._paths = paths
        self._redactor = redactor
        self._exit_code = EXIT_OK
        self._ending = False
        self._demo: DemoServer | None = None
        self._ask: AskRun | None = None
        self._settings = Settings(paths.settings)
        self._environment_error: SettingsError | None = None
        self._translators = install_language(qt, self._settings.get_str("language"))
        self._keys = KeyStore()
        environment = self._environment_profile()
        self._profiles = ProfileBook(Profiles(self._settings), environment, self._demo_base_url, MODELS)
        if options.demo:
            self._profiles.prefer(DEMO_ID)
        elif options.ask is not None and environment is not None and _names_both(os.environ):
            self._profiles.prefer(environment.id)

        self._network = LoopThread()
        limits = Limits(
            connect_s=self._settings.get_int("connect_timeout_s"),
            write_s=self._settings.get_int("write_timeout_s"),
            silence_s=self._settings.get_int("silence_timeout_s"),
        )
        self._client = ChatClient(self._key_for, limits)
        self._stream = StreamWorker(self._network, self._client, RetryPolicy())
        self._store = StoreWorker(paths.database)
        self._key_worker = KeyWorker(self._keys)
        access = KeyAccess(self._keys, self._key_worker)
        services = Services(self._stream, self._store, access, self._profiles.get)
        self._workspace = Workspace(services, self._profiles)
        self._key_services = KeyServices(self._keys, self._key_worker, self._stream)
        self.window = MainWindow(self._workspace, self._key_services)
        self._connect(access)
        self._apply_look()
        self._network.start()
        self._store.start()

    def start(self) -> None:
        """Show the window, then open the database and, with `--ask`, put the question."""
        needs_setup = not self._profiles.is_set_up and self._options.ask is None
        self.window.show_welcome(needs_setup)
        self.window.show()
        self._workspace.store_opened.connect(self._on_store_opened)
        QTimer.singleShot(0, self, self._workspace.start)

    def _connect(self, access: KeyAccess) -> None:
        window, actions = self.window, self.window.actions_
        window.closed.connect(self.quit)
        window.key_settings_requested.connect(self._show_key_settings)
        window.welcome.accepted.connect(self._accept_endpoint)
        window.welcome.demo_requested.connect(self._use_demo)
        actions.quit.triggered.connect(self.quit)
        actions.key_settings.triggered.connect(self._show_key_settings)
        actions.zoom_in.triggered.connect(lambda: self._zoom(1))
        actions.zoom_out.triggered.connect(lambda: self._zoom(-1))
        actions.zoom_reset.triggered.connect(lambda: self._set("zoom_percent", 100))
        window.view.zoom_requested.connect(self._zoom)
        actions.log_folder.triggered.connect(lambda: open_folder(self._paths.log))
        actions.about.triggered.connect(lambda: show_about(self.window))
        for name, group in (("theme", actions.theme), ("language", actions.language), ("send_with", actions.send_with)):
            group.triggered.connect(lambda action, name=name: self._set(name, action.data()))
        self._workspace.store_failed.connect(self._on_store_failed)
        access.waiting.connect(self._on_keyring_waiting)
        self._key_worker.saved.connect(self._on_key_saved)
        self._key_worker.failed.connect(self._on_key_failed)
        self._qt.styleHints().colorSchemeChanged.connect(self._apply_look)
        if self._environment_error is not None:
            window.banner.show_message(
                self.tr("The environment's API key or address cannot be used"), str(self._environment_error)
            )
        if self._settings.unreadable:
            window.banner.show_message(self.tr("The settings cannot be read"), self._settings.unreadable)
        if self._settings.damaged is not None:
            window.banner.show_message(
                self.tr("The settings file was damaged. It was kept as {name}; defaults are used.").format(
                    name=self._settings.damaged.name
                )
            )

    def _environment_profile(self) -> Profile | None:
        try:
            found = environment_profile(os.environ)
        except SettingsError as error:
            self._environment_error = error
            return None
        if found is None:
            return None
        profile, key = found
        self._redactor.add(key)
        self._keys.keep_for_session(account_of(profile.endpoint), key)
        return profile

    def _key_for(self, endpoint: Endpoint) -> str:
        key = self._keys.key(account_of(endpoint))
        self._redactor.add(key)
        return key

    def _demo_base_url(self) -> str:
        if self._demo is None:
            self._demo = DemoServer()
            self._demo_url = self._demo.start()
        return self._demo_url

    def _use_demo(self) -> None:
        self._profiles.prefer(DEMO_ID)
        self.window.show_welcome(False)
        self._workspace.new_chat()

    def _accept_endpoint(self, base_url: str, models: tuple[str, ...]) -> None:
        form = self.sender_form()
        key = form.take_key()
        old = self._profiles.get(DEFAULT_ID)
        default = models[0] if models else old.default_model or FALLBACK_MODEL
        host = Endpoint(base_url).host
        profile = Profile(
            id=DEFAULT_ID,
            name=host,
            base_url=base_url,
            models=models or old.models,
            default_model=default,
            works_without_key=not key,
        )
        try:
            self._profiles.save(profile)
        except SettingsError as error:
            self.window.banner.show_message(self.tr("The settings could not be saved"), str(error))
        account = account_of(profile.endpoint)
        self._redactor.add(key)
        self._keys.keep_for_session(account, key)
        if key:
            self._key_worker.save(account, key)
        self.window.show_welcome(False)
        self._workspace.new_chat()

    def sender_form(self) -> Any:
        """The form whose signal is being handled: the dialog's where it is open, else the welcome page's."""
        return self._dialog.form if self._dialog is not None else self.window.welcome.form

    _dialog: KeyDialog | None = None

    def _show_key_settings(self) -> None:
        if self.window.welcome.isVisible():
            self.window.welcome.form.key.setFocus()
            return
        dialog = KeyDialog(self._key_services, self._profiles.get(DEFAULT_ID).base_url, self.window)
        self._dialog = dialog
        dialog.form.accepted.connect(self._accept_endpoint)
        dialog.form.demo_requested.connect(self._use_demo)
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    def _forget_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _on_key_saved(self, _account: KeyAccount, status: KeyStatus) -> None:
        if status.kind != "keyring":
            self.window.banner.show_message(
                self.tr("The API key is kept for this session only"),
                self.tr("No usable system keyring was found; the key is in memory and gone when the program ends."),
            )

    def _on_key_failed(self, _account: KeyAccount, error: KeyStoreError) -> None:
        self.window.banner.show_message(
            self.tr("The API key is kept for this session only"),
            self.tr("The system keyring did not keep it: {cause}").format(cause=error),
        )

    def _on_keyring_waiting(self, _account: object) -> None:
        self.window.banner.show_message(
            self.tr("Waiting for the system keyring"),
            self.tr("It may be asking you for its password. Or enter the key for this session only."),
            "key_settings",
            self.tr("Open key settings"),
        )

    def _on_store_opened(self, status: StoreStatus) -> None:
        if status.reason:
            self.window.banner.show_message(*self._store_words(status))
        if self._options.ask is not None:
            if not status.writable:
                title, detail = self._store_words(status)
                error = StoreError(title, reason="read_only", detail=detail)
                self._finish_ask(refused_result(error, ""), EXIT_FAILED)
                return
            self._ask = AskRun(self.window, self._workspace, self._options.ask, self._options.model)
            self._ask.done.connect(self._finish_ask)
            self._ask.start()
        elif self._options.screenshot is not None:
            QTimer.singleShot(300, self, self._screenshot_and_quit)
        elif self._options.demo:
            self._workspace.list_changed.connect(self._ask_first_demo_question)

    def _ask_first_demo_question(self) -> None:
        """In an empty demo the first question is asked for the newcomer."""
        self._workspace.list_changed.disconnect(self._ask_first_demo_question)
        if not self._workspace.summaries:
            self._workspace.new_chat(self._options.model)
            self.window.send(self.tr("What can this program do?"))

    def _store_words(self, status: StoreStatus) -> tuple[str, str]:
        titles = {
            "newer": self.tr("The conversations were written by a newer version; they can be read, not changed"),
            "damaged": self.tr("The conversation database was damaged. It was kept beside a new one"),
            "read_only": self.tr("The data folder cannot be written; nothing new can be sent"),
            "full": self.tr("The disk is full; nothing new can be saved or sent"),
        }
        return titles.get(status.reason, self.tr("The conversation database has a problem")), status.detail

    def _on_store_failed(self, error: StoreError) -> None:
        self.window.banner.show_message(
            self.tr("Not saved: the conversation database refused"), error.detail or str(error)
        )

    def _zoom(self, steps: int) -> None:
        now = self._settings.get_int("zoom_percent")
        if steps > 0:
            wanted = next((step for step in ZOOM_STEPS if step > now), ZOOM_STEPS[-1])
        else:
            wanted = next((step for step in reversed(ZOOM_STEPS) if step < now), ZOOM_STEPS[0])
        self._set("zoom_percent", wanted)

    def _set(self, name: str, value: object) -> None:
        try:
            self._settings.set(name, value)
        except SettingsError as error:
            self.window.banner.show_message(self.tr("The settings could not be saved"), str(error))
        if name == "language":
            for translator in self._translators:
                self._qt.removeTranslator(translator)
            self._translators = install_language(self._qt, self._settings.get_str("language"))
            self.window.retranslate()
        self._apply_look()

    def _apply_look(self) -> None:
        settings = self._settings
        palette, zoom = palette_for(settings.get_str("theme")), settings.get_int("zoom_percent")
        self._qt.setPalette(qt_palette(palette))
        self._qt.setFont(text_font(zoom))
        self._qt.setStyleSheet(style_sheet(palette, zoom))
        self.window.set_theme(palette, zoom)
        self.window.composer.set_ctrl_enter(settings.get_str("send_with") == "ctrl_enter")
        actions = self.window.actions_
        for name, group in (("theme", actions.theme), ("language", actions.language), ("send_with", actions.send_with)):
            check(group, settings.get_str(name))

    def _finish_ask(self, result: Mapping[str, Any], code: int) -> None:
        self._exit_code = code
        if self._options.json:
            print(json.dumps(result, ensure_ascii=False), flush=True)
        else:
            if result["text"]:
                print(result["text"], flush=True)
            error = result["error"]
            if error is not None:
                print(": ".join(part for part in (error["title"], error["detail"]) if part), file=sys.stderr, flush=True)
        if self._options.screenshot is not None:
            # One turn of the event loop, so that the last text is laid out.
            QTimer.singleShot(60, self, self._screenshot_and_quit)
        else:
            self.quit()

    def _screenshot_and_quit(self) -> None:
        target = self._options.screenshot
        if target is not None and not self.window.grab().save(str(target), "PNG"):
            print(self.tr("The picture could not be written: {path}").format(path=target), file=sys.stderr)
            self._exit_code = self._exit_code or EXIT_FAILED
        self.quit()

    def show_defect(self, words: str) -> None:
        """Show an unhandled exception as a card; it is in the log too."""
        self.window.banner.show_message(
            self.tr("The program failed here; your conversations are saved"), self._redactor(words)
        )

    def quit(self) -> None:
        """End in stages: no new sends, cancel, keep what arrived, close the store, join the threads."""
        if self._ending:
            return
        self._ending = True
        self.window.setEnabled(False)
        self._workspace.set_draft(self.window.composer.text)
        self._workspace.save_draft()
        self._workspace.stop_all()
        if self._workspace.busy:
            self._workspace.idle.connect(self._close_all)
            QTimer.singleShot(STOP_LIMIT_MS, self, self._close_all)
        else:
            self._close_all()

    _closed = False

    def _close_all(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._workspace.abandon_all()
        self.window.hide()
        if self._demo is not None:
            self._demo.stop()
        if not self._store.close_and_wait(JOIN_LIMIT_MS):
            _log.error("the database thread did not end in time")
        if not self._network.stop(JOIN_LIMIT_MS, self._client.aclose):
            _log.error("the network thread did not end in time")
        self._qt.exit(self._exit_code)


def run(arguments: Sequence[str]) -> int:
    """Run the program; its exit code (see `command_line`)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = parse_options(arguments)
    forbid_core_dumps()
    if not has_display(os.environ):
        if options.ask is None:
            print(
                "lingdu: no display: DISPLAY and WAYLAND_DISPLAY are not set. Without one, use --ask TEXT.",
                file=sys.stderr,
            )
            return EXIT_NO_DISPLAY
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.update(input_method_environment(os.environ))
    paths = user_paths(options.data_dir)
    try:
        paths.create()
    except OSError as error:
        print(f"lingdu: the data folder cannot be made: {error}", file=sys.stderr)
        return EXIT_FAILED
    lock = DataFolderLock(paths.lock)
    if not lock.take():
        print(f"lingdu: the data folder is in use by process {lock.owner()}: {paths.data}", file=sys.stderr)
        return EXIT_IN_USE
    try:
        return _run_qt(options, paths)
    finally:
        lock.release()


def _run_qt(options: Options, paths: Paths) -> int:
    redactor = Redactor()
    handler = _start_log(paths, redactor)
    QApplication.setStyle("Fusion")
    QGuiApplication.setApplicationName("lingdu")
    QGuiApplication.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("lingdu")
    qt = QApplication(["lingdu"])
    QGuiApplication.setApplicationDisplayName("")
    qt.setQuitOnLastWindowClosed(False)
    qt.setWindowIcon(QIcon(str(path("icons/lingdu.svg"))))
    qInstallMessageHandler(_qt_message)
    application = Application(qt, options, paths, redactor)
    signals = QuitSignals()
    signals.quit_requested.connect(application.quit)
    old_hook = sys.excepthook

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.critical("unhandled exception", exc_info=(kind, error, trace))
        print(redactor(f"lingdu: {kind.__name__}: {error}"), file=sys.stderr)
        application.show_defect(f"{kind.__name__}: {error}")

    sys.excepthook = report
    try:
        application.start()
        return qt.exec()
    finally:
        sys.excepthook = old_hook
        signals.close()
        qInstallMessageHandler(None)
        application.window.deleteLater()
        logging.getLogger().removeHandler(handler)
        handler.close()


def _names_both(environ: Mapping[str, str]) -> bool:
    """Whether the environment says both where to ask and with which key; one alone does not speak for `--ask`."""
    return bool(environ.get("OPENAI_BASE_URL", "").strip() and environ.get("OPENAI_API_KEY", "").strip())


def _start_log(paths: Paths, redactor: Redactor) -> logging.Handler:
    try:
        return start_logging(paths.log_file, redactor)
    except OSError as error:
        print(f"lingdu: no log is written: {error}", file=sys.stderr)
        handler = logging.NullHandler()
        logging.getLogger().addHandler(handler)
        return handler


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
