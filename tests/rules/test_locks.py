"""The locks: what runs (`requirements.lock`), that plus what tests and builds (`requirements-dev.lock`), and what the
benchmark compares with (`requirements-bench.lock`), and Node.js (`requirements-node.lock`)."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version

import pytest
from fakes.sources import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ("requirements.lock", "requirements-dev.lock")
ALL_LOCKS = (*LOCKS, "requirements-bench.lock", "requirements-node.lock")
# Where the program runs: for each, the markers that decide.
SYSTEMS = [
    {"sys_platform": system, "platform_system": name, "python_version": python, "python_full_version": f"{python}.0"}
    for system, name in (("linux", "Linux"), ("darwin", "Darwin"), ("win32", "Windows"))
    for python in ("3.11", "3.12", "3.13", "3.14")
]


def entries(lock):
    """`(requirement, its hashes)` of each entry."""
    text = (ROOT / lock).read_text("utf-8")
    joined = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    for line in joined.splitlines():
        requirement, *hashes = line.split("--hash=")
        yield Requirement(requirement.strip()), [it.strip() for it in hashes]


def pinned(lock, system):
    """Name to version of what `lock` installs on `system`."""
    environment = {"platform_python_implementation": "CPython", "implementation_name": "cpython", **system}
    return {
        canonicalize_name(it.name): next(iter(it.specifier)).version
        for it, _ in entries(lock)
        if it.marker is None or it.marker.evaluate(environment)
    }


def wanted(*, dev):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    names = project["project"]["dependencies"] + dev * project["project"]["optional-dependencies"]["dev"]
    return [Requirement(name) for name in names]


@pytest.mark.parametrize("lock", ALL_LOCKS)
def test_every_entry_is_one_version_with_hashes(lock):
    """pip --require-hashes is what makes a registry, a mirror or a cache unable to hand out something else."""
    for requirement, hashes in entries(lock):
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", it) for it in hashes), requirement


@pytest.mark.parametrize("lock", ALL_LOCKS)
def test_no_lock_names_a_registry(lock):
    """Where packages come from is the machine's own setting; an address here would override a mirror."""
    text = (ROOT / lock).read_text("utf-8")

    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--(extra-)?index-url|--find-links)\b", text, re.MULTILINE)


@pytest.mark.parametrize("dev", [False, True], ids=LOCKS)
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda it: f"{it['sys_platform']}-{it['python_version']}")
def test_pyproject_and_lock_agree(dev, system):
    pins = pinned(LOCKS[dev], system)

    for requirement in wanted(dev=dev):
        if requirement.marker is None or requirement.marker.evaluate(system):
            assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), requirement


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda it: f"{it['sys_platform']}-{it['python_version']}")
def test_the_tests_run_on_what_the_users_get(system):
    run, dev = pinned(LOCKS[0], system), pinned(LOCKS[1], system)

    assert run.items() <= dev.items()


def test_what_is_installed_is_what_the_lock_says():
    """A developer's environment that went its own way proves nothing about the user's."""
    for requirement, _ in entries(LOCKS[1]):
        if requirement.marker is None or requirement.marker.evaluate():
            assert version(requirement.name) in requirement.specifier, requirement


def test_what_the_benchmark_compares_with_is_no_dependency():
    """It is measured beside the program; half a second of imports must not find their way into it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (reference,) = (Requirement(name) for name in project["dependency-groups"]["bench"])

    assert reference.name not in {requirement.name for requirement in wanted(dev=True)}
    assert all(reference.name not in pinned(lock, system) for lock in LOCKS for system in SYSTEMS)
    assert all(reference.specifier.contains(pinned(ALL_LOCKS[2], system)[reference.name]) for system in SYSTEMS)
