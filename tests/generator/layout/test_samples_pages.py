"""The printed pages of every shipped sample: what would be ugly on any of them."""

from __future__ import annotations

import pytest

from corpus.document import Document
from generator.compose import compose
from generator.layout import pdf, raster
from generator.layout.flow import lay_out
from generator.layout.gbt9704 import SMALL_FOUR
from generator.layout.grid import Grid
from generator.layout.line_edges import NEVER_FIRST, NEVER_LAST
from generator.layout.measure.anatomy import Anatomy, dissect
from generator.layout.measure.page import sheets
from generator.layout.profile import STANDARD
from generator.layout.title import break_title
from generator.layout.widths import characters
from generator.template import shipped
from tests.generator.layout.test_generated import stranded

NAMES = sorted(shipped())


def sample(name: str) -> tuple[Document, bytes, Anatomy]:
    """The sample's document, its PDF and what stands where on it."""
    own = shipped()[name]
    document = compose(own, own.sample_inputs()).document
    data = pdf.write(document).data
    with raster.opened(data) as opened:
        return document, data, dissect(sheets(opened))


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_has_no_ugly_line_on_any_page(name: str) -> None:
    document, data, own = sample(name)
    assert stranded(document, data) == []
    text = [row.text for row in own.whole if 15 < row.size < 17]
    assert text
    for row in text:
        assert row[0] not in NEVER_FIRST or row in document.byline, row
        assert row[-1] not in NEVER_LAST, row


@pytest.mark.parametrize("name", NAMES)
def test_the_title_of_a_sample_is_cut_at_words_and_leaves_no_character_alone(name: str) -> None:
    document, _, own = sample(name)
    known = [name for name in (document.issuer, document.place) if name]
    rows = ["".join(row.split()) for row in break_title(document.title, known, 20)]
    printed = [row.text for row in own.whole if row.size > 20]
    assert [row for row in printed if row in rows][: len(rows)] == rows
    assert min(map(len, rows)) > 2


@pytest.mark.parametrize("name", NAMES)
def test_no_table_of_a_sample_breaks_its_longest_texts_beside_a_wider_column(name: str) -> None:
    document = compose(shipped()[name], shipped()[name].sample_inputs()).document
    for part in lay_out(document).parts:
        wide = STANDARD.text_height if part.landscape else STANDARD.text_width
        room = wide.ratio(SMALL_FOUR)
        for grid in (node for node in part.nodes if isinstance(node, Grid)):
            columns: list[list[str]] = [[] for _ in range(grid.width)]
            for cell in grid.cells:
                if cell.row >= grid.head and cell.colspan == 1:
                    columns[cell.column].append(cell.text)
            most = max(columns, key=lambda texts: sum(map(characters, texts)))
            width = grid.shares[columns.index(most)] * room
            if any(characters(text) + 1 > width + 0.1 for text in most):
                assert width >= max(grid.shares) * room - 0.4, most
