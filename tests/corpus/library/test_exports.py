"""What was exported is kept and found, once for each draft."""

from __future__ import annotations

from corpus.library import Library, Scope
from corpus.search import find, index_pending
from tests.corpus.library.making import scheme


def export(library: Library, scope: Scope, draft: int, text: str, suffix: str = ".docx") -> int:
    document = scheme("青禾县燃气检查工作方案", "制定本方案。", text)
    return library.exports.keep(
        document,
        owner=scope.user_id,
        draft=draft,
        file=text.encode() + suffix.encode(),
        name=f"青禾县燃气检查工作方案{suffix}",
    )


def test_ten_exports_of_a_draft_leave_one_document_that_says_what_the_last_did(
    library: Library, scope: Scope
) -> None:
    ids = {export(library, scope, 7, f"第{n}次检查餐馆。") for n in range(10)}
    assert len(ids) == 1
    (entry,) = library.documents.list(scope, kind="export")
    assert entry.visibility == "private"
    assert [hit.id for hit in find(library, "第9次检查", scope).hits] == [entry.id]
    assert find(library, "第3次检查", scope).hits == ()
    index_pending(library)
    assert find(library, "第3次检查", scope).hits == ()
    stored = library.documents.get(entry.id, scope)
    assert stored.original is not None
    assert library.originals.read(stored.original) == "第9次检查餐馆。.docx".encode()


def test_word_and_pdf_of_the_same_text_are_one_document(library: Library, scope: Scope) -> None:
    first = export(library, scope, 7, "检查餐馆。")
    assert export(library, scope, 7, "检查餐馆。", ".pdf") == first
    assert library.documents.list(scope, kind="export")[0].name.endswith(".pdf")


def test_another_draft_keeps_its_own_and_one_of_the_same_words_stands_for_both(
    library: Library, scope: Scope
) -> None:
    first = export(library, scope, 7, "检查餐馆。")
    second = export(library, scope, 8, "检查学校。")
    assert first != second
    assert export(library, scope, 8, "检查餐馆。") == first
    assert [entry.id for entry in library.documents.list(scope, kind="export")] == [first]


def test_an_export_that_lies_in_the_bin_comes_back_with_the_next_one(
    library: Library, scope: Scope
) -> None:
    first = export(library, scope, 7, "检查餐馆。")
    library.documents.delete(first, scope)
    assert export(library, scope, 7, "检查学校。") == first
    assert library.documents.count(scope, kind="export") == 1
