"""What stands on the paper, before any file format: runs, lines, pictures, parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.layout.gbt9704 import Align, Face
from generator.layout.grid import Grid
from generator.layout.profile import STANDARD, Profile
from generator.layout.units import NONE, Chars, Length, Pt

if TYPE_CHECKING:  # charts are drawn with what stands here
    from generator.layout.chart import Drawing

UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u2028\u2029]")
_GAP = re.compile("(【待补：[^】]*】)")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face (None: its line's own).

    `spread` is the space added after each character, `gap` marks a 【待补：…】, `bold` is the
    habit of some places for leads of level 3.
    """

    text: str
    face: Face | None = None
    gap: bool = False
    spread: Chars = NONE
    bold: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal rule across the text area, `gap` away from the line it belongs to."""

    thickness: Length
    colour: str = "000000"
    gap: Length = field(default_factory=lambda: Pt(0))


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph on paper.

    `rows` are its rows of runs: one, which the writer breaks, or several where the line breaks
    are ours (titles). `tail` stands at the right end of the row, `stops` begin so many
    characters from the left edge of the text area. `first` is the first row's indent relative to
    `left`; None takes the style's. `above` is space before the line.
    """

    style: str
    rows: tuple[Runs, ...] = ((),)
    tail: Runs = ()
    stops: tuple[tuple[Chars, Runs], ...] = ()
    left: Chars = NONE
    first: Chars | None = None
    right: Chars = NONE
    align: Align | None = None
    size: Length | None = None
    above: Length | None = None
    rule_above: Rule | None = None
    rule_below: Rule | None = None
    new_page: bool = False
    keep_next: bool = False

    @property
    def plain(self) -> bool:
        """Whether all but its rows and what it is kept with is its style's."""
        return (
            self.left is NONE
            and self.first is None
            and self.right is NONE
            and self.align is None
            and self.size is None
            and self.above is None
            and self.rule_above is None
            and self.rule_below is None
            and not (self.new_page or self.tail or self.stops)
        )

    @property
    def text(self) -> str:
        """The text as it is read, line breaks left out."""
        behind = (*(row for _, row in self.stops), self.tail)
        return "".join(run.text for row in (*self.rows, *behind) for run in row)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its width on paper; `image` is the key under which its bytes are found.

    A chart has its `drawing` with it.
    """

    image: str
    width: Length
    alt: str
    drawing: Drawing | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """Lines that stay together on a page with the last line of the text before them."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Foot:
    """Lines that end at the bottom edge of the text area: the imprint 版记."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class JointMark:
    """The mark of several bodies: names one below the other, `suffix` at their right, centred on
    their height (H4, 7.2.4). `pitch` is the height of a row, `width` that of the names."""

    names: tuple[Runs, ...]
    suffix: Runs
    size: Length
    pitch: Length
    width: Length
    above: Length

    @property
    def gap(self) -> Length:
        """The space between the names and what stands at their right."""
        return self.size / 2


@dataclass(frozen=True, slots=True)
class DoubleRule:
    """A thick and a thin red rule, `gap` apart, as long as the standard says (X2, 10.1)."""

    thick: Length
    thin: Length
    gap: Length
    length: Length
    colour: str

    @property
    def height(self) -> Length:
        """From the outer edge of one rule to that of the other."""
        return self.thick + self.gap + self.thin


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The mark of a letter and the double rule below it, placed on the paper (X1, X2, 10.1).

    `top` is from the paper's edge to the mark's line, `rule_gap` from there to the rule, `below`
    from the rule to the first line of the text.
    """

    mark: Runs
    size: Length
    top: Length
    rule: DoubleRule
    rule_gap: Length
    below: Length


Node = Line | Grid | Picture | Closing | Foot | JointMark | Letterhead


@dataclass(frozen=True, slots=True)
class Part:
    """Pages of one orientation; each part starts on a new page, with `restart` on page 1."""

    nodes: tuple[Node, ...]
    landscape: bool = False
    restart: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole document on paper with what its file properties need.

    `first_foot` is the rule near the lower edge of page 1 of a letter, which has no number.
    """

    title: str
    author: str
    subject: str
    parts: tuple[Part, ...]
    profile: Profile = STANDARD
    first_foot: DoubleRule | None = None


BLANK = Line("Blank")


def printable(text: str) -> str:
    """`text` without characters that XML or paper cannot hold; tabs and breaks become spaces."""
    if UNPRINTABLE.search(text):
        text = UNPRINTABLE.sub("", text.replace("\t", " ").replace("\n", " "))
    return text


def runs(text: str, face: Face | None = None) -> Runs:
    """`text` as runs, each 【待补：…】 one of its own."""
    text = printable(text)
    if not text:
        return ()
    if "【待补：" not in text:
        return (Run(text, face),)
    parts = _GAP.split(text)
    return tuple(Run(part, face, gap=bool(n % 2)) for n, part in enumerate(parts) if part)


def line(style: str, text: str, face: Face | None = None) -> Line:
    """A line of `style` with nothing special about it."""
    return Line(style, (runs(text, face),))


def missing(picture: Picture) -> Line:
    """The line that stands for a picture whose bytes nobody has: seen, not passed over."""
    return Line("Picture", ((Run(f"【缺图：{picture.alt or picture.image}】", gap=True),),))
