"""What is wrong with an input, told per field, and the nearest right name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on an input: `where` is the place inside the field (第3项时限), or empty.

    `message` and `remedy` are Chinese sentences without a final stop.
    """

    severity: Severity
    field: str
    where: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        """The remark as one line."""
        line = f"{self.field}{self.where}：{self.message}"
        return f"{line}。{self.remedy}。" if self.remedy else f"{line}。"

    def to_json(self) -> dict[str, str]:
        """The remark as plain JSON values."""
        return {
            "severity": self.severity,
            "field": self.field,
            "where": self.where,
            "message": self.message,
            "remedy": self.remedy,
        }


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name among `names` that `name` was probably meant to be, or None."""
    known = list(names)
    if close := get_close_matches(name, known, n=1, cutoff=0.5):
        return close[0]
    containing = [n for n in known if n and (n in name or name in n)]
    return min(containing, key=lambda n: abs(len(n) - len(name))) if containing else None


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A remedy that offers the nearest name, else all of them."""
    known = list(names)
    if found := nearest(name, known):
        return f"是不是“{found}”"
    return f"可用的有：{'、'.join(known)}" if known else ""
