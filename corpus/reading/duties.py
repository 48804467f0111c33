"""Duties 分工: the phases, the leading group and the responsible units that a block names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Block, Fact, Heading, Item, Label, Paragraph
from corpus.reading.entries import HAN

_DAY = r"(?:[12][0-9]{3}年|[0-9]{1,2}月|[上中下]旬|底|初|[0-9]{1,2}日)"
_SPAN = rf"{_DAY}+(?:至|到|—|－|-|～|~){_DAY}+"
# 动员部署阶段（3月）, 第一阶段：动员部署, 动员部署（3月1日至3月31日）, 3月1日至3月31日：动员部署
_PHASE = re.compile(
    rf".{{0,30}}阶段(?:（[^（）]{{2,40}}）)?|第[一二三四五六七八九十]+阶段[：:].{{2,60}}"
    rf"|.{{2,30}}（{_SPAN}）|{_SPAN}[：:].{{2,30}}"
)
_TIMED = re.compile(rf"（(?:时间：)?{_SPAN}）$")
_GROUP = re.compile(
    r"(?:成立|组建|设立)了?(?:[以由][^，。；]{2,40}?的)?(?:专门|相应|专项)?的?"
    r"(?P<group>(?![以由此该任的])[^，。；：（）]{2,40}?(?:领导小组|工作专班|指挥部|工作小组|工作组|小组))"
    r"|(?:^|[，。；])(?P<told>[^，。；：（）由]{2,40}?(?:领导小组|工作专班|指挥部))"
    r"(?=由[^。]{2,200}任(?:组长|总?指挥)|[^。]{0,60}。?组成人员)"
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
    elif (
        isinstance(block, Paragraph)
        and block.lead
        and (_is_phase(block.marker, block.lead) or _TIMED.search(block.text))
    ):
        yield Fact("phase", block.lead, block.id)
    if isinstance(block, Heading | Paragraph | Item):
        for match in _GROUP.finditer(block.text):
            found = "group" if match["group"] else "told"
            yield Fact("leading_group", match[found], block.id, match.span(found))
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
