"""References 附件引用: what the text says of its attachments agrees with those that it has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.document import Block, Heading, Item, Label, Note, Paragraph, Table
from generator.fields import Finding
from generator.states import ANNEX, SectionState

# 《……》附件2 and 〔2026〕5号附件2 belong to other documents; 见附件 alone names the only one
_NUMBERED = re.compile(r"(?<![》”号])附件(\d{1,2})(?!\d)|(?<=见)附件(?!\w)")
_Text = Heading | Paragraph | Item | Label | Note
_TELLS = 12
REMEDY = "勾选它，或者改掉这一句"


@dataclass(frozen=True, slots=True)
class Attached:
    """The attachments of a draft: the `count` of those with numbers that are printed, and the
    `numbers` by which the template calls them ("" for its only one) → those they have: "" for the
    only one, None for one left out; nothing where the template's own are still right."""

    count: int = 0
    numbers: Mapping[str, str | None] = field(default_factory=dict)


def in_order(known: Sequence[str], states: Iterable[SectionState]) -> list[str]:
    """The ids of all attachments in the order of `states`: those `known` to the template, each
    that no state names after the one that it follows there, and those of one's own."""
    return completed([s.id for s in states if s.id in known or s.id.startswith(ANNEX)], known)


def completed(order: Sequence[str], known: Sequence[str]) -> list[str]:
    """`order` with each of `known` that it lacks after the one that it follows there."""
    whole = list(order)
    for n, id in enumerate(known):
        if id not in whole:
            before = [whole.index(one) for one in known[:n] if one in whole]
            whole.insert(before[-1] + 1 if before else 0, id)
    return whole


def attached(
    given: Mapping[str, bool], order: Iterable[str], states: Mapping[str, SectionState]
) -> Attached:
    """What is attached: the template's attachments with numbers, `given` where their conditions
    hold, and one's own among `states`, in the `order` in which they are printed."""
    edited = {id for id, state in states.items() if state.state == "edited"}
    possible = [id for id, holds in given.items() if holds or id in edited]
    printed = [id for id in order if _is_printed(states.get(id, SectionState(id)), possible)]
    if printed == possible:
        return Attached(len(printed))
    new = {id: "" if len(printed) == 1 else str(n) for n, id in enumerate(printed, start=1)}
    numbers = {str(n): new.get(id) for n, id in enumerate(possible, start=1)}
    return Attached(len(printed), {**numbers, "": numbers["1"]} if len(possible) == 1 else numbers)


def _is_printed(state: SectionState, possible: Collection[str]) -> bool:
    if state.id.startswith(ANNEX):
        return state.state == "edited" and "issued" not in state.kinds
    written = state.state == "form" or bool(state.blocks or state.figures)
    return state.id in possible and state.state != "off" and written


def agreeing(
    blocks: Sequence[Block], known: Attached, section: str, heading: str
) -> tuple[list[Block], list[Finding]]:
    """`blocks` that the template writes in `section`, each attachment called by its number, and a
    warning for each one named that is left out; it stays as it is called."""
    gone: dict[str, None] = {}

    def new(match: re.Match[str]) -> str:
        called = match[1] or ""
        told = known.numbers.get(called, called)
        if told is None:
            gone.setdefault(called)
        return match[0] if told is None else f"附件{told}"

    found = [
        replace(block, text=_NUMBERED.sub(new, block.text))
        if known.numbers and isinstance(block, _Text)
        else block
        for block in blocks
    ]
    return found, [
        _warning(section, heading, number, "那份附件没有勾选", REMEDY) for number in gone
    ]


def unmatched(
    blocks: Sequence[Block], known: Attached, section: str, heading: str
) -> list[Finding]:
    """A warning for each attachment that text written by hand in `section` names and the draft
    does not have; such text is never changed."""
    named = dict.fromkeys(
        match[1] or "" for text in _texts(blocks) for match in _NUMBERED.finditer(text)
    )
    where = heading or next(_texts(blocks), "")[:_TELLS]
    found = []
    for number in named:
        if not known.count:
            said = "文稿没有附件", "加上附件，或者改掉这一句"
        elif number and known.count == 1:
            only = "只有一份附件时不编号", "改成“附件”"
            said = only if number == "1" else ("文稿只有一份附件", "改掉这一句，或者加上附件")
        elif number and not 1 <= int(number) <= known.count:
            said = f"文稿只有{known.count}份附件", "改掉这一句，或者加上附件"
        else:
            continue
        found.append(_warning(section, where, number, *said))
    return found


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, _Text):
            yield f"{getattr(block, 'lead', None) or ''}{block.text}"
        elif isinstance(block, Table):
            yield from (cell.text for row in (*block.head, *block.rows) for cell in row)


def _warning(section: str, heading: str, number: str, what: str, remedy: str) -> Finding:
    place = "引言" if section == "opening" else "这一节"
    return Finding("warning", section, heading, f"{place}提到附件{number}，{what}", remedy)
