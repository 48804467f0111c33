"""Tallies 汇总数: numbers that know the cells they were computed from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from generator.fields.numerals import spell_number
from generator.fields.values import Number, Text


class Place(NamedTuple):
    """A cell of a roster: its sheet, row and column, and whose it is.

    `table` is the field that holds the roster; `letter` the column's in the person's own file.
    """

    table: str
    sheet: str
    row: int
    column: str
    letter: str = ""
    unit: str = ""

    def __str__(self) -> str:
        """The cell in words: `数据表 第4行D列（已整治）`."""
        letter = f"{self.letter}列" if self.letter else ""
        return f"{self.sheet} 第{self.row}行{letter}（{self.column}）".strip()


class Line(NamedTuple):
    """A row of a roster, whose cells are places; `letters` are those of its columns by name."""

    table: str
    sheet: str
    row: int
    unit: str
    letters: Mapping[str, str]

    def place(self, column: str) -> Place:
        """The cell of `column`; one that was computed has no letter."""
        letter = self.letters.get(column, "")
        return Place(self.table, self.sheet, self.row, column, letter, self.unit)


class Trace:
    """Where a figure comes from: how it is computed, from which cells, and who reported none.

    What it is computed from is gathered when somebody asks: of the thousands of figures of a
    large roll-up hardly one is looked into.
    """

    __slots__ = ("_gathered", "_own", "_parts", "formula")

    def __init__(
        self,
        formula: str,
        places: tuple[Place, ...] = (),
        left_out: tuple[str, ...] = (),
        parts: Iterable[Trace | Tally] = (),
    ) -> None:
        """A figure computed from `parts`, then from `places`, `left_out` not being counted."""
        self.formula = formula
        self._own = places, left_out
        self._parts = tuple(parts)
        self._gathered = None if self._parts else self._own

    @property
    def places(self) -> tuple[Place, ...]:
        """The cells, each once."""
        return self._all()[0]

    @property
    def left_out(self) -> tuple[str, ...]:
        """The units that reported nothing, each once."""
        return self._all()[1]

    def _all(self) -> _Sources:
        if self._gathered is None:
            places: dict[Place, None] = {}
            left_out: dict[str, None] = {}
            seen: set[int] = set()
            waiting: list[Trace | Tally | _Sources] = [self]
            while waiting:  # not by recursion: a loop may have added up thousands
                one = waiting.pop()
                if isinstance(one, Tally):
                    one = one.trace if one.cell is None else ((one.cell,), ())
                if isinstance(one, tuple):
                    places.update(dict.fromkeys(one[0]))
                    left_out.update(dict.fromkeys(one[1]))
                elif id(one) not in seen:
                    seen.add(id(one))
                    waiting.append(one._own)
                    waiting.extend(reversed(one._parts))
            self._gathered = tuple(places), tuple(left_out)
        return self._gathered

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Trace):
            return NotImplemented
        return self.formula == other.formula and self._all() == other._all()

    def __hash__(self) -> int:
        return hash(self.formula)

    def __repr__(self) -> str:
        return f"Trace({self.formula!r}, {self.places!r}, {self.left_out!r})"

    def __reduce__(self) -> tuple[type[Trace], tuple[object, ...]]:
        return Trace, (self.formula, self.places, self.left_out)


_Sources = tuple[tuple[Place, ...], tuple[str, ...]]


class Tally(Number):
    """A number with its trace. `decimals` are those printed; None prints what there is."""

    __slots__ = ("_column", "_origin", "decimals", "percent")
    _origin: Trace | Line
    _column: str
    percent: bool
    decimals: int | None

    def __new__(
        cls,
        value: Decimal | int,
        trace: Trace | Line,
        column: str = "",
        *,
        percent: bool = False,
        decimals: int | None = None,
    ) -> Tally:
        """The number `value`, computed as `trace` says, or what stands in `column` of a line; a
        percentage is the number before its sign."""
        self = super().__new__(cls, value)
        self._origin, self._column = trace, column
        self.percent, self.decimals = percent, decimals
        return self

    @property
    def cell(self) -> Place | None:
        """The cell in which the number stands; None where it was computed."""
        return self._origin.place(self._column) if isinstance(self._origin, Line) else None

    @property
    def formula(self) -> str:
        """How the number is computed, or whose it is."""
        own = self._origin
        return own.formula if isinstance(own, Trace) else f"{own.unit}{self._column}"

    @property
    def trace(self) -> Trace:
        """Where the number comes from."""
        if isinstance(self._origin, Trace):
            return self._origin
        return Trace(self.formula, (self._origin.place(self._column),))

    def __str__(self) -> str:
        return self.figure + ("%" if self.percent else "")

    def __format__(self, spec: str, context: Context | None = None) -> str:
        """As printed; a format of its own applies to the exact number."""
        return format(Decimal(self), spec) if spec else str(self)

    @property
    def figure(self) -> str:
        """The digits alone: rounded half up; 0% and 100% only where it is exactly that."""
        exact = Decimal(self)
        if self.decimals is None or (self.percent and exact in (0, 100)):
            return spell_number(exact)
        shown = exact.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        return f"{shown:f}" if self.percent else spell_number(shown)


class TracedText(Text):
    """A text made of figures, such as a share or a change, with their trace."""

    trace: Trace

    def __new__(cls, text: str, trace: Trace) -> TracedText:
        """The text with where its figures come from."""
        self = super().__new__(cls, text)
        self.trace = trace
        return self


def trace_of(value: object) -> Trace | None:
    """Where `value` comes from, None where nobody computed it from a roster."""
    return value.trace if isinstance(value, Tally | TracedText) else None


def joined(formula: str, parts: Iterable[Trace | Tally], left_out: Iterable[str] = ()) -> Trace:
    """One trace of a figure computed from `parts`, each cell and each unit once; `left_out` are
    units that this figure leaves out beside theirs."""
    return Trace(formula, (), tuple(left_out), parts)


def computed(sign: str, left: object, right: object) -> Trace | None:
    """The trace of `left sign right`, None where neither side has one."""
    traces = [trace for trace in map(trace_of, (left, right)) if trace is not None]
    if not traces:
        return None
    return joined(f"{_operand(left)}{_SIGNS.get(sign, sign)}{_operand(right)}", traces)


_SIGNS = {"+": "＋", "-": "－", "*": "×", "/": "÷"}


def _operand(value: object) -> str:
    trace = trace_of(value)
    if trace is None:
        return str(value)
    compound = any(sign in trace.formula for sign in _SIGNS.values())
    return f"（{trace.formula}）" if compound else trace.formula
