"""The documentation of the layout says what the code does."""

from __future__ import annotations

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
