"""`desktop.settings.keys`: which backend is used, and what nobody can put in its place."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import pytest
from fakes.below import contents_below
from fakes.keys import ACCOUNT, GNOME, SENTINEL
from fakes.secret_service import SecretService
from keyring.backend import KeyringBackend

import desktop
from desktop.errors import KeyStoreError
from desktop.settings import secret_service as secret_service_module
from desktop.settings.keys import KeyStatus, KeyStore

_PLAIN_BACKEND = '''
"""A backend as some packages bring them: a plain file, and a priority above all others."""
import os
import keyring.backend

class Keyring(keyring.backend.KeyringBackend):
    priority = 100

    def set_password(self, service, username, password):
        with open(os.environ["PLAIN_FILE"], "a") as file:
            file.write(password)

    def get_password(self, service, username):
        return open(os.environ["PLAIN_FILE"]).read()

    def delete_password(self, service, username):
        os.remove(os.environ["PLAIN_FILE"])
'''

_SAVE = """
import sys
from desktop.settings.keys import KeyAccount, KeyStore
status = KeyStore().save(KeyAccount("default", "https://api000.com"), sys.argv[1])
print(status.kind, status.reason)
"""

_SAVE_BY_KEYRING = """
import sys, keyring
keyring.get_keyring().set_password("lingdu", "default", sys.argv[1])
print(type(keyring.get_keyring()).__module__)
"""


@pytest.mark.parametrize("bus", ["no bus", "a real keyring"])
@pytest.mark.parametrize(
    ("module", "chosen_by"),
    [
        ("plainfile", "variable"),
        ("plainfile", "file"),
        ("plainfile", "package"),
        ("keyring.backends.null", "variable"),
        ("keyring.backends.null", "file"),
        ("keyring.backends.fail", "variable"),
        ("keyring.backends.fail", "file"),
    ],
)
def test_a_backend_that_someone_chose_is_never_used(
    request: pytest.FixtureRequest, tmp_path: Path, module: str, chosen_by: str, bus: str
) -> None:
    request.getfixturevalue("secret_service" if bus == "a real keyring" else "no_bus")
    environment, plain = _choose(module, chosen_by, tmp_path)
    # The trap is set: keyring by itself falls into it.
    if module == "plainfile":
        assert _python(_SAVE_BY_KEYRING, environment, SENTINEL) == "plainfile"
        assert plain.read_text("utf-8") == SENTINEL
        plain.unlink()
    elif module == "keyring.backends.null":
        assert _python(_SAVE_BY_KEYRING, environment, SENTINEL) == module

    said = _python(_SAVE, environment, SENTINEL)

    assert said == ("keyring" if bus == "a real keyring" else "session no_bus")
    assert not plain.exists()
    assert [path for path, data in contents_below(tmp_path) if SENTINEL.encode() in data] == []
    assert KeyStore().load(ACCOUNT) is (bus == "a real keyring")


def test_properties_in_the_environment_change_nothing(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEYRING_PROPERTY_PREFERRED_COLLECTION", "/org/freedesktop/secrets/collection/session")
    monkeypatch.setenv("KEYRING_PROPERTY_SCHEME", "KeePassXC")
    KeyStore().save(ACCOUNT, SENTINEL)
    monkeypatch.undo()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", secret_service.bus.address)

    later = KeyStore()

    assert later.load(ACCOUNT)
    assert later.key(ACCOUNT) == SENTINEL


def test_keyring_and_cryptography_are_loaded_when_they_are_needed(secret_service: SecretService) -> None:
    said = _python(
        """
        import sys
        def loaded():
            return [name for name in ("jeepney", "keyring", "cryptography") if name in sys.modules]
        from desktop.settings import profiles
        from desktop.settings.keys import KeyAccount, KeyStore
        store = KeyStore()
        store.key(KeyAccount("a", "b"))
        print(loaded())
        store.probe()
        print(loaded())
        """,
        dict(os.environ),
    )

    assert said.splitlines() == ["[]", "['jeepney']"]


@pytest.mark.parametrize(
    ("platform", "module", "keyring_class", "name"),
    [
        ("win32", "keyring.backends.Windows", "WinVaultKeyring", "Windows Credential Manager"),
        ("darwin", "keyring.backends.macOS", "Keyring", "macOS Keychain"),
    ],
)
def test_windows_and_macos_use_their_own_keyring_or_none(
    no_bus: None, monkeypatch: pytest.MonkeyPatch, platform: str, module: str, keyring_class: str, name: str
) -> None:
    held: dict[tuple[str, str], str] = {}
    backends = import_module(module)

    class Vault(KeyringBackend):
        priority = 5

        def set_password(self, service: str, username: str, password: str) -> None:
            held[service, username] = password

        def get_password(self, service: str, username: str) -> str | None:
            return held.get((service, username))

        def delete_password(self, service: str, username: str) -> None:
            del held[service, username]

    here = sys.platform
    monkeypatch.setattr(sys, "platform", platform)
    if here != platform:
        assert KeyStore().probe() == KeyStatus("session", "", "no_backend")
    monkeypatch.setattr(backends, keyring_class, Vault)

    assert KeyStore().probe() == KeyStatus("keyring", name)
    assert KeyStore().save(ACCOUNT, SENTINEL) == KeyStatus("keyring", name)
    assert held == {("lingdu https://api000.com", "default"): SENTINEL}
    assert KeyStore().load(ACCOUNT)
    KeyStore().delete(ACCOUNT)
    assert held == {}


def test_a_reason_of_the_bus_reaches_the_status(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = secret_service_module.ServiceState(GNOME, "refused")
    monkeypatch.setattr(secret_service_module, "state", lambda _limit_s: refused)
    store = KeyStore()

    assert store.probe() == KeyStatus("session", GNOME, "refused")
    assert store.save(ACCOUNT, SENTINEL) == KeyStatus("session", GNOME, "refused")
    with pytest.raises(KeyStoreError, match="refused"):
        KeyStore().load(ACCOUNT)


@pytest.mark.skipif(sys.platform == "win32", reason="core files are POSIX")
def test_core_dumps_are_off() -> None:
    said = _python(
        """
        import resource
        from desktop.settings.keys import forbid_core_dumps
        forbid_core_dumps()
        print(resource.getrlimit(resource.RLIMIT_CORE))
        """,
        dict(os.environ),
    )

    assert said == "(0, 0)"


def _choose(module: str, chosen_by: str, folder: Path) -> tuple[dict[str, str], Path]:
    """An environment in which `keyring` takes a backend, and the file the plain one would write."""
    packages, config, plain = folder / "packages", folder / "config", folder / "plain.txt"
    packages.mkdir()
    (packages / "plainfile.py").write_text(_PLAIN_BACKEND, "utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(packages),
        "PLAIN_FILE": str(plain),
        "XDG_CONFIG_HOME": str(config),
        "XDG_DATA_HOME": str(folder / "data"),
    }
    environment.pop("PYTHON_KEYRING_BACKEND", None)
    if chosen_by == "variable":
        environment["PYTHON_KEYRING_BACKEND"] = f"{module}.Keyring"
    elif chosen_by == "file":
        (config / "python_keyring").mkdir(parents=True)
        chosen = f"[backend]\ndefault-keyring={module}.Keyring\n"
        (config / "python_keyring" / "keyringrc.cfg").write_text(chosen, "utf-8")
    else:
        metadata = packages / "plainfile-1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: plainfile\nVersion: 1.0\n", "utf-8")
        (metadata / "entry_points.txt").write_text("[keyring.backends]\nplainfile = plainfile\n", "utf-8")
    return environment, plain


def _python(code: str, environment: dict[str, str], *arguments: str) -> str:
    """What a new interpreter prints that runs `code`."""
    paths = [str(Path(desktop.__file__).parents[1]), environment.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, "-c", dedent(code), *arguments],
        env={**environment, "PYTHONPATH": os.pathsep.join(path for path in paths if path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
