"""The preview: pages as small pictures, drawn when asked for, tagged by what they show."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from corpus.document import Document, Paragraph
from generator.layout.preview import Preview
from tests.generator.layout import samples


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_page_is_a_small_png_in_16_greys() -> None:
    preview = Preview.of(samples.full_pages())
    data = preview.png(2, 794)
    image = picture(data)
    assert len(data) <= 100_000
    assert image.format == "PNG"
    assert image.size == (794, 1123)
    colours = image.convert("RGB").getcolors(64)
    assert colours is not None
    assert len(colours) <= 16
    assert all(r == g == b for _, (r, g, b) in colours)  # type: ignore[misc]


@pytest.mark.parametrize("width", [400, 1176, 1588])
def test_a_page_of_any_width_stays_within_the_limit(width: int) -> None:
    data = Preview.of(samples.full_pages()).png(2, width)
    assert picture(data).width == width
    assert len(data) <= 100_000


def test_a_gap_is_amber_on_the_page() -> None:
    image = picture(Preview.of(samples.plan()).png(1)).convert("RGB")
    colours = image.getcolors(64)
    assert colours is not None
    ambers = [n for n, (r, g, b) in colours if r > 240 and 200 < g < 245 and b < 190]  # type: ignore[misc]
    assert sum(ambers) > 500


def test_the_mark_of_an_official_paper_is_red_on_the_page() -> None:
    colours = picture(Preview.of(samples.official()).png(1)).convert("RGB").getcolors(64)
    assert colours is not None
    assert sum(n for n, (r, g, b) in colours if r > 180 and g < 60) > 500  # type: ignore[misc]


def test_a_page_that_looks_the_same_keeps_its_tag() -> None:
    plan = samples.plan()
    before = Preview.of(plan)
    changed = replace(plan, blocks=(*plan.blocks, Paragraph(text="补一句。")))
    after = Preview.of(changed)
    assert before.etag(1) == after.etag(1)
    tags = [before.etag(n) for n in range(1, before.pages + 1)]
    assert len(set(tags)) == len(tags)
    assert tags != [after.etag(n) for n in range(1, after.pages + 1)]


def test_one_other_character_changes_the_tag() -> None:
    one = Preview.of(Document(blocks=(Paragraph(text="共排查12户。"),)))
    other = Preview.of(Document(blocks=(Paragraph(text="共排查13户。"),)))
    assert one.etag(1) != other.etag(1)


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_page_that_there_is_not_is_an_index_error(number: int) -> None:
    preview = Preview.of(Document(title="方案"))
    with pytest.raises(IndexError):
        preview.png(number)
