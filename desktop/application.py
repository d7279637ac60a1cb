"""Every object of the program, how they are joined, and the order in which they end."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop.api.origin import Endpoint
from desktop.api.retry import RetryPolicy
from desktop.api.types import Limits
from desktop.chat.conversation import State
from desktop.chat.recorder import Recorder
from desktop.chat.store.store import StoreStatus
from desktop.command_line import EXIT_FAILED, EXIT_OK, EXIT_STOPPED, Options
from desktop.demo import MODELS
from desktop.errors import RequestNotSentError, SettingsError, StoreError
from desktop.log import Redactor
from desktop.paths import Paths
from desktop.settings.keys import KeyStore
from desktop.settings.profiles import Profile, Profiles, environment_profile
from desktop.settings.settings import Settings
from desktop.ui.ask import AskRun, not_sent_result, stopped_result
from desktop.ui.chat_session import ChatSession
from desktop.ui.connection.services import ConnectionServices
from desktop.ui.dialogs import show_text
from desktop.ui.key_access import KeyAccess, account_of
from desktop.ui.key_form import KeyServices
from desktop.ui.key_setup import KeySetup
from desktop.ui.look import Look
from desktop.ui.main_window import MainWindow
from desktop.ui.meters.meters import Meters
from desktop.ui.presence import Presence
from desktop.ui.profile_book import DEMO_ID, ProfileBook
from desktop.ui.recorder.flight import Flight
from desktop.ui.services import Services
from desktop.ui.settings_words import settings_words
from desktop.ui.store_words import failure_words, store_words, working_words
from desktop.ui.system.crash_report import CrashReport
from desktop.ui.system.garbage import GarbageCollector
from desktop.ui.system.links import open_folder
from desktop.ui.system.notifier import Notifier
from desktop.ui.system.placement import keep_placement, restore_placement
from desktop.ui.workspace import Workspace
from desktop.worker.doctor_worker import DoctorWorker
from desktop.worker.key_worker import KeyWorker
from desktop.worker.late_client import LateClient
from desktop.worker.loop_thread import LoopThread
from desktop.worker.store_worker import StoreWorker
from desktop.worker.stream_worker import StreamWorker

if TYPE_CHECKING:
    from desktop.demo.server import DemoServer

STOP_LIMIT_MS = 700
JOIN_LIMIT_MS = 600
SETTLE_MS = 60
FIRST_PICTURE_MS = 300

_log = logging.getLogger(__name__)


class Application(QObject):
    """Builds the objects, joins them and ends them in stages.

    Attributes:
        exit_code: what the process ends with.
        has_ended: every thread has ended; False where one hung over its limit.
    """

    def __init__(
        self, qt: QApplication, options: Options, paths: Paths, redactor: Redactor, report: CrashReport
    ) -> None:
        super().__init__()
        self.exit_code = EXIT_OK
        self.has_ended = False
        self._qt = qt
        # Before the first thread starts: none of them may destroy a widget.
        self._garbage = GarbageCollector(self)
        self._options = options
        self._paths = paths
        self._redactor = redactor
        self._report = report
        self._ending = False
        self._closed = False
        self._answered = False
        self._demo: DemoServer | None = None
        self._demo_url = ""
        self._ask: AskRun | None = None
        self._environment_error: SettingsError | None = None

        settings = Settings(paths.settings)
        self._settings = settings
        self._look = Look(qt, settings)
        # `--ask` never asks: a keyring that would ask for its password, or hangs, is a failure with words.
        self._keys = KeyStore(may_ask=options.ask is None)
        environment = self._environment_profile()
        self._stored_profiles = Profiles(settings)
        self._profiles = ProfileBook(self._stored_profiles, environment, self._demo_base_url, MODELS)
        if options.demo:
            self._profiles.prefer(DEMO_ID)
        elif options.ask is not None and environment is not None and _names_both(os.environ):
            self._profiles.prefer(environment.id)

        self._network = LoopThread()
        self._client = LateClient(self._key_for, self._limits())
        recorder = Recorder()
        self._stream = StreamWorker(self._network, self._client, RetryPolicy(), recorder.tap)
        self._store = StoreWorker(paths.database)
        self._key_worker = KeyWorker(self._keys)
        access = KeyAccess(self._keys, self._key_worker)
        services = Services(self._stream, self._store, access, self._profiles.get, recorder)
        self._workspace = Workspace(services, self._profiles, settings)
        key_services = KeyServices(self._keys, self._key_worker, self._stream)
        self.window = MainWindow(self._workspace, key_services)
        connection = ConnectionServices(
            self._profiles,
            self._keys,
            self._key_worker,
            access,
            self._stream,
            DoctorWorker(self._network, self._client),
            settings,
            self._redactor.add,
        )
        self._meters = Meters(self.window, self._workspace, self._store)
        self._flight = Flight(self.window, self._workspace, self._store, recorder)
        self._setup = KeySetup(self.window, self._workspace, connection)
        self._presence = Presence(qt, self.window, self._workspace, settings)
        self._notifier = Notifier(self._presence.tray, self)
        self._connect()
        self._look.take(self.window)

    def start(self) -> None:
        """Show the window, then open the database and, with `--ask`, put the question."""
        is_first_run = not self._profiles.is_set_up and self._options.ask is None
        self.window.show_welcome(is_first_run)
        if self._is_for_a_person:
            self.window.place_sidebar(restore_placement(self.window, self.window.sidebar_place, self._settings))
            self.window.crash.show_report(self._report.text())
            self._presence.start(quick_ask=self._options.toggle and not is_first_run, must_show=is_first_run)
        else:
            self.window.show()
        self._show_settings_trouble()
        self._workspace.ready.connect(self._on_ready)
        self._workspace.store_opened.connect(self._on_store_opened)
        self._store.working.connect(self._on_store_working)
        QTimer.singleShot(0, self, self._workspace.start)

    def bring_to_front(self, token: str) -> None:
        """Show the window; `token` is the desktop's permission for that, where it gives such."""
        if not self._ending:
            self._presence.show_window(token)

    def toggle_quick_ask(self, token: str) -> None:
        """Show or hide the quick-ask window."""
        if not self._ending:
            self._presence.toggle_quick_ask(token)

    def show_defect(self, words: str) -> None:
        """Show an unhandled exception as a card, where the window is hidden as a notification too; the log has it."""
        title = self.tr("The program failed here; your conversations are saved")
        self.window.banner.show_message(title, words)
        if self._is_for_a_person and not self.window.isVisible():
            self._notifier.show("", title, "")

    def quit(self) -> None:
        """End in stages: no new sends, cancel, keep what arrived, close the store, join the threads."""
        if self._ending:
            return
        self._ending = True
        self.window.setEnabled(False)
        if self._is_for_a_person:
            keep_placement(self.window, self.window.sidebar_place, self._settings)
        self._presence.end()
        self._workspace.leave(self.window.chat.composer.draft)
        self.window.chat.keep_place()
        self._workspace.stop_all()
        if self._workspace.busy:
            self._workspace.idle.connect(self._close_all)
            QTimer.singleShot(STOP_LIMIT_MS, self, self._close_all)
        else:
            self._close_all()

    def quit_at_once(self) -> None:
        """End before this returns: the session ends, and the system may end the process at any moment from then on."""
        self.quit()
        self._close_all()

    @property
    def _is_for_a_person(self) -> bool:
        """Whether the window is looked at, and not only made for an answer or a picture."""
        return self._options.ask is None and self._options.screenshot is None

    def _connect(self) -> None:
        window, actions = self.window, self.window.actions_
        self._presence.quit_requested.connect(lambda: window.leave(self.quit))
        window.crash.delete_requested.connect(self._report.delete)
        window.crash.dismissed.connect(self._report.dismiss)
        actions.quit.triggered.connect(lambda: window.leave(self.quit))
        actions.log_folder.triggered.connect(lambda: open_folder(self._paths.log))
        actions.data.triggered.connect(self._show_data)
        actions.diagnostics.triggered.connect(self._show_diagnostics)
        actions.about.triggered.connect(self._show_about)
        actions.settings.triggered.connect(self._open_settings)
        self._setup.limits_changed.connect(self._use_limits)
        self._look.not_saved.connect(self._on_settings_failed)
        self._workspace.settings_failed.connect(self._on_settings_failed)
        self._workspace.store_failed.connect(self._on_store_failed)
        if self._is_for_a_person:
            self._workspace.answered.connect(self._on_answered)
        self._notifier.activated.connect(self._on_notification)

    def _use_limits(self) -> None:
        self._network.call(self._client.use_limits, self._limits())

    def _on_answered(self, session: ChatSession) -> None:
        last = session.conversation.path()[-1]
        if not self._ending and self._settings.get_str("notify") == "away":
            conversation = session.conversation
            # What the desktop may keep is not to have its words.
            is_temporary = conversation.uuid in self._workspace.temporary
            title = self.tr("Temporary chat") if is_temporary else conversation.title
            self._notifier.tell(conversation.uuid, title, is_complete=last.state is State.COMPLETE)

    def _on_notification(self, uuid: str, token: str) -> None:
        if uuid:
            self._workspace.open(uuid)
        self.bring_to_front(token)

    def _show_data(self) -> None:
        from desktop.ui.data_dialog import DataDialog  # like the next ones: the window shows sooner without it

        DataDialog(self._paths, self._redactor.secrets, self.window).open()

    def _show_about(self) -> None:
        from desktop.ui.about import show_about

        show_about(self.window)

    def _show_diagnostics(self) -> None:
        from desktop.ui.diagnostics import diagnostics

        show_text(
            self.window, self.tr("Diagnostics"), diagnostics(self._settings, self._paths.log_file, self._redactor)
        )

    def _open_settings(self) -> None:
        from desktop.ui.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self._settings, self._stored_profiles, self.window)
        dialog.changed.connect(self._look.take_change)
        dialog.changed.connect(self._use_limits)
        dialog.changed.connect(self._presence.take_setting)
        dialog.failed.connect(lambda words: self._on_settings_failed(SettingsError(words)))
        dialog.profiles_changed.connect(self._workspace.endpoint_changed)
        dialog.connection_requested.connect(self._setup.show)
        dialog.open()

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

    def _limits(self) -> Limits:
        return Limits(
            connect_s=self._settings.get_int("connect_timeout_s"),
            write_s=self._settings.get_int("write_timeout_s"),
            silence_s=self._settings.get_int("silence_timeout_s"),
        )

    def _key_for(self, endpoint: Endpoint) -> str:
        key = self._keys.key(account_of(endpoint))
        self._redactor.add(key)
        return key

    def _demo_base_url(self) -> str:
        if self._demo is None:
            from desktop.demo.server import DemoServer  # most people never need it

            self._demo = DemoServer()
            self._demo_url = self._demo.start()
        return self._demo_url

    def _show_settings_trouble(self) -> None:
        banner, settings = self.window.banner, self._settings
        if (error := self._environment_error) is not None:
            banner.show_message(self.tr("The environment's API key or address cannot be used"), settings_words(error))
        elif settings.unreadable is not None:
            banner.show_message(self.tr("The settings cannot be read"), settings_words(settings.unreadable))
        elif settings.damaged is not None:
            words = self.tr("The settings file was damaged. It was kept as {name}; defaults are used.")
            banner.show_message(words.format(name=settings.damaged.name))

    def _on_settings_failed(self, error: SettingsError) -> None:
        self.window.banner.show_message(self.tr("The settings could not be saved"), settings_words(error))

    def _on_store_opened(self, status: StoreStatus) -> None:
        if status.reason:
            self.window.banner.show_message(*store_words(status))

    def _on_store_working(self, stage: str, done: int, total: int) -> None:
        banner = self.window.banner
        if not stage:
            for known in ("copy", "salvage", "check"):
                banner.end_progress(working_words(known))
        elif self._options.ask is None:
            banner.show_progress(working_words(stage), done, total)

    def _on_store_failed(self, error: StoreError) -> None:
        self.window.banner.show_message(*failure_words(error))

    def _on_ready(self) -> None:
        """The list of conversations is here, and one of them is shown or about to be."""
        options = self._options
        # What a first question would have to wait for is loaded while nobody waits.
        QTimer.singleShot(FIRST_PICTURE_MS, self, lambda: self._network.call(self._client))
        if options.ask is not None:
            if self._environment_error is not None:
                detail = settings_words(self._environment_error)
                error = RequestNotSentError("the environment's key or address is not valid", detail=detail)
                self._finish_ask(not_sent_result(error), EXIT_FAILED)
                return
            self._ask = AskRun(self.window, self._workspace, options.ask, options.model)
            self._ask.done.connect(self._finish_ask)
            self._ask.start()
        elif options.screenshot is not None:
            QTimer.singleShot(FIRST_PICTURE_MS, self, self._screenshot_and_quit)
        elif options.demo and not options.toggle and not self._workspace.summaries:
            # In an empty demo the first question is asked for the newcomer.
            self._workspace.new_chat(options.model)
            self.window.chat.send(self.tr("What can this program do?"))
        elif options.demo or options.model:
            self._workspace.new_chat(options.model)

    def _finish_ask(self, result: Mapping[str, Any], code: int) -> None:
        self.exit_code = code
        self._answered = True
        if self._options.json:
            print(json.dumps(result, ensure_ascii=False), flush=True)
        else:
            if result["text"]:
                print(result["text"], flush=True)
            error = result["error"]
            if error is not None:
                words = ": ".join(part for part in (error["title"], error["detail"]) if part)
                print(self._redactor(words), file=sys.stderr, flush=True)
        if self._options.screenshot is not None:
            # A few turns of the event loop, so that the last text is laid out.
            QTimer.singleShot(SETTLE_MS, self, self._screenshot_and_quit)
        else:
            self.quit()

    def _screenshot_and_quit(self) -> None:
        target = self._options.screenshot
        if target is not None and not self.window.grab().save(str(target), "PNG"):
            print(f"lingdu: the picture could not be written: {target}", file=sys.stderr)
            self.exit_code = self.exit_code or EXIT_FAILED
        self.quit()

    def _close_all(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._workspace.abandon_all()
        if self._options.ask is not None and not self._answered:
            self._finish_ask(stopped_result(), EXIT_STOPPED)
        self.window.end()
        if self._demo is not None:
            self._demo.stop()
        ended = {
            "an import": self._workspace.library.stop(JOIN_LIMIT_MS),
            "the database thread": self._store.close_and_wait(JOIN_LIMIT_MS),
            "the network thread": self._network.stop(JOIN_LIMIT_MS, self._client.aclose),
        }
        for name in (name for name, has_ended in ended.items() if not has_ended):
            _log.error("%s did not end in time", name)
        self.has_ended = all(ended.values())
        self._qt.exit(self.exit_code)


def _names_both(environ: Mapping[str, str]) -> bool:
    """Whether the environment says both where to ask and with which key; one alone does not speak for `--ask`."""
    return bool(environ.get("OPENAI_BASE_URL", "").strip() and environ.get("OPENAI_API_KEY", "").strip())
