"""Asides 旁行: lines among the rows that are no rows — totals, notes, examples, hidden ones."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.roster.columns import EXAMPLE, KEY, Target
from generator.roster.findings import CellFinding
from generator.roster.sheet import Line
from generator.roster.tables import Table
from generator.template import Template

_TOTAL = re.compile(r".{0,8}(?:合计|总计|小计|共计|累计)[：:]?|平均(?:值|数)?|总和|合\s*计")
_NOTE = re.compile(
    r"(?:备?注|.{0,6}(?:说明|口径|备注)|填[表报]人|制表人?|审核人?|负责人|单位负责人|数据来源"
    r"|(?:填[表报]|制表|报送|统计)(?:日期|时间|单位))\s*[：:].*",
    re.DOTALL,
)
_SHOWN = 6


def is_total(line: Line) -> bool:
    """Whether one of the first two cells that are filled says that the line sums up others."""
    filled = [cell for cell in line.cells if cell.strip()]
    return any(_TOTAL.fullmatch(re.sub(r"\s", "", cell)) for cell in filled[:2])


def is_note(line: Line) -> bool:
    """Whether the line is a remark below the table: 注：…, 填表人：…."""
    first = next((cell for cell in line.cells if cell.strip()), "")
    return bool(_NOTE.fullmatch(first.strip()))


def is_head_again(table: Table, line: Line) -> bool:
    """Whether the head stands there once more, as on each printed page."""
    texts = [table.head.texts[c.index] for c in table.columns]
    return len(texts) > 1 and texts == [line.cell(c.index).strip() for c in table.columns]


def is_empty(table: Table, line: Line) -> bool:
    """Whether no column in use has anything there: lines with nothing but a number."""
    return not any(line.cell(c.index).strip() for c in table.columns if c.target)


def parted(template: Template, table: Table) -> tuple[list[Line], list[CellFinding]]:
    """The lines of `table` that are rows, and what is said about those that are none."""
    rows: list[Line] = []
    said: list[CellFinding] = []
    for line in table.body:
        if is_empty(table, line) or is_head_again(table, line):
            continue
        if is_total(line):
            said.append(_said(table, line, "看上去是合计，没有生成", "要生成的话，把“合计”换掉"))
        elif is_note(line):
            said.append(_said(table, line, "看上去是说明，没有生成", ""))
        else:
            rows.append(line)
    examples = _examples(template, table)
    if rows and rows[0].number == table.head.number + 1 and _is_example(table, rows[0], examples):
        again = [line for line in rows[1:] if _is_example(table, line, examples)]
        if not again:  # somebody who copied it to other rows means it
            said.insert(0, _said(table, rows.pop(0), "与示例完全相同，没有生成", ""))
    said += _changed_examples(table, examples)
    said += _hidden(table)
    said += _merged(table)
    return rows, said


def _said(table: Table, line: Line, message: str, remedy: str) -> CellFinding:
    return CellFinding("warning", "", "", message, remedy, table.sheet.name, line.number)


def _examples(template: Template, table: Table) -> Mapping[str, str]:
    """The example of each column in use, as it would be typed."""
    found = {}
    for column in table.columns:
        if column.target is not None and not column.target.part:
            field = template.fields[column.target.field]
            found[field.name] = "" if field.example is None else field.cell(field.example)
    return found


def _is_example(table: Table, line: Line, examples: Mapping[str, str]) -> bool:
    """Whether all cells mean what the examples mean, however a spreadsheet spells them."""
    return any(examples.values()) and all(
        _means(column.target, line.cell(column.index), examples.get(column.target.field, ""))
        for column in table.columns
        if column.target
    )


def _means(target: Target, cell: str, example: str) -> bool:
    text, example = cell.replace("\r\n", "\n").strip(), example.strip()
    if text == example:
        return True
    return bool(text and example) and (
        target.declared.parse(text)[0] == target.declared.parse(example)[0]
    )


def _changed_examples(table: Table, examples: Mapping[str, str]) -> list[CellFinding]:
    """A row typed over the example is somebody's: it must not vanish without a word."""
    if table.keys is None:
        return []
    return [
        _said(table, line, f"{KEY}写着“{EXAMPLE}”，没有生成", f"要生成的话，把“{EXAMPLE}”改成数字")
        for line in table.sheet.lines
        if line.number > table.head.number
        and line.cell(table.keys).strip() == EXAMPLE
        and not is_empty(table, line)
        and not _is_example(table, line, examples)
    ]


def _hidden(table: Table) -> list[CellFinding]:
    hidden = [
        line.number
        for line in table.sheet.lines
        if line.hidden and line.number > table.head.number and not is_empty(table, line)
    ]
    if not hidden:
        return []
    message = f"有 {len(hidden)} 行是隐藏的或筛选掉的（第 {_some(hidden)} 行），没有用"
    return [
        CellFinding(
            "warning", "", "", message, "要用的话，取消隐藏或清除筛选，再上传",
            table.sheet.name, hidden[0],
        )
    ]  # fmt: skip


def _merged(table: Table) -> list[CellFinding]:
    used = {c.index: c for c in table.columns if c.target}
    found: dict[int, list[int]] = {}
    for merged in table.sheet.merged:
        if merged.top > table.head.number and merged.bottom > merged.top:
            found.setdefault(merged.left - 1, []).append(merged.top)
    return [
        CellFinding(
            "warning", used[index].target.field, "",  # type: ignore[union-attr]
            f"有合并的格子（第 {_some(tops)} 行起），合并的各行按同一个值处理",
            "不是的话，拆开分别填写",
            table.sheet.name, tops[0], used[index].letter,
        )
        for index, tops in sorted(found.items())
        if index in used
    ]  # fmt: skip


def _some(numbers: list[int]) -> str:
    told = "、".join(map(str, sorted(numbers)[:_SHOWN]))
    return f"{told} …" if len(numbers) > _SHOWN else told
