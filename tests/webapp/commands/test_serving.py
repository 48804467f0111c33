"""`nigao serve` and `nigao link`: the port, the one-time link, the job runner, the end."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.library.importing import plan_import
from tests.locks import ROOT
from tests.services import free_port
from tests.webapp.commands.command_line import Nigao
from webapp.commands import serving
from webapp.settings import Settings

START = "import sys; from webapp.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture
def port() -> int:
    return free_port()


def read_until(process: subprocess.Popen[str], word: str) -> list[str]:
    lines: list[str] = []
    assert process.stdout is not None
    while not lines or word not in lines[-1]:
        line = process.stdout.readline()
        assert line, "".join(lines)
        lines.append(line.rstrip("\n"))
    return lines


@contextlib.contextmanager
def serving_on(port: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", START, "serve", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=120)


def test_serve_prints_a_link_once_answers_does_jobs_and_stops_when_told(
    port: int, own_home: Path, tmp_path: Path
) -> None:
    with serving_on(port) as process:
        lines = read_until(process, "一次性登录链接")
        assert f"拟稿已启动：http://127.0.0.1:{port}" in lines
        link = lines[-1].partition("：")[2]
        direct = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor()
        )
        assert "首页" in direct.open(link, timeout=120).read().decode()
        # used up: a second person with the same link stays outside
        stranger = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with pytest.raises(urllib.error.HTTPError, match="403"):
            stranger.open(link, timeout=120)

        (tmp_path / "通知.txt").write_text("关于防汛的通知\n\n各村：\n\n做好防汛。\n", "utf-8")
        with Library.open(own_home) as library:
            job = plan_import(library, [tmp_path / "通知.txt"], library.users.ensure_owner("x").id)
            deadline = time.monotonic() + 120
            while not library.jobs.state(job.id).finished and time.monotonic() < deadline:
                time.sleep(0.1)
            assert library.jobs.state(job.id).status == "done"

        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=120) == 0

    with serving_on(port) as process:
        lines = read_until(process, "nigao link")
        assert not any("一次性登录链接" in line for line in lines)


def test_a_port_in_use_is_told_in_one_line(nigao: Nigao, own_home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = nigao("serve", "--port", port)
    assert refused.status == 1
    assert refused.err == (
        f"错误：127.0.0.1:{port}：端口正被别的程序占用。关掉那个程序，或用 --port 换一个端口。\n"
    )
    assert not own_home.exists()


@pytest.mark.parametrize("host", ["198.51.100.7", "不是地址", "a..b"])
def test_an_address_that_is_not_this_machines_is_told(nigao: Nigao, host: str) -> None:
    refused = nigao("serve", "--host", host, "--port", 8641)
    assert refused.status == 1
    assert "不是这台电脑的地址" in refused.err
    assert "127.0.0.1" in refused.err


def test_a_link_leads_to_where_the_application_was_started(nigao: Nigao, own_home: Path) -> None:
    first = nigao("link").out.strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:8640/sign-in/[\w-]{30,}", first)
    (own_home / serving.ADDRESS_FILE).write_text("http://127.0.0.1:9000", "ascii")
    second = nigao("link").out.strip()
    assert second.startswith("http://127.0.0.1:9000/sign-in/")
    assert second.rpartition("/")[2] != first.rpartition("/")[2]


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8640"),
        ("::1", "http://[::1]:8640"),
        ("0.0.0.0", f"http://{socket.gethostname().lower()}:8640"),
    ],
)
def test_the_address_shown_can_be_opened(host: str, address: str) -> None:
    assert serving.address_of(Settings(Path("/x"), host=host)) == address
