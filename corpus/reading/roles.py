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
# What the last paragraphs say where they close a text, or tell from when it holds.
_ENDS = {
    "effect": re.compile(r"^本[^，。]{1,12}自[^。]{2,20}(?:施行|实施|执行)"),
    "closing": re.compile(
        r"^(?:妥否|当否|可否|特此|专此)|^以上[^。]{0,60}，请|请予?批[示复准]|批评指正|请予(?:支持|研究|审议)"
    ),
}
_ENDS_OF = {
    "简报": re.compile(r"^(?:[报送发]：|下一步，|会后，)"),
    "讲话": re.compile(r"^(?:同志们|朋友们|各位)[^，：]{0,4}，"),
}
_NOWHERE_ELSE = frozenset({"upkeep"})
# What a role is called in a genre that has no place for it.
_ELSEWHERE = {"done": "tasks", "tasks": "done", "findings": "situation", "situation": "done"}
# What it matters for is told before what is to be done.
_REASONS = re.compile(r"认识|意义|必要性|重要性")
_JOINED = re.compile(r"[和及与]")


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
    fitted = _placed(fitted, genre)
    first = fitted[0] if fitted else None
    if "salutation" in known and isinstance(first, Paragraph) and _SALUTES.match(first.text):
        fitted[0] = replace(first, role="salutation")
    at = len(fitted) - 1
    while at > 0 and isinstance(fitted[at], Label | Note):
        at -= 1
    while at > 0 and (ending := _ending(fitted[at], genre)):
        fitted[at] = ending
        at -= 1
    return tuple(fitted)


def _ending(block: Block, genre: str) -> Paragraph | None:
    """`block` with the role of a text's end, or None where it is none."""
    if not isinstance(block, Paragraph) or block.level is not None or block.role is not None:
        return None
    for role, pattern in _ENDS.items():
        if pattern.search(block.text):
            return replace(block, role=role)
    more = _ENDS_OF.get(genre)
    return replace(block, role="closing") if more and more.search(block.text) else None


def _placed(blocks: list[Block], genre: str) -> list[Block]:
    """`blocks` with the roles of main headings whose words tell none, by where they stand.

    What stands between the aims and the steps of a plan are its tasks. The parts of a speech are
    the situation, the tasks and what is required, in this order.
    """
    order = [name for name, _ in GENRES[genre].roles]
    tops = [n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1]
    roles = {n: block.role for n in tops if isinstance(block := blocks[n], Heading)}
    untold = [n for n in tops if roles[n] is None]
    if genre == "讲话" and len(tops) > 2 and len(untold) == len(tops):
        roles.update(dict.fromkeys(tops, "tasks"))
        roles.update({tops[0]: "situation", tops[-1]: "require"})
    elif "tasks" in GENRES[genre].required_roles or genre == "通知":
        rank = order.index("tasks")
        for n in untold:
            text = getattr(blocks[n], "text", "")
            before = [order.index(r) for m in tops if m < n and (r := roles[m]) in order]
            after = [order.index(r) for m in tops if m > n and (r := roles[m]) in order]
            fits = max(before, default=0) <= rank <= min(after, default=len(order))
            if fits and (before or after) and not _REASONS.search(text):
                roles[n] = "tasks"
    aims = [n for n in tops if roles[n] == "goals"]
    if (
        "tasks" in order
        and len(aims) > 1
        and any(roles[n] == "tasks" for n in tops if n < aims[-1])
    ):
        roles[aims[-1]] = "results"
    return [
        replace(block, role=roles[n]) if isinstance(block, Heading) and n in roles else block
        for n, block in enumerate(blocks)
    ]


def _fitted(block: Block, known: dict[str, bool]) -> Block:
    if not isinstance(block, Heading | Paragraph) or not block.role:
        return block
    head = _head(block)
    if head and _JOINED.search(head):
        required = [name for name, needed in known.items() if needed]
        block = replace(block, role=role_of_heading(head, required))
    if block.role is None or block.role in known:
        return block
    if _ELSEWHERE.get(block.role) in known:
        return replace(block, role=_ELSEWHERE[block.role])
    told = block.role in _OF_EMERGENCIES and _head(block) not in ROLES[block.role].words
    return replace(block, role=None) if told or block.role in _NOWHERE_ELSE else block


def _head(block: Block) -> str | None:
    """The words of a heading, alone or run in; None for other blocks."""
    if isinstance(block, Heading):
        return block.text
    return block.lead if isinstance(block, Paragraph) else None


def _head_level(block: Block) -> int | None:
    return block.level if isinstance(block, Heading | Paragraph) and _head(block) else None
