"""The tree that pandoc gives becomes lines, tables and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from corpus.document import Cell, Column, Figure, Lines, Row, Table
from corpus.reading.entries import Entry, Text
from corpus.reading.gallery import Gallery, captioned

Node = dict[str, Any]

_POSITION = re.compile(r"(?:[^@]*@)?(\d+):\d+-(\d+):(\d+)")
_BREAK = "\n"
_EMPHASIS = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


def entries_of_tree(
    tree: Node, gallery: Gallery, *, lines: bool = False, page: bool = False
) -> tuple[Entry, ...]:
    """The lines, tables and figures of a pandoc document in reading order.

    `gallery` has its pictures. `lines` keeps the source's line ends inside paragraphs, as Markdown
    typed line by line wants; `page` says that the title in the metadata is a web page's.
    Headings carry their level: where a single first-level heading opens the document it is the
    title and the others move up by one, as `#` and `##` do in a template.
    """
    blocks: Sequence[Node] = tree.get("blocks", [])
    entries = captioned(_entries(blocks if lines else _unbroken(blocks), None, gallery))
    top = [e for e in entries if isinstance(e, Text) and e.level == 1]
    first = next((e for e in entries if isinstance(e, Text)), None)
    title = _meta_title(tree)
    # A page's <title> is often the site's name: a heading is the better title.
    if title and not (page and top):
        entries = [e for e in entries if not (isinstance(e, Text) and e.text == title)]
        return (Text(title, None, 0), *entries)
    if first is not None and top == [first]:
        return tuple(_promoted(entry) for entry in entries)
    return tuple(entries)


def _unbroken(node: Any) -> Any:
    """`node` with soft line breaks, which only wrap the source, made spaces."""
    if isinstance(node, list):
        return [_unbroken(child) for child in node]
    if isinstance(node, dict):
        if node.get("t") == "SoftBreak":
            return {"t": "Space"}
        return {key: _unbroken(child) for key, child in node.items()}
    return node


def _promoted(entry: Entry) -> Entry:
    if isinstance(entry, Text) and entry.level:
        return Text(entry.text, entry.lines, entry.level - 1)
    return entry


def _meta_title(tree: Node) -> str:
    title = tree.get("meta", {}).get("title", {})
    if title.get("t") == "MetaInlines":
        return _inline(title["c"]).replace(_BREAK, "").strip()
    return ""


def _entries(
    blocks: Sequence[Node], at: Lines | None, gallery: Gallery, prefix: str = ""
) -> Iterator[Entry]:
    for block in blocks:
        kind: str = block["t"]
        content: Any = block.get("c")
        if kind in ("Para", "Plain"):
            yield from _lines(content, at, prefix)
            yield from gallery.figures(content, _span(content) or at)
        elif kind == "Header":
            level, attributes, inlines = content
            where = _position(attributes) or at
            text = _inline(inlines).replace(_BREAK, "").strip()
            if text:
                yield Text(prefix + text, where, min(level, 5))
            yield from gallery.figures(inlines, where)
        elif kind == "OrderedList":
            (start, style, delimiter), items = content
            for number, item in enumerate(items, start=start):
                yield from _entries(item, at, gallery, _ordinal(number, style["t"], delimiter["t"]))
        elif kind == "BulletList":
            for item in content:
                yield from _entries(item, at, gallery)
        elif kind == "Table":
            table = _table(content, at, gallery)
            if table.rows or table.head:
                yield table
        elif kind == "Div":
            yield from _entries(content[1], _position(content[0]) or at, gallery, prefix)
        elif kind == "BlockQuote":
            yield from _entries(content, at, gallery)
        elif kind == "LineBlock":
            for line in content:
                yield from _lines(line, at, "")
        elif kind == "DefinitionList":
            for term, definitions in content:
                yield from _lines(term, at, "")
                for definition in definitions:
                    yield from _entries(definition, at, gallery)
        elif kind == "CodeBlock":
            for line in content[1].splitlines():
                if line.strip():
                    yield Text(line.strip(), at)
        elif kind == "Figure":
            yield from _captioned(content, at, gallery)
        prefix = ""


def _captioned(content: Sequence[Any], at: Lines | None, gallery: Gallery) -> Iterator[Entry]:
    """A figure of a page: what it shows, and below it the caption, a line where nothing is left."""
    shown = list(_entries(content[2], at, gallery))
    words = "".join(_texts(content[1][1]))
    last = shown[-1] if shown else None
    if words and isinstance(last, Figure) and last.image:
        shown[-1] = replace(last, caption=words)
    elif words:
        shown.append(Text(words, at))
    yield from shown


def _texts(blocks: Sequence[Node]) -> Iterator[str]:
    """The words alone of blocks within a caption, whose pictures are none of the text's."""
    return (e.text for e in _entries(blocks, None, Gallery({})) if isinstance(e, Text))


def _ordinal(number: int, style: str, delimiter: str) -> str:
    if style in ("LowerRoman", "UpperRoman", "LowerAlpha", "UpperAlpha"):
        return f"{number}. "
    if not 1 <= number <= 999:
        return ""
    if delimiter == "TwoParens":
        return f"（{number}）"
    if delimiter == "OneParen":
        return f"{number}）"
    return f"{number}. "


def _lines(inlines: Sequence[Node], at: Lines | None, prefix: str) -> Iterator[Text]:
    where = _span(inlines) or at
    text = prefix + _inline(inlines)
    rows = [row.strip(" \u3000\xa0") for row in text.split(_BREAK)]
    for index, row in enumerate(rows):
        if row.strip():
            own = where
            if where and where[1] - where[0] + 1 == len(rows):
                own = (where[0] + index, where[0] + index)
            # Chinese marks beside ** keep Markdown from seeing them as emphasis.
            yield Text(_EMPHASIS.sub(r"\1", row), own)


def _inline(inlines: Sequence[Node]) -> str:
    return "".join(map(_piece, inlines))


def _piece(node: Node) -> str:
    kind: str = node["t"]
    content: Any = node.get("c")
    if kind == "Str":
        return str(content)
    if kind == "Space":
        return " "
    if kind in ("SoftBreak", "LineBreak"):
        return _BREAK
    if kind in ("Code", "Math"):
        return str(content[1])
    if kind == "Quoted":
        marks = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
        return marks[0] + _inline(content[1]) + marks[1]
    if kind in ("Link", "Span", "Cite"):
        return _inline(content[1])
    if kind in (
        "Emph",
        "Strong",
        "Underline",
        "Strikeout",
        "Superscript",
        "Subscript",
        "SmallCaps",
    ):
        return _inline(content)
    return ""


def _position(attributes: Sequence[Any]) -> Lines | None:
    for key, value in attributes[2]:
        if key == "data-pos" and (match := _POSITION.match(value)):
            first, last = int(match[1]), int(match[2])
            # A block that ends at column 1 ends with the line before.
            return (first, max(first, last - 1) if match[3] == "1" else last)
    return None


def _span(inlines: Sequence[Node]) -> Lines | None:
    found = [
        at
        for node in inlines
        if node["t"] == "Span" and (at := _position(node["c"][0])) is not None
    ]
    return (found[0][0], found[-1][1]) if found else None


def _table(content: Sequence[Any], at: Lines | None, gallery: Gallery) -> Table:
    attributes, caption, _, head, bodies, foot = content
    lines = _position(attributes) or at
    head_rows = [_row(row, gallery) for row in head[1]]
    rows = [_row(row, gallery) for body in bodies for row in (*body[2], *body[3])]
    rows += [_row(row, gallery) for row in foot[1]]
    if not any(cell.text for row in head_rows for cell in row):
        head_rows = []
    if not head_rows and rows:
        head_rows, rows = rows[:1], rows[1:]
    title = "".join(_texts(caption[1]))
    columns = tuple(Column(cell.text) for cell in head_rows[0]) if head_rows else ()
    return Table("", title or None, columns, tuple(head_rows), tuple(rows), lines)


def _row(row: Sequence[Any], gallery: Gallery) -> Row:
    return tuple(
        Cell(_words(blocks, gallery), rows, columns) for _, _, rows, columns, blocks in row[1]
    )


def _words(blocks: Sequence[Node], gallery: Gallery) -> str:
    """What a cell says; it holds words only, so that its pictures are lost."""
    entries = tuple(_entries(blocks, None, gallery))
    gallery.lost += sum(isinstance(e, Figure) and bool(e.image) for e in entries)
    return "".join(e.text for e in entries if isinstance(e, Text))
