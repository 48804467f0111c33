"""The documentation of the layout says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from generator.layout.gbt9704 import FACES, MEASURES

DOCS = Path(__file__).parents[3] / "docs"


def test_the_measures_of_the_documentation_are_those_of_the_code() -> None:
    text = (DOCS / "layout.md").read_text("utf-8")
    table = text[text.index("## Measures") : text.index("## Word")]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert rows == [
        f"| {m.id} | {m.clause} | {m.name} | {m.mm:.2f} mm | {m.pt:.2f} pt |" for m in MEASURES
    ]


def test_the_fonts_of_the_documentation_are_those_of_the_code() -> None:
    text = (DOCS / "fonts.md").read_text("utf-8")
    for face in FACES.values():
        assert f"| {face.name} | {face.word} |" in text


def test_every_id_of_the_specification_says_what_holds_it() -> None:
    text = (DOCS / "layout.md").read_text("utf-8")
    table = text[text.index("## Clause by clause") : text.index("## Speed")]
    told = {line.split(" | ")[0].removeprefix("| ") for line in table.splitlines()}
    ids = set()
    for part in (part for entry in told for part in entry.split(", ")):
        span = re.fullmatch(r"([A-Z])(\d+)(?:–[A-Z](\d+))?", part)
        if span is None:
            ids.add(part)
        else:
            last = int(span[3] or span[2])
            ids |= {f"{span[1]}{n}" for n in range(int(span[2]), last + 1)}
    counts = {"P": 10, "H": 7, "B": 13, "I": 5, "N": 6, "T": 2, "X": 9}
    assert {f"{k}{n}" for k, most in counts.items() for n in range(1, most + 1)} <= ids
    assert {f"§{n}" for n in (10, 11, 12, 14)} <= ids


def test_tests_that_the_documentation_names_exist() -> None:
    text = (DOCS / "layout.md").read_text("utf-8")
    tests = DOCS.parent / "tests"
    named = set(re.findall(r"`(test_\w+\.py)`", text))
    assert {name for name in named if not list(tests.rglob(name))} == set()
    assert len(named) > 8
