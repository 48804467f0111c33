"""The judged set: queries with the documents that somebody would want, graded by hand."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("judged.json")
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A query of one `kind` with its grades (3 wanted, 2 useful, 1 touched) by document."""

    kind: str
    query: str
    role: str | None
    grades: Mapping[str, int]

    def ndcg(self, found: Iterable[str]) -> float:
        """nDCG@10 of documents as found, gain 2^grade − 1; one that came already is passed over."""
        ideal = _gain(sorted(self.grades.values(), reverse=True))
        return _gain([self.grades.get(name, 0) for name in dict.fromkeys(found)]) / ideal

    def wanted(self) -> set[str]:
        """The documents of the highest grade."""
        return {name for name, grade in self.grades.items() if grade == 3}


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """The queries, the seeds' documents by file and first line, and the templates searched.

    `same` maps a seed that says what another says to that other's name.
    """

    queries: tuple[Judged, ...]
    seeds: Mapping[tuple[str, int], str]
    templates: tuple[str, ...]


def judged_set() -> JudgedSet:
    """What `judged.json` holds."""
    read: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    same = read["same"]
    return JudgedSet(
        queries=tuple(
            Judged(
                kind=each["kind"],
                query=each["query"],
                role=each.get("role"),
                grades={n: int(g) for g, names in each["grades"].items() for n in names},
            )
            for each in read["queries"]
        ),
        seeds={
            (name.partition("#")[0], line): same.get(name, name)
            for name, line in read["seeds"].items()
        },
        templates=tuple(read["templates"]),
    )


def _gain(grades: list[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(n + 2) for n, grade in enumerate(grades[:DEPTH]))
