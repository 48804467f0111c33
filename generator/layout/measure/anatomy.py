"""Anatomy: which rows of a PDF are title, text, sign-off, imprint …, told by size and place."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.layout import gbt9704
from generator.layout.measure import wording
from generator.layout.measure.page import Row, Sheet

LEFT, TOP = gbt9704.LEFT.mm, gbt9704.TOP.mm
RIGHT = LEFT + gbt9704.TEXT_WIDTH.mm
BOTTOM = TOP + gbt9704.TEXT_HEIGHT.mm

_FULL = 140.0  # millimetres
_BESIDE = 8.0  # millimetres from a table's row to the further lines of its cells
_CHARACTER = gbt9704.CHARACTER_PITCH.ratio(gbt9704.THREE)  # sizes a character takes in a line
_MM = 25.4 / 72
_NUMBER = re.compile(r"^[^\w]{0,2}第?\d{1,4}页?[^\w]{0,2}$")
# An attachment bound apart says the 发文字号 before its label (B13).
_APART = r"[\u4e00-\u9fa5]{1,12}〔\d{4}〕\d{1,4}号"
LABEL = re.compile(rf"^(?P<number>{_APART})?附件\d*[：:]?$")
LIST = re.compile(r"^附件[：:]")
DATE = re.compile(r"^[\d〇○零一二三四五六七八九十年月日./．-]{6,14}$")
DOC_NUMBER = re.compile(r"^(.{1,20}\d.{0,8}号)(签发人.*)?$")
IMPRINT = re.compile(r"^(抄送|分送|主送)[：:]|日印发$")
OPENING = tuple("“‘（《〈「『【〔")  # a line may begin with half of their box
HAN = re.compile(r"[\u3400-\u9fff]$")


@dataclass(frozen=True, slots=True)
class Annex:
    """An attachment's opening: its label, whether a page begins with it, the title's rows."""

    label: Row
    opens_page: bool
    title: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Anatomy:
    """The parts of a document on paper; millimetres, sizes in points; empty where not found.

    `text` are the rows from the title's end to the list of attachments or the sign-off, tables
    and what is larger or smaller than the text left out; `content` is the same with them, and
    `whole` has all rows but page numbers. On `last_page` ends the document with what is bound
    with it; attachments bound apart follow.
    """

    sheets: tuple[Sheet, ...]
    size: float
    left: float
    right: float | None
    pitch: float | None
    character: float
    whole: tuple[Row, ...]
    numbers: tuple[Row, ...]
    mark: tuple[Row, ...]
    doc_number: str
    number_row: Row | None
    copy_number: str
    title: tuple[Row, ...]
    text: tuple[Row, ...]
    content: tuple[Row, ...]
    listed: tuple[str, ...]
    signed: tuple[Row, ...]
    stamped: Row | None
    date: Row | None
    annexes: tuple[Annex, ...]
    imprint: tuple[Row, ...]
    last_page: int

    def sheet(self, row: Row) -> Sheet:
        """The page that `row` stands on."""
        return self.sheets[row.page - 1]


def dissect(sheets: tuple[Sheet, ...]) -> Anatomy:
    """The anatomy of the pages `sheets`."""
    numbers = tuple(row for sheet in sheets if (row := _page_number(sheet)))
    whole = tuple(row for sheet in sheets for row in sheet.rows if row not in numbers)
    size = _text_size(whole)
    upright = [r for r in whole if sheets[r.page - 1].upright and _alike(r, size)]
    left = _left(upright, size)
    imprint = _imprint(whole)
    labels = [r for r in whole if LABEL.match(r.text) and not r.parted]
    ends = labels[0] if labels else (imprint[0] if imprint else None)
    main = whole[: whole.index(ends)] if ends else whole
    mark, title = _mark(main), _title(main, size, left)
    head = main[: main.index(title[0])] if title else ()
    doc_number, number_row = _doc_number(head)
    character = size * _MM * _CHARACTER
    pitch = _pitch(upright)
    below = main[main.index(title[-1]) + 1 :] if title else main
    date = _date(below, size, left + 6 * character)
    signed = _signed(below, date, left + 2 * character, pitch or 10.0)
    stamped = _stamped(below, date, left + 1.5 * character, pitch or 10.0)
    start = _list_start(below, left + character)
    stop = min(
        (below.index(r) for r in (start, *signed, stamped, date) if r is not None),
        default=len(below),
    )
    return Anatomy(
        sheets=sheets,
        size=size,
        left=left,
        right=_right(upright, left),
        pitch=pitch,
        character=character,
        whole=whole,
        numbers=numbers,
        mark=mark,
        doc_number=doc_number,
        number_row=number_row,
        copy_number=next((r.pieces[0] for r in head[:3] if r.pieces[0].isdecimal()), ""),
        title=title,
        text=tuple(r for r in below[:stop] if _alike(r, size) and not r.parted),
        content=tuple(below[:stop]),
        listed=_listed(below, start, signed, date, left + 3 * character, pitch or 10.0),
        signed=signed,
        stamped=None if signed else stamped,
        date=date,
        annexes=tuple(_annex(whole, label, size) for label in labels),
        imprint=imprint,
        last_page=next((r.page - 1 for r in labels if _bound_apart(r.text)), len(sheets)),
    )


def _bound_apart(text: str) -> bool:
    label = LABEL.match(text)
    return label is not None and label["number"] is not None


def _alike(row: Row, size: float) -> bool:
    return abs(row.size - size) < 0.6


def _page_number(sheet: Sheet) -> Row | None:
    if not sheet.upright and sheet.turned and _NUMBER.match(sheet.turned.text):
        return sheet.turned
    last = sheet.rows[-1] if sheet.rows else None
    if last is None or not _NUMBER.match(last.text) or last.middle < sheet.height * 0.85:
        return None
    return last


def _text_size(rows: Sequence[Row]) -> float:
    """The size of most text in rows that are no part of a table."""
    parted = [row for row in rows if row.parted]
    counts: Counter[float] = Counter()
    # Rows as wide as the text are text: cells are narrower, however many there are.
    wide = [row for row in rows if row.end - row.start > _FULL and not row.parted]
    for row in wide if len(wide) > 2 else rows:
        beside = (p for p in parted if p.page == row.page and _alike(p, row.size))
        if not any(abs(p.middle - row.middle) < _BESIDE for p in beside):
            counts[round(row.size * 2) / 2] += len(row.text)
    if not counts:
        counts.update(round(row.size * 2) / 2 for row in rows)
    return counts.most_common(1)[0][0] if counts else 0.0


def _left(rows: Sequence[Row], size: float) -> float:
    """The left edge of the text: the leftmost place where rows go on after a full one.

    Where no row does, the standard's own edge.
    """
    full = 24 * size * _MM * _CHARACTER
    starts = [
        after.start
        for row, after in pairwise(rows)
        if row.end - row.start > full and not after.text.startswith(OPENING)
    ]
    if not starts:
        return LEFT
    return statistics.median(start for start in starts if start - min(starts) <= 0.5)


def _right(rows: Sequence[Row], left: float) -> float | None:
    """The right edge: where rows end that go on in the next one, marks at the end left aside."""
    ends = [
        row.end
        for row, after in pairwise(rows)
        if row.page == after.page and abs(after.start - left) < 0.5 and HAN.search(row.text)
        and not row.parted and len(row.text) > 20
    ]  # fmt: skip
    return statistics.median(ends) if ends else None


def _pitch(rows: Sequence[Row]) -> float | None:
    """The distance of two rows of text that is met most often."""
    steps = [
        after.middle - row.middle
        for row, after in pairwise(rows)
        if row.page == after.page and 4 < after.middle - row.middle < 16
    ]
    if len(steps) < 3:
        return None
    usual = Counter(round(step, 1) for step in steps).most_common(1)[0][0]
    return statistics.mean(step for step in steps if abs(step - usual) <= 0.15)


def _mark(main: Sequence[Row]) -> tuple[Row, ...]:
    """The issuers' mark: large red rows on page 1."""
    return tuple(r for r in main if r.page == 1 and r.red and r.size >= 20)


def _doc_number(head: Sequence[Row]) -> tuple[str, Row | None]:
    """The 发文字号 and its row, which 份号 or 签发人 may share with it."""
    for row in head:
        for piece in row.pieces:
            match = DOC_NUMBER.match(piece)
            if match is not None and not row.red:
                return match[1], row
    return "", None


def _title(main: Sequence[Row], size: float, left: float) -> tuple[Row, ...]:
    """The title: the first larger rows of page 1, or else its first centred rows."""
    black = [r for r in main if r.page == 1 and not r.red]
    large = [n for n, r in enumerate(black) if r.size >= size + 2]
    if not large:
        middle = (LEFT + RIGHT) / 2
        large = [
            n
            for n, r in enumerate(black[:8])
            if abs(r.centre - middle) < 3 and r.start > left + 5 and not DOC_NUMBER.match(r.text)
        ]
    rows = [black[n] for k, n in enumerate(large) if n - k == large[0]]
    return tuple(r for r in rows if abs(r.size - rows[0].size) < 0.6)


def _imprint(whole: Sequence[Row]) -> tuple[Row, ...]:
    """The imprint: from 抄送 or the printing body to the end of its page."""
    found = [n for n, r in enumerate(whole) if IMPRINT.search(r.text)]
    found = [n for n in found if whole[n].size < 15.2 or whole[n].text.endswith("印发")]
    if not found:
        return ()
    first = next(n for n in found if whole[n].page == whole[found[-1]].page)
    return tuple(r for r in whole[first:] if r.page == whole[first].page)


def _date(below: Sequence[Row], size: float, from_left: float) -> Row | None:
    rows = [r for r in below if DATE.match(r.text) and _alike(r, size) and r.start > from_left]
    return rows[-1] if rows else None


def _signed(
    below: Sequence[Row], date: Row | None, from_left: float, pitch: float
) -> tuple[Row, ...]:
    """The rows of issuers right above the date."""
    if date is None:
        return ()
    rows: list[Row] = []
    lower = date
    for row in reversed(below[: below.index(date)]):
        if (
            row.page != lower.page
            or lower.middle - row.middle > 1.5 * pitch
            or row.start < from_left
            or row.text.endswith(("。", "；", "："))
            or LIST.match(row.text)
        ):
            break
        rows.insert(0, row)
        lower = row
    return tuple(rows)


def _stamped(below: Sequence[Row], date: Row | None, from_left: float, pitch: float) -> Row | None:
    """The row of the last signer, whose stamp 签名章 leaves a line or more free above the date."""
    at = below.index(date) if date is not None else 0
    row = below[at - 1] if at else None
    if date is None or row is None or row.page != date.page or row.start < from_left:
        return None
    free = (date.middle - row.middle) / pitch
    return row if 1.5 < free < 5.5 and wording.is_post(row.text) else None


def _list_start(below: Sequence[Row], from_left: float) -> Row | None:
    rows = [r for r in below if LIST.match(r.text) and r.start > from_left]
    return rows[-1] if rows else None


def _listed(
    below: Sequence[Row],
    start: Row | None,
    signed: Sequence[Row],
    date: Row | None,
    from_left: float,
    pitch: float,
) -> tuple[str, ...]:
    """The names in the list of attachments, without their numbers."""
    if start is None:
        return ()
    names: list[str] = []
    above = start
    for row in below[below.index(start) :]:
        apart = row.page == above.page and row.middle - above.middle > 1.5 * pitch
        if apart or row in signed or row is date or (row is not start and row.start < from_left):
            break
        above = row
        text = LIST.sub("", row.text)
        # A name that goes on in this row may begin with a figure, too.
        numbered = re.match(rf"{len(names) + 1}[.．、]", text)
        if numbered or not names:
            names.append(text[numbered.end() :] if numbered else text)
        else:
            names[-1] += text
    return tuple(names)


def _annex(whole: Sequence[Row], label: Row, size: float) -> Annex:
    at = whole.index(label)
    title: list[Row] = []
    for row in whole[at + 1 : at + 6]:
        if row.page != label.page or row.size < size + 2:
            break
        title.append(row)
    opens = at == 0 or whole[at - 1].page != label.page
    return Annex(label, opens, tuple(title))
