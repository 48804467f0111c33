"""Margins: running heads, feet and page numbers, which belong to the paper and not to the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.reading.pdf.rows import Line

_NUMBER = re.compile(
    r"(?:[—–－\-‐·~〜]{0,2}\s*(?:[0-9]{1,4}|[ivxlIVXL]{1,6})\s*[—–－\-‐·~〜]{0,2}"
    r"|第\s*[0-9一二三四五六七八九十百]{1,5}\s*页(?:[\s,，/]*共\s*[0-9一二三四五六七八九十百]{1,5}\s*页)?"
    r"|[0-9]{1,4}\s*/\s*[0-9]{1,4}|page\s*[0-9]{1,4}(?:\s*of\s*[0-9]{1,4})?)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[0-9]+")
# Shares of the page's height in which heads and feet stand; how many lines they have at most.
_ZONE, _MOST = 0.14, 3


def without_margins(
    pages: Sequence[tuple[float, Sequence[Line]]],
) -> list[list[Line]]:
    """The lines of each page (its height, its lines) without what repeats above and below them."""
    seen: Counter[str] = Counter()
    for height, lines in pages:
        seen.update({_bare(line) for line in _outer(height, lines)})
    # Heads of odd and even pages differ: each is on half of the pages.
    often = max(2, -(-len(pages) * 2 // 5))
    result = []
    for height, lines in pages:
        outer = set(map(id, _outer(height, lines)))
        result.append(
            [
                line
                for line in lines
                if not (
                    id(line) in outer
                    and (_NUMBER.fullmatch(line.text.strip()) or seen[_bare(line)] >= often)
                )
            ]
        )
    return result


def _bare(line: Line) -> str:
    """The words of a running head, with where it stands: a title below it is another line."""
    return f"{round(line.base / 8)} {round(line.size)} {_DIGITS.sub('0', line.text)}"


def _outer(height: float, lines: Sequence[Line]) -> list[Line]:
    """The lines nearest to the upper and lower edge."""
    ordered = sorted(lines, key=lambda line: line.base)
    top = [line for line in ordered[:_MOST] if line.base < height * _ZONE]
    foot = [line for line in ordered[-_MOST:] if line.base > height * (1 - _ZONE)]
    return [*top, *(line for line in foot if line not in top)]
