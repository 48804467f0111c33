"""Samples 示例: each shipped template's sample document, kept in the library as kind `sample`."""

from __future__ import annotations

from typing import Final

from corpus.library import Library, Scope
from corpus.reading.masking import masked
from corpus.search import index_pending
from generator import template
from generator.compose import compose

KIND: Final = "sample"
_PAGE = 500


def add_samples(library: Library, owner: int) -> int:
    """How many samples were added: one a shipped template, none for those already there.

    A sample whose template has changed, or is shipped no longer, makes room for what is
    shipped now. The library's own recognition of duplicates makes repetition harmless.
    """
    current, added = set(), 0
    for entry in template.shipped().values():
        document = masked(compose(entry, entry.sample_inputs()).document)
        kept = library.documents.add(document, owner=owner, kind=KIND, name=f"{entry.id}.md")
        current.add(kept.id)
        added += kept.status == "imported"
    outdated = _sample_ids(library, Scope(owner)) - current
    for document_id in outdated:
        library.bin.discard("document", document_id, Scope(owner))
    if added or outdated:
        index_pending(library)
    return added


def _sample_ids(library: Library, scope: Scope) -> set[int]:
    found: set[int] = set()
    while page := library.documents.list(scope, kind=KIND, limit=_PAGE, offset=len(found)):
        found.update(entry.id for entry in page)
    return found
