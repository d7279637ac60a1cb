"""The bundle for macOS, signed and notarised where the environment names identities, in a disk image.

LINGDU_SIGN_IDENTITY: the name of a "Developer ID Application" certificate in the keychain.
LINGDU_NOTARY_PROFILE: a profile that `xcrun notarytool store-credentials` keeps in the keychain; it needs the former.
"""

from __future__ import annotations

import os
import platform
import shutil
from pathlib import Path

from project import NAME, VERSION
from tools import run, say

TOOLS = ("hdiutil", "codesign", "xcrun")

_ENTITLEMENTS = Path(__file__).with_name("entitlements.plist")


def make(bundle: Path, _icons: Path, notices: Path, out: Path) -> list[Path]:
    """Make the disk image in `out`."""
    shutil.copytree(notices, bundle / "Contents" / "Resources" / "licences")
    identity = os.environ.get("LINGDU_SIGN_IDENTITY", "")
    profile = os.environ.get("LINGDU_NOTARY_PROFILE", "")
    _sign_bundle(bundle, identity)
    folder = out.parent / "image"
    folder.mkdir()
    bundle.rename(folder / bundle.name)
    (folder / "Applications").symlink_to("/Applications")
    image = out / f"lingdu-{VERSION}-macos-{platform.machine()}.dmg"
    say(image.name)
    run("hdiutil", "create", "-volname", NAME, "-srcfolder", folder, "-format", "UDZO", "-ov", image)
    if identity:
        run("codesign", "--sign", identity, "--timestamp", image)
    if identity and profile:
        say("Notarising; Apple takes some minutes")
        run("xcrun", "notarytool", "submit", image, "--keychain-profile", profile, "--wait")
        run("xcrun", "stapler", "staple", image)
    return [image]


def _sign_bundle(bundle: Path, identity: str) -> None:
    """Sign everything inside, then the whole; without an identity as Apple's processors ask for, by nobody."""
    options = ["--force", "--sign", identity or "-"]
    if identity:
        options += ["--timestamp", "--options", "runtime", "--entitlements", str(_ENTITLEMENTS)]
    inside = (path for path in bundle.rglob("*") if path.suffix in {".so", ".dylib"} and not path.is_symlink())
    for path in sorted(inside):
        run("codesign", *options, path)
    run("codesign", *options, bundle)
    run("codesign", "--verify", "--strict", bundle)
