"""Several documents in one file 合订: each on a new page, its pages numbered from 1.

In Word each is a section of its own, in PDF each title is a bookmark of the first level, with the
document's own headings below it. Faces are embedded once, whatever the number of documents.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from corpus.document import Document
from generator.layout import pdf, sheet, word
from generator.layout.archive import archive, pack, pack_pieces
from generator.layout.drawing import media, relations
from generator.layout.flow import lay_out
from generator.layout.images import Loaded, load
from generator.layout.lines import Flow
from generator.layout.package import package
from generator.layout.profile import STANDARD, Profile

Found = dict[str, tuple[str, bytes, float]]  # pictures as `Loaded` has them


def write_word(documents: Iterable[Document], title: str, profile: Profile = STANDARD) -> bytes:
    """The documents, at least one, as one .docx; a document is in memory at a time.

    The same bytes for the same documents. Raises `LayoutError`.
    """
    base = package(profile)
    found: Found = {}
    text = pack_pieces("word/document.xml", _text(documents, profile, found))
    pictures = Loaded(found)
    return archive(
        [
            *base.entries,
            pack("docProps/core.xml", word.properties(title).encode()),
            pack("word/_rels/document.xml.rels", relations(base.relations, pictures).encode()),
            text,
            *media(pictures),
        ]
    )


def _text(documents: Iterable[Document], profile: Profile, found: Found) -> Iterator[str]:
    """The text of the file; `found` gathers those of all documents."""
    yield word.HEAD
    numbers = count(1)
    before: Flow | None = None
    for document in documents:
        if before is not None:
            yield from _sections(before, found, numbers, last=False)
        before = lay_out(document, profile)
    if before is not None:
        yield from _sections(before, found, numbers, last=True)
    yield word.TAIL


def _sections(flow: Flow, found: Found, numbers: Iterator[int], *, last: bool) -> Iterator[str]:
    own = load(flow, None)
    found.update(own.found)
    yield from word.sections(flow, own, numbers, last=last, restart=True)


def write_pdf(documents: Iterable[Document], title: str, profile: Profile = STANDARD) -> bytes:
    """The documents, at least one, as one PDF, tagged, the same bytes for the same ones.

    Typesetting needs about 0.2 MB of memory a page. Raises `LayoutError`.
    """
    parts: list[dict[str, Any]] = []
    found: Found = {}
    for document in documents:
        flow = lay_out(document, profile)
        own = load(flow, None, vectors=True)
        found.update(own.found)
        made = sheet.sheet(flow, own, bound=True)
        for n, part in enumerate(made["parts"]):
            parts.append({"first-foot": made["first-foot"], "restart": n == 0, **part})
    whole = {
        "title": title,
        "author": [],
        "subject": "",
        "first-foot": None,
        "bound": True,
        "parts": parts,
    }
    data = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return pdf.typeset(data, profile, Loaded(found))
