"""Rows of parts: the ground that the composite field types share.

In a form or in JSON a row is a mapping from part to value. In one spreadsheet cell it is a
line whose parts stand in order between `|`: `动员部署|3月1日|3月15日|召开动员会议。`
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from generator.fields.base import Field, Raw, Reading, Wrong, plain
from generator.fields.findings import did_you_mean
from generator.fields.parties import SEPARATOR
from generator.fields.scalars import LongTextField
from generator.fields.values import Rows


def is_empty(raw: Raw) -> bool:
    """Whether nothing was typed anywhere in `raw`."""
    if isinstance(raw, Mapping):
        return all(map(is_empty, raw.values()))
    if isinstance(raw, list | tuple):
        return all(map(is_empty, raw))
    return not plain(raw)


def check_parts(raw: Mapping[str, Raw], parts: Sequence[Field], label: str) -> None:
    """Raise `Wrong` for the first part of `raw` that is none of `parts`."""
    names = [part.name for part in parts]
    for name in raw:
        if name not in names:
            raise Wrong(f"{label}没有“{name}”这一项", did_you_mean(str(name), names))


class RowsField(Field):
    """Rows of the same parts; subclasses say which parts and what a row becomes."""

    LABEL = "多行内容"
    WIDGET = "rows"
    SETTINGS = frozenset({"min", "max"})
    ROW: ClassVar[tuple[Field, ...]] = ()
    BUILD: ClassVar[Callable[..., object]]

    def row(self) -> tuple[Field, ...]:
        """The parts of a row, in order."""
        return self.ROW

    def build(self, values: Sequence[object]) -> object:
        """The value of a row from the values of its parts."""
        return type(self).BUILD(*values)

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        rows = [row for row in self.raw_rows(raw) if not is_empty(row)]
        if not rows:
            return None
        self.within(reading, where, len(rows), "行数", "项")
        return Rows(self.read_row(row, n, reading, where) for n, row in enumerate(rows, 1))

    def read_row(self, raw: Raw, number: int, reading: Reading, where: str) -> object:
        """The value of row `number`; raises `Wrong` for unknown parts."""
        place = f"{where}第{number}项"
        if isinstance(raw, str):
            raw = self.read_line(raw, place)
        if isinstance(raw, list | tuple):
            raw = dict(zip((part.name for part in self.row()), raw, strict=False))
        if not isinstance(raw, Mapping):
            raise Wrong(f"{place}应当分项填写", self.cell_help())
        try:
            check_parts(raw, self.row(), place)
        except Wrong as wrong:
            reading.error("", wrong.message, wrong.remedy)
        return self.build(
            [part.read(raw.get(part.name), reading, place + part.name) for part in self.row()]
        )

    def raw_rows(self, raw: Raw) -> list[Raw]:
        """The rows as given, a head row of part names left out."""
        if isinstance(raw, list | tuple):
            return list(raw)
        if isinstance(raw, Mapping):
            return [raw]
        lines = [line for line in plain(raw).split("\n") if line.strip()]
        names = [part.name for part in self.row()]
        if lines and SEPARATOR.split(lines[0].strip()) == names:
            del lines[0]
        return list(lines)

    def read_line(self, line: str, place: str) -> Mapping[str, Raw]:
        """The parts of a row typed as one line; raises `Wrong` for too many."""
        cells = self.spread(SEPARATOR.split(line.strip().strip("|｜")))
        names = [part.name for part in self.row()]
        if len(cells) > len(names):
            raise Wrong(f"{place}有 {len(cells)} 段，多于 {len(names)} 段", self.cell_help())
        return dict(zip(names, cells, strict=False))

    def spread(self, cells: list[str]) -> list[str]:
        """The cells of a line, one for each part."""
        return cells

    def cell(self, raw: Raw) -> str:
        return "\n".join(self._line(row) for row in self.raw_rows(raw))

    def _line(self, raw: Raw) -> str:
        if not isinstance(raw, Mapping):
            return plain(raw)
        texts = [part.segment(raw.get(part.name)) for part in self.row()]
        return "|".join(texts).rstrip("|")

    def cell_help(self) -> str:
        return f"每行一项，写成 {'|'.join(part.name for part in self.row())}"

    def shape(self) -> dict[str, Any]:
        return {"type": "array", "items": record_shape(self.row())}

    def show(self) -> dict[str, Any]:
        rows = self.example if isinstance(self.example, list) else []
        first = rows[0] if rows and isinstance(rows[0], Mapping) else {}
        columns = [describe_column(part, first.get(part.name)) for part in self.row()]
        return super().show() | {"columns": columns}


def record_shape(parts: Iterable[Field]) -> dict[str, Any]:
    """A mapping of `parts` as JSON Schema, each with its help and example where it has them."""
    properties: dict[str, Any] = {}
    for part in parts:
        told: dict[str, Any] = {"description": part.help} if part.help else {}
        if part.example is not None:
            told["examples"] = [part.example]
        properties[part.name] = part.shape() | told
    return {"type": "object", "properties": properties, "additionalProperties": False}


def describe_column(part: Field, example: Raw) -> dict[str, Any]:
    """A column of repeating rows as the form needs it, its placeholder from its own example, or
    from `example`, that of the whole."""
    shown = replace(part, example=example if part.example is None else part.example).show()
    keep = ["help"] if part.help else []
    keep += ("name", "type", "widget", "required", "unit", "placeholder", "options", "columns")
    return {key: shown[key] for key in keep if key in shown} | {
        "long": isinstance(part, LongTextField)
    }
