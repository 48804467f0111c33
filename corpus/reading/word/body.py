"""The body: paragraphs, tables and text boxes in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document import Figure, Table
from corpus.reading.word.names import ALTERNATIVES, Element, child, chosen, value, w
from corpus.reading.word.numbering import Numbering
from corpus.reading.word.package import Package
from corpus.reading.word.pictures import figure_of
from corpus.reading.word.styles import Styles
from corpus.reading.word.tables import framed, grid_of, table_of
from corpus.reading.word.text import Found, Runs, fields_closed

_MOST_DEPTH = 24
_WHITE = " \t\u3000\xa0\u200b"
_WRAPPERS = frozenset(
    w(name) for name in ("sdtContent", "customXml", "smartTag", "ins", "moveTo", "dir", "bdo")
)
# A paragraph in a heading's style that is longer, or has several sentences, is text.
_LONGEST_HEADING = 80


class TooDeep(Exception):
    """Tables and boxes stand in one another without end."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A line with the level that its style states (0 for the title), and its paragraph.

    `paragraph` is None where the line's look no longer matters.
    """

    text: str
    level: int | None
    paragraph: Element | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A note or comment: what kind, its id, and the text that it is about."""

    kind: str
    id: str
    anchor: str


class Story:
    """Reads a file's body once, in order; `remarks`, `changes` and `pictures`, those
    that are lost, fill on the way."""

    def __init__(self, package: Package) -> None:
        self.styles = Styles(package.styles)
        self._numbering = Numbering(package.numbering, self.styles)
        self._closed = fields_closed(package.document)
        self._depth = 0
        self.remarks: list[Remark] = []
        self.pictures = 0
        self._known = package.pictures
        self.changes = 0

    def read(self, container: Element) -> list[Passage | Table | Figure]:
        """The lines and tables in `container`; raises `TooDeep`."""
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise TooDeep
        flow = _Flow(self, Runs(closed=self._closed))
        result = [*flow.walk(container), *flow.rest()]
        self._depth -= 1
        return result

    def take(self, found: Found, text: str) -> None:
        """Keeps what stands beside the paragraph `text`."""
        self.changes += found.changes
        self.remarks += [Remark(kind, id, text) for kind, id in found.notes]
        self.remarks += [Remark("comment", id, text) for id in found.comments]

    def figures(self, found: Found) -> Iterator[Figure]:
        """The pictures beside a paragraph as figures; counts those that cannot be kept."""
        for drawn in found.pictures:
            figure = figure_of(drawn, self._known)
            if figure is None:
                self.pictures += 1
            else:
                yield figure

    def label(self, properties: Element | None) -> str:
        """The ordinal that Word shows in front of the paragraph with `properties`."""
        return self._numbering.label(properties)


class _Flow:
    """One run of paragraphs: body, cell or box."""

    def __init__(self, story: Story, runs: Runs) -> None:
        self._story = story
        self._runs = runs
        self._carried = ""

    def walk(self, container: Element) -> Iterator[Passage | Table | Figure]:
        for each in container:
            tag = each.tag
            if tag == w("p"):
                yield from self._paragraph(each)
            elif tag == w("tbl"):
                yield from self.rest()
                yield from self._table(each)
            elif tag == w("sdt"):
                gallery = value(each, "sdtPr", "docPartObj", "docPartGallery") or ""
                content = child(each, "sdtContent")
                if content is not None and gallery != "Table of Contents":
                    yield from self.walk(content)
            elif tag == ALTERNATIVES:
                branch = chosen(each)
                if branch is not None:
                    yield from self.walk(branch)
            elif tag in _WRAPPERS:
                yield from self.walk(each)

    def rest(self) -> Iterator[Passage]:
        """What a deleted mark left over where no paragraph follows."""
        text, self._carried = self._carried.strip(_WHITE), ""
        if text:
            yield Passage(text.replace("\n", ""), None)

    def _paragraph(self, paragraph: Element) -> Iterator[Passage | Table | Figure]:
        properties = child(paragraph, "pPr")
        text, found = self._runs.read(paragraph)
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            # Without its mark a paragraph is the beginning of the next one.
            self._carried += text
            found.changes += 1
            self._story.take(found, text)
            yield from self._story.figures(found)
            yield from self._boxes(found)
            return
        text, self._carried = self._carried + text, ""
        ordinal = self._story.label(properties)
        self._story.take(found, text)
        yield from self._passages(text, ordinal, paragraph)
        yield from self._story.figures(found)
        yield from self._boxes(found)

    def _passages(self, text: str, ordinal: str, paragraph: Element) -> Iterator[Passage]:
        """The lines of one paragraph; a title or heading is one whatever breaks it has."""
        styles, properties = self._story.styles, child(paragraph, "pPr")
        purpose = styles.purpose(properties)
        rows = list(filter(None, (row.strip(_WHITE) for row in text.split("\n"))))
        if purpose == "contents" or not rows:
            return
        if purpose == "note" and not rows[0].startswith("注"):
            rows[0] = f"注：{rows[0]}"
        level = styles.level(properties)
        if level is not None:
            whole = "".join(rows)
            if len(whole) > _LONGEST_HEADING or "。" in whole[:-1]:
                level = None
            else:
                rows, level = [whole], min(level, 5)
        rows[0] = _numbered(ordinal, rows[0])
        for row in rows:
            yield Passage(row, level, paragraph)

    def _boxes(self, found: Found) -> Iterator[Passage | Table | Figure]:
        for box in found.boxes:
            yield from self._story.read(box)

    def _table(self, table: Element) -> Iterator[Passage | Table | Figure]:
        cell = framed(table)
        if cell is None:
            yield table_of(grid_of(table, self._cell))
        else:
            yield from self._story.read(cell)

    def _cell(self, cell: Element) -> str:
        lines = []
        for piece in self._story.read(cell):
            if isinstance(piece, Passage):
                lines.append(piece.text)
            elif isinstance(piece, Table):
                rows = (*piece.head, *piece.rows)
                lines.append(" ".join(c.text for row in rows for c in row if c.text))
            else:
                # A cell holds words only.
                self._story.pictures += 1
        result = ""
        for line in lines:
            # Chinese needs no space where a line ends, Latin and figures do.
            latin = result[-1:].isascii() and line[:1].isascii()
            result += (" " if result and latin else "") + line.replace("\t", " ")
        return result


def _numbered(ordinal: str, text: str) -> str:
    if not ordinal or ordinal[-1] in "、）．：，。":
        return ordinal + text
    return f"{ordinal} {text}"
