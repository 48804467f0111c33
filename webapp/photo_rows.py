"""Photo rows 照片: the photos of a section as rows of the form, and back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from corpus.document import Block, Document, Figure
from corpus.errors import Unreadable
from corpus.photos import prepared
from generator import standing
from generator.layout.images import Images
from generator.states import FRAME, SectionState

PREFIX = "p."
WIDTHS: dict[int, str] = {156: "通栏", 120: "大", 90: "中", 60: "小"}
"""Width in mm → what the form calls it; 156 mm is the width of a page's text."""
USUAL = 120
MOST = 50
"""So many photos a section holds."""
LONGEST = 200
"""Characters of a caption or description."""
_KEY = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A photo as the form has it; `sha256` names its file."""

    name: str
    image: str
    sha256: str
    caption: str
    alt: str
    width: int
    stand: str = ""
    """Where it stands now; `asked` is where the form had it."""
    asked: str = ""


Shown = tuple[Figure, str]


def posted(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[Shown, ...]]:
    """The photos of each section among the pairs of a posted form, in the order of the page, each
    with its place.

    What names no photo is left out; a width that is not offered becomes the usual one.
    """
    rows: dict[str, dict[str, dict[str, str]]] = {}
    for name, value in pairs:
        parts = name.removeprefix(PREFIX).split(".")
        if name.startswith(PREFIX) and len(parts) == 3:
            section, number, part = parts
            rows.setdefault(section, {}).setdefault(number, {})[part] = value
    found = {
        id: tuple((_figure(row), row.get("stand", "")[:LONGEST]) for row in _photos(own.values()))
        for id, own in rows.items()
    }
    return {id: figures[:MOST] for id, figures in found.items() if figures}


def shown(
    section: str,
    figures: Sequence[Figure],
    stands: Sequence[str] = (),
    blocks: Sequence[Block] = (),
) -> tuple[PhotoRow, ...]:
    """The rows of `figures` for the form; `blocks` are what the section prints, `stands` the
    places of the photos in it."""
    asked = (*stands, *[""] * len(figures))
    return tuple(
        PhotoRow(
            f"{PREFIX}{section}.{n}",
            figure.image,
            figure.image.partition(":")[2],
            figure.caption or "",
            figure.alt,
            _nearest(figure.width_mm),
            standing.settled(blocks, asked[n]),
            asked[n],
        )
        for n, figure in enumerate(figures)
    )


def printed(document: Document, images: Images) -> tuple[str, ...]:
    """The hashes of the photos that `document` shows and `images` has, each once."""
    figures = (block for block in document.all_blocks() if isinstance(block, Figure))
    keys = dict.fromkeys(figure.image for figure in figures if figure.image)
    return tuple(key.partition(":")[2] for key in keys if images(key) is not None)


def taken_over(
    states: Iterable[SectionState], images: Images | None
) -> tuple[tuple[SectionState, ...], tuple[bytes, ...]]:
    """`states` whose pictures are photos as uploads are, and the bytes of those photos.

    `images` has the pictures of the document that the states were made from; one that is gone
    or cannot be read stays as it is, and is printed as missing. The pictures of a section whose
    are all there become rows of the form, so that no word of the text holds them.
    """
    made: dict[str, bytes] = {}
    keys: dict[str, str] = {}

    def own(block: Block) -> Block:
        if not isinstance(block, Figure) or not block.image:
            return block
        if block.image not in keys:
            data = images(block.image) if images else None
            with suppress(Unreadable):
                if data is not None:
                    photo = prepared(data, block.caption or block.alt)
                    keys[block.image] = key = f"sha256:{hashlib.sha256(photo).hexdigest()}"
                    made[key] = photo
        return replace(block, image=keys.get(block.image, block.image))

    found = tuple(
        replace(
            s,
            blocks=tuple(map(own, s.blocks)),
            figures=tuple(f for f in map(own, s.figures) if isinstance(f, Figure)),
        )
        for s in states
    )
    return tuple(_in_rows(s, made.keys()) for s in found), tuple(made.values())


def _in_rows(state: SectionState, there: Container[str]) -> SectionState:
    """`state` with the pictures of its text as photos of their own, where all are `there`."""
    text, figures, stands = standing.parted(state.blocks)
    if (
        state.id in FRAME
        or not text
        or not 0 < len(figures) <= MOST
        or any(figure.image not in there for figure in figures)
    ):
        return state
    rows = tuple(replace(one, width_mm=_nearest(one.width_mm)) for one in figures)
    return replace(state, blocks=tuple(text), figures=rows, stands=stands)


def _photos(rows: Iterable[dict[str, str]]) -> Iterable[dict[str, str]]:
    return (row for row in rows if _KEY.fullmatch(row.get("image", "")))


def _figure(row: dict[str, str]) -> Figure:
    width = row.get("width", "")
    return Figure(
        image=row["image"],
        width_mm=_offered(float(width) if width.isascii() and width.isdecimal() else USUAL),
        alt=" ".join(row.get("alt", "").split())[:LONGEST],
        caption=" ".join(row.get("caption", "").split())[:LONGEST] or None,
    )


def _offered(width: float) -> int:
    return int(width) if width in WIDTHS else USUAL


def _nearest(width: float) -> int:
    """The width nearest to `width` mm that the form offers."""
    return min(WIDTHS, key=lambda offered: abs(offered - width))
