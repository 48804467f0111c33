"""Photos 照片 that people upload: turned upright, made small, rid of all that they tell besides.

Work on strangers' pictures happens in a worker that can be killed (20 s, 768 MB).
"""

from __future__ import annotations

import io
from concurrent.futures import TimeoutError as FutureTimeout
from typing import TYPE_CHECKING

from pebble import ProcessExpired

from corpus.errors import Unreadable
from corpus.workers import Workers

if TYPE_CHECKING:
    # loaded only in the worker
    from PIL.Image import Image as Picture

LONGEST = 1600
"""Points of the longer side: on the 156 mm of a page's text more than a printer resolves."""
MOST_BYTES = 30 * 1024 * 1024
# A scaled JPEG is decoded at a fraction of its size, a PNG whole.
MOST_POINTS = {"JPEG": 200_000_000, "PNG": 60_000_000}
SECONDS, MEGABYTES = 20.0, 768
_QUALITY = 85
# A PNG beyond this is a photo that would be smaller as JPEG.
_LARGE = 600_000
_APPLE = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")

WORKERS = Workers(1, 100, MEGABYTES, beyond=True)


def prepared(data: bytes, name: str) -> bytes:
    """The photo `data`, a JPEG or PNG, as a JPEG or PNG of at most 1,600 points a side.

    Upright as its EXIF entry says, in sRGB, without metadata: place, time and device are gone.
    The same photo gives the same bytes. Raises `Unreadable`, which names the file `name`, for
    another format, a damaged photo, and one that takes too much.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable("这张照片超过 30 MB", where=name, remedy="先压小，再放进来")
    if data[4:8] == b"ftyp" and data[8:12] in _APPLE:
        raise Unreadable(
            "这是 HEIC 照片，读不了",
            where=name,
            remedy="先在手机或看图软件里另存为 JPG 再选；苹果手机把“设置 → 相机 → 格式”改成"
            "“兼容性最佳”，以后拍的就是 JPG",
        )
    if not data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        if name.lower().endswith((".jpg", ".jpeg", ".png")):
            # to say that only JPG will do would be of no help
            raise Unreadable(
                "名字像照片，里面不是 JPG 或 PNG",
                where=name,
                remedy="打开看看：能看到画面就在看图软件里另存为 JPG 再选，看不到就是坏了，换一张",
            )
        raise Unreadable(
            "只能放 JPG 和 PNG 照片", where=name, remedy="用画图或看图软件另存为 JPG 再选"
        )
    broken = Unreadable("这张照片读不出来", where=name, remedy="打开看看是不是坏了，换一张再放")
    try:
        made = WORKERS.submit(_small, data, seconds=SECONDS).result()
    except (FutureTimeout, ProcessExpired, MemoryError):
        raise broken from None
    if made is None:
        raise broken
    if not made:
        raise Unreadable("这张照片的尺寸太大", where=name, remedy="用看图软件缩小后再放")
    return bytes(made)


def _small(data: bytes) -> bytes | None:
    """The photo made small; None for a broken one, nothing for one with too many points."""
    from PIL import Image

    # our own limits are checked before anything is decoded
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
            kind = opened.format or ""
            if opened.width * opened.height > MOST_POINTS.get(kind, 0):
                return b""
            opened.draft("RGB", (LONGEST, LONGEST))
            return _written(_plain(opened), kind)
    except MemoryError:
        raise
    except Exception:
        # Pillow's readers raise whatever their formats bring them to
        return None


def _plain(opened: Picture) -> Picture:
    """The picture upright, within 1,600 points, in RGB or grey on white."""
    from PIL import Image, ImageOps

    if opened.mode == "P":
        opened = opened.convert("RGBA")
    opened.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS, reducing_gap=3.0)
    image = ImageOps.exif_transpose(opened)
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        image = _in_srgb(image, profile)
    if image.mode not in ("RGB", "L"):
        if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
            image = image.convert("RGBA")
            ground = Image.new("RGBA", image.size, "white")
            image = Image.alpha_composite(ground, image)
        image = image.convert("RGB")
    # a picture of its own: nothing of what the file told comes along
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare


def _in_srgb(image: Picture, profile: bytes) -> Picture:
    """`image` as screens show it; as it is where its profile is of no use."""
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, own, srgb, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _written(image: Picture, kind: str) -> bytes:
    stream = io.BytesIO()
    if kind == "PNG":
        image.save(stream, "PNG", optimize=True)
        if stream.tell() <= _LARGE:
            return stream.getvalue()
        stream = io.BytesIO()
    image.save(stream, "JPEG", quality=_QUALITY, optimize=True)
    return stream.getvalue()
