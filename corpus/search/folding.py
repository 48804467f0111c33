"""Folding duplicates 重复: of documents with the same content one is shown for all."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.search.shelf import Row, Shelf

_KINDS = {"library": 0, "export": 1, "sample": 2}


def folded(shelf: Shelf, documents: int) -> tuple[int, Mapping[int, tuple[int, ...]]]:
    """The documents without those that another one stands for, and for whom each stands.

    The library's copy stands before exports and samples, then the one that came in last.
    """
    standing: dict[int, tuple[int, ...]] = {}
    for twins in shelf.twins.values():
        group = twins & documents
        if group.bit_count() < 2:
            continue
        first, *others = sorted(shelf.rows_of(group), key=_rank)
        standing[first.id] = tuple(row.id for row in others)
        documents &= ~shelf.set_of(row.id for row in others)
    return documents, standing


def _rank(row: Row) -> tuple[int, int]:
    return _KINDS.get(row.kind, len(_KINDS)), -row.id
