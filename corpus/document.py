"""Document 文稿 and its blocks 段块: the one shape in which everything meets.

Readers make it, composers make it, the library keeps it, writers lay it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.strategies import configure_tagged_union

from corpus import outline
from corpus.blocks import (
    BLOCK_TYPES,
    Align,
    Block,
    Cell,
    Chart,
    Column,
    Figure,
    Heading,
    Item,
    Label,
    Lines,
    Note,
    Paragraph,
    Row,
    Series,
    Table,
)
from corpus.errors import InvalidDocument
from corpus.frame import (
    Attachment,
    Attendance,
    Imprint,
    Masthead,
    SignOff,
    attachment_numbers,
    order_mark,
)

__all__ = [
    "BLOCK_TYPES",
    "SCHEMA",
    "Align",
    "Attachment",
    "Attendance",
    "Block",
    "Caution",
    "Cell",
    "Chart",
    "Column",
    "Document",
    "Fact",
    "Figure",
    "Heading",
    "Imprint",
    "Item",
    "Label",
    "Layout",
    "Lines",
    "Masthead",
    "Note",
    "Paragraph",
    "Row",
    "Series",
    "SignOff",
    "Source",
    "Table",
    "attachment_numbers",
    "clean",
]

SCHEMA = 1

Layout = Literal["plain", "document", "letter", "minutes", "order"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact found in the text; `span` counts characters in the block's text."""

    kind: str = ""
    value: str = ""
    block: str = ""
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document was read: file name, part of an anthology, lines, marker of the part."""

    file: str = ""
    part: int | None = None
    lines: Lines | None = None
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class Caution:
    """Something in the source that could not be repaired with certainty (JSON: `warnings`)."""

    code: str = ""
    line: int | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A plan, scheme, report … as structured content; see DESIGN §4 for the JSON shape."""

    schema: int = SCHEMA
    layout: Layout = "plain"
    title: str = ""
    title_source: Literal["stated", "derived"] = "stated"
    genre: str = "其他"
    topics: tuple[str, ...] = ()
    issuer: str | None = None
    place: str | None = None
    year: int | None = None
    masthead: Masthead | None = None
    recipients: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()
    attendance: Attendance | None = None
    signoff: SignOff | None = None
    imprint: Imprint | None = None
    facts: tuple[Fact, ...] = ()
    source: Source | None = None
    warnings: tuple[Caution, ...] = ()
    byline: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The document as plain JSON values in the shape of DESIGN §4."""
        result: dict[str, Any] = _converter().unstructure(self)
        return result

    @classmethod
    def from_json(cls, data: object) -> Document:
        """The document that `data` (parsed JSON) describes.

        Raises `InvalidDocument`, naming the path, for a missing or unknown key, a value of
        the wrong type, or a schema that this version does not know.
        """
        if not isinstance(data, dict):
            raise InvalidDocument("文稿应当是一个 JSON 对象", where="$")
        if data.get("schema", SCHEMA) != SCHEMA:
            raise InvalidDocument(
                f"不认识第 {data.get('schema')} 版文稿格式",
                where="$.schema",
                remedy="请用生成它的那个版本的拟稿打开",
            )
        try:
            return _converter().structure(data, cls)
        except (cattrs.BaseValidationError, ValueError, TypeError, KeyError) as error:
            reasons = cattrs.transform_error(error) if isinstance(error, Exception) else []
            place = reasons[0].rpartition("@ ")[2] if reasons else "$"
            raise InvalidDocument(
                "文稿 JSON 的这一处不合格式",
                where=place,
                remedy="对照设计里的文稿格式改正",
            ) from error

    @property
    def titled(self) -> bool:
        """Whether the title stands below the masthead; that of an order may be its mark's words."""
        if self.layout != "order" or self.masthead is None:
            return bool(self.title)
        return self.title not in ("", order_mark(self.masthead.issuers, self.title))

    def all_blocks(self) -> Iterator[Block]:
        """Every block in reading order, those of the attachments included."""
        yield from self.blocks
        for attachment in self.attachments:
            yield from attachment.blocks

    def canonical(self) -> Document:
        """The same document, normalised and numbered afresh; twice gives the same as once.

        Texts lose stray white space and control characters, ids become unique, and ordinals
        follow GB/T 9704-2012 7.3.3 from the levels, restarting below each higher level.
        """
        used: set[str] = set()
        return replace(
            self,
            title=clean(self.title),
            blocks=_renumber(self.blocks, used),
            attachments=tuple(
                replace(a, title=clean(a.title), blocks=_renumber(a.blocks, used))
                for a in self.attachments
            ),
            byline=_texts(self.byline),
            recipients=_texts(self.recipients),
            copies=_texts(self.copies),
            notes=_texts(self.notes),
        )


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ue000-\uf8ff\ufeff\u200b-\u200f\u2028-\u202e]")
_BREAKS = re.compile(r"\s*\n\s*")
# Most texts hold none of these and are left as they are: numbering afresh is on every keystroke.
_UNCLEAN = re.compile(
    r"[\x00-\x1f\x7f\ue000-\uf8ff\ufeff\u200b-\u200f\u2028-\u202e"
    r"\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]"
)


def clean(text: str) -> str:
    """`text` on one line without control characters, trimmed; full-width digits made half-width."""
    if _UNCLEAN.search(text):
        text = _CONTROL.sub("", _BREAKS.sub("", text)).replace("\t", " ").translate(_HALF_WIDTH)
    return text.strip()


_HALF_WIDTH = {
    c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(t for t in map(clean, texts) if t)


def _renumber(blocks: Iterable[Block], used: set[str]) -> tuple[Block, ...]:
    counters: dict[tuple[int, str | None], int] = {}
    result: list[Block] = []
    fresh = 0
    listing = False
    for block in blocks:
        block = _cleaned(block)
        level = block.level if isinstance(block, Heading | Paragraph | Item) else None
        if isinstance(block, Heading | Item | Paragraph) and level is not None:
            if listing and isinstance(block, Item):
                counters = {k: n for k, n in counters.items() if k[0] < level}
            own = outline.ordinal(block.marker) if block.marker else None
            scheme = own.scheme if own and own.scheme not in _LEVEL_SCHEMES else None
            counters = {k: n for k, n in counters.items() if k[0] <= level}
            # A second list under one heading starts again; headings never do.
            restart = own is not None and own.number == 1 and level >= 3
            number = 1 if restart else counters.get((level, scheme), 0) + 1
            counters[level, scheme] = number
            marker = outline.marker(level, number, scheme)
            block = block if block.marker == marker else replace(block, marker=marker)
        listing = (
            isinstance(block, Paragraph) and level is None and block.text.endswith(("：", ":"))
        )
        if not block.id or block.id in used:
            fresh += 1
            while f"b{fresh}" in used:
                fresh += 1
            block = replace(block, id=f"b{fresh}")
        used.add(block.id)
        result.append(block)
    return tuple(result)


_LEVEL_SCHEMES = {"一、", "（一）", "1.", "（1）", "①"}


def _cleaned(block: Block) -> Block:
    """`block` with clean texts; the same object where there was nothing to clean."""
    match block:
        case Table():
            head = tuple(_cleaned_row(row) for row in block.head)
            rows = tuple(_cleaned_row(row) for row in block.rows)
            caption = (clean(block.caption) if block.caption else "") or None
            if (caption, head, rows) == (block.caption, block.head, block.rows):
                return block
            return replace(block, caption=caption, head=head, rows=rows)
        case Figure():
            alt = clean(block.alt)
            return block if alt == block.alt else replace(block, alt=alt)
        case Label():
            label, text = clean(block.label), clean(block.text)
            if (label, text) == (block.label, block.text):
                return block
            return replace(block, label=label, text=text)
        case Paragraph():
            lead, text = (clean(block.lead) if block.lead else "") or None, clean(block.text)
            if (lead, text) == (block.lead, block.text):
                return block
            return replace(block, lead=lead, text=text)
        case _:
            text = clean(block.text)
            return block if text == block.text else replace(block, text=text)


def _cleaned_row(row: Row) -> Row:
    texts = [clean(cell.text) for cell in row]
    if texts == [cell.text for cell in row]:
        return row
    return tuple(replace(cell, text=text) for cell, text in zip(row, texts, strict=True))


@cache
def _converter() -> cattrs.Converter:
    """One converter for the process: its generated code is what makes JSON cheap."""
    converter = cattrs.Converter(forbid_extra_keys=True)

    def structure_cell(value: object, _: object) -> Cell:
        if isinstance(value, str):
            return Cell(value)
        if isinstance(value, dict) and set(value) <= {"text", "rowspan", "colspan"}:
            return Cell(
                str(value.get("text", "")),
                int(value.get("rowspan", 1)),
                int(value.get("colspan", 1)),
            )
        raise ValueError("单元格应当是文字，或带 text、rowspan、colspan 的对象")

    def unstructure_cell(cell: Cell) -> object:
        if cell.rowspan == cell.colspan == 1:
            return cell.text
        return {"text": cell.text, "rowspan": cell.rowspan, "colspan": cell.colspan}

    def structure_text(value: object, _: object) -> str:
        if isinstance(value, str):
            return value
        raise ValueError("应当是文字")

    converter.register_structure_hook(Cell, structure_cell)
    converter.register_unstructure_hook(Cell, unstructure_cell)
    converter.register_structure_hook(str, structure_text)
    _leave_out(converter, Heading, "role")
    _leave_out(converter, Paragraph, "level", "marker", "lead", "role")
    _leave_out(converter, Table, "caption")
    _leave_out(converter, Figure, "caption", "chart")
    names_of = {cls: name for name, cls in BLOCK_TYPES.items()}
    configure_tagged_union(Block, converter, tag_generator=names_of.__getitem__, tag_name="type")
    # these hold blocks, which are known only now
    _leave_out(converter, Attachment, "issued", "separate")
    _leave_out(converter, SignOff, "signers")
    _leave_out(converter, Document, "byline")
    return converter


def _leave_out(converter: cattrs.Converter, cls: type, *names: str) -> None:
    """Let the JSON of `cls` leave `names` out where they hold their defaults."""
    overrides = dict.fromkeys(names, override(omit_if_default=True))
    converter.register_unstructure_hook(
        cls,
        make_dict_unstructure_fn(cls, converter, **overrides),  # type: ignore[arg-type]
    )
    converter.register_structure_hook(
        cls,
        make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True),
    )
