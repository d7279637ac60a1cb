"""All profiles a chat can use: the stored ones, the one from the environment, and the offline demo."""

from __future__ import annotations

from collections.abc import Callable

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
            name = QCoreApplication.translate("Profiles", "Offline demo")
            return Profile(
                id=DEMO_ID,
                name=name,
                base_url=self._demo_base_url(),
                models=self._demo_models,
                default_model=self._demo_models[0],
                works_without_key=True,
            )
        if self._environment is not None and profile_id == self._environment.id:
            return self._environment
        return self._stored.get(profile_id) or Profile(id=DEFAULT_ID, name="", base_url=DEFAULT_BASE_URL)

    def save(self, profile: Profile) -> None:
        """Store a profile and use it for new chats.

        Raises:
            SettingsError: it cannot be written; it is used for this session all the same.
        """
        self._preferred = profile.id
        self._stored.put(profile)
