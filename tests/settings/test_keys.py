"""`desktop.settings.keys`: the key is in the real keyring, or in memory, and nowhere else."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest
from fakes.below import contents_below
from fakes.keys import ACCOUNT, GNOME, SENTINEL
from fakes.secret_service import SecretService
from keyring.backends.SecretService import Keyring
from keyring.errors import PasswordDeleteError, PasswordSetError

from desktop.errors import KeyStoreError
from desktop.settings.keys import KeyAccount, KeyStatus, KeyStore
from desktop.settings.settings import Settings


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

    files = dict(contents_below(tmp_path, secret_service.home))
    assert any(path.name == "login.keyring" for path in files)
    assert [path for path, data in files.items() if SENTINEL.encode() in data] == []
    assert SENTINEL not in caplog.text
