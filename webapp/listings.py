"""Listings 名单: a list of the unit's data as repeating rows, and as a person sends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from werkzeug.datastructures import FileStorage

from corpus.unit import Fault, Listing, table
from generator.roster import SUFFIXES, sheets
from webapp.controls import Control, Rows
from webapp.errors import InvalidRequest
from webapp.forms import BLANK
from webapp.posted import PREFIX, read_inputs

ACCEPTED = ",".join(SUFFIXES)
Row = Mapping[str, object]


def rows_of(
    listing: Listing,
    name: str,
    add: str,
    widths: Sequence[str],
    rows: Iterable[Row],
    faults: Iterable[Fault] = (),
) -> Rows:
    """`rows` of `listing` as controls called `f.<name>.<n>.<heading>`, faults beside them.

    `widths` are shares of twelve for each heading; `add` is what the button says.
    """
    wrong = {(fault.row, fault.column): fault.text for fault in faults}
    path = PREFIX + name

    def controls(key: str, row: Row) -> tuple[Control, ...]:
        return tuple(
            Control(
                f"{path}.{key}.{heading}",
                heading,
                "select" if heading in listing.choices else "text",
                value=str(row.get(heading, "") or ""),
                options=tuple(listing.choices.get(heading, ())),
                width=width,
                error=(text := wrong.get((int(key), heading), "") if key.isdecimal() else ""),
                severity="error" if text else "",
            )
            for heading, width in zip(listing.parts, widths, strict=True)
        )

    shown = list(rows) or [{}]
    return Rows(
        path,
        name,
        controls(BLANK, {}),
        tuple(controls(str(number), row) for number, row in enumerate(shown)),
        add=add,
        plain=True,
    )


def sent_rows(pairs: Iterable[tuple[str, str]], name: str) -> list[dict[str, Any]]:
    """The rows of the list `name` in a posted form, in the order of the page."""
    found = read_inputs(pairs).get(name, [])
    return [row if isinstance(row, dict) else {} for row in found if isinstance(found, list)]


def file_rows(listing: Listing, file: FileStorage | None) -> list[dict[str, str]]:
    """The rows of `listing` in the first sheet of an uploaded .xlsx or .csv that has any.

    Raises `InvalidRequest` where no file came or it holds no row, `RosterError` where it
    cannot be read.
    """
    if file is None or not file.filename:
        raise InvalidRequest("没有选文件", remedy="先选一个 .xlsx 或 .csv，再点读进来")
    for sheet in sheets(file.filename, file.read()):
        rows = [row for row in table(sheet.rows, listing) if any(row.values())]
        if rows:
            return rows
    raise InvalidRequest(
        "这个文件里没有内容",
        where=file.filename,
        remedy=f"第一行写上 {'、'.join(listing.parts)}，下面一行一条",
    )


def joined(listing: Listing, kept: Iterable[Row], new: Iterable[Row]) -> list[Row]:
    """`kept` rows and `new` ones: a new row takes the place of one with the same first part
    whose other parts it does not contradict, so that the same list can be read in again."""
    result: list[Row] = [row for row in kept if any(row.values())]
    for row in new:
        known = (n for n, old in enumerate(result) if _same(listing, old, row))
        at = next(known, None)
        if at is None:
            result.append(row)
        else:
            result[at] = {**result[at], **{h: text for h, text in row.items() if text}}
    return result


def _same(listing: Listing, old: Row, new: Row) -> bool:
    pairs = [(old.get(heading) or "", new.get(heading) or "") for heading in listing.parts]
    return pairs[0][0] == pairs[0][1] and all(a == b or not a or not b for a, b in pairs[1:])
