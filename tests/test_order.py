"""The order in which the test files begin."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.order import LONGEST, TESTS, longest_first


@dataclass
class One:
    path: Path


def test_every_file_that_is_to_begin_early_is_there() -> None:
    assert [name for name in LONGEST if not (TESTS / name).is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST)


def test_the_longest_files_come_first_and_the_others_stay_in_order() -> None:
    found = [One(TESTS / name) for name in ("test_a.py", LONGEST[2], "test_b.py", LONGEST[0])]
    assert longest_first(found) == [found[3], found[1], found[0], found[2]]
