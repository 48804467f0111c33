"""Paragraphs: lines of a PDF joined again, by indent, width, punctuation, size and place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.outline import ordinal, read_line
from corpus.reading.entries import TERMINAL
from corpus.reading.pdf.rows import Line

# In characters: how far in a paragraph begins, how much a full line may lack at its end.
_INDENT, _RAGGED, _RAGGED_LATIN = 1.2, 2.2, 9.0
# Behind the mark of a list, and in brackets: what is kept whole on the next line, and a bit more.
_RAGGED_LIST = 5.0
# In shares of the usual distance of lines: what parts paragraphs.
_LEADING = 1.55
_TITLE_POINTS = (17.0, 40.0)
_TITLE_REACH = 10
_LONGEST_TITLE, _LONGEST_HEADING = 60, 30
_MASTHEAD = re.compile(r".{2,60}文件|.{1,20}〔[0-9x]{4}〕\s*[0-9x]{1,5}\s*号.*|附件.{0,3}|[0-9]{6}")
_DATED = re.compile(r".{4,12}年.{1,3}月.{1,3}日")
_NO_HEADING = re.compile(r"附件|附：|表|图|注|抄送|[（(〔【]|.*[：:]$|.*[年月日]$|[0-9x]+")


@dataclass(slots=True)
class Passage:
    """A paragraph: its text, the lines that it was joined from, the heading level of its look."""

    text: str
    lines: list[Line]
    level: int | None = None


def passages_of(lines: Sequence[Line]) -> list[Passage]:
    """The paragraphs that `lines` in reading order form."""
    if not lines:
        return []
    size = _weights(lines).most_common(1)[0][0]
    leading = _usual_leading(lines)
    edges = _edges(lines, size)
    result: list[Passage] = []
    for line in lines:
        last = result[-1].lines[-1] if result else None
        if last is not None and _goes_on(result[-1], last, line, size, leading, edges):
            result[-1].text = _put(result[-1].text, line.text)
            result[-1].lines.append(line)
        else:
            result.append(Passage(line.text, [line]))
    return result


def with_looks(passages: list[Passage], *, first: bool) -> None:
    """Marks the title by its look and, where nothing else tells them, headings in bold.

    `first` says that `passages` open the file.
    """
    if not passages:
        return
    usual = _weights([line for p in passages for line in p.lines]).most_common(1)[0][0]
    if first:
        for passage in passages[:_TITLE_REACH]:
            if _is_title(passage, usual):
                passage.level = 0
                break
    if any((found := ordinal(p.text)) and found.level in (1, 2) for p in passages):
        return
    bold = [p for p in passages if _is_heading(p)]
    if bold and len(bold) * 2 <= len(passages):
        for passage in bold:
            passage.level = 1


def _weights(lines: Sequence[Line]) -> Counter[float]:
    weights: Counter[float] = Counter()
    for line in lines:
        weights[line.size] += len(line.text)
    return weights


def _usual_leading(lines: Sequence[Line]) -> float:
    steps = [
        after.base - before.base
        for before, after in pairwise(lines)
        if before.page == after.page and 0 < after.base - before.base < 4 * before.size
    ]
    return median(steps) if steps else 0.0


def _edges(lines: Sequence[Line], size: float) -> dict[tuple[int, int], tuple[float, float]]:
    """The edges of the text by the column's place: where most lines begin and end."""
    groups: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        groups.setdefault(_key(line), []).append(line)
    result = {}
    for key, members in groups.items():
        own = [line for line in members if abs(line.size - size) < 0.6] or members
        full = [line for line in own if line.right - line.left > 10 * size] or own
        lefts = Counter(round(line.left / 2) for line in full)
        common = [left for left, n in lefts.items() if n >= max(2, len(full) * 0.1)]
        left = min(common or lefts) * 2.0
        rights = sorted(line.right for line in full)
        result[key] = (left, rights[min(len(rights) - 1, int(len(rights) * 0.9))])
    return result


def _key(line: Line) -> tuple[int, int]:
    return round(line.column[0] / 30), round(line.column[1] / 30)


def _goes_on(
    passage: Passage,
    last: Line,
    line: Line,
    size: float,
    leading: float,
    edges: dict[tuple[int, int], tuple[float, float]],
) -> bool:
    """Whether `line` continues the paragraph whose last line is `last`."""
    if abs(last.size - line.size) > 0.12 * max(last.size, line.size):
        return False
    if "\t" in last.text or "\t" in line.text:
        return False
    same = last.page == line.page and last.column == line.column
    step = line.base - last.base
    roomy = max(leading, last.size * 1.2) * _LEADING
    if same and not 0 < step < max(roomy, last.size * 2.2 if line.size > size + 1 else 0):
        return False
    left, _ = edges[_key(line)]
    last_left, last_right = edges[_key(last)]
    one = max(line.size, 1.0)
    if line.size > size * 1.15:
        # Lines of a title stand below one another, each in the middle.
        return same and not ordinal(line.text) and _centred(last) and _centred(line)
    if last_right - last.right > _ragged(last.text) * one:
        return False
    if _DATED.fullmatch(line.text) or _DATED.fullmatch(last.text):
        return False
    begun = edges[_key(passage.lines[0])][0]
    if read_line(line.text).kind == "label":
        # It stands on a line of its own: behind a stop, below another, or where paragraphs begin.
        below = len(passage.lines) == 1 and abs(line.left - last.left) < 0.5 * one
        inset = line.left - begun >= _INDENT * one or read_line(passage.text).kind == "label"
        if last.text[-1] == "。" or (below and inset):
            return False
    if passage.lines[0].left - begun >= _INDENT * one and abs(line.left - left) < one:
        # Where paragraphs are indented, a line that is not belongs to the one above.
        return True
    if ordinal(line.text) and last.text[-1] in TERMINAL:
        return False
    if line.left - left >= _INDENT * one:
        # A hanging indent: the line above is full, and not at its end.
        far = line.left - left > 8 * one
        return (
            not far
            and last.left > last_left - one
            and last.text[-1] not in TERMINAL
            and ordinal(line.text) is None
            and (len(passage.lines) > 1 or last.left < line.left - 0.5 * one)
        )
    return True


def _ragged(text: str) -> float:
    """How much a full line that says `text` may lack, in characters."""
    end = text[-1:]
    if end in ("、", "，") or text.rfind("（") > text.rfind("）"):
        return _RAGGED_LIST
    return _RAGGED_LATIN if end.isascii() and end.isalpha() else _RAGGED


def _centred(line: Line) -> bool:
    left, right = line.column
    before, after = line.left - left, right - line.right
    return abs(before - after) < max(2.5 * line.size, 0.12 * (right - left))


def _put(text: str, more: str) -> str:
    """`more` behind `text`: hyphens at a line's end go, Latin words keep their space."""
    if re.search(r"[A-Za-z]-$", text) and more[:1].islower():
        return text[:-1] + more
    latin = text[-1:].isascii() and more[:1].isascii()
    # Figures that a line's end cut go together.
    figures = text[-1:].isdigit() and more[:1].isdigit()
    wide = latin and not figures and (text[-1:].isalpha() or text[-1:] in ",.;:")
    return f"{text} {more}" if wide else text + more


def _is_title(passage: Passage, usual: float) -> bool:
    line, text = passage.lines[0], passage.text
    low, high = _TITLE_POINTS
    return (
        low <= line.size <= high
        and line.size > usual * 1.08
        and _centred(line)
        and len(text) <= _LONGEST_TITLE
        and text[-1] not in "。；：，、"
        and ordinal(text) is None
        and not _MASTHEAD.fullmatch(text)
    )


def _is_heading(passage: Passage) -> bool:
    text = passage.text
    return (
        passage.level is None
        and 2 <= len(text) <= _LONGEST_HEADING
        and all(line.bold for line in passage.lines)
        and text[-1] not in TERMINAL
        and not any(c in text for c in "，。；\t")
        and not _NO_HEADING.match(text)
        and read_line(text).kind != "label"
    )
