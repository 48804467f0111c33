"""Survivors: blocks that are left when others of their list or section were not written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import zip_longest

from corpus.document import Block, Heading, Item, Paragraph
from corpus.outline import Line

_COUNTING = frozenset(f"{numeral}是" for numeral in "一二三四五六七八九十")
_SPOKEN = ("是", "，")
"""How the counting words 一是 and 第一， end."""


def close_list(filled: list[Block], dropped: Line) -> None:
    """End the list at the end of `filled` with 。 where its last entry was `dropped`."""
    last = filled[-1]
    if (
        dropped.kind in ("item", "paragraph")
        and isinstance(last, Item | Paragraph)
        and last.level == dropped.level
        and last.text.endswith("；")
        and dropped.text.endswith("。")
    ):
        filled[-1] = replace(last, text=last.text[:-1] + "。")


def without_empty(blocks: Sequence[Block], own: Collection[int]) -> list[Block]:
    """`blocks` without those headings among `own` (indexes) below which nothing is left."""
    kept: list[Block] = []
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if index in own and isinstance(block, Heading):
            below = kept[-1] if kept else None
            if below is None or (isinstance(below, Heading) and below.level <= block.level):
                continue
        kept.append(block)
    return kept[::-1]


def without_single(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` where 一是 that no 二是 follows is left out: one thing is not counted."""
    counted = [
        n for n, b in enumerate(blocks) if isinstance(b, Paragraph) and b.marker in _COUNTING
    ]
    result = list(blocks)
    for at, following in zip_longest(counted, counted[1:]):
        block = blocks[at]
        alone = following is None or getattr(blocks[following], "marker", None) == "一是"
        within = isinstance(block, Paragraph) and "二是" in block.text
        if isinstance(block, Paragraph) and block.marker == "一是" and alone and not within:
            result[at] = replace(block, level=None, marker=None)
    return result


def without_lone(blocks: Sequence[Block], own: Collection[int], top: int = 0) -> list[Block]:
    """`blocks` where those among `own` (indexes) that would be the only ones with a number under
    their heading have none: （一） without （二） is plain text. Headings that stand alone stay.

    The blocks before index `top` are the title of an attachment, which has no number."""
    result = list(blocks)
    for at in own:
        block = blocks[at] if at < len(blocks) else None
        if isinstance(block, Item) and _is_alone(blocks, at, block.level, top):
            text = block.text
            result[at] = Paragraph(text=text[:-1] + "。" if text.endswith("；") else text)
        elif (
            isinstance(block, Paragraph)
            and block.lead
            and not (block.marker or "").endswith(_SPOKEN)
            and _is_alone(blocks, at, block.level, top)
        ):
            result[at] = Paragraph(text=f"{block.lead}。{block.text}")
    return result


def _is_alone(blocks: Sequence[Block], at: int, level: int | None, top: int) -> bool:
    """Whether no block but that at index `at` has `level` between the higher ones around it."""
    if level is None:
        return False
    for way in (range(at - 1, top - 1, -1), range(at + 1, len(blocks))):
        for index in way:
            other = getattr(blocks[index], "level", None)
            if other is not None and other <= level:
                if other == level:
                    return False
                break
    return True


__all__ = ["close_list", "without_empty", "without_lone", "without_single"]
