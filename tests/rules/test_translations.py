"""Every text of the window is translated, and what ships is what the sources say."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "i18n"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the sources are not here: the tests run against the wheel")


def tool():
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def entries(path: Path) -> dict[tuple[str, str, str], list[str]]:
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            if translation.get("type") in {"unfinished", "vanished", "obsolete"}:
                forms = [""]
            key = (context.findtext("name") or "", message.findtext("source"), message.findtext("comment") or "")
            found[key] = forms
    return found


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_no_text_is_unfinished_or_missing(tmp_path, language):
    shutil.copytree(FOLDER, tmp_path / "i18n")

    tool().update(tmp_path / "i18n")

    committed, fresh = (entries(folder / f"lingdu_{language}.ts") for folder in (FOLDER, tmp_path / "i18n"))
    assert committed.keys() == fresh.keys(), "run: python packaging/translations.py update"
    assert [key for key, forms in fresh.items() if not all(forms)] == []


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_placeholders_survive_translation(language):
    import re

    for (context, source, _comment), forms in entries(FOLDER / f"lingdu_{language}.ts").items():
        for form in forms:
            wanted = sorted(re.findall(r"\{\w+\}|%n", source))
            assert sorted(re.findall(r"\{\w+\}|%n", form)) == wanted, (context, source, form)


def test_the_compiled_files_are_those_of_the_sources(tmp_path):
    tool().compile_all(FOLDER, tmp_path)

    for fresh in tmp_path.glob("*.qm"):
        assert fresh.read_bytes() == (FOLDER / fresh.name).read_bytes(), "run: python packaging/translations.py compile"
    assert len(list(tmp_path.glob("*.qm"))) == 2
