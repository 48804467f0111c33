"""The preview: the PDF's own pages as small PNG files, drawn only when they are asked for."""

from __future__ import annotations

import hashlib
import io
import threading
from collections import OrderedDict
from dataclasses import dataclass

from PIL import Image, ImageChops

from corpus.document import Document, Figure
from generator.layout import gbt9704, pdf, raster
from generator.layout.images import Images
from generator.layout.profile import STANDARD, Profile

_KEPT = 256  # page images
_LARGEST = 100_000  # bytes of a page image
_TINTS = 8  # steps of amber (待补) and of red (the mark and its rule)
_AMBER = 230  # brightness of the ground of 待补
_GREEN_IN_RED = int(gbt9704.RED[2:4], 16)
_COLOURS = 3_000  # letters, their smooth edges and all tints together have fewer
_TINT = 12  # red over blue: from here on a pixel is no grey
_PROBE = 320  # pixels; a page drawn so wide differs whenever a character does

_LOCK = threading.Lock()
_DRAWN: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
_TAGS: OrderedDict[tuple[str, int], str] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Preview:
    """The pages of a document as pictures; pages count from 1."""

    file: pdf.Pdf
    pictured: bool = False
    """Whether there may be photos, whose colours are kept."""

    @classmethod
    def of(
        cls, document: Document, images: Images | None = None, profile: Profile = STANDARD
    ) -> Preview:
        """The preview of `document`; raises `LayoutError` as `pdf.write` does."""
        figures = any(isinstance(block, Figure) for block in document.all_blocks())
        return cls(pdf.write(document, images, profile), figures)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self.file.pages

    def png(self, number: int, width: int = 794) -> bytes:
        """Page `number` as PNG, `width` pixels wide: 16 greys, or few colours where it has some.

        Raises `IndexError` for a page that there is not.
        """
        key = (self.file.digest, number, width)
        with _LOCK:
            kept = _DRAWN.get(key)
        if kept is None:
            page = self._drawn(number, width)
            kept = _colourful(page) if self.pictured and _is_colourful(page) else _encoded(page)
            with _LOCK:
                _DRAWN[key] = kept
                while len(_DRAWN) > _KEPT:
                    _DRAWN.popitem(last=False)
        return kept

    def etag(self, number: int) -> str:
        """A tag of what page `number` shows: it stays while the page looks the same."""
        key = (self.file.digest, number)
        with _LOCK:
            kept = _TAGS.get(key)
        if kept is None:
            kept = hashlib.sha256(self._drawn(number, _PROBE).tobytes()).hexdigest()[:24]
            with _LOCK:
                _TAGS[key] = kept
                while len(_TAGS) > 4 * _KEPT:
                    _TAGS.popitem(last=False)
        return kept

    def _drawn(self, number: int, width: int) -> Image.Image:
        if not 1 <= number <= self.pages:
            raise IndexError(number)
        return raster.draw(self.file.data, number - 1, width)


def _encoded(page: Image.Image) -> bytes:
    """The page as PNG: as many greys as fit into the limit, tints only where it has colour."""
    for levels in (16, 8, 4):
        out = io.BytesIO()
        _reduced(page, levels).save(out, "PNG", compress_level=6)
        if out.tell() <= _LARGEST:
            break
    return out.getvalue()


def _is_colourful(page: Image.Image) -> bool:
    """Whether there is a photo on the page: colours that are no tints, or far more of them than
    letters have."""
    red, green, blue = page.split()
    cold = ImageChops.lighter(ImageChops.subtract(blue, red), ImageChops.subtract(green, red))
    strong = cold.point(lambda v: 255 if v > 2 * _TINT else 0)
    return strong.getbbox() is not None or page.getcolors(_COLOURS) is None


def _colourful(page: Image.Image) -> bytes:
    """The page as PNG in as many colours as fit into the limit, dithered so that skies stay even;
    the fewest where none do."""
    for colours in (128, 64, 32):
        out = io.BytesIO()
        dither = Image.Dither.NONE if colours < 128 else Image.Dither.FLOYDSTEINBERG
        small = page.quantize(colours, Image.Quantize.FASTOCTREE, dither=dither)
        small.save(out, "PNG", compress_level=6)
        if out.tell() <= _LARGEST:
            break
    return out.getvalue()


def _reduced(page: Image.Image, levels: int) -> Image.Image:
    """The page in `levels` greys and, where it has colour, ramps of amber and of red beside them.

    A palette of our own and look-up tables: a general quantizer takes ten times as long.
    """
    red, green, blue = page.split()
    indices = page.convert("L").point(_ramp(levels, 0))
    palette = [v for n in range(levels) for v in [round(n * 255 / (levels - 1))] * 3]
    over_blue = ImageChops.subtract(red, blue)
    tinted = over_blue.point(lambda v: 255 if v > _TINT else 0)
    if tinted.getbbox():
        indices.paste(page.convert("L").point(_ramp(_TINTS, levels, _AMBER)), mask=tinted)
        # Red has as little green as blue; amber has far more green.
        over_green = ImageChops.subtract(red, green).point(lambda v: min(2 * v, 255))
        rouge = ImageChops.subtract(over_green, over_blue).point(lambda v: 255 if v > 4 else 0)
        ramp = _ramp(_TINTS, levels + _TINTS, black=_GREEN_IN_RED)
        indices.paste(green.point(ramp), mask=ImageChops.multiply(rouge, tinted))
        palette += _mixed("000000", gbt9704.GAP_GROUND) + _mixed(gbt9704.RED, "FFFFFF")
    small = Image.frombytes("P", page.size, indices.tobytes())
    small.putpalette(palette)
    return small


def _ramp(levels: int, start: int, white: int = 255, black: int = 0) -> list[int]:
    """For each brightness the index of its step: `start` at `black`, the last one at `white`."""
    reach = white - black
    return [start + round(min(max(v - black, 0) / reach, 1) * (levels - 1)) for v in range(256)]


def _mixed(dark: str, light: str) -> list[int]:
    """The palette from `dark` to `light` in as many steps as a ramp of tints has."""
    ends = [(int(dark[i : i + 2], 16), int(light[i : i + 2], 16)) for i in (0, 2, 4)]
    return [round(a + (b - a) * n / (_TINTS - 1)) for n in range(_TINTS) for a, b in ends]
