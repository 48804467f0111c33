"""The unit's data in the library: kept for all, each part by itself, never overwritten unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import Conflict
from corpus.library import Library
from corpus.unit import Names, Place, Related, Staff, Unit

NAMES = Names("青禾县柳溪街道办事处", ("柳溪街道",), (Related("青禾县人民政府", "县政府"),))


def test_what_was_saved_is_there_for_whoever_opens_the_library(tmp_path: Path) -> None:
    with Library.open(tmp_path) as first:
        assert first.unit.get() == Unit()
        first.unit.save_names(NAMES, 0)
        first.unit.save_places([Place("柳荫村", "村", "东湾社区")], 0)
        first.unit.save_staff([Staff("周某某", "主任", "0000-5551234", "党政办")], 0)
    with Library.open(tmp_path) as second:
        assert second.unit.get() == Unit(
            NAMES,
            (Place("柳荫村", "村", "东湾社区"),),
            (Staff("周某某", "主任", "0000-5551234", "党政办"),),
        )


def test_whoever_saves_over_a_newer_list_is_told(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        assert library.unit.save_staff([Staff("周某某")], library.unit.revision("staff")) == 1
        with pytest.raises(Conflict, match="刚被别人改过"):
            library.unit.save_staff([Staff("陈某某")], 0)
        assert library.unit.get().staff == (Staff("周某某"),)
        assert library.unit.save_staff([Staff("陈某某")], 1) == 2


def test_two_people_may_change_different_parts(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        library.unit.save_names(NAMES, 0)
        library.unit.save_places([Place("东湾社区")], 0)
        assert library.unit.get().names == NAMES
