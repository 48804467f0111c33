"""Remarks: footnotes and endnotes become notes; comments and the like become warnings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.document import Caution, Document, Label, Note, Table
from corpus.reading.word.body import Passage, Remark, Story
from corpus.reading.word.names import Element, w
from corpus.reading.word.package import Package

_LONGEST = 200
_ANCHOR = 12
# Each is sought in all documents of an anthology; no writer leaves more.
_MOST_SOUGHT = 500


def with_remarks(
    documents: Sequence[Document], story: Story, package: Package
) -> tuple[Document, ...]:
    """`documents` with the notes and comments that `story` met, each with its own document."""
    notes: list[list[str]] = [[] for _ in documents]
    cautions: list[list[Caution]] = [[] for _ in documents]
    texts = [_words(document) for document in documents] if len(documents) > 1 else [""]
    parts = {
        "footnote": package.footnotes,
        "endnote": package.endnotes,
        "comment": package.comments,
    }
    known = {(kind, id): node for kind, root in parts.items() for id, node in _known(kind, root)}
    seen: set[tuple[str, str]] = set()
    # Reading the notes themselves may find remarks in them; those are left alone.
    for remark in tuple(story.remarks):
        key = (remark.kind, remark.id)
        node = known.get(key)
        if node is None or key in seen:
            continue
        seen.add(key)
        text = "".join(p.text for p in story.read(node) if isinstance(p, Passage))
        at = _belongs(remark, texts) if len(seen) <= _MOST_SOUGHT else 0
        if not text:
            continue
        if remark.kind == "comment":
            author = node.get(w("author"), "").strip()
            name = f"批注（{author}）" if author else "批注"
            cautions[at].append(Caution("comment", None, f"{name}：{_shortened(text)}"))
        else:
            notes[at].append(text)
    if story.changes:
        message = f"文件带有 {story.changes} 处修订，已按全部接受读取，请核对"
        cautions[0].append(Caution("tracked-changes", None, message))
    if story.pictures:
        message = f"有 {story.pictures} 张图片没有读入"
        cautions[0].append(Caution("pictures", None, message))
    return tuple(
        _noted(document, own, told)
        for document, own, told in zip(documents, notes, cautions, strict=True)
    )


def _noted(document: Document, notes: Sequence[str], cautions: Sequence[Caution]) -> Document:
    if not notes and not cautions:
        return document
    used = {block.id for block in document.all_blocks()}
    fresh = (f"b{n}" for n in range(len(used) + 1, len(used) * 2 + len(notes) + 2))
    free = (id for id in fresh if id not in used)
    blocks = [Note(next(free), text) for text in notes]
    return replace(
        document,
        blocks=(*document.blocks, *blocks),
        warnings=(*document.warnings, *cautions),
    )


def _known(kind: str, root: Element | None) -> Iterator[tuple[str, Element]]:
    if root is not None:
        for node in root.iterfind(w(kind)):
            # Separators are notes to Word only.
            if node.get(w("type"), "normal") == "normal":
                yield node.get(w("id"), ""), node


def _belongs(remark: Remark, texts: Sequence[str]) -> int:
    """The number of the document that holds the end of the text that `remark` is about."""
    words = _bare(remark.anchor)[-_ANCHOR:]
    return next((n for n, text in enumerate(texts) if words and words in text), 0)


def _words(document: Document) -> str:
    texts = [document.title]
    for block in document.all_blocks():
        if isinstance(block, Table):
            texts += [cell.text for row in (*block.head, *block.rows) for cell in row]
        elif isinstance(block, Label):
            texts += [block.label, block.text]
        else:
            texts += [getattr(block, "lead", None) or "", getattr(block, "text", "")]
    return _bare("".join(texts))


def _bare(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "……"
