from __future__ import annotations

from desktop.ui.chat.buttons import FlatButton, JumpButton


def painted(button, colour):
    image = button.grab().toImage()
    return any(image.pixelColor(x, y).name() == colour for x in range(image.width()) for y in range(image.height()))


def test_a_button_is_as_wide_as_icon_and_words(qtbot, style):
    words = FlatButton("aButton", "Copy")
    both = FlatButton("bButton", "Copy", picture="copy")
    for button in (words, both):
        qtbot.addWidget(button)
        button.set_look(style, style.small_font, (6, 3))

    assert both.sizeHint().width() > words.sizeHint().width() > 12


def test_an_icon_alone_keeps_its_words_for_tooltip_and_screen_reader(qtbot, style):
    button = FlatButton("aButton", "Copy <b>", picture="copy")
    qtbot.addWidget(button)
    button.set_look(style, style.small_font, (5, 4))
    button.show_icon_only()

    assert button.accessibleName() == "Copy <b>"
    assert button.toolTip() == "Copy &lt;b&gt;"
    assert button.sizeHint().width() == 14 + 2 * 5


def test_a_button_is_painted_in_the_colour_of_its_token(qtbot, style):
    button = FlatButton("aButton", "", picture="stop", colour="err")
    qtbot.addWidget(button)
    button.set_look(style, style.small_font, (5, 4))
    button.resize(button.sizeHint())

    assert painted(button, style.palette.err)


def test_the_jump_button_is_a_disc_with_a_name(qtbot, style):
    button = JumpButton()
    qtbot.addWidget(button)
    button.set_look(style, style.small_font, (0, 0))
    button.resize(button.sizeHint())

    assert button.objectName() == "jumpToEndButton"
    assert button.accessibleName() == "Jump to the end"
    assert button.width() == button.height() == 36
    assert painted(button, style.palette.dim)
