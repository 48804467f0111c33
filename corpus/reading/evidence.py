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
        self._firsts: Counter[str] = Counter()
        self._seconds: Counter[str] = Counter()

    def joined(self, first: str, second: str) -> bool:
        """Whether `first` and `second` stand side by side somewhere: then they are one word."""
        return self._counted()[first + second] > 0

    def bound(self, first: str, second: str) -> bool:
        """Whether `first` mostly goes on with `second`, or `second` mostly follows `first`.

        谐 follows 和 wherever it stands; 构 and 转 meet only by chance, in 结构转型.
        """
        together = self._counted()[first + second]
        return min(self._firsts[first], self._seconds[second]) < 2 * together

    def _counted(self) -> Counter[str]:
        if self._pairs is None:
            whole = "\n".join(self._texts)[:_MOST]
            self._pairs = Counter(
                run[0][at : at + 2] for run in _RUN.finditer(whole) for at in range(len(run[0]) - 1)
            )
            for pair, times in self._pairs.items():
                self._firsts[pair[0]] += times
                self._seconds[pair[1]] += times
        return self._pairs


def evidence_in(entries: Sequence[Entry]) -> Evidence:
    """The evidence that the lines of a source give."""
    return Evidence(entry.text for entry in entries if isinstance(entry, Text))
