"""Saved searches: a person's own, by name."""

from __future__ import annotations

import pytest

from corpus.errors import Conflict, InvalidQuery, NotFound
from corpus.library import Library, Scope, tables


def test_a_saved_search_comes_back_with_its_filters_latest_first(
    library: Library, scope: Scope
) -> None:
    library.searches.save(scope, "去年的总结", "网格", {"year": [2025], "genre": ["总结"]})
    library.searches.save(scope, " 消防\n方案 ", "消防", {})
    assert [saved.name for saved in library.searches.list(scope)] == ["消防 方案", "去年的总结"]
    saved = library.searches.list(scope)[1]
    assert saved.to_json()["filters"] == {"year": [2025], "genre": ["总结"]}
    assert library.searches.get(saved.id, scope) == saved


def test_saving_under_a_name_again_replaces(library: Library, scope: Scope) -> None:
    library.searches.save(scope, "消防", "消防", {})
    library.searches.save(scope, "消防", "消防 演练", {})
    assert [saved.query for saved in library.searches.list(scope)] == ["消防 演练"]


def test_a_saved_search_keeps_its_place_under_another_name(library: Library, scope: Scope) -> None:
    first = library.searches.save(scope, "消防", "消防", {"year": ["2025"]})
    library.searches.save(scope, "网格", "网格", {})
    renamed = library.searches.rename(first.id, " 去年的\n消防 ", scope)
    assert (renamed.name, renamed.query, renamed.filters) == (
        "去年的 消防",
        "消防",
        {"year": ["2025"]},
    )
    assert [saved.name for saved in library.searches.list(scope)] == ["网格", "去年的 消防"]
    assert library.searches.rename(first.id, "去年的 消防", scope) == renamed
    with pytest.raises(Conflict, match="网格"):
        library.searches.rename(first.id, "网格", scope)
    with pytest.raises(InvalidQuery, match="名称"):
        library.searches.rename(first.id, " ", scope)
    with pytest.raises(NotFound):
        library.searches.rename(99, "别的", scope)


def test_nobody_sees_or_deletes_what_another_has_saved(library: Library, scope: Scope) -> None:
    with library.database.write() as connection:
        connection.execute(
            tables.users.insert().values(id=9, name="李某某", role="member", created=tables.now())
        )
    saved = library.searches.save(scope, "消防", "消防", {})
    other = Scope(9)
    assert library.searches.list(other) == ()
    with pytest.raises(NotFound):
        library.searches.get(saved.id, other)
    with pytest.raises(NotFound):
        library.searches.delete(saved.id, other)
    library.searches.delete(saved.id, scope)
    assert library.searches.list(scope) == ()


@pytest.mark.parametrize("name", ["", "  ", "长" * 41])
def test_a_search_needs_a_name_of_sensible_length(
    library: Library, scope: Scope, name: str
) -> None:
    with pytest.raises(InvalidQuery, match="名称"):
        library.searches.save(scope, name, "消防", {})
