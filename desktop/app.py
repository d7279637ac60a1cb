"""The process: command line, environment, one instance, Qt, log, unhandled exceptions; then `Application`."""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
from collections.abc import Sequence
from typing import NoReturn

from PySide6.QtCore import QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from desktop import __version__
from desktop.application import FIRST_PICTURE_MS, Application
from desktop.command_line import EXIT_IN_USE, EXIT_NO_DISPLAY, EXIT_OK, BadArguments, Options, parse_options
from desktop.errors import RequestNotSentError
from desktop.log import Redactor, start_logging
from desktop.paths import Paths, user_paths
from desktop.settings.keys import forbid_core_dumps
from desktop.ui.ask import not_sent_result
from desktop.ui.icons import application_icon
from desktop.ui.system.crash_report import CrashReport
from desktop.ui.system.defects import Defects
from desktop.ui.system.display import has_display, input_method_environment
from desktop.ui.system.doorbell import SHOW, TOGGLE, Doorbell, address, ring
from desktop.ui.system.instance import DataFolderLock
from desktop.ui.system.program import Program
from desktop.ui.system.quit_signals import QuitSignals
from desktop.ui.system.session_end import SessionEnd

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def run(arguments: Sequence[str]) -> int:
    """Run the program; its exit code (see `command_line`)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        options = parse_options(arguments)
    except BadArguments as error:
        if "--json" in arguments:
            _print_not_sent(RequestNotSentError("bad arguments", reason="bad_arguments", detail=error.words))
        raise
    if options.version:
        from desktop.ui.versions import versions  # it loads how packages are described, and TLS

        print("\n".join(f"{name} {version}" for name, version in versions().items()))
        return EXIT_OK
    forbid_core_dumps()
    if not has_display(os.environ):
        if options.ask is None:
            named = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
            cause = f"{named} does not answer" if named else "DISPLAY and WAYLAND_DISPLAY are not set"
            print(f"lingdu: no display: {cause}. Without one, use --ask TEXT.", file=sys.stderr)
            return EXIT_NO_DISPLAY
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.update(input_method_environment(os.environ))
    paths = user_paths(options.data_dir)
    try:
        paths.create()
    except OSError as error:
        # The window, or the answer to --ask, says what that means: nothing can be saved, so nothing is sent.
        print(f"lingdu: the data folder cannot be made: {error}", file=sys.stderr)
    lock = DataFolderLock(paths.lock)
    if not lock.take():
        words = f"process {lock.owner()}: {paths.data}"
        wish = TOGGLE if options.toggle else SHOW
        is_raised = options.ask is None and ring(address(paths.data, os.environ), os.environ, wish)
        if is_raised and options.toggle:
            return EXIT_OK
        what = "; its window was brought to the front" if is_raised else ""
        print(f"lingdu: the data folder is in use by {words}{what}", file=sys.stderr)
        if options.json:
            _print_not_sent(RequestNotSentError("the data folder is in use", reason="in_use", detail=words))
        return EXIT_IN_USE
    try:
        code, has_ended = _run_qt(options, paths)
    finally:
        lock.release()
    if not has_ended:
        # A disk or a network that hangs holds a thread, and Qt aborts (code 134) where it destroys one that runs.
        _end_at_once(code)
    return code


def leave(code: int) -> int:
    """The exit code of a process that can end as usual; one with a Python thread at work ends here and now.

    The threads of formulas, lexers and key stores are daemons, and what had to be kept is kept by then. One of them
    that runs while the interpreter takes itself apart crashes the process (code -11).
    """
    # Those that we start: the main thread is of another class, and so are Qt's to Python, which have ended.
    if any(type(one) is threading.Thread for one in threading.enumerate()):
        _end_at_once(code)
    return code


def _end_at_once(code: int) -> NoReturn:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a windowed start on Windows has none
            stream.flush()
    os._exit(code)


def _print_not_sent(error: RequestNotSentError) -> None:
    """What `--json` promises on every way out: one object, here of a question that was never put."""
    print(json.dumps(not_sent_result(error), ensure_ascii=False), flush=True)


def _run_qt(options: Options, paths: Paths) -> tuple[int, bool]:
    """The exit code, and whether every thread has ended."""
    redactor = Redactor()
    handler = _start_log(paths, redactor)
    try:
        with CrashReport(paths.log, redactor) as report:
            return _run_application(options, paths, redactor, report)
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()


def _run_application(options: Options, paths: Paths, redactor: Redactor, report: CrashReport) -> tuple[int, bool]:
    qInstallMessageHandler(lambda kind, _context, message: _qt_message(report, kind, message))
    Program.setStyle("Fusion")
    QGuiApplication.setApplicationName("lingdu")
    QGuiApplication.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("lingdu")
    qt = Program(["lingdu"])
    qt.setQuitOnLastWindowClosed(False)
    qt.setWindowIcon(application_icon())
    application = Application(qt, options, paths, redactor, report)
    doorbell = Doorbell(address(paths.data, os.environ))
    doorbell.rung.connect(application.bring_to_front)
    doorbell.toggled.connect(application.toggle_quick_ask)
    signals = QuitSignals()
    signals.quit_requested.connect(application.quit)
    qt.quit_asked.connect(application.quit)
    qt.commitDataRequest.connect(application.quit_at_once)
    if sys.platform == "linux" and options.ask is None and options.screenshot is None:
        QTimer.singleShot(FIRST_PICTURE_MS, application, lambda: _hear_of_the_end(application))
    defects = Defects(redactor, report.note)
    defects.found.connect(application.show_defect)
    try:
        application.start()
        return qt.exec(), application.has_ended
    finally:
        defects.close()
        doorbell.close()
        signals.close()
        qInstallMessageHandler(None)


def _hear_of_the_end(application: Application) -> None:
    SessionEnd(application).ending.connect(application.quit_at_once)


def _start_log(paths: Paths, redactor: Redactor) -> logging.Handler:
    try:
        return start_logging(paths.log_file, redactor)
    except OSError as error:
        print(f"lingdu: no log is written: {error}", file=sys.stderr)
        handler = logging.NullHandler()
        logging.getLogger().addHandler(handler)
        return handler


def _qt_message(report: CrashReport, kind: QtMsgType, message: str) -> None:
    if kind == QtMsgType.QtFatalMsg:
        report.note(f"Qt ends the program: {message}")
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
