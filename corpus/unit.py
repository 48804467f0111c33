"""Unit 本单位: its names, the units around it, its places and its people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus import pinyin

RELATIONS = ("上级单位", "科室", "下属单位", "其他单位")
KINDS = ("社区", "村", "网格", "小区", "其他")
LONGEST = 60
"""Characters that a name, a post or a place may have."""
MOST = 2000
"""Rows that a list may have: a sub-district has some hundred people and grids."""
_PHONE = re.compile(
    r"(1\d{10}|0\d{2,3}-?\d{7,8}|[2-9]\d{6,7}|400-?\d{3}-?\d{4}|1\d{2,4})(转\d{1,5})?"
)


@dataclass(frozen=True, slots=True)
class Related:
    """Another unit: full name, short form, and what it is to ours (one of `RELATIONS`)."""

    full: str
    short: str = ""
    relation: str = RELATIONS[0]


@dataclass(frozen=True, slots=True)
class Names:
    """The unit's full name, its short forms (the first is the usual one), the units around it."""

    full: str = ""
    shorts: tuple[str, ...] = ()
    others: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A village, community, grid or estate 地点, and what it belongs to."""

    name: str
    kind: str = KINDS[0]
    within: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    """A person of the unit 人员: name, post, telephone, office."""

    name: str
    post: str = ""
    phone: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Everything that the settings say of the unit; people and places in the order of pinyin."""

    names: Names = Names()
    places: tuple[Place, ...] = ()
    staff: tuple[Staff, ...] = ()

    @property
    def name(self) -> str:
        """The full name; "" where none is set."""
        return self.names.full

    @property
    def short_forms(self) -> dict[str, str]:
        """Full name → short form, of our unit and the units around it, where one is set."""
        given = {other.full: other.short for other in self.names.others if other.short}
        if self.names.full and self.names.shorts:
            given[self.names.full] = self.names.shorts[0]
        return given

    @property
    def offices(self) -> tuple[str, ...]:
        """The offices within the unit, by pinyin: those listed and those that staff belong to."""
        listed = {o.full for o in self.names.others if o.relation == RELATIONS[1]}
        return tuple(pinyin.ordered(listed | {one.office for one in self.staff if one.office}))

    @property
    def units(self) -> tuple[str, ...]:
        """Every full name of a unit: ours, those around it as listed, the offices."""
        own = (self.names.full,) if self.names.full else ()
        return tuple(dict.fromkeys((*own, *(o.full for o in self.names.others), *self.offices)))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row (from 0) under a heading, and how to mend it."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """How a list is written in rows: its headings with the part of the entry that each holds.

    The first heading is the one that no row may leave empty. `aka` has other words for a
    heading, as spreadsheets use them; `choices` the only values of a heading. Entries are sorted
    by pinyin (with `names`, as the names of persons) unless their order says something.
    """

    entry: type[Any]
    parts: Mapping[str, str]
    aka: Mapping[str, str]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    names: bool = False
    sorted: bool = True

    @property
    def first(self) -> str:
        """The heading that must be filled."""
        return next(iter(self.parts))

    def rows(self, entries: Iterable[Any]) -> list[dict[str, str]]:
        """`entries` as rows of texts by heading."""
        return [{h: getattr(one, part) for h, part in self.parts.items()} for one in entries]

    def read(self, rows: Iterable[Mapping[str, object]]) -> tuple[tuple[Any, ...], list[Fault]]:
        """The entries that `rows` give, sorted by pinyin, each once, and what is wrong.

        Empty rows count for nothing. Where anything is wrong, the entries are not to be kept.
        """
        entries: dict[Any, None] = {}
        faults: list[Fault] = []
        for number, row in enumerate(rows):
            texts = {heading: line(row.get(heading, "")) for heading in self.parts}
            if not any(text for h, text in texts.items() if h not in self.choices):
                continue
            if number >= MOST:
                faults.append(Fault(number, self.first, f"最多 {MOST} 行，请分成几次或删去旧的"))
                break
            faults += self._faults(number, texts)
            given = {self.parts[h]: text for h, text in texts.items() if text}
            entries[self.entry(**{self.parts[self.first]: "", **given})] = None
        if not self.sorted:
            return tuple(entries), faults
        part = self.parts[self.first]
        return tuple(
            pinyin.ordered(entries, lambda one: str(getattr(one, part)), names=self.names)
        ), faults

    def heading(self, text: str) -> str | None:
        """Which heading `text`, found in a spreadsheet, means."""
        plain = re.sub(r"[（(].*$", "", "".join(text.split()))
        return plain if plain in self.parts else self.aka.get(plain)

    def _faults(self, number: int, texts: Mapping[str, str]) -> Iterable[Fault]:
        if not texts[self.first]:
            yield Fault(number, self.first, f"这一行没有{self.first}，请补上或删去这一行")
        for heading, text in texts.items():
            if len(text) > LONGEST:
                yield Fault(number, heading, f"有 {len(text)} 字，最多 {LONGEST} 字")
            allowed = self.choices.get(heading)
            if allowed and text and text not in allowed:
                yield Fault(number, heading, f"“{text}”不在可选的 {'、'.join(allowed)} 里")
        for phone in re.split(r"[、,，;；/ ]+", texts.get("电话", "")):
            if phone and not _PHONE.fullmatch(phone):
                yield Fault(
                    number, "电话", f"“{phone}”不像电话号码，写成 0000-5551234 或 11 位手机号"
                )


STAFF = Listing(
    Staff,
    {"姓名": "name", "职务": "post", "电话": "phone", "科室": "office"},
    {"名字": "姓名", "人员": "姓名", "职位": "职务", "岗位": "职务", "联系电话": "电话",
     "手机": "电话", "手机号": "电话", "手机号码": "电话", "电话号码": "电话", "联系方式": "电话",
     "单位": "科室", "部门": "科室", "所在科室": "科室", "所属科室": "科室", "所在单位": "科室"},
    names=True,
)  # fmt: skip
PLACES = Listing(
    Place,
    {"名称": "name", "类别": "kind", "所属": "within"},
    {"地点": "名称", "社区": "名称", "村": "名称", "网格": "名称", "社区名称": "名称",
     "村名": "名称", "网格名称": "名称", "类型": "类别", "上级": "所属", "所属社区": "所属",
     "所属村": "所属", "所在社区": "所属"},
    {"类别": KINDS},
)  # fmt: skip
RELATED = Listing(
    Related,
    {"全称": "full", "简称": "short", "关系": "relation"},
    {"单位": "全称", "名称": "全称", "单位名称": "全称", "单位全称": "全称", "单位简称": "简称"},
    {"关系": RELATIONS},
    sorted=False,
)


def line(raw: object) -> str:
    """`raw` as one line without control characters; numbers of spreadsheets without a fraction."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = unicodedata.normalize("NFC", str(raw if raw is not None else ""))
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def read_names(
    full: str, shorts: str, others: Iterable[Mapping[str, object]]
) -> tuple[Names, list[Fault]]:
    """The names as typed: short forms with 、 between them; what is wrong in the rows of others.

    A fault of the unit's own names has the row -1.
    """
    own = line(full)
    given = tuple(dict.fromkeys(text for text in re.split(r"[、，,;；\s]+", shorts) if text))
    related, faults = RELATED.read(others)
    for heading, text in (("全称", own), *(("简称", short) for short in given)):
        if len(text) > LONGEST:
            faults.append(Fault(-1, heading, f"有 {len(text)} 字，最多 {LONGEST} 字"))
    return Names(own, given, related), faults


def table(cells: Sequence[Sequence[object]], listing: Listing) -> list[dict[str, str]]:
    """The rows of `listing` in a spreadsheet's `cells`: under its head where it has one among
    the first ten lines, else column by column in the order of our headings."""
    for at, row in enumerate(cells[:10]):
        named = [listing.heading(line(cell)) for cell in row]
        if listing.first in named and (len(row) == 1 or len(set(named) - {None}) > 1):
            below = cells[at + 1 :]
            return [
                {heading: line(cell) for heading, cell in zip(named, row, strict=False) if heading}
                for row in below
            ]
    headings = list(listing.parts)
    return [dict(zip(headings, map(line, row), strict=False)) for row in cells]
