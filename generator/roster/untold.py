"""Columns and sheets of a spreadsheet that are not used, or not seen: said, never silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.fields.findings import did_you_mean
from generator.roster.columns import Target
from generator.roster.findings import CellFinding
from generator.roster.likeness import EXACT, likeness, name_of, units_differ
from generator.roster.sheet import Sheet
from generator.roster.tables import Column, Table


def unused_columns(table: Table, targets: Sequence[Target]) -> list[CellFinding]:
    """What is to be said about columns that go nowhere."""
    found = []
    mine = targets if not table.list else ()
    seen: dict[str, str] = {}
    for column in table.columns:
        name = name_of(column.head).text
        if column.target is None and not column.key and column.how != "chosen" and name:
            found.append(_unused(table, column, name, seen, mine))
        elif column.target is not None and column.index in table.sheet.hidden_columns:
            found.append(
                CellFinding(
                    "warning", "", "", f"“{name}”这一列是隐藏的，照样用了",
                    "不要用的话，删去这一列", table.sheet.name, table.head.number, column.letter,
                )
            )  # fmt: skip
        seen.setdefault(name, column.letter)
    return found


def _unused(
    table: Table, column: Column, name: str, seen: Mapping[str, str], targets: Sequence[Target]
) -> CellFinding:
    apart = [target for target in targets if not target.part and likeness(name, target) >= EXACT]
    if name in seen:
        message, remedy = f"“{name}”有两列，用了 {seen[name]} 列", "不对的话，删去其中一列"
    elif apart and units_differ(column.unit, apart[0]):
        wanted = apart[0].declared.unit or "没有单位"
        message = f"“{name}”的单位是“{column.unit}”，模板要的是“{wanted}”，这一列没有用"
        remedy = "换算后改正表头"
    else:
        message = f"模板里没有“{name}”，这一列没有用"
        # a rate (%) is hardly meant for a number of things
        free = [t for t in targets if not t.part and not units_differ(column.unit, t)]
        known = [target.field for target in free]
        remedy = did_you_mean(name, known) if known else ""
        remedy = remedy if remedy.startswith("是不是") else ""
    return CellFinding(
        "warning", "", "", message, remedy, table.sheet.name, table.head.number, column.letter
    )


def unused_sheets(unused: Sequence[Sheet], main: Sheet) -> list[CellFinding]:
    """A warning for each sheet that nothing is read from; `main` is the one that rows are."""
    found = []
    for sheet in unused:
        hidden = "是隐藏的，" if sheet.hidden else ""
        message = f"这张工作表{hidden}没有用"
        remedy = "要用的话，先取消隐藏" if sheet.hidden else f"用的是“{main.name}”"
        found.append(CellFinding("warning", "", "", message, remedy, sheet.name))
    return found
