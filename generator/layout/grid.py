"""Tables as a full grid: cells placed, spans made consistent, columns given their widths."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.document import Align, Cell, Column, Row, Table
from generator.layout import gbt9704
from generator.layout.widths import characters

_SEAM = re.compile(r"(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])")
NUMERIC = frozenset({"integer", "decimal", "percent", "money", "number"})
_SIDES = 1.0  # characters that the white at both sides of a cell takes
_WHITE = (gbt9704.CELL_SIDE * 2).ratio(gbt9704.SMALL_FOUR)  # what it really takes
_HAIR = 0.02
_KEPT = 11.0  # columns up to this width, such as dates, are not broken if that can be had
SHORT = 20.0  # lines of table text: a table up to here is kept on one page
_TALL = 20.0  # lines of table text: a row above them may not fit on a page with its head
_DATES = frozenset({"date", "month", "year"})
_RUNNING = frozenset({"序号", "编号", "号"})
_HEAD = 4.0  # characters of a head that stay together: 预算（万元）as two lines
_WHOLE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,%:/+-]*")
_WHOLE_OR_DATE = re.compile(rf"(?:[0-9]{{4}}年)?[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?|{_WHOLE.pattern}")
_BLANK = 4.0  # characters that somebody is thought to write into a cell left free
_DUST = 1e-6  # of a line: what adding up widths leaves
_HALVINGS = 20  # of the range in which the widths' level is looked for
_NARROWER = 0.3  # characters that nobody sees a column to be narrower by


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at its place; `row` counts the head's rows, too; `text` may have line breaks."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on paper: `shares` are its columns' parts of the whole width and add up to 1.

    A `short` table is kept on one page; a `tall` row may be broken over two.
    """

    head: int
    height: int
    cells: tuple[Placed, ...]
    shares: tuple[float, ...]
    aligns: tuple[Align, ...]
    short: bool
    tall: frozenset[int]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.shares)


def grid_of(table: Table, room: float, lines_of_page: float = SHORT) -> Grid | None:
    """The grid of `table` for a width of `room` characters of its text; None when it is empty.

    A table of up to `lines_of_page` lines of its text is kept on one page.

    A head is made from the columns' names and units where the table has none. Spans that run
    over the edge or into another cell are cut; missing cells are empty.
    """
    head = table.head or _head_of(table.columns)
    rows = head + table.rows
    columns = max(
        [len(table.columns), *(sum(max(c.colspan, 1) for c in row) for row in rows)], default=0
    )
    if not rows or not columns:
        return None
    cells = _placed(rows, columns, len(head))
    known = table.columns + (Column(),) * (columns - len(table.columns))
    numeric = [
        column.type in NUMERIC or _looks_numeric(cells, n, len(head))
        for n, column in enumerate(known)
    ]
    aligns: tuple[Align, ...] = tuple(
        column.align or _align(column, cells, n, len(head), numeric[n])
        for n, column in enumerate(known)
    )
    wanted = _wanted(cells, columns)
    shares = _shares(cells, known, wanted, len(head), room)
    if sum(wanted) > room or _outgrown(shares, cells, len(head), room):
        cells = tuple(c if c.row >= len(head) else replace(c, text=_folded(c.text)) for c in cells)
        shares = _shares(cells, known, _wanted(cells, columns), len(head), room)
    shares = _clear(shares, room)
    lines = _lines(cells, shares, room)
    short = sum(lines.values()) + len(rows) / 4 <= min(SHORT, lines_of_page) and math.isfinite(room)
    tall = frozenset(row for row, count in lines.items() if count > _TALL)
    return Grid(len(head), len(rows), cells, shares, aligns, short, tall)


def _lines(cells: Sequence[Placed], shares: Sequence[float], room: float) -> dict[int, float]:
    """About how many lines of table text each row takes."""
    rows: dict[int, float] = {}
    single = [max(share * room - _SIDES, 1) for share in shares]
    for cell in cells:
        width = single[cell.column]
        if cell.rowspan == cell.colspan == 1 and "\n" not in cell.text:
            count = max(1, math.ceil(characters(cell.text) / width - _DUST))
            if count > rows.get(cell.row, 0):
                rows[cell.row] = count
            continue
        if cell.colspan > 1:
            wide = sum(shares[cell.column : cell.column + cell.colspan])
            width = max(wide * room - _SIDES, 1)
        parts = (characters(part) / width for part in cell.text.split("\n"))
        lines = sum(max(1, math.ceil(part - _DUST)) for part in parts) / cell.rowspan
        for row in range(cell.row, cell.row + cell.rowspan):
            rows[row] = max(rows.get(row, 0), lines)
    return rows


def _head_of(columns: Sequence[Column]) -> tuple[Row, ...]:
    if not any(column.name for column in columns):
        return ()
    return (tuple(Cell(f"{c.name}（{c.unit}）" if c.unit else c.name) for c in columns),)


def _placed(rows: Sequence[Row], columns: int, head: int) -> tuple[Placed, ...]:
    if all(len(row) == columns for row in rows) and all(
        cell.rowspan <= 1 and cell.colspan <= 1 for row in rows for cell in row
    ):
        return tuple(
            Placed(r, c, 1, 1, cell.text)
            for r, row in enumerate(rows)
            for c, cell in enumerate(row)
        )
    taken: set[tuple[int, int]] = set()
    cells: list[Placed] = []
    for r, row in enumerate(rows):
        bottom = head if r < head else len(rows)  # a span never leaves the head
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            if c >= columns:
                break
            colspan = 1
            while (
                colspan < cell.colspan and c + colspan < columns and (r, c + colspan) not in taken
            ):
                colspan += 1
            rowspan = max(1, min(cell.rowspan, bottom - r))
            cells.append(Placed(r, c, rowspan, colspan, cell.text))
            taken |= {(r + y, c + x) for y in range(rowspan) for x in range(colspan)}
            c += colspan
        for c in range(columns):
            if (r, c) not in taken:
                cells.append(Placed(r, c, 1, 1, ""))
                taken.add((r, c))
    return tuple(sorted(cells, key=lambda p: (p.row, p.column)))


def _bodies(cells: Sequence[Placed], column: int, head: int) -> list[str]:
    return [p.text for p in cells if p.column == column and p.row >= head and p.colspan == 1]


def _looks_numeric(cells: Sequence[Placed], column: int, head: int) -> bool:
    texts = [t for t in _bodies(cells, column, head) if t]
    return bool(texts) and all(t.replace(",", "").replace(".", "", 1).isdecimal() for t in texts)


def _align(column: Column, cells: Sequence[Placed], number: int, head: int, numeric: bool) -> Align:
    """Figures right, short texts, dates and running numbers in the middle, sentences left."""
    if column.name in _RUNNING or any(
        p.text in _RUNNING for p in cells if p.column == number and p.row < head
    ):
        return "center"
    if numeric:
        return "right"
    if column.type in _DATES:
        return "center"
    texts = _bodies(cells, number, head)
    return "center" if all(characters(t) <= 6 for t in texts) else "left"


def _shares(
    cells: Sequence[Placed],
    columns: Sequence[Column],
    wanted: Sequence[float],
    head: int,
    room: float,
) -> tuple[float, ...]:
    if all(column.width for column in columns):
        stated = sum(column.width or 0 for column in columns)
        return tuple((column.width or 0) / stated for column in columns)
    if not math.isfinite(room):
        return _normal(wanted)
    total, longest = _loads(cells, len(columns), head)
    if sum(wanted) > room:
        least = _least(cells, len(columns), head, _WHOLE_OR_DATE)
        if sum(least) >= room:  # dates give way before figures do
            least = _least(cells, len(columns), head, _WHOLE)
        return _normal(_filled(wanted, least, total, room))
    running = _running(cells, head)
    high = [width if n in running else room for n, width in enumerate(wanted)]
    pulls = [math.sqrt(1 + (wide or _BLANK)) for wide in longest]
    return _normal(_levelled(wanted, high, pulls, room))


def _clear(shares: tuple[float, ...], room: float) -> tuple[float, ...]:
    """`shares` whose columns are not a hair too narrow for a whole number of characters.

    Programs round such widths each in its own way, and break lines here and there.
    """
    if not math.isfinite(room):
        return shares
    widths = [share * room for share in shares]
    widest = widths.index(max(widths))
    for n, width in enumerate(widths):
        if n != widest:
            widths[n] += _hair(width)
            widths[widest] -= _hair(width)
    # The widest takes what others have and need for no character.
    lacking = _hair(widths[widest])
    spare = [0.0 if n == widest else (width - _WHITE) % 1 for n, width in enumerate(widths)]
    most = max(spare)
    if lacking and most > lacking + 2 * _HAIR:
        widths[spare.index(most)] -= lacking
        widths[widest] += lacking
    return _normal(widths)


def _hair(width: float) -> float:
    """What a column at about a whole number of characters lacks to hold them everywhere."""
    over = (width - _WHITE + _HAIR) % 1
    return 2 * _HAIR - over if over < 1.5 * _HAIR else 0.0


def _wanted(cells: Sequence[Placed], columns: int) -> list[float]:
    """For each column the width that no cell breaks in, sides included."""
    result = [2.0] * columns
    for cell in cells:
        if cell.colspan == 1:
            widest = _natural(cell.text)
            if widest > result[cell.column]:
                result[cell.column] = widest
    return [width + _SIDES for width in result]


def _least(cells: Sequence[Placed], columns: int, head: int, whole: re.Pattern[str]) -> list[float]:
    """For each column the width below which something that is `whole` would be cut in two."""
    result = [2.0] * columns
    for cell in cells:
        if cell.colspan == 1:
            pieces = cell.text.split("\n") if cell.row < head else whole.findall(cell.text)
            most = _HEAD if cell.row < head else math.inf
            for piece in pieces:
                result[cell.column] = max(result[cell.column], min(_natural(piece), most))
    return [width + _SIDES for width in result]


def _folded(text: str) -> str:
    """A head with its unit on a line of its own: 预算（万元） in a narrow column."""
    name, bracket, unit = text.partition("（")
    return f"{name}\n{bracket}{unit}" if name and unit.endswith("）") else text


@lru_cache(maxsize=16384)
def _natural(text: str) -> float:
    """The width of the longest line of `text`; some programs part Chinese and digits by a
    quarter."""
    if "\n" in text:
        return max(map(_natural, text.split("\n")))
    return characters(text) + len(_SEAM.findall(text)) / 4


def _loads(cells: Sequence[Placed], columns: int, head: int) -> tuple[list[float], list[float]]:
    """How many characters stand in each column below the head, and in its longest line."""
    total, longest = [0.0] * columns, [0.0] * columns
    for cell in cells:
        if cell.colspan == 1 and cell.row >= head:
            total[cell.column] += characters(cell.text)
            longest[cell.column] = max(longest[cell.column], _natural(cell.text))
    return total, longest


def _running(cells: Sequence[Placed], head: int) -> frozenset[int]:
    """The columns of running numbers."""
    return frozenset(c.column for c in cells if c.row < head and c.text in _RUNNING)


def _outgrown(shares: Sequence[float], cells: Sequence[Placed], head: int, room: float) -> bool:
    """Whether heads make other columns wider than the one with the most text."""
    if not math.isfinite(room):
        return False
    total, _ = _loads(cells, len(shares), head)
    most = max(total)
    return most > 0 and shares[total.index(most)] < max(shares) - _NARROWER / room


def _levelled(
    low: Sequence[float], high: Sequence[float], pulls: Sequence[float], room: float
) -> list[float]:
    """Widths from `low` to `high` that fill `room`, in between in the ratio of `pulls`."""
    below, above = 0.0, room / min(pulls)
    widths = list(low)
    for _ in range(_HALVINGS):
        level = (below + above) / 2
        tried = [
            min(max(level * pull, least), most)
            for least, most, pull in zip(low, high, pulls, strict=True)
        ]
        if sum(tried) <= room:
            below, widths = level, tried
        else:
            above = level
    # Bounds are met to the last digit: a hair less would break the text that just fits.
    widths[widths.index(max(widths))] += room - sum(widths)
    return widths


def _filled(
    wanted: Sequence[float], least: Sequence[float], total: Sequence[float], room: float
) -> list[float]:
    """Columns of names, figures and dates get what they want as long as that leaves the column with
    the most text the widest; the others share the rest by the root of their length; nobody gets
    less than figures and Latin words need to stay whole."""
    if sum(least) >= room:
        return list(least)
    most = max(range(len(wanted)), key=lambda n: (total[n], wanted[n]))
    pulls = [math.sqrt(width) for width in wanted]
    low = list(least)
    result = _levelled(low, wanted, pulls, room)
    for n in sorted(range(len(wanted)), key=wanted.__getitem__):
        if n != most and wanted[n] <= _KEPT:
            kept = [*low[:n], wanted[n], *low[n + 1 :]]
            if sum(kept) > room:
                continue
            tried = _levelled(kept, wanted, pulls, room)
            if tried[most] >= min(wanted[n], wanted[most]) - _NARROWER:
                low, result = kept, tried
    return result


def _normal(widths: Sequence[float]) -> tuple[float, ...]:
    total = sum(widths)
    return tuple(width / total for width in widths)
