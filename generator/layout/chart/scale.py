"""Scales 刻度: figures to points on the paper, and round numbers for an axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_FLAT = 0.6
"""Figures that all lie above so much of the highest do not start their axis at nought."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` at `start` points to `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where `value` lies."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def bounds(values: Sequence[float]) -> tuple[float, float]:
    """The lowest and highest of `values` with nought among them, never the same."""
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    return (low, high) if high > low else (0.0, 1.0)


def ticks(values: Sequence[float], count: int = 5) -> tuple[float, ...]:
    """Round numbers around `values` for an axis of about `count` steps, from nought as a rule."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if not 0 < high * _FLAT < low:
        low, high = bounds([low, high])
    if high <= low:
        low, high = low - 1, high + 1
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * n for n in _STEPS if power * n >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(n * step, 12) for n in range(first, last + 1))


def spelt(tick: float) -> str:
    """A tick in plain digits: 1200, 0.25."""
    text = f"{tick:.10f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
