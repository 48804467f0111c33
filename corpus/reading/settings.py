"""Settings 读取设置: which rules of reading a person has switched off, and what is masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.errors import Unreadable
from corpus.reading.rules import LABELS


@dataclass(frozen=True, slots=True)
class Settings:
    """How to read: `without` names the rules that are off, `mask` hides personal numbers."""

    without: frozenset[str] = frozenset()
    mask: bool = False

    @classmethod
    def leaving_out(cls, rules: Iterable[str], *, mask: bool = False) -> Settings:
        """The settings with `rules` switched off; raises `Unreadable` for one that is unknown."""
        without = frozenset(rules)
        if unknown := sorted(without - LABELS.keys()):
            raise Unreadable(
                f"没有“{'、'.join(unknown)}”这条清洗规则",
                where="清洗规则",
                remedy=f"可以关掉的有：{'、'.join(LABELS)}",
            )
        return cls(without, mask)


USUAL = Settings()
