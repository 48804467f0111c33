"""Imports go one way, webapp → generator → corpus; what an engine needs, it alone imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ORDER = ("corpus", "generator", "webapp")


def modules(package: str) -> Iterator[Path]:
    yield from sorted((ROOT / package).rglob("*.py"))


@cache
def statements(path: Path) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """The import statements of the module at `path`, those within functions included."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return tuple(node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom))


@cache
def imported(path: Path) -> frozenset[str]:
    """The absolute names that the module at `path` imports."""
    names: set[str] = set()
    for node in statements(path):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(names)


@pytest.mark.parametrize("package", ORDER)
def test_a_package_imports_only_those_below_it(package: str) -> None:
    above = ORDER[ORDER.index(package) + 1 :]
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(package)
        for name in imported(path)
        if name.split(".")[0] in above
    }
    assert wrong == set()


@pytest.mark.parametrize("library", ["whoosh", "tantivy"])
def test_the_library_of_an_engine_is_imported_by_its_own_module_alone(library: str) -> None:
    users = {
        str(path.relative_to(ROOT))
        for package in ORDER
        for path in modules(package)
        if any(name.split(".")[0] == library for name in imported(path))
    }
    assert len(users) == 1
    assert users.pop().startswith(f"corpus/search/engines/{library}")


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_an_engine_is_imported_by_nothing_but_itself(engine: str) -> None:
    name = f"corpus.search.engines.{engine}"
    users = {
        str(path.relative_to(ROOT))
        for package in ORDER
        for path in modules(package)
        if any(found == name or found.startswith(f"{name}.") for found in imported(path))
    }
    assert all(user.startswith(f"corpus/search/engines/{engine}/") for user in users)


def test_nothing_imports_the_plan_templates_or_the_tests() -> None:
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for package in ORDER
        for path in modules(package)
        for name in imported(path)
        if name.split(".")[0] in ("templates", "tests")
    }
    assert wrong == set()


def test_no_import_is_relative() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for package in ORDER
        for path in modules(package)
        for node in statements(path)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert wrong == []


def test_the_commands_help_loads_no_heavy_dependency() -> None:
    # `nigao --help` has 0.3 s; each of these takes longer than that budget leaves
    heavy = (
        "flask",
        "sqlalchemy",
        "docx",
        "typst",
        "openpyxl",
        "whoosh",
        "tantivy",
        "lxml",
        "jinja2",
    )
    script = (
        "import sys; from webapp.cli import main; main(['--help']);"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"
    assert "nigao search" in done.stdout
