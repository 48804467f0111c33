"""Cautions 提醒: what in a source was not certain, and what cleaning changed."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.document import Block, Caution, Heading, Item, Lines, Paragraph
from corpus.outline import ordinal
from corpus.reading.cleaning import Repair

_UNCERTAIN = {
    "cut-paragraph": "断成两段的文字已接上，请核对",
    "lost-number": "丢失的序号已按上文补上，请核对",
}

_MOST_LINES = 20


def cautions_of(
    blocks: Sequence[Block],
    repairs: Sequence[Repair],
    lines: Lines | None,
    sure: bool,
) -> tuple[Caution, ...]:
    """What is not certain, and what cleaning changed: one warning a rule."""
    result: list[Caution] = []
    if not sure:
        result.append(Caution("uncertain-genre", lines and lines[0], "文种是按内容推断的，请核对"))
    result.extend(_lost_headings(blocks))
    own = [r for r in repairs if lines is None or r.line is None or lines[0] <= r.line <= lines[1]]
    for repair in own:
        if repair.code in _UNCERTAIN:
            result.append(Caution(repair.code, repair.line, _UNCERTAIN[repair.code]))
    changes: dict[str, list[Repair]] = {}
    for repair in own:
        if repair.code not in _UNCERTAIN:
            changes.setdefault(repair.code, []).append(repair)
    result.extend(_told(code, repairs) for code, repairs in changes.items())
    return tuple(result)


def _told(code: str, repairs: Sequence[Repair]) -> Caution:
    """What the rule `code` changed: how often, on which lines, and an example."""
    first = repairs[0]
    message = f"{first.label}，共 {len(repairs)} 处"
    lines = sorted({repair.line for repair in repairs if repair.line})
    if len(lines) > 1:
        shown = "、".join(map(str, lines[:_MOST_LINES]))
        message += f"：第 {shown} 行{'等' if len(lines) > _MOST_LINES else ''}"
    if first.after:
        message += f"，如“{first.before}”改为“{first.after}”"
    elif first.before:
        message += f"，如“{first.before}”"
    return Caution(f"cleaned-{code}", first.line, message)


def _lost_headings(blocks: Sequence[Block]) -> list[Caution]:
    """Ordinals that start below a level that the document lost, or that skip a number."""
    result: list[Caution] = []
    seen: dict[int, int] = {}
    last: dict[int, int] = {}

    for block in blocks:
        if not isinstance(block, Heading | Paragraph | Item) or not block.level or not block.marker:
            continue
        found = ordinal(block.marker)
        if found is None or found.level is None or found.level > 3 or found.scheme == "一是":
            continue
        line = block.lines and block.lines[0]
        level, number = block.level, found.number
        before = seen.get(level)
        seen = {k: n for k, n in seen.items() if k < level}
        if before is not None and number == 1 and level <= 2:
            result.append(Caution("lost-parent-heading", line, "序号重新起头，上一级标题可能丢失"))
        elif before is not None and number > before + 1:
            result.append(Caution("skipped-number", line, f"序号从{before}跳到{number}"))
        elif before is None and number not in (1, last.get(level, 0) + 1):
            result.append(Caution("lost-heading", line, f"序号从{number}开始，前面的标题可能丢失"))
        seen[level] = last[level] = number
    return result
