"""Mended 排了什么: what laying a file out changed, told by kind with counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.document import (
    Caution,
    Document,
    Figure,
    Heading,
    Item,
    Label,
    Paragraph,
    Table,
)
from corpus.reading.cautions import CLEANED

_TOLD = re.compile(r"(?P<label>[^，]+(?:，[^，]+?)*?)，共 (?P<count>\d+) 处(?P<rest>.*)", re.DOTALL)
_SHOWN = re.compile(r"如(“.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the list of changes: what, how it is now, how often."""

    what: str
    how: str
    count: int


def laid_out(read: Document, fresh: Document) -> list[Change]:
    """What laying `fresh` out decides, counted; ordinals against those of `read`."""
    kinds = Counter(type(block) for block in fresh.all_blocks())
    renumbered = sum(
        old.marker != new.marker
        for old, new in zip(read.all_blocks(), fresh.all_blocks(), strict=False)
        if isinstance(old, Heading | Paragraph | Item)
        and isinstance(new, Heading | Paragraph | Item)
    )
    text = kinds[Paragraph] + kinds[Item]
    found = [
        Change("标题", "2号小标宋，居中，按词断行", 1 if fresh.title else 0),
        Change("作者", "署名移到标题下面，3号楷体，居中", len(fresh.byline)),
        Change("主送", "顶格，后面用冒号", 1 if fresh.recipients else 0),
        Change("各级标题", "黑体、楷体、仿宋，逐级分开", kinds[Heading]),
        Change("层级序号", "统一为“一、（一）1.（1）”并顺排", renumbered),
        Change("正文", "3号仿宋，每行28字，首行缩进两字", text),
        Change("名单", "职务对齐，姓名在后", kinds[Label]),
        Change("表格", "表题在上，宽度与版心一致", kinds[Table]),
        Change("图片", "居中，图题在下", kinds[Figure]),
        Change("附件", "另起一页，左上角标附件号", len(fresh.attachments)),
        Change("落款", "按规定位置，日期写全年月日", 1 if fresh.signoff else 0),
    ]
    return [change for change in found if change.count]


def open_cautions(warnings: Sequence[Caution], *, in_sequence: bool) -> list[Caution]:
    """What a person has to look at; a gap in the ordinals is said to be closed where it is."""
    found = [caution for caution in warnings if not caution.code.startswith(CLEANED)]
    if not in_sequence:
        return found
    said = "，已经顺排；如果漏了一节，请补上再排"
    return [
        replace(one, message=one.message + said) if one.code == "skipped-number" else one
        for one in found
    ]


def cleaned(warnings: Sequence[Caution]) -> list[Change]:
    """What reading mended of the text itself: each rule with an example, and how often."""
    result = []
    for caution in warnings:
        if not caution.code.startswith(CLEANED):
            continue
        match = _TOLD.fullmatch(caution.message)
        if match is None:
            result.append(Change(caution.message, "", 1))
            continue
        example = _SHOWN.search(match["rest"])
        shown = f"例如 {example[1]}" if example else ""
        result.append(Change(match["label"], shown, int(match["count"])))
    return result


def blank_lines(lines: Sequence[str]) -> list[Change]:
    """The blank lines of a typed text, which paper has none of."""
    count = sum(not line.strip() for line in lines)
    return [Change("空行", "多余的删去，段与段之间不空行", count)] if count else []
