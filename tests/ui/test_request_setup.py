"""`desktop.ui.request_setup` in its window: from the dialog to the body of the request."""

from __future__ import annotations

from fakes.files import picture
from fakes.llama import KEY, MODEL
from fakes.server import sse, status
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton

from desktop.chat.attachments import text_attachment
from desktop.chat.conversation import State
from desktop.chat.presets import Preset
from desktop.ui.attachments.pictures import read_picture
from desktop.ui.main_window import MainWindow
from desktop.ui.notices import turn_notice
from desktop.ui.parameters.dialog import ParametersDialog


def opened(window: MainWindow) -> ParametersDialog:
    (dialog,) = [one for one in window.findChildren(ParametersDialog) if one.isVisible()]
    return dialog


def send(qtbot, window: MainWindow, text: str = "hi") -> None:
    window.chat.composer.edit.setPlainText(text)
    session = window._workspace.current
    with qtbot.waitSignal(session.ended, timeout=10_000):
        qtbot.keyClick(window.chat.composer.edit, Qt.Key.Key_Return)


def test_only_what_is_set_stands_in_the_request(qtbot, server, window):
    server.script(sse("ok"))
    send(qtbot, window)
    assert set(server.requests[-1].json) == {"model", "messages", "stream", "stream_options"}

    window.actions_.parameters.trigger()
    form = opened(window).form
    form.system_prompt.setPlainText("Be brief.")
    form.fields["temperature"].box.setText("0.2")
    form.fields["max_tokens"].box.setText("64")
    form.fields["stop"].box.setPlainText("END")
    form.fields["reasoning_effort"].box.setCurrentText("low")
    form.fields["extra"].box.setPlainText('{"top_k": 5}')
    opened(window).save.click()
    send(qtbot, window, "again")

    body = server.requests[-1].json
    assert body["messages"][0] == {"role": "system", "content": "Be brief."}
    own = {"model", "messages", "stream", "stream_options"}
    assert {name: value for name, value in body.items() if name not in own} == {
        "temperature": 0.2,
        "max_tokens": 64,
        "stop": ["END"],
        "reasoning_effort": "low",
        "top_k": 5,
    }
    assert (body["stream"], window.chat.header.parameters.text()) == (True, "Parameters 5")


def test_they_belong_to_the_chat_and_outlive_a_restart(qtbot, server, make_stack, window):
    server.script(sse("ok"))
    window.chat.header.parameters.click()
    opened(window).form.fields["seed"].box.setText("7")
    opened(window).save.click()
    send(qtbot, window)
    uuid = window._workspace.current.conversation.uuid

    window.new_chat()
    other = window._workspace.current.conversation.parameters
    stack = make_stack(server.base_url)
    with qtbot.waitSignal(stack.workspace.current_changed, timeout=5000):
        stack.workspace.open(uuid)

    assert other == {}
    assert stack.workspace.current.conversation.parameters == {"seed": 7}


def test_a_preset_brings_prompt_parameters_and_model(qtbot, server, window):
    server.script(sse("ok"))
    window._workspace.presets.put(Preset("Coder", "gpt-x", "You write code.", {"temperature": 0}))

    window.actions_.parameters.trigger()
    opened(window).presets.apply.click()
    opened(window).save.click()
    send(qtbot, window)

    body = server.requests[-1].json
    assert (body["model"], body["temperature"]) == ("gpt-x", 0)
    assert body["messages"][0]["content"] == "You write code."


def test_the_button_of_the_system_prompt_puts_the_keyboard_there(qtbot, window):
    window.resize(1200, 800)
    window.chat.header.system_prompt.click()

    dialog = opened(window)
    assert dialog.focusWidget() is dialog.form.system_prompt
    dialog.form.system_prompt.setPlainText("set")
    dialog.save.click()
    assert window.chat.header.system_prompt.accessibleName() == "System prompt, set"


def test_a_preset_that_cannot_be_saved_is_told(qtbot, window):
    window.actions_.system_prompt.trigger()

    opened(window).failed.emit("disk full")

    assert window.banner.accessibleName() == "The preset could not be saved"
    opened(window).reject()


def test_a_parameter_that_the_server_refuses_is_one_button_away(qtbot, server, window):
    server.script(status(400, b'{"error":{"message":"Unsupported: max_tokens. Use max_completion_tokens."}}'))
    window._workspace.set_request("", {"max_tokens": 5})
    send(qtbot, window)
    (button,) = [one for one in window.findChildren(QPushButton, "openParametersButton") if one.isVisible()]

    button.click()
    form = opened(window).form
    form.findChild(QComboBox, "tokenLimitName").setCurrentText("max_completion_tokens")
    opened(window).save.click()
    server.script(sse("ok"))
    send(qtbot, window, "again")

    assert server.requests[-1].json["max_completion_tokens"] == 5
    assert "max_tokens" not in server.requests[-1].json


def test_a_real_server_takes_every_parameter_and_refuses_pictures_in_words(qtbot, llama_server, make_stack):
    """llama.cpp's own server, with a model that reads text alone."""
    session = make_stack(llama_server.base_url, key=KEY, retries=0).workspace.new_chat(MODEL)
    session.conversation.system_prompt = "Be brief."
    session.conversation.parameters = {
        "temperature": 0.5,
        "top_p": 0.9,
        "max_tokens": 4,
        "stop": ["never\n"],
        "presence_penalty": 0.5,
        "frequency_penalty": -0.5,
        "seed": 7,
        "reasoning_effort": "low",
        "response_format": {"type": "text"},
        "top_k": 5,
    }
    with qtbot.waitSignal(session.ended, timeout=20_000) as ended:
        session.ask("hi", attachments=[text_attachment("a.txt", "quoted")])
    answer = session.conversation.turns[ended.args[0]]
    assert (answer.state, answer.finish_reason, answer.usage["completion_tokens"]) == (State.COMPLETE, "length", 4)

    with qtbot.waitSignal(session.ended, timeout=20_000) as ended:
        session.ask("look", attachments=[read_picture("a.png", picture())])

    notice = turn_notice(session.conversation.turns[ended.args[0]])
    assert notice.title == "The model does not take pictures (HTTP 500)"
    assert "image input is not supported" in notice.detail
