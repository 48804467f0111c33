"""A batch under way as a person watches it: start, pause, leave, come back, take, cancel, mend."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from corpus.library import Job, runner
from generator import roster, template
from generator.batch import BATCH, BINDING
from tests.browser.loading import at_once
from tests.browser.serving import Served

ID = "annual-priorities"
UNITS = tuple(f"第{n}社区" for n in range(1, 13))


def roster_file(folder: Path, wrong: int | None = None) -> Path:
    entry = template.get(ID)
    rows = [
        entry.sample_inputs()
        | {"单位": f"青禾县柳溪街道{unit}"}
        | ({"年度": "明年"} if number == wrong else {})
        for number, unit in enumerate(UNITS)
    ]
    path = folder / "各社区.xlsx"
    path.write_bytes(roster.workbook(entry, rows))
    return path


def ordered(served: Served, page: Page, path: Path, name: str = "{单位}") -> int:
    """Start the batch on the pages; its number."""
    page.goto(f"{served.address}/batches/new?template={ID}")
    page.set_input_files("#roster", path)
    page.get_by_role("button", name="上传并核对").click()
    page.get_by_label("文件名").fill(name)
    expect(page.locator("#name-example")).to_contain_text("例：青禾县柳溪街道第1社区.docx")
    page.locator("form.dock").get_by_role("button", name="生成").click()
    expect(page.locator(".batch-foot")).to_contain_text("可以离开这一页")
    return int(page.url.rpartition("/")[2])


@contextmanager
def running(served: Served, job: int, pause_after: int | None = None) -> Iterator[None]:
    """While the block runs, the runner works on the job; it stops after so many rows, if told."""
    stop = threading.Event()

    def see(now: Job) -> None:
        if pause_after is not None and now.id == job and now.done >= pause_after:
            stop.set()

    def work() -> None:
        runner.run(served.home, (BATCH, BINDING), workers=1, stop=stop, on_progress=see)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_a_batch_is_watched_paused_left_come_back_to_and_taken_away(
    served: Served, page: Page, tmp_path: Path
) -> None:
    job = ordered(served, page, roster_file(tmp_path))
    with running(served, job, pause_after=3):
        # results come while it runs, each at once to be taken
        expect(page.get_by_role("link", name="Word").first).to_be_visible(timeout=180_000)
        page.get_by_role("button", name="暂停").click()
        expect(page.locator(".batch-numbers")).to_contain_text("已暂停")
    with page.expect_download() as one:
        page.get_by_role("link", name="Word").first.click()
    assert one.value.suggested_filename == "青禾县柳溪街道第1社区.docx"
    with page.expect_download() as some:
        page.get_by_role("link", name="先下载已完成的").click()
    with zipfile.ZipFile(some.value.path()) as packed:
        assert "青禾县柳溪街道第1社区.docx" in packed.namelist()

    page.goto(served.address + "/batches")
    line = page.get_by_role("row").filter(has=page.locator(f'a[href="/batches/{job}"]'))
    expect(line).to_contain_text("暂停")
    line.get_by_role("link", name="看进度").click()
    expect(page.locator(".batch-numbers")).to_contain_text("已暂停")
    page.get_by_role("button", name="继续").click()
    with running(served, job):
        expect(page.locator(".batch-numbers")).to_contain_text("全部做完", timeout=180_000)
        expect(page.locator(".batch-big")).to_have_text("12 / 12")
        expect(page.get_by_role("link", name="预览")).to_have_count(12)
        page.get_by_role("button", name="合成一份 PDF").click()
        bound = page.get_by_role("link", name="合订本 PDF（12 份）")
        expect(bound).to_be_visible(timeout=180_000)
    with page.expect_download() as whole:
        bound.click()
    assert whole.value.suggested_filename == "合订本.pdf"
    with page.expect_download() as all_of_them:
        page.get_by_role("link", name="全部打包 ZIP").click()
    with zipfile.ZipFile(all_of_them.value.path()) as packed:
        assert packed.testzip() is None
        assert len(packed.namelist()) == 2 * 12 + 2
    page.get_by_role("link", name="预览").first.click()
    expect(page.locator(".docbar h1")).to_contain_text("第1社区")
    expect(page.locator(".pages img").first).to_be_visible()


def test_a_file_name_typed_before_the_page_listens_is_shown_all_the_same(
    served: Served, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{served.address}/batches/new?template={ID}")
    page.set_input_files("#roster", roster_file(tmp_path))
    held: list[Route] = []
    page.route("**/batch.js*", lambda route: held.append(route))
    with page.expect_request("**/batch.js*"):
        page.get_by_role("button", name="上传并核对").click(no_wait_after=True)
    with at_once():
        page.get_by_label("文件名").fill("{单位}")
    held[0].continue_()
    expect(page.locator("#name-example")).to_contain_text("例：青禾县柳溪街道第1社区.docx")


def test_a_cancelled_batch_keeps_what_is_done(served: Served, page: Page, tmp_path: Path) -> None:
    job = ordered(served, page, roster_file(tmp_path))
    with running(served, job, pause_after=1):
        expect(page.get_by_role("link", name="Word").first).to_be_visible(timeout=180_000)
    page.get_by_role("button", name="取消").click()
    expect(page.locator(".batch-numbers")).to_contain_text("已取消，完成的都在")
    expect(page.get_by_role("link", name="Word").first).to_be_visible()
    expect(page.get_by_role("button", name="暂停")).to_have_count(0)


def test_a_mended_roster_sent_again_finishes_the_batch(
    served: Served, page: Page, tmp_path: Path
) -> None:
    job = ordered(served, page, roster_file(tmp_path, wrong=4))
    with running(served, job):
        expect(page.locator(".batch-numbers")).to_contain_text("有 1 行没做成", timeout=180_000)
        expect(page.locator(".batch-numbers")).to_contain_text("失败 1")
        page.set_input_files("#mended", roster_file(tmp_path))
        page.get_by_role("button", name="重做这些行").click()
        expect(page.locator(".batch-numbers")).to_contain_text("全部做完", timeout=180_000)
    expect(page.get_by_role("link", name="Word")).to_have_count(12)
