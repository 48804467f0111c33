"""Results of an import 上传结果: what became of each file, to look at and to take along."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from corpus.library import Step

STATES = {
    "imported": "已入库",
    "duplicate": "文库里已有",
    "similar": "近似，没有收",
    "refused": "没读进来",
    "waiting": "等候",
}
HEAD = ("文件", "结果", "标题", "说明", "怎么办")
_WIDTHS = (48, 14, 60, 60, 48)


@dataclass(frozen=True, slots=True)
class Known:
    """A document that a file brought or that was there before; `beside` names the file of the same
    upload that brought it, for a copy."""

    id: int
    title: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a state, the documents, and why and what to do where it was refused.

    `similar` holds the documents of the file that say nearly the same as one of the library.
    """

    name: str
    state: str
    new: tuple[Known, ...] = ()
    old: tuple[Known, ...] = ()
    similar: tuple[Mapping[str, Any], ...] = ()
    message: str = ""
    remedy: str = ""


def outcomes(steps: Sequence[Step]) -> tuple[Outcome, ...]:
    """What became of the file of each step, copies of each other among them said to be so."""
    brought: dict[int, str] = {}
    for step in steps:
        for one in (step.result or {}).get("imported", ()):
            brought.setdefault(one["id"], _name(step))
    return tuple(_outcome(step, brought) for step in steps)


def counts(found: Iterable[Outcome]) -> dict[str, int]:
    """How many files came to each state, those states first that there are words for."""
    result = dict.fromkeys(STATES, 0)
    for one in found:
        result[one.state] += 1
    return result


def workbook(found: Iterable[Outcome]) -> bytes:
    """The results as a workbook, a row for each file."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "上传结果"
    for column, (head, width) in enumerate(zip(HEAD, _WIDTHS, strict=True), start=1):
        _write(sheet.cell(1, column), head).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, one in enumerate(found, start=2):
        for column, text in enumerate(_row(one), start=1):
            cell = _write(sheet.cell(number, column), text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _outcome(step: Step, brought: Mapping[int, str]) -> Outcome:
    result, error = step.result or {}, step.error or {}
    name = _name(step)
    imported, duplicate = result.get("imported", ()), result.get("duplicate", ())
    state = "waiting" if step.status in {"waiting", "running"} else "refused"
    if step.status == "done":
        rest = "duplicate" if duplicate or not result.get("similar") else "similar"
        state = "imported" if imported else rest

    def known(one: Mapping[str, Any]) -> Known:
        beside = brought.get(one["id"], "")
        return Known(one["id"], one["title"], beside if beside != name else "")

    return Outcome(
        name,
        state,
        tuple(Known(one["id"], one["title"]) for one in imported),
        tuple(map(known, duplicate)),
        tuple(
            {**one, "share": f"{one['likeness']:.1%}", "beside": known(one).beside}
            for one in result.get("similar", ())
        ),
        error.get("message", ""),
        error.get("remedy", ""),
    )


def _row(one: Outcome) -> tuple[str, ...]:
    known = [*(k.title for k in one.new), *(k.title for k in one.old)]
    why = [
        one.message,
        *(f"“{k.title}”与这次上传的 {k.beside} 相同" for k in one.old if k.beside),
        *(f"“{s['title']}”与文库里的一篇近似，相同 {s['share']}" for s in one.similar),
    ]
    return (
        one.name,
        STATES[one.state],
        "\n".join(known),
        "\n".join(filter(None, why)),
        one.remedy,
    )


def _write(cell: Any, text: str) -> Cell:
    """`cell` with `text`, never taken for a formula however it begins."""
    cell.value = "".join(c for c in text if c >= " " or c == "\n")
    cell.data_type = "s"
    made: Cell = cell
    return made


def _name(step: Step) -> str:
    name = str(step.payload.get("name") or "")
    return name or Path(str(step.payload.get("path", ""))).name
