"""Sections: how others wrote it, by the role that the words name."""

from __future__ import annotations

import pytest

from corpus.document import Document, Paragraph
from corpus.errors import InvalidQuery
from corpus.library import Library, Scope
from corpus.search import find_sections, index_pending, reindex
from corpus.search.query import parse
from corpus.search.sections import sections_of, understood
from tests.corpus.library.making import scheme

FIRE = scheme(
    "青禾县消防安全整治方案",
    "为消除火患，制定本方案。",
    "#工作目标",
    "不发生亡人火灾。",
    "#保障措施",
    "##强化责任",
    "消防责任到人。",
    "##保障经费",
    "列入预算。",
    "#工作要求",
    "按时报送。",
    year=2025,
)
FLOOD = scheme(
    "望川县防汛工作方案", "#保障措施", "备足沙袋。", "#工作目标", "安全度汛。", year=2024
)
DRILL = scheme("东湾社区消防演练通知", "#活动安排", "演练疏散。")


@pytest.fixture(params=["queued", "whoosh", "tantivy"])
def filled(library: Library, scope: Scope, request: pytest.FixtureRequest) -> Library:
    """A library of three documents, in the queue or in an index."""
    library.documents.add_all((FIRE, FLOOD, DRILL), owner=scope.user_id)
    if request.param != "queued":
        reindex(library, engine=request.param)
    return library


def test_the_role_is_taken_from_the_words_and_the_rest_chooses_the_documents(
    filled: Library, scope: Scope
) -> None:
    results = find_sections(filled, "消防 保障措施", scope)
    assert (results.role, results.total, results.complete) == ("safeguard", 1, True)
    (hit,) = results.hits
    assert hit.document.title == FIRE.title
    assert hit.heading == "二、保障措施"
    assert hit.text.splitlines() == [
        "（一）强化责任",
        "消防责任到人。",
        "（二）保障经费",
        "列入预算。",
    ]
    assert "<mark>消防</mark>责任到人" in hit.passage.html


def test_without_other_words_every_document_that_has_the_role_is_given(
    filled: Library, scope: Scope
) -> None:
    results = find_sections(filled, "保障措施", scope)
    assert {hit.document.title for hit in results.hits} == {FIRE.title, FLOOD.title}
    assert results.total == 2
    assert find_sections(filled, "保障措施", scope, year=[2024]).total == 1


def test_the_facets_count_the_documents_that_have_such_a_section(
    filled: Library, scope: Scope
) -> None:
    results = find_sections(filled, "保障措施", scope)
    assert results.total == 2
    assert sum(count for _, count in results.to_json()["facets"]["genre"]) == 2
    assert {value for value, _ in results.to_json()["facets"]["year"]} == {2024, 2025}


def test_the_role_may_be_given_apart(filled: Library, scope: Scope) -> None:
    (hit,) = find_sections(filled, "防汛", scope, role="goals").hits
    assert hit.text == "安全度汛。"
    with pytest.raises(InvalidQuery, match="角色"):
        find_sections(filled, "防汛", scope, role="目标")


def test_without_a_role_the_section_that_the_words_fit_best_is_given(
    filled: Library, scope: Scope
) -> None:
    (hit,) = find_sections(filled, "沙袋", scope).hits
    assert hit.heading == "一、保障措施"
    assert hit.to_json()["role"] == "safeguard"


@pytest.mark.parametrize(
    ("words", "rest", "role"),
    [
        ("消防 保障措施", ["消防"], "safeguard"),
        ("消防工作的保障措施", ["消防工作"], "safeguard"),
        ("网格化 存在的问题", ["网格化"], "problems"),
        ("消防演练", ["消防演练"], None),
        ("消防 演练", ["消防", "演练"], None),
        ("“保障措施” 消防", ["保障措施", "消防"], None),
        ("附则", [], "bylaws"),
    ],
)
def test_words_that_head_sections_are_understood_as_their_role(
    words: str, rest: list[str], role: str | None
) -> None:
    query, found = understood(parse(words), None)
    assert [word.folded for word in query.words] == rest
    assert found == role


def test_a_document_falls_into_its_sections() -> None:
    assert [(s.role, s.heading.text if s.heading else "") for s in sections_of(FIRE)] == [
        ("opening", ""),
        ("goals", "工作目标"),
        ("safeguard", "保障措施"),
        ("require", "工作要求"),
    ]
    assert sections_of(Document(title="空")) == ()


def test_a_run_in_heading_with_a_role_begins_a_section_up_to_the_next_one() -> None:
    document = Document(
        title="青禾县心理服务方案",
        blocks=(
            Paragraph(
                level=2, marker="（一）", lead="落实经费保障", text="列入预算。", role="safeguard"
            ),
            Paragraph(text="专款专用。"),
            Paragraph(level=2, marker="（二）", lead="强化评估", text="每年评估。"),
        ),
    ).canonical()
    (section,) = [each for each in sections_of(document) if each.role == "safeguard"]
    assert section.heading
    assert section.heading.text == "落实经费保障"
    assert section.text.splitlines() == ["列入预算。", "专款专用。"]


def test_sections_of_a_document_saved_a_moment_ago_are_found(
    library: Library, scope: Scope
) -> None:
    library.documents.add(FLOOD, owner=scope.user_id)
    index_pending(library)
    library.documents.add(FIRE, owner=scope.user_id)
    assert find_sections(library, "消防 保障措施", scope).total == 1
