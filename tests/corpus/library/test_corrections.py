"""Corrections in the library: the search follows, reading again brings nothing back, undo does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.correcting import Correction
from corpus.document import Attachment, Document, Paragraph, SignOff
from corpus.errors import Conflict, InvalidCorrection, NotFound
from corpus.library import Library, Scope
from corpus.library.importing import IMPORT, plan_import
from corpus.library.runner import run
from corpus.reading import read_text
from corpus.search import find, index_pending
from tests.corpus.library.making import scheme

FILE = """篇一：青禾县2026年消防安全整治工作方案

为消除火灾隐患，制定本方案。

一、工作目标

排查沿街商铺，建立台账。

二、工作要求

压实责任，确保实效。

篇二：望川县2025年防汛抗旱工作总结

今年以来，全县防汛抗旱工作取得了成效，现总结如下。

一、主要做法

巡查河道十二次，储备了沙袋。

二、存在问题

个别泵站老化。
"""


def added(library: Library, scope: Scope, **values: object) -> int:
    document = scheme(
        "青禾县消防整治工作方案",
        "为做好工作，制定本方案。",
        "工作目标",
        "逐户排查沿街商铺。",
        "望川县防汛工作总结",
        "巡查河道十二次。",
        signoff=SignOff(("望川县水利局",), "2025-12-01"),
    )
    return library.documents.add(document, owner=scope.user_id, original=b"x", name="集.txt").id


def block(document: Document, words: str) -> str:
    return next(b.id for b in document.blocks if getattr(b, "text", "") == words)


def titles(library: Library, words: str, scope: Scope, **filters: object) -> list[str]:
    found = find(library, words, scope, **filters)  # type: ignore[arg-type]
    return [hit.title for hit in found.hits]


def test_a_corrected_title_is_found_at_once_and_the_old_one_is_not(
    library: Library, scope: Scope
) -> None:
    id = added(library, scope)
    index_pending(library)
    assert titles(library, "标题:整治", scope)
    library.corrections.correct(
        id,
        scope,
        [Correction("title", "青禾县燃气检查工作方案"), Correction("genre", "工作总结")],
    )
    assert titles(library, "标题:整治", scope) == []
    assert titles(library, "标题:燃气检查", scope) == ["青禾县燃气检查工作方案"]
    index_pending(library)
    assert titles(library, "标题:整治", scope) == []
    assert titles(library, "燃气检查", scope, genre=["工作总结"]) == ["青禾县燃气检查工作方案"]
    assert titles(library, "燃气检查", scope, genre=["工作方案"]) == []


def test_another_process_that_had_it_in_memory_sees_the_correction_too(
    library: Library, scope: Scope, own_home: Path
) -> None:
    id = added(library, scope)
    index_pending(library)
    with Library.open(own_home) as other:
        assert titles(other, "沿街商铺", scope) == ["青禾县消防整治工作方案"]
        heading = block(library.documents.get(id, scope).document, "工作目标")
        library.corrections.correct(id, scope, [Correction("level", "1", heading)])
        library.corrections.correct(id, scope, [Correction("title", "新的标题")])
        (hit,) = find(other, "沿街商铺", scope).hits
        assert hit.title == "新的标题"
        assert hit.passage.heading == "一、工作目标"


def test_each_correction_is_listed_and_can_be_taken_back_last_first(
    library: Library, scope: Scope
) -> None:
    id = added(library, scope)
    read = library.documents.get(id, scope)
    library.corrections.correct(
        id,
        scope,
        [Correction("title", "甲"), Correction("year", "2024"), Correction("year", "2024")],
    )
    made = library.corrections.made(id, scope)
    assert [one.kind for one in made] == ["year", "title"]
    assert made[1].what == "标题由“青禾县消防整治工作方案”改为“甲”"
    with pytest.raises(Conflict):
        library.corrections.undo(id, scope, made[0].id, after=made[1].id)
    library.corrections.undo(id, scope, made[0].id)
    assert library.documents.get(id, scope).document.title == "甲"
    assert library.documents.get(id, scope).document.year == read.document.year
    library.corrections.restore(id, scope)
    assert library.documents.get(id, scope).document == read.document
    assert library.corrections.made(id, scope) == ()
    assert titles(library, "标题:消防整治", scope)


def test_a_correction_is_taken_back_from_under_later_ones_about_something_else(
    library: Library, scope: Scope
) -> None:
    id = added(library, scope)
    read = library.documents.get(id, scope).document
    goals, all_stores = block(read, "工作目标"), block(read, "逐户排查沿街商铺。")
    wanted = [
        Correction("title", "甲"),
        Correction("level", "1", goals),
        Correction("genre", "工作总结"),
        Correction("level", "2", all_stores),
        Correction("title", "乙"),
    ]
    library.corrections.correct(id, scope, wanted)
    second, store, genre, level, first = library.corrections.made(id, scope)
    alone = library.corrections.separable(id, scope)
    assert alone == {second.id, store.id, genre.id, level.id}
    with pytest.raises(InvalidCorrection, match="后来又更正过同一处"):
        library.corrections.undo(id, scope, first.id)
    library.corrections.undo(id, scope, level.id)
    now = library.documents.get(id, scope).document
    assert (now.title, now.genre) == ("乙", "工作总结")
    kept = {b.id: type(b).__name__ for b in now.blocks}
    assert (kept[goals], kept[all_stores]) == ("Paragraph", "Heading")
    with pytest.raises(Conflict, match="已经撤销"):
        library.corrections.undo(id, scope, level.id)
    library.corrections.undo(id, scope, genre.id)
    library.corrections.undo_from(id, scope, first.id, after=second.id)
    assert library.documents.get(id, scope).document == read
    assert library.corrections.made(id, scope) == ()
    assert titles(library, "标题:消防整治", scope)


def test_a_file_read_again_is_known_after_its_first_correction_was_taken_back(
    library: Library, scope: Scope
) -> None:
    id = added(library, scope)
    read = library.documents.get(id, scope).document
    library.corrections.correct(id, scope, [Correction("title", "甲"), Correction("year", "2024")])
    library.corrections.undo(id, scope, library.corrections.made(id, scope)[1].id)
    now = library.documents.get(id, scope).document
    assert (now.title, now.year) == (read.title, 2024)
    assert library.documents.add(read, owner=scope.user_id).id == id


def test_what_was_divided_later_is_taken_back_together(library: Library, scope: Scope) -> None:
    id = added(library, scope)
    read = library.documents.get(id, scope).document
    library.corrections.correct(id, scope, [Correction("title", "甲")])
    other = library.corrections.split(id, scope, block(read, "望川县防汛工作总结"))
    cut, title = library.corrections.made(id, scope)
    assert library.corrections.separable(id, scope) == {cut.id}
    library.corrections.undo_from(id, scope, title.id)
    assert library.documents.get(id, scope).document == read
    with pytest.raises(NotFound):
        library.documents.get(other, scope)


def test_a_split_can_be_undone_unless_more_became_of_the_part(
    library: Library, scope: Scope
) -> None:
    id = added(library, scope)
    read = library.documents.get(id, scope).document
    other = library.corrections.split(id, scope, block(read, "望川县防汛工作总结"))
    assert titles(library, "河道", scope) == ["望川县防汛工作总结"]
    part = library.documents.get(other, scope)
    assert (part.document.genre, part.name) == ("工作总结", "集.txt")
    assert part.original == library.documents.get(id, scope).original
    before, behind = library.corrections.neighbours(id, scope)
    assert (before, behind and behind.id) == (None, other)
    library.corrections.correct(other, scope, [Correction("year", "2025")])
    library.corrections.correct(other, scope, [Correction("year", "2024")])
    with pytest.raises(InvalidCorrection, match="后来又更正过"):
        library.corrections.restore(id, scope)
    library.corrections.restore(other, scope)
    library.corrections.restore(id, scope)
    assert library.documents.get(id, scope).document == read
    assert titles(library, "河道", scope) == ["青禾县消防整治工作方案"]
    with pytest.raises(NotFound):
        library.documents.get(other, scope)


def test_what_was_merged_comes_back_under_its_number_with_its_own_corrections(
    library: Library, scope: Scope, own_home: Path
) -> None:
    (own_home / "集.txt").write_text(FILE, "utf-8")
    job = plan_import(library, [own_home / "集.txt"], scope.user_id)
    run(own_home, [IMPORT], workers=1, until=job.id)
    second, first = library.documents.list(scope)
    assert titles(library, "泵站", scope) == [second.title]
    library.corrections.correct(second.id, scope, [Correction("unit", "望川县水利局")])
    library.corrections.merge(first.id, scope, second.id)
    assert titles(library, "泵站", scope) == [first.title]
    with pytest.raises(NotFound):
        library.documents.get(second.id, scope)
    with Library.open(own_home) as other:
        # this one looks for the first time while the second document is away
        assert titles(other, "泵站", scope) == [first.title]
        library.corrections.restore(first.id, scope)
        assert titles(other, "泵站", scope) == [second.title]
    assert titles(library, "泵站", scope) == [second.title]
    back = library.documents.get(second.id, scope)
    assert back.document.issuer == "望川县水利局"
    assert [one.kind for one in library.corrections.made(second.id, scope)] == ["unit"]


def test_reading_the_file_again_neither_undoes_nor_doubles_what_was_corrected(
    library: Library, scope: Scope, own_home: Path
) -> None:
    (own_home / "集.txt").write_text(FILE, "utf-8")

    def again() -> dict[str, int]:
        job = plan_import(library, [own_home / "集.txt"], scope.user_id)
        run(own_home, [IMPORT], workers=1, until=job.id)
        return dict(library.jobs.get(job.id, scope).result or {})

    again()
    second, first = library.documents.list(scope)
    library.corrections.correct(first.id, scope, [Correction("title", "改过的标题")])
    assert again()["imported"] == 0
    library.corrections.merge(first.id, scope, second.id)
    assert again()["imported"] == 0
    assert [one.title for one in library.documents.list(scope)] == ["改过的标题"]
    document = library.documents.get(first.id, scope).document
    library.corrections.split(first.id, scope, document.blocks[-2].id)
    assert again()["imported"] == 0
    assert library.documents.count(scope) == 2
    assert library.documents.other_sources(first.id, scope) == ()


def test_nobody_corrects_what_is_not_his_or_has_not_seen(library: Library, scope: Scope) -> None:
    id = added(library, scope)
    stranger = Scope(library.users.ensure_owner("周某某").id + 1)
    with pytest.raises(NotFound, match="不能更正"):
        library.corrections.correct(id, stranger, [Correction("title", "甲")])
    sample = library.documents.add(
        scheme("示例方案", "甲。"), owner=scope.user_id, kind="sample"
    ).id
    with pytest.raises(NotFound, match="不能更正"):
        library.corrections.correct(sample, scope, [Correction("title", "甲")])
    library.corrections.correct(id, scope, [Correction("title", "甲")], after=0)
    with pytest.raises(Conflict, match="有人更正过"):
        library.corrections.correct(id, scope, [Correction("title", "乙")], after=0)


def test_two_documents_do_not_come_to_say_the_same(library: Library, scope: Scope) -> None:
    first = library.documents.add(scheme("甲方案", "同样的话。"), owner=scope.user_id).id
    second = library.documents.add(scheme("乙方案", "同样的话。"), owner=scope.user_id).id
    with pytest.raises(Conflict, match="相同"):
        library.corrections.correct(second, scope, [Correction("title", "甲方案")])
    assert library.documents.get(second, scope).document.title == "乙方案"
    assert library.documents.get(first, scope).document.title == "甲方案"


def test_a_document_that_is_read_is_corrected_by_its_own_number(
    library: Library, scope: Scope
) -> None:
    (document,) = read_text("东湾社区工作计划\n\n一、目标\n\n甲。\n", name="计划.txt")
    id = library.documents.add(document, owner=scope.user_id, name="计划.txt").id
    assert library.corrections.neighbours(id, scope) == (None, None)
    before = library.documents.get(id, scope).changed
    library.corrections.correct(id, scope, [Correction("topics", "社区、计划")])
    after = library.documents.get(id, scope)
    assert after.changed > before
    assert set(library.documents.list(scope)[0].topics) == {"社区", "计划"}


def test_each_correction_leaves_a_higher_mark_than_all_before(
    library: Library, scope: Scope
) -> None:
    first, second = (
        library.documents.add(scheme(title, "甲。"), owner=scope.user_id).id
        for title in ("甲工作方案", "乙工作方案")
    )
    library.corrections.correct(first, scope, [Correction("title", "丙工作方案")])
    assert titles(library, "标题:丙工作", scope) == ["丙工作方案"]
    mark = library.documents.get(first, scope).changed
    library.corrections.correct(second, scope, [Correction("title", "丁工作方案")])
    assert library.documents.get(second, scope).changed > mark
    assert titles(library, "标题:丁工作", scope) == ["丁工作方案"]


def test_an_attachment_that_became_a_document_is_found_and_goes_back(
    library: Library, scope: Scope
) -> None:
    texts = [(Paragraph(text=f"{one}责任到人。"),) for one in ("沿街商铺", "河道泵站")]
    document = replace(
        scheme("青禾县消防工作方案", "为做好工作，制定本方案。"),
        attachments=(
            Attachment("商铺清单", blocks=texts[0]),
            Attachment("泵站清单", blocks=texts[1]),
        ),
    ).canonical()
    id = library.documents.add(document, owner=scope.user_id, original=b"x", name="集.txt").id
    index_pending(library)
    first = document.attachments[0].blocks[0].id
    other = library.corrections.split(id, scope, first)
    assert titles(library, "沿街商铺", scope) == ["商铺清单"]
    assert titles(library, "河道泵站", scope) == ["青禾县消防工作方案"]
    (made,) = library.corrections.made(id, scope)
    assert made.what == "附件“商铺清单”成为《商铺清单》"
    # the same file read again brings nothing back
    again = library.documents.add(document, owner=scope.user_id, original=b"x", name="集.txt")
    assert (again.id, again.status) == (id, "duplicate")
    library.corrections.undo(id, scope, made.id)
    assert library.documents.get(id, scope).document == document
    with pytest.raises(NotFound):
        library.documents.get(other, scope)
    other = library.corrections.split(id, scope, first, along=True)
    assert titles(library, "河道泵站", scope) == ["商铺清单"]
    library.corrections.merge(id, scope, other)
    assert titles(library, "河道泵站", scope) == ["青禾县消防工作方案"]
