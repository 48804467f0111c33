"""A small template with most kinds of columns, and workbooks filled in for it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook, load_workbook

from generator import roster, template

TEXT = """---
id: bridge-check
title: 桥梁巡查通知
genre: 通知
topics: [桥梁]
used_by: [乡镇]
summary: 安排桥梁巡查时用
fields:
  单位:     {type: org, required: true, example: 望川县石桥乡人民政府, help: 发文单位全称}
  编号:     {type: text, example: "0512"}
  座数:     {type: integer, required: true, unit: 座, min: 1, example: 12}
  比例:     {type: percent, example: 95%}
  预算:     {type: money, unit: 万元, example: "3.5"}
  方式:     {type: choice, options: [步行, 乘车], example: 步行}
  重点任务: {type: tasks, example: [{事项: 查桥面, 内容: 看裂缝, 牵头单位: 规建办}]}
  成文日期: {type: date, required: true, example: 2026-02-20}
signoff: {issuer: "{{ 单位 }}", date: "{{ 成文日期 }}"}
---
# {{ 单位 }}关于做好桥梁巡查的通知

各村民委员会：

为保障桥梁安全，{{ 单位 }}决定开展巡查，共查{{ 座数 }}座。采取{{ 方式 }}方式。编号{{ 编号 }}。

## 巡查内容 {: #tasks role=tasks }
完成率不低于{{ 比例 }}。安排经费{{ 预算 }}。

{{ task_list(重点任务, level=2) }}
"""

CHOSEN = template.load(TEXT, "bridge-check.md")

GOOD: dict[str, object] = {
    "单位": "望川县石桥乡人民政府",
    "编号": "0512",
    "座数": 7,
    "成文日期": "2026-03-01",
}


FIRST = 4
"""The first row of data in a roster of ours: below the head, what is wanted, and the example."""


def filled(rows: Sequence[Mapping[str, object]]) -> bytes:
    """The roster of `CHOSEN` with `rows` typed below its example, numbered from 1.

    A task is given as the texts of its cells between bars; it goes to the sheet of tasks.
    """
    book = load_workbook(io.BytesIO(roster.workbook(CHOSEN)))
    sheet, tasks = book["数据表"], book["重点任务"]
    columns = {
        str(cell.value).split("（")[0]: cell.column for cell in sheet[1] if cell.value is not None
    }
    for number, row in enumerate(rows, 1):
        sheet.cell(FIRST + number - 1, 1).value = number
        for name, value in row.items():
            if name == "重点任务":
                tasks.append([number, *str(value).split("|")])
            else:
                sheet.cell(FIRST + number - 1, columns[name]).value = value
    return saved(book)


def table(*rows: Sequence[object], title: str = "各村") -> bytes:
    """A workbook of one sheet with `rows` from the first one on."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
