"""Repeated documents 近似重复: a collection that gives the same text twice says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Caution, Document, Label, Paragraph, Table
from corpus.twins import THRESHOLD, bands_of, likeness


def with_twins(documents: Sequence[Document]) -> tuple[Document, ...]:
    """`documents`, of which each says where an earlier one reads nearly the same.

    None is left out: what is kept once is for the library to decide.
    """
    if len(documents) < 2:
        return tuple(documents)
    texts = [_text(document) for document in documents]
    seen: dict[int, list[int]] = {}
    result: list[Document] = []
    for at, document in enumerate(documents):
        bands = bands_of(texts[at])
        candidates = sorted({other for band in bands for other in seen.get(band, ())})
        for band in bands:
            seen.setdefault(band, []).append(at)
        best = max(((likeness(texts[at], texts[one]), one) for one in candidates), default=None)
        if best is not None and best[0] >= THRESHOLD:
            document = _told(document, documents[best[1]], best[0])
        result.append(document)
    return tuple(result)


def _told(document: Document, other: Document, share: float) -> Document:
    source = other.source
    place = f"第 {source.part} 篇" if source and source.part else f"《{other.title}》"
    if source and source.lines:
        place += f"（第 {source.lines[0]}–{source.lines[1]} 行）"
    line = document.source.lines[0] if document.source and document.source.lines else None
    told = Caution("near-duplicate", line, f"与{place}近似重复，相同程度 {share:.0%}")
    return replace(document, warnings=(told, *document.warnings))


def _text(document: Document) -> str:
    parts: list[str] = []
    for block in document.all_blocks():
        if isinstance(block, Table):
            parts.extend(cell.text for row in (*block.head, *block.rows) for cell in row)
            continue
        if isinstance(block, Paragraph) and block.lead:
            parts.append(block.lead)
        if isinstance(block, Label):
            parts.append(block.label)
        parts.append(getattr(block, "text", ""))
    return "\n".join(parts)
