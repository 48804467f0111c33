"""PDF through Typst, in process: a compiler that is kept, its template, texts as data."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import typst

from corpus.document import Document
from generator.errors import LayoutError
from generator.layout import fonts, raster, sheet
from generator.layout.flow import lay_out
from generator.layout.gbt9704 import STYLES, Face
from generator.layout.grid import Grid
from generator.layout.images import Images, Loaded, load
from generator.layout.lines import Closing, Flow, Foot, JointMark, Letterhead, Line, Node, Runs
from generator.layout.profile import STANDARD, Profile

_ARCHIVAL: Final = "a-2a"
_KEPT = 64  # documents whose PDF is kept
_LARGE = 100_000  # characters of data: above them the typesetter is told to forget
_REMEMBERED = 10  # runs over which the typesetter keeps what it laid out
_TREE: Final = re.compile(rb"\A.{0,40}?/Type/Pages/Count (\d+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF: its bytes, its number of pages, and what it prints in other faces than asked."""

    data: bytes
    pages: int
    substitutions: tuple[fonts.Substitution, ...]
    digest: str


def write(
    document: Document,
    images: Images | None = None,
    profile: Profile = STANDARD,
    *,
    archival: bool = False,
) -> Pdf:
    """The document as PDF, the same bytes for the same document and fonts.

    Tagged, bookmarked, title and language set; pages of 22 lines of 28 characters
    (GB/T 9704-2012 5.2.3), or what `profile` says. `images` gives the bytes of a figure;
    `archival` makes it PDF/A-2a (ISO 19005-2), which refuses characters that no font has.
    Raises `LayoutError` where the machine has no Chinese font or a picture cannot be read.
    """
    flow = lay_out(document, profile)
    pictures = load(flow, images, vectors=True)
    data = json.dumps(sheet.sheet(flow, pictures), ensure_ascii=False, separators=(",", ":"))
    measures = sheet.measures(profile)
    digest = hashlib.sha256(f"{archival}\n{measures}\n{data}".encode()).hexdigest()
    kept = _recall(digest)
    if kept is None:
        replaced = fonts.substitutions(_texts(flow), profile.latin)
        if archival:
            _refuse_unprintable(replaced)
        made = _typeset(data, measures, pictures, archival)
        kept = Pdf(made, _pages(made), replaced, digest)
        _remember(kept)
    return kept


def typeset(data: str, profile: Profile, pictures: Loaded) -> bytes:
    """The PDF of what `sheet.typ` is given as JSON; raises `LayoutError`."""
    return _typeset(data, sheet.measures(profile), pictures, archival=False)


def _pages(data: bytes) -> int:
    """How many pages the PDF has: the typesetter writes their tree first, as a single node. PDFium,
    which reads the whole file, takes a fortieth of the time that setting the PDF takes."""
    tree = _TREE.match(data)
    return int(tree[1]) if tree else raster.page_count(data)


_LOCK = threading.Lock()
_RECENT: OrderedDict[str, Pdf] = OrderedDict()


def _recall(digest: str) -> Pdf | None:
    with _LOCK:
        kept = _RECENT.get(digest)
        if kept is not None:
            _RECENT.move_to_end(digest)
        return kept


def _remember(pdf: Pdf) -> None:
    with _LOCK:
        _RECENT[pdf.digest] = pdf
        while len(_RECENT) > _KEPT:
            _RECENT.popitem(last=False)


_HERE: Final = Path(__file__).parent
_SHEET: Final = "sheet.typ"
_COMPILING = threading.Lock()  # a compiler serves one document at a time


@lru_cache(maxsize=4)
def _compiler(measures: str) -> typst.Compiler:
    """One for each profile: whatever it is given anew makes it read `sheet.typ` again."""
    return typst.Compiler(
        root=_HERE,
        font_paths=fonts.book(),
        ignore_system_fonts=True,
        sys_inputs={"measures": measures},
    )


def _source(data: str) -> bytes:
    """The document as the typesetter reads it: a call of `sheet.typ` with `data` as a string."""
    literal = data.replace("\\", "\\\\").replace('"', '\\"')
    return f'#import "/{_SHEET}": sheet\n#sheet(json(bytes("{literal}")))'.encode()


def _refuse_unprintable(replaced: tuple[fonts.Substitution, ...]) -> None:
    """Raise `LayoutError` where a character has no font: PDF/A must show every one (6.2.11)."""
    letters = "".join(own.characters for own in replaced if own.characters and not own.family)
    if letters:
        raise LayoutError(
            f"“{letters}”没有字体能显示，存不成 PDF/A",
            where="PDF/A",
            remedy="改掉这些字，或装上有这些字的字体，或存成普通 PDF",
        )


def _typeset(data: str, measures: str, pictures: Loaded, archival: bool) -> bytes:
    if not pictures.found:
        return _compile(data, measures, _HERE, archival)
    with TemporaryDirectory(prefix="nigao-") as at:
        folder = Path(at)
        (folder / _SHEET).write_bytes((_HERE / _SHEET).read_bytes())
        for name, picture in pictures.files():
            (folder / name).write_bytes(picture)
        return _compile(data, measures, folder, archival)


def _forget(compiler: typst.Compiler) -> None:
    """Let go what the typesetter keeps of a large document, up to 200 MB: it is dropped when so
    many runs have not asked for it."""
    for _ in range(_REMEMBERED):
        compiler.compile(b"", format="pdf", timestamp=0)


def _compile(data: str, measures: str, root: Path, archival: bool) -> bytes:
    try:
        with _COMPILING:
            result, warnings = _compiler(measures).compile_with_warnings(
                _source(data),
                format="pdf",
                root=root,
                timestamp=0,
                pdf_standards=[_ARCHIVAL] if archival else [],
            )
            if len(data) > _LARGE:
                _forget(_compiler(measures))
    except typst.TypstError as error:
        raise LayoutError(
            f"排版程序没有排成：{error.message}",
            where="PDF",
            remedy="把这份文稿交给维护人员，它不该使排版出错",
        ) from error
    for warning in warnings:
        if "font" in warning.message:
            raise LayoutError(
                f"排版时找不到字体：{warning.message}",
                where="PDF",
                remedy="运行 scripts/fetch_fonts.py 重新装好字体后再试",
            )
    if not isinstance(result, bytes):
        raise LayoutError("排版程序没有给出 PDF", where="PDF", remedy="再试一次")
    return result


def _texts(flow: Flow) -> Iterator[tuple[Face, str]]:
    """Every text with the class of faces it is printed in."""
    for part in flow.parts:
        yield from _node_texts(part.nodes)
    yield STYLES["PageNumber"].face, "—0123456789"


def _node_texts(nodes: tuple[Node, ...]) -> Iterator[tuple[Face, str]]:
    for node in nodes:
        match node:
            case Line():
                own = STYLES[node.style].face
                for row in (*node.rows, *(row for _, row in node.stops), node.tail):
                    yield from _run_texts(own, row)
            case JointMark():
                for row in (*node.names, node.suffix):
                    yield from _run_texts(STYLES["Mark"].face, row)
            case Letterhead():
                yield from _run_texts(STYLES["Mark"].face, node.mark)
            case Grid():
                for cell in node.cells:
                    style = STYLES["TableHead" if cell.row < node.head else "TableText"]
                    yield style.face, cell.text
            case Closing() | Foot():
                yield from _node_texts(node.lines)


def _run_texts(own: Face, row: Runs) -> Iterator[tuple[Face, str]]:
    for run in row:
        yield run.face or own, run.text
