"""Notices, licence texts and the bill of materials."""

from __future__ import annotations

from importlib.metadata import version

from fakes.sources import ROOT

import licences


def test_every_locked_package_of_this_system_is_a_component_with_its_version():
    found = {it.name: it for it in licences.components()}

    assert {"pyside6-essentials", "httpx", "keyring", "ziamath"} <= set(found)
    assert found["httpx"].version == version("httpx")
    assert set(found["httpx"].requires) >= {"anyio", "httpcore"}
    assert "pytest" not in found


def test_no_component_is_without_a_licence():
    assert [it.name for it in licences.components() if not it.licence or it.licence == "UNKNOWN"] == []


def test_the_notices_hold_the_texts_of_qt_and_of_each_package(tmp_path):
    licences.write_notices(tmp_path / "licences", licences.components())

    notice = (tmp_path / "licences" / "NOTICE.txt").read_text("utf-8")
    assert "LGPL-3.0.txt" in notice
    assert "You may replace them" in notice
    assert "httpx 0." in notice
    lesser = (tmp_path / "licences" / "LGPL-3.0.txt").read_text("utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in lesser
    assert (tmp_path / "licences" / "GPL-3.0.txt").is_file()
    assert "Encode OSS" in (tmp_path / "licences" / "httpx" / "LICENSE.md").read_text("utf-8")


def test_the_bill_names_each_package_once_and_what_it_needs(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    bill = licences.bill(licences.components())
    references = [it["bom-ref"] for it in bill["components"]]

    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert len(references) == len(set(references)) > 20
    assert any(it.startswith("pkg:generic/qt@6.") for it in references)
    assert {need["ref"] for need in bill["dependencies"]} <= {*references, bill["metadata"]["component"]["bom-ref"]}
    assert all(set(need["dependsOn"]) <= set(references) for need in bill["dependencies"])
    assert bill == licences.bill(licences.components())


def test_a_lock_names_its_packages():
    text = (ROOT / "requirements-build.lock").read_text("utf-8")

    assert "pyinstaller" in licences.locked_names(text)
    assert licences.locked_names("Foo_Bar==1 \\\n    --hash=sha256:0\n") == ["foo-bar"]
