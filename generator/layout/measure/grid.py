"""Page and grid of a PDF: paper, margins, text size, lines and characters (L01–L06, L12, L20)."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence

from corpus.outline import ordinal
from generator.layout import gbt9704
from generator.layout.measure import anatomy
from generator.layout.measure.anatomy import Anatomy
from generator.layout.measure.checks import Measured, found
from generator.layout.measure.faces import face_of
from generator.layout.measure.page import Row
from generator.layout.widths import characters

TOPS = {"A": 37.0, "B": 34.58}  # models of the specification §2, in millimetres
_STOPS = tuple("。；：！？.;:!?")
_PITCHES = {"A": (9.78, 10.23), "B": (10.34, 10.44)}  # 27.73–28.99 pt and 29.45 pt
_MARKS = "，。、；：！？（）《》“”『』「」【】〔〕〈〉‘’"
_TIGHT = re.compile(rf"[{_MARKS}](?=[{_MARKS}])")
_NUMBER_FORM = re.compile(r"^—\d+—$")
_SIDE, _DISTANCE = 2.0, 2.0
_LETTER_MARK = 45.0  # millimetres from the paper's edge; other marks stand lower


def checked(own: Anatomy) -> Iterator[Measured]:
    """What the pages' size, margins and rows come to; only what could be measured."""
    yield _paper(own)
    yield from _sides(own)
    yield from _heights(own)
    yield from _text(own)
    yield from _indent(own)
    yield from _fullness(own)
    yield from _numbers(own)
    yield _red(own)


def _paper(own: Anatomy) -> Measured:
    """L01; a turned page has the same paper."""
    for sheet in own.sheets:
        short, long = sorted((sheet.width, sheet.height))
        if abs(short - 210) > 0.5 or abs(long - 297) > 0.5:
            size = f"{sheet.width:.1f} mm × {sheet.height:.1f} mm"
            return found("paper", size, False, f"第{sheet.number}页")
    return found("paper", "210 mm × 297 mm", True)


def _sides(own: Anatomy) -> Iterator[Measured]:
    if any(abs(row.start - own.left) < 0.5 for row in own.text):
        yield found("left", f"{own.left:.1f} mm", abs(own.left - anatomy.LEFT) <= 1)
    if own.right is not None:
        width = own.right - own.left
        yield found("width", f"{width:.1f} mm", abs(width - gbt9704.TEXT_WIDTH.mm) <= 0.5)


def _heights(own: Anatomy) -> Iterator[Measured]:
    """L03: from the middle of the first and last row of text and the pitch; names the model."""
    pitch, top = own.pitch, _top(own)
    if pitch is None or top is None:
        return
    model = next((m for m, t in TOPS.items() if abs(top - t) <= 1), "")
    lines = (top - anatomy.TOP) / pitch
    if len(own.sheets) > 1 or lines < 0.1 or abs(lines - round(lines)) > 0.1:
        # A single page may begin with empty lines, which nobody sees.
        yield found("top", _named(f"{top:.1f} mm", model), bool(model))
    full = _full_pages(own)
    if not full:
        return
    count = max(_count(rows, pitch, top) for rows in full)
    ok = count == gbt9704.LINES
    fits = next((m for m, (low, high) in _PITCHES.items() if low <= pitch <= high), "")
    text = f"{count * pitch:.1f} mm（行距 {pitch / 25.4 * 72:.2f} 磅）"
    yield found("height", _named(text, fits if ok else ""), ok and bool(fits))


def _named(text: str, model: str) -> str:
    return f"{text}（{model} 型）" if model else text


def _top(own: Anatomy) -> float | None:
    """Where the line of the topmost row of text or title begins."""
    tops = []
    for sheet in own.sheets:
        rows = [row for row in sheet.rows if row not in own.numbers]
        if sheet.upright and rows and own.pitch is not None:
            first = rows[0]
            if not (first.red or first.parted or first.size < own.size - 0.6):
                tops.append(first.middle - own.pitch / 2)
    return min(tops, default=None)


def _full_pages(own: Anatomy) -> list[list[Row]]:
    """The rows of the pages that text goes on from, without title and table."""
    last = max((row.page for row in own.text), default=0)
    result = []
    for number in range(2, last):
        rows = [row for row in own.whole if row.page == number]
        after = next((row for row in own.whole if row.page == number + 1), None)
        plain = all(abs(row.size - own.size) < 0.6 and not row.parted for row in rows)
        # A heading and a sign-off go over to the next page with their text and leave room behind.
        closing = own.date is not None and own.date.page == number + 1
        goes_on = after is not None and face_of(after.font) == "仿宋" and not _heads(own, after)
        if plain and rows and not closing and goes_on:
            result.append(rows)
    return result


def _heads(own: Anatomy, row: Row) -> bool:
    """Whether `row` is a heading of the levels that have the text's own face: 1.排查隐患"""
    short = row.end < (own.right or anatomy.RIGHT) - 2 * own.character
    return short and ordinal(row.text) is not None and not row.text.endswith(_STOPS)


def _count(rows: Sequence[Row], pitch: float, top: float | None) -> int:
    """The lines from the top of the text, or from the first row, to the last row."""
    first = rows[0].middle if top is None else min(rows[0].middle, top + pitch / 2)
    return round((rows[-1].middle - first) / pitch) + 1


def _text(own: Anatomy) -> Iterator[Measured]:
    if not own.text:
        return
    ok = 15.5 <= own.size <= 16.5
    yield found("size", f"{own.size:g} 磅", ok)
    faces = [face_of(row.glyphs[-1].font) for row in own.text if len(row.text) > 10]
    if faces:
        usual = statistics.mode(faces)
        yield found("face", usual or own.text[0].font, usual == "仿宋")


def _indent(own: Anatomy) -> Iterator[Measured]:
    """L04: rows that begin a paragraph, seen from the row after them or the short row before."""
    spaces: list[tuple[float, Row]] = []
    full = (own.right or anatomy.RIGHT) - 2 * own.character
    for before, row, after in zip((None, *own.text), own.text, (*own.text[1:], None), strict=False):
        space = (row.start - own.left) / own.character
        goes_on = after is not None and after.start - own.left < 0.5
        short = (
            before is not None and before.end < full and before.text.endswith(("。", "：", "；"))
        )
        begins = 0.3 < space < 5 and (goes_on or short)
        # A row at the edge begins a paragraph where the one before it ended early.
        at_edge = space <= 0.3 and short and before is not own.text[0]
        if (begins or at_edge) and not row.text.startswith(anatomy.OPENING):
            spaces.append((space, row))
    if not spaces:
        return
    wrong = [(space, row) for space, row in spaces if abs(space - 2) > 0.1]
    if len(wrong) * 10 > len(spaces):
        space, row = wrong[0]
        yield found("indent", f"{space:.1f} 字（{len(wrong)} 段）", False, f"第{row.page}页")
    else:
        usual = statistics.median(space for space, _ in spaces)
        yield found("indent", f"{usual:.2f} 字", True)


def _fullness(own: Anatomy) -> Iterator[Measured]:
    full = _full_pages(own)
    if full and own.pitch:
        pitch, top = own.pitch, _top(own)
        rows = max(full, key=lambda page: _count(page, pitch, top))
        count = _count(rows, pitch, top)
        yield found("lines", f"{count} 行", count == gbt9704.LINES, f"第{rows[0].page}页")
    if own.text:
        row = max(own.text, key=_wide)
        ok = _wide(row) <= gbt9704.CHARACTERS + 0.6
        yield found("widest", f"{_wide(row):g} 字", ok, f"第{row.page}页")


def _wide(row: Row) -> float:
    """Characters in a row; marks beside one another and at its ends take half their room."""
    tight = len(_TIGHT.findall(row.text))
    tight += row.text.startswith(anatomy.OPENING) + (row.text[-1] in _MARKS)
    return characters(row.text) - 0.5 * tight


def _numbers(own: Anatomy) -> Iterator[Measured]:
    """L12; on turned pages the number stands where it would stand upright (T1).

    A single page may go without a number, and a turned page with its number below is not judged.
    """
    upright = [sheet for sheet in own.sheets if sheet.upright]
    numbered = {row.page: row for row in own.numbers}
    bare = [sheet.number for sheet in upright if sheet.number not in numbered]
    if not own.numbers:
        if len(upright) > 1:
            yield found("number-form", "没有页码", False)
        return
    odd = [row for row in own.numbers if not _NUMBER_FORM.match(row.text)]
    missing = [n for n in bare if n not in _unnumbered(own)]
    if missing:
        yield found("number-form", "没有页码", False, f"第{missing[0]}页")
    elif odd:
        yield found("number-form", odd[0].text, False, f"第{odd[0].page}页")
    else:
        yield found("number-form", own.numbers[0].text.replace("—", " — ").strip(), True)
    rows = [row for row in own.numbers if own.sheet(row).upright or row is own.sheet(row).turned]
    if not rows:
        return
    wrong = next((row for row in rows if abs(_from_side(own, row)) > _SIDE), None)
    row = wrong or rows[0]
    yield found("number-side", _side(own, row), wrong is None, f"第{row.page}页" if wrong else "")
    below = [_dash(row) - anatomy.BOTTOM for row in rows]
    farthest = max(below, key=lambda distance: abs(distance - 7))
    yield found("number-below", f"{farthest:.1f} mm", abs(farthest - 7) <= _DISTANCE)


def _unnumbered(own: Anatomy) -> set[int]:
    """Pages that need no number: a letter's first, and the imprint's with a blank one before it."""
    pages = set()
    if own.mark and own.mark[0].top < _LETTER_MARK:
        pages.add(1)
    if own.imprint and len(own.sheets) > 1:
        page = own.imprint[0].page
        if all(row.page != page - 1 or row in own.numbers for row in own.whole):
            pages |= {page, page - 1}
    return pages


def _printed(row: Row) -> int:
    digits = re.sub(r"\D", "", row.text)
    return int(digits) if digits else row.page


def _from_side(own: Anatomy, row: Row) -> float:
    """How far the number is from its place: one character from the outer edge."""
    one = gbt9704.CHARACTER_PITCH.mm
    if _printed(row) % 2:
        return row.end - (anatomy.RIGHT - one)
    return row.start - (anatomy.LEFT + one)


def _side(own: Anatomy, row: Row) -> str:
    middle = gbt9704.PAPER_WIDTH.mm / 2
    if abs(row.centre - middle) < 5:
        return "居中"
    one = own.character
    if row.centre > middle:
        return f"居右空 {(anatomy.RIGHT - row.end) / one:.1f} 字"
    return f"居左空 {(row.start - anatomy.LEFT) / one:.1f} 字"


def _dash(row: Row) -> float:
    """The height of the dash, or of the number's middle where it has none."""
    first = row.glyphs[0]
    return row.middle if first.text.isdigit() else (first.top + first.bottom) / 2


def _red(own: Anatomy) -> Measured:
    """L20: red characters other than the mark's."""
    mark = {id(glyph) for row in own.mark for glyph in row.glyphs}
    for row in own.whole:
        stray = "".join(g.text for g in row.glyphs if g.red and id(g) not in mark)
        if stray:
            return found("red", f"“{stray[:20]}”是红色", False, f"第{row.page}页")
    return found("red", "没有别的红色文字", True)
