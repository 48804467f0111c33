"""Duties 分工: the phases, the leading group and the responsible units that a block names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Block, Fact, Heading, Item, Label, Paragraph
from corpus.reading.entries import HAN

_PHASE = re.compile(r".{0,30}阶段(?:（[^（）]{2,40}）)?")
_GROUP = re.compile(
    r"(?:成立|组建|设立)了?(?:[以由][^，。；]{2,40}?的)?(?:专门|相应|专项)?的?"
    r"(?P<group>(?![以由此该任的])[^，。；：（）]{2,40}?(?:领导小组|工作专班|指挥部|工作小组|工作组))"
)
_UNIT_LABEL = re.compile(r"(?:牵头|责任|配合|协助|参加|主办|承办|协办)(?:单位|部门|科室)")
_UNITS = re.compile(rf"{_UNIT_LABEL.pattern}[：:](?P<units>[^；。（）]{{2,120}})")
_UNIT = re.compile(rf"[{HAN}（）]{{2,30}}")


def duties_in(block: Block) -> Iterator[Fact]:
    """The facts `phase`, `leading_group` and `responsible_unit` of one block.

    Those that a run-in lead names have the span (0, 0).
    """
    if isinstance(block, Heading) and _is_phase(block.marker, block.text):
        yield Fact("phase", block.text, block.id, (0, len(block.text)))
    elif isinstance(block, Paragraph) and block.lead and _is_phase(block.marker, block.lead):
        yield Fact("phase", block.lead, block.id)
    if isinstance(block, Heading | Paragraph | Item):
        for match in _GROUP.finditer(block.text):
            yield Fact("leading_group", match["group"], block.id, match.span("group"))
        for match in _UNITS.finditer(block.text):
            yield from _units(block.id, match["units"], match.start("units"))
    elif isinstance(block, Label) and _UNIT_LABEL.fullmatch(block.label):
        yield from _units(block.id, block.text, 0)


def _is_phase(marker: str | None, text: str) -> bool:
    return "阶段" in (marker or "") or bool(_PHASE.fullmatch(text))


def _units(block: str, text: str, start: int) -> Iterator[Fact]:
    for part in re.split(r"([、，\s]+)", text):
        if _UNIT.fullmatch(part):
            yield Fact("responsible_unit", part, block, (start, start + len(part)))
        start += len(part)
