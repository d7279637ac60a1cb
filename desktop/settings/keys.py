"""API keys: in the operating system's keyring, or in memory for this session, and nowhere else.

`keyring` picks its backend from the environment, a file and whatever is installed, and some backends lose the key or
write it to a plain file. So the backend is built here, from a list of three, and what was written is read back.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeVar

from msgspec import Struct

from desktop.errors import QT_TRANSLATE_NOOP, KeyStoreError, SettingsError
from desktop.settings import secret_service

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

ENVIRONMENT_ID = "environment"
PROBE_LIMIT_S = 3.0

_SERVICE = "lingdu"
_KEY = re.compile(r"[\x21-\x7e]{1,1280}")
_MAX_CHARACTERS = 1280  # what Windows holds
_AROUND = "\ufeff\u200b\u200c\u200d\u2060\"'`\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d"
_PREFIX = re.compile(r"(?i)(authorization\s*:\s*)?bearer(\s+|$)")
_NOT_THERE = frozenset({"no_backend", "no_bus"})
_SENTENCES = {
    "locked": "The system keyring is locked and was not unlocked.",
    "hung": "The system keyring does not answer.",
    "mismatch": "The system keyring does not hold what was written.",
}
_REFUSED = "The system keyring refused."

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class KeyAccount(Struct, frozen=True):
    """Whose key it is: a profile's, for one origin (scheme, host and port) only.

    A profile's id with a slash behind it (`default/proxy`, `default/header/api-key`) owns another secret of it.
    """

    profile: str
    origin: str

    @property
    def is_api_key(self) -> bool:
        """Whether it is an API key, and not another secret, whose characters are its own business."""
        return "/" not in self.profile


class KeyStatus(Struct, frozen=True):
    """Where a key is kept.

    Attributes:
        kind: `keyring`, or `session`: in memory, gone when the program ends.
        backend: the keyring as people know it, such as `GNOME Keyring (Secret Service)`; empty where there is none.
        reason: for `session` why: `no_backend`, `no_bus`, `locked`, `hung`, `mismatch`, `refused`, `environment` (a key
            from there is never stored), `superseded` (a later save or delete of this account counts). For `keyring`
            empty, or from a probe `locked`: it will ask the user before it opens.
    """

    kind: Literal["keyring", "session"]
    backend: str = ""
    reason: str = ""


def clean_key(text: str) -> str:
    """The key in what was typed or pasted: without white space, quotes, byte order mark or `Bearer` around it.

    Raises:
        SettingsError: what is left is no key (1 to 1,280 visible ASCII characters); the sentence does not contain it.
    """
    key, before = text, None
    while key != before:
        before = key
        key = _PREFIX.sub("", key.strip().strip(_AROUND).strip(), count=1)
    if _KEY.fullmatch(key):
        return key
    if not key:
        raise SettingsError(QT_TRANSLATE_NOOP("SettingsError", "This cannot be an API key: it is empty."))
    if len(key) > _MAX_CHARACTERS:
        words = QT_TRANSLATE_NOOP("SettingsError", "This cannot be an API key: it has more than {count} characters.")
        raise SettingsError(words, count=f"{_MAX_CHARACTERS:,}")
    if any(character.isspace() for character in key):
        words = QT_TRANSLATE_NOOP("SettingsError", "This cannot be an API key: it has a space or a line break inside.")
        raise SettingsError(words)
    words = QT_TRANSLATE_NOOP("SettingsError", "This cannot be an API key: it has a character that is not plain ASCII.")
    raise SettingsError(words)


def clean_secret(account: KeyAccount, text: str) -> str:
    """The secret of an account in what was typed: a cleaned key, or any other secret as it is.

    Raises:
        SettingsError: it cannot be one; the sentence does not contain it.
    """
    if account.is_api_key:
        return clean_key(text)
    if not 0 < len(text) <= _MAX_CHARACTERS or not text.isprintable():
        raise SettingsError(
            QT_TRANSLATE_NOOP("SettingsError", "A password or a secret value is one line of 1 to {count} characters."),
            count=f"{_MAX_CHARACTERS:,}",
        )
    return text


def forbid_core_dumps() -> None:
    """Keep the memory of this process, keys too, out of core files; its children inherit that. No-op on Windows."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class KeyStore:
    """The keys of this process, and the keyring behind them.

    `key` and `keep_for_session` return at once and may be called from any thread. `probe` takes about `probe_limit_s`
    seconds at most. `load`, `save` and `delete` block as long as the keyring does: minutes while it asks the user, for
    ever when it hangs; each belongs in a thread of its own. Calls for one account wait for each other.

    Without `may_ask` nobody is there to be asked: a locked keyring stays locked, one that hangs is given up after
    `probe_limit_s`.
    """

    def __init__(self, probe_limit_s: float = PROBE_LIMIT_S, *, may_ask: bool = True) -> None:
        self._probe_limit_s = probe_limit_s
        self._may_ask = may_ask
        self._keys: dict[KeyAccount, str] = {}
        # How often a save or delete was asked for: an older one that comes late gives way.
        self._asked: defaultdict[KeyAccount, int] = defaultdict(int)
        self._turns: defaultdict[KeyAccount, threading.Lock] = defaultdict(threading.Lock)
        self._memory = threading.Lock()

    def key(self, account: KeyAccount) -> str:
        """The key in memory; empty where there is none."""
        with self._memory:
            return self._keys.get(account, "")

    def keep_for_session(self, account: KeyAccount, key: str) -> None:
        """Put a clean key into memory only; an empty one forgets. What the keyring holds stays."""
        with self._memory:
            self._remember(account, key)

    def probe(self) -> KeyStatus:
        """Where a key would be kept; never asks the user, reads no key."""
        name, reason = _look(self._probe_limit_s)
        return KeyStatus("session" if reason not in {"", "locked"} else "keyring", name, reason)

    def load(self, account: KeyAccount) -> bool:
        """Bring the key of an account into memory; False where the keyring holds none or there is no keyring.

        Raises:
            KeyStoreError: the keyring may hold it, but is locked or refused.
        """
        if self.key(account) or account.profile == ENVIRONMENT_ID:
            return bool(self.key(account))
        asked = self._asked[account]
        with self._turn(account):
            status = self._open()
            if status.reason in _NOT_THERE:
                return bool(self.key(account))
            found, reason = (None, status.reason) if status.reason else _read(account)
            if reason:
                raise KeyStoreError(_SENTENCES.get(reason, _REFUSED))
            with self._memory:
                # Entered meanwhile counts; deleted meanwhile stays deleted.
                if found and account not in self._keys and self._asked[account] == asked:
                    self._keys[account] = found
        return bool(self.key(account))

    def save(self, account: KeyAccount, key: str) -> KeyStatus:
        """Put a key into memory at once, then into the keyring; `session` where the keyring does not hold it after.

        Raises:
            SettingsError: it cannot be a key; nothing changed.
        """
        key = clean_secret(account, key)
        with self._memory:
            self._remember(account, key)
            self._asked[account] = asked = self._asked[account] + 1
        if account.profile == ENVIRONMENT_ID:
            return KeyStatus("session", reason="environment")
        with self._turn(account):
            if self._asked[account] != asked:
                return KeyStatus("session", reason="superseded")
            status = self._open()
            if status.reason:
                return status
            reason = _write(account, key)
            return KeyStatus("session", status.backend, reason) if reason else status

    def delete(self, account: KeyAccount) -> None:
        """Forget the key of an account, in memory at once, then in the keyring; fine where there is none.

        Raises:
            KeyStoreError: the keyring is locked or refused, or still holds it.
        """
        with self._memory:
            self._remember(account, "")
            self._asked[account] = asked = self._asked[account] + 1
        if account.profile == ENVIRONMENT_ID:
            return
        with self._turn(account):
            if self._asked[account] != asked:
                return
            status = self._open()
            if status.reason in _NOT_THERE:
                return
            reason = status.reason or _erase(account)
            if reason:
                raise KeyStoreError(_SENTENCES.get(reason, _REFUSED))
            with self._memory:
                # A load that came before this turn may have brought it back.
                if self._asked[account] == asked:
                    self._remember(account, "")

    def _open(self) -> KeyStatus:
        """Make the keyring ready; it may ask the user where it may. `session` with a reason where it is not ready."""
        name, reason = _look(None if self._may_ask else self._probe_limit_s)
        if reason == "locked" and self._may_ask:
            answer, refusal = _guard(secret_service.unlock)
            reason = answer or refusal
        return KeyStatus("session" if reason else "keyring", name, reason)

    def _remember(self, account: KeyAccount, key: str) -> None:
        if key:
            self._keys[account] = key
        else:
            self._keys.pop(account, None)

    def _turn(self, account: KeyAccount) -> threading.Lock:
        with self._memory:
            return self._turns[account]


def _backend() -> tuple[KeyringBackend, str]:
    """The one backend for this system, built without the environment's properties, and its name.

    Never keyring's own choice: PYTHON_KEYRING_BACKEND, keyringrc.cfg and installed packages decide there.
    """
    backend: KeyringBackend
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring

        backend = WinVaultKeyring()  # type: ignore[no-untyped-call]  # keyring annotates only a part
        name = "Windows Credential Manager"
    elif sys.platform == "darwin":
        from keyring.backends.macOS import Keyring as MacKeyring

        backend = MacKeyring()  # type: ignore[no-untyped-call]  # keyring annotates only a part
        name = "macOS Keychain"
    else:
        from keyring.backends.SecretService import Keyring as SecretServiceKeyring

        backend = SecretServiceKeyring()  # type: ignore[no-untyped-call]  # keyring annotates only a part
        name = secret_service.ServiceState().name
    # KEYRING_PROPERTY_… variables were set on it: another collection, another scheme.
    vars(backend).clear()
    return backend, name


def _look(limit_s: float | None) -> tuple[str, str]:
    """Name and reason of this system's keyring, without asking the user."""
    if sys.platform not in {"win32", "darwin"}:
        state = secret_service.state(limit_s)
        return state.name if state.reason not in _NOT_THERE else "", state.reason
    backend, name = _backend()
    try:
        backend.priority  # noqa: B018  # raises where the system's library is missing
    except RuntimeError:
        return "", "no_backend"
    return name, ""


def _write(account: KeyAccount, key: str) -> str:
    """Store a key and read it back; the reason where that failed, else empty."""
    _, reason = _guard(lambda: _backend()[0].set_password(*_names(account), key))
    if reason:
        return reason
    held, reason = _read(account)
    if not reason and held != key:
        # A key that is not the one entered would be taken for it at the next start.
        _erase(account)
        return "mismatch"
    return reason


def _read(account: KeyAccount) -> tuple[str | None, str]:
    """The key the keyring holds, None where it holds none, and the reason where it failed."""
    return _guard(lambda: _backend()[0].get_password(*_names(account)))


def _erase(account: KeyAccount) -> str:
    """Delete a key and look whether it is gone; the reason where that failed, else empty."""
    held, reason = _read(account)
    if reason or held is None:
        return reason
    _, reason = _guard(lambda: _backend()[0].delete_password(*_names(account)))
    if reason:
        return reason
    held, reason = _read(account)
    return reason or ("refused" if held is not None else "")


def _names(account: KeyAccount) -> tuple[str, str]:
    """Service and user name in the keyring, as people see them there."""
    return f"{_SERVICE} {account.origin}", account.profile or "-"


def _guard(work: Callable[[], _T]) -> tuple[_T | None, str]:
    """What a backend gives, or the reason word where it raises.

    A backend raises what its system raises, and text, arguments and frames of that may hold the key. So the exception
    ends here; the log gets its class, and a D-Bus error its name.
    """
    from keyring.errors import KeyringLocked

    try:
        return work(), ""
    except KeyringLocked:
        return None, "locked"
    except Exception as error:  # noqa: BLE001  # see above: whatever it is, it ends here
        name = getattr(error, "name", "")
        _log.info("The system keyring refused: %s %s", type(error).__name__, name if isinstance(name, str) else "")
        return None, "refused"
