"""Evidence 佐证: which characters stand side by side elsewhere in the same source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from corpus.reading.entries import HAN, Entry, Text

_RUN = re.compile(f"[{HAN}]{{2,}}")
# More is not looked through: a word that a mark splits stands elsewhere within such a length.
_MOST = 400_000


class Evidence:
    """The pairs of Chinese characters in a source, counted when first asked for."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Evidence from `texts`, which are read once and only if somebody asks."""
        self._texts = texts
        self._pairs: Counter[str] | None = None

    def joined(self, first: str, second: str) -> bool:
        """Whether `first` and `second` stand side by side somewhere: then they are one word."""
        if self._pairs is None:
            whole = "\n".join(self._texts)[:_MOST]
            self._pairs = Counter(
                run[0][at : at + 2] for run in _RUN.finditer(whole) for at in range(len(run[0]) - 1)
            )
        return self._pairs[first + second] > 0


def evidence_in(entries: Sequence[Entry]) -> Evidence:
    """The evidence that the lines of a source give."""
    return Evidence(entry.text for entry in entries if isinstance(entry, Text))
