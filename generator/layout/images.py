"""Pictures of a document: their bytes, looked up by key and checked before they are printed."""

from __future__ import annotations

import hashlib
import io
import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from PIL import Image

from generator.errors import LayoutError
from generator.layout.chart import Drawing
from generator.layout.chart.rastered import png
from generator.layout.lines import Flow, Picture
from generator.layout.profile import Profile
from generator.layout.units import Length, Pt

Images = Callable[[str], bytes | None]
DEPTH = Pt(3.4)  # what a line leaves free below a picture, as below its letters
_BESIDE = 7  # lines of the page that a picture leaves to an attachment's head and to its caption
_KEPT = 2_000
_LOCK = threading.Lock()
# Pictures that were decoded once: digest → suffix and ratio. A keystroke lays out all of them anew.
_SOUND: OrderedDict[str, tuple[str, float]] = OrderedDict()
_SUFFIXES = {"PNG": "png", "JPEG": "jpg", "GIF": "gif"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """Pictures ready for printing: key → (file name, bytes, width / height)."""

    found: Mapping[str, tuple[str, bytes, float]] = field(default_factory=dict)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Each picture once as file name and bytes."""
        yield from {name: data for name, data, _ in self.found.values()}.items()


def shown_width(picture: Picture, ratio: float, profile: Profile, landscape: bool) -> Length:
    """The width of a picture of `ratio` on paper: whole on its page, with its caption below."""
    room, height = profile.text_width, profile.text_height
    if landscape:
        room, height = height, room
    return min(picture.width, room, (height - profile.pitch * _BESIDE - DEPTH) * ratio)


def shown_height(width: Length, ratio: float, profile: Profile) -> Length:
    """The height of the line in which a picture of `width` and `ratio` stands, the white above it:
    as many whole lines as hold it, so that the text goes on in the lines of the page."""
    return profile.pitch * math.ceil((width / ratio + DEPTH).ratio(profile.pitch))


def load(flow: Flow, images: Images | None, *, vectors: bool = False) -> Loaded:
    """The pictures of `flow` that `images` knows; the writers print a visible line for others.

    Charts are drawn: with `vectors` as SVG, else as PNG. Raises `LayoutError` for bytes that are
    no picture.
    """
    found: dict[str, tuple[str, bytes, float]] = {}
    for part in flow.parts:
        for node in part.nodes:
            if not isinstance(node, Picture) or node.image in found:
                continue
            if node.drawing is not None:
                found[node.image] = _drawn(node.image, node.drawing, vectors)
            elif images:
                data = images(node.image)
                if data is not None:
                    found[node.image] = _checked(node, data)
    return Loaded(found)


def _drawn(key: str, drawing: Drawing, vectors: bool) -> tuple[str, bytes, float]:
    name = key.partition(":")[2][:32]
    ratio = drawing.width / drawing.height
    if vectors:
        return f"{name}.svg", drawing.svg, ratio
    return f"{name}.png", png(drawing), ratio


def _checked(picture: Picture, data: bytes) -> tuple[str, bytes, float]:
    digest = hashlib.sha256(data).hexdigest()
    with _LOCK:
        known = _SOUND.get(digest)
    if known is not None:
        return f"{digest[:32]}.{known[0]}", data, known[1]
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            kind, ratio = image.format or "", image.width / image.height
            if kind not in _SUFFIXES:
                buffer = io.BytesIO()
                image.convert("RGBA").save(buffer, "PNG")
                kind, data = "PNG", buffer.getvalue()
                digest = hashlib.sha256(data).hexdigest()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise LayoutError(
            "这张图片读不出来",
            where=picture.alt or picture.image,
            remedy="换一张 PNG 或 JPEG 图片",
        ) from error
    with _LOCK:
        _SOUND[digest] = _SUFFIXES[kind], ratio
        while len(_SOUND) > _KEPT:
            _SOUND.popitem(last=False)
    return f"{digest[:32]}.{_SUFFIXES[kind]}", data, ratio
