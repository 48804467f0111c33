"""What the pictures of the library need: files brought in as a person does it, one to be mended."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from corpus.library import runner
from corpus.library.importing import IMPORT, NAME, plan_import
from tests.browser.serving import Served

ANTHOLOGY = """篇一：青禾县2026年燃气安全专项整治工作方案

为切实消除燃气使用隐患，结合实际，制定本方案。

一、工作目标

利用四个月时间，对餐饮场所开展拉网式排查，隐患整改率达到98%以上。

二、实施步骤

（一）动员部署（3月1日至3月15日）。召开动员会议，印发实施方案。

（二）集中整治（3月16日至5月31日）。逐户排查，边查边改。

三、组织领导

组长：周某某，电话13800005678。

副组长：李某某

工作要求

各网格要压实责任，确保取得实效。

青禾县综合行政执法局

2026年2月20日

篇二：望川县2025年防汛抗旱工作总结

今年以来，全县防汛抗旱工作取得了成效，现总结如下。

一、主要做法

巡查河道十二次，储备了沙袋两千条。

二、存在问题

个别泵站老化。

望川县水利局

2025年12月1日
"""
MESSY = """柳溪街道河湖长制2025年工作情况汇报


一.工作开展情况
2025年,柳溪街道认真落实河湖长制各项要求,扎实推进河道治理.
1、压实责任。街道村两级河长 28 名全部上岗,全年巡河2360 人次。


二.存在问题
个别村保洁不及时,汛期漂浮物较多.
四.下一步打算
继续加大巡查力度,健全保洁长效机制。

柳溪街道办事处
2025.12.8
"""
_FILES = {
    "方案汇编.txt": ANTHOLOGY.encode(),
    "抄件/方案汇编.txt": ANTHOLOGY.encode(),
    "现场照片.jpg": b"\xff\xd8\xff\xe0",
    "空白.txt": b"\n",
}


def imported(served: Served) -> int:
    """The import of a folder with copies and with what nobody reads, finished; one for all."""
    library = served.library
    if known := library.jobs.recent(served.scope, kind=NAME, limit=1):
        return known[0].id
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "上报材料"
        for name, data in _FILES.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        job = plan_import(library, [folder], served.owner)
        runner.run(served.home, (IMPORT,), workers=1, until=job.id)
    return job.id


def scheme(served: Served) -> str:
    """The page of the first document of that folder, one of one's own."""
    (step, *_) = served.library.jobs.steps(imported(served))
    assert step.result is not None
    return f"/documents/{step.result['imported'][0]['id']}"


def choose_block(page: Page) -> None:
    """The line that the reader took for text, with what it could be beside it."""
    page.locator(".text-block", has_text="工作要求").locator(".text-mark").click()
    page.locator("#piece").wait_for()


def lay_out(page: Page) -> None:
    """A messy file laid out, what it was beside what it becomes."""
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / "河湖长制汇报（最终版2）.txt"
        path.write_text(MESSY, "utf-8")
        page.set_input_files("input[type=file]", path)
        page.get_by_role("button", name="上传并排版").click()
        page.wait_for_url("**/format/*")
        page.locator(".after .paper").first.wait_for()
