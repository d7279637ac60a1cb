"""The Debian package in bare Debian systems: installed, used as a person would, removed."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import bare_debian
from fakes.bare_debian import BareDebian
from fakes.certificate import loopback_certificate, server_context
from fakes.main_job import has_ended_well, require_everything, running_desk_with_keyring, running_lingdu
from fakes.server import FakeServer, sse, status

import frozen

pytestmark = [
    pytest.mark.packaging,
    pytest.mark.skipif(sys.platform != "linux", reason="what is entered and run here is Linux'"),
    pytest.mark.timeout(1800),
]

KEY = "sk-SENTINEL-0123456789abcdef"
MODELS = status(200, json.dumps({"object": "list", "data": [{"id": "m", "object": "model"}]}).encode())
USAGE = {"prompt_tokens": 11, "completion_tokens": 22, "total_tokens": 33}
HOME = "/home/user"


@pytest.fixture(scope="module", params=["bookworm", "trixie"])
def debian(request: pytest.FixtureRequest) -> Iterator[BareDebian]:
    bare_debian.require()
    with bare_debian.bare_debian(request.param) as debian:
        yield debian


def versions_in(debian: BareDebian) -> dict[str, str]:
    return dict(line.split(" ", 1) for line in debian.run("lingdu", "--version").splitlines())


def ask_over_tls(debian: BareDebian, server: FakeServer) -> dict:
    """Ask the server; the object that the program prints, answer or failure."""
    command = ("sh", "-c", "lingdu --data-dir /tmp/tls --ask Hello --json 2>/dev/null || true")
    printed = debian.run(*command, HOME="/tmp/tls", OPENAI_API_KEY=KEY, OPENAI_BASE_URL=server.base_url)
    return json.loads(printed)


def data_of_the_user(debian: BareDebian) -> list[Path]:
    return [path for path in (debian.root / HOME.lstrip("/")).rglob("*") if path.is_file()]


def test_the_package_is_installed_used_and_removed(debian: BareDebian, deb: Path, server: FakeServer, tmp_path: Path):
    """One story: each part needs the one before it, and the installing takes longest."""
    require_everything()
    shutil.copyfile(deb, debian.root / "tmp" / "package.deb")

    # Installed by apt, with what it depends on and nothing else.
    debian.apt("install", "/tmp/package.deb")
    assert frozen.below_floor(versions_in(debian)) == []
    for place in ("usr/share/applications/lingdu.desktop", "usr/share/icons/hicolor/48x48/apps/lingdu.png"):
        assert (debian.root / place).is_file()

    # Its demo answers without a display: loopback, database, the texts inside.
    assert "offline demo" in debian.run("lingdu", "--data-dir", "/tmp/demo", "--demo", "--ask", "What is this?")

    # A certificate counts once the system trusts it.
    certificate = loopback_certificate(tmp_path)
    with FakeServer(server_context(certificate)) as https:
        https.script(sse("Over TLS."))
        refused = ask_over_tls(debian, https)
        assert "certificate" in json.dumps(refused).lower(), refused
        shutil.copyfile(certificate, debian.root / "usr/local/share/ca-certificates/loopback.crt")
        debian.run("update-ca-certificates")
        assert ask_over_tls(debian, https)["text"] == "Over TLS."

    use_it_on_a_desk(debian, server)
    assert any(path.name == "conversations.db" for path in data_of_the_user(debian))
    assert [path for path in data_of_the_user(debian) if KEY.encode() in path.read_bytes()] == []

    # Removed with its settings, it leaves what is the user's, and nothing else of its name.
    kept = data_of_the_user(debian)
    debian.apt("purge", "lingdu")
    assert data_of_the_user(debian) == kept
    left = [path for path in debian.files_named("lingdu") if not path.startswith((HOME, "/tmp/"))]
    assert left == []


def use_it_on_a_desk(debian: BareDebian, server: FakeServer) -> None:
    """The main job: enter the key, ask, see answer and usage, quit, start again, find chat and key."""
    server.script(MODELS, sse("The capital ", "of France ", "is Paris.", usage=USAGE), sse("Still there."))
    (debian.root / HOME.lstrip("/")).mkdir(parents=True)
    with running_desk_with_keyring() as desk:
        folders = {Path(desk.environment["XDG_RUNTIME_DIR"])}
        bus = desk.environment["DBUS_SESSION_BUS_ADDRESS"].partition("unix:path=")[2]
        folders.add(Path(bus).parent)
        command = debian.command("lingdu", binds=sorted(folders))
        own = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": HOME}
        with running_lingdu(desk, command, **own) as (job, program):
            job.first_run(server.base_url, KEY)
            assert job.ask("What is the capital of France?") == "The capital of France is Paris."
            job.wait_for(lambda: job.usage() == ["Prompt 11", "Completion 22", "Total 33 tokens"])
            job.quit()
            assert has_ended_well(program)
        with running_lingdu(desk, command, **own) as (job, program):
            job.wait_for(lambda: "What is the capital of France?" in job.conversations())
            job.open("What is the capital of France?")
            job.wait_for_text("The capital of France is Paris.")
            assert job.ask("And now?") == "Still there."
            job.quit()
            assert has_ended_well(program)
    asked = [request for request in server.requests if request.path.endswith("/chat/completions")]
    assert [request.headers["authorization"] for request in asked] == [f"Bearer {KEY}"] * 2
