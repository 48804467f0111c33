"""Finding: exact, at once, in a sensible order, narrowed as asked, within one's scope."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from corpus.document import Document, Paragraph, SignOff
from corpus.errors import InvalidQuery
from corpus.library import Library, Scope, tables
from corpus.library.content import content_of, fold
from corpus.search import Results, find, index_pending, reindex
from corpus.search.catalogue import Catalogue
from corpus.search.index import index_of
from corpus.search.shelf import Shelf
from tests.corpus.library.making import scheme

DOCUMENTS = (
    scheme(
        "青禾县柳溪街道网格化服务管理工作方案",
        "#工作目标",
        "做实网格，消除消防隐患。",
        "#组织领导",
        "成立网格工作领导小组。",
        year=2025,
        issuer="柳溪街道办事处",
        topics=("网格化",),
    ),
    scheme(
        "东湾社区2024年工作总结",
        "#主要工作",
        "开展网格员培训，走访老人。",
        "#存在问题",
        "消防通道仍有堵塞。",
        year=2024,
        issuer="东湾社区",
        topics=("网格化", "养老"),
    ),
    scheme("望川县消防安全整治实施方案", "#工作目标", "全面排查。", year=2024, issuer="望川县"),
    scheme("东湾社区关于开展消防演练的通知", "定于三月开展。", year=2026, issuer="东湾社区"),
)


@pytest.fixture(params=["queued", "whoosh", "tantivy"])
def filled(library: Library, scope: Scope, request: pytest.FixtureRequest) -> Library:
    """A library of four documents, all in the queue or all in an index."""
    library.documents.add_all(DOCUMENTS, owner=scope.user_id)
    if request.param != "queued":
        reindex(library, engine=request.param)
    return library


def _titles(results: Results) -> list[str]:
    return [hit.title for hit in results.hits]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("网格", {0, 1}),
        ("“网格员”", {1}),
        ("网格员", {0, 1}),
        ("消防", {0, 1, 2, 3}),
        ("消防 网格", {0, 1}),
        ("消防安全整治", {2}),
        ("“消防整治”", set()),
        ("消防整治", {2}),
        ("火灾", {0, 1, 2, 3}),
        ("“火灾”", set()),
        ("關於開展", {3}),
        ("格", {0, 1}),
        ("堵", {1}),
        ("塞", {1}),
        ("“开展 网格员”", {1}),
        ("消防 -网格", {2, 3}),
        ("-网格员", {0, 2, 3}),
        ("标题:消防", {2, 3}),
        ("-标题:消防", {0, 1}),
        ("２０２４年", {1}),
        ("，", {0, 1}),
        ("办事处", {0}),
        ("年:2024", {1, 2}),
        ("年:2025..2026 消防", {0, 3}),
        ("单位:东湾 消防", {1, 3}),
        ("文种:方案", {0, 2}),
        ("主题:养老", {1}),
        ("没有的词", set()),
        ("", {0, 1, 2, 3}),
    ],
)
def test_a_search_finds_exactly_what_holds_its_words(
    filled: Library, scope: Scope, words: str, expected: set[int]
) -> None:
    results = find(filled, words, scope)
    assert set(_titles(results)) == {DOCUMENTS[n].title for n in expected}
    assert results.total == len(expected)


def test_a_question_that_fills_no_page_goes_on_with_what_lacks_some_of_its_words(
    filled: Library, scope: Scope
) -> None:
    results = find(filled, "怎么写消防整治方案", scope)
    assert results.hits[0].title == DOCUMENTS[2].title
    assert results.total == 4
    assert "也列出只有其中一部分词的" in results.notes
    assert "也列出只有其中一部分词的" not in find(filled, "消防整治", scope).notes


def test_a_question_that_fills_a_page_keeps_to_what_holds_all_its_words(
    filled: Library, scope: Scope
) -> None:
    filled.documents.add_all(
        [scheme(f"青禾县第{n}次消防整治实施方案", "集中整治。") for n in range(10)],
        owner=scope.user_id,
    )
    results = find(filled, "怎么写消防整治方案", scope)
    assert results.total == 11
    assert "也列出只有其中一部分词的" not in results.notes


def test_of_a_question_a_word_that_stands_nowhere_gives_way_to_its_parts(
    filled: Library, scope: Scope
) -> None:
    filled.documents.add(scheme("青禾县某某请示", "现申请下达改造所需经费。"), owner=scope.user_id)
    results = find(filled, "怎样申请经费", scope)
    assert _titles(results) == ["青禾县某某请示"]


def test_a_question_for_a_genre_finds_it_where_no_document_of_it_holds_the_words(
    filled: Library, scope: Scope
) -> None:
    filled.documents.add(scheme("在推进会上的讲话", "同志们，抓好落实。"), owner=scope.user_id)
    assert "在推进会上的讲话" in _titles(find(filled, "有没有网格的讲话稿", scope))
    assert "在推进会上的讲话" not in _titles(find(filled, "网格", scope))


def test_a_title_that_holds_a_synonym_outranks_a_text_that_holds_the_word(
    library: Library, scope: Scope
) -> None:
    about = scheme("柳溪街道防范电信网络诈骗方案", "入户宣传。", year=2024)
    beside = scheme("柳溪街道某月工作报告", "宣传反诈一次。", year=2026)
    library.documents.add_all((about, beside), owner=scope.user_id)
    assert _titles(find(library, "反诈", scope)) == [about.title, beside.title]


@pytest.mark.parametrize(
    "words", ["灭鼠 2021", "灭鼠 2021年", "灭鼠 2021年4月1日", '"2021年4月1日"']
)
def test_the_date_below_a_paper_is_found_as_it_is_printed(
    library: Library, scope: Scope, words: str
) -> None:
    for day in ("2021-04-01", "2023-04-06"):
        document = scheme(f"关于灭鼠工作的通知{day[3]}", "定于下周投放鼠药。", year=int(day[:4]))
        signed = replace(document, signoff=SignOff(issuers=("东湾社区",), date=day))
        library.documents.add(signed, owner=scope.user_id)
    assert _titles(find(library, words, scope)) == ["关于灭鼠工作的通知1"]


def test_families_facets_and_roles_narrow(filled: Library, scope: Scope) -> None:
    assert find(filled, "消防", scope, genre=["方案"]).total == 2
    assert find(filled, "消防", scope, genre=["实施方案", "通知"]).total == 2
    assert find(filled, "消防", scope, genre=["方案"], year=[2024]).total == 1
    assert find(filled, "", scope, unit=["东湾社区"]).total == 2
    assert find(filled, "", scope, unit=["东湾"]).total == 0
    assert find(filled, "", scope, topic=["养老", "网格化"]).total == 2
    assert find(filled, "", scope, kind=["sample"]).total == 0
    assert _titles(find(filled, "消防", scope, role="problems")) == [DOCUMENTS[1].title]
    assert find(filled, "网格 消防", scope, role="goals").total == 1
    assert find(filled, "", scope, role="goals").total == 2


def test_a_role_that_does_not_exist_is_refused(library: Library, scope: Scope) -> None:
    with pytest.raises(InvalidQuery, match="角色"):
        find(library, "网格", scope, role="目标")


def test_facets_count_the_result_and_leave_their_own_choice_open(
    filled: Library, scope: Scope
) -> None:
    facets = find(filled, "消防", scope).facets
    assert facets["year"] == [(2026, 1), (2025, 1), (2024, 2)]
    assert dict(facets["genre"]) == {"工作方案": 1, "工作总结": 1, "实施方案": 1, "通知": 1}
    assert facets["unit"][0] == ("东湾社区", 2)
    assert facets["topic"] == [("网格化", 2), ("养老", 1)]
    assert facets["kind"] == [("library", 4)]
    chosen = find(filled, "消防", scope, year=[2024])
    assert chosen.facets["year"] == facets["year"]
    assert dict(chosen.facets["genre"]) == {"工作总结": 1, "实施方案": 1}
    assert chosen.total == 2


def test_a_genre_that_names_a_family_counts_what_choosing_it_finds(
    library: Library, scope: Scope
) -> None:
    titles = ("网格化管理方案", "网格化管理实施方案", "网格化管理工作方案", "网格化工作总结")
    made = [scheme(title, "#工作目标", title) for title in titles]
    library.documents.add_all(made, owner=scope.user_id)
    shown = dict(find(library, "网格", scope).facets["genre"])
    assert shown == {"方案": 3, "实施方案": 1, "工作方案": 1, "工作总结": 1}
    for genre, count in shown.items():
        chosen = find(library, "网格", scope, genre=(str(genre),))
        assert chosen.total == count
        assert dict(chosen.facets["genre"]) == shown


def test_the_json_has_the_designs_shape(filled: Library, scope: Scope) -> None:
    shown = find(filled, "“网格员”", scope).to_json()
    assert set(shown) == {"hits", "total", "facets", "notes", "nearest", "took_ms"}
    (hit,) = shown["hits"]
    assert {"id", "title", "genre", "year", "unit", "source", "score", "passage"} <= set(hit)
    assert hit["passage"] == {
        "heading": "一、主要工作",
        "html": "开展<mark>网格员</mark>培训，走访老人。",
        "block": "b2",
    }
    assert (hit["source"], hit["matches"], hit["year"]) == ("library", 1, 2024)
    assert shown["facets"]["genre"] == [["工作总结", 1]]


def test_pages_follow_one_another_without_gap_or_repetition(filled: Library, scope: Scope) -> None:
    pages = [find(filled, "消防", scope, limit=1, offset=n) for n in range(5)]
    assert [title for page in pages for title in _titles(page)] == _titles(
        find(filled, "消防", scope)
    )
    assert [page.total for page in pages] == [4] * 5
    assert pages[4].hits == ()


def test_pages_beyond_the_pool_go_on_without_gap(
    library: Library, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.search.ranking.POOL", 3)
    library.documents.add_all(
        (scheme(f"第{n}号通知", "防汛" * (n + 1)) for n in range(12)), owner=scope.user_id
    )
    for _ in ("queued", "indexed"):
        seen = [
            title
            for offset in range(0, 12, 2)
            for title in _titles(find(library, "防汛", scope, limit=2, offset=offset))
        ]
        assert len(seen) == len(set(seen)) == 12
        index_pending(library)


def test_titles_outrank_headings_and_headings_the_text(library: Library, scope: Scope) -> None:
    in_text = scheme("甲通知", "防汛工作要抓好。", "其他")
    in_heading = scheme("乙通知", "#防汛工作", "要抓好。")
    in_title = scheme("丙防汛通知", "要抓好。", "其他工作")
    library.documents.add_all((in_text, in_heading, in_title), owner=scope.user_id)
    for _ in ("queued", "indexed"):
        assert _titles(find(library, "防汛", scope)) == ["丙防汛通知", "乙通知", "甲通知"]
        index_pending(library)


def test_words_that_stand_together_outrank_words_apart(library: Library, scope: Scope) -> None:
    apart = scheme("甲通知", "网格要建好，工作总结要写好。")
    together = scheme("乙通知", "要建好，网格总结工作要写好。")
    library.documents.add_all((together, apart), owner=scope.user_id)
    index_pending(library)
    assert _titles(find(library, "网格 总结", scope)) == ["乙通知", "甲通知"]


def test_ties_go_to_the_newer_year_and_then_to_the_library(library: Library, scope: Scope) -> None:
    def add(title: str, year: int, kind: str) -> None:
        document = scheme(title, "防汛", year=year)
        library.documents.add(document, owner=scope.user_id, kind=kind)  # type: ignore[arg-type]

    add("甲通知", 2023, "library")
    add("乙通知", 2025, "sample")
    add("丙通知", 2025, "library")
    add("丁通知", 2025, "export")
    index_pending(library)
    assert _titles(find(library, "防汛", scope)) == ["丙通知", "丁通知", "乙通知", "甲通知"]


def test_among_equals_the_own_units_documents_come_first(library: Library, scope: Scope) -> None:
    for unit, year in (("柳溪街道办事处", 2024), ("东湾社区居委会", 2025)):
        document = scheme(f"{unit[:2]}通知", "防汛", issuer=unit, year=year)
        library.documents.add(document, owner=scope.user_id)
    index_pending(library)
    assert _titles(find(library, "防汛", scope)) == ["东湾通知", "柳溪通知"]
    assert _titles(find(library, "防汛", scope, own_unit="柳溪街道办事处")) == [
        "柳溪通知",
        "东湾通知",
    ]


def test_of_documents_with_the_same_content_one_stands_for_all(
    library: Library, scope: Scope
) -> None:
    same = scheme("网格通知", "做实网格。", year=2025)
    first = library.documents.add(same, owner=scope.user_id)
    copy = library.documents.add(same, owner=scope.user_id, kind="export")
    library.documents.add(scheme("网格函", "做实网格。", year=2024), owner=scope.user_id)
    for _ in ("queued", "indexed"):
        results = find(library, "网格", scope)
        assert results.total == 2
        assert {hit.id: hit.duplicates for hit in results.hits}[first.id] == (copy.id,)
        each = find(library, "网格", scope, fold_duplicates=False)
        assert each.total == 3
        assert {hit.duplicates for hit in each.hits} == {()}
        assert find(library, "网格", scope, kind=["export"]).hits[0].id == copy.id
        index_pending(library)


def test_by_date_the_newest_year_comes_first_and_what_has_none_last(
    filled: Library, scope: Scope
) -> None:
    filled.documents.add(scheme("某某消防函", "消防"), owner=scope.user_id)
    found = find(filled, "消防", scope, sort="date").hits
    assert [hit.year for hit in found] == [2026, 2025, 2024, 2024, None]
    pages = [find(filled, "消防", scope, sort="date", limit=2, offset=n).hits for n in (0, 2, 4)]
    assert [hit.id for page in pages for hit in page] == [hit.id for hit in found]


def test_nothing_found_says_what_one_word_less_would_find(filled: Library, scope: Scope) -> None:
    results = find(filled, "网格 演练", scope)
    assert results.total == 0
    assert "没有找到“网格 演练”" in results.notes[0]
    assert dict(results.nearest) == {"网格": 2, "演练": 1}


def test_what_was_typed_to_narrow_stays_in_what_is_offered(filled: Library, scope: Scope) -> None:
    results = find(filled, "网格 演练 年:2020.. -某词 文种:方案", scope)
    assert results.nearest
    for words, count in results.nearest:
        assert words.endswith(" -某词 年:2020.. 文种:方案")
        assert find(filled, words, scope).total == count


def test_a_sentence_remembered_with_a_word_wrong_is_found(filled: Library, scope: Scope) -> None:
    text = "落实值班制度，宁可十防九空，不可失防万一。"
    own = filled.documents.add(
        Document(title="某某社区汛期材料", blocks=(Paragraph("b1", text=text),)),
        owner=scope.user_id,
    )
    results = find(filled, "宁可十防九空不能失防万一", scope)
    assert [hit.id for hit in results.hits] == [own.id]
    assert "没有一字不差的“宁可十防九空不能失防万一”" in results.notes[0]


def test_filters_that_leave_nothing_are_told_from_words_that_do(
    filled: Library, scope: Scope
) -> None:
    results = find(filled, "网格", scope, year=[1999])
    assert results.total == 0
    assert results.notes == ("按选定的条件没有；去掉文种、年份等条件，有 2 篇",)


def test_what_was_indexed_while_a_search_began_is_not_forgotten(
    library: Library, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.documents.add(DOCUMENTS[0], owner=scope.user_id)
    index_pending(library)
    shelf = type(index_of(library).catalogue).shelf

    def slowly(catalogue: Catalogue, connection: Connection) -> Shelf:
        seen = shelf(catalogue, connection)
        with monkeypatch.context() as patch:
            patch.setattr(Catalogue, "shelf", shelf)
            library.documents.add(DOCUMENTS[1], owner=scope.user_id)
            index_pending(library)
        return seen

    with monkeypatch.context() as patch:
        patch.setattr(Catalogue, "shelf", slowly)
        assert find(library, "网格", scope).total == 1
    assert find(library, "网格", scope).total == 2


def test_private_documents_are_found_and_counted_for_their_owner_only(
    filled: Library, scope: Scope
) -> None:
    with filled.database.write() as connection:
        connection.execute(
            tables.users.insert().values(id=9, name="李某某", role="member", created=tables.now())
        )
    secret = scheme("内部消防工作方案", "消防", year=1999)
    filled.documents.add(secret, owner=9, visibility="private")
    for _ in ("queued", "indexed"):
        assert find(filled, "消防", scope).total == 4
        assert find(filled, "", scope).total == 4
        assert (1999, 1) not in find(filled, "消防", scope).facets["year"]
        assert find(filled, "消防", Scope(9)).total == 5
        index_pending(filled)


def test_what_was_saved_is_found_and_what_was_deleted_is_not(
    library: Library, scope: Scope
) -> None:
    first = library.documents.add(DOCUMENTS[0], owner=scope.user_id)
    assert find(library, "网格", scope).total == 1
    index_pending(library)
    assert find(library, "网格", scope).total == 1
    library.documents.add(DOCUMENTS[1], owner=scope.user_id)
    assert find(library, "网格", scope).total == 2
    library.documents.delete(first.id, scope)
    assert _titles(find(library, "网格", scope)) == [DOCUMENTS[1].title]
    index_pending(library)
    assert _titles(find(library, "网格", scope)) == [DOCUMENTS[1].title]
    reindex(library)
    assert _titles(find(library, "网格", scope)) == [DOCUMENTS[1].title]


WORDS = [
    "网格",
    "网格员",
    "格员",
    "消防",
    "防",
    "2",
    "26",
    "2026",
    "a",
    "a1",
    "㎡",
    "员消防",
    "。消",
]
TEXTS = st.lists(st.sampled_from([*WORDS, "，", "。", " ", "工作"]), min_size=1, max_size=8)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    texts=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8),
    queries=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), max_size=6),
    indexed=st.integers(0, 8),
)
def test_every_search_agrees_with_reading_all_texts(
    texts: list[tuple[list[str], list[str]]],
    queries: list[list[str]],
    indexed: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home: Path = tmp_path_factory.mktemp("library")
    documents: list[Document] = [
        scheme(f"第{n}号{''.join(title)}通知", "".join(text))
        for n, (title, text) in enumerate(texts)
    ]
    with Library.open(home) as library:
        scope = Scope(library.users.ensure_owner("周某某").id)
        library.documents.add_all(documents[:indexed], owner=scope.user_id)
        index_pending(library)
        library.documents.add_all(documents[indexed:], owner=scope.user_id)
        for query in queries:
            expected = {
                document.title
                for document in documents
                if all(fold(word) in content_of(document).text for word in query)
            }
            found = find(library, " ".join(f"“{word}”" for word in query), scope)
            assert set(_titles(found)) == expected
            assert found.total == len(expected)
