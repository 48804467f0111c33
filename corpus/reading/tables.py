"""Tables 表格: rows written with tabs or pipes become tables, with the caption above them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Cell, Column, Lines, Table
from corpus.outline import ordinal
from corpus.reading.entries import Entry, Text

_PIPES = re.compile(r"\|.*\|")
_RULE = re.compile(r"\|(?:\s*:?-{2,}:?\s*\|)+")
_UNIT_IN_HEAD = re.compile(
    r"(?P<name>.+?)（(?P<unit>万元|元|亿元|户|人|个|%|平方米|公里|亩|吨|次|件|场|份|天|辆|台|家)）"
)

# A line such as 经费预算表 right above a table.
_CAPTION = re.compile(
    r"[^，。；：！？\t|]{2,40}(?:表|清单|名单|台账|名册|情况|统计|安排|分工|明细|一览|汇总|数据|指标|预算|对比|结果)"
)


def with_tables(entries: Sequence[Entry]) -> list[Entry]:
    """`entries` with runs of tab-separated or piped rows turned into tables."""
    result: list[Entry] = []
    index = 0
    while index < len(entries):
        entry = entries[index]
        caption: str | None = None
        start = index
        if isinstance(entry, Text) and entry.text.startswith(("表：", "表:")):
            caption, start = entry.text[2:].strip(), index + 1
        elif isinstance(entry, Text) and _CAPTION.fullmatch(entry.text):
            below = _at(entries, index + 1)
            numbered = ordinal(entry.text) is not None or entry.level is not None
            if isinstance(below, Table) and below.caption is None and not numbered:
                caption, start = entry.text, index + 1
        end = start
        while end < len(entries) and _is_row(entries, end, start):
            end += 1
        if end - start >= (1 if caption is not None else 2):
            rows = [e for e in entries[start:end] if isinstance(e, Text)]
            result.append(_table(caption or None, rows))
            index = end
        elif caption is not None and isinstance(table := _at(entries, start), Table):
            result.append(replace(table, caption=caption or None))
            index = start + 1
        else:
            result.append(entry)
            index += 1
    return result


def _at(entries: Sequence[Entry], index: int) -> Entry | None:
    return entries[index] if index < len(entries) else None


def _is_row(entries: Sequence[Entry], index: int, start: int) -> bool:
    entry = entries[index]
    if not isinstance(entry, Text):
        return False
    if index > start:
        above = entries[index - 1]
        if above.lines and entry.lines and entry.lines[0] > above.lines[1] + 1:
            return False
    return "\t" in entry.text or bool(_PIPES.fullmatch(entry.text))


def _table(caption: str | None, rows: Sequence[Text]) -> Table:
    cells = [_cells(row.text) for row in rows if not _RULE.fullmatch(row.text)]
    first, last = rows[0].lines, rows[-1].lines
    return table_of(cells, (first[0], last[1]) if first and last else None, caption)


def table_of(cells: Sequence[list[str]], at: Lines | None, caption: str | None = None) -> Table:
    """A table of `cells`, the first row its head; short rows are filled up with empty cells."""
    width = max((len(row) for row in cells), default=0)
    padded = [tuple(Cell(text) for text in row + [""] * (width - len(row))) for row in cells]
    columns = tuple(_column(cell.text) for cell in padded[0]) if padded else ()
    return Table("", caption, columns, tuple(padded[:1]), tuple(padded[1:]), at)


def _cells(text: str) -> list[str]:
    if "\t" in text:
        return [cell.strip() for cell in text.split("\t")]
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", text)[1:-1]]


def _column(head: str) -> Column:
    match = _UNIT_IN_HEAD.fullmatch(head)
    return Column(match["name"], match["unit"]) if match else Column(head)
