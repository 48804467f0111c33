"""The list of drafts: found by words of title and text, narrowed, in an order."""

from __future__ import annotations

from corpus.library import Library, Scope, Wanted
from tests.corpus.library.drafting import draft, saved, stranger


def ids(library: Library, scope: Scope, wanted: Wanted, **options: object) -> list[int]:
    return [e.id for e in library.draft_list.page(scope, wanted, **options)]  # type: ignore[arg-type]


def test_drafts_are_found_by_title_inputs_and_written_text(library: Library, scope: Scope) -> None:
    fire = draft(library, scope, "消防方案", 任务=[{"事项": "排查“三合一”商铺"}])
    written = [{"id": "goals", "state": "edited", "blocks": [{"text": "清理楼道 杂物"}]}]
    flood = draft(library, scope, "防汛预案", sections=written)
    assert ids(library, scope, Wanted("消防")) == [fire.id]
    assert ids(library, scope, Wanted("三合一 商铺")) == [fire.id]
    assert ids(library, scope, Wanted("樓道杂物")) == [flood.id]
    assert ids(library, scope, Wanted("消防 楼道")) == []
    assert ids(library, scope, Wanted("100%")) == []
    assert ids(library, scope, Wanted()) == [flood.id, fire.id]


def test_what_the_template_says_is_found_where_the_text_is_handed_over(
    library: Library, scope: Scope
) -> None:
    record = draft(library, scope, 单位="青禾县")
    library.drafts.save(
        record.id, scope, 1, inputs={}, sections=[], title="方案", gaps=0, text="统一思想\n压实责任"
    )
    assert ids(library, scope, Wanted("压实责任")) == [record.id]
    assert ids(library, scope, Wanted("思想压实")) == []
    assert ids(library, scope, Wanted("青禾县")) == []


def test_the_list_is_ordered_by_time_by_pinyin_and_by_what_is_missing(
    library: Library, scope: Scope
) -> None:
    water = draft(library, scope, "水利方案")
    fire = draft(library, scope, "消防方案")
    flood = draft(library, scope, "防汛预案")
    saved(library, water, scope)
    library.drafts.save(fire.id, scope, 1, inputs={}, sections=[], title="消防方案", gaps=3)
    assert ids(library, scope, Wanted()) == [fire.id, water.id, flood.id]
    assert ids(library, scope, Wanted(), order="created") == [flood.id, fire.id, water.id]
    assert ids(library, scope, Wanted(), order="title") == [flood.id, water.id, fire.id]
    assert ids(library, scope, Wanted(), order="gaps")[0] == fire.id
    assert ids(library, scope, Wanted(), order="title", limit=1, offset=1) == [water.id]


def test_drafts_are_counted_by_template_within_ones_own(library: Library, scope: Scope) -> None:
    draft(library, scope, "甲", template="fire")
    draft(library, scope, "乙", template="flood")
    draft(library, scope, "丙", template="flood")
    draft(library, stranger(library), "丁", template="flood")
    assert library.draft_list.templates(scope) == {"fire": 1, "flood": 2}
    assert library.draft_list.count(scope, Wanted(templates=("flood",))) == 2
    assert library.draft_list.count(scope, Wanted("甲", ("flood",))) == 0
    library.drafts.delete(library.draft_list.page(scope, Wanted("丙"))[0].id, scope)
    assert library.draft_list.count(scope) == 2
