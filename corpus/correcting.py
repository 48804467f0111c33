"""Correcting 更正: what the reader got wrong is set right by hand, and no word of a text is lost.

Pure functions from document to document; the library keeps what was there before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from corpus.document import (
    Block,
    Document,
    Figure,
    Heading,
    Label,
    Paragraph,
    Table,
    clean,
)
from corpus.errors import InvalidCorrection
from corpus.genres import GENRES
from corpus.outline import ordinal
from corpus.reading.facts import facts_of
from corpus.reading.roles import fitting, with_roles

Kind = Literal["title", "genre", "year", "unit", "topics", "level"]

TEXT = "text"
"""The value of a `level` correction that makes a block plain text."""
LEVELS = 5
_YEARS = range(1949, 2100)
_TOPIC_LENGTH = 64
_STOPS = tuple("。．.：:；;！!？?")
_PARTS = re.compile(r"[、，,；;\s]+")


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing set right: what it is about, its new value as typed, and which block, if one."""

    kind: Kind
    value: str = ""
    block: str = ""

    def to_json(self) -> dict[str, str]:
        """The correction as plain JSON values."""
        return {"kind": self.kind, "value": self.value, "block": self.block}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Correction:
        """The correction that `data` describes; raises `InvalidCorrection` for another kind."""
        kind: Any = data.get("kind")
        if kind not in get_args(Kind):
            raise InvalidCorrection(f"没有“{kind}”这种更正", remedy="刷新页面再试")
        return cls(kind, str(data.get("value", "")), str(data.get("block", "")))


def corrected(document: Document, correction: Correction) -> Document:
    """`document`, canonical, with one correction made; what depends on it follows.

    Raises `InvalidCorrection` for a value that cannot be, or a block that is not there.
    """
    value = clean(correction.value)
    match correction.kind:
        case "title":
            if not value:
                raise InvalidCorrection("标题不能空着", where="标题", remedy="写上文稿的标题")
            return replace(document, title=value, title_source="stated")
        case "genre":
            return _of_genre(document, value)
        case "year":
            return replace(document, year=_year(value))
        case "unit":
            return replace(document, issuer=value or None)
        case "topics":
            topics = dict.fromkeys(part[:_TOPIC_LENGTH] for part in _PARTS.split(value) if part)
            return replace(document, topics=tuple(topics))
        case "level":
            return _with_level(document, correction.block, value)


def words_of(block: Block) -> str:
    """What `block` says, lead and label included, without its ordinal; a table's caption."""
    match block:
        case Paragraph():
            return _joined(block.lead or "", block.text)
        case Label():
            return f"{block.label}：{block.text}"
        case Table() | Figure():
            return block.caption or ""
        case _:
            return block.text


def told(document: Document, correction: Correction) -> str:
    """One line on `correction`, for the list of what was corrected in `document`."""
    value = clean(correction.value)
    match correction.kind:
        case "title":
            return f"标题由“{document.title}”改为“{value}”"
        case "genre":
            return f"文种由“{document.genre}”改为“{value}”"
        case "year":
            return f"年份由“{document.year or '无'}”改为“{value or '无'}”"
        case "unit":
            return f"单位由“{document.issuer or '无'}”改为“{value or '无'}”"
        case "topics":
            return f"主题由“{'、'.join(document.topics) or '无'}”改为“{value or '无'}”"
        case "level":
            block = find(document, correction.block)
            become = "正文" if value == TEXT else f" {value} 级标题"
            return f"“{short(words_of(block))}”改为{become}"


def short(words: str) -> str:
    """The beginning of `words`, enough to know them by."""
    return words if len(words) <= 18 else f"{words[:17]}…"


def find(document: Document, block_id: str) -> Block:
    """The block `block_id`; raises `InvalidCorrection` where there is none."""
    for block in document.all_blocks():
        if block.id == block_id:
            return block
    raise InvalidCorrection("这一段已经不在这篇文稿里", remedy="可能刚才有人改过，刷新页面再看")


def level_of(block: Block) -> str | None:
    """The level that `block` has as a heading, `TEXT` for plain text, None for neither."""
    match block:
        case Heading():
            return str(block.level)
        case Paragraph(lead=str(), level=int(level)):
            return str(level)
        case Table() | Figure():
            return None
        case _:
            return TEXT


def settled(document: Document) -> Document:
    """`document`, canonical, after its blocks changed: roles and facts follow."""
    fresh = replace(
        document, blocks=fitting(with_roles(document.blocks), document.genre)
    ).canonical()
    return replace(fresh, facts=facts_of(fresh.all_blocks()))


def _of_genre(document: Document, name: str) -> Document:
    if name not in GENRES:
        raise InvalidCorrection(f"没有“{name}”这个文种", where="文种", remedy="从列表里选一个")
    sure = tuple(one for one in document.warnings if one.code != "uncertain-genre")
    return settled(replace(document, genre=name, warnings=sure))


def _year(value: str) -> int | None:
    digits = value.removesuffix("年")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdecimal()) or int(digits) not in _YEARS:
        raise InvalidCorrection(
            f"年份“{value}”不对", where="年份", remedy="写四位数字，例如 2026；不知道就空着"
        )
    return int(digits)


def _with_level(document: Document, block_id: str, value: str) -> Document:
    level = int(value) if value in map(str, range(1, LEVELS + 1)) else None
    if level is None and value != TEXT:
        raise InvalidCorrection(
            f"没有“{value}”这一级标题", where="级别", remedy=f"从 1 到 {LEVELS} 级里选，或选正文"
        )
    changed = _levelled(find(document, block_id), level)

    def with_changed(blocks: Sequence[Block]) -> tuple[Block, ...]:
        return tuple(changed if block.id == block_id else block for block in blocks)

    return settled(
        replace(
            document,
            blocks=with_changed(document.blocks),
            attachments=tuple(
                replace(one, blocks=with_changed(one.blocks)) for one in document.attachments
            ),
        )
    )


def _levelled(block: Block, level: int | None) -> Block:
    """`block` as a heading of `level`, or as plain text where that is None."""
    if isinstance(block, Table | Figure):
        raise InvalidCorrection("表格和图片不能改成标题或正文", remedy="选文字的段落")
    if level is None:
        # The ordinal comes back as typed: 二、三产业…… was no heading but the text itself.
        marker = getattr(block, "marker", None) or ""
        return Paragraph(block.id, text=marker + words_of(block), lines=block.lines)
    if isinstance(block, Heading) or (isinstance(block, Paragraph) and block.lead):
        return replace(block, level=level, role=None)
    text = words_of(block)
    own = ordinal(text)
    text = text[own.width :].strip() if own and len(text) > own.width else text
    head, stop, rest = text.partition("。")
    if stop and rest.strip() and head.strip():
        return Paragraph(block.id, level, None, head, rest.strip(), None, block.lines)
    return Heading(block.id, level, None, text.rstrip("。") or text, None, block.lines)


def _joined(lead: str, text: str) -> str:
    """A run-in lead and what follows it, as they are printed."""
    if not lead or not text:
        return lead or text
    return f"{lead}{'' if lead.endswith(_STOPS) else '。'}{text}"
