"""Font names of files read as classes of faces."""

from __future__ import annotations

import pytest

from generator.layout.gbt9704 import FACES
from generator.layout.measure.faces import face_of, genuine


@pytest.mark.parametrize(
    ("name", "face"),
    [
        ("FandolFang-Regular", "仿宋"),
        ("FangSong_GB2312", "仿宋"),
        ("FandolSong-Bold", "小标宋"),
        ("FandolSong-Regular", "宋体"),
        ("STZhongsong", "小标宋"),
        ("LXGWWenKai-Regular", "楷体"),
        ("WenQuanYiMicroHei", "黑体"),
        ("NotoSansCJKsc-Regular", "黑体"),
        ("SimSun", "宋体"),
        ("DejaVuSans", None),
    ],
)
def test_a_font_belongs_to_the_class_that_its_name_says(name: str, face: str | None) -> None:
    assert face_of(name) == face


def test_every_family_of_a_class_is_the_classs_own() -> None:
    for face in FACES.values():
        assert all(face_of(family) == face.name and genuine(family) for family in face.families)


@pytest.mark.parametrize("name", ["SimSun", "KaiTi_GB2312", "FZXBSJW--GB1-0", "TimesNewRomanPSMT"])
def test_what_word_and_wps_embed_is_no_stand_in(name: str) -> None:
    assert genuine(name)


@pytest.mark.parametrize("name", ["FandolFang-Regular", "NotoSerifCJKsc-Bold", "DejaVuSans"])
def test_a_free_face_is_a_stand_in(name: str) -> None:
    assert not genuine(name)
