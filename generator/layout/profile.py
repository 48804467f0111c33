"""Profiles: what a place may set differently from the standard, as one frozen value (§12).

`STANDARD` is GB/T 9704-2012 itself; any other value deviates on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.errors import LayoutError
from generator.layout import gbt9704
from generator.layout.gbt9704 import Style
from generator.layout.units import Length, Mm, Pt

_NARROWEST = Mm(100)  # of the text area, either way
_PITCHES = (Pt(18), Pt(60))
_TITLES = frozenset({"Title", "AttachmentTitle"})


@dataclass(frozen=True, slots=True)
class Profile:
    """Margins, pitches and habits of a place; the defaults are the standard's.

    `title_pitch` None takes the pitch of the text; `number` puts the page number on the outer
    side or in the middle; `latin` is the family of Latin letters and digits, None the class's
    own face; `character_grid` gives Word a grid of characters, too. Raises `LayoutError` for
    margins or pitches that leave no page to print on.
    """

    top: Length = gbt9704.TOP
    right: Length = gbt9704.RIGHT
    bottom: Length = gbt9704.BOTTOM
    left: Length = gbt9704.LEFT
    pitch: Length = gbt9704.LINE_PITCH
    title_pitch: Length | None = None
    number: Literal["outer", "center"] = "outer"
    bold_third: bool = False
    latin: str | None = None
    character_grid: bool = False

    def __post_init__(self) -> None:
        sides = (self.top, self.right, self.bottom, self.left)
        if min(sides) < Mm(0) or min(self.text_width, self.text_height) < _NARROWEST:
            raise LayoutError(
                "页边距太大或为负，版心不足100毫米",
                where="版式参数",
                remedy="减小页边距，国标为上37、下35、左28、右26毫米",
            )
        for pitch in (self.pitch, self.title_pitch or self.pitch):
            if not _PITCHES[0] <= pitch <= _PITCHES[1]:
                raise LayoutError(
                    f"行距{pitch.pt:g}磅排不了三号字",
                    where="版式参数",
                    remedy="行距取18至60磅，国标约为28.95磅",
                )

    @property
    def text_width(self) -> Length:
        """Width of the text area 版心."""
        return gbt9704.PAPER_WIDTH - self.left - self.right

    @property
    def text_height(self) -> Length:
        """Height of the text area 版心."""
        return gbt9704.PAPER_HEIGHT - self.top - self.bottom

    @property
    def tracking(self) -> Length:
        """What stands between two characters in Word; a grid of characters does it by itself."""
        return gbt9704.TRACKING * (0 if self.character_grid else 1)

    @property
    def characters(self) -> float:
        """How many characters of the body a line holds: 28 in the standard."""
        return round(self.text_width.ratio(gbt9704.CHARACTER_PITCH), 6)

    def pitch_of(self, style: Style) -> Length:
        """The line pitch of `style`: the profile's where the style follows the grid."""
        if self.title_pitch is not None and style.id in _TITLES:
            return self.title_pitch
        return self.pitch if style.pitch == gbt9704.LINE_PITCH else style.pitch


STANDARD = Profile()
