"""`desktop.settings.keys`: the key is in the real keyring, or in memory, and nowhere else."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import pytest
from fakes.secret_service import SecretService
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends.SecretService import Keyring
from keyring.errors import PasswordDeleteError, PasswordSetError

import desktop
from desktop.errors import KeyStoreError, SettingsError
from desktop.settings import secret_service as secret_service_module
from desktop.settings.keys import KeyAccount, KeyStatus, KeyStore, clean_key, clean_secret
from desktop.settings.settings import Settings

SENTINEL = "sk-sentinel-0123456789-abcdefghij"
ACCOUNT = KeyAccount("default", "https://api000.com")
GNOME = "GNOME Keyring (Secret Service)"


def test_a_saved_key_is_in_the_keyring_at_the_next_start(secret_service: SecretService) -> None:
    assert KeyStore().probe() == KeyStatus("keyring", GNOME)

    status = KeyStore().save(ACCOUNT, SENTINEL)

    assert status == KeyStatus("keyring", GNOME)
    later = KeyStore()
    assert later.key(ACCOUNT) == ""
    assert later.load(ACCOUNT)
    assert later.key(ACCOUNT) == SENTINEL


def test_a_saved_key_replaces_the_one_before(secret_service: SecretService) -> None:
    KeyStore().save(ACCOUNT, "sk-old")
    KeyStore().save(ACCOUNT, SENTINEL)

    later = KeyStore()
    later.load(ACCOUNT)
    assert later.key(ACCOUNT) == SENTINEL


def test_the_longest_key_comes_back_whole(secret_service: SecretService) -> None:
    key = "sk-" + "".join(chr(0x21 + number % 94) for number in range(1276)) + "z"
    assert len(key) == 1280

    assert KeyStore().save(ACCOUNT, key).kind == "keyring"

    later = KeyStore()
    later.load(ACCOUNT)
    assert later.key(ACCOUNT) == key


def test_a_deleted_key_is_gone_everywhere(secret_service: SecretService) -> None:
    store = KeyStore()
    store.save(ACCOUNT, SENTINEL)

    store.delete(ACCOUNT)
    store.delete(ACCOUNT)

    assert store.key(ACCOUNT) == ""
    assert not KeyStore().load(ACCOUNT)


@pytest.mark.parametrize(
    "other",
    [
        KeyAccount("default", "http://api000.com"),
        KeyAccount("default", "https://api000.com:8443"),
        KeyAccount("default", "https://api000.com.example"),
        KeyAccount("other", "https://api000.com"),
        KeyAccount("", "https://api000.com"),
    ],
)
def test_a_key_belongs_to_one_profile_at_one_origin(secret_service: SecretService, other: KeyAccount) -> None:
    store = KeyStore()
    store.save(ACCOUNT, SENTINEL)

    assert not store.load(other)
    assert not KeyStore().load(other)
    assert store.key(other) == ""
    KeyStore().delete(other)
    assert KeyStore().load(ACCOUNT)


def test_without_a_bus_a_key_is_kept_for_this_session(no_bus: None) -> None:
    store = KeyStore()

    assert store.probe() == KeyStatus("session", "", "no_bus")
    assert not store.load(ACCOUNT)
    assert store.save(ACCOUNT, SENTINEL) == KeyStatus("session", "", "no_bus")
    assert store.key(ACCOUNT) == SENTINEL
    assert store.load(ACCOUNT)
    store.delete(ACCOUNT)
    assert store.key(ACCOUNT) == ""


def test_without_a_keyring_on_the_bus_a_key_is_kept_for_this_session(secret_service: SecretService) -> None:
    secret_service.end()
    store = KeyStore()

    assert store.probe() == KeyStatus("session", "", "no_backend")
    assert store.save(ACCOUNT, SENTINEL) == KeyStatus("session", "", "no_backend")
    assert store.key(ACCOUNT) == SENTINEL


def test_a_dismissed_prompt_keeps_the_key_for_this_session_and_says_why(secret_service: SecretService) -> None:
    KeyStore().save(ACCOUNT, "sk-old")
    secret_service.lock()
    store = KeyStore()

    assert store.probe() == KeyStatus("keyring", GNOME, "locked")
    with pytest.raises(KeyStoreError, match="locked"):
        store.load(ACCOUNT)
    assert store.save(ACCOUNT, SENTINEL) == KeyStatus("session", GNOME, "locked")
    assert store.key(ACCOUNT) == SENTINEL
    with pytest.raises(KeyStoreError, match="locked"):
        store.delete(ACCOUNT)

    secret_service.unlock()
    later = KeyStore()
    later.load(ACCOUNT)
    assert later.key(ACCOUNT) == "sk-old"


def test_a_keyring_that_hangs_is_said_within_the_limit(secret_service: SecretService) -> None:
    secret_service.pause()

    assert KeyStore(probe_limit_s=0.2).probe() == KeyStatus("session", "Secret Service", "hung")


def test_where_nobody_may_be_asked_a_locked_keyring_stays_locked(secret_service: SecretService) -> None:
    KeyStore().save(ACCOUNT, SENTINEL)
    secret_service.lock()

    # A prompt that were opened would never be answered, and the load never end.
    with secret_service.open_prompt(), pytest.raises(KeyStoreError, match="locked"):
        KeyStore(may_ask=False).load(ACCOUNT)

    secret_service.unlock()
    assert KeyStore(may_ask=False).load(ACCOUNT)


def test_where_nobody_may_be_asked_a_keyring_that_hangs_is_given_up(secret_service: SecretService) -> None:
    secret_service.pause()

    with pytest.raises(KeyStoreError, match="does not answer"):
        KeyStore(probe_limit_s=0.2, may_ask=False).load(ACCOUNT)


def test_the_key_in_memory_is_there_while_the_keyring_hangs(secret_service: SecretService) -> None:
    store = KeyStore()
    saved: list[KeyStatus] = []
    secret_service.pause()
    thread = threading.Thread(target=lambda: saved.append(store.save(ACCOUNT, SENTINEL)), daemon=True)
    thread.start()

    store.keep_for_session(ACCOUNT, "sk-for-now")
    assert store.key(ACCOUNT) == "sk-for-now"
    assert saved == []

    secret_service.resume()
    thread.join(10)
    assert saved == [KeyStatus("keyring", GNOME)]


def test_a_key_entered_while_the_keyring_is_asked_counts(secret_service: SecretService) -> None:
    KeyStore().save(ACCOUNT, "sk-old")
    store = KeyStore()
    secret_service.lock()
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(store.load(ACCOUNT)), daemon=True)
    with secret_service.open_prompt() as prompt:
        thread.start()
        prompt.wait_until_asked()
        store.keep_for_session(ACCOUNT, SENTINEL)
        secret_service.unlock()
    thread.join(10)

    assert found == [True]
    assert store.key(ACCOUNT) == SENTINEL


class _Store(KeyStore):
    """Tells when a call begins to wait for the one before."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived = threading.Semaphore(0)

    def _turn(self, account: KeyAccount) -> threading.Lock:
        self.arrived.release()
        return super()._turn(account)


def test_a_key_deleted_while_the_keyring_is_asked_stays_deleted(secret_service: SecretService) -> None:
    KeyStore().save(ACCOUNT, SENTINEL)
    store = _Store()
    secret_service.lock()
    found: list[bool] = []
    load = threading.Thread(target=lambda: found.append(store.load(ACCOUNT)), daemon=True)
    delete = threading.Thread(target=lambda: store.delete(ACCOUNT), daemon=True)
    with secret_service.open_prompt() as prompt:
        for thread in (load, delete):
            thread.start()
            assert store.arrived.acquire(timeout=10)
        prompt.wait_until_asked()
        secret_service.unlock()
    for thread in (load, delete):
        thread.join(10)

    assert found == [False]
    assert store.key(ACCOUNT) == ""
    assert not KeyStore().load(ACCOUNT)


def test_an_older_save_that_comes_late_gives_way(secret_service: SecretService) -> None:
    store = _Store()
    secret_service.lock()
    results: dict[str, KeyStatus] = {}
    waiting = [
        threading.Thread(target=lambda key=key: results.update({key: store.save(ACCOUNT, key)}), daemon=True)
        for key in ("sk-first", "sk-second", SENTINEL)
    ]
    with secret_service.open_prompt() as prompt:
        for thread in waiting:
            thread.start()
            assert store.arrived.acquire(timeout=10)
        prompt.wait_until_asked()
        secret_service.unlock()
    for thread in waiting:
        thread.join(10)

    assert results["sk-second"] == KeyStatus("session", reason="superseded")
    assert results[SENTINEL] == KeyStatus("keyring", GNOME)
    later = KeyStore()
    later.load(ACCOUNT)
    assert later.key(ACCOUNT) == SENTINEL


@pytest.mark.parametrize("held", [None, "sk-cut"], ids=["nothing", "another key"])
def test_a_keyring_that_does_not_hold_what_was_written_is_not_trusted(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch, held: str | None
) -> None:
    write = Keyring.set_password

    def lose(self: Keyring, service: str, user: str, _key: str) -> None:
        if held is not None:
            write(self, service, user, held)  # type: ignore[no-untyped-call]  # keyring annotates only a part

    with monkeypatch.context() as patch:
        patch.setattr(Keyring, "set_password", lose)
        store = KeyStore()
        assert store.save(ACCOUNT, SENTINEL) == KeyStatus("session", GNOME, "mismatch")

    assert store.key(ACCOUNT) == SENTINEL
    assert not KeyStore().load(ACCOUNT)


def test_what_a_keyring_raises_ends_in_words_without_the_key(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = KeyStore()

    def refuse(*arguments: object) -> None:
        raise PasswordSetError(f"cannot store {arguments}")

    with monkeypatch.context() as patch:
        patch.setattr(Keyring, "set_password", refuse)
        status = store.save(ACCOUNT, SENTINEL)

    assert status == KeyStatus("session", GNOME, "refused")
    assert "PasswordSetError" in caplog.text
    assert SENTINEL not in caplog.text
    assert SENTINEL not in f"{status!r} {store!r}"


@pytest.mark.parametrize("method", ["get_password", "delete_password"])
def test_a_keyring_that_refuses_to_read_or_delete_is_an_error_without_the_key(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    KeyStore().save(ACCOUNT, SENTINEL)

    def refuse(*_arguments: object) -> None:
        raise PasswordDeleteError(SENTINEL)

    monkeypatch.setattr(Keyring, method, refuse)
    store = KeyStore()
    work = store.load if method == "get_password" else store.delete

    with pytest.raises(KeyStoreError, match="refused") as raised:
        work(ACCOUNT)

    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


def test_a_key_that_is_still_there_after_its_deletion_is_an_error(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = KeyStore()
    store.save(ACCOUNT, SENTINEL)
    monkeypatch.setattr(Keyring, "delete_password", lambda *_arguments: None)

    with pytest.raises(KeyStoreError, match="refused"):
        store.delete(ACCOUNT)

    assert store.key(ACCOUNT) == ""


def test_a_bus_that_ends_while_the_user_is_asked_is_refused(secret_service: SecretService) -> None:
    secret_service.lock()
    store = KeyStore()
    saved: list[KeyStatus] = []
    thread = threading.Thread(target=lambda: saved.append(store.save(ACCOUNT, SENTINEL)), daemon=True)
    with secret_service.open_prompt() as prompt:
        thread.start()
        prompt.wait_until_asked()
        secret_service.bus.end()
    thread.join(10)

    assert saved == [KeyStatus("session", GNOME, "refused")]
    assert store.key(ACCOUNT) == SENTINEL


def test_a_key_from_the_environment_is_never_stored(secret_service: SecretService) -> None:
    account = KeyAccount("environment", "https://api.openai.com")
    store = KeyStore()

    assert store.save(account, SENTINEL) == KeyStatus("session", reason="environment")

    assert store.load(account)
    assert not KeyStore().load(account)
    assert not KeyStore().load(KeyAccount("default", "https://api.openai.com"))
    store.delete(account)
    assert not store.load(account)


def test_an_empty_key_for_the_session_forgets_and_leaves_the_keyring_alone(secret_service: SecretService) -> None:
    store = KeyStore()
    store.save(ACCOUNT, SENTINEL)

    store.keep_for_session(ACCOUNT, "")

    assert store.key(ACCOUNT) == ""
    assert store.load(ACCOUNT)


def test_a_key_is_in_no_file_and_in_no_log(
    secret_service: SecretService, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings = Settings(tmp_path / "settings.json")
    store = KeyStore()

    store.save(ACCOUNT, SENTINEL)
    settings.set("last_model", "gpt-4o")
    KeyStore().load(ACCOUNT)

    files = [path for folder in (tmp_path, secret_service.home) for path in folder.rglob("*") if path.is_file()]
    assert any(path.name == "login.keyring" for path in files)
    assert [path for path in files if SENTINEL.encode() in path.read_bytes()] == []
    assert SENTINEL not in caplog.text


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
    assert [path for path in tmp_path.rglob("*") if path.is_file() and SENTINEL.encode() in path.read_bytes()] == []
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


@pytest.mark.parametrize(
    "text",
    [
        SENTINEL,
        f"  {SENTINEL}\r\n",
        f'"{SENTINEL}"',
        f"\u201c{SENTINEL}\u201d",
        f"\ufeff{SENTINEL}\u200b",
        f"Bearer {SENTINEL}",
        f"bearer   '{SENTINEL}'",
        f"Authorization: Bearer {SENTINEL}\n",
        f'"Bearer {SENTINEL}"',
        f"\u300c {SENTINEL} \u300d",
        f"\u00a0{SENTINEL}\u3000",
    ],
)
def test_what_stands_around_a_pasted_key_is_dropped(text: str) -> None:
    assert clean_key(text) == SENTINEL


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "empty"),
        (' "" ', "empty"),
        ("Bearer ", "empty"),
        (f"{SENTINEL} {SENTINEL}", "space or a line break"),
        (f"{SENTINEL}\n{SENTINEL}", "space or a line break"),
        (f"{SENTINEL}\u201d{SENTINEL}", "not plain ASCII"),
        (f"{SENTINEL}é", "not plain ASCII"),
        (f"{SENTINEL}\x00", "not plain ASCII"),
        (SENTINEL * 100, "more than 1,280"),
    ],
)
def test_what_cannot_be_a_key_is_refused_without_showing_it(text: str, cause: str) -> None:
    with pytest.raises(SettingsError, match=cause) as raised:
        clean_key(text)

    assert SENTINEL not in f"{raised.value!r} {raised.value}"
    with pytest.raises(SettingsError):
        KeyStore().save(ACCOUNT, text)


@given(st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=60))
def test_a_cleaned_key_is_clean(text: str) -> None:
    try:
        key = clean_key(text)
    except SettingsError:
        assert set(text) <= set("\"'`")
    else:
        assert clean_key(key) == key
        assert key in text


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


@pytest.mark.parametrize("secret", ["Bearer abc", "pass word", "“ü”", " x "])
def test_a_secret_that_is_no_api_key_is_kept_as_it_is(secret: str) -> None:
    assert clean_secret(KeyAccount("default/proxy", "http://proxy:1"), secret) == secret


@pytest.mark.parametrize("secret", ["", "a\nb", "x" * 1281])
def test_and_what_no_keyring_and_no_header_holds_is_refused(secret: str) -> None:
    with pytest.raises(SettingsError):
        clean_secret(KeyAccount("default/header/x", "https://api000.com"), secret)


def test_an_api_key_is_cleaned() -> None:
    assert clean_secret(KeyAccount("default", "https://api000.com"), " Bearer sk-1 ") == "sk-1"
