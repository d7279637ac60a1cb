"""The copied programs (`desktop.chat.request_code`) are run, and send what the application sent.

curl comes with the system packages of `start.sh test`, the package `openai` of Python from `requirements-bench.lock`,
that of Node.js by npm from `tests/node`, where `.ci/run` installs it.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from fakes.server import FakeServer, sse

from desktop.api.client import ChatClient
from desktop.api.origin import Endpoint
from desktop.api.types import ChatRequest
from desktop.chat.recorder import Recorder, Recording
from desktop.chat.request_code import MAX_ARGUMENT, as_curl, as_node, as_python

KEY = "sk-SENTINEL-abcdef0123456789"
OTHER = "the key of whoever runs the program"
NASTY = (
    "it's \"q\" $HOME `id` $(id) !! \\n \\ \n\r\t\x7f\x1b %s #{x} ${x} 零度 🌍 \0 \ud83c \u2028\u0085 '\\'' \n"
    "LINGDU_JSON\n"
)
QUESTIONS = {
    "plain": ("hi", {}),
    "nasty": (
        NASTY,
        {
            "temperature": 0.7,
            "stop": ["\n\n", "'", '"'],
            "seed": 2**63 - 1,
            "reasoning_effort": "low",
            "response_format": {"type": "json_schema", "json_schema": {"name": NASTY, "schema": {}, "strict": True}},
            "top_k": 40,
            "large": [9_223_372_036_854_775_807, -9_007_199_254_740_993, 10**40, 1.5e300, -0.0],
            "provider": {"order": [], "allow": None, "on": True, "of": False, "__proto__": {"x": 1}, "ключ": NASTY},
        },
    ),
    "long": (NASTY * 3000, {}),
    "query": ("hi", {}),
}


def recorded(server, question) -> Recording:
    """What the application sends, and its recording."""
    text, parameters = QUESTIONS[question]
    base_url = f"{server.base_url}?api-version=2024-10-21&x=a%20b" if question == "query" else server.base_url
    endpoint = Endpoint(base_url, headers={"X-Title": 'it\'s "mine"'}, private_headers=("api-key",))
    recorder = Recorder()
    recorder.name(1, "turn", "chat")

    async def ask():
        client = ChatClient(lambda _asked: KEY)
        request = ChatRequest(endpoint, "gpt-4o", [{"role": "user", "content": text}], parameters)
        async for _ in client.stream_chat(request, recorder.tap(1)):
            pass
        await client.aclose()

    server.script(sse("Hel", "lo 零度"))
    asyncio.run(ask())
    (recording,) = recorder.of("turn")
    return recording


def run(server: FakeServer, words: list[str], program: str, folder: Path, **environment: str) -> str:
    """Run a program with the keys it names; what it printed."""
    path = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    done = subprocess.run(
        words,
        input=program,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
        env={**path, "OPENAI_API_KEY": OTHER, "API_KEY": "secret two", "PYTHONUTF8": "1", **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def assert_same(server: FakeServer) -> None:
    ours, theirs = server.requests
    assert theirs.json == ours.json
    assert (urlsplit(theirs.path).path, parse_qsl(urlsplit(theirs.path).query)) == (
        urlsplit(ours.path).path,
        parse_qsl(urlsplit(ours.path).query),
    )
    assert theirs.method == ours.method
    assert theirs.headers["authorization"] == f"Bearer {OTHER}"
    assert theirs.headers["api-key"] == "secret two"
    assert theirs.headers["x-title"] == ours.headers["x-title"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("shell", ["sh", "bash"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_copied_curl_command_sends_the_same_bytes(server, tmp_path, question, shell):
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell}")
    program = as_curl(recorded(server, question))
    assert ("<<" in program) == (len(program) > MAX_ARGUMENT)
    assert "SENTINEL" not in program

    printed = run(server, [shell], program, tmp_path)

    assert_same(server)
    assert server.requests[1].body == server.requests[0].body
    assert '"lo 零度"' in printed


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_copied_python_program_sends_the_same_body(server, tmp_path, question):
    packages = Path(sys.prefix, "bench")
    if not (packages / "openai").is_dir():
        no_package("the package openai is not installed: sh start.sh test installs it from requirements-bench.lock")
    program = as_python(recorded(server, question))
    assert "SENTINEL" not in program

    printed = run(server, [sys.executable, "-"], program, tmp_path, PYTHONPATH=str(packages))

    assert_same(server)
    assert printed == "Hello 零度\n"


@pytest.mark.packaging
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_copied_node_program_sends_the_same_body(server, tmp_path, question):
    packages = os.environ.get("LINGDU_NODE_PACKAGES", "")
    node = os.environ.get("LINGDU_NODE", "") or shutil.which("node")
    if not node:
        no_package("Node.js is not installed")
    if not packages:
        no_package("the npm package openai is not installed: .ci/run installs it from tests/node")
    (tmp_path / "node_modules").symlink_to(packages)
    program = as_node(recorded(server, question))
    assert "SENTINEL" not in program
    (tmp_path / "program.mjs").write_text(program, "utf-8")

    printed = run(server, [node, "program.mjs"], "", tmp_path)

    assert_same(server)
    assert printed == "Hello 零度\n"


def no_package(reason: str) -> None:
    """Without it there is nothing to run; in CI there always is."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def test_the_questions_hold_what_a_shell_could_take_amiss():
    text, parameters = QUESTIONS["nasty"]

    assert set("'\"$`\\!\n\r\t%#") <= set(text)
    assert json.loads(json.dumps(parameters)) == parameters
