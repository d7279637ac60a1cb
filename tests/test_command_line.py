from __future__ import annotations

from pathlib import Path

import pytest

from desktop.command_line import EXIT_BAD_ARGUMENTS, BadArguments, Options, parse_options


def test_without_arguments_the_window_opens():
    assert parse_options([]) == Options()


def test_every_option_is_read():
    options = parse_options(
        ["--demo", "--data-dir", "d", "--model", "m", "--ask", "你好", "--json", "--screenshot", "s.png"]
    )

    assert options == Options(True, Path("d"), "m", "你好", True, Path("s.png"))
    assert parse_options(["--toggle"]) == Options(toggle=True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--json"],
        ["--ask", "  "],
        ["--key", "sk-x"],
        ["--nope"],
        ["--as", "x"],
        ["x"],
        ["--toggle", "--ask", "x"],
        ["--toggle", "--screenshot", "x.png"],
    ],
)
def test_bad_arguments_end_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        parse_options(arguments)

    assert ended.value.code == EXIT_BAD_ARGUMENTS
    assert "usage: lingdu" in capsys.readouterr().err


def test_bad_arguments_say_why():
    with pytest.raises(BadArguments) as ended:
        parse_options(["--nope"])

    assert "--nope" in ended.value.words


def test_the_version_is_asked_for():
    assert parse_options(["--version"]).version
    assert not parse_options([]).version


def test_bytes_that_are_no_text_are_not_dropped():
    options = parse_options(["--ask", "caf\udce9", "--model", "m\udce9"])

    assert (options.ask, options.model) == ("caf\ufffd", "m\ufffd")
