"""Synonyms: ours to begin with, anyone's to edit."""

from __future__ import annotations

from pathlib import Path

from corpus.library import Library, Scope
from corpus.search import find
from corpus.search.synonyms import synonyms_in
from tests.corpus.library.making import scheme


def test_our_list_is_put_into_the_data_folder_to_be_edited(tmp_path: Path) -> None:
    found = synonyms_in(tmp_path)
    assert "烟花爆竹" in found["禁燃"]
    assert found["综治"][0] == "平安建设"
    assert "网格员" in found["网格化"]
    assert "禁燃" in (tmp_path / "synonyms.txt").read_text("utf-8")


def test_an_edited_list_counts_from_the_next_search_on(library: Library, scope: Scope) -> None:
    library.documents.add(scheme("某通知", "开展河长制巡查。"), owner=scope.user_id)
    assert find(library, "护河", scope).total == 0
    (library.home / "synonyms.txt").write_text("# 自己的\n护河 河长制 河长\n", "utf-8")
    results = find(library, "护河", scope)
    assert results.total == 1
    assert "<mark>河长制</mark>" in results.hits[0].passage.html
    assert find(library, "“护河”", scope).total == 0


def test_a_list_that_cannot_be_read_gives_way_to_ours(tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").mkdir()
    assert "烟花爆竹" in synonyms_in(tmp_path)["禁燃"]
