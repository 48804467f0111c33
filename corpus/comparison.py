"""Comparison 对照: two documents sentence by sentence, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from corpus.document import (
    Attachment,
    Block,
    Document,
    Figure,
    Heading,
    Item,
    Label,
    Note,
    Paragraph,
    Table,
    attachment_numbers,
)
from corpus.plain import attendance_lines, imprint_lines

Kind = Literal["title", "heading", "text", "row", "frame"]
Verdict = Literal["same", "changed", "new", "gone", "moved", "away"]
Piece = tuple[Literal["same", "new", "gone"], str]

# The least that two sentences have in common to be one that was changed, and not two.
_LIKENESS = 0.5
# So many pairs of a stretch are held against each other; longer stretches were written anew.
_PAIRS = 4_000
# Shorter sentences stand in a document more than once: they are not followed when they move.
_MOVED = 6
# Characters between two changes that are shown as changed with them: 1260 → 1380, not 1[2→3]60.
_ISLAND = 2
_SENTENCE = re.compile(r"[^。！？；]*(?:[。！？；]+[”’〕》」』）]*|$)")
_TOKEN = re.compile(r"\d+(?:\.\d+)?%?|[A-Za-z]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document, a heading, or a row of a table.

    `mark` is the number printed before it, which follows from the order and is not compared;
    `first` says that a block begins with it, `level` is a heading's, `image` a picture's key.
    """

    kind: Kind
    text: str
    mark: str = ""
    first: bool = True
    level: int = 0
    image: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two sentences the same."""
        return self.kind, self.text, self.image


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a sentence: `changed` has both sides and their `pieces`, `moved` stands
    where it is now, `away` where it was."""

    verdict: Verdict
    old: Sentence | None = None
    new: Sentence | None = None
    pieces: tuple[Piece, ...] = ()

    @property
    def sentence(self) -> Sentence:
        """The sentence as it is now, or as it was where there is none now."""
        found = self.new or self.old
        assert found is not None
        return found


def compare(old: Document, new: Document) -> tuple[Change, ...]:
    """What became of each sentence of `old` and where each of `new` comes from.

    In the order of `new`, with what is gone where it stood. Numbers of headings and items do not
    count, since they follow from the order.
    """
    return _with_moves(tuple(_changes(tuple(sentences(old)), tuple(sentences(new)))))


def sentences(document: Document) -> Iterator[Sentence]:
    """The sentences of a canonical `document` in reading order."""
    masthead = document.masthead
    if masthead:
        numbers = (masthead.doc_number, *masthead.signers)
        yield from (Sentence("frame", text) for text in (*masthead.issuers, *numbers) if text)
    if document.title:
        yield Sentence("title", document.title)
    yield from (Sentence("frame", line) for line in document.byline)
    if document.recipients:
        yield Sentence("frame", "、".join(document.recipients) + "：")
    yield from _of_blocks(document.blocks)
    if document.attendance:
        yield from (Sentence("text", line) for line in attendance_lines(document.attendance))
    if signoff := document.signoff:
        dated = (signoff.date,) if signoff.date else ()
        yield from (
            Sentence("frame", text) for text in (*signoff.issuers, *signoff.signers, *dated)
        )
    yield from (Sentence("frame", note) for note in document.notes)
    numbers_of = attachment_numbers(document.attachments)
    for number, attachment in zip(numbers_of, document.attachments, strict=True):
        yield from _of_attachment(attachment, number)
    if document.copies or document.imprint:
        lines = imprint_lines(document.copies, document.imprint)
        yield from (Sentence("frame", line) for line in lines)


def _of_attachment(attachment: Attachment, number: str | None) -> Iterator[Sentence]:
    mark = "" if number is None else f"附件{number}　"
    yield Sentence("heading", attachment.title, mark, level=1)
    yield from _of_blocks(attachment.blocks)


def _of_blocks(blocks: Iterable[Block]) -> Iterator[Sentence]:
    for block in blocks:
        match block:
            case Heading(marker=marker, text=text, level=level):
                yield Sentence("heading", text, marker or "", level=level)
            case Paragraph(marker=marker, lead=lead, text=text):
                yield from _split(f"{lead}。{text}" if lead else text, marker or "")
            case Item(marker=marker, text=text):
                yield from _split(text, marker or "")
            case Label(label=label, text=text):
                yield from _split(f"{label}：{text}")
            case Note(text=text):
                yield from _split(f"注：{text}")
            case Figure(image=image, alt=alt, caption=caption):
                said = f"{caption}（{alt}）" if caption and alt else caption or alt
                yield Sentence("row", f"图：{said}", image=image)
            case Table(caption=caption, head=head, rows=rows):
                if caption:
                    yield Sentence("row", f"表：{caption}")
                for row in (*head, *rows):
                    yield Sentence("row", "｜".join(cell.text for cell in row))


def _split(text: str, mark: str = "") -> Iterator[Sentence]:
    parts = [part for part in _SENTENCE.findall(text) if part.strip()]
    for number, part in enumerate(parts):
        yield Sentence("text", part, mark if number == 0 else "", first=number == 0)


def _changes(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[Change]:
    matcher = SequenceMatcher(
        None, [s.key for s in old], [s.key for s in new], autojunk=len(new) > 2_000
    )
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pairs = zip(old[a:b], new[c:d], strict=True)
            yield from (Change("same", one, other) for one, other in pairs)
        else:
            yield from _replaced(old[a:b], new[c:d])


def _replaced(old: Sequence[Sentence], new: Sequence[Sentence]) -> Iterator[Change]:
    """A stretch that was replaced: the most alike pair is one changed sentence, what stands
    before and after it is taken the same way."""
    pair = _most_alike(old, new)
    if pair is None:
        yield from (Change("gone", sentence) for sentence in old)
        yield from (Change("new", None, sentence) for sentence in new)
        return
    a, b = pair
    yield from _replaced(old[:a], new[:b])
    yield Change("changed", old[a], new[b], pieces_of(old[a].text, new[b].text))
    yield from _replaced(old[a + 1 :], new[b + 1 :])


def _most_alike(old: Sequence[Sentence], new: Sequence[Sentence]) -> tuple[int, int] | None:
    best, found = _LIKENESS, None
    if len(old) * len(new) > _PAIRS:
        return None
    for b, other in enumerate(new):
        matcher = SequenceMatcher(None, b=other.text, autojunk=False)
        for a, one in enumerate(old):
            if one.kind != other.kind:
                continue
            if one.text == other.text:
                return a, b
            matcher.set_seq1(one.text)
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
                ratio = matcher.ratio()
                if ratio > best:
                    best, found = ratio, (a, b)
    return found


def pieces_of(old: str, new: str) -> tuple[Piece, ...]:
    """`old` turned into `new`: the characters that stay, go and come, numbers and words whole."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        inside = a > 0 and b < len(before)
        if tag == "equal" and not (len(gone) < _ISLAND and inside):
            found.append((gone, gone))
        elif found and found[-1][0] != found[-1][1]:
            found[-1] = found[-1][0] + gone, found[-1][1] + come
        else:
            found.append((gone, come))
    pieces: list[Piece] = []
    for gone, come in found:
        if gone == come:
            pieces.append(("same", gone))
        else:
            if gone:
                pieces.append(("gone", gone))
            if come:
                pieces.append(("new", come))
    return tuple(pieces)


def _with_moves(changes: Sequence[Change]) -> tuple[Change, ...]:
    """`changes` where what is gone in one place and new in another has moved."""
    waiting: dict[tuple[str, str, str], list[int]] = {}
    for n, change in enumerate(changes):
        if change.verdict == "gone" and len(change.sentence.text) >= _MOVED:
            waiting.setdefault(change.sentence.key, []).append(n)
    result = list(changes)
    for n, change in enumerate(changes):
        if change.verdict == "new" and (left := waiting.get(change.sentence.key)):
            gone = left.pop(0)
            result[n] = replace(change, verdict="moved", old=changes[gone].old)
            result[gone] = replace(changes[gone], verdict="away")
    return tuple(result)
