"""The licences of what is delivered with the program, and a bill of it.

`python packaging/licences.py FOLDER` writes, from the environment it runs in and the texts beside this file, the
notices (`FOLDER/licences/`) and `FOLDER/lingdu.cdx.json` (CycloneDX 1.6).
"""

from __future__ import annotations

import json
import platform
import re
import shutil
import sqlite3
import ssl
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from project import NAME, ROOT, VERSION, source_date

# SPDX, where a package's own words are of another form.
_SPDX = {"MIT License": "MIT", "BSD 3-Clause": "BSD-3-Clause", "Apache 2.0": "Apache-2.0", "BSD": "BSD-3-Clause"}
_QT = "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"
_TEXTS = re.compile(r"(?i)(licen[cs]e|copying|notice|authors|ofl)")

NOTICE = """\
Third-party software in {name} {version}
{line}

{name} itself is under the MIT licence (LICENSE).

Qt and PySide6
--------------
This program uses Qt {qt} and Qt for Python (PySide6, shiboken6) under the GNU Lesser General Public License, version 3
(LGPL-3.0.txt, which adds to GPL-3.0.txt). Neither is changed, but for debugging symbols that are taken off. Qt is
copyright (C) The Qt Company Ltd. and other contributors.

They are delivered as shared libraries, each in a file of its own, below the folder `_internal/PySide6` (on macOS
`Contents/Frameworks/PySide6`). You may replace them by others of the same interface: put your build of, say,
`libQt6Core.so.6` in the place of ours and start the program. Nothing prevents that, and nothing in our licence forbids
reverse engineering for debugging such changes.

Their sources are offered by their makers: Qt at https://download.qt.io/official_releases/qt/, PySide6 at
https://download.qt.io/official_releases/QtForPython/. Qt holds other software under licences of its own, ICU among it:
https://doc.qt.io/qt-6/licenses-used-in-qt.html.

Python
------
CPython {python} is under the Python Software Foundation License, version 2: https://docs.python.org/3/license.html.

The executable begins with PyInstaller's bootloader, which is under the GPL 2 or later with an exception that lets it be
part of programs under any licence.

Fonts
-----
STIX Two Math (SIL Open Font License 1.1) and DejaVu Sans (Bitstream Vera licence) come with ziamath and ziafont.

Small libraries of X.Org (libxcb-cursor, -icccm, -image, -keysyms, -render-util, -util), where they are in the folder,
are under MIT licences of their authors. What else the program needs, OpenSSL and SQLite among it, is the operating
system's own on Linux; elsewhere Python brings OpenSSL (Apache-2.0) and SQLite (public domain).

Python packages
---------------
Their texts stand beside this file, in a folder for each.

"""


@dataclass(frozen=True)
class Component:
    """A package that is delivered.

    Attributes:
        licence: as an SPDX expression where one is known.
        texts: its licence files.
        requires: names of other components.
    """

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]
    requires: tuple[str, ...]


def canonical(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked_names(lock: str) -> list[str]:
    """The packages that a lock's text names, whatever system they are for."""
    return [canonical(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)]


def components() -> list[Component]:
    """What requirements.lock names and this environment has (the others are for other systems)."""
    names = locked_names((ROOT / "requirements.lock").read_text("utf-8"))
    found = []
    for name in names:
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        wanted = {
            canonical(match[0]) for line in package.requires or () if (match := re.match(r"[A-Za-z0-9._-]+", line))
        }
        requires = tuple(sorted(wanted & set(names)))
        found.append(Component(name, package.version, _licence(package), tuple(_texts(package)), requires))
    return found


def _licence(package: Distribution) -> str:
    if canonical(package.name) in {"pyside6-essentials", "shiboken6"}:
        return _QT
    given = [*(package.metadata.get_all("License-Expression") or []), *(package.metadata.get_all("License") or []), ""]
    words = str(given[0])
    if words in {"", "UNKNOWN"} or "\n" in words:
        classifiers = package.metadata.get_all("Classifier") or []
        words = " OR ".join(
            it.rpartition(" :: ")[2] for it in classifiers if it.startswith("License :: OSI Approved ::")
        )
    return _SPDX.get(words, words)


def _texts(package: Distribution) -> Iterator[Path]:
    for file in package.files or ():
        if ".dist-info" in file.parts[0] and _TEXTS.match(file.name) and file.suffix != ".py":
            yield Path(str(package.locate_file(file)))


def write_notices(folder: Path, found: list[Component]) -> None:
    """The notice, our licence, those of Qt, and the texts of each package."""
    folder.mkdir(parents=True)
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE")
    for path in sorted((ROOT / "packaging" / "licences").glob("*.txt")):
        shutil.copyfile(path, folder / path.name)
    qt = next(it.version for it in found if it.name == "pyside6-essentials")
    title = f"{NAME} {VERSION}"
    lines = [f"{it.name} {it.version}: {it.licence or 'see its folder'}" for it in found]
    text = NOTICE.format(
        name=NAME, version=VERSION, line="=" * (len(title) + 24), qt=qt, python=platform.python_version()
    )
    (folder / "NOTICE.txt").write_text(text + "\n".join(lines) + "\n", encoding="utf-8")
    for component in found:
        place = folder / component.name
        for path in component.texts:
            place.mkdir(exist_ok=True)
            target = place / path.name
            if target.exists():
                target = place / f"{path.parent.name}-{path.name}"
            shutil.copyfile(path, target)


def bill(found: list[Component]) -> dict[str, object]:
    """The software bill of materials, in the form of CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/)."""
    own = f"pkg:generic/lingdu@{VERSION}"
    references = {it.name: f"pkg:pypi/{it.name}@{it.version}" for it in found}
    bundled = [
        ("CPython", platform.python_version(), "PSF-2.0"),
        ("Qt", next(it.version for it in found if it.name == "pyside6-essentials"), _QT),
    ]
    if sys.platform != "linux":
        # There they are the system's.
        bundled += [
            ("OpenSSL", ssl.OPENSSL_VERSION.split()[1], "Apache-2.0"),
            ("SQLite", sqlite3.sqlite_version, "blessing"),
        ]
    others = [
        {"type": "library", "bom-ref": f"pkg:generic/{name.lower()}@{version}", "name": name, "version": version,
         "purl": f"pkg:generic/{name.lower()}@{version}", "licenses": [{"expression": licence}]}
        for name, version, licence in bundled
    ]  # fmt: skip
    packages = [
        {"type": "library", "bom-ref": references[it.name], "name": it.name, "version": it.version,
         "purl": references[it.name], "licenses": [{"license": {"name": it.licence or "see the notices"}}]}
        for it in found
    ]  # fmt: skip
    moment = datetime.fromtimestamp(source_date(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    needs = [{"ref": own, "dependsOn": [*references.values(), *(str(it["bom-ref"]) for it in others)]}]
    needs += [
        {"ref": references[it.name], "dependsOn": [references[name] for name in it.requires if name in references]}
        for it in found
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        # From what it describes: the same build has the same bill.
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, own + sys.platform + moment)}",
        "version": 1,
        "metadata": {
            "timestamp": moment,
            "component": {"type": "application", "bom-ref": own, "name": "lingdu", "version": VERSION, "purl": own,
                          "licenses": [{"license": {"id": "MIT"}}]},
        },
        "components": [*packages, *others],
        "dependencies": needs,
    }  # fmt: skip


if __name__ == "__main__":
    target = Path(sys.argv[1])
    delivered = components()
    write_notices(target / "licences", delivered)
    (target / "lingdu.cdx.json").write_text(
        json.dumps(bill(delivered), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
