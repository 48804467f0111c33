"""Photos come out upright, small and mute; hostile ones are refused with the remedy."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms

from corpus.errors import Unreadable
from corpus.photos import LONGEST, prepared

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def photo(width: int = 80, height: int = 60, kind: str = "JPEG", **options: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new(options.pop("mode", "RGB"), (width, height), options.pop("colour", "red"))
    if image.mode == "RGB":
        image.paste((0, 0, 255), (width // 2, 0, width, height))
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_photo_keeps_no_place_time_or_device() -> None:
    exif = Image.Exif()
    exif[MAKER] = "某某手机"
    exif[GPS] = {1: "N", 2: (30.0, 1.0, 2.0)}
    made = prepared(photo(exif=exif, comment=b"secret"), "a.jpg")
    with opened(made) as image:
        assert dict(image.getexif()) == {}
        assert "comment" not in image.info
    assert b"Exif" not in made
    assert b"secret" not in made
    assert prepared(photo(exif=exif, comment=b"secret"), "a.jpg") == made


def test_a_photo_taken_upright_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera's top is at the right
    with opened(prepared(photo(80, 60, exif=exif), "a.jpg")) as image:
        assert image.size == (60, 80)
        top, bottom = image.getpixel((30, 10)), image.getpixel((30, 70))
        assert isinstance(top, tuple)
        assert isinstance(bottom, tuple)
        assert top[0] > 200
        assert bottom[2] > 200


def test_a_large_photo_becomes_small_and_a_small_one_stays() -> None:
    with opened(prepared(photo(4000, 3000), "a.jpg")) as image:
        assert image.size == (LONGEST, LONGEST * 3 // 4)
    with opened(prepared(photo(80, 60), "a.jpg")) as image:
        assert image.size == (80, 60)


def test_what_is_transparent_becomes_white() -> None:
    with opened(prepared(photo(kind="PNG", mode="RGBA", colour=(0, 0, 0, 0)), "a.png")) as image:
        assert image.format == "PNG"
        assert image.convert("RGB").getpixel((5, 5)) == (255, 255, 255)
    palette = photo(kind="PNG", mode="P", colour=0, transparency=0)
    with opened(prepared(palette, "a.png")) as image:
        assert image.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_colours_of_another_space_become_those_of_screens() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with opened(prepared(photo(icc_profile=lab), "a.jpg")) as image:
        assert "icc_profile" not in image.info
    with opened(prepared(photo(icc_profile=b"rubbish"), "a.jpg")) as image:
        assert image.size == (80, 60)
    with opened(prepared(photo(mode="CMYK", colour=(0, 255, 255, 0)), "a.jpg")) as image:
        assert image.mode == "RGB"


def test_a_png_that_is_a_photo_is_kept_as_a_small_jpeg() -> None:
    noise = Image.effect_noise((1500, 1000), 80).convert("RGB")
    stream = io.BytesIO()
    noise.save(stream, "PNG", compress_level=1)
    with opened(prepared(stream.getvalue(), "a.png")) as image:
        assert image.format == "JPEG"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that would be `side` × `side` points."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1_000_000, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "said", "remedy"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "这是 HEIC 照片", "兼容性最佳"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0", "这是 HEIC 照片", "另存为 JPG"),
        (b"GIF89a" + bytes(20), "里面不是 JPG 或 PNG", "另存为 JPG"),
        (b"%PDF-1.7", "里面不是 JPG 或 PNG", "另存为 JPG"),
        (b"", "里面不是 JPG 或 PNG", "另存为 JPG"),
        (photo()[:300], "读不出来", "换一张"),
        (b"\xff\xd8\xff" + bytes(50), "读不出来", "换一张"),
        (bomb(50_000), "尺寸太大", "缩小"),
        (bomb(7_000), "读不出来", "换一张"),
        (b"\xff\xd8\xff" + bytes(31 * 2**20), "超过 30 MB", "压小"),
    ],
    ids=["heic", "mif1", "gif", "pdf", "empty", "cut", "rubbish", "bomb", "short", "heavy"],
)
def test_what_is_no_photo_is_refused_with_the_remedy(data: bytes, said: str, remedy: str) -> None:
    with pytest.raises(Unreadable, match=said) as refused:
        prepared(data, "现场.jpg")
    assert remedy in refused.value.remedy
    assert refused.value.where == "现场.jpg"


@pytest.mark.parametrize("name", ["动画.gif", "方案.pdf", "照片"])
def test_what_does_not_call_itself_a_photo_is_told_what_will_do(name: str) -> None:
    with pytest.raises(Unreadable, match="只能放 JPG 和 PNG") as refused:
        prepared(b"GIF89a" + bytes(20), name)
    assert "另存为 JPG" in refused.value.remedy
