"""Keeps the translations in step with the sources.

    python packaging/translations.py update     collect the texts into resources/i18n/*.ts and compile them
    python packaging/translations.py compile    only compile *.ts into *.qm

A test compares both with what is committed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = {"zh_CN": (), "en": ("-pluralonly",)}  # English is the source: only its plurals need forms


def _tool(name: str) -> str:
    folder = Path(PySide6.__file__).parent
    places = (folder / "Qt" / "libexec" / name, folder / f"{name}.exe", folder / name)
    found = [path for path in places if path.is_file()]
    if not found:
        raise FileNotFoundError(f"PySide6 brings no {name}")
    return str(found[0])


def update(folder: Path) -> None:
    """Collect the texts of `desktop/` into the `.ts` files of `folder`; what was translated stays."""
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "desktop").rglob("*.py"))
    for language, options in LANGUAGES.items():
        target = folder / f"lingdu_{language}.ts"
        arguments = ["-silent", "-no-obsolete", "-locations", "none", *options, *sources]
        languages = ["-source-language", "en", "-target-language", language]
        subprocess.run([_tool("lupdate"), *arguments, *languages, "-ts", str(target)], cwd=ROOT, check=True)


def compile_all(folder: Path, into: Path) -> None:
    """Compile every `.ts` of `folder` into a `.qm` of `into`."""
    for source in sorted(folder.glob("*.ts")):
        target = into / source.with_suffix(".qm").name
        subprocess.run([_tool("lrelease"), "-silent", str(source), "-qm", str(target)], check=True)


def main(words: list[str]) -> int:
    """Run one of the two commands."""
    if words not in (["update"], ["compile"]):
        print(__doc__, file=sys.stderr)
        return 2
    if words == ["update"]:
        update(FOLDER)
    compile_all(FOLDER, FOLDER)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
