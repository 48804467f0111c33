"""The reader keeps the marks that it was shipped with, on files counted by hand."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document, Heading, Item, Paragraph, Source
from corpus.reading import read_file
from tests.corpus.reading.scoring import Score, score_documents, score_genres, score_headings

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
EXPECTED = sorted((Path(__file__).parent / "expected").glob("*.json"))


@dataclass(frozen=True)
class Reading:
    """One file: what a person counted, what was read, and the lines of the source."""

    expected: dict[str, Any]
    documents: tuple[Document, ...]
    lines: list[str]


@pytest.fixture(scope="module", params=EXPECTED, ids=lambda path: path.stem)
def reading(request: pytest.FixtureRequest) -> Reading:
    """A seed file with its expectation."""
    if not SEEDS.is_dir():
        pytest.skip("the seed files are not here")
    (path,) = SEEDS.glob(f"{request.param.stem}*.txt")
    return Reading(
        json.loads(request.param.read_text(encoding="utf-8")),
        tuple(read_file(path)),
        path.read_text(encoding="utf-8").splitlines(),
    )


def told(name: str, score: Score) -> str:
    """The figures of a score in one line, and what was wrong below."""
    line = f"{name}: precision {score.precision:.4f}, recall {score.recall:.4f}"
    return "\n  ".join((f"{line} ({score.right} of {score.expected})", *score.wrong))


def test_headings_are_read_at_their_line_level_and_kind(reading: Reading) -> None:
    score = score_headings(reading.expected, reading.documents)
    print(told("headings", score))
    assert min(score.precision, score.recall) >= 0.99, told("headings", score)


def test_documents_are_cut_where_a_person_cuts_them(reading: Reading) -> None:
    score = score_documents(reading.expected, reading.documents, reading.lines)
    print(told("documents", score))
    assert min(score.precision, score.recall) >= 0.99, told("documents", score)


def test_genres_are_those_that_fit(reading: Reading) -> None:
    score = score_genres(reading.expected, reading.documents, reading.lines)
    print(told("genres", score))
    assert score.recall >= 0.93, told("genres", score)


def test_no_block_holds_furniture_of_the_page(reading: Reading) -> None:
    furniture = {n for a, b in reading.expected["furniture"] for n in range(a, b + 1)}
    held = [
        block.lines
        for document in reading.documents
        for block in document.all_blocks()
        if block.lines and furniture & set(range(block.lines[0], block.lines[1] + 1))
    ]
    assert held == []


def test_paragraphs_torn_in_two_are_one_block(reading: Reading) -> None:
    runs = [(first, last) for first, last in reading.expected["joined"]]
    starts = {
        block.lines[0]
        for document in reading.documents
        for block in document.all_blocks()
        if block.lines
    } - {first for first, _ in runs}
    torn = [run for run in runs if starts & set(range(run[0] + 1, run[1] + 1))]
    assert len(torn) <= 0.05 * len(runs), torn


EXPECTATION: dict[str, Any] = {
    "documents": [
        {
            "start": 1,
            "end": 9,
            "title_line": 1,
            "genre": ["工作计划", "计划"],
            "headings": [[3, 1, "alone", "一、"], [5, 3, "lead", "1."], [7, 3, "item", "2."]],
            "either": [[7, [3], ["lead", "none"]]],
            "roles": {},
        }
    ],
    "furniture": [],
    "joined": [[5, 6]],
    "warnings": [],
}
PLAN = Document(
    genre="计划",
    blocks=(
        Heading(level=1, marker="一、", text="工作目标", lines=(3, 3)),
        Paragraph(level=3, marker="1.", lead="排查隐患", text="对辖区排查。", lines=(6, 6)),
        Item(level=3, marker="2.", text="发放宣传单；", lines=(7, 7)),
    ),
    source=Source(file="a.txt", lines=(1, 9)),
)
LINES = ["计划", "", "一、", "", "1.", "对", "2.", "", "完"]


def test_what_was_read_as_counted_scores_one() -> None:
    score = score_headings(EXPECTATION, (PLAN,))
    assert (score.right, score.found, score.expected, score.wrong) == (3, 3, 3, ())
    assert score_documents(EXPECTATION, (PLAN,), LINES).recall == 1
    assert score_genres(EXPECTATION, (PLAN,), LINES).recall == 1


def test_a_wrong_level_costs_precision_and_recall() -> None:
    deeper = Heading(level=2, marker="一、", text="工作目标", lines=(3, 3))
    score = score_headings(EXPECTATION, (replace(PLAN, blocks=(deeper, *PLAN.blocks[1:])),))
    assert (score.right, score.found, score.expected) == (2, 3, 3)
    assert score.wrong == ("line 3: 1 alone, read (2, 'alone')",)


def test_a_heading_lost_costs_recall_and_one_too_many_precision() -> None:
    assert score_headings(EXPECTATION, (replace(PLAN, blocks=PLAN.blocks[1:]),)).recall == 2 / 3
    more = replace(PLAN, blocks=(*PLAN.blocks, Heading(text="多余", lines=(8, 8))))
    assert score_headings(EXPECTATION, (more,)).precision == 3 / 4


def test_a_line_that_may_be_no_heading_may_be_left_out() -> None:
    score = score_headings(EXPECTATION, (replace(PLAN, blocks=PLAN.blocks[:2]),))
    assert (score.right, score.found, score.expected) == (2, 2, 2)


def test_a_document_starts_at_its_title_or_below_and_nowhere_else() -> None:
    for start, right in ((1, 1), (3, 1), (5, 0)):
        moved = replace(PLAN, source=Source(file="a.txt", lines=(start, 9)))
        assert score_documents(EXPECTATION, (moved,), LINES).right == right
    short = replace(PLAN, source=Source(file="a.txt", lines=(1, 7)))
    assert score_documents(EXPECTATION, (short,), LINES).precision == 0


def test_a_genre_that_does_not_fit_is_told() -> None:
    score = score_genres(EXPECTATION, (replace(PLAN, genre="通知"),), LINES)
    assert score.recall == 0
    assert score.wrong == ("line 1: 工作计划, read ['通知']",)
