"""People 人名: the names that something beside them tells to be names of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Block, Document, Label, Table
from corpus.reading.entries import HAN
from corpus.reading.placeholders import is_surname

_NAME = rf"[{HAN}]{{2,4}}"
_POST = (
    r"(?:书记|主任|主席|局长|镇长|乡长|区长|县长|市长|所长|站长|科长|处长|部长|院长|校长|村长|组长|队长|网格长"
    r"|楼栋长|委员|干事|民警|医生|老师|网格员|联络员|联系人|负责人|责任人|签发人|主持人?|记录人?|作者)"
)
# 主任周某某、 and 联系人：周某某，: behind a post the name ends with a mark, or takes another post.
_BEHIND = re.compile(
    rf"(?:{_POST}|经理|委员|科员|专干)[：:　 ]?(?P<name>{_NAME}?)"
    r"(?=[，、。；（）〔：:　 ]|同志|$"
    r"|(?:兼?任|为)(?:常务)?(?:副?(?:组长|总?指挥|主任|队长)|成员|组员))"
)
# 周某某（街道党工委书记） and 周某某同志
_BEFORE = re.compile(
    rf"(?:^|(?<=[：:，、。；　 ]))(?P<name>{_NAME})(?=（[^（）]{{0,20}}{_POST}|同志|先生|女士)"
)
_SIGNED = re.compile(rf"[{HAN}、]{{2,30}}[　 ]+(?P<name>{_NAME})")
# 周某某县教育局局长: in a slot for people the unit may follow at once.
_OF_UNIT = re.compile(
    rf"(?P<name>[{HAN}]{{2,3}}?)(?=(?:省|市|县|区|镇|乡|街道|社区|村)(?:委|人大|政协|人民|政府|[{HAN}]{{1,12}}(?:长|主任|书记)))"
)
_COLUMN = re.compile(rf"姓\s*名|名字|{_POST}|负责同志|参会人员|成员")
_PARTS = re.compile(r"[、，；。\s]+|（[^（）]*）")
# Words of work that begin like a surname.
_NO_NAME = re.compile(
    r"[局委办部科室组区镇乡街县省单各企社]|[的了在和与为及等由要应须将]|负责|工作|安全|管理|会议|全面|主持|同志"
    r"|党员|通报|通知|方[面案法]|时[间任]|开展|部署|要求|讲话|汇报|传达|落实|检查|督促|牵头|兼任|担任"
)


def people_in(document: Document) -> frozenset[str]:
    """The names of persons that `document` tells to be names.

    They stand in slots for people (组长：, 姓名 columns, attendance, signers, byline) or beside a
    post (主任周某某, 周某某同志), and begin with a usual surname; others are not told from words.
    """
    found = {fact.value for fact in document.facts if fact.kind == "person"}
    seen = document.attendance
    if seen is not None:
        found |= {*seen.present, *seen.absent, *seen.observers}
    if document.masthead is not None:
        found |= set(document.masthead.signers)
    signing = document.signoff.signers if document.signoff else ()
    for line in (*document.byline, *signing):
        if match := _SIGNED.fullmatch(line):
            found.add(match["name"])
    signed = document.signoff.issuers if document.signoff else ()
    found |= set(signed)
    around = (*signed, *signing, *document.recipients, *document.copies, *document.notes)
    for text in around:
        found |= set(_named(text))
    for block in document.all_blocks():
        found |= set(_in_block(block))
    return frozenset(name for name in found if _is_name(name))


def _in_block(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield from _in_table(block)
        return
    if isinstance(block, Label):
        for part in _PARTS.split(block.text):
            if match := _OF_UNIT.match(part):
                yield match["name"]
    yield from _named(getattr(block, "text", ""))
    yield from _named(getattr(block, "lead", None) or "")


def named_in(block: Block) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each name that `block` tells to be one, masked or not, and where it stands in its text.

    Those of a table and of a run-in lead have the span (0, 0).
    """
    if isinstance(block, Table):
        for name in dict.fromkeys(_in_table(block)):
            if _may_be(name):
                yield name, (0, 0)
        return
    for match in _matches(getattr(block, "text", "")):
        if _may_be(match["name"]):
            yield match["name"], match.span("name")


def _in_table(table: Table) -> Iterator[str]:
    """The names in the columns 姓名, 负责人 and their like, and beside such a cell."""
    head = table.head[-1] if table.head else ()
    columns = {at for at, cell in enumerate(head) if _COLUMN.search(cell.text)}
    for row in table.rows:
        for at, cell in enumerate(row):
            beside = at > 0 and _COLUMN.fullmatch(row[at - 1].text.strip())
            if beside or (at in columns and len(row) == len(head)):
                yield from _PARTS.split(cell.text)
            yield from _named(cell.text)


def _matches(text: str) -> Iterator[re.Match[str]]:
    for pattern in (_BEHIND, _BEFORE):
        yield from pattern.finditer(text)


def _named(text: str) -> Iterator[str]:
    return (match["name"] for match in _matches(text))


def _is_name(text: str) -> bool:
    """Whether `text` may be a name that is not masked yet."""
    return _may_be(text) and "某" not in text


def _may_be(text: str) -> bool:
    told = re.fullmatch(_NAME, text) and len(text) <= 3 and is_surname(text[0])
    return bool(told) and not _NO_NAME.search(text)
