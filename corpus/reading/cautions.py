"""Cautions 提醒: what in a source was not certain, and what cleaning changed."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.document import Block, Caution, Lines
from corpus.reading.cleaning import Repair
from corpus.reading.doubts import doubts_of
from corpus.reading.numbering import lost_headings

_UNCERTAIN = {
    "cut-paragraph": "断成两段的文字已接上，请核对",
    "lost-number": "丢失的序号已按上文补上，请核对",
}

CLEANED = "cleaned-"
"""How the codes of warnings begin that tell what a rule of cleaning changed."""

_MOST_LINES = 20


def cautions_of(
    blocks: Sequence[Block],
    repairs: Sequence[Repair],
    lines: Lines | None,
    *,
    sure: bool,
    stated: bool,
    signed: bool,
) -> tuple[Caution, ...]:
    """What is not certain, by line, then what cleaning changed: one warning a rule.

    `sure` says that the genre is certain, `stated` that the title stands above the text, `signed`
    that a sign-off closes it.
    """
    result: list[Caution] = []
    if not sure:
        result.append(Caution("uncertain-genre", lines and lines[0], "文种是按内容推断的，请核对"))
    own = [r for r in repairs if lines is None or r.line is None or lines[0] <= r.line <= lines[1]]
    found = [
        *lost_headings(blocks),
        *doubts_of(blocks, stated=stated, signed=signed),
        *(
            Caution(repair.code, repair.line, _UNCERTAIN[repair.code])
            for repair in own
            if repair.code in _UNCERTAIN
        ),
    ]
    result.extend(sorted(found, key=lambda caution: caution.line or 0))
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
    return Caution(f"{CLEANED}{code}", first.line, message)
