"""The changelog in the forms of AppStream and Debian."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from metainfo import debian_changelog, metainfo
from project import IDENTIFIER, VERSION, releases


def test_the_metainfo_names_the_program_in_both_languages_and_holds_every_change():
    root = Xml.fromstring(metainfo())
    entries = [item.text for item in root.iter("li")]

    assert root.findtext("id") == IDENTIFIER
    assert [name.text for name in root.findall("name")] == ["Lingdu Chat", "零度对话"]
    assert root.find("releases/release").get("version") == VERSION
    assert entries == [point for it in releases() for points in it.changes.values() for point in points]


def test_the_changelog_of_debian_has_the_version_and_short_lines():
    lines = debian_changelog().splitlines()

    assert lines[0].startswith(f"lingdu ({VERSION}) ")
    assert max(len(line) for line in lines if line.startswith("  ")) < 81
    assert lines[-1].startswith(" -- Lingdu Chat contributors <")
