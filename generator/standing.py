"""Standing 图位: behind which paragraph of its section a photo is printed.

A place is written `2|各社区对沿街商铺`: the number of the block and how it begins. The text may be
written anew by the form, or retyped, in the meantime: the words tell which paragraph was meant, the
number stands in where they are gone. `0|` is the beginning, before the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.document import Block, Figure, Heading, Paragraph, Table
from generator.states import SectionState

START = "0|"
_NUMBER = re.compile(r"[0-9]{1,6}")
WORDS = 12
"""So many characters tell a paragraph."""


def shown(blocks: Sequence[Block], state: SectionState) -> list[Block]:
    """`blocks` of a section with its photos, each behind the block that its place names, those
    without a place at the end; no photos where the section is not written."""
    figures, stands = state.figures, state.stands
    if not blocks or not figures:
        return list(blocks)
    behind: dict[int, list[Figure]] = {}
    own = _own(blocks)
    for n, figure in enumerate(figures):
        stand = stands[n] if n < len(stands) else ""
        at = _found(own, stand) if stand else None
        place = len(blocks) - 1 if at is None else own[at][0]
        if stand == START:
            place = _titled(blocks) - 1
        behind.setdefault(place, []).append(figure)
    result: list[Block] = [*behind.get(-1, ())]
    for n, block in enumerate(blocks):
        result += (block, *behind.get(n, ()))
    return result


def stops(blocks: Sequence[Block]) -> tuple[tuple[str, str], ...]:
    """The places that a section of `blocks` offers, each with what it is called; photos and
    charts in it count for nothing, and behind a heading within it nothing stands."""
    own = _own(blocks)
    first = ((START, "放在这一节开头"),) if own else ()
    return first + tuple(
        (_anchor(n, block), f"第{n}段后：{_words(block)}…")
        for n, (_, block) in enumerate(own, start=1)
        if not isinstance(block, Heading) and n < len(own)
    )


def settled(blocks: Sequence[Block], stand: str) -> str:
    """`stand` as it reads now that the section has these `blocks`; "" for the end."""
    own = _own(blocks)
    if stand == START:
        return START if own else ""
    at = _found(own, stand) if stand else None
    return "" if at is None or at + 1 >= len(own) else _anchor(at + 1, own[at][1])


def parted(blocks: Sequence[Block]) -> tuple[list[Block], tuple[Figure, ...], tuple[str, ...]]:
    """`blocks` of a section without its photos, the photos, and where each of them stood."""
    text: list[Block] = []
    figures: list[Figure] = []
    stands: list[str] = []
    for block in blocks:
        if isinstance(block, Figure) and block.image and block.chart is None:
            own = _own(text)
            figures.append(block)
            stands.append(_anchor(len(own), own[-1][1]) if own else START)
        else:
            text.append(block)
    return text, tuple(figures), tuple(stands)


def _own(blocks: Sequence[Block]) -> list[tuple[int, Block]]:
    """What counts among `blocks`: all but the section's own heading and figures."""
    titled = _titled(blocks)
    return [
        (n, block)
        for n, block in enumerate(blocks)
        if not isinstance(block, Figure) and n >= titled
    ]


def _titled(blocks: Sequence[Block]) -> bool:
    """Whether `blocks` begin with the section's own heading."""
    return bool(blocks) and isinstance(blocks[0], Heading) and blocks[0].level == 1


def _found(own: Sequence[tuple[int, Block]], stand: str) -> int | None:
    """The index in `own` of the block that `stand` means; None for the end."""
    number, _, words = stand.partition("|")
    at = int(number) - 1 if _NUMBER.fullmatch(number) else len(own)
    said = [_words(block) for _, block in own]
    alike = [n for n, text in enumerate(said) if text == words]
    if alike:
        return min(alike, key=lambda n: abs(n - at))
    return at if 0 <= at < len(own) else None


def _anchor(number: int, block: Block) -> str:
    return f"{number}|{_words(block)}"


def _words(block: Block) -> str:
    if isinstance(block, Table):
        return f"表{block.caption or ''}"[:WORDS]
    lead = block.lead or "" if isinstance(block, Paragraph) else ""
    said = lead or getattr(block, "label", "") or getattr(block, "text", "")
    return " ".join(str(said).split())[:WORDS]
