"""文稿: a stored document as its own pages, with its outline and what is known about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from corpus.correcting import LEVELS
from corpus.document import Block, Document, Heading, Item, Paragraph, Table
from corpus.files import safe_name
from corpus.library import Stored
from corpus.parting import start_of
from corpus.plain import plain_text
from corpus.reading.cautions import CLEANED
from corpus.search import similar
from corpus.search.query import parse
from corpus.search.sections import sections_of
from generator import layout
from generator.layout.images import Images
from webapp import places, previews
from webapp import question as asking
from webapp.context import library, profile, scope, user
from webapp.errors import PageMissing
from webapp.shown import NAMED, is_masked, refuse_masked, stored_document
from webapp.textual import part_with, parts_of

blueprint = Blueprint("documents", __name__)
T = TypeVar("T")

OUTLINE_LEVELS = 3
ARCHIVAL = ".pdf-a"
DOWNLOADS: tuple[tuple[str, str, str], ...] = (
    (".docx", "Word", "接着在 Word、WPS 里改"),
    (".pdf", "PDF", "打印、发送，版面不变"),
    (ARCHIVAL, "PDF/A", "归档，长期保存"),
    (".odt", "ODT", "LibreOffice 等打开"),
    (".md", "Markdown", "带标题层级的纯文字"),
    (".txt", "纯文字", "只要文字"),
)
"""Suffix, name, use: the items of 下载 in their order."""
SOURCES = asking.KINDS | {"sample": "模板样稿，随模板提供", "export": "从我的文稿导出"}
MANY_PAGES, MANY_LINES, MANY_FINDS = 60, 200, 100
"""From here on sheets are written as short as can be, lines of the outline left out by level, and
only the first finds shown."""
SIMILAR, MODELS = 5, ("library", "sample")
"""How many similar documents are listed; one's own exports, maybe unfinished, are no models."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline: the block, what it says, where it begins on the pages."""

    block: str
    level: int
    text: str
    start: places.Start | None


@blueprint.get("/documents/<int:document_id>")
def show(document_id: int) -> ResponseReturnValue:
    """The page of one document; `q` marks words on the pages, `block` a passage and its section.

    With `view=text` its text stands in place of the pages, a part at a time.
    """
    stored = stored_document(document_id)
    document = stored.document
    asked = asking.question()
    block = request.args.get("block", "")
    textual = request.args.get("view") == "text"
    page = _text_of(document, block, asked) if textual else _pages_of(stored, asked, block)
    section = section_of(document, block) if block else ()
    made = library().corrections.made(document_id, scope()) if stored.kind == "library" else ()
    return render_template(
        "document.html",
        stored=stored,
        document=document,
        asked=asked,
        total=asked.results(1)["total"] if asked.words else 0,
        block=block or None,
        view="text" if textual else "pages",
        unit=unit_of(document),
        source=SOURCES[stored.kind],
        section_text=text_of(document, section),
        downloads=DOWNLOADS,
        near=similar(library(), document_id, scope(), limit=SIMILAR, kinds=MODELS),
        doubts=[one for one in document.warnings if not one.code.startswith(CLEANED)],
        cleaned=[one for one in document.warnings if one.code.startswith(CLEANED)],
        other_sources=library().documents.other_sources(document_id, scope()),
        owned=stored.owner == user().id,
        correctable=stored.owner == user().id and stored.kind == "library" and not is_masked(),
        made=made,
        after=made[0].id if made else 0,
        levels=LEVELS,
        **page,
    )


def _pages_of(stored: Stored, asked: asking.Question, block: str) -> dict[str, Any]:
    """What the view of pages shows: sheets, marks, where each heading begins."""
    document = stored.document
    printed = places.print_of(previews.of_document(stored.id).file)
    found = places.find(printed, parse(asked.words).shown)
    passage = passage_in(document, block, printed) if block else None
    lines = outline(document, printed)
    light = len(printed.sheets) > MANY_PAGES
    all_found = len(found)
    found = found[:MANY_FINDS] if light else found
    return {
        "printed": printed,
        "found": found,
        "left_out": all_found - len(found),
        "found_on": _by_page((page, one) for one in found for page in (one.page, one.page + 1)),
        "starts_on": _by_page((one.start.page, one) for one in lines if one.start),
        "passage": passage,
        "at": _at(found, passage),
        "outline": lines,
        "light": light,
        "chosen": next((line for line in lines if line.block == block), None),
    }


def _text_of(document: Document, block: str, asked: asking.Question) -> dict[str, Any]:
    """What the view of text shows: one part of it, the block that was chosen."""
    lines = tuple(Entry(*line, None) for line in short_headings(document))
    parts = parts_of(document)
    number = asking.number(request.args.get("stretch", ""), part_with(parts, block), len(parts))
    pieces = parts[number - 1]
    view: dict[str, Any] = {"view": "text"} | ({"masked": "1"} if is_masked() else {})
    return {
        "found": (),
        "outline": lines,
        "light": len(lines) > MANY_LINES,
        "chosen": next((line for line in lines if line.block == block), None),
        "pieces": pieces,
        "stretch": number,
        "stretches": len(parts),
        # what was searched for goes along, so that the way back stays the results
        "base": "?" + urlencode(view | asked.parameters(page=asked.page), doseq=True),
        "piece": next((one for one in pieces if block and one.id == block), None),
        "opening": start_of(document, block),
    }


@blueprint.get("/documents/<int:document_id>/outline/<block>")
def part(document_id: int, block: str) -> ResponseReturnValue:
    """The card with one section's text, for choosing in the outline without a reload."""
    document = stored_document(document_id).document
    line = next((line for line in headings(document) if line[0] == block), None)
    return render_template(
        "document_section.html",
        chosen=Entry(*line, None) if line else None,
        section_text=text_of(document, section_of(document, block)),
    )


@blueprint.get("/documents/<int:document_id>/sections/<block>")
def section(document_id: int, block: str) -> ResponseReturnValue:
    """The plain text of the section that `block` opens or stands in, to be copied.

    `heading` chooses the one with these words of several that lie within each other.
    """
    document = stored_document(document_id).document
    heading = request.args.get("heading", "")
    blocks = (heading and section_under(document, block, heading)) or section_of(document, block)
    if not blocks:
        raise PageMissing("这份文稿里没有这一段", remedy="刷新页面再试")
    return Response(text_of(document, blocks), mimetype="text/plain")


@blueprint.get("/documents/<int:document_id>/download/<suffix>")
def download(document_id: int, suffix: str) -> ResponseReturnValue:
    """The document laid out as a file of the kind `suffix` (docx, pdf …)."""
    stored = stored_document(document_id)
    named = NAMED if is_masked() else ""
    return file_response(stored.document, f".{suffix}", previews.pictures_of(stored), named)


@blueprint.get("/documents/<int:document_id>/original")
def original(document_id: int) -> ResponseReturnValue:
    """The file that the document was read from, always as a download."""
    refuse_masked("原件")
    stored = library().documents.get(document_id, scope())
    if stored.original is None:
        raise PageMissing("这份文稿没有原件", remedy="可以下载按格式排好的 Word 或 PDF")
    data = library().originals.read(stored.original)
    return attached(data, stored.name or "原件", "application/octet-stream")


def file_response(
    document: Document, suffix: str, images: Images | None = None, named: str = ""
) -> Response:
    """`document` as a download in the format `suffix`; raises `PageMissing` for another one.

    `images` gives the bytes of its figures; `named` is what the file is called behind its title.
    """
    known, data = laid_out(document, suffix, images)
    return attached(data, document.title + named + known.suffix, known.media_type)


def laid_out(
    document: Document, kind: str, images: Images | None = None
) -> tuple[layout.Format, bytes]:
    """Format and bytes of `document` as a file of `kind`: one of `DOWNLOADS`, or any other suffix
    that the layout knows; raises `PageMissing` for another one."""
    archival = kind == ARCHIVAL
    known = layout.FORMATS.get(".pdf" if archival else kind)
    if known is None:
        raise PageMissing(f"不能下载成“{kind}”", remedy="可用的格式在下载菜单里")
    data = layout.write(document, known.suffix, images=images, profile=profile(), archival=archival)
    return known, data


def attached(data: bytes, name: str, media_type: str) -> Response:
    """`data` as a download named `name`; the browser never shows it in place."""
    response = Response(data, mimetype=media_type)
    header = f"attachment; filename*=UTF-8''{quote(safe_name(name))}"
    response.headers["Content-Disposition"] = header
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def headings(document: Document) -> tuple[tuple[str, int, str], ...]:
    """Block id, level and words of each heading, run-in ones included, in order."""
    found = []
    for block in document.all_blocks():
        words = _heading_words(block)
        level = block.level if isinstance(block, Heading | Paragraph) else None
        if words and level and level <= OUTLINE_LEVELS:
            found.append((block.id, level, words))
    return tuple(found)


def short_headings(document: Document) -> tuple[tuple[str, int, str], ...]:
    """`headings`, the deepest levels left out while there are more than anybody looks through."""
    lines = headings(document)
    for deepest in range(OUTLINE_LEVELS - 1, 0, -1):
        if len(lines) <= MANY_LINES:
            break
        lines = tuple(line for line in lines if line[1] <= deepest)
    return lines


def outline(document: Document, printed: places.Print) -> tuple[Entry, ...]:
    """The lines of the outline, each with the place on the pages where it begins."""
    lines = short_headings(document)
    begins = places.starts(printed, ((block, words) for block, _, words in lines))
    return tuple(Entry(block, level, words, begins.get(block)) for block, level, words in lines)


def section_of(document: Document, block_id: str) -> tuple[Block, ...]:
    """The blocks of the nearest section around `block_id`: a heading and all below it.

    Empty where the document has no such block; a block before the first heading stands alone.
    """
    for blocks in (document.blocks, *(a.blocks for a in document.attachments)):
        at = next((n for n, block in enumerate(blocks) if block.id == block_id), None)
        if at is not None:
            start = next((n for n in range(at, -1, -1) if _heading_words(blocks[n])), at)
            return tuple(blocks[start : _end(blocks, start)])
    return ()


def section_under(document: Document, block_id: str, heading: str) -> tuple[Block, ...]:
    """The blocks of the section around `block_id` whose heading says `heading`; empty without."""
    for one in sections_of(document):
        blocks = (one.heading, *one.blocks) if one.heading else one.blocks
        said = one.heading and _heading_words(one.heading)
        if said == heading and any(block.id == block_id for block in blocks):
            return blocks
    return ()


def passage_in(document: Document, block_id: str, printed: places.Print) -> places.Find | None:
    """Where the block `block_id` is printed; None where it is not there or not to be found."""
    block = next((one for one in document.all_blocks() if one.id == block_id), None)
    if block is None:
        return None
    if isinstance(block, Table):
        rows = (*block.head, *block.rows)[:1]
        return places.passage(printed, "".join(cell.text for row in rows for cell in row))
    return places.passage(printed, text_of(document, (block,)))


def text_of(document: Document, blocks: Sequence[Block]) -> str:
    """`blocks` as plain text, numbered as in the document."""
    if not blocks:
        return ""
    bare = Document(title="", genre=document.genre, blocks=tuple(blocks))
    return plain_text(bare).strip() + "\n"


def unit_of(document: Document) -> str:
    """The unit whose document it is: its issuer, else who signs it; empty where neither is."""
    signing = document.signoff.issuers if document.signoff else ()
    return document.issuer or next(iter(signing), "")


def _by_page(placed: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    """What stands on each page; looked up once for a page, not searched for."""
    result: dict[int, list[T]] = {}
    for page, one in placed:
        result.setdefault(page, []).append(one)
    return result


def _at(found: Sequence[places.Find], passage: places.Find | None) -> int:
    """The number of the place being looked at: `at` of the address, else the first in `passage`."""
    first = places.first_within(found, passage) if passage else 1
    return min(asking.number(request.args.get("at", ""), first, 99_999), max(len(found), 1))


def _heading_words(block: Block) -> str:
    match block:
        case Heading(marker=marker, text=text):
            return (marker or "") + text
        case Paragraph(marker=marker, lead=lead) if lead:
            return (marker or "") + lead
    return ""


def _end(blocks: Sequence[Block], start: int) -> int:
    first = blocks[start]
    level = first.level if isinstance(first, Heading | Paragraph) else None
    for number in range(start + 1, len(blocks)):
        block = blocks[number]
        if level is None:
            return number
        own = block.level if isinstance(block, Heading | Paragraph | Item) else None
        if own is not None and own <= level and not isinstance(block, Item):
            return number
    return len(blocks)
