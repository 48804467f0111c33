"""Framed 标题与落款: what stands around the sections, typed by hand, and the fields behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.document import Document
from corpus.plain import plain_text
from generator import frames
from generator.compiled import Piece
from generator.draft import SectionState
from generator.states import FRAME
from generator.template import Template


@dataclass(frozen=True, slots=True)
class Typed:
    """A part of the frame that was typed by hand: the title, the recipients, the sign-off …"""

    id: str
    label: str
    text: str

    @property
    def lines(self) -> int:
        """How many rows its text takes, at most 12."""
        return min(12, max(1, sum(1 + len(line) // 34 for line in self.text.split("\n"))))


def typed_in(
    parts: Iterable[str], by_id: Mapping[str, SectionState], typed: Mapping[str, str]
) -> Iterator[Typed]:
    """Those of `parts` that were typed by hand; `typed` has the texts as they were typed."""
    for part in parts:
        state = by_id.get(part)
        if state is not None and state.state == "edited":
            text = typed[part] if part in typed else _lines_of(state)
            yield Typed(part, FRAME[part], text)


def _lines_of(state: SectionState) -> str:
    if state.id == "opening":
        return plain_text(Document(blocks=state.blocks)).strip() if state.blocks else ""
    return "\n".join(frames.lines_of(state.blocks))


def unread(template: Template, states: Sequence[SectionState]) -> frozenset[str]:
    """The fields that nothing reads any more but parts of the frame typed by hand."""
    by_hand = {s.id for s in states if s.id in FRAME and s.state == "edited"}
    edited = {s.id for s in states if s.state == "edited"}
    paper, signed = template.paper, template.signoff
    readers: Mapping[str, Iterable[Piece]] = {
        "title": (template.title_piece,),
        "opening": (template.opening,) if template.opening else (),
        "recipients": template.recipients,
        "signoff": signed.all if signed else (),
        "byline": paper.byline,
        "notes": paper.notes,
        "copies": paper.copies,
    }
    covered = {name for id in by_hand for piece in readers[id] for name in piece.used}
    read = {
        name
        for id, pieces in readers.items()
        if id not in by_hand
        for piece in pieces
        for name in piece.used
    }
    for part in (paper.masthead, paper.attendance, paper.imprint):
        read |= {name for pieces in part.values() for piece in pieces for name in piece.used}
    read |= {name for one in template.all_sections() if one.id not in edited for name in one.fields}
    return frozenset(covered - read)
