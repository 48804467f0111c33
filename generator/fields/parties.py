"""Field types of who: organisations, people, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from generator.fields.base import Field, Raw, Reading, Wrong, plain
from generator.fields.findings import did_you_mean
from generator.fields.numerals import narrow
from generator.fields.scalars import one_line
from generator.fields.values import Org, Person, Rows, Text

# 城市管理局, 市场监督管理局, 市民服务中心 and 经济开发区 hold no name of a city or a district.
_PREFIX = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}?(?:省(?!级)|自治区))?"
    r"(?:(?:[^市县旗区]城市|[^市县旗区]{1,8}?(?:(?<!城)市(?!场|民服|政工)|州(?!市)|盟)))?"
    r"(?:[^市县旗区]{1,6}?(?:县|旗|(?<!社)(?<!开发)(?<!园)区))?"
)
_PARTY = re.compile(r"中共(?P<unit>.+?)(?P<kind>纪律检查工作|纪律检查|工作|总支部|支部|)委员会")
_PARTY_ENDS = {
    "": "党委", "工作": "党工委", "总支部": "党总支", "支部": "党支部",
    "纪律检查": "纪委", "纪律检查工作": "纪工委",
}  # fmt: skip
_QUARTER = re.compile(
    r"(?:.+(?:街道|镇|乡))?(?P<name>.+?(?:社区|村))(?:居民委员会|村民委员会|居委会|村委会)"
)
_TOWN = re.compile(r"(?P<name>.+(?:街道|镇|乡))(?:办事处|人民政府)")
# 住房和城乡建设局, 农业农村局 and 城镇管理局 hold no name of a town or a village.
_LOCAL = re.compile(r".+?(?:街道|(?<!城)(?<!乡)镇|(?<!城)乡(?!村|镇)|社区|(?<!农)(?<!乡)村)")
_FIRM = re.compile(r".{2,}(?:有限(?:责任)?公司|集团|厂|合作社)")
_PLACE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}?省)?"
    r"([^街镇乡村]城市|[^街镇乡村]{2,8}?(?:县|旗|(?<!城)市|(?<!社)(?<!开发)(?<!园)区))"
)
_SHORT_FORM = re.compile(r"(.+?)[（(](?:以下)?简称[：:“\"]?\s*(.+?)[”\"]?[）)]")


@lru_cache(maxsize=256)
def short_form(name: str) -> str:
    """The short form of an organisation's name, as used after its first mention.

    青禾县柳溪街道办事处 → 柳溪街道, 柳溪街道东湾社区居民委员会 → 东湾社区, 青禾县水务局 → 县水务局,
    青禾县人民政府 → 青禾县, 青禾县恒安燃气有限公司 → 恒安燃气有限公司, 中共青禾县柳溪街道工作委员会
    → 柳溪街道党工委. A name that fits none of these stays as it is.
    """
    if party := _PARTY.fullmatch(name):
        return _party_form(party["unit"], party["kind"])
    match = _PREFIX.match(name)
    prefix = match[0] if match else ""
    rest = name[len(prefix) :]
    for pattern in (_QUARTER, _TOWN):
        if found := pattern.fullmatch(rest):
            return found["name"]
    if not prefix or not rest:
        return name
    if rest == "人民政府":
        tiers = re.findall(r".+?(?:省|市|州(?!市)|县|旗|(?<!社)区)", prefix)
        return str(tiers[-1]) if tiers else name
    return rest if _LOCAL.match(rest) or _FIRM.fullmatch(rest) else prefix[-1] + rest


def _party_form(unit: str, kind: str) -> str:
    """The short form of a party committee 党委 of `unit`: 县委 of a county, 东湾社区党支部."""
    match = _PREFIX.match(unit)
    if match and match[0] == unit:
        return unit[-1] + (_PARTY_ENDS[kind] if kind else "委")
    quarter = re.fullmatch(r"(?:.+(?:街道|镇|乡))?(?P<name>.+?(?:社区|村))", unit)
    return (quarter["name"] if quarter else short_form(unit)) + _PARTY_ENDS[kind]


def place_of(name: str | None) -> str | None:
    """The county, city or district at the head of an organisation's `name`; None without one."""
    match = _PLACE.match(name) if name else None
    return match[1] if match else None


class OrgField(Field):
    """An organisation: its full name, with a short form of its own where one is given."""

    TYPE = "org"
    LABEL = "单位"

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        given = ""
        if isinstance(raw, Mapping):
            unknown = set(raw) - Org.PARTS
            if unknown:
                name = sorted(map(str, unknown))[0]
                raise Wrong(f"单位没有“{name}”这一项", did_you_mean(name, sorted(Org.PARTS)))
            given = one_line(plain(raw.get("简称")))
            raw = raw.get("全称")
        name = one_line(plain(raw))
        if not name:
            return None
        if match := _SHORT_FORM.fullmatch(name):
            name, given = match[1], given or match[2]
        return Org(Text(name), Text(given or short_form(name)))

    def cell(self, raw: Raw) -> str:
        if isinstance(raw, Mapping):
            short = plain(raw.get("简称"))
            return plain(raw.get("全称")) + (f"（简称：{short}）" if short else "")
        return plain(raw)

    def shape(self) -> dict[str, Any]:
        parts = {"全称": {"type": "string"}, "简称": {"type": "string"}}
        return {"anyOf": [{"type": "string"}, {"type": "object", "properties": parts}]}


SEPARATOR = re.compile(r"\s*[|｜]\s*")
# Only what looks like a name is parted from a post: 各社区（村） and 城建办 负责人 stay whole.
_PERSON = re.compile(
    r"(?P<name>(?!各|全体)[\u4e00-\u9fff·]{2,4}|[A-Za-z·][A-Za-z·]+)"
    r"(?:\s*[（(](?P<post>.{2,})[）)]|[，,\s]\s*(?P<after>.{2,}))"
)


def read_person(raw: Raw) -> Person | None:
    """The person that `raw` names: a mapping, 姓名|职务, 姓名（职务）, 姓名，职务 or 姓名 职务.

    Raises `Wrong` for unknown parts.
    """
    if isinstance(raw, Mapping):
        unknown = set(raw) - Person.PARTS
        if unknown:
            name = sorted(map(str, unknown))[0]
            raise Wrong(f"人员没有“{name}”这一项", did_you_mean(name, sorted(Person.PARTS)))
        name, post = one_line(plain(raw.get("姓名"))), one_line(plain(raw.get("职务")))
    else:
        text = one_line(plain(raw))
        if match := _PERSON.fullmatch(text):
            name, post = match["name"], match["post"] or match["after"]
        else:
            name, *posts = SEPARATOR.split(text, maxsplit=1)
            post = posts[0] if posts else ""
    if not name and not post:
        return None
    return Person(Text(name or post), Text(post if name else ""))


class PersonField(Field):
    """A person: 姓名 and 职务."""

    TYPE = "person"
    LABEL = "人员"
    WIDGET = "person"

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        return read_person(raw)

    def cell(self, raw: Raw) -> str:
        return spell_person_cell(raw)

    def segment(self, raw: Raw) -> str:
        name, _, post = spell_person_cell(raw).partition("|")
        return f"{name}（{post}）" if post else name

    def cell_help(self) -> str:
        return "写成 姓名|职务"

    def shape(self) -> dict[str, Any]:
        return PERSON_SHAPE

    def show(self) -> dict[str, Any]:
        return super().show() | {"columns": PERSON_COLUMNS}


def spell_person_cell(raw: Raw) -> str:
    """A person as typed into a cell: 姓名|职务."""
    if isinstance(raw, Mapping):
        return "|".join(filter(None, (plain(raw.get("姓名")), plain(raw.get("职务")))))
    return plain(raw)


PERSON_SHAPE: dict[str, Any] = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {"姓名": {"type": "string"}, "职务": {"type": "string"}},
            "additionalProperties": False,
        },
    ]
}
PERSON_COLUMNS: list[dict[str, Any]] = [
    {"name": "姓名", "widget": "text", "required": True, "placeholder": "周某某"},
    {"name": "职务", "widget": "text", "required": False, "placeholder": "街道办事处主任"},
]


class PeopleField(Field):
    """Several people; `min` and `max` count them."""

    TYPE = "people"
    LABEL = "人员名单"
    WIDGET = "rows"
    SETTINGS = frozenset({"min", "max"})

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        entries: Iterable[Raw] = raw if isinstance(raw, list | tuple) else plain(raw).split("\n")
        people = [person for person in map(read_person, entries) if person]
        if not people:
            return None
        self.within(reading, where, len(people), "人数", "人")
        return Rows(people)

    def cell(self, raw: Raw) -> str:
        entries = raw if isinstance(raw, list | tuple) else [raw]
        return "\n".join(map(spell_person_cell, entries))

    def cell_help(self) -> str:
        return "每行一人，写成 姓名|职务"

    def shape(self) -> dict[str, Any]:
        return {"type": "array", "items": PERSON_SHAPE}

    def show(self) -> dict[str, Any]:
        return super().show() | {"columns": PERSON_COLUMNS}


_PHONE = re.compile(
    r"(1\d{10}|0\d{2,3}-?\d{7,8}|[2-9]\d{6,7}|400-?\d{3}-?\d{4}|1\d{2,4})(转\d{1,5})?"
)


class PhoneField(Field):
    """A telephone number; a string always, so that 0512 keeps its zero."""

    TYPE = "phone"
    LABEL = "电话"
    WIDGET = "phone"

    def value(self, raw: Raw, reading: Reading, where: str) -> object | None:
        text = re.sub(r"\s+", "", narrow(plain(raw))).replace("－", "-").replace("—", "-")
        text = re.sub(r"^\((0\d{2,3})\)", r"\1-", text)
        if not text:
            return None
        for number in re.split(r"[、,;/]", text):
            if not _PHONE.fullmatch(number):
                raise Wrong(f"“{number}”不像电话号码", "写成 0000-5551234 或 11 位手机号")
        return Text("、".join(re.split(r"[、,;/]", text)))
