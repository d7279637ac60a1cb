"""A recorded request as a program: curl, and the `openai` packages of Python and Node.js.

Each sends the body that was sent, the JSON of curl byte for byte. In the place of the key stands `$OPENAI_API_KEY`, in
that of another secret header a variable of that header's name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from desktop.chat.recorder import Recording

# Linux takes no single argument of 128 KiB and more.
MAX_ARGUMENT = 100_000
KEY_VARIABLE = "OPENAI_API_KEY"
# A number of JavaScript rounds what is more: of a seed for instance, so that another one would be sent.
MAX_JS_INTEGER = 2**53 - 1

_CHAT = "/chat/completions"
_MASK = "***"
_HEREDOC = "LINGDU_JSON"
_GLOB = re.compile(r"[][{}]")
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
# Headers that every client sets itself.
_OWN = frozenset(
    {"accept", "accept-encoding", "authorization", "connection", "content-length", "content-type", "host", "user-agent"}
)
# Arguments of `chat.completions.create` in the Python package; another field goes by `extra_body`. The package adds
# none of its own.
# fmt: off
_ARGUMENTS = frozenset(
    {
        "messages", "model", "frequency_penalty", "logit_bias", "logprobs", "max_completion_tokens",
        "max_tokens", "metadata", "modalities", "n", "parallel_tool_calls", "prediction", "presence_penalty",
        "reasoning_effort", "response_format", "seed", "service_tier", "stop", "store", "stream",
        "stream_options", "temperature", "tool_choice", "tools", "top_logprobs", "top_p", "user", "verbosity",
    }
)
# fmt: on


def as_curl(recording: Recording) -> str:
    """A command for a POSIX shell."""
    body = recording.body
    lines = ["curl --no-buffer" + (" --globoff" if _GLOB.search(recording.url) else "") + f" {_shell(recording.url)}"]
    if recording.proxy:
        lines.append(f"--proxy {_shell(recording.proxy)}")
    lines.append("-H 'Content-Type: application/json'")
    if _sent_key(recording):
        lines.append(f'-H "Authorization: Bearer ${KEY_VARIABLE}"')
    for name, value in _further_headers(recording):
        lines.append(f"-H {_curl_header(name, value)}")
    if len(body.encode()) <= MAX_ARGUMENT:
        lines.append(f"-d {_shell(body)}")
        return _joined(lines)
    # `-d @-` leaves out line ends: JSON on one line comes out as it went in.
    lines.append(f"-d @- <<'{_HEREDOC}'")
    return f"{_joined(lines)}{body}\n{_HEREDOC}\n"


def as_python(recording: Recording) -> str:
    """A program for Python with the package `openai`."""
    fields = body_fields(recording)
    given = {name: value for name, value in fields.items() if name in _ARGUMENTS}
    further = {name: value for name, value in fields.items() if name not in _ARGUMENTS}
    key = f'os.environ["{KEY_VARIABLE}"]' if _sent_key(recording) else '"none"'
    lines = ["import os", "", "from openai import OpenAI", "", *_proxy_note(recording, "#"), "client = OpenAI("]
    lines += [f"    base_url={_base_url(recording)!r},", f"    api_key={key},", "    max_retries=0,"]
    query = _query(recording)
    if query:
        lines.append(f"    default_query={_python(query, 1)},")
    headers = [
        f"        {name!r}: " + (f'os.environ["{_variable(name)}"],' if value == _MASK else f"{value!r},")
        for name, value in _further_headers(recording)
    ]
    if headers:
        lines += ["    default_headers={", *headers, "    },"]
    lines += [")", ""]
    call = [f"    {name}={_python(value, 1)}," for name, value in given.items()]
    if further:
        call.append(f"    extra_body={_python(further, 1)},")
    lines += ["stream = client.chat.completions.create(", *call, ")"]
    lines += [
        "for chunk in stream:",
        "    if chunk.choices and chunk.choices[0].delta and chunk.choices[0].delta.content:",
        '        print(chunk.choices[0].delta.content, end="", flush=True)',
        "print()",
    ]
    return "\n".join(lines) + "\n"


def as_node(recording: Recording) -> str:
    """A program for Node.js with the package `openai`, to be saved as `.mjs`."""
    key = f"process.env.{KEY_VARIABLE}" if _sent_key(recording) else '"none"'
    lines = ['import OpenAI from "openai";', "", *_proxy_note(recording, "//"), "const client = new OpenAI({"]
    lines += [f"  baseURL: {_js(_base_url(recording), 1)},", f"  apiKey: {key},", "  maxRetries: 0,"]
    query = _query(recording)
    if query:
        lines.append(f"  defaultQuery: {_js(query, 1)},")
    headers = [
        f"    {_js(name, 0)}: " + (f"process.env.{_variable(name)}," if value == _MASK else f"{_js(value, 0)},")
        for name, value in _further_headers(recording)
    ]
    if headers:
        lines += ["  defaultHeaders: {", *headers, "  },"]
    lines += [
        "});",
        "",
        f"const stream = await client.chat.completions.create({_js(body_fields(recording), 0)});",
        "for await (const chunk of stream) {",
        '  process.stdout.write(chunk.choices?.[0]?.delta?.content ?? "");',
        "}",
        "console.log();",
    ]
    return "\n".join(lines) + "\n"


def body_fields(recording: Recording) -> dict[str, Any]:
    """The fields of the body that was sent, in order; none where nothing was sent."""
    fields: Any = json.loads(recording.body) if recording.body else {}
    return fields if isinstance(fields, dict) else {}


def _sent_key(recording: Recording) -> bool:
    return any(name.lower() == "authorization" for name, _ in recording.headers)


def _further_headers(recording: Recording) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in recording.headers if name.lower() not in _OWN)


def _variable(header: str) -> str:
    """The environment variable that holds a secret header: `api-key` is in `API_KEY`."""
    name = re.sub(r"[^A-Za-z0-9]", "_", header).upper()
    return name if name[:1].isalpha() else f"H_{name}"


def _base_url(recording: Recording) -> str:
    return recording.url.partition("?")[0].removesuffix(_CHAT)


def _query(recording: Recording) -> dict[str, str]:
    """What stands behind the question mark, such as Azure's `api-version`."""
    return dict(parse_qsl(urlsplit(recording.url).query, keep_blank_values=True))


def _proxy_note(recording: Recording, mark: str) -> list[str]:
    return [f"{mark} Sent through the proxy {recording.proxy}; HTTPS_PROXY names one here."] if recording.proxy else []


def _joined(lines: list[str]) -> str:
    return " \\\n  ".join(lines) + "\n"


def _curl_header(name: str, value: str) -> str:
    if value == _MASK:
        variable = _variable(name)
        # Within double quotes a shell would run what stands between backticks, and a header's name may have them.
        is_plain = re.fullmatch(r"[A-Za-z0-9_-]+", name)
        return f'"{name}: ${variable}"' if is_plain else f'{_shell(f"{name}: ")}"${variable}"'
    # What curl is told without a value it does not send at all.
    return _shell(f"{name}: {value}" if value else f"{name};")


def _shell(text: str) -> str:
    """One word of a POSIX shell. Within single quotes nothing has a meaning but the quote itself."""
    return "'" + text.replace("'", "'\\''") + "'"


def _python(value: Any, depth: int) -> str:
    """A Python literal; lists and objects of several lines are indented."""
    here, inner = "    " * depth, "    " * (depth + 1)
    if isinstance(value, Mapping) and value:
        rows = "".join(f"{inner}{name!r}: {_python(one, depth + 1)},\n" for name, one in value.items())
        return f"{{\n{rows}{here}}}"
    if isinstance(value, list) and value:
        rows = "".join(f"{inner}{_python(one, depth + 1)},\n" for one in value)
        return f"[\n{rows}{here}]"
    return repr(value)


def _js(value: Any, depth: int) -> str:
    """A JavaScript literal; JSON is one, but for `__proto__`, which would be the object's prototype."""
    here, inner = "  " * depth, "  " * (depth + 1)
    if isinstance(value, Mapping) and value:
        rows = "".join(f"{inner}{_js_name(name)}: {_js(one, depth + 1)},\n" for name, one in value.items())
        return f"{{\n{rows}{here}}}"
    if isinstance(value, list) and value:
        rows = "".join(f"{inner}{_js(one, depth + 1)},\n" for one in value)
        return f"[\n{rows}{here}]"
    if isinstance(value, int) and abs(value) > MAX_JS_INTEGER:
        return f'JSON.rawJSON("{value}") /* Node.js 21 or newer */'
    return json.dumps(value, ensure_ascii=False)


def _js_name(name: str) -> str:
    if name == "__proto__":
        return '["__proto__"]'
    return name if _NAME.fullmatch(name) else json.dumps(name, ensure_ascii=False)
