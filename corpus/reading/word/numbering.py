"""Automatic numbering: the ordinals that Word shows in front of paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.reading.word.names import MC, Element, child, integer, is_on, value, w
from corpus.reading.word.numerals import spell
from corpus.reading.word.styles import Styles

_PLACE = re.compile(r"%([1-9])")
_MOST_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, format, text (`%1、`), and when it starts again.

    `restart` is None where it starts again below each higher level, 0 for never, else the
    number of the deepest level that makes it start again. `style` is the style tied to it.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    style: str | None = None
    legal: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """A num: the abstract list that it counts in, its levels, and where it starts afresh."""

    counts: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of a file, counting while its paragraphs are read in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = {} if root is None else _lists(root, styles)
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, properties: Element | None) -> str:
        """The ordinal of the next paragraph, whose w:pPr is `properties`; empty for none."""
        style = self._styles.of(properties)
        numbers = child(properties, "numPr")
        own = value(numbers, "numId")
        level = integer(value(numbers, "ilvl"))
        tied, tied_level = (None, None) if own else self._styles.numbering(style)
        id = own or tied
        found = self._lists.get(id) if id else None
        if id is None or found is None:
            return ""
        if level is None and own is None:
            level = next((n for n, each in found.levels.items() if each.style == style), tied_level)
        return self._next(id, found, level or 0)

    def _next(self, id: str, found: _List, at: int) -> str:
        level = found.levels.get(at)
        if level is None:
            return ""
        counters = self._counters.setdefault(found.counts, {})
        if at in found.starts and (id, at) not in self._begun:
            self._begun.add((id, at))
            counters[at] = found.starts[at]
        else:
            counters[at] = counters[at] + 1 if at in counters else level.start
        for deeper in [n for n in counters if n > at]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or (restart and at + 1 <= restart):
                del counters[deeper]
        if level.form in ("bullet", "none"):
            return ""

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            other = found.levels.get(place)
            if other is None:
                return ""
            return spell(counters.get(place, other.start), "decimal" if level.legal else other.form)

        return _PLACE.sub(number, level.text).strip()


def _lists(root: Element, styles: Styles) -> dict[str, _List]:
    abstract = {node.get(w("abstractNumId"), ""): node for node in root.iterfind(w("abstractNum"))}
    nums = {node.get(w("numId"), ""): node for node in root.iterfind(w("num"))}
    result: dict[str, _List] = {}
    for id, num in nums.items():
        counts = value(num, "abstractNumId") or ""
        # A list may only point to the style that holds it.
        link = value(abstract.get(counts), "numStyleLink")
        if link and (linked := styles.numbering(link)[0]) in nums:
            counts = value(nums[linked or ""], "abstractNumId") or counts
        base = abstract.get(counts)
        levels = {} if base is None else _levels(base)
        starts: dict[int, int] = {}
        for override in num.iterfind(w("lvlOverride")):
            at = integer(override.get(w("ilvl")))
            if at is None or not 0 <= at < _MOST_LEVELS:
                continue
            levels.update(_levels(override))
            start = integer(value(override, "startOverride"))
            if start is not None:
                starts[at] = start
                levels[at] = replace(levels.get(at, Level()), start=start)
        if id != "0":
            result[id] = _List(counts, levels, starts)
    return result


def _levels(parent: Element) -> dict[int, Level]:
    result: dict[int, Level] = {}
    for node in parent.iterfind(w("lvl")):
        at = integer(node.get(w("ilvl")))
        if at is None or not 0 <= at < _MOST_LEVELS:
            continue
        start = integer(value(node, "start"))
        form = value(node, "numFmt") or value(node.find(f".//{{{MC}}}Fallback"), "numFmt")
        result[at] = Level(
            # Without w:start a list begins at 0 (17.9.25).
            0 if start is None else start,
            form or "decimal",
            (value(node, "lvlText") or "")[:80],
            integer(value(node, "lvlRestart")),
            value(node, "pStyle"),
            bool(is_on(child(node, "isLgl"))),
        )
    return result
