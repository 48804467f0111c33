"""A past document 旧文 as a draft: its parts come in as sections that somebody wrote by hand.

Nothing is lost and nothing is invented: the composition of the draft says what the document says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from corpus.document import Block, Document, Heading, Item, Paragraph
from generator import frames
from generator.loading import Section, Template
from generator.proposals import proposed
from generator.states import ANNEX, SectionState

OWN = "own-"
"""How the ids of sections begin that the template does not have."""
_LAST_ROLES = ("closing", "effect")
_TELLS = 12


@dataclass(frozen=True, slots=True)
class Part:
    """A level-1 part of a document: its heading, if it stands alone, its role, what is below."""

    heading: Heading | None
    role: str | None
    blocks: tuple[Block, ...]

    @property
    def all(self) -> tuple[Block, ...]:
        """The blocks with the heading."""
        return (self.heading, *self.blocks) if self.heading else self.blocks


@dataclass(frozen=True, slots=True)
class Past:
    """What a draft is begun with: proposed inputs and the state of every section."""

    inputs: Mapping[str, Any]
    states: tuple[SectionState, ...]


def begun_from(
    document: Document, template: Template, source: Mapping[str, Any] | None = None
) -> Past:
    """The draft that `document` comes to over `template`.

    Its parts take the template's sections of the same heading or role, in the order of the
    document; the others become sections of one's own, and sections of the template that it does
    not have are switched off. `source` goes into each state, with the block it begins with.
    """
    opening, parts = parts_of(document)
    homes = _homes(parts, template.sections)
    states: list[SectionState] = []

    def state(id: str, blocks: Sequence[Block], variant: str | None = None) -> SectionState:
        at = {"block": blocks[0].id} if blocks else {}
        told = {**source, **at} if source is not None else None
        return SectionState(id, "edited", variant, tuple(blocks), told)

    framed = {"opening": state("opening", opening)}
    for id, lines in frames.frame_of(document).items():
        if lines or _prints(template, id):
            framed[id] = state(id, frames.typed(id, "\n".join(lines)))
    numbers = iter(range(1, len(parts) + 1))
    for part, home in zip(parts, homes, strict=True):
        states.append(state(home.id if home else f"{OWN}{next(numbers)}", part.all))
    _switch_off(states, template.sections)
    states += [SectionState(one.id, "off") for one in template.attachments]
    for n, attachment in enumerate(document.attachments, 1):
        kinds = ("landscape", "issued", "separate")
        variant = " ".join(kind for kind in kinds if getattr(attachment, kind)) or None
        title = Heading(level=1, text=attachment.title)
        states.append(state(f"{ANNEX}{n}", (title, *attachment.blocks), variant))
    above, below = (
        [framed[id] for id in ids if id in framed] for ids in (frames.ABOVE, frames.BELOW)
    )
    return Past(proposed(document, template), (*above, *states, *below))


def parts_of(document: Document) -> tuple[tuple[Block, ...], tuple[Part, ...]]:
    """The opening of `document` and its level-1 parts, headings alone or run in.

    Where （一） is the highest level, it is taken for the first one. What closes the document
    (特此报告。) is a part of its own; a document without parts is its opening and one part.
    """
    blocks = _lifted(document.blocks)
    starts = [n for n, block in enumerate(blocks) if _begins(block)]
    first = starts[0] if starts else _length_of_opening(blocks)
    bounds = sorted({first, *starts, len(blocks), _last(blocks, first)})
    parts: list[Part] = []
    for start, end in pairwise(bounds):
        part = _part(blocks[start:end])
        if parts and _is_list(part) and _is_list(parts[-1]):
            parts[-1] = replace(parts[-1], blocks=parts[-1].blocks + part.blocks)
        else:
            parts.append(part)
    return tuple(blocks[:first]), tuple(parts)


def name_of(blocks: Iterable[Block]) -> str:
    """What a section without a heading is called in lists: how its text begins."""
    for block in blocks:
        if text := str(getattr(block, "lead", None) or getattr(block, "text", "")):
            return text if len(text) <= _TELLS else text[:_TELLS] + "…"
    return ""


def _begins(block: Block) -> bool:
    return isinstance(block, Heading | Paragraph | Item) and block.level == 1


def _lifted(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """`blocks` one level higher where no heading or item of the first level stands above them."""
    headed = [b for b in blocks if isinstance(b, Heading) or getattr(b, "lead", None)]
    levels = [b.level for b in blocks if isinstance(b, Heading | Paragraph | Item) and b.level]
    if min(levels, default=1) != 2 or sum(getattr(b, "level", 0) == 2 for b in headed) < 2:
        return tuple(blocks)
    return tuple(
        replace(block, level=block.level - 1, marker=None)
        if isinstance(block, Heading | Paragraph | Item) and block.level and block.level < 5
        else block
        for block in blocks
    )


def _length_of_opening(blocks: Sequence[Block]) -> int:
    """How many blocks open a text without parts: those whose role says so, else none."""
    opening = 0
    while opening < len(blocks) - 1 and getattr(blocks[opening], "role", None) in (
        "opening",
        "salutation",
    ):
        opening += 1
    return opening


def _last(blocks: Sequence[Block], first: int) -> int:
    """Where the paragraph that closes the text begins, after its parts; else its end."""
    for n in range(len(blocks) - 1, max(first, 0), -1):
        block = blocks[n]
        if isinstance(block, Paragraph) and block.level is None and block.role in _LAST_ROLES:
            return n
    return len(blocks)


def _part(blocks: Sequence[Block]) -> Part:
    head = blocks[0]
    if isinstance(head, Heading) and head.level == 1:
        return Part(head, head.role, tuple(blocks[1:]))
    return Part(None, getattr(head, "role", None), tuple(blocks))


def _is_list(part: Part) -> bool:
    """Whether the part is no more than a numbered sentence: 一、各社区要……。"""
    return part.heading is None and isinstance(part.blocks[0], Item)


def _homes(parts: Sequence[Part], sections: Sequence[Section]) -> list[Section | None]:
    """The section of the template for each part; no section takes two."""
    left = list(sections)
    homes: dict[int, Section] = {}

    def take(n: int, fits: Section | None) -> None:
        if fits is not None:
            homes[n] = fits
            left.remove(fits)

    for n, part in enumerate(parts):
        if part.heading:
            named = part.heading.text
            take(n, next((one for one in left if one.heading == named and _headed(one)), None))
    for n, part in enumerate(parts):
        if n not in homes and part.role:
            headed = part.heading is not None
            same = (one for one in left if one.role == part.role and _headed(one) == headed)
            take(n, next(same, None))
    return [homes.get(n) for n in range(len(parts))]


def _headed(section: Section) -> bool:
    """Whether the section is printed with a heading; a run-in part would lose its own."""
    return bool(section.variants[0].heading) and not _unheaded(section)


def _unheaded(section: Section) -> bool:
    """Whether the template prints the section without a heading, such as 特此报告。"""
    return not section.variants[0].piece.source.lstrip().startswith("#")


def _prints(template: Template, id: str) -> bool:
    """Whether the template has the part `id` of the frame itself."""
    own = {
        "title": True,
        "byline": bool(template.paper.byline),
        "recipients": bool(template.recipients),
        "signoff": template.signoff is not None,
        "notes": bool(template.paper.notes),
        "copies": bool(template.paper.copies),
    }
    return own[id]


def _switch_off(states: list[SectionState], sections: Sequence[Section]) -> None:
    """Put the sections that no state names, switched off, behind the one they follow; all of
    them behind the document's own where it has none of the template's."""
    if not {state.id for state in states} & {section.id for section in sections}:
        states += [SectionState(section.id, "off") for section in sections]
    for n, section in enumerate(sections):
        placed = [state.id for state in states]
        if section.id in placed:
            continue
        above = [placed.index(one.id) for one in sections[:n] if one.id in placed]
        states.insert(above[-1] + 1 if above else 0, SectionState(section.id, "off"))


__all__ = ["OWN", "Part", "Past", "begun_from", "name_of", "parts_of"]
