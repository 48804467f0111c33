"""Characters that no font of this machine has, with the place where each stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.document import Document
from generator.layout import cmap, fonts
from generator.layout.flow import lay_out
from generator.layout.gbt9704 import STYLES
from generator.layout.grid import Grid
from generator.layout.lines import Closing, Foot, JointMark, Letterhead, Line, Node
from generator.layout.profile import STANDARD, Profile

_UNSEEN = ("Cc", "Cf", "Cs")  # what steers, and halves of characters
_AROUND = 6  # characters shown at each side
_NAMES = {
    "Title": "标题",
    "BodyText": "正文",
    "Caption": "表题",
    **{f"Heading{level}": f"{word}级标题" for level, word in enumerate("一二三四五", 1)},
}


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A character without font: its place is what holds it and the text around it."""

    letter: str
    place: str

    def __str__(self) -> str:
        """The finding as a Chinese sentence without final stop."""
        return f"{self.place}里的“{self.letter}”（U+{ord(self.letter):04X}）没有字体能显示"


def unprintable(document: Document, profile: Profile = STANDARD) -> tuple[Unprintable, ...]:
    """The characters of `document` that no font has, each once, in order of their places."""
    parts = lay_out(document, profile).parts
    return without_font(text for part in parts for text in _texts(part.nodes))


def without_font(texts: Iterable[tuple[str, str]]) -> tuple[Unprintable, ...]:
    """The characters of `texts`, each behind the name of its place, that no font here has."""
    found: dict[str, Unprintable] = {}
    known: set[int] = set().union(
        *(cmap.coverage(own.path, own.index) for own in fonts.faces().values())
    )
    for name, text in texts:
        for at, letter in enumerate(text):
            if ord(letter) in known or letter in found or letter.isspace():
                continue
            if unicodedata.category(letter) in _UNSEEN or fonts.giver(ord(letter)):
                known.add(ord(letter))
                continue
            around = text[max(0, at - _AROUND) : at + _AROUND + 1]
            found[letter] = Unprintable(letter, f"{name}“{around}”")
    return tuple(found.values())


def _texts(nodes: tuple[Node, ...]) -> Iterator[tuple[str, str]]:
    """Every text with what holds it."""
    for node in nodes:
        match node:
            case Line():
                yield _NAMES.get(node.style, STYLES[node.style].word), node.text
            case Grid():
                for cell in node.cells:
                    yield f"表格第{cell.row + 1}行第{cell.column + 1}列", cell.text
            case JointMark():
                for row in (*node.names, node.suffix):
                    yield STYLES["Mark"].word, "".join(run.text for run in row)
            case Letterhead():
                yield STYLES["Mark"].word, "".join(run.text for run in node.mark)
            case Closing() | Foot():
                yield from _texts(node.lines)
