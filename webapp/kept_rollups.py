"""Roll-ups kept 留着的汇总: tables read and reports composed, for page, files and the next click.

Each by what it was made of, so that whatever changes is made anew.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from generator.rollup.reading import Found
from generator.rollup.report import RollUp

T = TypeVar("T")
ROWS, VALUES = 20_000, 40
"""So many rows and values are kept beside the latest: a report takes a hundred kilobytes, a row of
it some kilobytes."""


class Kept(Generic[T]):
    """The values asked for last, by key, `VALUES` of them with `ROWS` rows together."""

    def __init__(self, rows: Callable[[T], int]) -> None:
        """An empty store; `rows` tells how many rows a value has."""
        self._rows = rows
        self._kept: OrderedDict[object, T] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, key: object, make: Callable[[], T]) -> T:
        """What was kept under `key`, else what `make` gives, kept from now on."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and self._many():
                self._kept.popitem(last=False)
        return made

    def _many(self) -> bool:
        return len(self._kept) > VALUES or sum(map(self._rows, self._kept.values())) > ROWS


TABLES: Kept[Found] = Kept(lambda found: len(found.table.rows))
REPORTS: Kept[RollUp] = Kept(lambda rolled: len(rolled.returns))
