"""Uploading as a person does it: folders, progress, a server that goes away in the middle."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from playwright.sync_api import Error as PlaywrightError

from corpus.library import Library
from corpus.library.importing import IMPORT
from corpus.library.runner import run
from generator import template
from tests.browser.serving import Complaints, Served, session
from tests.services import free_port

COUNT = 30
SERVE = "from webapp.cli import main; raise SystemExit(main())"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of plans, two of them the same, with a picture and a hidden file."""
    made = tmp_path_factory.mktemp("upload") / "方案"
    for number in range(COUNT):
        path = made / f"第{number % 3}组" / f"方案{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        other = 0 if number == COUNT - 1 else number
        path.write_text(_plan(other), "utf-8")
    (made / "照片.jpg").write_bytes(b"\xff\xd8\xff" * 2000)
    (made / ".DS_Store").write_bytes(b"x")
    return made


@pytest.fixture
def page(apart: BrowserContext) -> Page:
    """A page of a browser that has no files to send."""
    return apart.new_page()


def _plan(number: int) -> str:
    # numbers apart make texts apart: no two of them are near-duplicates
    tasks = "".join(f"第{number * 7 + n}户的第{number * 13 + n * n}项整改。" for n in range(12))
    return (
        f"青禾县第{number}社区202{number % 7}年消防整治工作方案\n\n为消除隐患，制定本方案。\n\n"
        f"一、工作目标\n\n{tasks}\n\n二、工作要求\n\n压实责任。\n"
    )


def choose(page: Page, folder: Path) -> None:
    page.locator("input[webkitdirectory]").set_input_files(folder)


def test_a_folder_goes_in_whole_and_each_file_is_accounted_for(
    served: Served, page: Page, folder: Path
) -> None:
    page.goto(served.address + "/library")
    before = served.library.documents.count(served.scope, kind="library")
    choose(page, folder)
    page.wait_for_url("**/library/imports/*")
    run(served.home, [IMPORT], workers=1, until=int(page.url.rpartition("/")[2]))
    expect(page.locator("main")).to_contain_text(f"读进来 {COUNT - 1} 篇")
    assert served.library.documents.count(served.scope, kind="library") == before + COUNT - 1
    expect(page.locator(".files li.refused")).to_contain_text("照片.jpg")
    page.get_by_role("link", name="文库里已有 1").click()
    copies = page.locator(".files li")
    expect(copies).to_have_count(1)
    expect(copies).to_contain_text(f"方案/第2组/方案{COUNT - 1}.txt")
    expect(copies).to_contain_text("与这次上传的 方案/第0组/方案0.txt 相同")
    with page.expect_download() as kept:
        page.get_by_role("link", name="下载结果清单").click()
    assert kept.value.suggested_filename.startswith("上传结果")


def test_a_folder_is_chosen_on_the_first_day(served: Served, page: Page, folder: Path) -> None:
    page.goto(served.address + "/welcome/3")
    choose(page, folder)
    page.wait_for_url("**/library/imports/*")
    served.library.jobs.cancel(int(page.url.rpartition("/")[2]), served.scope)


def test_an_upload_that_is_left_goes_on_from_any_other_page(
    served: Served, page: Page, folder: Path
) -> None:
    page.goto(served.address + "/library")
    held: list[Route] = []

    def hold(route: Route) -> None:
        # the first page stops in the middle of its second part, whose answer never comes
        held.append(route)
        if len(held) != 2:
            route.continue_()

    page.route("**/files", hold)
    choose(page, folder)
    expect(page.locator("[data-sending]")).to_contain_text("可以离开这一页")
    expect(page.locator("[data-sending]")).to_contain_text("已传 20 / 31")
    page.goto(served.address + "/drafts")
    strip = page.locator(".uploading")
    expect(strip).to_contain_text("上传完了")
    strip.get_by_role("link", name="看进度").click()
    page.wait_for_url("**/library/imports/*")
    job = served.library.jobs.get(int(page.url.rpartition("/")[2]), served.scope)
    assert job.total == COUNT + 1
    served.library.jobs.cancel(job.id, served.scope)
    page.goto(served.address + "/drafts")
    expect(page.locator(".uploading")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('nigao-uploading')") is None


def test_of_two_uploads_a_third_page_sends_the_one_that_was_left(
    served: Served, page: Page, folder: Path
) -> None:
    def begun() -> Page:
        own = page.context.new_page()
        own.goto(served.address + "/library")
        own.route("**/files", lambda route: None)
        with own.expect_request("**/files"):
            choose(own, folder)
        return own

    first, second = begun(), begun()
    # as where the browser runs out of memory: nothing on the page gets to say that it goes
    with first.expect_event("crash"), contextlib.suppress(PlaywrightError):
        first.goto("chrome://crash")
    page.goto(served.address + "/drafts")
    strip = page.locator(".uploading")
    expect(strip).to_contain_text("上传完了")
    job = int(str(strip.get_by_role("link").get_attribute("href")).rpartition("/")[2])
    served.library.jobs.cancel(job, served.scope)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    with page.expect_response("**/kept_files.js"):
        page.reload()
    page.wait_for_load_state("networkidle")
    # the page that sends has said so by now: nobody would wait longer for its answer
    page.wait_for_timeout(600)
    assert not [address for address in sent if address.endswith("/files")]
    expect(second.locator("[data-sending]")).to_contain_text("可以离开这一页")
    second.close()


def test_what_a_full_disk_refuses_is_sent_from_the_next_page(
    served: Served, page: Page, folder: Path, complaints: Complaints
) -> None:
    complaints.expect("503 (Service Unavailable)")
    page.goto(served.address + "/library")
    full = {"error": {"message": "上传的文件存不下", "remedy": "清出磁盘空间后再传一次"}}
    page.route("**/files", lambda route: route.fulfill(status=503, json=full))
    choose(page, folder)
    expect(page.locator("main")).to_contain_text("清出磁盘空间后再传一次")
    page.unroute("**/files")
    page.goto(served.address + "/drafts")
    strip = page.locator(".uploading")
    expect(strip).to_contain_text("上传完了")
    job = int(str(strip.get_by_role("link").get_attribute("href")).rpartition("/")[2])
    served.library.jobs.cancel(job, served.scope)


class Process:
    """`nigao serve` in a process, on one folder and one port, killed and started again."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-c", SERVE, "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(
            command,
            env={**os.environ, "NIGAO_HOME": str(self.home), "NIGAO_WORKERS": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        pause = threading.Event()
        while True:
            # an answer, not only an open port: the first one takes the server a while
            with contextlib.suppress(OSError), urllib.request.urlopen(self.address, timeout=120):
                return
            assert self._process.poll() is None, "the server ended while it started"
            pause.wait(0.05)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture
def process(sampled: Path, tmp_path: Path) -> Iterator[Process]:
    """A running server, killed at the end."""
    made = Process(shutil.copytree(sampled, tmp_path / "home", dirs_exist_ok=True))
    made.start()
    yield made
    made.kill()


def test_a_server_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    process: Process, chromium: Browser, complaints: Complaints, folder: Path
) -> None:
    for words in ("CONNECTION_REFUSED", "EMPTY_RESPONSE", "CONNECTION_RESET", "ERR_ABORTED"):
        complaints.expect(words)
    with Library.open(process.home) as library:
        owner = library.users.ensure_owner("何某某").id
        served = Served(process.address, library, process.home, owner)
        context = session(chromium, served, complaints)
        context.set_default_timeout(120_000)
        page = context.new_page()
        page.goto(process.address + "/library")
        parts = []

        def second_part(route: Route) -> None:
            parts.append(route)
            if len(parts) == 2:
                process.kill()
            route.continue_()

        page.route("**/files", second_part)
        choose(page, folder)
        expect(page.locator("[data-sending]")).to_contain_text("连不上服务器")
        process.start()
        page.wait_for_url("**/library/imports/*", timeout=180_000)
        job = int(page.url.rpartition("/")[2])
        pause = threading.Event()
        while library.jobs.get(job, served.scope).done < 5:
            pause.wait(0.02)
        # in the middle, unless this machine was slow to tell us: what follows holds then, too
        process.kill()
        process.start()
        # the page was left open: it goes on by itself
        expect(page.locator("main")).to_contain_text(f"读进来 {COUNT - 1} 篇", timeout=180_000)
        assert library.documents.count(served.scope, kind="library") == COUNT - 1
        assert len(library.jobs.recent(served.scope, kind="import")) == 1
        context.close()


def test_a_server_killed_in_the_middle_of_an_export_leaves_the_draft_and_no_half_file(
    process: Process, chromium: Browser, complaints: Complaints
) -> None:
    for words in ("CONNECTION_REFUSED", "EMPTY_RESPONSE", "CONNECTION_RESET", "ERR_ABORTED"):
        complaints.expect(words)
    entry = template.get("fire-safety-campaign")
    with Library.open(process.home) as library:
        owner = library.users.ensure_owner("何某某").id
        served = Served(process.address, library, process.home, owner)
        inputs = entry.sample_inputs()
        draft = library.drafts.create(
            owner, entry.id, entry.sha256, entry.text, inputs, [], entry.title
        )
        context = session(chromium, served, complaints)
        context.set_default_timeout(120_000)
        page = context.new_page()
        page.goto(f"{process.address}/drafts/{draft.id}")
        page.wait_for_selector("#draft[data-ready]")

        def killed(route: Route) -> None:
            process.kill()
            route.continue_()

        page.route("**/export/docx", killed)
        page.locator("#export summary").click()
        with page.expect_event("requestfailed"):
            page.get_by_role("link", name="Word 接着").click()
        process.start()
        page.unroute("**/export/docx")
        page.goto(f"{process.address}/drafts/{draft.id}")
        page.wait_for_selector("#draft[data-ready]")
        page.locator("#export summary").click()
        with page.expect_download() as kept:
            page.get_by_role("link", name="Word 接着").click()
        assert kept.value.path().read_bytes().startswith(b"PK")
        assert library.documents.count(served.scope, kind="export") == 1
        assert library.drafts.get(draft.id, served.scope).inputs == inputs
        context.close()
