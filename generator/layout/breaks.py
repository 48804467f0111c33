"""Where lines end: the plain rule that Word and LibreOffice follow, for paragraphs in the PDF.

A line takes what fits at natural widths: every mark its whole square, nothing hangs in the margin,
nothing is squeezed, a little space between Han characters and figures. Then it gives back what may
not end it or begin the next one (避头尾, PU11). A character that would stand alone on the last line
of a short paragraph gets company from the line before it, which is set a little looser.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from math import inf

from generator.layout import gbt9704
from generator.layout.advances import advances
from generator.layout.gbt9704 import STYLES
from generator.layout.line_edges import NEVER_FIRST, NEVER_LAST
from generator.layout.lines import Line, Run, Runs
from generator.layout.units import Chars, Length
from generator.layout.widths import characters

_PITCH = gbt9704.CHARACTER_PITCH.points
LINE_END = "\u2028"  # ends a line that is justified all the same
_FIRST, _LAST = frozenset(NEVER_FIRST), frozenset(NEVER_LAST)
# Where Han characters meet letters or figures, Word, LibreOffice and the typesetter part them.
_LATIN = re.compile("[!-~À-ÖØ-öø-ɏ]+[\u2010-\u2027]*")
_LETTERS = frozenset(re.findall("[0-9A-Za-zÀ-ÖØ-öø-ɏ]", "".join(map(chr, range(0x250)))))
_SPACE = re.compile(r"\s")
_SEAM = 0.2  # characters, LibreOffice's; the others' are a little wider
# Beyond so many points a character readers of the PDF take the white beside figures for spaces, and
# what is searched for is not found.
_APART = 1.8
_ROUNDING = 1e-6  # points
_TWIP = 0.05  # points: Word's lengths are whole twips
_FEW = 5  # lines: in shorter paragraphs no character is left alone on the last one
# Points that each character of the two last lines gets, until one more goes to the last.
_LOOSER = tuple(n / 5 for n in range(1, 7))
_HOLE = 36.0  # points: with more room than that a line is not justified without holes
_WHOLE: tuple[list[int], int, float] = ([], 0, 0.0)


def broken(line: Line, room: Length, latin: str | None = None) -> tuple[Runs, ...]:
    """The rows of `line` on a page whose text is `room` wide, cut if it is a justified paragraph.

    Two rows come back: all lines but the last, a `LINE_END` behind each, and the last. The row
    comes back as it is where one line holds it and where only the typesetter knows: white space in
    the text, characters that the face lacks, a word longer than a line. `latin` is the family that
    a profile has for Latin letters.
    """
    cuts, _, _ = _laid(line, room, latin, inf)
    return _rows(line.rows[0], cuts) if cuts else line.rows


def lines_of(line: Line, room: Length, latin: str | None = None) -> int:
    """How many lines `line` takes, justified as `broken` cuts it; about as many where it does not.

    A line whose rows are ours has as many as these.
    """
    if len(line.rows) != 1:
        return len(line.rows)
    cuts, _, _ = _laid(line, room, latin, inf)
    if cuts:
        return len(cuts) + 1
    wide = room - line.left.at(gbt9704.CHARACTER_PITCH) - line.right.at(gbt9704.CHARACTER_PITCH)
    squares = characters(line.text) * STYLES[line.style].size.points
    return max(1, math.ceil(squares / max(wide.points, 1.0) - 0.02))


def settled(line: Line, room: Length, latin: str | None = None) -> Line:
    """`line` with its end set so much looser that no character stands alone on its last line.

    Whoever breaks the lines by itself, such as Word, then ends them where `broken` does.
    """
    _, start, more = _laid(line, room, latin, _FEW)
    if not more:
        return line
    spread = Chars(more / gbt9704.CHARACTER_PITCH.points)
    runs: list[Run] = []
    begin = 0  # of the run in the row
    for run in line.rows[0]:
        at = min(max(start - begin, 0), len(run.text))
        if at:
            runs.append(_with(run, run.text[:at]))
        if run.text[at:]:
            runs.append(replace(run, text=run.text[at:], spread=spread))
        begin += len(run.text)
    return replace(line, rows=(tuple(runs),))


def cuts_of(line: Line, room: Length, latin: str | None = None) -> list[int]:
    """Where `broken` ends the lines of `line`: before which of its characters, counted from 0."""
    return _laid(line, room, latin, inf)[0]


def widths_of(line: Line, latin: str | None = None) -> list[float]:
    """How wide each character of the only row of `line` is, in points; inf where none is known."""
    style = STYLES[line.style]
    widths: list[float] = []
    for run in line.rows[0]:
        table = advances(run.face or style.face, latin, style.size)
        if run.spread.count:
            more = _PITCH * run.spread.count
            widths += [table[letter] + more for letter in run.text]
        else:
            widths += map(table.__getitem__, run.text)
    return widths


def cell_rows(text: str, style: str, width: float, latin: str | None = None) -> list[str] | None:
    """The rows of `text` in a cell of a table, `width` points wide without its sides.

    None where only the typesetter knows, as in `broken`; but a word longer than a line is cut where
    the line is full.
    """
    own = STYLES[style]
    width += _TWIP
    if len(text) * own.size.points <= width:
        return [text]
    if _SPACE.search(text):
        return None
    widths = [advances(own.face, latin, own.size)[letter] for letter in text]
    drawn = list(accumulate(widths, initial=0.0))
    if drawn[-1] == inf:
        return None
    seams = _part(text, widths, own.size.points * _SEAM, 0.0)
    ends = list(accumulate(widths, initial=0.0)) if seams else drawn
    cuts = _cuts(text, ends, drawn, seams, width, 0.0, inf, forced=True)
    return [text[a:b] for a, b in pairwise((0, *cuts, len(text)))]


def _laid(line: Line, room: Length, latin: str | None, most: float) -> tuple[list[int], int, float]:
    """Where `line` is cut, from where on it is set looser and by how many points a character.

    Nowhere, if it needs more than `most` lines.
    """
    style = STYLES[line.style]
    if (line.align or style.align) != "justify" or line.stops or line.tail or len(line.rows) != 1:
        return _WHOLE
    row = line.rows[0]
    text = row[0].text if len(row) == 1 else "".join(run.text for run in row)
    squares = len(text) * style.size.points
    if squares > most * room.points:
        return _WHOLE
    first = _PITCH * (style.first if line.first is None else line.first).count
    free = room.points - _PITCH * line.left.count - _PITCH * line.right.count
    # No character is much wider than its square, so that short paragraphs need no measuring.
    short = squares <= free - first and all(not run.spread.count for run in row)
    if short or _SPACE.search(text):
        return _WHOLE
    widths = widths_of(line, latin)
    cuts = _lines(text, widths, style.size.points, free, first)
    if 0 < len(cuts) < _FEW and _lone(text[cuts[-1] :]):
        start = cuts[-2] if len(cuts) > 1 else 0
        for more in _LOOSER:
            own = [wide + more if n >= start else wide for n, wide in enumerate(widths)]
            looser = _lines(text, own, style.size.points, free, first)
            if len(looser) != len(cuts) or looser[:-1] != cuts[:-1]:
                break
            at = looser[-1]
            if free - (first if start == 0 else 0) - sum(widths[start:at]) > _HOLE:
                break
            if not _lone(text[at:]):
                return looser, start, more
    return cuts, 0, 0.0


def _lone(rest: str) -> bool:
    """Whether `rest` is one character, with a mark behind it or without."""
    return len(rest) < 2 or (len(rest) == 2 and rest[1] in _FIRST)


def _lines(
    text: str, natural: Sequence[float], size: float, free: float, first: float
) -> list[int]:
    """Where `text`, whose characters are so wide, is cut into lines of `free` points."""
    drawn = list(accumulate(natural, initial=0.0))
    if drawn[-1] == inf:
        return []
    widths = list(natural)
    seams = _part(text, widths, size * _SEAM, -gbt9704.TRACKING.points)
    ends = list(accumulate(widths, initial=0.0)) if seams else drawn
    cuts = _cuts(text, ends, drawn, seams, free, first, inf)
    # A line rarely has room for two characters more, and one that has not is never pulled apart.
    wide = size + _APART
    if (
        seams
        and any(free - drawn[b] + drawn[a] > wide for a, b in pairwise((0, *cuts)))
        and _pulled(text, drawn, seams, cuts, free, first)
    ):
        # Lines that would be pulled apart take more, as long as the paragraph keeps its height.
        closer = _cuts(text, ends, drawn, seams, free, first, _APART)
        cuts = closer if len(closer) == len(cuts) else cuts
    return cuts


def _pulled(
    text: str,
    drawn: list[float],
    seams: dict[int, float],
    cuts: list[int],
    free: float,
    first: float,
) -> bool:
    """Whether the space of a seam would part the characters of a line by more than `_APART`."""
    at_seams = list(seams)
    ascii_before = list(accumulate(map(str.isascii, text), initial=0))
    room = free - first
    for start, at in pairwise((0, *cuts)):
        spread = at - start - ascii_before[at] + ascii_before[start]
        if room - drawn[at] + drawn[start] > _APART * spread:
            following = bisect_right(at_seams, start)
            if following < len(at_seams) and at_seams[following] < at:
                return True
        room = free
    return False


def _part(text: str, widths: list[float], seam: float, loose: float) -> dict[int, float]:
    """Widen `widths` where scripts meet; the space before each character that has one.

    The last character before another script is not set closer, which gives `loose`.
    """
    seams: dict[int, float] = {}
    for match in _LATIN.finditer(text):
        for at in match.span():
            if 0 < at < len(text):
                widths[at - 1] += loose
                if _met(text[at - 1], text[at]):
                    widths[at] += seam
                    seams[at] = seam
    return seams


def _met(before: str, behind: str) -> bool:
    """Whether a Han character and a letter or figure stand side by side."""
    return (behind in _LETTERS and _han(before)) or (before in _LETTERS and _han(behind))


def _han(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff" or letter in "\u3005\u3007"


def _cuts(
    text: str,
    ends: list[float],
    drawn: list[float],
    seams: dict[int, float],
    room: float,
    first: float,
    apart: float,
    *,
    forced: bool = False,
) -> list[int]:
    """Where `text` is cut, nowhere where a word is longer than a line and not `forced` apart.

    `ends[n]` is the width of its first n characters, `drawn[n]` the same without the space that
    Word has where scripts meet. A line where that space, spread over its characters, parts them
    by more than `apart` takes what fits without it.
    """
    cuts: list[int] = []
    start, free = 0, room - first
    while True:
        # The space of a seam that falls on a line's edge is not set.
        limit = ends[start] + seams.get(start, 0.0) + free + _ROUNDING
        if ends[-1] <= limit:
            return cuts
        full = bisect_right(ends, limit) - 1
        at = _end(text, start, full)
        if at <= start and forced:
            at = max(full, start + 1)
        rest = free - drawn[at] + drawn[start]
        if (
            apart < inf
            and any(start < seam < at for seam in seams)
            and rest > apart * _spread(text[start:at])
        ):
            limit = drawn[start] + free + _ROUNDING
            if drawn[-1] <= limit:
                return cuts
            at = _end(text, start, bisect_right(drawn, limit) - 1)
        if at <= start:
            return []
        cuts.append(at)
        start, free = at, room


def _end(text: str, start: int, at: int) -> int:
    """The last place up to `at` where a line that begins at `start` may end, or `start`."""
    while at > start and not _may_end(text, at):
        at -= 1
    return at


def _spread(line: str) -> int:
    """The characters of `line` that the typesetter spreads: all but Latin letters and figures."""
    return len(line) - sum(map(str.isascii, line))


def _may_end(text: str, at: int) -> bool:
    """Whether a line may end before `text[at]`."""
    before, behind = text[at - 1], text[at]
    if behind in _FIRST or before in _LAST:
        return False
    return not (before < "\x7f" and behind < "\x7f")  # a word or figure stays whole


def _rows(row: Runs, cuts: list[int]) -> tuple[Runs, Runs]:
    """`row` up to the last of `cuts`, counted over all its runs, with line ends, and the rest."""
    filled: list[Run] = []
    last: list[Run] = []
    begin = 0  # of the run in the row
    for run in row:
        end = begin + len(run.text)
        own = [cut for cut in cuts if begin < cut <= end] if len(row) > 1 else cuts
        edges = [0, *(cut - begin for cut in own), len(run.text)]
        pieces = [run.text[a:b] for a, b in pairwise(edges)]
        if end <= cuts[-1]:
            filled.append(_with(run, LINE_END.join(pieces)))
        elif own and own[-1] == cuts[-1]:
            filled.append(_with(run, LINE_END.join(pieces[:-1]) + LINE_END))
            last.append(_with(run, pieces[-1]))
        else:
            last.append(run)
        begin = end
    return tuple(filled), tuple(last)


def _with(run: Run, text: str) -> Run:
    """`run` with another text; `dataclasses.replace` takes five times as long."""
    return Run(text, run.face, run.gap, run.spread, run.bold)
