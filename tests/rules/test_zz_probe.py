import logging, threading, pytest, time
from PySide6.QtCore import QThread, QTimer, QObject, qWarning
from PySide6.QtWidgets import QWidget, QLabel
hold=[]
def test_thread_leak():
    e=threading.Event(); hold.append(e); threading.Thread(target=lambda: e.wait(4)).start()
def test_daemon_ok():
    threading.Thread(target=lambda: threading.Event().wait(3), daemon=True).start()
def test_timer_leak(qtbot):
    t=QTimer(); t.start(1000); hold.append(t)
def test_timer_ok(qtbot):
    t=QTimer(); t.start(1000)
def test_timer_parent_leak(qtbot):
    o=QObject(); t=QTimer(o); t.start(1000); hold.append(o)
def test_widget_timer_ok(qtbot):
    w=QWidget(); qtbot.addWidget(w); w.t=QTimer(w); w.t.start(10); w.show()
    qtbot.waitExposed(w)
def test_qthread_leak(qtbot):
    t=QThread(); t.start(); hold.append(t)
def test_qthread_ok(qtbot):
    t=QThread(); t.start(); t.quit(); t.wait()
def test_currentthread(qtbot):
    QThread.currentThread()
def test_log(): logging.getLogger("x").warning("boo %s", 1)
def test_log_ok(expected_logs):
    expected_logs("boo"); logging.getLogger("x").warning("boo %s", 1)
def test_log_absent(expected_logs):
    expected_logs("boo")
def test_qwarn(qtbot): qWarning("hey")
def test_warn():
    import warnings; warnings.warn("x")
def test_label_size(qtbot):
    w=QLabel("a"); qtbot.addWidget(w); w.setMinimumSize(100,100); w.show(); w.resize(300,20)
    qtbot.waitExposed(w)
def test_end():
    for h in hold:
        if isinstance(h, QThread): h.quit(); h.wait()
