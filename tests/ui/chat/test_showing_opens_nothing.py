"""What a model writes is shown, never followed: `desktop.ui.chat.view` opens no file and calls no address."""

from __future__ import annotations

import ctypes
import os
import socket
import sys

import pytest

from desktop.ui.chat.view import ChatView

# inotify(7): opened, read.
_IN_OPEN, _IN_ACCESS = 0x20, 0x1

FORMS = (
    "![picture]({u})",
    "[![picture]({u})]({u})",
    "![picture][r]\n\n[r]: {u}",
    "[link]({u})",
    "<{u}>",
    "{u}",
    "<img src={u}>",
    '<img src="{u}" onerror="x">',
    "<IMG SRC='{u}'>",
    "<body background={u}>",
    "<table background={u}><tr><td background={u}>x</td></tr></table>",
    '<p style="background-image: url({u})">x</p>',
    '<style>body {{ background: url({u}) }} @import "{u}";</style>',
    "<link rel=stylesheet href={u}>",
    "<script src={u}></script>",
    "<iframe src={u}></iframe>",
    "<object data={u}></object>",
    "<embed src={u}>",
    "<video src={u} autoplay></video>",
    "<audio src={u} autoplay></audio>",
    "<svg><image href={u} /></svg>",
    "<svg xmlns:xlink='x'><use xlink:href='{u}#a'/></svg>",
    "<math><mglyph src={u} /></math>",
    "<a href={u}><img src={u}></a>",
    "<input type=image src={u}>",
    "<base href={u}>",
    '<meta http-equiv="refresh" content="0;url={u}">',
    "<!DOCTYPE a [<!ENTITY e SYSTEM '{u}'>]><a>&e;</a>",
    "<?xml-stylesheet href='{u}'?>",
    "| a |\n|---|\n| ![x]({u}) <img src={u}> |",
    "- ![x]({u})\n  > <img src={u}>",
    "# ![x]({u}) <img src={u}>",
    "```html\n<img src={u}>\n```",
    "```svg\n<svg><image href='{u}'/></svg>\n```",
    r"$\includegraphics{{{u}}}$",
    r"$$\href{{{u}}}{{x}} \text{{<img src={u}>}}$$",
    r"\(\input{{{u}}}\)",
    r"\[\url{{{u}}}\]",
    "`<img src={u}>` and **<img src={u}>**",
    '![a](<{u}> "<img src={u}>")',
    "[t]({u} '<img src={u}>')",
)


@pytest.fixture
def bait(tmp_path):
    """A file that is watched; gives it and a function that says how often it was opened or read."""
    if sys.platform != "linux":
        pytest.skip("inotify is Linux's")
    libc = ctypes.CDLL(None, use_errno=True)
    picture = tmp_path / "bait.svg"
    picture.write_text("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", encoding="ascii")
    watch = libc.inotify_init1(os.O_NONBLOCK)
    assert libc.inotify_add_watch(watch, os.fsencode(picture), _IN_OPEN | _IN_ACCESS) >= 0

    def touched():
        try:
            return len(os.read(watch, 65536))
        except BlockingIOError:
            return 0

    yield picture, touched
    os.close(watch)


@pytest.fixture
def ear():
    """A port on loopback that is listened to."""
    with socket.create_server(("127.0.0.1", 0)) as ear:
        ear.setblocking(False)
        yield ear


def called(ear):
    try:
        ear.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def test_the_bait_tells_when_it_is_touched(bait):
    picture, touched = bait

    picture.read_bytes()

    assert touched()


@pytest.mark.parametrize("form", FORMS)
def test_what_an_answer_or_a_question_names_is_left_alone(chat: ChatView, settle, question, answer, bait, ear, form):
    picture, touched = bait
    port = ear.getsockname()[1]
    places = (f"file://{picture}", str(picture), f"http://127.0.0.1:{port}/x.png", f"//127.0.0.1:{port}/x")
    text = "\n\n".join(form.format(u=place) for place in places)

    chat.set_messages([question(text), answer(text, reasoning=text, tool_calls=((text, text),), refusal=text)])
    chat.append_reasoning("a", text)
    settle(chat)
    chat.scroll_to_start()
    while not chat.at_end():
        chat.grab()
        chat.scroll_pixels(400)
    chat.finder.search("bait")
    settle(chat)
    chat.grab()

    assert not touched()
    assert not called(ear)
