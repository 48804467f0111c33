"""Ordinals and heading schemes 层次序数: the only place that knows 一、（一）1.（1）①."""

from corpus.outline.lines import Line, read_line, read_lines
from corpus.outline.ordinals import (
    SCHEMES,
    Ordinal,
    Scheme,
    chinese_numeral,
    circled,
    marker,
    numeral_value,
    ordinal,
)

__all__ = [
    "SCHEMES",
    "Line",
    "Ordinal",
    "Scheme",
    "chinese_numeral",
    "circled",
    "marker",
    "numeral_value",
    "ordinal",
    "read_line",
    "read_lines",
]
