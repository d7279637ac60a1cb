"""The copied programs (`desktop.chat.request_code`): their words here; what they send, `test_request_code_runs`."""

from __future__ import annotations

import ast
import json
import shlex

import pytest

from desktop.api.client import encode_body
from desktop.api.origin import Endpoint
from desktop.api.types import ChatRequest
from desktop.chat.recorder import Recording
from desktop.chat.request_code import MAX_ARGUMENT, as_curl, as_node, as_python, body_fields

HEADERS = (("host", "api.example"), ("authorization", "***"), ("api-key", "***"), ("X-Title", "it's"), ("X-Empty", ""))


def recording(text="hi", url="https://api.example/v1/chat/completions", headers=HEADERS, proxy="", **parameters):
    request = ChatRequest(Endpoint("https://api.example/v1"), "m", [{"role": "user", "content": text}], parameters)
    body = encode_body(request, with_usage=True).decode()
    return Recording(url, proxy, 0.0, headers=headers, body=body)


def test_the_curl_command_has_the_url_the_headers_and_the_body_as_words_of_a_shell():
    one = recording('it\'s $HOME `id` \\ "x"\n!!')

    words = shlex.split(as_curl(one).replace("\\\n", " "))

    assert words[:2] == ["curl", "--no-buffer"]
    assert words[2] == one.url
    assert words[words.index("-d") + 1] == one.body
    given = [words[at + 1] for at, word in enumerate(words) if word == "-H"]
    assert given == [
        "Content-Type: application/json",
        "Authorization: Bearer $OPENAI_API_KEY",
        "api-key: $API_KEY",
        "X-Title: it's",
        "X-Empty;",
    ]


def test_the_name_of_a_private_header_is_no_command_of_the_shell():
    """Backticks and dollar signs may stand in it (RFC 9110, 5.6.2)."""
    text = as_curl(recording(headers=(("x`id`$HOME!'", "***"),)))

    words = shlex.split(text.replace("\\\n", " "))

    assert words[words.index("x`id`$HOME!': $X_ID__HOME__") - 1] == "-H"
    assert "-H 'x`id`$HOME!'\\'': '\"$X_ID__HOME__\"" in text


def test_a_long_body_is_no_argument_of_curl():
    one = recording("零" * MAX_ARGUMENT)

    text = as_curl(one)

    assert "-d @- <<'LINGDU_JSON'\n" in text
    assert text.splitlines()[-2:] == [one.body, "LINGDU_JSON"]
    assert max(len(line) for line in text.splitlines()[:-2]) < 200


def test_curl_is_told_the_proxy_and_takes_brackets_as_they_are():
    text = as_curl(recording(url="http://[::1]:8080/v1/chat/completions", proxy="socks5://127.0.0.1:1080"))

    assert "--globoff 'http://[::1]:8080/v1/chat/completions'" in text
    assert "--proxy 'socks5://127.0.0.1:1080'" in text


def test_the_python_program_is_valid_and_gives_unknown_fields_as_extra_body():
    text = as_python(recording("quote \" and 'single' and \\n", temperature=0.5, top_k=40))

    tree = ast.parse(text)
    (call,) = (one for one in ast.walk(tree) if isinstance(one, ast.Call) and ast.unparse(one.func).endswith("create"))
    given = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
    assert given.pop("extra_body") == {"top_k": 40}
    assert given == {
        "model": "m",
        "messages": [{"role": "user", "content": "quote \" and 'single' and \\n"}],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.5,
    }
    assert 'api_key=os.environ["OPENAI_API_KEY"]' in text
    assert "'api-key': os.environ[\"API_KEY\"]" in text


def test_the_node_program_holds_the_body_and_an_own_property_for_a_prototypes_name():
    text = as_node(recording("a\u2028b", **{"__proto__": {"x": 1}, "top-k": 2}))

    assert "apiKey: process.env.OPENAI_API_KEY" in text
    assert '["__proto__"]: {' in text
    assert '"top-k": 2' in text


@pytest.mark.parametrize("form", [as_curl, as_python, as_node])
def test_without_a_key_none_is_asked_for(form):
    text = form(recording(headers=(("host", "x"),)))

    assert "OPENAI_API_KEY" not in text


@pytest.mark.parametrize("form", [as_python, as_node])
def test_a_request_that_was_never_sent_still_makes_a_program(form):
    assert "create(" in form(Recording("https://api.example/v1/chat/completions", "", 0.0))


def test_the_fields_of_the_body_are_those_that_were_sent():
    one = recording("hi", seed=1)

    assert body_fields(one) == json.loads(one.body)
    assert body_fields(Recording("u", "", 0.0)) == {}
