"""Facts 要素: what a text says that people look for, each with its block and place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from corpus.document import Block, Fact, Heading, Item, Label, Note, Paragraph, Table
from corpus.reading.duties import duties_in
from corpus.reading.entries import HAN
from corpus.reading.keywords import keywords_of
from corpus.reading.people import named_in
from corpus.reading.placeholders import is_surname, placeholders_in
from corpus.reading.places import places_in, units_in

_MEASURES = (
    "平方公里|平方米|立方米|公里|千米|公顷|个百分点|个工作日|人次|户次|小时|分钟|元|户|人|名|个|家|件|起|次|处|栋|辆|台|套"
    "|份|场|所|条|项|亩|吨|米|张|支|批|篇|期|岁|天|年|个月|周|幅|块|座|间|面|本|册|顶|盏|只|头|株|棵|倍|%|％|‰|℃"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "cited_document",
        re.compile(
            r"《[^《》]{2,80}(?:〈[^〉]*〉[^《》]*)?》(?:（[^（）]{0,12}〔[^〕]{2,6}〕[^（）]{1,8}号）)?"
        ),
    ),
    (
        "id_number",
        re.compile(
            r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx](?![0-9])"
        ),
    ),
    (
        "phone",
        re.compile(
            r"(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}[-—][0-9]{7,8}|(?:400|800)-[0-9]{3}-[0-9]{4})(?![0-9])"
        ),
    ),
    (
        "date",
        re.compile(
            r"(?<![0-9x])(?:(?:[12][0-9]{3}|20xx)年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|[0-9]{1,2}月[0-9]{1,2}日"
            r"|[12][0-9]{3}-[0-9]{2}-[0-9]{2})(?![0-9])"
        ),
    ),
    (
        "figure",
        re.compile(
            rf"(?<![0-9.〔第])[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?(?:余|多)?[万亿]?(?:余|多)?(?:{_MEASURES})(?![0-9〕])"
        ),
    ),
)
_PERSON = re.compile(rf"[{HAN}·]{{2,4}}")
_PEOPLE_LABELS = re.compile(r"(?:组长|成员|组员|主任|指挥长?|负责人|联系人|主持人?|记录人?|作者)$")
_NO_PERSON = re.compile(r"[局委办部科站所室组区镇乡村街社县市省长员单位各有关企业物业人法理]")
# 由周某某同志任组长: a name is certain between such words, when it begins with a surname.
_COMRADE = re.compile(rf"(?:(?<=[由、，。：；任以])|^)(?P<name>[{HAN}]{{2,3}})同志")


def facts_of(blocks: Iterable[Block]) -> tuple[Fact, ...]:
    """The facts in `blocks`, block by block in the order of the text.

    Spans count characters of the block's text; those of a run-in lead and a table are (0, 0).
    """
    blocks = list(blocks)
    texts = [getattr(block, "text", "") for block in blocks]
    named = Counter(name for text in texts for name, _ in {*units_in(text), *places_in(text)})
    keywords = dict.fromkeys(keywords_of(texts))
    facts: list[Fact] = []
    for block in blocks:
        facts.extend(_facts(block, named))
        text = getattr(block, "text", "")
        for word in [word for word in keywords if word in text]:
            del keywords[word]
            at = text.index(word)
            facts.append(Fact("keyword", word, block.id, (at, at + len(word))))
    return tuple(facts)


@lru_cache(maxsize=8192)
def values_in(text: str) -> tuple[tuple[str, str, int], ...]:
    """Dates, figures, numbers and cited documents in `text`: kind, value and offset of each."""
    return tuple((fact.kind, fact.value, fact.span[0]) for fact in _found(text, ""))


def _facts(block: Block, named: Counter[str]) -> list[Fact]:
    if isinstance(block, Table):
        return [Fact("person", name, block.id) for name, _ in named_in(block)]
    if not isinstance(block, Heading | Paragraph | Item | Label | Note):
        return []
    lead = block.lead if isinstance(block, Paragraph) else None
    in_lead = [Fact(fact.kind, fact.value, block.id) for fact in _found(lead or "", block.id)]
    facts = _found(block.text, block.id)
    taken = [fact.span for fact in facts]
    for kind, names in (("unit", units_in(block.text)), ("place", places_in(block.text))):
        for name, start in names:
            span = (start, start + len(name))
            # A name met once may be a run of other words.
            if named[name] >= 2 and not any(a < span[1] and span[0] < b for a, b in taken):
                taken.append(span)
                facts.append(Fact(kind, name, block.id, span))
    facts.extend(_people(block))
    facts.extend(duties_in(block))
    facts.extend(
        Fact(kind, value, block.id, (at, at + len(value)))
        for kind, value, at in placeholders_in(block.text)
    )
    return [*in_lead, *sorted(facts, key=lambda fact: fact.span)]


def _found(text: str, block: str) -> list[Fact]:
    """Dates, figures, numbers and cited documents in `text`; none overlaps another."""
    taken: list[tuple[int, int]] = []
    facts: list[Fact] = []
    if not text:
        return facts
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                facts.append(Fact(kind, match[0], block, match.span()))
    return facts


def _people(block: Heading | Paragraph | Item | Label | Note) -> Iterator[Fact]:
    if isinstance(block, Label) and _PEOPLE_LABELS.search(block.label):
        start = 0
        for part in re.split(r"([、，；。\s]+|（[^）]*）)", block.text):
            if _PERSON.fullmatch(part) and not _NO_PERSON.search(part):
                yield Fact("person", part, block.id, (start, start + len(part)))
            start += len(part)
        return
    told = {match.span("name"): match["name"] for match in _COMRADE.finditer(block.text)}
    told |= {span: name for name, span in named_in(block)}
    for span, name in told.items():
        if is_surname(name[0]) and not _NO_PERSON.search(name):
            yield Fact("person", name, block.id, span)
