"""Pictures 图: which of a file's pictures are kept as figures, and their bytes again later.

The bytes stay in the file itself, which the library keeps as the original: a figure names the
SHA-256 of what is packed there. Nothing is ever fetched from an address that a file names.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from binascii import Error, a2b_base64
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from corpus.errors import Unreadable
from corpus.reading.containers import BROKEN, OLE
from corpus.reading.decoding import decode

# Most pictures of a file, bytes of one, points of one: beyond these a file is left without them.
MOST, MOST_BYTES, MOST_POINTS = 200, 20 * 1024 * 1024, 50_000_000
# The widest figure in mm: the page's text; the least that is no ornament; the usual.
WIDEST, LEAST, USUAL = 156.0, 5.0, 120.0
CAPTION = re.compile(r"图\s*(?:[0-9一二三四五六七八九十]{1,3}[\s：:.、]?|[：:]).{0,60}")
"""The line below a figure that is its caption."""
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp")
_MEDIA = ("word/media/", "media/", "Pictures/")
# The little picture of the first page that LibreOffice adds.
_NO_PICTURE = "Thumbnails/"
_PREFIX = "sha256:"
_DATA = re.compile(
    r"data:image/[a-z0-9.+-]{1,20}(?:;[a-z0-9=_-]{1,40}){0,4};base64,"
    r"(?P<bytes>(?:[A-Za-z0-9+/=%]++|[\r\n]++[ \t]*+)*+)",
    re.IGNORECASE,
)
# Points of a screen for an inch, by which pages state widths; below this a picture is an ornament.
_DPI, _LEAST_POINTS = 96, 32


def key_of(data: bytes) -> str:
    """The name of a picture: `sha256:` and the hash of its bytes."""
    return _PREFIX + hashlib.sha256(data).hexdigest()


def is_picture(data: bytes) -> bool:
    """Whether `data` is a sound picture in a raster format and within bounds."""
    return _size(data) is not None


def is_ornament(data: bytes) -> bool:
    """Whether the picture `data` is a bullet, an icon or a point that counts readers."""
    return max(_size(data) or (0, 0)) < _LEAST_POINTS


def natural_width(data: bytes) -> float:
    """The width in mm of the picture `data` where nothing states one: a screen's points."""
    return fitting((_size(data) or (0, 0))[0] / _DPI * 25.4)


def fitting(width: float) -> float:
    """`width` in mm within what a page has room for."""
    return round(min(max(width, LEAST), WIDEST), 1)


def upright(data: bytes) -> bytes:
    """The picture `data` turned as its EXIF entry says; the same bytes where it says nothing."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
        if image.getexif().get(0x0112, 1) == 1:
            return data
        stream = io.BytesIO()
        ImageOps.exif_transpose(image).save(stream, image.format or "PNG")
        return stream.getvalue()


def pictures_in(data: bytes) -> dict[str, bytes]:
    """The bytes of each picture of the file `data`, upright, by the key that figures name.

    Packages (Word, OpenDocument, EPUB) hold them packed, pages and Markdown in their text, old
    Word files as LibreOffice gives them out. Empty for any other file.
    """
    return {key_of(content): upright(content) for content in _contents(data)}


def packed(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each picture in the package `data`; up to the damage in a damaged one."""
    found = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.infolist():
                if found < MOST and _may_be_picture(member.filename):
                    content = content_of(package, member)
                    if content is not None:
                        found += 1
                        yield member.filename, content
    except (*BROKEN, RuntimeError):
        return


def content_of(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    """The bytes of the picture `member`; None where it is none or too large."""
    if member.file_size > MOST_BYTES:
        return None
    with package.open(member) as stream:
        data = stream.read(MOST_BYTES + 1)
    return data if is_picture(data) else None


def lifted(text: str, mark: str) -> tuple[str, dict[str, bytes]]:
    """`text` with the pictures written into it (data:image/…) replaced by `mark` and a number,
    and the bytes of those that are pictures by what stands for them."""
    found: dict[str, bytes] = {}
    count = 0

    def lift(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        place = f"{mark}{count}"
        content = _decoded(match["bytes"]) if len(found) < MOST else None
        if content is not None:
            found[place] = content
        return place

    return _DATA.sub(lift, text), found


def _contents(data: bytes) -> Iterator[bytes]:
    if data.startswith(b"PK\x03\x04"):
        yield from (content for _, content in packed(data))
    elif data.startswith((OLE, b"{\\rtf")):
        # LibreOffice is asked only where there are pictures.
        from corpus.reading.legacy import converted

        try:
            yield from (content for _, content in packed(converted("", data)))
        except Unreadable:
            return
    elif not data.startswith(b"%PDF"):
        try:
            text = decode("", data)
        except Unreadable:
            return
        yield from lifted(text, "")[1].values()


def _may_be_picture(name: str) -> bool:
    if name.startswith(_NO_PICTURE):
        return False
    return name.startswith(_MEDIA) or name.lower().endswith(_SUFFIXES)


def _decoded(text: str) -> bytes | None:
    """The bytes that `text` says in base64; None for what is no picture or too large."""
    if len(text) > MOST_BYTES * 2:
        return None
    try:
        data = a2b_base64(unquote_to_bytes(text) if "%" in text else text)
    except (Error, ValueError):
        return None
    return data if is_picture(data) else None


def _size(data: bytes) -> tuple[int, int] | None:
    """Width and height in points of the picture `data`; None where it is none or too large."""
    # Loaded only where a file has pictures.
    from PIL import Image

    if len(data) > MOST_BYTES:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            size = image.size
            image.verify()
    except Exception:
        # Pillow's readers raise whatever their formats bring them to.
        return None
    return size if size[0] * size[1] <= MOST_POINTS else None
