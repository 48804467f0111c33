"""Tallies 汇总数: numbers that know the cells they were computed from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import chain

from generator.fields.numerals import spell_number
from generator.fields.values import Number, Text


@dataclass(frozen=True, slots=True)
class Place:
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


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a figure comes from: how it is computed, from which cells, and who reported none."""

    formula: str
    places: tuple[Place, ...] = ()
    left_out: tuple[str, ...] = ()


class Tally(Number):
    """A number with its trace. `decimals` are those printed; None prints what there is."""

    trace: Trace
    percent: bool
    decimals: int | None

    def __new__(
        cls,
        value: Decimal | int,
        trace: Trace,
        *,
        percent: bool = False,
        decimals: int | None = None,
    ) -> Tally:
        """The number `value`; a percentage is the number before its sign."""
        self = super().__new__(cls, value)
        self.trace, self.percent, self.decimals = trace, percent, decimals
        return self

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


def joined(formula: str, traces: Iterable[Trace]) -> Trace:
    """One trace of a figure computed from others, each cell and each unit once."""
    known = list(traces)
    places = dict.fromkeys(chain.from_iterable(trace.places for trace in known))
    left_out = dict.fromkeys(chain.from_iterable(trace.left_out for trace in known))
    return Trace(formula, tuple(places), tuple(left_out))


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
