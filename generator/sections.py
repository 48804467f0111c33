"""A template's body cut into title, opening, sections and attachments, before Jinja."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from markdown.extensions.attr_list import get_attrs_and_remainder

from corpus.genres import ROLES, role_of_heading
from generator.errors import TemplateError
from generator.fields.findings import did_you_mean
from generator.states import ANNEX, FRAME

_HEADING = re.compile(
    r"(?P<marks>#{1,6})(?P<text>(?:(?!\{:).)*?)\s*(?:\{:(?P<attributes>[^{}]*)\})?\s*"
)
_ATTRIBUTES = (
    "id", "role", "optional", "if", "variant", "attachment", "landscape", "issued", "separate",
    "words",
)  # fmt: skip
_WORDS = re.compile(r"(\d{1,5})-(\d{1,5})")
_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")

Kind = Literal["title", "opening", "section", "attachment"]


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a template's body; `source` starts at line `line` of the file.

    The source of sections and attachments begins with their heading line, without attributes.
    A section that stands without heading (特此报告。) is written `## {: role=closing }`: its
    first line is empty, `heading` is the role's label for forms.
    """

    kind: Kind
    line: int
    source: str
    heading: str = ""
    id: str = ""
    role: str | None = None
    optional: bool = False
    condition: str | None = None
    variant: str | None = None
    landscape: bool = False
    issued: bool = False
    separate: bool = False
    words: tuple[int, int] | None = None


def cut(body: str, name: str, first_line: int) -> tuple[Cut, ...]:
    """The pieces of `body` in order: title, opening (if any), sections, attachments.

    Raises `TemplateError` with the place for a missing title, a heading out of place, unknown
    attributes.
    """
    pieces: list[Cut] = []
    head: Cut | None = None
    lines: list[str] = []
    start = first_line

    def close() -> None:
        source = "\n".join(lines)
        if head is None:
            if source.strip():
                raise TemplateError(
                    "标题之前有文字", where=f"{name}:{start}:1", remedy="正文从 # 标题 开始"
                )
        elif head.kind == "title":
            pieces.append(head)
            if source.strip():
                pieces.append(Cut("opening", head.line + 1, source, id="opening"))
        else:
            kept = head.source + "\n" + source
            pieces.append(replace(head, source=kept))

    for number, line in enumerate(body.split("\n"), first_line):
        found = _heading(line, name, number)
        if found and found.kind == "section" and head and head.kind == "attachment":
            _check_inner(found, name, line)
            found = None
        if found is None:
            lines.append(line)
            continue
        close()
        head, lines = found, []
        if (head.kind == "title") != (not pieces and _no_title(pieces)):
            raise TemplateError(
                "标题只能有一个" if head.kind == "title" else "章节之前没有标题",
                where=f"{name}:{number}:1",
                remedy="第一行写 # 标题；附件写成 # 名称 {: attachment }",
            )
    close()
    if not pieces:
        raise TemplateError(
            "没有标题", where=f"{name}:{first_line}:1", remedy="正文第一行写 # 标题"
        )
    return _with_ids(pieces, name)


def _check_inner(found: Cut, name: str, line: str) -> None:
    """Raise where a heading inside an attachment has attributes: it is no section."""
    if "{:" in line:
        raise TemplateError(
            "附件里的标题不能带属性",
            where=f"{name}:{found.line}:{line.index('{:') + 1}",
            remedy="去掉花括号；正文的章节写在附件之前",
        )


def _no_title(pieces: list[Cut]) -> bool:
    return all(piece.kind != "title" for piece in pieces)


def _heading(line: str, name: str, number: int) -> Cut | None:
    """The title, section or attachment that `line` opens, or None for any other line."""
    match = _HEADING.fullmatch(line.strip()) if line.lstrip().startswith("#") else None
    if match is None:
        return None
    level = len(match["marks"])
    attributes = _attributes(match["attributes"], name, number, line)
    where = f"{name}:{number}:{line.index('#') + 1}"
    if level == 6:
        raise TemplateError("层级过深", where=where, remedy="标题最多用到 #####")
    if level > 2:
        if attributes:
            raise TemplateError(
                "这一层标题不能带属性", where=where, remedy="属性只写在 # 和 ## 的行上"
            )
        return None
    text = match["text"].strip()
    label = ROLES[attributes["role"]].label if level == 2 and "role" in attributes else ""
    if not text and not label:
        raise TemplateError("标题是空的", where=where, remedy="写上标题文字")
    attachment = "attachment" in attributes
    if attachment != (level == 1 and bool(attributes)):
        raise TemplateError(
            "附件标题应写成 # 名称 {: attachment }", where=where, remedy="核对 # 的个数和属性"
        )
    role = attributes.get("role") or (role_of_heading(text) if level == 2 else None)
    return Cut(
        kind="attachment" if attachment else "title" if level == 1 else "section",
        line=number,
        source=f"{match['marks']} {text}" if text else "",
        heading=text or label,
        id=attributes.get("id", ""),
        role=role,
        optional="optional" in attributes,
        condition=attributes.get("if"),
        variant=attributes.get("variant"),
        landscape="landscape" in attributes,
        issued="issued" in attributes,
        separate="separate" in attributes,
        words=_words(attributes.get("words"), where),
    )


def _words(text: str | None, where: str) -> tuple[int, int] | None:
    if text is None:
        return None
    match = _WORDS.fullmatch(text)
    if match is None or int(match[1]) > int(match[2]):
        raise TemplateError("字数写得不对", where=where, remedy="写成 words=200-400")
    return int(match[1]), int(match[2])


def _attributes(text: str | None, name: str, number: int, line: str) -> dict[str, str]:
    if text is None:
        return {}
    where = f"{name}:{number}:{line.index('{:') + 1}"
    pairs, remainder = get_attrs_and_remainder(text.strip())
    if remainder.strip():
        raise TemplateError("属性没有写完整", where=where, remedy="写成 {: #goals role=goals }")
    result: dict[str, str] = {}
    for key, value in pairs:
        if key not in _ATTRIBUTES:
            raise TemplateError(
                f"没有“{key}”这个属性", where=where, remedy=did_you_mean(key, _ATTRIBUTES)
            )
        result[key] = value
    if (role := result.get("role")) and role not in ROLES:
        raise TemplateError(
            f"没有“{role}”这个段落角色", where=where, remedy=did_you_mean(role, ROLES)
        )
    if (id_ := result.get("id")) is not None and (
        not _ID.fullmatch(id_) or id_ in FRAME or id_.startswith(ANNEX)
    ):
        raise TemplateError(
            f"章节编号“{id_}”不合规则",
            where=where,
            remedy=f"用小写字母、数字和短横，不是 {'、'.join(sorted(FRAME))}，不以 {ANNEX} 开头",
        )
    return result


def _with_ids(pieces: list[Cut], name: str) -> tuple[Cut, ...]:
    """`pieces` with an id each; siblings of one id must be variants and stand together."""
    return tuple(_numbered(pieces, name))


def _numbered(pieces: list[Cut], name: str) -> Iterator[Cut]:
    seen: dict[str, Cut] = {}
    above: Cut | None = None
    counts = {"section": 0, "attachment": 0}
    for piece in pieces:
        if piece.kind in counts:
            counts[piece.kind] += 1
            taken = piece.role if piece.role and piece.role not in seen else None
            id_ = piece.id or taken or f"{piece.kind}-{counts[piece.kind]}"
            piece = replace(piece, id=id_)
            first = seen.get(id_)
            if first is not None and not (
                first.variant and piece.variant and above is not None and above.id == id_
            ):
                raise TemplateError(
                    f"章节编号“{id_}”用了两次",
                    where=f"{name}:{piece.line}:1",
                    remedy="换一个编号；同一章节的几种写法各带 variant=名称 并排写在一起",
                )
            seen.setdefault(id_, piece)
            above = piece
        yield piece
