"""A finished batch of twelve communities whose roster has figures and a column of their areas."""

from __future__ import annotations

import io
from itertools import cycle

import openpyxl

from corpus.library import runner
from generator import roster, template
from generator.batch import BATCH, Order, plan_batch
from generator.rollup.keeping import keep
from tests.browser.serving import Served

ID = "monthly-work-report"
UNITS = (
    "东湾", "槐荫", "北桥", "南塘", "河头", "梧桐", "文昌", "新河", "桃园", "安居", "柳园", "石桥",
)  # fmt: skip
TAKEN = (842, 918, 655, 731, 604, 877, 690, 512, 560, 643, 498, 577)
DONE = (815, 918, 590, 700, 604, 801, 676, 505, 560, None, 498, 520)


def reports(served: Served) -> int:
    """The number of the batch, made without files worth speaking of."""
    chosen = template.get(ID)
    data = workbook()
    order = Order(chosen, data, str(served.home / "batches" / "rolled"), (".txt",))
    keep(served.library.storage, "月报.xlsx", data)
    read = roster.read(chosen, "月报.xlsx", data)
    job = plan_batch(served.library, order, read, served.owner).id
    runner.run(served.home, (BATCH,), workers=1, until=job)
    return job


def workbook() -> bytes:
    """The roster with a column 片区 of the office's own."""
    chosen = template.get(ID)
    rows = [
        chosen.sample_inputs()
        | {"单位": f"青禾县柳溪街道{unit}社区", "事项受理": str(taken), "隐患整改": str(done or "")}
        | {"隐患排查": str(taken), "事项办结": str(taken - 7)}
        for unit, taken, done in zip(UNITS, TAKEN, DONE, strict=True)
    ]
    book = openpyxl.load_workbook(io.BytesIO(roster.workbook(chosen, rows)))
    sheet = book["数据表"]
    column = sheet.max_column + 1
    sheet.cell(1, column, "片区")
    areas = cycle(("沿河片", "老城片", "新城片"))
    for line in range(2, sheet.max_row + 1):
        if sheet.cell(line, 1).value not in ("示例", "要求", None):
            sheet.cell(line, column, next(areas))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
