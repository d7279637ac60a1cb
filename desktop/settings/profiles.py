"""Profiles: an endpoint, its models and what else belongs to it; never a secret."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field, structs

from desktop.api.origin import Endpoint, parse_base_url
from desktop.api.proxy import ProxyChoice, parse_proxy
from desktop.errors import QT_TRANSLATE_NOOP, SettingsError
from desktop.settings.keys import ENVIRONMENT_ID, clean_key
from desktop.settings.settings import Settings

DEFAULT_BASE_URL = "https://api000.com/v1"
OPENAI_BASE_URL = "https://api.openai.com/v1"

_SECTION = "profiles"
PROXY_MODES = ("system", "none", "manual")

_MAX_NAME = 100
_MAX_PATH = 4096
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_HEADER_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,998}[\x21-\x7e])?|")
_SECRET_HEADER = re.compile(r"(?i)auth|key|token|secret|cookie|passw|credential|signature|session")


class Profile(Struct, frozen=True):
    """Where questions go.

    Attributes:
        id: stays the same for ever; chats and keys hold on to it.
        name: shown to people; empty means the host.
        base_url: as `parse_base_url` writes it.
        models: names that the picker offers.
        default_model: the one for new chats; empty where none was chosen.
        headers: sent with every request, none of them secret.
        private_headers: names of headers whose values are in the keyring.
        proxy: which proxy its requests take; a password is in the keyring.
        ca_file: path of a PEM file with further certificate authorities; empty for none.
        from_environment: made by `environment_profile`; never stored.
        allow_plain_http: the user agreed to http to a host that is not this machine.
        works_without_key: the endpoint is asked without a key.
    """

    id: str
    name: str
    base_url: str
    models: tuple[str, ...] = ()
    default_model: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    from_environment: bool = False
    allow_plain_http: bool = False
    works_without_key: bool = False
    private_headers: tuple[str, ...] = ()
    proxy: ProxyChoice = field(default_factory=ProxyChoice)
    ca_file: str = ""

    def __hash__(self) -> int:
        # Of what can be hashed: headers cannot.
        return hash((self.id, self.base_url))

    def checked(self) -> Profile:
        """The profile as it is stored, its addresses in the one shape.

        Raises:
            SettingsError: a field is not valid; the sentence names it.
        """
        return _check(self)

    @property
    def endpoint(self) -> Endpoint:
        """Where its requests go, and whose key they take."""
        return Endpoint(
            base_url=self.base_url,
            profile=self.id,
            headers=self.headers,
            allow_plain_http=self.allow_plain_http,
            private_headers=self.private_headers,
            proxy=self.proxy,
            ca_file=self.ca_file,
        )


class Profiles:
    """The stored profiles, in the order they were made, in the settings file.

    Every change is saved at once. Where the file cannot be written it holds for this session all the same, and
    `SettingsError` says so. Entries this version cannot read stay in the file.

    Attributes:
        unreadable: how many entries of the file are no profile.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        stored = settings.section(_SECTION)
        entries = stored if isinstance(stored, list) else []
        # A value of another shape was written by another version; it goes when the first profile is stored.
        self._entries: list[tuple[Any, Profile | None]] = []
        for entry in entries:
            profile = profile_from_entry(entry)
            known = {other.id for other in self.all()}
            self._entries.append((entry, None if profile is not None and profile.id in known else profile))
        self.unreadable = sum(profile is None for _, profile in self._entries)

    def all(self) -> tuple[Profile, ...]:
        """Every profile, oldest first."""
        return tuple(profile for _, profile in self._entries if profile is not None)

    def get(self, profile_id: str) -> Profile | None:
        """One profile; None where there is none of this id."""
        return next((profile for profile in self.all() if profile.id == profile_id), None)

    def default(self) -> Profile | None:
        """The profile of new chats: the one the settings name, else the oldest; None where none is stored."""
        profiles = self.all()
        return self.get(self._settings.get_str("default_profile")) or (profiles[0] if profiles else None)

    def add(self, profile: Profile) -> None:
        """Store a new profile.

        Raises:
            SettingsError: the id is taken, or as for `put`.
        """
        if self.get(profile.id) is not None:
            raise SettingsError(f"There is a profile {profile.id!r} already.")
        self.put(profile)

    def replace(self, profile: Profile) -> None:
        """Store a profile in the place of the one with its id.

        Raises:
            SettingsError: there is none, or as for `put`.
        """
        if self.get(profile.id) is None:
            raise SettingsError(f"There is no profile {profile.id!r}.")
        self.put(profile)

    def put(self, profile: Profile) -> None:
        """Store a profile, in the place of the one with its id where there is one.

        Raises:
            SettingsError: a field is not valid, a header looks like a secret, or it comes from the environment, and
                nothing changed; or the file cannot be written.
        """
        checked = _check(profile)
        entry = profile_to_entry(checked)
        for index, (old, known) in enumerate(self._entries):
            if known is not None and known.id == checked.id:
                # Fields of a newer version stay.
                self._entries[index] = ({**old, **entry}, checked)
                break
        else:
            self._entries.append((entry, checked))
        self._save()

    def remove(self, profile_id: str) -> None:
        """Remove a profile; its key stays in the keyring until `KeyStore.delete`.

        Raises:
            SettingsError: there is none, or the file cannot be written.
        """
        if self.get(profile_id) is None:
            raise SettingsError(f"There is no profile {profile_id!r}.")
        self._entries = [entry for entry in self._entries if entry[1] is None or entry[1].id != profile_id]
        self._save()

    def _save(self) -> None:
        self._settings.set_section(_SECTION, [entry for entry, _ in self._entries])


def environment_profile(environ: Mapping[str, str]) -> tuple[Profile, str] | None:
    """The profile and key of `OPENAI_API_KEY` and `OPENAI_BASE_URL`; None where neither is set.

    The key belongs to `OPENAI_BASE_URL`, or where that is not set to OpenAI itself, and to no other origin. Without
    `OPENAI_API_KEY` the key is empty and the endpoint works without: a local server.

    Raises:
        SettingsError: a variable holds no key or no address; the sentence names it and does not contain the key.
    """
    address = environ.get("OPENAI_BASE_URL", "").strip()
    key = environ.get("OPENAI_API_KEY", "").strip()
    if not address and not key:
        return None
    try:
        base_url = parse_base_url(address or OPENAI_BASE_URL)
    except SettingsError as error:
        raise SettingsError("OPENAI_BASE_URL: {cause}", cause=error) from error
    try:
        key = clean_key(key) if key else ""
    except SettingsError as error:
        raise SettingsError("OPENAI_API_KEY: {cause}", cause=error) from error
    profile = Profile(
        id=ENVIRONMENT_ID,
        name=Endpoint(base_url=base_url).host,
        base_url=base_url,
        from_environment=True,
        works_without_key=not key,
    )
    return profile, key


def _check(profile: Profile) -> Profile:
    """The profile as it is stored, its base URL in the one shape."""
    if profile.from_environment or profile.id == ENVIRONMENT_ID:
        raise SettingsError(QT_TRANSLATE_NOOP("SettingsError", "A profile from the environment is never stored."))
    if not _ID.fullmatch(profile.id):
        raise SettingsError(
            f"A profile's id is 1 to 64 letters, digits, dots, dashes or underscores, not {profile.id!r:.60}."
        )
    for text in (profile.name, profile.default_model, *profile.models):
        if not text.isprintable():
            raise SettingsError(
                QT_TRANSLATE_NOOP("SettingsError", "The names of a profile and its models are one line each.")
            )
    if len(profile.name) > _MAX_NAME:
        raise SettingsError(
            QT_TRANSLATE_NOOP("SettingsError", "The name of a profile has at most {count} characters."), count=_MAX_NAME
        )
    for name, value in profile.headers.items():
        check_header(name, value)
    for name in profile.private_headers:
        check_header_name(name)
    names = [name.lower() for name in (*profile.headers, *profile.private_headers)]
    if len(set(names)) < len(names):
        raise SettingsError(QT_TRANSLATE_NOOP("SettingsError", "A header stands in the list twice."))
    if not profile.ca_file.isprintable() or len(profile.ca_file) > _MAX_PATH:
        raise SettingsError(QT_TRANSLATE_NOOP("SettingsError", "The path of the CA file is not valid."))
    return Profile(
        id=profile.id,
        name=profile.name,
        base_url=parse_base_url(profile.base_url),
        models=tuple(profile.models),
        default_model=profile.default_model,
        headers=dict(profile.headers),
        allow_plain_http=profile.allow_plain_http,
        works_without_key=profile.works_without_key,
        private_headers=tuple(profile.private_headers),
        proxy=_check_proxy(profile.proxy),
        ca_file=profile.ca_file,
    )


def _check_proxy(choice: ProxyChoice) -> ProxyChoice:
    """The choice as it is stored, its address in the one shape."""
    if choice.mode not in PROXY_MODES:
        raise SettingsError(f"The proxy must be one of {', '.join(PROXY_MODES)}.")
    lines = choice.user + choice.bypass
    if not lines.isprintable() or len(choice.user) > _MAX_NAME or len(choice.bypass) > _MAX_PATH:
        raise SettingsError(
            QT_TRANSLATE_NOOP("SettingsError", "The name for the proxy and its bypass list are one line each.")
        )
    if choice.mode != "manual" and not choice.url.strip():
        return choice
    proxy = parse_proxy(choice.url)
    if proxy.user or proxy.password:
        raise SettingsError(
            QT_TRANSLATE_NOOP(
                "SettingsError", "The proxy's address must not hold a name or password; they have fields of their own."
            )
        )
    return structs.replace(choice, url=proxy.url)


def is_private_header(name: str) -> bool:
    """Whether the value of a header with this name is a secret by the look of it."""
    return bool(_SECRET_HEADER.search(name))


def check_header_name(name: str) -> None:
    """Raise `SettingsError` where no header has this name."""
    if not _HEADER_NAME.fullmatch(name):
        raise SettingsError(
            QT_TRANSLATE_NOOP("SettingsError", "{name} is not the name of a header."), name=f"{name!r:.60}"
        )


def check_header(name: str, value: str) -> None:
    """Raise `SettingsError` where a header cannot be sent so, or its value belongs in the keyring."""
    check_header_name(name)
    if _SECRET_HEADER.search(name):
        raise SettingsError(
            QT_TRANSLATE_NOOP("SettingsError", "The header {name} looks like a secret; the settings file holds none."),
            name=name,
        )
    if not _HEADER_VALUE.fullmatch(value):
        raise SettingsError(
            QT_TRANSLATE_NOOP(
                "SettingsError",
                "The value of the header {name} must be one line of plain ASCII without spaces around it.",
            ),
            name=name,
        )


def profile_to_entry(profile: Profile) -> dict[str, Any]:
    """A profile as the JSON object of the settings file."""
    return {
        "id": profile.id,
        "name": profile.name,
        "base_url": profile.base_url,
        "models": list(profile.models),
        "default_model": profile.default_model,
        "headers": dict(profile.headers),
        "allow_plain_http": profile.allow_plain_http,
        "works_without_key": profile.works_without_key,
        "private_headers": list(profile.private_headers),
        "proxy": structs.asdict(profile.proxy),
        "ca_file": profile.ca_file,
    }


def profile_from_entry(entry: Any) -> Profile | None:
    """The profile in a JSON value of the settings file, checked; None where it is none."""
    if not isinstance(entry, dict):
        return None
    shape: dict[str, Any] = {**profile_to_entry(Profile(id="", name="", base_url="")), **entry}
    texts = [shape[name] for name in ("id", "name", "base_url", "default_model", "ca_file")]
    headers = shape["headers"]
    names = [shape["models"], shape["private_headers"]]
    proxy = shape["proxy"]
    if not (
        all(isinstance(text, str) for text in texts)
        and all(isinstance(one, list) and all(isinstance(text, str) for text in one) for one in names)
        and isinstance(proxy, dict)
        and all(isinstance(proxy.get(name, ""), str) for name in ("mode", "url", "user", "bypass"))
        and isinstance(headers, dict)
        and all(isinstance(value, str) for value in headers.values())
    ):
        return None
    try:
        return _check(
            Profile(
                id=shape["id"],
                name=shape["name"],
                base_url=shape["base_url"],
                models=tuple(shape["models"]),
                default_model=shape["default_model"],
                headers=headers,
                # Only a real true: nothing else may weaken what is sent.
                allow_plain_http=shape["allow_plain_http"] is True,
                works_without_key=shape["works_without_key"] is True,
                private_headers=tuple(shape["private_headers"]),
                proxy=structs.replace(
                    ProxyChoice(), **{name: proxy[name] for name in ("mode", "url", "user", "bypass") if name in proxy}
                ),
                ca_file=shape["ca_file"],
            )
        )
    except SettingsError:
        return None
