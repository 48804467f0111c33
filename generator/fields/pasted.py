"""Tables as people paste them 粘贴的表: a head and rows, from a text, a list, or a mapping.

As a text: a head line and a line a row, cells parted by tabs (as copied from a spreadsheet) or
by `|`; before them lines such as `来源：各社区.xlsx`, `工作表：数据表`, `分组：片区`. A first
column 行号 holds the rows' numbers in the person's own file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.fields.base import Raw, Wrong, plain
from generator.fields.numerals import narrow, read_number

ROW_NUMBER = "行号"
SOURCE, SHEET, GROUP = "来源", "工作表", "分组"
_SETTINGS = re.compile(f"({SOURCE}|{SHEET}|{GROUP})[：:](.*)")
_BARS = re.compile(r"\s*[|｜]\s*")
_UNIT = re.compile(r"(?P<name>.+?)[(（](?P<unit>[^()（）]{1,8})[)）]")
UNREPORTED = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "未报", "未填", "无数据", "暂无", "N/A"}
)
"""Cells that say that nothing was reported; a nought is written 0."""
_MARKS = re.compile(r"[\s*]|必填$")
_NAMED_OTHERWISE = (
    "序号",
    "编号",
    "电话",
    "手机",
    "号码",
    "年份",
    "年度",
    "邮编",
    "身份证",
    "日期",
)
_LONG_DIGITS = 11
_FIGURE = re.compile(r"(?:0|[1-9][0-9]{,9})(?:\.0+|(\.[0-9]+))?(%)?")
"""A figure as most are written; its fraction, where that is more than nought, and its sign."""
_NO_DIGIT = re.compile(r"\D")
_MOST = 0.7
"""From such a share of numbers on, a column is one of figures."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column: name, unit of measure, the letter in the person's own file."""

    name: str
    unit: str = ""
    letter: str = ""

    def __str__(self) -> str:
        """The head as it is printed: `应整治（处）`."""
        return f"{self.name}（{self.unit}）" if self.unit else self.name


@dataclass(frozen=True, slots=True)
class Pasted:
    """A table: its head, its rows as (number, cells), where it comes from, its group column."""

    head: tuple[Heading, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    source: str = ""
    sheet: str = ""
    group: str = ""

    def column(self, index: int) -> list[str]:
        """The cells of a column, "" where a row is shorter."""
        return [cells[index] if index < len(cells) else "" for _, cells in self.rows]

    def to_text(self) -> str:
        """The table as the text that `read_pasted` reads."""
        settings = ((SOURCE, self.source), (SHEET, self.sheet), (GROUP, self.group))
        lines = [f"{name}：{value}" for name, value in settings if value]
        lines.append("|".join([ROW_NUMBER, *map(str, self.head)]))
        for number, cells in self.rows:
            lines.append("|".join([str(number), *map(_one_cell, cells)]))
        return "\n".join(lines)

    def to_json(self) -> dict[str, object]:
        """The table as plain JSON values, which keep the letters of columns as well."""
        return {
            SOURCE: self.source,
            SHEET: self.sheet,
            GROUP: self.group,
            "表头": [[h.name, h.unit, h.letter] for h in self.head],
            "行": [[number, *cells] for number, cells in self.rows],
        }


def read_heading(text: str, letter: str = "") -> Heading:
    """The name and the unit that a column's head names; marks of required columns are dropped."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKC", text)).strip("*")
    match = _UNIT.fullmatch(bare)
    return (
        Heading(match["name"].strip("*"), match["unit"], letter)
        if match
        else Heading(bare, "", letter)
    )


def read_pasted(raw: Raw, known: Sequence[str] = ()) -> Pasted | None:
    """The table in `raw`, None where nothing stands in it; raises `Wrong` for a row too long.

    `known` are the columns that the rows of a list follow where they have no names.
    """
    if isinstance(raw, Mapping):
        return _from_json(raw) if "表头" in raw else _from_rows([raw], known)
    if isinstance(raw, list | tuple):
        return _from_rows(list(raw), known)
    return _from_text(plain_lines(raw))


def plain_lines(raw: Raw) -> list[str]:
    """The lines of a text, their tabs kept as bars."""
    text = raw.replace("\t", "|") if isinstance(raw, str) else raw
    return [line for line in plain(text).split("\n") if line.strip()]


def _from_json(raw: Mapping[str, Raw]) -> Pasted | None:
    head, rows = raw.get("表头"), raw.get("行")
    if not isinstance(head, list) or not isinstance(rows, list):
        raise Wrong("填报数据没有表头或没有行", "从汇总页面重新生成")
    headings = tuple(Heading(*map(str, entry)) for entry in head if isinstance(entry, list))
    read = tuple((int(row[0]), tuple(map(plain, row[1:]))) for row in rows)
    source, sheet, group = (str(raw.get(name, "")) for name in (SOURCE, SHEET, GROUP))
    return Pasted(headings, read, source, sheet, group) if read else None


def _from_rows(rows: Sequence[Raw], known: Sequence[str]) -> Pasted | None:
    names = list(known)
    for row in rows:
        if isinstance(row, Mapping):
            names += [str(name) for name in row if str(name) not in names]
    read: list[tuple[int, tuple[str, ...]]] = []
    for number, row in enumerate(rows, 1):
        if isinstance(row, Mapping):
            cells = tuple(plain(row.get(name)) for name in names)
        elif isinstance(row, str):
            cells = tuple(_BARS.split(row.strip()))
        else:
            raise Wrong(f"第{number}行不是一行数据", "一行写一个单位，各列用竖线隔开")
        if any(cells):
            read.append((number, cells))
    return Pasted(tuple(map(read_heading, names)), tuple(read)) if read else None


def _from_text(lines: Sequence[str]) -> Pasted | None:
    settings: dict[str, str] = {}
    rest = list(lines)
    while rest and (match := _SETTINGS.fullmatch(rest[0].strip())):
        settings[match[1]] = match[2].strip()
        del rest[0]
    if not rest:
        return None
    head = [read_heading(cell) for cell in _BARS.split(rest[0].strip())]
    numbered = head[0].name == ROW_NUMBER
    head = head[1:] if numbered else head
    rows = []
    for at, line in enumerate(rest[1:], 1):
        cells = _BARS.split(line.strip())
        number = at
        if numbered:
            first, *cells = cells
            number = int(first) if first.isascii() and first.isdecimal() else at
        if len(cells) > len(head):
            raise Wrong(
                f"第{at}行有 {len(cells)} 格，表头只有 {len(head)} 列", "核对这一行的竖线或制表符"
            )
        rows.append((number, tuple(cells)))
    if not rows:
        raise Wrong("只有表头，没有数据", "第一行写列名，下面一行一个单位")
    source, sheet, group = (settings.get(name, "") for name in (SOURCE, SHEET, GROUP))
    return Pasted(tuple(head), tuple(rows), source, sheet, group)


def _one_cell(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text).replace("|", "／").replace("｜", "／").strip()


def kind_of(heading: Heading, texts: Iterable[str]) -> str:
    """The type of a column that nobody declared: percent, integer, decimal, or text.

    Figures are what most of the cells are: a slip such as 约120 does not make texts of the others.
    Numbers that nobody adds up (编号, 电话, 年份) and such with a leading nought are text.
    """
    given = [text for text in map(str.strip, texts) if text not in UNREPORTED]
    if not given or any(word in heading.name for word in _NAMED_OTHERWISE):
        return "text"
    figures = words = signed = 0
    fractions = False
    most_words = len(given) * (1 - _MOST)
    for text in given:
        if match := _FIGURE.fullmatch(text):
            figures += 1
            signed += bool(match[2])
            fractions = fractions or bool(match[1])
            continue
        bare = narrow(text)
        percent = bare.endswith("%")
        bare = bare.removesuffix("%")
        long = len(_NO_DIGIT.sub("", bare.split(".")[0])) >= _LONG_DIGITS
        if long or (bare.startswith("0") and bare[1:2].isdecimal()):
            return "text"
        try:
            number = read_number(bare, (heading.unit,))
        except ValueError:
            words += 1
            if words > most_words:
                return "text"
            continue
        figures += 1
        signed += percent
        fractions = fractions or number != number.to_integral_value()
    if signed > figures / 2 or heading.unit == "%":
        return "percent"
    return "decimal" if fractions else "integer"
