"""The faces: found in the right order, their characters known, substitutes reported."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator.errors import LayoutError
from generator.layout import cmap, fonts
from generator.layout.gbt9704 import FACES, Face
from tests.generator.layout import samples

FANDOL = Path(sys.prefix) / "share" / "nigao" / "fonts" / "fandol"


def test_every_class_of_faces_has_a_family_on_this_machine() -> None:
    found = fonts.faces()
    assert set(found) == set(FACES)
    for face, own in found.items():
        assert own.path.is_file()
        assert own.substituted == (own.family not in FACES[face].families)


@pytest.mark.skipif(not FANDOL.is_dir(), reason="the free faces are not set up")
@pytest.mark.parametrize("face", ["仿宋", "黑体", "楷体", "小标宋", "宋体"])
def test_the_free_faces_have_all_of_gb_2312(face: str) -> None:
    own = fonts.faces()[face]  # type: ignore[index]
    letters = samples.gb_2312_letters()
    assert len(letters) == 6763
    has = cmap.coverage(own.path, own.index)
    assert [letter for letter in letters if ord(letter) not in has] == []


@pytest.mark.skipif(not FANDOL.is_dir(), reason="the free faces are not set up")
@pytest.mark.parametrize("face", ["仿宋", "黑体", "楷体", "小标宋", "宋体"])
def test_every_character_of_the_general_standard_has_a_font(face: Face) -> None:
    letters = samples.general_letters()
    assert len(letters) == len(set(letters)) == 8105
    reported = fonts.substitutions([(face, letters)])
    assert [own.characters for own in reported if own.characters and not own.family] == []
    given = {letter for own in reported for letter in own.characters}
    assert given <= set(letters) - set(samples.gb_2312_letters())


def test_rare_characters_of_names_have_a_face_that_gives_them() -> None:
    reported = fonts.substitutions([("仿宋", "周喆堃珺玥瑄祎翀彧犇昇")])
    assert all(own.family for own in reported)


def test_folders_are_searched_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    own, kept = tmp_path / "faces", own_home / "fonts"
    own.mkdir()
    kept.mkdir(parents=True)
    monkeypatch.setenv("NIGAO_FONTS", str(own))
    assert fonts.folders()[:2] == (own, kept)


def test_a_substitution_says_what_prints_in_what() -> None:
    whole = fonts.Substitution("仿宋", "仿宋_GB2312", "FandolFang R")
    single = fonts.Substitution("仿宋", "仿宋_GB2312", "LXGW WenKai", "喆")
    none = fonts.Substitution("仿宋", "仿宋_GB2312", "", "X")
    assert str(whole) == "仿宋（仿宋_GB2312）以 FandolFang R 代替"
    assert str(single) == "仿宋里没有“喆”，以 LXGW WenKai 代替"
    assert str(none) == "“X”没有字体能显示"


def test_a_file_that_is_no_font_covers_nothing(tmp_path: Path) -> None:
    for name, data in (("a.ttf", b""), ("b.ttf", b"\x00\x01\x00\x00\x00\x09"), ("c", b"ttcf")):
        (tmp_path / name).write_bytes(data)
        assert cmap.coverage(tmp_path / name, 0) == frozenset()
    assert cmap.coverage(tmp_path / "none.ttf", 0) == frozenset()


def test_without_the_free_faces_the_systems_own_stand_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = {name: own for name, own in fonts._known().items() if "Fandol" not in name}
    if not {"LXGW WenKai", "WenQuanYi Micro Hei"} <= set(known):
        pytest.skip("the system has no other Chinese face")
    monkeypatch.setattr(fonts, "_known", lambda: known)
    for face in FACES:
        own = fonts._found(face)
        assert own.substituted
        assert "Fandol" not in own.family
        assert own.path.is_file()


def test_a_face_without_any_font_is_an_error_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "_known", dict)
    with pytest.raises(LayoutError) as caught:
        fonts._found("仿宋")
    assert "fetch_fonts" in caught.value.remedy
