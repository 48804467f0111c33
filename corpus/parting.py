"""Parting 拆分与合并: a document cut in two at a block, or two of one file made one again.

Every word stays: what has no place of its own in the new document becomes plain text in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.correcting import settled, words_of
from corpus.document import Attachment, Block, Document, Heading, Paragraph, Source, clean
from corpus.errors import InvalidCorrection
from corpus.genres import genre_of_title
from corpus.plain import attendance_lines, imprint_lines, masthead_lines, signoff_lines
from corpus.reading.entries import Text
from corpus.reading.frame import Foot, cut_recipients, cut_signoff
from corpus.reading.genre import genre_of
from corpus.reading.topics import topics_of

_SIGNED = 4
"""Lines that a sign-off has at most: units, and the date."""
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?=年|-)")


@dataclass(frozen=True, slots=True)
class Start:
    """Where a document of its own could begin: at block `at`, from 0, of the text or, where
    `attachment` is its number from 0, of an attachment.

    `title` is what it would be called; `behind` are the attachments that follow that one.
    """

    at: int
    title: str
    attachment: int | None = None
    behind: int = 0

    @property
    def whole(self) -> bool:
        """Whether it is a whole attachment."""
        return self.attachment is not None and self.at == 0


def start_of(document: Document, block_id: str) -> Start | None:
    """Where the block `block_id` stands as the start of another document; None without it."""
    for at, block in enumerate(document.blocks):
        if block.id == block_id:
            return Start(at, words_of(block))
    for number, attachment in enumerate(document.attachments):
        behind = len(document.attachments) - number - 1
        for at, block in enumerate(attachment.blocks):
            if block.id == block_id:
                headed = attachment.title if at == 0 else ""
                return Start(at, headed or words_of(block), number, behind)
    return None


def split(
    document: Document, block_id: str, title: str = "", *, along: bool = False
) -> tuple[Document, Document]:
    """`document` before the block `block_id`, and the rest as a document called `title`.

    Without `title` it is called by the words of that block; a block that says just the title is
    the title and no longer a block. Sign-off, notes, attachments and imprint close the second.

    The second may begin in an attachment, and is called by its title where that is its first block:
    then it ends with the attachment, or, `along`, takes the attachments behind with it, and what
    closes the document stays with the first.
    Raises `InvalidCorrection` where one of the two would have no text.
    """
    start = start_of(document, block_id)
    if start is None:
        raise InvalidCorrection("这里不能拆开", remedy="这一段已经不在了，刷新页面再选")
    name = clean(title) or start.title
    if start.attachment is not None:
        return _taken_out(document, start.attachment, start.at, name, along=along)
    at = start.at
    if at == 0:
        raise InvalidCorrection("这是第一段，前面没有别的可分", remedy="选后面一篇开头的那一段")
    opening = document.blocks[at]
    rest = _below(document.blocks[at:], name)
    if not rest and not document.attachments:
        raise InvalidCorrection("后面只有这一行，不成一篇", remedy="选靠前一些的段落")
    line = opening.lines[0] if opening.lines else None
    first = replace(
        document,
        blocks=document.blocks[:at],
        attachments=(),
        notes=(),
        attendance=None,
        signoff=None,
        copies=(),
        imprint=None,
        source=_until(document.source, line),
        warnings=tuple(w for w in document.warnings if _stands(w.line, line, after=False)),
    )
    signed = document.signoff
    second = replace(
        _called(document, name, rest),
        issuer=next(iter(signed.issuers), None) if signed else None,
        year=_year(name, (signed.date if signed else None) or "") or document.year,
        source=_since(document.source, line),
        warnings=tuple(w for w in document.warnings if line and _stands(w.line, line, after=True)),
    )
    return settled(_closed(first)), settled(_addressed(second))


def _taken_out(
    document: Document, number: int, at: int, name: str, *, along: bool
) -> tuple[Document, Document]:
    """`document` without what stands in attachment `number` from block `at` on, and that."""
    own, behind = document.attachments[number], document.attachments[number + 1 :]
    headed = at == 0 and own.title
    rest = own.blocks[at:] if headed else _below(own.blocks[at:], name)
    if headed and own.title != name:
        # the title stays a line of the text where the document is called something else
        rest = (Paragraph(text=own.title), *rest)
    if not rest:
        raise InvalidCorrection("后面只有这一行，不成一篇", remedy="选靠前一些的段落")
    before = (*document.attachments[:number], replace(own, blocks=own.blocks[:at]))
    left = before if at else before[:-1]
    if not document.blocks and not left:
        raise InvalidCorrection("正文里没有别的，分不出另一篇", remedy="改这一篇的标题就可以")
    line = _line(own.blocks[at:])
    stays = () if along else behind
    end = _line([block for one in stays for block in one.blocks])

    def taken(warned: int | None) -> bool:
        return bool(line and warned and line <= warned and (end is None or warned < end))

    first = replace(
        document,
        attachments=(*left, *stays),
        source=document.source if stays else _until(document.source, line),
        warnings=tuple(one for one in document.warnings if not taken(one.line)),
    )
    second = replace(
        _called(document, name, rest),
        year=_year(name) or document.year,
        attachments=behind if along else (),
        notes=(),
        attendance=None,
        signoff=None,
        copies=(),
        imprint=None,
        source=_until(_since(document.source, line), end),
        warnings=tuple(one for one in document.warnings if taken(one.line)),
    )
    return settled(first), settled(_addressed(_closed(second)))


def _below(blocks: tuple[Block, ...], name: str) -> tuple[Block, ...]:
    """`blocks` of a document called `name`: without the first where that says just the title."""
    if not name:
        raise InvalidCorrection("后一篇还没有标题", where="标题", remedy="写上后一篇的标题")
    said = clean(words_of(blocks[0])).rstrip("。") == name.rstrip("。")
    return blocks[1:] if said else blocks


def _called(document: Document, name: str, blocks: tuple[Block, ...]) -> Document:
    """A document called `name` of `blocks` of `document`, without what headed that."""
    return replace(
        document,
        layout="plain",
        title=name,
        title_source="stated",
        genre=(genre_of_title(name) or genre_of(blocks)[0]).name,
        topics=topics_of(name, [words_of(block) for block in blocks]),
        masthead=None,
        recipients=(),
        byline=(),
        blocks=blocks,
    )


def _line(blocks: Iterable[Block]) -> int | None:
    """The line of its file that the first of `blocks` begins in, where that is known."""
    return next((block.lines[0] for block in blocks if block.lines), None)


def _closed(document: Document) -> Document:
    """`document` whose last paragraphs, where they are a sign-off word for word, are that."""
    tail = document.blocks[-_SIGNED:]
    entries = [Text("正文", None), *(Text(_plain(block), None) for block in tail)]
    foot, above = cut_signoff(Foot(), entries)
    cut = len(entries) - len(above)
    signed = [_plain(block) for block in tail[len(tail) - cut :]]
    if (
        not 0 < cut < len(document.blocks)
        or foot.notes
        or foot.signoff is None
        or signoff_lines(foot.signoff) != signed
    ):
        return document
    issuer = next(iter(foot.signoff.issuers), document.issuer)
    return replace(document, blocks=document.blocks[:-cut], signoff=foot.signoff, issuer=issuer)


def _addressed(document: Document) -> Document:
    """`document` whose first line, where it names recipients 主送 word for word, does so."""
    entries = [Text(_plain(block), None) for block in document.blocks[:2]]
    recipients, below = cut_recipients(entries) if all(e.text for e in entries) else ((), entries)
    if len(below) == len(entries) or "、".join(recipients) + "：" != entries[0].text:
        return document
    return replace(document, blocks=document.blocks[1:], recipients=recipients)


def _plain(block: Block) -> str:
    """The words of a paragraph without ordinal and lead; of any other block none."""
    simple = isinstance(block, Paragraph) and not block.marker and not block.lead
    return block.text if isinstance(block, Paragraph) and simple else ""


def merged(first: Document, second: Document) -> Document:
    """`first` with all of `second` behind it, under the title of `first`.

    What stands around the text of `second` comes in as plain text where it stood; behind
    attachments it goes on in the last of them. Its title is left out where the reader made it up.
    """
    opening = [*_paragraphs(_head_lines(second)), *_title(second), *_paragraphs(_address(second))]
    inner = [*opening, *second.blocks]
    warnings = (*first.warnings, *second.warnings)
    whole = replace(first, warnings=warnings, source=_both(first.source, second.source))
    if first.attachments:
        *others, last = first.attachments
        tail = _paragraphs([*_foot_lines(second), *imprint_lines(second.copies, second.imprint)])
        longer = replace(last, blocks=(*last.blocks, *inner, *tail))
        attachments: tuple[Attachment, ...] = (*others, longer, *second.attachments)
        return settled(replace(whole, attachments=attachments))
    closes = replace(
        first,
        signoff=first.signoff if second.signoff else None,
        attendance=first.attendance if second.attendance else None,
        imprint=first.imprint if second.imprint else None,
        notes=(),
        copies=(),
    )
    between = _paragraphs([*_foot_lines(closes), *imprint_lines((), closes.imprint)])
    return settled(
        replace(
            whole,
            blocks=(*first.blocks, *between, *inner),
            attachments=second.attachments,
            signoff=second.signoff or first.signoff,
            attendance=second.attendance or first.attendance,
            imprint=second.imprint or first.imprint,
            notes=(*first.notes, *second.notes),
            copies=(*first.copies, *second.copies),
        )
    )


def _head_lines(document: Document) -> list[str]:
    return masthead_lines(document)


def _title(document: Document) -> list[Block]:
    """The title as a block: a heading, unless it names a genre as titles of documents do."""
    if document.title_source == "derived" or not document.title:
        return []
    if genre_of_title(document.title):
        return [Paragraph(text=document.title)]
    return [Heading(level=1, text=document.title)]


def _address(document: Document) -> list[str]:
    told = ["、".join(document.recipients) + "："] if document.recipients else []
    return [*document.byline, *told]


def _foot_lines(document: Document) -> list[str]:
    return [
        *(attendance_lines(document.attendance) if document.attendance else ()),
        *(signoff_lines(document.signoff) if document.signoff else ()),
        *(f"（{note}）" for note in document.notes),
    ]


def _paragraphs(lines: Iterable[str]) -> list[Block]:
    return [Paragraph(text=line) for line in lines if line]


def _year(*texts: str) -> int | None:
    found = next(filter(None, map(_YEAR.search, texts)), None)
    return int(found[0]) if found else None


def _stands(own: int | None, line: int | None, *, after: bool) -> bool:
    """Whether what is said of line `own` belongs to the part before, or from, `line` on."""
    if own is None or line is None:
        return not after
    return (own >= line) == after


def _until(source: Source | None, line: int | None) -> Source | None:
    if source is None or source.lines is None or line is None:
        return source
    return replace(source, lines=(source.lines[0], max(source.lines[0], line - 1)))


def _since(source: Source | None, line: int | None) -> Source | None:
    if source is None or source.lines is None or line is None:
        return source
    return replace(source, lines=(line, max(line, source.lines[1])))


def _both(first: Source | None, second: Source | None) -> Source | None:
    if first is None or second is None or first.lines is None or second.lines is None:
        return first
    return replace(
        first,
        lines=(min(first.lines[0], second.lines[0]), max(first.lines[1], second.lines[1])),
    )
