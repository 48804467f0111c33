"""The wheel: built, put into an empty environment, it serves with everything it needs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.locks import ROOT, locked
from tests.services import free_port


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel and what requirements.lock pins, and nothing else."""

    wheel: Path
    command: Path
    folder: Path

    def environ(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG")}
        return {**kept, "NIGAO_HOME": str(self.folder / "home"), "PYTHONUTF8": "1"}

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [self.command, *arguments],
            cwd=self.folder,
            env=self.environ(),
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=False, symlinks=True)
    python = environment / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run([*pip, "--no-index", "--no-deps", str(wheel)], check=True, capture_output=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    link_locked(packages)
    return Installed(wheel, environment / "bin" / "nigao", folder)


def link_locked(packages: Path) -> None:
    """Put what requirements.lock pins, as installed here, into the folder `packages`."""
    for name in locked("requirements.lock"):
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        for top in {file.parts[0] for file in found.files or ()} - {"..", "__pycache__"}:
            target = packages / top
            if not target.exists():
                target.symlink_to(Path(str(found.locate_file(top))))


def test_the_wheel_carries_templates_pages_migrations_and_htmx(installed: Installed) -> None:
    names = ZipFile(installed.wheel).namelist()
    shipped = {path.name for path in (ROOT / "templates").rglob("*.md")}
    carried = {name.rpartition("/")[2] for name in names if name.startswith("generator/templates/")}
    assert shipped <= carried
    for pattern in (
        r"webapp/pages/.+\.html",
        r"webapp/static/.+\.css",
        r"corpus/library/migrations/versions/.+\.py",
        r"generator/layout/.+\.typ",
    ):
        assert any(re.fullmatch(pattern, name) for name in names), pattern
    if (ROOT / "webapp" / "static" / "vendor" / "htmx.min.js").exists():
        assert "webapp/static/vendor/htmx.min.js" in names


def test_the_wheel_carries_no_tests_and_nothing_of_the_working_folder(
    installed: Installed,
) -> None:
    tops = {name.split("/")[0] for name in ZipFile(installed.wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "corpus",
        "generator",
        "webapp",
    }


def test_the_installed_command_lists_the_templates(installed: Installed) -> None:
    assert "fire-safety-campaign" in installed.run("templates")


def test_the_installed_command_drafts_word_and_pdf(installed: Installed) -> None:
    sample = installed.run("template", "fire-safety-campaign", "--sample")
    (installed.folder / "inputs.json").write_text(sample, encoding="utf-8")
    targets = ("-o", "plan.docx", "-o", "plan.pdf")
    installed.run("draft", "fire-safety-campaign", "--inputs", "inputs.json", *targets)
    assert (installed.folder / "plan.docx").read_bytes().startswith(b"PK")
    assert (installed.folder / "plan.pdf").read_bytes().startswith(b"%PDF")


@pytest.fixture
def served(installed: Installed) -> Iterator[tuple[str, str]]:
    """The address and the one-time link of the installed application, serving."""
    port = free_port()
    process = subprocess.Popen(
        [installed.command, "serve", "--port", str(port)],
        cwd=installed.folder,
        env={**installed.environ(), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        lines: list[str] = []
        assert process.stdout is not None
        while not any("一次性登录链接" in line for line in lines):
            line = process.stdout.readline()
            assert line, "".join(lines)
            lines.append(line)
        yield f"http://127.0.0.1:{port}", lines[-1].partition("：")[2].strip()
    finally:
        process.terminate()
        process.communicate(timeout=120)


def test_the_installed_application_serves_its_pages(
    installed: Installed, served: tuple[str, str]
) -> None:
    address, link = served
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
    )
    home = opener.open(link, timeout=120).read().decode()
    assert "找范文" in home
    found = opener.open(f"{address}/search?q=%E6%B6%88%E9%98%B2", timeout=120).read().decode()
    assert "消防安全专项整治" in re.sub("</?mark>", "", found)
    for style in re.findall(r'<link rel="stylesheet" href="([^"]+)"', home):
        assert opener.open(f"{address}{style}", timeout=120).status == 200
