"""The dialect of template bodies: each non-blank line is one block.

Python-Markdown is kept to hash headers and tables; lines that are neither are understood by
`corpus.outline`, as lines of files are. Texts may hold tokens; nothing here looks behind them,
so that the structure never depends on what people typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from xml.etree.ElementTree import Element

from markdown import Markdown

from corpus import outline
from corpus.document import Align
from corpus.outline import Line

CAPTION = "表："
# What is left: empty lines, hash headers, tables, paragraphs. A test compares.
_SWITCHED_OFF = ("indent", "code", "setextheader", "hr", "olist", "ulist", "quote", "reference")
_LOCK = Lock()  # Python-Markdown's table processor keeps state between test and run


@dataclass(frozen=True, slots=True)
class Head:
    """A heading; level 0 is a title, 1–4 are `##`–`#####`."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class RunIn:
    """A heading that ended in 。 with the line below it, empty where there is none."""

    level: int
    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class Caption:
    """The caption of the table below."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table typed with bars; all rows are as wide as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    aligns: tuple[Align | None, ...]


Node = Head | RunIn | Caption | Grid | Line


@lru_cache(maxsize=1024)
def parse(text: str) -> tuple[Node, ...]:
    """The blocks of `text`, a rendered part of a template whose values are tokens."""
    nodes = list(_nodes(text))
    return tuple(_run_in(_classed(nodes)))


@cache
def _markdown() -> Markdown:
    markdown = Markdown(extensions=["tables"])
    processors = markdown.parser.blockprocessors
    for name in _SWITCHED_OFF:
        processors.deregister(name)
    return markdown


def _nodes(text: str) -> Iterator[Node]:
    with _LOCK:
        root = _markdown().parser.parseDocument([_separated(text)]).getroot()
    for element in root or ():
        content = (element.text or "").strip()
        if element.tag == "table":
            yield _grid(element)
        elif element.tag != "p":
            yield Head(int(element.tag[1:]) - 1, content)
        elif content.startswith(CAPTION):
            yield Caption(content[len(CAPTION) :].strip())
        elif content:
            yield Line("paragraph", content)


def _separated(text: str) -> str:
    """`text` with every line a block of its own, rows of one table together."""
    parts: list[str] = []
    row_above = False
    for line in text.split("\n"):
        line = line.strip().strip("\u3000").strip()
        row = line.startswith("|")
        parts.append(("\n" if row and row_above else "\n\n") + line if line else "")
        row_above = row if line else False
    return "".join(parts).strip("\n")


def _grid(element: Element) -> Grid:
    rows = [tuple((cell.text or "").strip() for cell in row) for row in element.iter("tr")]
    aligns = [_align(cell.get("style", "")) for cell in element.iter("th")]
    return Grid(rows[0], tuple(row for row in rows[1:] if any(row)), tuple(aligns))


def _align(style: str) -> Align | None:
    for align in ("left", "center", "right"):
        if align in style:
            return align
    return None


def _classed(nodes: list[Node]) -> list[Node]:
    """Lines understood in their context; headings give them the level above."""
    places = [i for i, node in enumerate(nodes) if isinstance(node, Head | Line)]
    texts = []
    for place in places:
        node = nodes[place]
        if isinstance(node, Line):
            texts.append(node.text)
        elif isinstance(node, Head):
            texts.append(outline.marker(node.level, 1) + node.text if node.level else "")
    for place, line in zip(places, outline.read_lines(texts), strict=True):
        if isinstance(nodes[place], Line):
            nodes[place] = line
    return nodes


def _run_in(nodes: list[Node]) -> Iterator[Node]:
    waiting: Head | None = None
    for node in nodes:
        if waiting is not None:
            below = _plain_text(node)
            yield RunIn(waiting.level, waiting.text[:-1], below)
            waiting = None
            if below:
                continue
        if isinstance(node, Head) and node.level and node.text.endswith("。"):
            waiting = node
        else:
            yield node
    if waiting is not None:
        yield RunIn(waiting.level, waiting.text[:-1], "")


def _plain_text(node: Node) -> str:
    """The text of a line without an ordinal, a label included; "" for anything else."""
    if not isinstance(node, Line) or node.marker is not None:
        return ""
    return f"{node.label}：{node.text}" if node.kind == "label" else node.text
