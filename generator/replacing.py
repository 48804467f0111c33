"""Replacing 替换: remnants give way to what takes their place, everywhere in a draft at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.document import Block, Cell, Figure, Heading, Item, Label, Note, Paragraph, Table
from generator.mentions import Finder, Mention
from generator.remnants import Remnant, around
from generator.spellings import read_day, unit_spellings
from generator.states import SectionState


@dataclass(frozen=True, slots=True)
class Replaced:
    """A draft after replacing: its inputs, its states, the remnants with what became of them."""

    inputs: Mapping[str, Any]
    states: tuple[SectionState, ...]
    remnants: tuple[Remnant, ...]
    count: int


def replaced(
    inputs: Mapping[str, Any],
    states: Iterable[SectionState],
    remnants: Sequence[Remnant],
    chosen: Iterable[int],
) -> Replaced:
    """The draft with the `chosen` remnants (by number) replaced in all texts in one pass.

    Those without anything to take their place stay as they are. A remnant whose place is what
    another one becomes (2024年 → 2025年 → 2026年) goes along: apart they would run together.
    """
    numbers = _with_followers(remnants, chosen)
    swap = _Swap(Finder(remnants), numbers)
    after = tuple(
        replace(one, state="replaced") if n in numbers else one for n, one in enumerate(remnants)
    )
    return Replaced(
        {name: swap.value(value) for name, value in inputs.items()},
        tuple(
            replace(
                s,
                blocks=tuple(map(swap.block, s.blocks)),
                figures=tuple(map(swap.figure, s.figures)),
            )
            for s in states
        ),
        after,
        swap.count,
    )


def open_mentions(
    mentions: Iterable[Mention], remnants: Sequence[Remnant], text: str
) -> list[Mention]:
    """Of the `mentions` in `text` those that nobody has settled: of open remnants all, of
    replaced ones those that would change, of kept ones none, and none that is spared."""
    found = []
    for mention in mentions:
        one = remnants[mention.remnant]
        spared = one.spared and around(text, mention.start, mention.end) in one.spared
        settled = (spared or one.state == "kept") or (
            one.state == "replaced"
            and mention.certain
            and mention.new == text[mention.start : mention.end]
        )
        if not settled:
            found.append(mention)
    return found


def _with_followers(remnants: Sequence[Remnant], chosen: Iterable[int]) -> frozenset[int]:
    numbers = {n for n in chosen if n < len(remnants) and remnants[n].new}
    waiting = {
        n for n, one in enumerate(remnants) if one.new and one.state == "open" and n not in numbers
    }
    made = {spelling for n in numbers for spelling in _made(remnants[n])}
    while followers := {n for n in waiting if _key(remnants[n]) in made}:
        numbers |= followers
        waiting -= followers
        made |= {spelling for n in followers for spelling in _made(remnants[n])}
    return frozenset(numbers)


def _key(one: Remnant) -> object:
    return (read_day(one.old) or one.old) if one.kind in ("date", "year") else one.old


def _made(one: Remnant) -> set[object]:
    if one.kind in ("date", "year"):
        return {read_day(one.new) or one.new}
    if one.kind == "unit":
        return {new for _, new in unit_spellings(one.old, one.new)}
    return {one.new}


class _Swap:
    """The replacement of some remnants, in texts, inputs and blocks; counts what it does."""

    def __init__(self, finder: Finder, chosen: frozenset[int]) -> None:
        self.finder, self.chosen, self.count = finder, chosen, 0

    def text(self, text: str, before: str = "") -> str:
        """`text` with its certain mentions of the chosen remnants replaced, unless they are spared;
        `before` is what a person sees in front of it."""
        parts: list[str] = []
        at = 0
        for mention in self.finder.mentions(text) if text else ():
            if mention.start < at or mention.remnant not in self.chosen:
                continue
            if not mention.certain or not mention.new:
                continue
            spared = self.finder.remnants[mention.remnant].spared
            place = len(before) + mention.start, len(before) + mention.end
            if spared and around(before + text, *place) in spared:
                continue
            old = text[mention.start : mention.end]
            self.count += old != mention.new
            parts += (text[at : mention.start], mention.new)
            at = mention.end
        return "".join((*parts, text[at:])) if parts else text

    def value(self, value: Any) -> Any:
        """An input, its parts and rows included."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {key: self.value(part) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(part) for part in value]
        return value

    def block(self, block: Block) -> Block:
        """A block with all its texts."""
        match block:
            case Table():
                return replace(
                    block,
                    caption=block.caption and self.text(block.caption, "表："),
                    head=tuple(tuple(map(self._cell, row)) for row in block.head),
                    rows=tuple(tuple(map(self._cell, row)) for row in block.rows),
                )
            case Figure():
                return self.figure(block, "图：")
            case Label():
                return replace(block, text=self.text(block.text, f"{block.label}："))
            case Paragraph():
                lead = block.lead and self.text(block.lead, block.marker or "")
                head = f"{block.lead}。" if block.lead else block.marker or ""
                return replace(block, lead=lead, text=self.text(block.text, head))
            case Heading() | Item():
                titled = isinstance(block, Heading) and block.level == 1
                head = "" if titled else block.marker or ""
                return replace(block, text=self.text(block.text, head))
            case Note():
                return replace(block, text=self.text(block.text, "注："))

    def figure(self, figure: Figure, before: str = "") -> Figure:
        """A picture with its caption and what is said of it."""
        caption = figure.caption and self.text(figure.caption, before)
        return replace(figure, caption=caption, alt=self.text(figure.alt))

    def _cell(self, cell: Cell) -> Cell:
        text = self.text(cell.text)
        return cell if text == cell.text else replace(cell, text=text)
