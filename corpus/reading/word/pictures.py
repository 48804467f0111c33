"""Pictures 图: which of a Word file's pictures are kept as figures, and their bytes again later.

The bytes stay in the file itself, which the library keeps as the original: a figure names the
SHA-256 of what is packed there.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping

from corpus.document import Figure
from corpus.reading.containers import BROKEN
from corpus.reading.word.names import Element

_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
_WORDS = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MEDIA = ("word/media/", "media/")
# Most pictures of a file, bytes of one, points of one: beyond these a file is left without them.
MOST, MOST_BYTES, MOST_POINTS = 200, 20 * 1024 * 1024, 50_000_000
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_EMU_PER_MM = 36_000
# The widest figure in mm: the page's text; the least that is no ornament.
_WIDEST, _LEAST = 156.0, 5.0
_PREFIX = "sha256:"


def key_of(data: bytes) -> str:
    """The name of a picture: `sha256:` and the hash of its bytes."""
    return _PREFIX + hashlib.sha256(data).hexdigest()


def is_picture(data: bytes) -> bool:
    """Whether `data` is a sound picture in a raster format and within bounds."""
    # Loaded only where a file has pictures.
    from PIL import Image

    if len(data) > MOST_BYTES:
        return False
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            small = image.width * image.height <= MOST_POINTS
            image.verify()
    except Exception:
        # Pillow's readers raise whatever their formats bring them to.
        return False
    return small


def upright(data: bytes) -> bytes:
    """The picture `data` turned as its EXIF entry says; the same bytes where it says nothing."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
        if image.getexif().get(0x0112, 1) == 1:
            return data
        stream = io.BytesIO()
        ImageOps.exif_transpose(image).save(stream, image.format or "PNG")
        return stream.getvalue()


def figure_of(drawn: Element, known: Mapping[str, str]) -> Figure | None:
    """The figure that the drawing `drawn` shows; None for one whose relation is not `known`."""
    id = next((blip.get(_EMBED) for blip in drawn.iter(_BLIP)), None)
    id = id or next((data.get(_ID) for data in drawn.iter(_DATA)), None)
    key = known.get(id or "")
    if key is None:
        return None
    extent = next(drawn.iter(f"{_WORDS}extent"), None)
    width = _millimetres(extent.get("cx") if extent is not None else None)
    named = next(drawn.iter(f"{_WORDS}docPr"), None)
    alt = (named.get("descr") or "").strip()[:200] if named is not None else ""
    return Figure("", key, width, alt)


def pictures_in(data: bytes) -> dict[str, bytes]:
    """The bytes of each picture of the Word file `data`, upright, by the key that figures name.

    Empty for any other file: only Word files bring figures.
    """
    found: dict[str, bytes] = {}
    if not data.startswith(b"PK\x03\x04"):
        return found
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.infolist():
                if member.filename.startswith(_MEDIA) and len(found) < MOST:
                    content = content_of(package, member)
                    if content is not None:
                        found[key_of(content)] = upright(content)
    except (*BROKEN, RuntimeError):
        # What was found before the damage is still good.
        return found
    return found


def content_of(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    """The bytes of the picture `member`; None where it is none or too large."""
    if member.file_size > MOST_BYTES:
        return None
    with package.open(member) as stream:
        data = stream.read(MOST_BYTES + 1)
    return data if is_picture(data) else None


def _millimetres(emu: str | None) -> float:
    try:
        width = int(emu or "") / _EMU_PER_MM
    except ValueError:
        width = 120.0
    return round(min(max(width, _LEAST), _WIDEST), 1)
