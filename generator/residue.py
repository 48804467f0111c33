"""Residue 旧文内容: what of a past document is to be changed in a draft, with what is known
to take its place."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.document import Block, Document, Label
from corpus.plain import plain_text
from corpus.reading.people import people_in
from corpus.reading.placeholders import placeholders_in
from corpus.unit import Unit
from generator.mentions import bare, tokens_in
from generator.proper import named_places, named_units
from generator.remnants import LONGEST, Kind, Remnant, united
from generator.spellings import Day, area_of, read_day, tiers_of, unit_spellings

_DOC_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,8}〔(?:[0-9]{4}|[0-9]{2}[xX]{2})〕[0-9xX]{1,4}号")
_MASKED = re.compile(
    r"[\u4e00-\u9fff]{0,4}?(?:街道办事处|街道|社区|小区|办事处|居委会|村委会|委员会|省|市|州|县|区|镇|乡|村|路|组"
    r"|局|委|办|站|部|院|所|学校|公司|中心|书记|主任|[县镇乡区市局所站组]长|委员|同志|万元|亿元|元|人次|户次"
    r"|年度?|月|日|届|期|号)"
)
_MASKED_YEAR = re.compile(r"(?:19|20)?[0-9]?[xX×＊*]{1,4}(?P<unit>年度?)|20[xX×＊*]{2}")
_POST = r"[\u4e00-\u9fff、]{2,24}"
_UNITS = re.compile(
    r"(?:人民政府|办事处|委员会|居委会|村委会|党支部|党委|党工委|街道|局|办公室|中心|支队|大队)$"
)
_NEAR = 1
"""A year so far from the document's own is one that moves on with it: last year, next year."""


def remnants_of(document: Document, unit: Unit, today: datetime.date) -> tuple[Remnant, ...]:
    """Every unit, place, person, date, number and cited document of `document`, by kind.

    Proposed are: our unit for the document's own, our county for its county, the year now for
    the document's year, our staff for the holders of the same posts. What the settings know as
    ours needs no look: it is kept from the start.
    """
    lines = tuple(filter(None, map(str.strip, plain_text(document).split("\n"))))
    found = (
        *_units_and_places(document, lines),
        *(Remnant("person", name) for name in _ordered(people_in(document), lines)),
        *_values(lines),
        *_placeholders(lines),
    )
    return united((), _told(found, document, unit, today))


def remnants_in(
    blocks: Sequence[Block], document: Document, unit: Unit, today: datetime.date
) -> tuple[Remnant, ...]:
    """The remnants of `document` that stand in `blocks`, a section taken from it."""
    part = replace(
        Document(blocks=tuple(blocks)), year=document.year, facts=document.facts, title=""
    )
    text = plain_text(part)
    return tuple(
        one
        for one in remnants_of(document, unit, today)
        if any(old in text for old, _ in _spelt(one)) or bare(one.old) in bare(text)
    )


def _spelt(one: Remnant) -> Sequence[tuple[str, str]]:
    if one.kind == "unit":
        return unit_spellings(one.old, one.new)
    return ((one.old, one.new),)


# ── What there is ──


def _units_and_places(document: Document, lines: Sequence[str]) -> Iterator[Remnant]:
    """Units, the longest name of each, and places that belong to none of them."""
    signing = document.signoff.issuers if document.signoff else ()
    named: dict[str, Kind] = {}
    if document.issuer:
        named[document.issuer] = "unit"
    named |= dict.fromkeys(signing, "unit")
    for name in named_units(lines):
        named.setdefault(name, "unit")
    for name in document.recipients:
        if _UNITS.search(name.rstrip("：:")) and not name.startswith(("各", "全", "有关")):
            named.setdefault(name.rstrip("：:"), "unit")
    for name in [name for name, kind in named.items() if kind == "unit"]:
        if area := area_of(name):
            named.setdefault(area, "place")
    for name in named_places(lines):
        named.setdefault(name, "place")
    if document.place and not any(name.startswith(document.place) for name in named):
        named[document.place] = "place"
    covered: set[str] = set()
    kept: list[Remnant] = []
    for name in sorted(named, key=lambda name: (named[name] != "unit", -len(name))):
        if name in covered or not _is_name(name) or not any(name in line for line in lines):
            continue
        kind = "unit" if tiers_of(name).local and named[name] == "unit" else named[name]
        covered |= {old for old, _ in unit_spellings(name, "")} if kind == "unit" else {name}
        kept.append(Remnant(kind, name))
    text = "\n".join(lines)

    def first(one: Remnant) -> int:
        """Where any spelling of it stands first."""
        return min(at for old, _ in _spelt(one) if (at := text.find(old)) >= 0)

    yield from sorted(kept, key=first)


def _is_name(name: str) -> bool:
    """Whether `name` can be looked for: masked ones are placeholders."""
    return 1 < len(name) <= LONGEST and not re.search(r"[xX×＊*\s]|某(?![\u4e00-\u9fff]?某)", name)


def _ordered(names: Iterable[str], lines: Sequence[str]) -> list[str]:
    text = "\n".join(lines)
    return sorted(names, key=lambda name: (text.find(name), name))


def _values(lines: Iterable[str]) -> Iterator[Remnant]:
    """Dates, years, numbers, cited documents, each once; 3月5日 belongs to 2025年3月5日."""
    days: dict[Day, str] = {}
    others: dict[tuple[str, str], Remnant] = {}
    for line in lines:
        for match in _DOC_NUMBER.finditer(line):
            others.setdefault(("cited_document", match[0]), Remnant("cited_document", match[0]))
        for kind, value, _ in tokens_in(line):
            day = read_day(value) if kind == "date" else None
            if day is not None:
                days.setdefault(day, value)
            elif kind in ("phone", "figure", "cited_document", "id_number") and (
                len(value) <= LONGEST
            ):
                known: Kind = "phone" if kind in ("phone", "id_number") else _kind(kind)
                others.setdefault((known, bare(value)), Remnant(known, value))
    dated = {(day.month, day.day) for day in days if day.year and day.month}
    for day, value in days.items():
        if day.is_year:
            yield Remnant("year", value)
        elif day.year or (day.month, day.day) not in dated:
            yield Remnant("date", value)
    yield from others.values()


def _kind(kind: str) -> Kind:
    return "figure" if kind == "figure" else "cited_document"


def _placeholders(lines: Iterable[str]) -> Iterator[Remnant]:
    """What somebody masked: xx街道, 周某某, each with the word behind it."""
    seen: set[str] = set()
    for line in lines:
        dates = [
            (start, start + len(value)) for kind, value, start in tokens_in(line) if kind == "date"
        ]
        for kind, value, start in placeholders_in(line):
            if any(a <= start < b for a, b in dates):
                continue
            person = kind == "masked_person" and "某" in value
            old = value if person else value + _behind(line, start + len(value), len(value) > 1)
            if old not in seen and (len(old) > 1):
                seen.add(old)
                yield Remnant("person" if person else "placeholder", old)


def _behind(line: str, at: int, alone: bool) -> str:
    """The word behind a mask; the next letter where there is none and one x would be too little."""
    word = _MASKED.match(line, at)
    return word[0] if word else "" if alone else line[at : at + 1]


# ── What is known to take its place ──


def _told(
    found: Iterable[Remnant], document: Document, unit: Unit, today: datetime.date
) -> Iterator[Remnant]:
    """`found` with what takes the place of each, and those that are ours anyway kept."""
    found, own = tuple(found), unit.name
    issuer = _issuer(document, found)
    ours = _ours(unit)
    shift = _shift(document, today)
    posts = _posts(document)
    for one in found:
        new, kept = "", False
        if one.kind in ("unit", "place"):
            kept = one.old in ours
            theirs = _same_unit(one.old, issuer)
            if not kept and own and theirs:
                new = dict(unit_spellings(issuer, own)).get(one.old, own)
            elif not kept and own and one.old == area_of(issuer):
                new = area_of(own)
        elif one.kind == "person":
            new = _holder(posts.get(one.old, ""), unit)
            kept = new == one.old
        elif one.kind in ("year", "date"):
            new = _moved(one.old, shift, today)
        elif one.kind == "placeholder":
            new = _for_placeholder(one.old, unit, today)
        new = "" if new == one.old else new
        yield replace(one, new=new, state="kept" if kept else "open")


def _issuer(document: Document, found: Iterable[Remnant]) -> str:
    """Whose document it is: its issuer, who signs it, or the unit that its title names."""
    signing = document.signoff.issuers if document.signoff else ()
    titled = (one.old for one in found if one.kind == "unit" and one.old in document.title)
    return document.issuer or next(iter(signing), "") or next(titled, "")


def _ours(unit: Unit) -> set[str]:
    """Every spelling of our unit, the units around it and its places."""
    found = {old for name in unit.units for old, _ in unit_spellings(name, "")}
    found |= set(unit.names.shorts) | {one.short for one in unit.names.others if one.short}
    found |= {one.name for one in unit.places}
    return found | {area_of(name) for name in unit.units} - {""}


def _same_unit(name: str, issuer: str) -> bool:
    return bool(issuer) and (
        name == issuer or any(old == name for old, _ in unit_spellings(issuer, ""))
    )


def _shift(document: Document, today: datetime.date) -> tuple[int, int] | None:
    """The document's own year and by how many years its dates move; None where there is none."""
    year = document.year
    if year is None:
        years = Counter(
            int(day.year)
            for line in plain_text(document).split("\n")
            for kind, value, _ in tokens_in(line)
            if kind == "date" and (day := read_day(value)) and day.year and day.year.isdecimal()
        )
        year = max(years, key=lambda one: (years[one], one)) if years else None
    return None if year is None else (year, today.year - year)


def _moved(old: str, shift: tuple[int, int] | None, today: datetime.date) -> str:
    """The date `old` as many years later as the document is old; "" where nobody can tell.

    A day or month of the year before is something that happened, and does not happen again.
    """
    day = read_day(old)
    if day is None or day.year is None:
        return ""
    if not day.year.isdecimal():
        return replace(day, year=str(today.year)).spelt(old)
    if shift is None or not shift[1] or abs(int(day.year) - shift[0]) > _NEAR:
        return ""
    if int(day.year) < shift[0] and not day.is_year:
        return ""
    return replace(day, year=str(int(day.year) + shift[1])).spelt(old)


def _posts(document: Document) -> Mapping[str, str]:
    """The post that stands beside each name: 周某某（街道党工委书记） and 组长：周某某 街道主任."""
    posts: dict[str, str] = {}
    names = people_in(document)
    if not names:
        return posts
    any_name = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    behind = re.compile(rf"(?P<name>{any_name})(?:（(?P<a>{_POST})）|[　 ]+(?P<b>{_POST}))")
    before = re.compile(
        rf"(?P<post>[\u4e00-\u9fff]{{2,16}}(?:书记|主任|主席|长|委员))(?P<name>{any_name})"
    )
    for line in plain_text(document).split("\n"):
        for match in behind.finditer(line):
            posts.setdefault(match["name"], match["a"] or match["b"])
        for match in before.finditer(line):
            posts.setdefault(match["name"], match["post"])
    for block in document.all_blocks():
        if isinstance(block, Label) and block.text in names:
            posts.setdefault(block.text, block.label)
    return posts


def _holder(post: str, unit: Unit) -> str:
    """Who of our staff has `post`, or one that only says the unit besides; "" unless it is one."""
    if not post:
        return ""
    holders = {
        one.name
        for one in unit.staff
        if one.post and (post.endswith(one.post) or one.post.endswith(post))
    }
    return holders.pop() if len(holders) == 1 else ""


def _for_placeholder(old: str, unit: Unit, today: datetime.date) -> str:
    """What stands for xx街道 or xx年: our own name of that tier, the year now."""
    if match := _MASKED_YEAR.fullmatch(old):
        return f"{today.year}{match['unit'] or ''}"
    own = tiers_of(unit.name)
    for name in (unit.name, own.town, own.quarter, own.area):
        kind = next(
            (k for k in ("街道办事处", "街道", "社区", "镇", "乡", "村", "县") if name.endswith(k)),
            "",
        )
        if kind and old.endswith(kind) and len(old) - len(kind) <= 6 and _is_masked(old, kind):
            return name.removeprefix(own.area) if name == unit.name else name
    return ""


def _is_masked(old: str, kind: str) -> bool:
    return not re.search(r"[\u4e00-\u9fff]", old.removesuffix(kind).replace("某", ""))
