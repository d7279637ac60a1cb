"""An assistive technology, as far as tests need one: run by Debian's own Python, which alone has AT-SPI's bindings.

It reads one JSON list a line, `[name, argument…]`, does that and writes one line: `{"value": …}` or `{"error": …}`.
It runs libatspi's main loop as Orca does, so names are kept until the program tells of another one.
"""

from __future__ import annotations

import ctypes
import json
import sys
import time
from collections import deque

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402  # needs the version first

# A busy machine answers later than libatspi waits by itself, which is 0.8 s.
Atspi.set_timeout(10_000, 15_000)
heard: deque[tuple[str, str, str, str]] = deque()
EVENTS = (
    "object:announcement",
    "object:property-change:accessible-name",
    "object:state-changed:focused",
    "object:text-caret-moved",
)


def hear(event):
    if event.type.startswith("object:property-change"):
        # Heard so that libatspi forgets the name it kept; asking back for each would be slower than they come.
        return
    if event.type.startswith("object:state-changed:focused") and not event.detail1:
        return
    text = event.any_data if isinstance(event.any_data, str) else ""
    heard.append((event.type, short_id(event.source), event.source.get_name(), text))


def short_id(thing):
    # None of an object that is gone: a button that left the screen before its event was read.
    return (thing.get_accessible_id() or "").rpartition(".")[2]


def children(thing):
    for index in range(thing.get_child_count()):
        child = thing.get_child_at_index(index)
        if child is not None:
            yield child


def application():
    found = [one for one in children(Atspi.get_desktop(0)) if one.get_name() == "lingdu"]
    return found[0] if found else None


def everything(thing):
    yield thing
    if thing.get_role() == Atspi.Role.POPUP_MENU and not is_showing(thing):
        return  # a closed menu: a hundred actions that cannot be seen
    for child in children(thing):
        yield from everything(child)


def is_showing(thing):
    # Not "visible" as well: Qt does not call menus that, nor tells libatspi, which keeps states, when it changes.
    return thing.get_state_set().contains(Atspi.StateType.SHOWING)


def actions_of(thing):
    if "Action" not in thing.get_interfaces():
        return []
    return [Atspi.Action.get_action_name(thing, at) for at in range(Atspi.Action.get_n_actions(thing))]


def find_all(name):
    root = application()
    if root is None:
        return []
    return [one for one in everything(root) if short_id(one) == name and is_showing(one)]


def find(name, number=0):
    found = find_all(name)
    if not found:
        raise LookupError(f"no {name} is showing")
    return found[number]


def state_of(thing):
    states = thing.get_state_set()
    return sorted(state.value_nick for state in states.get_states())


def describe(thing):
    text = ""
    if "Text" in thing.get_interfaces():
        text = Atspi.Text.get_text(thing, 0, Atspi.Text.get_character_count(thing))
    return {
        "id": short_id(thing),
        "name": thing.get_name(),
        "description": thing.get_description(),
        # AT-SPI 2.56 calls a push button a button.
        "role": thing.get_role_name().replace("push button", "button"),
        "states": state_of(thing),
        "text": text,
    }


def do_pause(seconds):
    """Let events come in."""
    context = GLib.MainContext.default()
    end = time.monotonic() + seconds
    while context.iteration(False) or time.monotonic() < end:
        if not context.pending():
            time.sleep(0.005)


def do_is_running():
    return application() is not None


def do_look(name):
    return [describe(one) for one in find_all(name)]


def do_messages():
    found = []
    for message in children(find("chatView")):
        if short_id(message) == "chatMessage":
            blocks = [describe(block) for block in children(message)]
            found.append({**describe(message), "blocks": blocks})
    return found


def do_tree():
    """Everything that is showing, from top to bottom: as `look`, with its depth and its actions."""
    found = []

    def walk(thing, depth):
        if depth and not is_showing(thing):
            return
        found.append({**describe(thing), "depth": depth, "actions": actions_of(thing)})
        for child in children(thing):
            walk(child, depth + 1)

    walk(application(), 0)
    return found


def do_rows(name):
    """The rows of a list or table."""
    return [describe(row) for row in children(find(name))]


def do_choose(name, number):
    """Select a row of a list."""
    return Atspi.Selection.select_child(find(name), number)


def do_press(name, number):
    """Press a button or a line of a menu as a screen reader does."""
    thing = find(name, number)
    names = actions_of(thing)
    (at, *_) = [names.index(action) for action in ("Press", "Toggle", "ShowMenu") if action in names]
    return Atspi.Action.do_action(thing, at)


def do_set_text(name, text):
    return Atspi.EditableText.set_text_contents(find(name), text)


def do_set_value(name, share):
    """Move a scroll bar or slider to a share of its range; gives where it is then, and the range."""
    thing = find(name)
    low, high = Atspi.Value.get_minimum_value(thing), Atspi.Value.get_maximum_value(thing)
    Atspi.Value.set_current_value(thing, low + share * (high - low))
    return [Atspi.Value.get_current_value(thing), low, high]


def do_set_number(name, number):
    """Give a box for numbers another one."""
    return Atspi.Value.set_current_value(find(name), number)


def do_activate():
    """Give the keyboard to the program's window, as a window manager would."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
    windows = ctypes.POINTER(ctypes.c_ulong)()
    top = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    x11.XQueryTree(display, top, ctypes.byref(root), ctypes.byref(parent), ctypes.byref(windows), ctypes.byref(count))
    attributes = (ctypes.c_int * 64)()
    shown = []
    for window in windows[: count.value]:
        x11.XGetWindowAttributes(display, ctypes.c_ulong(window), attributes)
        # x, y, width, height: the largest window is the program's own.
        shown.append((attributes[2] * attributes[3], window))
    x11.XSetInputFocus(display, ctypes.c_ulong(max(shown)[1]), 2, ctypes.c_ulong(0))
    x11.XSync(display, 0)
    x11.XCloseDisplay(display)


def do_key(*symbols):
    """Press keys together: X11's key symbols, modifiers first."""
    for symbol in symbols[:-1]:
        Atspi.generate_keyboard_event(key_code(symbol), None, Atspi.KeySynthType.PRESS)
    Atspi.generate_keyboard_event(key_code(symbols[-1]), None, Atspi.KeySynthType.PRESSRELEASE)
    for symbol in reversed(symbols[:-1]):
        Atspi.generate_keyboard_event(key_code(symbol), None, Atspi.KeySynthType.RELEASE)


def do_type(text):
    """Type letters, digits and what else a plain keyboard has."""
    for character in text:
        shift = ["Shift_L"] if character.isupper() or character in '~!@#$%^&*()_+{}|:"<>?' else []
        do_key(*shift, SIGNS.get(character, character))


SIGNS = {
    " ": "space",
    "-": "minus",
    "_": "underscore",
    "?": "question",
    ":": "colon",
    "/": "slash",
    ".": "period",
    ",": "comma",
}


def key_code(symbol):
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XStringToKeysym.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    code = x11.XKeysymToKeycode(display, ctypes.c_ulong(x11.XStringToKeysym(symbol.encode())))
    x11.XCloseDisplay(display)
    return code


def do_focus(name):
    return Atspi.Component.grab_focus(find(name))


def do_caret(name):
    thing = find(name)
    offset = Atspi.Text.get_caret_offset(thing)
    line = Atspi.Text.get_string_at_offset(thing, offset, Atspi.TextGranularity.LINE)
    return [offset, line.content]


def do_heard():
    """What was heard since the last time."""
    events = list(heard)
    heard.clear()
    return events


def do_walk(seconds, least):
    """Ask everything of the chat for some time, until `least` texts were read, and let events come in.

    Gives how many questions were answered (`calls`), how many different `texts` were read, what went wrong with
    messages and blocks and how often (`errors`), and how many of the `widgets` over them left while they were asked.
    """
    end = time.monotonic() + seconds
    found = {"calls": 0, "texts": 0, "errors": {}, "widgets": 0}
    texts = set()
    view = find("chatView")
    while time.monotonic() < end or len(texts) < least:
        for index in range(view.get_child_count()):
            thing = view.get_child_at_index(index)
            if thing is None:
                continue
            try:
                is_message = short_id(thing) == "chatMessage"
                for one in [*children(thing)] if is_message else everything(thing):
                    question(one, found)
                    if is_message:
                        texts.add(one.get_name())
                question(thing, found)
            except (GLib.Error, AttributeError) as error:
                if is_message:
                    found["errors"][str(error)] = found["errors"].get(str(error), 0) + 1
                else:
                    found["widgets"] += 1
            # Not all: they may come faster than they are read.
            for _ in range(20):
                GLib.MainContext.default().iteration(False)
    return {**found, "texts": len(texts)}


def question(thing, found):
    describe(thing)
    thing.get_parent()
    thing.get_index_in_parent()
    Atspi.Component.get_extents(thing, Atspi.CoordType.SCREEN)
    found["calls"] += 10


def catch_up():
    """Hear what was told before the question came: a name that is kept would be the one before.

    Not all of it: events may come faster than they are read.
    """
    context = GLib.MainContext.default()
    for _ in range(500):
        if not context.iteration(False):
            return


def answer(line):
    catch_up()
    name, *arguments = json.loads(line)
    try:
        result = {"value": globals()[f"do_{name}"](*arguments)}
    except (GLib.Error, LookupError, ValueError, AttributeError, StopIteration) as error:
        result = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(result, ensure_ascii=False), flush=True)


def on_input(channel, condition):
    line = sys.stdin.readline()
    if not line:
        Atspi.event_quit()
        return False
    answer(line)
    return True


listener = Atspi.EventListener.new(hear)
for kind in EVENTS:
    listener.register(kind)
GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, on_input)
print(json.dumps({"value": "ready"}), flush=True)
Atspi.event_main()
