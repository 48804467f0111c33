"""Roles 段落角色: what the main sections and the opening of a document do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Block, Heading, Label, Note, Paragraph
from corpus.genres import GENRES, ROLES, role_of_heading

# Roles of emergency plans and rules: elsewhere only a heading of just these words has one.
_OF_EMERGENCIES = frozenset(
    ("general", "command", "warning", "response", "aftermath", "resources", "bylaws", "effect")
)
_SALUTES = re.compile(r"(?:尊敬的|各位|同志们|朋友们|大家)[^。]{0,40}[：:！]$")
# What the last paragraph says where it closes a text, or tells from when it holds.
_ENDS = {
    "effect": re.compile(r"^本[^，。]{1,12}自[^。]{2,20}(?:施行|实施|执行)"),
    "closing": re.compile(
        r"^(?:妥否|当否|可否|特此|专此)|^以上[^。]{0,60}，请|请予?批[示复准]|批评指正|请予(?:支持|研究|审议)"
    ),
}
_NOWHERE_ELSE = frozenset({"upkeep"})


def with_roles(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """`blocks` with the roles of the main headings and of the paragraphs that open the text.

    Where no heading follows, only the first paragraph opens it.
    """
    levels = [level for block in blocks if (level := _head_level(block)) is not None]
    top = min((level for level in levels if level <= 2), default=1)
    headed = any(level <= 3 for level in levels)
    result: list[Block] = []
    opening = True
    for block in blocks:
        head = _head(block)
        plain = isinstance(block, Paragraph) and block.level is None
        if isinstance(block, Heading | Paragraph):
            if head is not None and block.level == top:
                block = replace(block, role=role_of_heading(head))
            elif plain and opening:
                block = replace(block, role="opening")
        opening = opening and plain and headed
        result.append(block)
    return tuple(result)


def fitting(blocks: Sequence[Block], genre: str) -> tuple[Block, ...]:
    """`blocks` without the roles that `genre` has no place for; 主要工作 of a plan are tasks.

    A last paragraph such as 妥否，请批示。 closes the text.
    """
    known = dict(GENRES[genre].roles)
    fitted = [_fitted(block, known) if known else block for block in blocks]
    first = fitted[0] if fitted else None
    if "salutation" in known and isinstance(first, Paragraph) and _SALUTES.match(first.text):
        fitted[0] = replace(first, role="salutation")
    at = len(fitted) - 1
    while at > 0 and isinstance(fitted[at], Label | Note):
        at -= 1
    last = fitted[at] if fitted else None
    if isinstance(last, Paragraph) and last.level is None and last.role is None:
        for role, pattern in _ENDS.items():
            if (role == "effect" or role in known) and pattern.search(last.text):
                fitted[at] = replace(last, role=role)
    return tuple(fitted)


def _fitted(block: Block, known: dict[str, bool]) -> Block:
    if not isinstance(block, Heading | Paragraph) or not block.role or block.role in known:
        return block
    if block.role == "done" and "tasks" in known:
        return replace(block, role="tasks")
    told = block.role in _OF_EMERGENCIES and _head(block) not in ROLES[block.role].words
    return replace(block, role=None) if told or block.role in _NOWHERE_ELSE else block


def _head(block: Block) -> str | None:
    """The words of a heading, alone or run in; None for other blocks."""
    if isinstance(block, Heading):
        return block.text
    return block.lead if isinstance(block, Paragraph) else None


def _head_level(block: Block) -> int | None:
    return block.level if isinstance(block, Heading | Paragraph) and _head(block) else None
