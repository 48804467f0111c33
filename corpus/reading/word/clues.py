"""Clues: where neither styles nor wording tell, how a line looks helps to tell what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.document import Figure, Table
from corpus.outline import ordinal, read_line
from corpus.reading.entries import TERMINAL, Entry, Text
from corpus.reading.pictures import CAPTION
from corpus.reading.titles import closes_with_date
from corpus.reading.word.body import Passage
from corpus.reading.word.names import child
from corpus.reading.word.styles import Styles
from corpus.reading.word.tables import lines_of

Piece = Passage | Table | Figure

# A title stands in 二号 (22 pt); 小二 (18 pt) is the least that is seen. The mark of a
# masthead is larger, and red.
_TITLE_POINTS = (18, 30)
_TITLE_REACH = 10
_LONGEST_TITLE = 60
_LONGEST_HEADING = 30
_NO_HEADING = re.compile(r"附件|附：|表|图|注|抄送|主题词|[（(〔【]|.*[：:]$|.*[年月日]$|[0-9x]+")
_IMPRINT = re.compile(r"抄送[：:].+|.{2,40}[0-9x]{1,2}日\s*印发")
_DOC_NUMBER = re.compile(r".{1,20}〔[0-9x]{4}〕[0-9x]{1,5}号.*")


def entries_of(passages: Sequence[Piece], styles: Styles) -> tuple[Entry, ...]:
    """`passages` as entries, with title and headings from styles, else from looks.

    An ordinal in the text is worth more than any look.
    """
    passages = _captioned(_unframed(passages), styles)
    passages = _titled(passages, styles)
    passages = _headed(passages, styles)
    passages = _tabs(passages)
    return tuple(
        Text(each.text, None, each.level) if isinstance(each, Passage) else each
        for each in passages
    )


def _unframed(passages: Sequence[Piece]) -> list[Piece]:
    """`passages` with tables that only arrange a masthead or an imprint turned into lines.

    The imprint goes to the end, where it stands on paper: its table often floats there.
    """
    result: list[Piece] = []
    last: list[Piece] = []
    for index, each in enumerate(passages):
        lines = list(lines_of(each)) if isinstance(each, Table) else []
        if isinstance(each, Table) and not lines:
            continue
        if lines and all(map(_IMPRINT.fullmatch, lines)):
            last += [Passage(line, None) for line in lines]
        elif len(lines) == 1 and index < _TITLE_REACH and _DOC_NUMBER.fullmatch(lines[0]):
            result.append(Passage(lines[0], None))
        else:
            result.append(each)
    return result + last


def _captioned(passages: Sequence[Piece], styles: Styles) -> list[Piece]:
    """`passages` with lines in the style of captions made captions of the tables below them."""
    result: list[Piece] = []
    for each in passages:
        above = result[-1] if result else None
        if isinstance(each, Table) and isinstance(above, Passage) and _is_caption(above, styles):
            each = replace(each, caption=re.sub("^表[：:]", "", above.text))
            result.pop()
        elif (
            isinstance(above, Figure)
            and isinstance(each, Passage)
            and (CAPTION.fullmatch(each.text) or _is_caption(each, styles))
        ):
            # A figure's caption stands below it.
            result[-1] = replace(above, caption=re.sub("^图[：:]", "", each.text))
            continue
        result.append(each)
    return result


def _is_caption(passage: Passage, styles: Styles) -> bool:
    properties = child(passage.paragraph, "pPr")
    return passage.paragraph is not None and styles.purpose(properties) == "caption"


def _titled(passages: list[Piece], styles: Styles) -> list[Piece]:
    """`passages` with one title of level 0: a title's style, the only top heading, or its look."""
    first = next((n for n, p in enumerate(passages) if _level(p) == 0), None)
    if first is not None:
        return _one(passages, first, lambda p: p.level == 0)
    top = [n for n, p in enumerate(passages) if _level(p) == 1]
    opening = next((n for n, p in enumerate(passages) if isinstance(p, Passage)), None)
    if top and top == [opening] and ordinal(_text(passages[top[0]])) is None:
        return [
            replace(p, level=p.level - 1) if isinstance(p, Passage) and p.level else p
            for p in passages
        ]
    for index, each in enumerate(passages[:_TITLE_REACH]):
        if isinstance(each, Passage) and _looks_like_title(each, styles):
            return _one(passages, index, lambda p: _looks_like_title(p, styles))
    return passages


def _one(passages: list[Piece], start: int, belongs: Callable[[Passage], bool]) -> list[Piece]:
    """`passages` with the lines of the title that begins at `start` made one."""
    end = start
    text = ""
    while end < len(passages) and isinstance(p := passages[end], Passage) and belongs(p):
        text += p.text
        end += 1
    return [*passages[:start], Passage(text, 0), *passages[end:]]


def _looks_like_title(passage: Passage, styles: Styles) -> bool:
    text = passage.text
    if (
        passage.paragraph is None
        or passage.level
        or ordinal(text)
        or len(text) > _LONGEST_TITLE
        or text[-1] in "。；：，、"
    ):
        return False
    if _DOC_NUMBER.fullmatch(text) or text.endswith("文件") or text.startswith("附件"):
        return False
    look = styles.look(passage.paragraph)
    low, high = _TITLE_POINTS
    return look.centred and low <= look.points <= high and not look.red


def _headed(passages: list[Piece], styles: Styles) -> list[Piece]:
    """`passages` with bold short lines as headings, where nothing else marks any heading."""
    if any(_level(p) for p in passages):
        return passages
    if any((found := ordinal(_text(p))) and found.level == 1 for p in passages):
        return passages
    alike = [isinstance(p, Passage) and _looks_like_heading(p, styles) for p in passages]
    marked = {
        index
        for index, (each, below) in enumerate(pairwise(alike))
        if index
        and each
        and not below
        and isinstance(passages[index + 1], Passage)
        # a unit above a date signs, however bold: what follows the sign-off may be a table
        and not closes_with_date(_text(passages[index + 1]))
    }
    body = sum(isinstance(p, Passage) for p in passages)
    if not marked or len(marked) * 2 > body:
        return passages
    return [
        replace(p, level=1) if isinstance(p, Passage) and n in marked else p
        for n, p in enumerate(passages)
    ]


def _looks_like_heading(passage: Passage, styles: Styles) -> bool:
    text = passage.text
    if (
        passage.paragraph is None
        or passage.level is not None
        or not 2 <= len(text) <= _LONGEST_HEADING
    ):
        return False
    if text[-1] in TERMINAL or any(c in text for c in "，。；\t") or ordinal(text):
        return False
    if _NO_HEADING.match(text) or read_line(text).kind == "label":
        return False
    look = styles.look(passage.paragraph)
    return look.bold and not look.red and not (look.centred and look.points >= _TITLE_POINTS[0])


def _tabs(passages: list[Piece]) -> list[Piece]:
    """`passages` with tabs kept only where several lines in a row form columns with them."""
    result: list[Piece] = []
    columns = [
        p.text.count("\t") if isinstance(p, Passage) and not p.level else 0 for p in passages
    ]
    padded = [0, *columns, 0]
    for index, each in enumerate(passages):
        aligned = columns[index] > 1 and columns[index] in (padded[index], padded[index + 2])
        # Cleaning takes 号 签发人 for torn words, but leaves tabs alone.
        kept = aligned or _DOC_NUMBER.fullmatch(_text(each))
        if isinstance(each, Passage) and "\t" in each.text and not kept:
            words = (part.strip() for part in each.text.split("\t"))
            each = replace(each, text=" ".join(filter(None, words)))
        result.append(each)
    return result


def _level(piece: Piece) -> int | None:
    return piece.level if isinstance(piece, Passage) else None


def _text(piece: Piece) -> str:
    return piece.text if isinstance(piece, Passage) else ""
