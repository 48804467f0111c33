"""Sequence 顺排: ordinals that somebody typed twice by mistake go on instead of beginning again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import Block, Document, Heading, Item, Paragraph
from corpus.outline import marker, ordinal

_FIRST = 3
"""Above this level ordinals never begin again; `Document.canonical` sees to that."""


@dataclass(frozen=True, slots=True)
class _Sibling:
    at: int
    number: int
    item: bool


def in_sequence(document: Document) -> Document:
    """`document` in which a second 1. that is a slip counts on when it is numbered afresh.

    It is one where a later number counts it (1. 1. 3.), or where it stands right below a list of
    one. A list that really begins again stays as it is.
    """
    return replace(
        document,
        blocks=_mended(document.blocks),
        attachments=tuple(replace(a, blocks=_mended(a.blocks)) for a in document.attachments),
    )


def with_markers_of(read: Document, fresh: Document) -> Document:
    """`fresh` with the ordinals that its blocks had in `read`, where their level is the same."""
    typed = {block.id: block for block in read.all_blocks()}

    def kept(blocks: Sequence[Block]) -> tuple[Block, ...]:
        return tuple(_as_typed(block, typed.get(block.id)) for block in blocks)

    attachments = tuple(replace(a, blocks=kept(a.blocks)) for a in fresh.attachments)
    return replace(fresh, blocks=kept(fresh.blocks), attachments=attachments)


def _as_typed(block: Block, typed: Block | None) -> Block:
    numbered = Heading | Paragraph | Item
    if isinstance(block, numbered) and isinstance(typed, numbered) and block.level == typed.level:
        return replace(block, marker=typed.marker)
    return block


def _mended(blocks: Sequence[Block]) -> tuple[Block, ...]:
    slips = {one.at for run in _runs(blocks) for one in _slips(run)}
    return tuple(
        replace(block, marker=marker(block.level, 2))
        if at in slips and isinstance(block, Heading | Paragraph | Item) and block.level
        else block
        for at, block in enumerate(blocks)
    )


def _slips(run: Sequence[_Sibling]) -> Iterator[_Sibling]:
    """Those of `run` that say 1 though they are not the first of anything."""
    counting = max((n for n, one in enumerate(run) if one.number == n + 1), default=0)
    for place, one in enumerate(run[1:], start=1):
        if one.number != 1:
            continue
        counted = place < counting
        above = run[place - 1]
        alone = above.item and one.item and above.number == 1 and one.at == above.at + 1
        if counted or alone:
            yield one


def _runs(blocks: Sequence[Block]) -> Iterator[list[_Sibling]]:
    """The siblings of each level from 3 on: what stands below one heading, in one list."""
    open_runs: dict[int, list[_Sibling]] = {}
    for at, block in enumerate(blocks):
        if not isinstance(block, Heading | Paragraph | Item) or block.level is None:
            if isinstance(block, Paragraph) and block.text.endswith(("：", ":")):
                # 如下： opens a list of its own
                yield from open_runs.values()
                open_runs = {}
            continue
        for deeper in [level for level in open_runs if level > block.level]:
            yield open_runs.pop(deeper)
        found = ordinal(block.marker) if block.marker else None
        if block.level >= _FIRST and found is not None and found.level == block.level:
            own = _Sibling(at, found.number, isinstance(block, Item))
            open_runs.setdefault(block.level, []).append(own)
    yield from open_runs.values()
