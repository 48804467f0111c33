"""Profiles written and read: JSON, texts of a form, files that are wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import LayoutError
from generator.layout import STANDARD, Profile, profile_form
from generator.layout.units import Mm, Pt

PROFILES = st.builds(
    Profile,
    top=st.integers(20, 60).map(Mm),
    bottom=st.integers(20, 60).map(Mm),
    left=st.integers(10, 50).map(Mm),
    right=st.integers(10, 50).map(Mm),
    pitch=st.integers(18, 60).map(Pt),
    title_pitch=st.one_of(st.none(), st.integers(18, 60).map(Pt)),
    number=st.sampled_from(("outer", "center")),
    bold_third=st.booleans(),
    latin=st.sampled_from((None, "Times New Roman")),
    character_grid=st.booleans(),
)


@given(PROFILES)
def test_a_profile_survives_json_and_form(profile: Profile) -> None:
    written = json.dumps(profile_form.to_json(profile), ensure_ascii=False)
    assert profile_form.read(written, "a.json") == profile
    assert profile_form.parse(profile_form.texts(profile)) == (profile, {})


def test_the_standard_is_itself_again_after_being_written() -> None:
    assert profile_form.from_json(profile_form.to_json(STANDARD)) == STANDARD
    assert profile_form.from_json({}) == STANDARD


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "不是 JSON 文件"),
        ("[]", "JSON 对象"),
        ('{"天高": 37}', "没有“天高”这一项"),
        ('{"天头": "很高"}', "“很高”不能用"),
        ('{"订口": 60, "切口": 60}', "订口"),
        ('{"正文行距": NaN}', "正文行距"),
    ],
)
def test_a_wrong_file_is_refused_with_place_and_remedy(text: str, said: str) -> None:
    with pytest.raises(LayoutError) as caught:
        profile_form.read(text, "版式.json")
    assert said in str(caught.value)
    assert "版式.json" in str(caught.value)


def test_a_library_keeps_its_profile_and_has_the_standard_before(tmp_path: Path) -> None:
    assert profile_form.kept(tmp_path) == STANDARD
    for profile in profile_form.READY.values():
        profile_form.keep(tmp_path, profile)
        assert profile_form.kept(tmp_path) == profile


def test_the_documentation_shows_every_name_of_the_file() -> None:
    text = (Path(__file__).parents[3] / "docs" / "layout.md").read_text("utf-8")
    shown = json.loads(text[text.index("```json") + 7 :].partition("```")[0])
    assert tuple(shown) == profile_form.NAMES
    assert isinstance(profile_form.from_json(shown), Profile)
