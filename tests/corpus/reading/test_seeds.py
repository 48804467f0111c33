"""The five seed files are read as a person who checked them line by line reads them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document, Heading, Item, Label, Paragraph
from corpus.reading import read_file

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
EXPECTED: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parent / "seeds.json").read_text(encoding="utf-8")
)
FURNITURE = re.compile(
    "小编|我要投稿|点击下载|下载文档|推荐度|相关文章|相关推荐|热门文档|大家都在看|为大家整理|写作参考|上一篇|搜索文档"
)

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed files are not here")


@pytest.fixture(scope="module", params=sorted(EXPECTED))
def read(request: pytest.FixtureRequest) -> tuple[tuple[Document, ...], Any, list[str]]:
    (path,) = SEEDS.glob(f"{request.param}*.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    return read_file(path), EXPECTED[request.param], lines


def test_as_many_documents_as_a_person_finds() -> None:
    assert 58 <= sum(map(len, EXPECTED.values())) <= 64


def test_documents_start_and_end_at_the_right_lines(read: Any) -> None:
    documents, expected, _ = read
    assert [list(d.source.lines) for d in documents] == [e["lines"] for e in expected]
    assert [d.source.marker for d in documents] == [e["marker"] for e in expected]
    assert [d.source.part for d in documents] == list(range(1, len(expected) + 1))


def test_genres_are_those_of_the_words(read: Any) -> None:
    documents, expected, _ = read
    wrong = [
        (d.source.lines, d.genre)
        for d, e in zip(documents, expected, strict=True)
        if d.genre not in e["genre"]
    ]
    assert wrong == []


def test_headings_leads_items_and_labels_stand_at_their_lines(read: Any) -> None:
    documents, expected, _ = read
    for document, wanted in zip(documents, expected, strict=True):
        blocks = [block for block in document.all_blocks() if block.lines]
        at = {id(block): block.lines[0] for block in blocks if block.lines}
        assert [[at[id(b)], b.level] for b in blocks if isinstance(b, Heading)] == wanted[
            "headings"
        ]
        assert [
            [at[id(b)], b.level] for b in blocks if isinstance(b, Paragraph) and b.lead
        ] == wanted["leads"]
        assert [[at[id(b)], b.level] for b in blocks if isinstance(b, Item)] == wanted["items"]
        assert [at[id(b)] for b in blocks if isinstance(b, Label)] == wanted["labels"]


def test_no_document_holds_web_furniture(read: Any) -> None:
    documents, _, _ = read
    for document in documents:
        texts = [document.title, *(getattr(b, "text", "") for b in document.all_blocks())]
        assert not any(FURNITURE.search(text) for text in texts)


def test_no_line_of_a_document_is_lost(read: Any) -> None:
    documents, _, lines = read
    for document in documents:
        first, last = document.source.lines
        covered: set[int] = set()
        for block in document.all_blocks():
            covered.update(range(block.lines[0], block.lines[1] + 1))
        missing = [
            number
            for number in range(first, last + 1)
            if lines[number - 1].strip() and number not in covered
        ]
        # Titles, the heads of attachments and the closing date are no blocks.
        heads = 1 + 2 * len(document.attachments) + (document.signoff is not None)
        assert len(missing) <= heads, missing


def test_every_document_has_a_title_with_a_source(read: Any) -> None:
    documents, _, _ = read
    for document in documents:
        assert 4 <= len(document.title) <= 50
        assert document.title_source in ("stated", "derived")


def test_facts_point_at_their_text(read: Any) -> None:
    documents, _, _ = read
    for document in documents:
        blocks = {block.id: block for block in document.all_blocks()}
        for fact in document.facts:
            block, (start, end) = blocks[fact.block], fact.span
            # What stands in a run-in lead has an empty span.
            text = block.text if end else getattr(block, "lead", "")
            assert (text[start:end] if end else fact.value) == fact.value
            assert fact.value in text


def test_what_was_read_survives_json(read: Any) -> None:
    documents, _, _ = read
    for document in documents:
        assert Document.from_json(json.loads(json.dumps(document.to_json()))) == document
