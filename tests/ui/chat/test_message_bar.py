from __future__ import annotations

from desktop.ui.chat.message_bar import MessageBar


def shown(bar):
    return [button.objectName() for button in bar.buttons if not button.isHidden()]


def test_only_what_can_be_done_is_offered(qtbot, style, question, answer):
    bar = MessageBar(style, answer("text"))
    qtbot.addWidget(bar)
    assert shown(bar) == ["copyButton", "sourceButton", "recorderButton"]

    bar.set_view(answer("text", can_regenerate=True, siblings=3, position=1))
    assert shown(bar) == [
        "previousSiblingButton",
        "nextSiblingButton",
        "copyButton",
        "regenerateButton",
        "sourceButton",
        "recorderButton",
    ]
    assert not bar.previous.isEnabled()
    assert bar.next.isEnabled()
    assert bar.sibling.text() == "1/3"


def test_every_button_has_a_name_and_words(qtbot, style, question):
    bar = MessageBar(style, question())
    qtbot.addWidget(bar)

    for button in bar.buttons:
        assert button.objectName()
        assert button.accessibleName()
        assert button.toolTip()


def test_the_row_of_a_question_ends_at_the_right(qtbot, style, question, answer):
    bar = MessageBar(style, question(time_text="14:02"))
    qtbot.addWidget(bar)

    bar.set_width(700)

    assert bar.time.text() == "14:02"
    assert abs(bar.edit.geometry().right() - 700) < 10


def test_the_recorder_is_offered_for_answers_alone(qtbot, style, question, answer):
    bar = MessageBar(style, answer("text"))
    qtbot.addWidget(bar)
    other = MessageBar(style, question())
    qtbot.addWidget(other)

    with qtbot.waitSignal(bar.triggered) as asked:
        bar.recorder.click()

    assert asked.args == ["recorder"]
    assert "recorderButton" not in shown(other)


def test_the_source_button_says_what_it_leads_to(qtbot, style, question, answer):
    bar = MessageBar(style, answer("text"))
    qtbot.addWidget(bar)
    assert bar.source.accessibleName() == "Show source"

    bar.set_source(True)
    assert bar.source.accessibleName() == "Show as text"

    bar.set_view(answer(""))
    assert bar.source.isHidden()
    bar.set_view(question())
    assert bar.source.isHidden()
