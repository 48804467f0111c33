"""Licences: everything that is locked may be given on under Apache-2.0."""

from __future__ import annotations

import json
import re

import pytest

from tests.locks import LOCKS, ROOT, licence, locked

ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "LGPL-3.0",
    "LGPL-3.0-only",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "ZPL-2.1",
}
LIBRARY_ONLY = {"pebble", "psycopg", "psycopg-binary"}
"""Under the LGPL: used unchanged, as libraries that anyone can replace."""


def parts(expression: str) -> set[str]:
    return set(re.split(r" AND | OR |[()]", expression)) - {""}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_distribution_has_a_licence_of_the_allow_list(lock: str) -> None:
    wrong = {}
    for name in locked(lock):
        expression = licence(name)
        if expression is not None and not parts(expression) <= ALLOWED:
            wrong[name] = expression
    assert wrong == {}


def test_nothing_locked_is_under_the_agpl_or_gpl() -> None:
    for name in locked():
        expression = licence(name) or ""
        assert not re.search(r"\bA?GPL", expression), name


def test_only_the_libraries_named_are_under_the_lgpl() -> None:
    lesser = {name for name in locked() if "LGPL" in (licence(name) or "")}
    assert lesser == LIBRARY_ONLY


def test_almost_everything_locked_is_installed_and_therefore_looked_at() -> None:
    # what is locked for Windows or for older Pythons alone cannot be asked here
    absent = {name for name in locked() if licence(name) is None}
    assert absent <= {"async-timeout", "colorama", "tzdata"}


def test_npm_packages_have_a_licence_of_the_allow_list() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert "node_modules/htmx.org" in packages
    assert all(parts(package["license"]) <= ALLOWED for path, package in packages.items() if path)


def test_the_project_carries_the_apache_licence() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
