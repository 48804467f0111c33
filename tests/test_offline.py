"""Offline: while the main jobs run, no socket reaches beyond this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

GUARD = """
import os, sys

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def guard(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.bind"):
        address = arguments[1]
        # a path is a socket of this machine
        inside = isinstance(address, (str, bytes)) or address[0] in LOOPBACK
    elif event == "socket.getaddrinfo":
        inside = arguments[0] in LOOPBACK
    else:
        return
    if not inside:
        with open(os.environ["GUARD_LOG"], "a") as log:
            log.write(f"{event} {arguments!r}\\n")
        raise PermissionError(f"{event} {arguments!r}")


sys.addaudithook(guard)
"""
"""Imported by every Python process that starts below; an audit hook cannot be taken off."""

REQUEST = """
from webapp.app import create_app
from webapp.settings import Settings

client = create_app(Settings.load()).test_client()
assert client.get("/sign-in").status_code == 200
"""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "sitecustomize.py").write_text(GUARD, "utf-8")
    return {
        **os.environ,
        "GUARD_LOG": str(tmp_path / "refused.txt"),
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}",
        # whatever would go out through a proxy finds none
        "http_proxy": "",
        "https_proxy": "",
    }


def run(environ: dict[str, str], folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def nigao(environ: dict[str, str], folder: Path, *arguments: str) -> str:
    start = "import sys; from webapp.cli import main; sys.exit(main(sys.argv[1:]))"
    return run(environ, folder, "-c", start, *arguments)


def test_the_guard_refuses_what_goes_out(environ: dict[str, str], tmp_path: Path) -> None:
    attempt = (
        "import socket\n"
        "try: socket.create_connection(('192.0.2.1', 80), 1)\n"
        "except PermissionError: print('refused')"
    )
    assert run(environ, tmp_path, "-c", attempt).strip() == "refused"
    assert (tmp_path / "refused.txt").exists()


def test_reading_importing_and_searching_stay_on_this_machine(
    environ: dict[str, str], tmp_path: Path
) -> None:
    text = "柳溪街道消防安全工作总结\n一、主要工作\n排查出租房屋一百户。\n"
    (tmp_path / "总结.txt").write_text(text, "utf-8")
    assert "柳溪街道消防安全工作总结" in nigao(environ, tmp_path, "read", "总结.txt")
    assert "收进 1 篇" in nigao(environ, tmp_path, "import", "总结.txt")
    assert "柳溪街道消防安全工作总结" in nigao(environ, tmp_path, "search", "出租")
    assert not (tmp_path / "refused.txt").exists()


def test_drafting_and_laying_out_stay_on_this_machine(
    environ: dict[str, str], tmp_path: Path
) -> None:
    sample = nigao(environ, tmp_path, "template", "fire-safety-campaign", "--sample")
    assert json.loads(sample)
    (tmp_path / "填写.json").write_text(sample, "utf-8")
    nigao(
        environ, tmp_path, "draft", "fire-safety-campaign",
        "--inputs", "填写.json", "-o", "方案.docx", "-o", "方案.pdf", "-o", "方案.odt",
    )  # fmt: skip
    nigao(environ, tmp_path, "format", "方案.docx", "-o", "重排.docx")
    assert (tmp_path / "重排.docx").stat().st_size > 5000
    assert not (tmp_path / "refused.txt").exists()


def test_serving_a_request_stays_on_this_machine(environ: dict[str, str], tmp_path: Path) -> None:
    run(environ, tmp_path, "-c", REQUEST)
    assert not (tmp_path / "refused.txt").exists()
