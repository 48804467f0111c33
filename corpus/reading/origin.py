"""Origin 出处: the place and the year that a document belongs to, where the text is certain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.document import Block, Heading, Paragraph
from corpus.reading.places import places_in

# Characters of a text in which names are counted.
_SEARCHED = 100_000

_RANKS = {
    kind: rank
    for rank, kinds in enumerate(("省 自治区", "市 自治州", "县 区", "镇 乡 街道", "社区 村"))
    for kind in kinds.split()
}
_OWN = re.compile(r"(?:我|本)(省|市|县|区|镇|乡|街|社区|村)(?!民)")
_WHOLE = re.compile(r"全(省|市|县|区|镇|乡|街|社区|村)")
# What a superior has written or said names the superior's place.
_TITLES = re.compile(r"《[^》]{0,200}》")
_CITED = re.compile(
    r"(?:根据|按照|依据|依照|落实|贯彻)[^，。；]{0,80}(?:精神|要求|文件|通知|部署|意见)"
)

_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?=年)")
_TITLED_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?=年|[^0-9])")
_OPENING_YEAR = re.compile(r".{0,2}?(?<!到)(?<!至)((?:19|20)[0-9]{2})年(?!底|末|前)(?!度?以来)")


def place_of(title: str | None, texts: Sequence[str], attached: Sequence[str] = ()) -> str | None:
    """The place of the title, or else of the rank that the text calls its own, or else of the
    opening, or else the one that the text names most often.

    A text that says 我镇 belongs to a 镇: villages are only parts of it. What the opening cites
    of its superiors comes last. `attached` are the titles of the attachments.
    """
    whole = "\n".join((title or "", *texts, *attached))[:_SEARCHED]
    if title and (titled := places_in(title)):
        return titled[0][0]
    counted = Counter(name for text in (*texts, *attached) for name, _ in places_in(text))
    kind = _own_kind(whole)
    if kind is not None:
        counted = Counter({n: c for n, c in counted.items() if _rank(n) <= _RANKS[kind]})
        alike = {n: t for n in counted if n.endswith(kind) and (t := whole.count(n)) >= 2}
        if alike:
            return max(alike, key=lambda name: (alike[name], name))
    cut = [_CITED.sub("，", _TITLES.sub("", text)) for text in texts[:2]]
    for text in (*cut, *texts[:2]):
        for name, _ in places_in(text):
            if name in counted and _times(name, whole) >= 2:
                return name
    common = counted.most_common(1)
    return common[0][0] if common and common[0][1] >= 3 else None


def _own_kind(whole: str) -> str | None:
    """What the text calls its place: the 镇 of 我镇, or of 全镇, if it says so twice."""
    for pattern in (_OWN, _WHOLE):
        for kind, times in Counter(match[1] for match in pattern.finditer(whole)).most_common(1):
            if times >= 2:
                return "街道" if kind == "街" else kind
    return None


def _times(name: str, whole: str) -> int:
    return whole.count(_bare(name))


def _bare(name: str) -> str:
    return name.rstrip("省市县区镇乡")


def _rank(name: str) -> int:
    return next((rank for kind, rank in _RANKS.items() if name.endswith(kind)), 0)


def year_of(
    title: str | None, signed: str | None, blocks: Sequence[Block], texts: Sequence[str]
) -> int | None:
    """The year of the title, the date `signed`, the first words, the first dated stage, or the
    one that the text names most often."""
    if title and (match := _TITLED_YEAR.search(title)):
        return int(match[0])
    if signed and signed[:4].isdecimal():
        return int(signed[:4])
    if texts and (match := _OPENING_YEAR.match(texts[0])):
        return int(match[1])
    heads = (
        block.text if isinstance(block, Heading) else block.lead or ""
        for block in blocks
        if isinstance(block, Heading | Paragraph)
    )
    stage = next(
        (match for head in heads if "阶段" in head and (match := _YEAR.search(head))), None
    )
    if stage:
        return int(stage[1])
    counted = Counter(match for text in texts for match in _YEAR.findall(text))
    if not counted:
        return None
    best, times = counted.most_common(1)[0]
    return int(best) if times >= 2 and times * 2 > sum(counted.values()) else None
