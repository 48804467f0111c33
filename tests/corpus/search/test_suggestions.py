"""Suggestions and similar documents."""

from __future__ import annotations

import pytest

from corpus.errors import NotFound
from corpus.library import Library, Scope, tables
from corpus.search import index_pending, reindex, similar, suggest
from corpus.search.suggestions import initials
from tests.corpus.library.making import scheme


@pytest.fixture
def filled(library: Library, scope: Scope) -> Library:
    """A library in which three documents are about fire and two about floods."""
    library.documents.add_all(
        (
            scheme("青禾县消防安全整治方案", "排查消防隐患，清理楼道。", topics=("消防安全",)),
            scheme("东湾社区消防演练方案", "组织消防疏散，排查隐患。", topics=("消防安全",)),
            scheme("望川县消防宣传工作总结", "发放消防资料，清理楼道杂物。", topics=("消防安全",)),
            scheme("柳溪街道防汛应急预案", "备足沙袋，转移群众。", topics=("防汛",)),
            scheme("青禾县防汛值班通知", "值班人员备足沙袋。", topics=("防汛",)),
        ),
        owner=scope.user_id,
    )
    index_pending(library)
    return library


def test_topics_words_and_titles_are_suggested(filled: Library, scope: Scope) -> None:
    found = suggest(filled, "消", scope)
    assert ("topic", "消防安全", 3) in [(s.kind, s.text, s.count) for s in found]
    assert ("term", "消防") in [(s.kind, s.text) for s in found]
    titles = [s for s in found if s.kind == "title"]
    assert titles[0].text == "望川县消防宣传工作总结"
    assert titles[0].id == 3
    assert len(suggest(filled, "消", scope, limit=2)) == 2


def test_the_last_word_is_what_is_being_typed(filled: Library, scope: Scope) -> None:
    assert {s.text for s in suggest(filled, "青禾 防汛", scope) if s.kind == "title"} == {
        "柳溪街道防汛应急预案",
        "青禾县防汛值班通知",
    }
    assert suggest(filled, "  ", scope) == ()
    assert suggest(filled, "没有的", scope) == ()


def test_the_first_letters_of_pinyin_will_do(filled: Library, scope: Scope) -> None:
    assert initials("消防安全") == "xfaq"
    assert initials("2025年H7N9防控") == "2025nh7n9fk"
    assert "消防" in [s.text for s in suggest(filled, "xf", scope)]
    assert "青禾县防汛值班通知" in [s.text for s in suggest(filled, "qhx", scope)]


def test_nothing_private_is_suggested_to_others(filled: Library, scope: Scope) -> None:
    with filled.database.write() as connection:
        connection.execute(
            tables.users.insert().values(id=9, name="李某某", role="member", created=tables.now())
        )
    filled.documents.add(scheme("内部审计方案", "审计"), owner=9, visibility="private")
    assert suggest(filled, "内部", scope) == ()
    assert [s.text for s in suggest(filled, "内部", Scope(9))] == ["内部审计方案"]


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_documents_on_the_same_matter_are_similar(
    filled: Library, scope: Scope, engine: str
) -> None:
    reindex(filled, engine=engine)
    assert {row.id for row in similar(filled, 1, scope, limit=2)} == {2, 3}
    assert similar(filled, 4, scope)[0].id == 5
    assert similar(filled, 1, scope, kinds=("sample",)) == ()


def test_a_document_out_of_sight_has_no_similar_ones(filled: Library, scope: Scope) -> None:
    added = filled.documents.add(
        scheme("内部消防审计方案", "排查消防隐患"), owner=scope.user_id, visibility="private"
    )
    index_pending(filled)
    with filled.database.write() as connection:
        connection.execute(
            tables.users.insert().values(id=9, name="李某某", role="member", created=tables.now())
        )
    with pytest.raises(NotFound):
        similar(filled, added.id, Scope(9))
    assert added.id not in {row.id for row in similar(filled, 1, Scope(9))}
    assert added.id in {row.id for row in similar(filled, 1, scope)}
