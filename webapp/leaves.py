"""Leaves 页: the letters of a PDF's pages; a page that stays the same is read once.

Whoever types changes one page of forty. Reading letters out of a PDF takes as long as all the rest
of a preview, so what was read is kept under what makes the page: its drawing and the fonts of the
file. A PDF that is not built as ours are is read whole.
"""

from __future__ import annotations

import hashlib
import re
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from generator.layout import raster

FOOT = 90.0
"""Points above the lower edge where the text ends: below stand page numbers (35 mm margin)."""
CHARACTERS = 400_000
"""So many characters are kept at most; each takes some 200 bytes with its place."""

Box = tuple[float, float, float, float]
"""Left, top, width, height in points from the page's upper left corner."""

_OBJECT = re.compile(rb"^(\d+) 0 obj\n(.*?)^endobj", re.DOTALL | re.MULTILINE)
_KIDS = re.compile(rb"/Type/Pages\b.*?/Kids\[([^\]]*)\]", re.DOTALL)
_REFERENCE = re.compile(rb"(\d+) 0 R")
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
_FONT = re.compile(rb"/Type/Font(?:Descriptor)?\b")
_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its size in points, its printed characters in order, folded, each with its box, and
    a digest of both."""

    width: float
    height: float
    text: str
    boxes: tuple[Box, ...]
    digest: str


_lock = threading.Lock()
_kept: OrderedDict[bytes, Leaf] = OrderedDict()


def leaves_of(data: bytes) -> list[Leaf]:
    """The pages of the PDF `data`, without white space and page numbers."""
    with raster.opened(data) as pdf:
        keys = _signatures(data)
        if len(keys) != len(pdf):
            return [_read(pdf[number]) for number in range(len(pdf))]
        leaves = []
        for number, key in enumerate(keys):
            with _lock:
                leaf = _kept.get(key)
                if leaf is not None:
                    _kept.move_to_end(key)
            if leaf is None:
                leaf = _read(pdf[number])
                _keep(key, leaf)
            leaves.append(leaf)
    return leaves


def folded(text: str) -> str:
    """`text` as it is compared: NFKC, lower case, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _keep(key: bytes, leaf: Leaf) -> None:
    with _lock:
        _kept[key] = leaf
        size = sum(map(_weight, _kept.values()))
        while len(_kept) > 1 and size > CHARACTERS:
            size -= _weight(_kept.popitem(last=False)[1])


def _weight(leaf: Leaf) -> int:
    # a page without a letter takes something, too
    return len(leaf.text) + 100


def _signatures(data: bytes) -> Sequence[bytes]:
    """What makes each page of `data` look as it does; nothing where that is not plain to see."""
    if b"/ObjStm" in data or b"/Subtype/Form" in data:
        return ()
    objects = {int(match[1]): match[2] for match in _OBJECT.finditer(data)}
    kids = _KIDS.search(data)
    if kids is None:
        return ()
    fonts = hashlib.sha256()
    for part in objects.values():
        if _FONT.search(part[:200]):
            fonts.update(_REFERENCE.sub(b"", part))
            for number in _UNICODE.findall(part):
                fonts.update(objects.get(int(number), b""))
    pages = [objects.get(int(number), b"") for number in _REFERENCE.findall(kids[1])]
    if not all(_CONTENTS.search(page) for page in pages):
        return ()
    return [_signature(page, objects, fonts.digest()) for page in pages]


def _signature(page: bytes, objects: Mapping[int, bytes], fonts: bytes) -> bytes:
    found = hashlib.sha256(fonts)
    found.update(re.sub(rb"/StructParents \d+", b"", _REFERENCE.sub(b"", page)))
    for number in _CONTENTS.findall(page):
        found.update(objects.get(int(number), b""))
    return found.digest()


def _read(page: PdfPage) -> Leaf:
    text: list[str] = []
    boxes: list[Box] = []
    digest = hashlib.sha256()
    for letter, box in _glyphs(page):
        for part in _folded_letter(letter):
            text.append(part)
            boxes.append(box)
            digest.update(f"{part}{box[0]:.1f},{box[1]:.1f},{box[3]:.1f}".encode())
    leaf = Leaf(
        page.get_width(), page.get_height(), "".join(text), tuple(boxes), digest.hexdigest()
    )
    page.close()
    return leaf


@lru_cache(maxsize=8192)
def _folded_letter(letter: str) -> str:
    return folded(letter)


def _glyphs(page: PdfPage) -> Iterator[tuple[str, Box]]:
    height = page.get_height()
    textpage = page.get_textpage()
    box = pdfium.FS_RECTF()
    try:
        for index in range(textpage.count_chars()):
            code = pdfium.FPDFText_GetUnicode(textpage, index)
            if code <= 0x20 or not pdfium.FPDFText_GetLooseCharBox(textpage, index, box):
                continue
            if box.bottom > FOOT:
                left, top = box.left, box.top
                yield chr(code), (left, height - top, box.right - left, top - box.bottom)
    finally:
        textpage.close()
