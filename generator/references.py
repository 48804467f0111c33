"""References 附件引用: what the text says of its attachments agrees with those that it has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpus.document import Block, Heading, Item, Label, Note, Paragraph
from generator.fields import Finding
from generator.states import ANNEX, SectionState

# 《……》附件2 and 〔2026〕5号附件2 belong to other documents
_NUMBERED = re.compile(r"(?<![》”号])附件(\d{1,2})(?!\d)")
_Text = Heading | Paragraph | Item | Label | Note
Numbers = Mapping[str, str | None]
REMEDY = "勾选它，或者改掉这一句"


def numbers_of(possible: Sequence[str], states: Iterable[SectionState]) -> Numbers:
    """The numbers of the attachments `possible` (ids) → those they have where `states` leave some
    out: "" for the only one, None for one left out. Nothing where all are written."""
    known = {state.id: state.state for state in states}
    left = [id for id in possible if known.get(id) != "off"]
    if len(left) == len(possible):
        return {}
    own = sum(id.startswith(ANNEX) and state == "edited" for id, state in known.items())
    only = len(left) + own == 1
    return {
        str(n): (("" if only else str(left.index(id) + 1)) if id in left else None)
        for n, id in enumerate(possible, start=1)
    }


def agreeing(
    blocks: Sequence[Block], numbers: Numbers, section: str, heading: str
) -> tuple[list[Block], list[Finding]]:
    """`blocks` of `section` that call each attachment by its number in `numbers`, and a warning
    for each one named that is left out; it stays as it is called."""
    gone: dict[str, None] = {}

    def new(match: re.Match[str]) -> str:
        told = numbers.get(match[1], match[1])
        if told is None:
            gone.setdefault(match[1])
        return match[0] if told is None else f"附件{told}"

    found = [
        replace(block, text=_NUMBERED.sub(new, block.text))
        if numbers and isinstance(block, _Text)
        else block
        for block in blocks
    ]
    message = "这一节提到附件{}，那份附件没有勾选"
    return found, [
        Finding("warning", section, heading, message.format(number), REMEDY) for number in gone
    ]
