"""Assembly: the entries of a file become documents with title, genre, place, facts, warnings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import (
    Block,
    Caution,
    Document,
    Heading,
    Item,
    Layout,
    Masthead,
    Paragraph,
    Source,
)
from corpus.genres import genre_of_title
from corpus.outline import ordinal
from corpus.reading.anthology import Part, split_parts
from corpus.reading.building import Built, build
from corpus.reading.cleaning import Repair, clean_entries
from corpus.reading.entries import Entry, Text, first_line, last_line
from corpus.reading.facts import facts_of
from corpus.reading.furniture import without_furniture
from corpus.reading.genre import genre_of
from corpus.reading.hidden import split_hidden
from corpus.reading.joining import join_entries
from corpus.reading.places import places_in, units_in
from corpus.reading.titles import is_title, named_title, topic_of

_DOC_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}〔[0-9x]{4}〕[0-9x]{1,4}号")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?=年)")
_SEARCHED = 100_000
_UNCERTAIN = {
    "cut-paragraph": "断成两段的文字已接上，请核对",
    "lost-number": "丢失的序号已按上文补上，请核对",
}


def documents_of(entries: Sequence[Entry], name: str) -> tuple[Document, ...]:
    """The documents that the lines of the file `name` hold, in order."""
    entries, repairs = clean_entries(entries)
    pieces: list[tuple[Part, tuple[Repair, ...]]] = []
    parts = split_parts(entries)
    for part in parts:
        joined, joins = join_entries(part.entries)
        kept = without_furniture(joined)
        for piece in split_hidden(kept):
            if any(
                (isinstance(e, Text) and len(e.text) > 1) or not isinstance(e, Text) for e in piece
            ):
                first = not pieces or pieces[-1][0].marker != part.marker
                title = part.title if first else None
                own = part.own and title is not None
                pieces.append((Part(piece, part.marker, title, part.base, own), joins))
    several = len(pieces) > 1
    result = []
    for number, (part, joins) in enumerate(pieces, start=1):
        document = _document(part, name, number if several else None, (*repairs, *joins))
        if document.blocks:
            result.append(document)
    return tuple(result)


def _document(part: Part, name: str, number: int | None, repairs: Sequence[Repair]) -> Document:
    head, entries = _head(part.entries)
    if part.title is not None and head.title is None:
        head = _Head(part.title, head.doc_number)
    built = build(entries)
    stated = head.title.text if head.title else None
    texts = [text for block in built.blocks if (text := getattr(block, "text", ""))]
    place, issuer = _place(stated, texts), _issuer(stated, built, texts)
    genre, sure, title = _genre_and_title(part, stated, built, texts, issuer or place)
    if stated != title:
        stated = None
    begin = head.title.lines if head.title and head.title.lines else None
    first = begin[0] if begin else first_line(part.entries)
    last = last_line(part.entries) or (begin[1] if begin else None)
    lines = (first, last) if first and last else None
    return Document(
        layout=_layout(genre, head),
        title=title,
        title_source="stated" if stated else "derived",
        genre=genre,
        issuer=issuer,
        place=place,
        year=_year(stated, built, texts),
        masthead=Masthead(doc_number=head.doc_number) if head.doc_number else None,
        recipients=built.recipients,
        blocks=built.blocks,
        attachments=built.attachments,
        signoff=built.signoff,
        facts=facts_of((*built.blocks, *(block for a in built.attachments for block in a.blocks))),
        source=Source(name, number, lines, part.marker),
        warnings=_warnings(built.blocks, repairs, lines, sure),
    )


def _genre_and_title(
    part: Part, stated: str | None, built: Built, texts: Sequence[str], unit: str | None
) -> tuple[str, bool, str]:
    """The genre, whether it is certain, and the title, which agree with each other.

    A title that stands above the text decides; the name that a collection gives to its part
    gives way to the words of the text.
    """
    told = genre_of_title(stated) if stated else None
    if stated is not None and told is not None and not part.own:
        return told.name, True, stated
    genre, sure = genre_of(built.blocks, part.base, own=part.own)
    if stated is None:
        return genre.name, sure, _derived_title(texts, genre.name, unit)
    if told is None or told.family == genre.family:
        return (told or genre).name, sure, stated
    suffix = next(s for s in sorted(told.suffixes, key=len, reverse=True) if stated.endswith(s))
    return genre.name, sure, stated.removesuffix(suffix) + genre.name


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above the text of a document."""

    title: Text | None = None
    doc_number: str | None = None


def _head(entries: Sequence[Entry]) -> tuple[_Head, Sequence[Entry]]:
    """The title, which may take two lines, and the document number above the text."""
    doc_number: str | None = None
    rest = list(entries)
    if rest and isinstance(rest[0], Text) and _DOC_NUMBER.fullmatch(rest[0].text):
        doc_number = rest.pop(0).text  # type: ignore[union-attr]
    first = rest[0] if rest else None
    if not isinstance(first, Text):
        return _Head(None, doc_number), rest
    if first.level == 0 or is_title(first.text):
        return _Head(first, doc_number), rest[1:]
    second = rest[1] if len(rest) > 2 else None
    if (
        isinstance(second, Text)
        and len(first.text) <= 30
        and is_title(second.text)
        and is_title(first.text + second.text)
    ):
        return _Head(Text(first.text + second.text, first.lines), doc_number), rest[2:]
    return _Head(None, doc_number), rest


def _layout(genre: str, head: _Head) -> Layout:
    if head.doc_number:
        return "document"
    return "minutes" if genre == "纪要" else "plain"


def _place(title: str | None, texts: Sequence[str]) -> str | None:
    """The place that the title or the opening names, or that the text names most often."""
    whole = "\n".join((title or "", *texts))[:_SEARCHED]
    for text in (title or "", *texts[:2]):
        for name, _ in places_in(text):
            if text == title or whole.count(name.rstrip("省市县区镇乡")) >= 2:
                return name
    counted = Counter(name for text in texts for name, _ in places_in(text))
    best = counted.most_common(1)
    return best[0][0] if best and best[0][1] >= 3 else None


def _issuer(title: str | None, built: Built, texts: Sequence[str]) -> str | None:
    """The unit that signs, that stands at the head of the title, or that the text begins with."""
    if built.signoff and built.signoff.issuers:
        return built.signoff.issuers[0]
    for text in (title or "", *texts[:1]):
        for name, at in units_in(text):
            certain = name.endswith(("局", "办事处", "政府", "委员会", "党工委"))
            if at <= 8 and (certain or "\n".join(texts)[:_SEARCHED].count(name) >= 2):
                return name
    return None


def _year(title: str | None, built: Built, texts: Sequence[str]) -> int | None:
    """The year of the title, of the sign-off, or the one that the text names most often."""
    if title and (match := re.search(r"(?:19|20)[0-9]{2}(?=年|[^0-9])", title)):
        return int(match[0])
    if built.signoff and built.signoff.date and built.signoff.date[:4].isdecimal():
        return int(built.signoff.date[:4])
    counted = Counter(match for text in texts for match in _YEAR.findall(text))
    if not counted:
        return None
    best, times = counted.most_common(1)[0]
    return int(best) if times >= 2 and times * 2 > sum(counted.values()) else None


def _derived_title(texts: Sequence[str], genre: str, unit: str | None) -> str:
    """A title from what the text says: the one that it names, or unit, topic and genre."""
    if named := named_title(texts):
        return named
    kind = "材料" if genre == "其他" else "思考" if genre == "理论文章" else genre
    topic = None if genre == "述职报告" else topic_of(texts)
    if topic is None:
        return f"{unit or ''}{kind}"
    if kind in ("述职报告", "工作总结", "工作计划", "工作报告", "工作方案") and topic.endswith(
        "工作"
    ):
        kind = kind.removeprefix("工作")
    if unit and (unit in topic or topic.startswith(unit)):
        unit = None
    link = "情况" if kind == "简报" else ""
    return f"{unit or ''}{topic}{link}{kind}"


def _warnings(
    blocks: Sequence[Block],
    repairs: Sequence[Repair],
    lines: tuple[int, int] | None,
    sure: bool,
) -> tuple[Caution, ...]:
    """What is not certain, and what cleaning changed: one warning a rule."""
    result: list[Caution] = []
    if not sure:
        result.append(Caution("uncertain-genre", lines and lines[0], "文种是按内容推断的，请核对"))
    result.extend(_lost_headings(blocks))
    own = [r for r in repairs if lines is None or r.line is None or lines[0] <= r.line <= lines[1]]
    for repair in own:
        if repair.code in _UNCERTAIN:
            result.append(Caution(repair.code, repair.line, _UNCERTAIN[repair.code]))
    counted = Counter(repair.code for repair in own if repair.code not in _UNCERTAIN)
    for code, times in counted.items():
        first = next(repair for repair in own if repair.code == code)
        result.append(Caution(f"cleaned-{code}", first.line, f"{first.label}，共 {times} 处"))
    return tuple(result)


def _lost_headings(blocks: Sequence[Block]) -> list[Caution]:
    """Ordinals that start below a level that the document lost, or that skip a number."""
    result: list[Caution] = []
    seen: dict[int, int] = {}
    last: dict[int, int] = {}

    for block in blocks:
        if not isinstance(block, Heading | Paragraph | Item) or not block.level or not block.marker:
            continue
        found = ordinal(block.marker)
        if found is None or found.level is None or found.level > 3 or found.scheme == "一是":
            continue
        line = block.lines and block.lines[0]
        level, number = block.level, found.number
        before = seen.get(level)
        seen = {k: n for k, n in seen.items() if k < level}
        if before is not None and number == 1 and level <= 2:
            result.append(Caution("lost-parent-heading", line, "序号重新起头，上一级标题可能丢失"))
        elif before is not None and number > before + 1:
            result.append(Caution("skipped-number", line, f"序号从{before}跳到{number}"))
        elif before is None and number not in (1, last.get(level, 0) + 1):
            result.append(Caution("lost-heading", line, f"序号从{number}开始，前面的标题可能丢失"))
        seen[level] = last[level] = number
    return result
