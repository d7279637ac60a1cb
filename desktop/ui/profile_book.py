"""All profiles a chat can use: the stored ones, the one from the environment, and the offline demo."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from desktop.settings.profiles import DEFAULT_BASE_URL, Profile, Profiles

DEMO_ID = "demo"
DEFAULT_ID = "default"


class ProfileBook:
    """Finds the profile of a chat, and the one for new chats.

    `demo_base_url` starts the embedded endpoint on first use and gives its address; it has another port each time, so
    the demo's profile is never stored.
    """

    def __init__(
        self,
        stored: Profiles,
        environment: Profile | None,
        demo_base_url: Callable[[], str],
        demo_models: tuple[str, ...],
    ) -> None:
        self._stored = stored
        self._environment = environment
        self._demo_base_url = demo_base_url
        self._demo_models = demo_models
        self._preferred = ""

    def prefer(self, profile_id: str) -> None:
        """Use this profile for new chats in this process."""
        self._preferred = profile_id

    @property
    def is_set_up(self) -> bool:
        """Whether a question has somewhere to go."""
        return bool(self._preferred or self._environment or self._stored.all())

    def default_id(self) -> str:
        """The profile for new chats: the preferred one, else the stored default, else the environment's."""
        if self._preferred:
            return self._preferred
        default = self._stored.default()
        if default is not None:
            return default.id
        return self._environment.id if self._environment else DEFAULT_ID

    def get(self, profile_id: str) -> Profile:
        """A profile by its id; where it is gone, one that sends nothing until a key is given."""
        if profile_id == DEMO_ID:
            return Profile(
                id=DEMO_ID,
                name=_demo_name(),
                base_url=self._demo_base_url(),
                models=self._demo_models,
                default_model=self._demo_models[0],
                works_without_key=True,
            )
        if self._environment is not None and profile_id == self._environment.id:
            return self._environment
        return self._stored.get(profile_id) or Profile(id=DEFAULT_ID, name="", base_url=DEFAULT_BASE_URL)

    def choices(self) -> tuple[Profile, ...]:
        """Every profile that a chat can take, in the order they are offered; the demo has no address until it runs."""
        demo = Profile(id=DEMO_ID, name=_demo_name(), base_url=DEFAULT_BASE_URL)
        environment = (self._environment,) if self._environment is not None else ()
        return (*self._stored.all(), *environment, demo)

    def stored(self) -> tuple[Profile, ...]:
        """The profiles that can be changed."""
        return self._stored.all()

    def put(self, profile: Profile) -> None:
        """Store a profile, in the place of the one with its id where there is one.

        Raises:
            SettingsError: it is not valid and nothing changed, or it holds for this session only.
        """
        self._stored.put(profile)

    def remove(self, profile_id: str) -> None:
        """Take a profile out; chats that have it ask for another.

        Raises:
            SettingsError: there is none, or it is gone for this session only.
        """
        if self._preferred == profile_id:
            self._preferred = ""
        self._stored.remove(profile_id)

    def keep_models(self, profile_id: str, models: tuple[str, ...]) -> bool:
        """Remember the models that an endpoint named; True where they are others than before.

        Raises:
            SettingsError: they hold for this session only.
        """
        if self._environment is not None and profile_id == self._environment.id:
            changed = self._environment.models != models
            self._environment = replace(self._environment, models=models)
            return changed
        profile = self._stored.get(profile_id)
        if profile is None or profile.models == models:
            return False
        self._stored.put(replace(profile, models=models))
        return True

    def save(self, profile: Profile) -> None:
        """Store a profile and use it for new chats.

        Raises:
            SettingsError: it cannot be written; it is used for this session all the same.
        """
        self._preferred = profile.id
        self._stored.put(profile)


def _demo_name() -> str:
    return QCoreApplication.translate("Profiles", "Offline demo")
