"""Retyped 手改文字: the blocks of a text that somebody typed, with what a text does not say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.document import Block, Figure, Heading, Table
from corpus.reading import blocks_of as read_blocks
from generator import frames
from generator.draft import SectionState
from generator.states import FRAME
from webapp.cells import BREAK, folded, places_of
from webapp.groups import below_title, text_of
from webapp.posted import Section

_LINE = "图："


def blocks_of(section: Section, known: SectionState | None) -> tuple[Block, ...]:
    """The blocks of a section written by hand, none of one that the form writes.

    One with a title begins with it. A text that still says what `known` says keeps its blocks;
    a table as wide as before keeps its columns, a picture its line (图：…), whose words are its
    caption.
    """
    if not section.edited:
        return ()
    if section.id in FRAME and section.id != "opening":
        return frames.typed(section.id, section.text)
    head = known.blocks[0] if known and known.blocks else None
    same = isinstance(head, Heading) and head.level == 1 and head.text == section.title
    named = head if same and head else Heading(level=1, text=section.title)
    title = (named,) if section.title else ()
    before = tuple(below_title(known.blocks)) if known else ()
    if before and section.text.strip("\n") == text_of(before):
        return (*title, *before)
    return (*title, *_shaped(read_blocks(section.text), before))


def _shaped(blocks: Sequence[Block], before: Sequence[Block]) -> Iterator[Block]:
    tables = _tabled(blocks, [block for block in before if isinstance(block, Table)])
    figures = _pictured(blocks, [block for block in before if isinstance(block, Figure)])
    for n, block in enumerate(blocks):
        if n in figures:
            yield figures[n]
        elif isinstance(block, Table):
            yield folded(block, tables.get(n))
        else:
            yield block


def _tabled(blocks: Sequence[Block], known: list[Table]) -> dict[int, Table]:
    """What the tables among `blocks` were: those whose first row says the same, then the others in
    order. One that was put in before them or taken out leaves the rest what they were."""
    left = known[:]
    typed = {n: block for n, block in enumerate(blocks) if isinstance(block, Table)}
    found: dict[int, Table] = {}
    for n, table in typed.items():
        same = next((one for one in left if _first_row(one) == _first_row(table)), None)
        if same is not None:
            left.remove(same)
            found[n] = same
    found.update(zip((n for n in typed if n not in found), left, strict=False))
    return found


def _first_row(table: Table) -> list[str]:
    rows = places_of(table)
    return [text.replace(BREAK, "\n").strip() for text in rows[0]] if rows else []


def _pictured(blocks: Sequence[Block], known: list[Figure]) -> dict[int, Figure]:
    """Which of `blocks` are the lines of `known` pictures: those that say the same, then the others
    in order, each with its new words as caption."""
    if not known:
        return {}
    left = known[:]
    lines = {n: text for n, b in enumerate(blocks) if (text := text_of((b,))).startswith(_LINE)}
    found: dict[int, Figure] = {}
    for n, text in lines.items():
        same = next((one for one in left if text_of((one,)) == text), None)
        if same is not None:
            left.remove(same)
            found[n] = same
    for n, one in zip((n for n in lines if n not in found), left, strict=False):
        found[n] = replace(one, caption=lines[n].removeprefix(_LINE).strip() or None)
    return found
