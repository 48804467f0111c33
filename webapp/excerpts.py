"""Excerpts 节选: a document whose long tables and charts are cut, to be seen at once."""

from __future__ import annotations

from dataclasses import replace

from corpus.document import Block, Document, Figure, Table

ROWS = 200
"""So many rows of a table, or names of a chart, an excerpt keeps: about eight pages."""


def excerpt_of(document: Document) -> Document:
    """`document` with the first rows of each long table or chart; itself where none is long."""
    blocks = tuple(map(_cut, document.blocks))
    attachments = tuple(
        replace(own, blocks=tuple(map(_cut, own.blocks))) for own in document.attachments
    )
    if (blocks, attachments) == (document.blocks, document.attachments):
        return document
    return replace(document, blocks=blocks, attachments=attachments)


def _cut(block: Block) -> Block:
    if isinstance(block, Table) and len(block.rows) > ROWS:
        return replace(block, rows=block.rows[:ROWS])
    if isinstance(block, Figure) and block.chart and len(block.chart.names) > ROWS:
        series = tuple(replace(s, values=s.values[:ROWS]) for s in block.chart.series)
        chart = replace(block.chart, names=block.chart.names[:ROWS], series=series)
        return replace(block, chart=chart)
    return block
