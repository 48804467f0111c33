"""Lists of people 名单: no name is parted by the end of a line.

In Word the mark before a name that would be parted gets so much space behind it that the name no
longer fits; the PDF's lines end there as they are. Nothing is added to the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from generator.layout import gbt9704
from generator.layout.breaks import cuts_of, widths_of
from generator.layout.gbt9704 import STYLES
from generator.layout.lines import Line, Run, Runs
from generator.layout.names import spans_of_names
from generator.layout.units import Chars, Length

_LISTS = frozenset({"Label", "Attendance"})
_MARKS = "、，；"
_MOST = 4  # characters of a name: no line is left with more room than that


def whole_names(line: Line, room: Length, latin: str | None = None) -> Line:
    """`line` with every name of a list whole on its line, on a page whose text is `room` wide.

    Its lines then end where they do and are not pulled to one length. `latin` is the family that
    a profile has for Latin letters. Where no name would be parted, the line comes back as it is.
    """
    made, _ = _ended(line, room, latin)
    return made


def named_rows(line: Line, room: Length, latin: str | None = None) -> tuple[Line, tuple[Runs, ...]]:
    """The same line with its rows as they end, without spaces; none where nothing is to be done."""
    made, cuts = _ended(line, room, latin)
    if made is line:
        return line, ()
    rows = []
    for start, end in pairwise((0, *cuts, len(line.text))):
        begin = 0
        row: list[Run] = []
        for run in line.rows[0]:
            if text := run.text[max(start - begin, 0) : max(end - begin, 0)]:
                row.append(replace(run, text=text))
            begin += len(run.text)
        rows.append(tuple(row))
    return replace(line, align="left"), tuple(rows)


def _ended(line: Line, room: Length, latin: str | None) -> tuple[Line, list[int]]:
    """`line` with space behind the marks at its ends, and where these are."""
    if line.style not in _LISTS or not (cuts := cuts_of(line, room, latin)):
        return line, []
    spans = spans_of_names(line.text)
    starts = [start for start, _ in spans]
    pitch = gbt9704.CHARACTER_PITCH
    style = STYLES[line.style]
    first = (style.first if line.first is None else line.first).at(pitch).points
    free = (room - line.left.at(pitch) - line.right.at(pitch)).points
    made, done = line, 0
    while (parted := _parted(line.text, cuts, spans, starts, done)) is not None:
        begun, at, done = parted
        left = free - (first if begun == 0 else 0.0) - sum(widths_of(made, latin)[begun:at])
        # Half a character less than there is: a face that is a little wider still fits.
        more = left - style.size.points / 2
        if 0 < more < _MOST * style.size.points:
            made = _spaced(made, at - 1, more)
            cuts = cuts_of(made, room, latin)
            done = at
    return (line, cuts) if made is line else (replace(made, align="left"), cuts)


def _parted(
    text: str,
    cuts: Sequence[int],
    spans: Sequence[tuple[int, int]],
    starts: Sequence[int],
    done: int,
) -> tuple[int, int, int] | None:
    """Where the first line behind `done` begins that parts a name, where the name does, and where
    the line ends; None where none does."""
    for begun, cut in pairwise((0, *cuts)):
        n = bisect_left(starts, cut) - 1
        if cut > done and n >= 0:
            at, end = spans[n]
            if begun < at < cut < end and text[at - 1] in _MARKS:
                return begun, at, cut
    return None


def _spaced(line: Line, at: int, more: float) -> Line:
    """`line` with `more` points behind the character `at`, a run of its own."""
    runs: list[Run] = []
    begin = 0
    for run in line.rows[0]:
        end = begin + len(run.text)
        if begin <= at < end:
            text, n = run.text, at - begin
            spread = Chars(more / gbt9704.CHARACTER_PITCH.points)
            marked = replace(run, text=text[n], spread=spread)
            pieces = (replace(run, text=text[:n]), marked, replace(run, text=text[n + 1 :]))
            runs += (piece for piece in pieces if piece.text)
        else:
            runs.append(run)
        begin = end
    return replace(line, rows=(tuple(runs),))
