"""Text with separators (CSV 逗号分隔文件) as one sheet."""

from __future__ import annotations

import csv
import io
import re

from generator.errors import RosterError
from generator.roster.sheet import MAX_CELL, MAX_COLUMNS, MAX_LINES, Line, Sheet, stem_of

_SEPARATORS = ",\t;，；|"
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# ="0512" is how programs keep Excel from dropping the nought, '0512 how people do.
_KEPT = re.compile(r"=\"([^\"]*)\"|'(\d.*)")


def read(name: str, data: bytes) -> Sheet:
    """The sheet in the text `data`: UTF-8, UTF-16 or GB18030, with or without a mark.

    The separator is the one that the first lines have most of: comma, tab, semicolon, bar.
    Raises `RosterError` for what is no text or no table, and over the bounds of a sheet.
    """
    text = decoded(name, data)
    place = f"{name} 的“{stem_of(name)}”"
    if found := _SEP_LINE.match(text):
        separator, shift = found[1], 1
        text = text[found.end() :]
    else:
        separator, shift = _separator(text), 0
    lines: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = shift
    try:
        for number, row in enumerate(reader, 1 + shift):
            cells = tuple(map(_plain, row))
            if not any(cells):
                continue
            _bound(place, number, cells)
            lines.append(Line(number, cells))
            if len(lines) > MAX_LINES:
                raise RosterError(
                    f"超过 {MAX_LINES} 行", where=place, remedy="分成几份，一份一份地做"
                )
    except csv.Error as error:
        raise RosterError(
            "不是规范的 CSV",
            where=f"{name} 第 {number + 1} 行",
            remedy="看看引号是否成对，或另存为 .xlsx 再试",
        ) from error
    return Sheet(stem_of(name), tuple(lines))


def decoded(name: str, data: bytes) -> str:
    """The text of `data`; raises `RosterError` where no encoding fits."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RosterError(
        "不是文本，或编码不认识", where=name, remedy="存成 UTF-8 或 GB18030 编码的 CSV 再试"
    )


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    # without a mark: of separators, digits and line ends one byte of the two is a nought
    high, low = data[0:2000:2].count(0), data[1:2000:2].count(0)
    if high or low:
        return ("utf-16-be",) if high > low else ("utf-16-le",)
    return "utf-8-sig", "gb18030"


def _separator(text: str) -> str:
    lines = [line for line in text[:20_000].split("\n") if line.strip()][:10]
    # a full-width comma is prose more often than a separator: it counts only by itself
    return max(_SEPARATORS, key=lambda mark: (sum(mark in line for line in lines), mark in ",\t;"))


def _plain(cell: str) -> str:
    text = cell.strip("\ufeff")
    if found := _KEPT.fullmatch(text):
        text = found[1] if found[1] is not None else found[2]
    return text.replace("\r\n", "\n") if text.strip() else ""


def _bound(place: str, number: int, cells: tuple[str, ...]) -> None:
    where = f"{place}第 {number} 行"
    if len(cells) > MAX_COLUMNS and any(cells[MAX_COLUMNS:]):
        raise RosterError(f"超过 {MAX_COLUMNS} 列", where=where, remedy="删去用不着的列")
    if any(len(cell) > MAX_CELL for cell in cells):
        raise RosterError(f"一个格子里超过 {MAX_CELL} 字", where=where, remedy="改短再试")
