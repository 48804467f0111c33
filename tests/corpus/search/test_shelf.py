"""The shelf: sets of documents as bits agree with sets of documents as sets."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus.search.facets import Selection, narrow
from corpus.search.shelf import FACETS, Row, Shelf

ROWS = st.lists(
    st.builds(
        Row,
        id=st.just(0),
        title=st.just(""),
        genre=st.sampled_from(["方案", "实施方案", "总结", "通知"]),
        year=st.sampled_from([None, 2023, 2024, 2025]),
        unit=st.sampled_from([None, "东湾社区", "西桥社区"]),
        kind=st.sampled_from(["library", "sample"]),
        owner=st.integers(1, 3),
        shared=st.booleans(),
        content=st.sampled_from("abcdef"),
        file=st.just(""),
        topics=st.lists(st.sampled_from(["消防", "防汛"]), unique=True).map(tuple),
    ),
    max_size=20,
)


def _numbered(rows: list[Row]) -> list[Row]:
    return [
        Row(n * 3 + 1, *(getattr(row, name) for name in Row.__slots__[1:]))  # type: ignore[arg-type]
        for n, row in enumerate(rows)
    ]


def _shelf(rows: list[Row], cut: int) -> Shelf:
    return Shelf().extended(rows[:cut]).extended(rows[cut:])


@given(rows=ROWS, cut=st.integers(0, 20), gone=st.sets(st.integers(0, 60)), user=st.integers(1, 3))
def test_who_sees_what_and_what_is_counted(
    rows: list[Row], cut: int, gone: set[int], user: int
) -> None:
    rows = _numbered(rows)
    left = [row for row in rows if row.id not in gone]
    shelf = _shelf(rows, cut).reduced(row.id for row in left)
    seen = [row for row in left if row.shared or row.owner == user]
    visible = shelf.visible(user)
    assert list(shelf.rows_of(visible)) == seen
    assert list(shelf.newest(visible)) == seen[::-1]
    assert shelf.set_of(row.id for row in seen) == visible
    for facet in FACETS:
        expected = Counter(value for row in seen for value in row.values(facet))
        assert shelf.counts(facet, visible) == expected
    for bits in shelf.twins.values():
        assert len({row.content for row in shelf.rows_of(bits)}) == 1


@given(rows=ROWS, year=st.sampled_from([(), (2024,), (2023, 2025)]), genre=st.booleans())
def test_facets_narrow_each_other_and_leave_their_own_choice_open(
    rows: list[Row], year: tuple[int, ...], genre: bool
) -> None:
    rows = _numbered(rows)
    shelf = _shelf(rows, 7)
    selection = Selection(year=year, genre=("方案",) if genre else ())
    left, facets = narrow(shelf, shelf.live, selection)
    of_genre = [row for row in rows if not genre or row.genre in ("方案", "实施方案")]
    expected = [row for row in of_genre if not year or row.year in year]
    assert list(shelf.rows_of(left)) == expected
    assert dict(facets["year"]) == Counter(row.year for row in of_genre if row.year)
    assert dict(facets["kind"]) == Counter(row.kind for row in expected)


@given(rows=ROWS, changes=st.lists(st.tuples(st.integers(0, 19), ROWS), max_size=6))
def test_a_corrected_shelf_counts_as_one_made_afresh(
    rows: list[Row], changes: list[tuple[int, list[Row]]]
) -> None:
    rows = _numbered(rows)
    shelf = _shelf(rows, 7)
    for at, others in changes:
        if at < len(rows) and others:
            # owner and visibility are no matter of corrections
            kept = {"id": rows[at].id, "owner": rows[at].owner, "shared": rows[at].shared}
            rows[at] = replace(others[0], **kept)  # type: ignore[arg-type]
            shelf = shelf.amended([rows[at]])
    fresh = Shelf().extended(rows)
    assert list(shelf.rows_of(shelf.live)) == rows
    for facet in FACETS:
        assert shelf.counts(facet, shelf.live) == fresh.counts(facet, fresh.live)
    assert dict(shelf.twins) == dict(fresh.twins)
    assert {c: shelf.rows[p].content for c, p in shelf.first_of.items()} == {
        c: c for c in shelf.first_of
    }
