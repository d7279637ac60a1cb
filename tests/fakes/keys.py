"""A key that must stand nowhere but in the keyring, whose it is, and what the real keyring of the tests is called."""

from __future__ import annotations

from desktop.settings.keys import KeyAccount

SENTINEL = "sk-sentinel-0123456789-abcdefghij"
ACCOUNT = KeyAccount("default", "https://api000.com")
GNOME = "GNOME Keyring (Secret Service)"
