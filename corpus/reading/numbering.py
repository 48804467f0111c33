"""Numbering 序号: ordinals that begin again, skip or start late tell which headings were lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Block, Caution, Heading, Item, Paragraph
from corpus.genres import ROLES, role_of_heading
from corpus.outline import ordinal

_AGAIN = "序号重新起头，上一级标题可能丢失"
# Words in the headings below a lost one that tell what it was about.
_TELLING: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"阶段|第[一二三四五]步"), "steps"),
    (
        re.compile(
            r"组织领导|加强领导|责任落实|落实责任|考核|督查|督导|检查|经费|投入|保障|氛围|宣传引导"
        ),
        "safeguard",
    ),
    (re.compile(r"目标|达到|实现|率"), "goals"),
    (re.compile(r"不足|问题|不够|不高|不强|不到位|滞后|薄弱"), "problems"),
    (re.compile(r"组长|成员|办公室|领导小组|职责"), "duty"),
    (re.compile(r"原则|坚持"), "guiding"),
    (re.compile(r"开展|整治|建设|推进|加强|完善|排查|实施|强化|建立|健全|抓好|做好"), "tasks"),
)


# The chapters and articles of rules, which count by themselves.
_RULES = {"第一章", "第一条"}


@dataclass(frozen=True, slots=True)
class _Numbered:
    at: int
    level: int
    number: int
    words: str
    line: int | None


def lost_headings(blocks: Sequence[Block]) -> tuple[Caution, ...]:
    """Ordinals that start below a level that the document lost, or that skip a number.

    Where headings of one scheme begin again without one above them, the one above was lost: the
    words of those below suggest its role. The first such run counts, too, once a later one shows
    that the document had headings above.
    """
    numbered = tuple(_numbered(blocks))
    result: list[Caution] = []
    seen: dict[int, int] = {}
    last: dict[int, int] = {}
    first: dict[int, _Numbered] = {}
    for place, here in enumerate(numbered):
        level, number = here.level, here.number
        if not level:
            # What stands below an article begins again with each.
            seen = {}
            continue
        before = seen.get(level)
        orphan = not any(above < level for above in seen)
        seen = {k: n for k, n in seen.items() if k < level}
        if before is not None and number == 1 and level <= 2:
            start = first.pop(level, None)
            if start is not None and level == 2:
                result.append(_lost(numbered, numbered.index(start)))
            result.append(_lost(numbered, place))
        elif before is not None and number == 1 and level == 3 and _again(blocks, here, orphan):
            result.append(Caution("lost-parent-heading", here.line, _AGAIN))
        elif before is not None and number > before + 1:
            message = f"序号从{before}跳到{number}"
            result.append(Caution("skipped-number", here.line, message))
        elif before is None and number not in (1, last.get(level, 0) + 1):
            message = f"序号从{number}开始，前面的标题可能丢失"
            result.append(Caution("lost-heading", here.line, message))
        elif before is None and number == 1 and orphan and level not in first:
            first[level] = here
        seen[level] = last[level] = number
    return tuple(result)


def _numbered(blocks: Sequence[Block]) -> Iterator[_Numbered]:
    attached = False
    for at, block in enumerate(blocks):
        # 附件：1.甲 and 2.乙 below it are names.
        attached = (attached and isinstance(block, Item)) or (
            isinstance(block, Paragraph) and block.text.startswith("附件：")
        )
        if not isinstance(block, Heading | Paragraph | Item) or not block.level or not block.marker:
            continue
        if attached:
            continue
        found = ordinal(block.marker)
        if found is None or found.level is None or found.level > 3 or found.scheme == "一是":
            continue
        lead = block.lead if isinstance(block, Paragraph) else None
        line = block.lines and block.lines[0]
        level = 0 if found.scheme in _RULES else block.level
        yield _Numbered(at, level, found.number, lead or block.text, line)


def _again(blocks: Sequence[Block], here: _Numbered, orphan: bool) -> bool:
    """Whether nothing introduces the ordinals that begin again at `here`.

    The block above is an item of their level; or they are headings in a text (`orphan`) that has
    none above them, neither with an ordinal nor without.
    """
    above = blocks[here.at - 1] if here.at else None
    if isinstance(above, Item):
        return above.level == here.level
    if not orphan or not isinstance(blocks[here.at], Heading) or not isinstance(above, Paragraph):
        return False
    unnumbered = any(isinstance(block, Heading) and not block.marker for block in blocks)
    return not unnumbered and not above.text.endswith(("：", ":"))


def _lost(numbered: Sequence[_Numbered], place: int) -> Caution:
    start = numbered[place]
    words: list[str] = []
    expected = 1
    for here in numbered[place:]:
        if here.level < start.level or (here.level == start.level and here.number < expected):
            break
        if here.level == start.level:
            expected = here.number + 1
            words.append(here.words)
    role = _suggested(words)
    hint = f"，看内容像“{ROLES[role].label}”" if role else ""
    return Caution("lost-parent-heading", start.line, _AGAIN + hint)


def _suggested(words: Sequence[str]) -> str | None:
    """The role that most of the headings `words` tell; None where they tell none."""
    votes: dict[str, int] = {}
    for text in words:
        told = next((role for pattern, role in _TELLING if pattern.search(text[:40])), None)
        named = role_of_heading(text) if len(text) <= 8 else None
        for role in (told, named):
            if role:
                votes[role] = votes.get(role, 0) + 1
    best = max(votes.items(), key=lambda pair: pair[1], default=None)
    return best[0] if best and best[1] * 2 >= len(words) else None
