"""Pictures in the Word package: the drawing in the text, its relation, its file."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from generator.layout.archive import Entry, pack
from generator.layout.images import Loaded
from generator.layout.lines import Picture
from generator.layout.units import Length

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def _id(name: str) -> str:
    return "img" + name.partition(".")[0]


def drawing(
    picture: Picture, file: tuple[str, bytes, float], size: tuple[Length, Length], number: int
) -> str:
    """The paragraph that shows `picture`, with its text for the blind.

    `size` is the picture's width and the height of its line, at whose foot it stands.
    """
    width, line = size
    name, _, ratio = file
    across, up = width.emu, round(width.emu / ratio)
    alt = quoteattr(picture.alt)
    return (
        '<w:p><w:pPr><w:pStyle w:val="Picture"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:line="{line.twips}" w:lineRule="atLeast"/></w:pPr>'
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{across}" cy="{up}"/><wp:docPr id="{number}" name="图{number}" '
        f'descr={alt}/><a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}">'
        f'<pic:pic xmlns:pic="{_PIC}"><pic:nvPicPr><pic:cNvPr id="{number}" name="{name}"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{_id(name)}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext cx="{across}" cy="{up}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def relations(base: str, pictures: Loaded) -> str:
    """The relations of the text with those of its pictures added."""
    own = "".join(
        f'<Relationship Id="{_id(name)}" Type="{_RELATION}" Target="media/{name}"/>'
        for name, _ in pictures.files()
    )
    return base.replace("</Relationships>", own + "</Relationships>")


def media(pictures: Loaded) -> Iterator[Entry]:
    """The picture files of the package."""
    for name, data in pictures.files():
        yield pack(f"word/media/{name}", data)
