"""Blocks 段块: what a document is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lines = tuple[int, int]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that stands alone 标题; `level` is 1–5, `marker` its normal ordinal."""

    id: str = ""
    level: int = 1
    marker: str | None = None
    text: str = ""
    role: str | None = None
    lines: Lines | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; with a `lead` 段首标题 it opens with a run-in heading of `level`."""

    id: str = ""
    level: int | None = None
    marker: str | None = None
    lead: str | None = None
    text: str = ""
    role: str | None = None
    lines: Lines | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered item of a list that is no heading."""

    id: str = ""
    level: int = 3
    marker: str | None = None
    text: str = ""
    lines: Lines | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled line: 组长：某某."""

    id: str = ""
    label: str = ""
    text: str = ""
    lines: Lines | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; written in JSON as a bare string while it spans one row and one column."""

    text: str = ""
    rowspan: int = 1
    colspan: int = 1


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its name, unit of measure, value type (text, integer, date …), layout."""

    name: str = ""
    unit: str | None = None
    type: str = "text"
    align: Align | None = None
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; covered cells of a span are absent from later rows, as in HTML."""

    id: str = ""
    caption: str | None = None
    columns: tuple[Column, ...] = ()
    head: tuple[Row, ...] = ()
    rows: tuple[Row, ...] = ()
    lines: Lines | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A series of a chart: its name, and a figure in plain digits for each name, None for none."""

    name: str = ""
    values: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures that a figure draws: `kind` bar 横条图 or line 折线图, the unit of all figures."""

    kind: Literal["bar", "line"] = "bar"
    unit: str = ""
    names: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture kept in the library under its content hash (`sha256:…`), or a chart of figures
    that is drawn when it is laid out; `alt` then states the figures."""

    id: str = ""
    image: str = ""
    width_mm: float = 120
    alt: str = ""
    caption: str | None = None
    lines: Lines | None = None
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note below a table or at the end of the text."""

    id: str = ""
    text: str = ""
    lines: Lines | None = None


Block = Heading | Paragraph | Item | Label | Table | Figure | Note
BLOCK_TYPES: dict[str, type[Block]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "item": Item,
    "label": Label,
    "table": Table,
    "figure": Figure,
    "note": Note,
}
