"""Values put back into parsed blocks: gaps are printed, sentences that lack a value go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.document import (
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Item,
    Label,
    Paragraph,
    Table,
)
from corpus.outline import Line, read_lines
from generator import dialect
from generator.charted import Printed, figure_of
from generator.fields.scalars import one_line
from generator.fields.tallies import Tally, Trace, TracedText
from generator.fields.values import (
    Date,
    DrawnChart,
    Grid,
    LongText,
    Missing,
    Money,
    Number,
    Org,
    Percent,
    Text,
)
from generator.survivors import close_list, without_empty, without_lone, without_single
from generator.tokens import FIRST, TOKEN, Sink

_FIRST = chr(FIRST)
_SENTENCE = re.compile(r"[^。！？；]*(?:[。！？；]+[”’〕》」』]*|$)")
_STOPS = "。；，、：！？"
_PAIRS = {"（": "）", "“": "”", "《": "》", "〔": "〕", "‘": "’"}
_CLOSERS = {close: opened for opened, close in _PAIRS.items()}
_EMPTY_PAIRS = re.compile("|".join(f"{a}[；，、]?{b}" for a, b in _PAIRS.items()))
_BEFORE_CLOSER = re.compile(r"[；，、]+(?=）)")


@dataclass(frozen=True, slots=True)
class Gap:
    """A missing required input 待补: its field, what is printed, the section that prints it."""

    field: str
    label: str
    section: str


class Filling:
    """Fills the parsed blocks of one section; gaps gather in `gaps`, once each."""

    def __init__(self, sink: Sink, section: str) -> None:
        self.sink = sink
        self.section = section
        self.gaps: dict[tuple[str, str], Gap] = {}
        self.traces: list[Printed] = []
        self._pending: list[tuple[str, Trace]] = []

    def blocks(self, nodes: Iterable[dialect.Node]) -> list[Block]:
        """The blocks with values in place; headings that nothing follows are left out."""
        filled: list[Block] = []
        headings: set[int] = set()
        own: set[int] = set()
        top = 0
        caption: str | None = None
        for node in nodes:
            start = len(filled)
            if isinstance(node, dialect.Caption):
                caption = self.text(node.text) or None
                continue
            filled += self._node(node, caption)
            if isinstance(node, dialect.Head):
                headings.add(start)
                top = start + 1 if node.level < 1 else top
            if not isinstance(node, Line) or node.level is not None:
                own.add(start)
            if start == len(filled) and filled and isinstance(node, Line):
                close_list(filled, node)
            caption = None
        return without_single(without_empty(without_lone(filled, own, top), headings))

    def _node(self, node: dialect.Node, caption: str | None) -> Iterator[Block]:
        if isinstance(node, dialect.Head):
            if text := self.text(node.text, dropping=False):
                yield Heading(level=max(node.level, 1), text=text.removesuffix("。"))
        elif isinstance(node, dialect.RunIn):
            yield from self._run_in(node)
        elif isinstance(node, dialect.Grid):
            if (table := self._table(node, caption)) is not None:
                yield table
        elif isinstance(node, Line):
            yield from self._line(node, caption)

    def _run_in(self, node: dialect.RunIn) -> Iterator[Block]:
        lead = self.text(node.lead, dropping=False).rstrip("。")
        if not node.text:
            if lead:
                yield Heading(level=node.level, text=lead)
            return
        alone = self._alone(node.text)
        if isinstance(alone, LongText) and "\n" in alone:
            first, *others = typed_blocks(alone)
            text = first.text if isinstance(first, Paragraph) and first.level is None else ""
            if text or not lead:
                yield Paragraph(level=node.level, lead=lead or None, text=text)
            else:
                yield Heading(level=node.level, text=lead)
            yield from others if text else (first, *others)
        elif text := self.text(node.text):
            yield Paragraph(level=node.level, lead=lead or None, text=text)

    def _line(self, line: Line, caption: str | None) -> Iterator[Block]:
        alone = self._alone(line.text) if line.level is None and line.kind == "paragraph" else None
        if isinstance(alone, DrawnChart):
            yield from self._chart(alone)
        elif isinstance(alone, Grid):
            yield self._value_table(alone, caption)
        elif isinstance(alone, LongText):
            yield from typed_blocks(alone)
        else:
            lead = self.text(line.lead).rstrip("。；") if line.lead else None
            text = self.text(line.text)
            if text and (lead or not line.lead):
                yield _block(line, text, lead)

    def _alone(self, text: str) -> object:
        """The value of the token that `text` consists of, or None."""
        return self.sink.find(text) if len(text) == 1 and text >= _FIRST else None

    def text(self, text: str, *, dropping: bool = True) -> str:
        """`text` with values in place of tokens.

        With `dropping`, sentences that hold an optional value which is missing are left out,
        else only the value itself is.
        """
        result = self._filled(text, dropping=dropping)
        if self._pending:
            self._place(result)
        return result

    def _filled(self, text: str, *, dropping: bool = True) -> str:
        """As `text`, without saying where the figures in it stand."""
        if (alone := self._alone(text)) is not None:
            return self._cell(alone)
        tokens = TOKEN.findall(text)
        if not tokens:
            return text
        if self._has_optional_gap(tokens):
            if dropping:
                text = self._without_gapped(text)
            text = TOKEN.sub(lambda m: "" if self._has_optional_gap(m[0]) else m[0], text)
            text = _EMPTY_PAIRS.sub("", text)
        return TOKEN.sub(self._spelt, text).strip()

    def _has_optional_gap(self, tokens: Iterable[str]) -> bool:
        for value in map(self.sink.find, tokens):
            if isinstance(value, Missing) and not value.required:
                return True
        return False

    def _spelt(self, match: re.Match[str]) -> str:
        value = self.sink.find(match[0])
        if isinstance(value, Missing):
            self._note(value)
            return str(value)
        text = one_line(str(value))
        self._printed(text, value)
        follower = match.string[match.end() : match.end() + 1]
        # A phrase typed with a stop goes on all the same; what is whole sentences keeps its own.
        goes_on = follower in _STOPS or type(value) in (Text, Org)
        return text.rstrip("。；") or text if follower and goes_on else text

    def _without_gapped(self, text: str) -> str:
        kept: list[str] = []
        for match in _SENTENCE.finditer(text):
            sentence = match[0]
            if self._has_optional_gap(TOKEN.findall(sentence)):
                kept.append(_unmatched(sentence))
            else:
                kept.append(sentence)
        result = _BEFORE_CLOSER.sub("", _EMPTY_PAIRS.sub("", "".join(kept)))
        if result and result[-1] in "；，、":
            result = result[:-1] + (text[-1] if text[-1] in "。；" else "")
        return "" if not result.strip("".join(_PAIRS) + "".join(_CLOSERS) + _STOPS) else result

    def _table(self, grid: dialect.Grid, caption: str | None) -> Table | None:
        columns: list[Column] = []
        heads = [self.text(name) for name in grid.head]
        for index, name in enumerate(heads):
            kinds = {_kind(self._alone(row[index])) for row in grid.rows} - {""}
            kind = kinds.pop() if len(kinds) == 1 else "text"
            heading, unit = _named(name)
            columns.append(Column(heading, unit, kind, grid.aligns[index]))
        head = tuple(map(Cell, heads))
        rows = tuple(self._row(row, columns, caption) for row in grid.rows)
        if grid.rows and not any(cell.text for row in rows for cell in row):
            return None
        return Table(caption=caption, columns=tuple(columns), head=(head,), rows=rows)

    def _row(
        self, cells: Iterable[object], columns: Sequence[Column], caption: str | None
    ) -> tuple[Cell, ...]:
        """A row of values, or of texts that hold tokens; its figures stand under its first text."""
        row: list[Cell] = []
        named = ""
        for at, cell in enumerate(cells):
            text = self._filled(cell) if type(cell) is str else self._cell(cell)
            row.append(Cell(text))
            named = named or ("" if text.isdecimal() else text)
            if self._pending:
                column = columns[at].name if at < len(columns) else ""
                self._place("　".join(filter(None, (f"表：{caption or ''}", named, column))))
        return tuple(row)

    def _value_table(self, grid: Grid, caption: str | None) -> Table:
        columns = tuple(Column(name, unit or None, kind) for name, unit, kind in grid.columns)
        head = tuple(Cell(f"{c.name}（{c.unit}）" if c.unit else c.name) for c in columns)
        rows = tuple(self._row(getattr(row, "cells", ()), columns, caption) for row in grid.行)
        title = caption or (None if isinstance(grid.标题, Missing) else str(grid.标题))
        return Table(caption=title, columns=columns, head=(head,), rows=rows)

    def _chart(self, drawn: DrawnChart) -> Iterator[Figure]:
        """The figure that draws `drawn`; nothing where it has no names."""
        figure = figure_of(drawn)
        if figure is not None:
            for row in drawn.行:
                for cell in getattr(row, "cells", ()):
                    self._printed(str(cell), cell)
            self._place(f"图：{figure.caption or ''}")
            yield figure

    def _printed(self, text: str, value: object) -> None:
        """Remember that the figure `value` is about to be printed as `text`."""
        if isinstance(value, _COMPUTED):
            self._pending.append((text, value.trace))

    def _place(self, context: str) -> None:
        """Say where the figures stand that were printed last."""
        self.traces += [Printed(self.section, text, context, t) for text, t in self._pending]
        self._pending.clear()

    def _cell(self, value: object) -> str:
        """A value by itself: a gap is noted, nothing is printed for what may be missing."""
        if isinstance(value, Missing):
            if value.required:
                self._note(value)
            return str(value)
        text = one_line(str(value)).strip()
        self._printed(text, value)
        return text

    def _note(self, gap: Missing) -> None:
        self.gaps.setdefault((gap.field, gap.label), Gap(gap.field, gap.label, self.section))


def block_of(line: Line) -> Block:
    """The block that an understood line is; its marker is kept as typed."""
    return _block(line, line.text, line.lead)


def _block(line: Line, text: str, lead: str | None) -> Block:
    """The block that `line` is with another text and lead."""
    if line.kind == "heading":
        return Heading(level=line.level or 1, marker=line.marker, text=text)
    if line.kind == "label":
        return Label(label=line.label or "", text=text)
    if line.kind == "item":
        return Item(level=line.level or 3, marker=line.marker, text=text)
    return Paragraph(level=line.level, marker=line.marker, lead=lead, text=text)


def typed_blocks(text: str) -> list[Block]:
    """The blocks of a long text, one a line, understood as lines of a file are."""
    return [block_of(line) for line in read_lines(text.split("\n"))]


def _unmatched(sentence: str) -> str:
    """The brackets of `sentence` whose partner stands outside it."""
    result: list[str] = []
    for char in sentence:
        if char in _PAIRS:
            result.append(char)
        elif char in _CLOSERS:
            if result and result[-1] == _CLOSERS[char]:
                result.pop()
            else:
                result.append(char)
    return "".join(result)


_KINDS = {
    bool: "", type(None): "", Missing: "", int: "integer", Percent: "percent", Money: "money",
    Number: "decimal", Tally: "decimal", Date: "date",
}  # fmt: skip


def _kind(value: object) -> str:
    """The type of a table's column that holds `value`; "" for what stands in a figure's place."""
    found = _KINDS.get(type(value))
    return ("" if value in ("未报", "—") else "text") if found is None else found


_COMPUTED = (Tally, TracedText)
_UNIT = re.compile(r"(.+)（([^（）]{1,6})）")


def _named(heading: str) -> tuple[str, str | None]:
    match = _UNIT.fullmatch(heading)
    return (match[1], match[2]) if match else (heading, None)


__all__ = ["Filling", "Gap", "Printed", "block_of", "typed_blocks"]
