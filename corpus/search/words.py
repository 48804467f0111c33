"""Words: which documents hold each word of late, remembered until the index changes."""

from __future__ import annotations

import threading
from collections.abc import Hashable

from corpus.search.engine import Engine, Needed
from corpus.search.shelf import Shelf

# Words remembered: at a hundred thousand documents a word takes 12 KB.
_CAPACITY = 500


class Words:
    """For one index, the documents of each word as a set of the shelf."""

    def __init__(self) -> None:
        """Nothing remembered."""
        self._lock = threading.Lock()
        self._state: Hashable = None
        self._kept: dict[Needed, tuple[int, bool]] = {}

    def holding(self, engine: Engine, shelf: Shelf, needed: Needed) -> tuple[int, bool]:
        """The documents that may hold a word, and whether they all do; see `Engine.holding`.

        The places of a shelf never change, so that a set outlives the shelf it was made for.
        """
        state = engine.state()
        with self._lock:
            if state != self._state:
                self._kept.clear()
                self._state = state
            found = self._kept.get(needed)
        if found is None:
            holding = engine.holding(needed)
            found = shelf.set_of(holding.ids), holding.exact
            # A document that came in since this search began would be missing for the next one.
            whole = found[0].bit_count() == len(holding.ids)
            with self._lock:
                if whole and state == self._state:
                    if len(self._kept) >= _CAPACITY:
                        del self._kept[next(iter(self._kept))]
                    self._kept[needed] = found
        return found

    def forget(self) -> None:
        """Forget all: another index counts from now on."""
        with self._lock:
            self._state = None
            self._kept.clear()
