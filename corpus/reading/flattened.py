"""Flattened tables 拆散的表格: copying left spaces between the cells, or a line for each cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.document import Table
from corpus.reading.cleaning import Repair
from corpus.reading.entries import Entry, Text
from corpus.reading.tables import table_of

CODE, LABEL = "flattened-table", "把拆散的表格恢复成表格"

_NUMBER_COLUMNS = {"序号", "编号", "排名", "名次"}
_COLUMN = re.compile(
    r"姓名|性别|年龄|职务|职责|单位|部门|电话|联系电话|联系方式|手机|手机号|备注|社区|村|"
    r"村居|街道|乡镇|名称|项目|任务|事项|工作任务|内容|工作内容|责任人|责任单位|责任领导|"
    r"责任部门|牵头单位|牵头领导|配合单位|包保领导|联系人|负责人|时间|时限|完成时限|"
    r"完成时间|开始时间|结束时间|日期|地点|地址|数量|单价|金额|合计|户数|人数|规格|型号|"
    r"类别|类型|标准|指标|目标值|分值|得分|物资名称|储备地点|目标|措施|网格|网格员|面积"
)
_TOTALS = {"合计", "总计", "小计", "共计"}
_WIDE_GAP = re.compile(r"[ \u3000\xa0]{2,}|\u3000")
_GAP = re.compile(r"[ \u3000\xa0]+")
_STOPS = "，。；：！？,;"
_HEAD_LENGTH, _CELL_LENGTH, _WIDEST = 12, 80, 10
# A head and two rows below it: one row may be chance.
_LEAST_ROWS = 2


def with_flattened_tables(
    entries: Sequence[Entry],
) -> tuple[tuple[Entry, ...], tuple[Repair, ...]]:
    """`entries` with the tables that were flattened into text, and where they begin.

    Only what is certain: a head of column names, and below it at least two rows of as many cells;
    where the first column counts, the rows do so from 1. What does not fit stays text.
    """
    result: list[Entry] = []
    repairs: list[Repair] = []
    index = 0
    while index < len(entries):
        rows = _spaced(entries, index)
        taken = len(rows)
        if not rows:
            rows = _stacked(entries, index)
            taken = sum(map(len, rows))
        if not rows:
            result.append(entries[index])
            index += 1
            continue
        table = _table(rows, entries[index : index + taken])
        repairs.append(Repair(CODE, LABEL, table.lines and table.lines[0], " ".join(rows[0])))
        result.append(table)
        index += taken
    return tuple(result), tuple(repairs)


def _table(rows: Sequence[list[str]], entries: Sequence[Entry]) -> Table:
    first, last = entries[0].lines, entries[-1].lines
    return table_of(rows, (first[0], last[1]) if first and last else None)


def _spaced(entries: Sequence[Entry], start: int) -> list[list[str]]:
    """The rows of a table with spaces between its cells that begins at `start`, or none."""
    for gap in (_WIDE_GAP, _GAP):
        head = _cells(entries[start], gap)
        if not _is_head(head):
            continue
        rows = [head]
        for entry in entries[start + 1 :]:
            row = _cells(entry, gap)
            if not _fits(row, rows):
                break
            rows.append(row)
            if row[0] in _TOTALS:
                break
        if len(rows) > _LEAST_ROWS:
            return rows
    return []


def _cells(entry: Entry, gap: re.Pattern[str]) -> list[str]:
    if not isinstance(entry, Text) or entry.level is not None or "\t" in entry.text:
        return []
    return gap.split(entry.text.strip())


def _is_head(cells: Sequence[str]) -> bool:
    if not 3 <= len(cells) <= _WIDEST or len(set(cells)) < len(cells):
        return False
    if not all(_is_name(cell) for cell in cells):
        return False
    known = sum(_is_column(cell) for cell in cells)
    return known == len(cells) or (cells[0] in _NUMBER_COLUMNS and known >= 2)


def _is_name(cell: str) -> bool:
    return len(cell) <= _HEAD_LENGTH and not any(c in cell for c in _STOPS) and not cell.isdigit()


def _is_column(cell: str) -> bool:
    bare = re.sub(r"（[^（）]*）|\([^()]*\)", "", cell)
    return bare in _NUMBER_COLUMNS or bool(_COLUMN.fullmatch(bare))


def _fits(row: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    head = rows[0]
    if len(row) > 1 and row[0] in _TOTALS:
        return len(row) <= len(head)
    if len(row) != len(head):
        return False
    return head[0] not in _NUMBER_COLUMNS or row[0].strip(".、") == str(len(rows))


def _stacked(entries: Sequence[Entry], start: int) -> list[list[str]]:
    """The rows of a table with a line for each cell that begins at `start`, or none."""
    first = entries[start]
    if not isinstance(first, Text) or first.text not in _NUMBER_COLUMNS:
        return []
    names = [entry.text if isinstance(entry, Text) else "" for entry in entries[start:]]
    width = next((at for at, name in enumerate(names[: _WIDEST + 1]) if name == "1"), 0)
    if width < 2 or not all(name and _is_name(name) for name in names[:width]):
        return []
    rows = [names[:width]]
    for at in range(width, len(names), width):
        row = names[at : at + width]
        counts = row[0] == str(len(rows)) and len(row) == width
        if not counts or not all(0 < len(cell) <= _CELL_LENGTH for cell in row):
            break
        rows.append(row)
    # The number of the row below inside the last row, or behind it, shows that a cell is missing.
    behind = names[width * len(rows) : width * (len(rows) + 1)]
    return rows if len(rows) > _LEAST_ROWS and str(len(rows)) not in (*rows[-1], *behind) else []
