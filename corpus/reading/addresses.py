"""Home addresses 住址: the numbers by which somebody's door is found.

Units and offices have addresses, too, and those are meant to be read: a door counts as a home
where words say that somebody lives there, or where it has what only homes have (单元, a number
within a group of a village). Names of streets and estates stay, as the first digits of a
telephone number do.
"""

from __future__ import annotations

import re

from corpus.reading.entries import HAN

_DIGIT = "0-9０-９"
_SAID = "一二三四五六七八九十百零〇"
_NUMBER = rf"(?:[{_DIGIT}A-Za-z]{{1,5}}|[{_SAID}]{{1,5}}|[甲乙丙丁])"
_ROOM = rf"(?:[{_DIGIT}]{{3,4}}|[{_SAID}]{{3,4}})"
_DASH = "[-－—–]"
_END = rf"(?=[，。；、：,;）)\s的]|$|[村居]民|户|一?家|[{HAN}]{{0,2}}(?:出租|住宅|住户))"
# 25号 or 68弄 before the building: of the same door.
_OUTER = rf"(?:{_NUMBER}(?:号院?|支?弄|期|区|组团)){{0,3}}"
_BUILDING = rf"{_NUMBER}(?:号楼|楼|幢|栋|座|号)"
_ESTATES = ("小区", "新村", "公寓", "苑", "庭", "府", "里", "园", "城", "庄")
_IN_ESTATE = "|".join(f"(?<={estate})" for estate in _ESTATES)
_HOMES = (
    # 25号3幢2单元501室, 2单元501
    rf"{_OUTER}(?:{_BUILDING})?{_NUMBER}单元(?:{_NUMBER}[层楼])?{_ROOM}(?:[、和]{_ROOM}){{0,5}}(?:室|号|户|{_END})",
    # 东湾小区3-2-501
    rf"(?:{_IN_ESTATE}){_NUMBER}{_DASH}(?:{_NUMBER}{_DASH}){{0,2}}{_ROOM}室?{_END}",
    # 东湾村3组12号
    rf"(?<=[村屯寨庄区])第?{_NUMBER}(?:村民|居民)?小?[组社队]第?{_NUMBER}号{_END}",
    # 68弄12号301室
    rf"{_NUMBER}弄(?:{_NUMBER}支弄)?{_NUMBER}号{_ROOM}室",
)
_HOME = re.compile("|".join(_HOMES))
# 3号楼502室 is a home unless what stands before it is an office.
_FLAT = re.compile(
    rf"(?P<before>[^，。；、：\s]{{0,14}}?){_OUTER}{_NUMBER}(?:号楼|幢|栋){_ROOM}(?:[、和]{_ROOM}){{0,5}}室(?![内外主负])"
)
_OFFICE = re.compile(
    r"中心|大厦|大楼|办公|政府|机关|广场|写字楼|学校|学院|医院|公司|园区|产业|商务|[局厅委院所站处会部队馆校]$"
)
_LIVING = re.compile(
    r"(?:家住|(?<![发出])现住(?![宅户房院])|(?<=[，、；（(])住(?![宅户房院建所处])|住在|住于|租住[在于]?|居住[在于]|借住[在于]?|住址|家庭地址|(?:现?居住|户籍|常住)地?(?:地址)?[为是在：:]"
    r"|户籍地址?|户籍所在地|户口所在地)[为是在于：:\s]{0,2}(?P<where>[^，。；;、（(\n]{2,60}?)(?=[的由，。；;、（(\n]|$)"
)
# A building alone says nothing of a person; these name a door.
_DOOR = re.compile(
    rf"{_NUMBER}(?:号(?!楼|院|线|文)|室|组)|单元{_ROOM}|[{_DIGIT}]{_DASH}[{_DIGIT}]{{1,4}}"
)
_PART = re.compile(
    rf"{_NUMBER}(?=(?:村民|居民)?小?(?:号|室|支?弄|幢|栋|座|单元|组|社|队|排|楼|层))"
    rf"|(?<=单元){_ROOM}|[{_DIGIT}A-Za-z]{{1,5}}(?:{_DASH}[{_DIGIT}A-Za-z]{{1,5}}){{1,3}}"
    rf"|(?<![{_DIGIT}])[{_DIGIT}]{{1,5}}$"
)
_FIGURE = re.compile(rf"[{_DIGIT}A-Za-z{_SAID}甲乙丙丁]")
_ADDRESS = re.compile(r"(?:详细|通讯|联系|房屋)?(?:地址|住所|位置)")
_OF_HOMES = re.compile(
    r"(?:家庭|现?居住|户籍|常住|租住|户口)(?:详细)?(?:地址|所在地|地)|.{0,4}住\s*址|(?:房|室|门牌|楼栋)号码?|门牌"
)


def is_of_homes(heading: str, *, people: bool = False) -> bool:
    """Whether what stands below or beside `heading` are homes: 家庭住址, or 地址 of `people`."""
    text = re.sub(r"[\s：:]|（[^（）]*）", "", heading)
    return bool(_OF_HOMES.fullmatch(text) or (people and _ADDRESS.fullmatch(text)))


def without_doors(text: str) -> str:
    """`text` with the door numbers of homes that its own words tell made asterisks.

    It keeps its length.
    """
    text = _LIVING.sub(_lived_in, text)
    text = _HOME.sub(lambda match: _hidden(match[0]), text)
    return _FLAT.sub(_flat, text)


def without_door(address: str) -> str:
    """The home address `address` with all its door numbers made asterisks; as long as before."""
    return _starred(address)


def _lived_in(match: re.Match[str]) -> str:
    where = match["where"]
    if not _DOOR.search(where):
        return match[0]
    return match[0][: -len(where)] + _starred(where)


def _flat(match: re.Match[str]) -> str:
    before = match["before"]
    if _OFFICE.search(before):
        return match[0]
    return before + _hidden(match[0][len(before) :])


def _starred(text: str) -> str:
    return _PART.sub(lambda match: _hidden(match[0]), text)


def _hidden(door: str) -> str:
    return _FIGURE.sub("*", door)
