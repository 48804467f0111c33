"""顺排: a second 1. that is a slip counts on, a list that begins again does not."""

from __future__ import annotations

import pytest

from corpus.document import Block, Document, Heading, Item, Paragraph
from corpus.sequence import in_sequence, with_markers_of


def numbered(kind: type[Heading] | type[Item], *markers: str) -> list[Block]:
    """Blocks of level 3 with a line of text below each heading."""
    found: list[Block] = []
    for n, marker in enumerate(markers):
        found.append(kind(f"h{n}", 3, marker, f"第{n}项"))
        if kind is Heading:
            found.append(Paragraph(f"p{n}", text="某某。"))
    return found


def markers(document: Document) -> list[str]:
    return [b.marker for b in document.blocks if isinstance(b, Heading | Item) and b.marker]


@pytest.mark.parametrize(
    ("kind", "typed", "counted"),
    [
        (Heading, ["1.", "1.", "3."], ["1.", "2.", "3."]),
        (Heading, ["1.", "1.", "1.", "4."], ["1.", "2.", "3.", "4."]),
        (Heading, ["1.", "2.", "1.", "2."], ["1.", "2.", "1.", "2."]),
        (Item, ["1.", "1."], ["1.", "2."]),
        (Item, ["1.", "2.", "1.", "2."], ["1.", "2.", "1.", "2."]),
    ],
)
def test_a_slip_counts_on(
    kind: type[Heading] | type[Item], typed: list[str], counted: list[str]
) -> None:
    document = Document(title="某某", blocks=tuple(numbered(kind, *typed)))
    assert markers(in_sequence(document).canonical()) == counted


def test_each_heading_above_begins_a_list_of_its_own() -> None:
    blocks = [Heading("a", 2, "（一）", "甲"), *numbered(Heading, "1.")]
    below = [
        Heading("b", 2, "（二）", "乙"),
        Heading("x", 3, "1.", "丙"),
        Heading("y", 3, "3.", "丁"),
    ]
    document = Document(title="某某", blocks=(*blocks, *below))
    assert in_sequence(document) == document


def test_ordinals_can_stay_as_typed() -> None:
    document = Document(title="某某", blocks=tuple(numbered(Heading, "1.", "1.", "3.")))
    assert markers(with_markers_of(document, document.canonical())) == ["1.", "1.", "3."]


def test_a_very_long_list_of_ones_is_mended_all_the_same() -> None:
    count = 20_000
    typed = numbered(Item, *["1."] * (count - 1), f"{count}.")
    blocks = in_sequence(Document(title="某某", blocks=tuple(typed))).canonical().blocks
    assert [b.marker for b in blocks if isinstance(b, Item)] == [f"{n + 1}." for n in range(count)]
