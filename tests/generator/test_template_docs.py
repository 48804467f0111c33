"""The pages about templates say what is there: the table, a picture each, the coverage."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from generator.template import shipped
from scripts.template_pictures import BEGIN, END, WIDTH, table

DOCS = Path(__file__).resolve().parents[2] / "docs"
SEEDS = {"000": 9, "001": 16, "002": 3, "003": 14, "004": 20}
"""The collections, and how many documents each holds (tests/corpus/reading/expected)."""


def test_the_table_lists_every_template() -> None:
    page = (DOCS / "samples.md").read_text("utf-8")
    assert page.partition(BEGIN)[2].partition(END)[0] == table()


def test_every_template_has_its_picture() -> None:
    folder = DOCS / "gallery" / "templates"
    assert {path.stem for path in folder.glob("*.png")} == set(shipped())
    for path in folder.glob("*.png"):
        with Image.open(path) as picture:
            assert picture.width == WIDTH
            assert len(picture.convert("L").getcolors() or ()) > 5


def test_every_document_of_the_collections_has_a_template() -> None:
    page = (DOCS / "coverage.md").read_text("utf-8")
    covered: set[tuple[str, int]] = set()
    for file, parts, id in re.findall(
        r"^\| (\d{3}) \| ([\d–、]+) \| [^|]+ \| [^|]+ \| `([a-z-]+)`", page, re.MULTILINE
    ):
        assert id in shipped(), id
        for part in parts.split("、"):
            first, _, last = part.partition("–")
            covered |= {(file, n) for n in range(int(first), int(last or first) + 1)}
    assert covered == {(file, n) for file, count in SEEDS.items() for n in range(1, count + 1)}


def test_there_are_templates_for_a_year_of_work() -> None:
    composite = [
        template
        for template in shipped().values()
        if {f.type for f in template.fields.values()}
        & {"phases", "tasks", "leading-group", "work-groups", "indicators", "budget", "table"}
    ]
    assert len(shipped()) >= 60
    assert len(composite) >= 30
    assert all(len(template.fields) >= 6 for template in shipped().values())
