"""Plain bigram BM25: what a search without any thought of ours would give, to compare with."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

_K1, _B = 1.2, 0.75
# `文种:` and the like are our language; what stands behind them is words to anyone.
_FIELD = re.compile(r"(?:标题|年份|年|单位|文种|主题)[:：]")
_EXCLUDED = re.compile(r"(?:^|\s)-\S+")


class Bigrams:
    """Texts by name, each a bag of pairs of neighbouring letters and digits."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._bags = {name: Counter(_terms(text)) for name, text in texts.items()}
        self._holding = Counter(term for bag in self._bags.values() for term in bag)
        self._mean = sum(bag.total() for bag in self._bags.values()) / max(1, len(self._bags))

    def order(self, query: str) -> list[str]:
        """The names of the texts that have any term of `query`, the best first."""
        terms = _terms(_FIELD.sub(" ", _EXCLUDED.sub(" ", query)))
        scores = {name: self._score(bag, terms) for name, bag in self._bags.items()}
        return sorted((n for n, score in scores.items() if score > 0), key=lambda n: -scores[n])

    def _score(self, bag: Counter[str], terms: list[str]) -> float:
        norm = _K1 * (1 - _B + _B * bag.total() / self._mean)
        return sum(
            math.log(1 + (len(self._bags) - n + 0.5) / (n + 0.5)) * bag[t] * (_K1 + 1)
            / (bag[t] + norm)
            for t in terms
            if bag[t] and (n := self._holding[t])
        )  # fmt: skip


def _terms(text: str) -> list[str]:
    runs = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())
    return [run[i : i + 2] for run in runs for i in range(max(1, len(run) - 1)) if run[i : i + 2]]
