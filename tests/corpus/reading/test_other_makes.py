"""Anthologies and papers of other makes than the seeds are read as a person reads them.

Each file of `makes` is an invented text in the manner of some source: a page saved with its
furniture, markers in brackets, several schemes mixed, ordinals with points, articles, a notice
that issues a plan. Its expectation is counted by hand.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document, Heading, Paragraph, Table
from corpus.reading import read_file
from tests.corpus.reading.scoring import score_documents, score_genres, score_headings

MAKES = Path(__file__).parent / "makes"


@pytest.fixture(params=sorted(path.stem for path in MAKES.glob("*.json")))
def made(request: pytest.FixtureRequest) -> tuple[dict[str, Any], tuple[Document, ...], list[str]]:
    """An expectation, what was read, and the lines of the source."""
    path = MAKES / f"{request.param}.txt"
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return expected, read_file(path), path.read_text(encoding="utf-8").splitlines()


def test_documents_genres_and_headings_are_those_that_a_person_counts(made: Any) -> None:
    expected, documents, lines = made
    assert score_documents(expected, documents, lines).wrong == ()
    assert score_genres(expected, documents, lines).wrong == ()
    assert score_headings(expected, documents).wrong == ()


def test_main_headings_have_their_role(made: Any) -> None:
    expected, documents, _ = made
    found = {
        str(block.lines[0]): block.role
        for document in documents
        for block in document.blocks
        if isinstance(block, Heading | Paragraph) and block.lines and block.role
    }
    wanted = {
        line: role for entry in expected["documents"] for line, role in entry["roles"].items()
    }
    assert {line: found.get(line) for line in wanted} == wanted


def test_furniture_is_in_no_document(made: Any) -> None:
    expected, documents, _ = made
    furniture = {n for a, b in expected["furniture"] for n in range(a, b + 1)}
    assert not [
        block
        for document in documents
        for block in document.all_blocks()
        if block.lines and block.lines[0] in furniture
    ]


def test_the_lists_behind_a_notice_are_tables() -> None:
    (notice,) = read_file(MAKES / "issued.txt")
    tables = [b for a in notice.attachments for b in a.blocks if isinstance(b, Table)]
    assert [[cell.text for cell in table.head[0]] for table in tables] == [
        ["序号", "社区", "责任人", "电话"],
        ["序号", "名称", "数量"],
    ]
