"""docs/dependencies.md names every locked dependency with version, licence and reason."""

from __future__ import annotations

import json
import re
import tomllib

import pytest

from tests.locks import LOCKS, ROOT, licence, locked

ROW = re.compile(
    r"\| (?P<name>[^|]+?) \| (?P<version>[^|]+?) \| (?P<licence>[^|]+?) \| (?P<why>[^|]+?) \|"
)


def listed() -> dict[str, re.Match[str]]:
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    return {row["name"]: row for row in ROW.finditer(text)}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_distribution_is_listed_with_its_version(lock: str) -> None:
    shown = {name: row["version"] for name, row in listed().items()}
    assert {n: v for n, v in locked(lock).items() if shown.get(n) != v} == {}


def test_nothing_is_listed_that_is_not_used() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    browser = {path.removeprefix("node_modules/") for path in packages}
    table = (ROOT / "docs" / "dependencies.md").read_text("utf-8").split("## Beside Python")[0]
    names = {row["name"] for row in ROW.finditer(table)} - {"Name", "---"}
    assert names == set(locked()) | (browser - {""})


def test_licences_are_listed_as_the_distributions_state_them() -> None:
    rows = listed()
    stated = {name: licence(name) for name in locked()}
    wrong = {
        name: (rows[name]["licence"], expression)
        for name, expression in stated.items()
        if expression is not None and rows[name]["licence"] != expression
    }
    assert wrong == {}


def test_every_dependency_has_a_reason() -> None:
    assert all(len(row["why"]) > 8 for name, row in listed().items() if name not in ("Name", "---"))


def test_npm_packages_are_listed_with_their_version_and_locked_with_integrity() -> None:
    text = (ROOT / "package-lock.json").read_text("utf-8")
    packages = {path: own for path, own in json.loads(text)["packages"].items() if path}
    for path, package in packages.items():
        assert listed()[path.removeprefix("node_modules/")]["version"] == package["version"]
        assert package["integrity"].startswith("sha512-")
    assert "//" not in text


def test_only_htmx_comes_to_the_people_who_use_the_program() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    used = {path for path, package in packages.items() if path and not package.get("dev")}
    assert used == {"node_modules/htmx.org"}


def test_the_locks_hold_everything_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

    def names(lines: list[str]) -> set[str]:
        return {re.split(r"[<>=!~\[ ]", line)[0].lower().replace("_", "-") for line in lines}

    assert names(project["project"]["dependencies"]) <= set(locked("requirements.lock"))
    extra = project["project"]["optional-dependencies"]["scale"]
    assert names(extra) <= set(locked("requirements-scale.lock"))


def test_the_lock_for_several_machines_pins_what_one_machine_has_alike() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-scale.lock").items()


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_carry_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert text.count("--hash=sha256:") >= len(locked(lock))
    assert "//" not in text
