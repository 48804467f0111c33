"""The frame by hand 手改的标题、主送与落款: what stands around the sections, as typed lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from corpus.document import Block, Document, Paragraph, SignOff
from corpus.reading.frame import iso_date, signer_of
from corpus.reading.titles import closes_with_date
from generator.fields.days import read_date
from generator.states import FRAME, SectionState

_BETWEEN = re.compile(r"[、，](?![^（）]*）)")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")

ABOVE = ("title", "byline", "recipients", "opening")
BELOW = ("signoff", "notes", "copies")
"""The parts of the frame above and below the sections, in the order of the page."""

Frame = Mapping[str, tuple[Block, ...]]
"""Id of a part of the frame → its blocks, for the parts that are written by hand."""


def by_hand(states: Iterable[SectionState]) -> Frame:
    """The parts of the frame that `states` have written by hand; empty ones count as well."""
    return {s.id: s.blocks for s in states if s.id in FRAME and s.state == "edited"}


def frame_of(document: Document) -> dict[str, tuple[str, ...]]:
    """What stands around the sections of `document`, as lines by id; the opening is not in it.

    The recipients are one line, the date of the sign-off its last one, spelt.
    """
    signed = document.signoff
    date = (spelt(signed.date),) if signed and signed.date else ()
    recipients = "、".join(name.rstrip("：:") for name in document.recipients)
    return {
        "title": (document.title,) if document.title else (),
        "byline": document.byline,
        "recipients": (f"{recipients}：",) if recipients else (),
        "signoff": (*signed.issuers, *signed.signers, *date) if signed else (),
        "notes": document.notes,
        "copies": document.copies,
    }


def typed(id: str, text: str) -> tuple[Block, ...]:
    """The blocks of `text`, typed as the part `id` of the frame: a paragraph for each line."""
    lines = [line.strip() for line in text.split("\n")]
    if id == "title":
        lines = ["".join(lines)]
    return tuple(Paragraph(text=line) for line in lines if line)


def lines_of(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The lines that `blocks` of a frame hold."""
    return tuple(text for block in blocks if (text := getattr(block, "text", "")))


def recipients_of(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The recipients in typed lines, one for each name; a line in which commas part classes of
    recipients stays whole."""
    found: list[str] = []
    for line in lines_of(blocks):
        bare = line.rstrip("：: ")
        found += [bare] if "，" in bare else _BETWEEN.split(bare)
    return tuple(name.strip() for name in found if name.strip())


def signoff_of(blocks: Iterable[Block], *, seal: bool) -> SignOff | None:
    """The sign-off in typed lines: the last line that is a date dates it, the others sign it.

    A line such as 县长　周某某 or 县长（签名章） signs with a stamp (GB/T 9704-2012 7.3.5.3). A
    date that cannot be read, such as 20xx年3月, stays as it is; None where nothing was typed.
    """
    lines = list(lines_of(blocks))
    date = None
    for at in range(len(lines) - 1, -1, -1):
        if closes_with_date(lines[at]) or _is_date(lines[at]):
            date = _iso(lines.pop(at))
            break
    signers = tuple(signer for line in lines if (signer := signer_of(line)))
    issuers = tuple(line for line in lines if not signer_of(line))
    return SignOff(issuers, date, seal and not signers, signers) if lines or date else None


def spelt(date: str) -> str:
    """An ISO date as the office spells it; anything else as it is."""
    match = _ISO.fullmatch(date)
    return f"{match[1]}年{int(match[2])}月{int(match[3])}日" if match else date


def _is_date(line: str) -> bool:
    try:
        read_date(line)
    except ValueError:
        return False
    return True


def _iso(line: str) -> str:
    try:
        return read_date(line).isoformat()
    except ValueError:
        return iso_date(line)
