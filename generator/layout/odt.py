"""OpenDocument: the flow written as .odt, everything that is on paper at its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from corpus.document import Document
from generator.layout import gbt9704, odt_styles
from generator.layout.flow import lay_out
from generator.layout.gbt9704 import STYLES
from generator.layout.grid import Grid, Placed
from generator.layout.images import Images, Loaded, load, shown_height, shown_width
from generator.layout.lines import (
    Closing,
    Foot,
    JointMark,
    Letterhead,
    Line,
    Node,
    Part,
    Picture,
    Rule,
    Runs,
    missing,
)
from generator.layout.odt_styles import Own, pt
from generator.layout.profile import STANDARD, Profile

_PITCH = gbt9704.CHARACTER_PITCH
_DATE = (1980, 1, 1, 0, 0, 0)
_MEDIA = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif"}


def write(document: Document, images: Images | None = None, profile: Profile = STANDARD) -> bytes:
    """The document as .odt, the same bytes for the same document.

    Raises `LayoutError` for a picture that cannot be read.
    """
    flow = lay_out(document, profile)
    pictures = load(flow, images)
    text = _Text(profile, pictures)
    body = "".join(text.part(part, n) for n, part in enumerate(flow.parts))
    files = dict(pictures.files())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        # the kind stands first and uncompressed, so that a file is known by its first bytes
        _add(package, "mimetype", odt_styles.KIND.encode(), zipfile.ZIP_STORED)
        _add(package, "META-INF/manifest.xml", _manifest(files).encode())
        _add(package, "meta.xml", odt_styles.meta(flow).encode())
        _add(package, "styles.xml", odt_styles.styles(profile).encode())
        _add(package, "content.xml", odt_styles.content(text.own, body).encode())
        for name, data in files.items():
            _add(package, f"Pictures/{name}", data)
    return target.getvalue()


class _Text:
    """The text of a document with the styles that it comes to need beside the standard's."""

    def __init__(self, profile: Profile, pictures: Loaded) -> None:
        self._profile = profile
        self._pictures = pictures
        self._tables = count(1)
        self.own = Own()

    def part(self, part: Part, number: int) -> str:
        """The nodes of `part`, which opens a page of its own direction."""
        page = "Turned" if part.landscape else "Standard" if number else ""
        # What is bound apart is counted from 1.
        page += " 1" if part.restart else ""
        out: list[str] = []
        if page and (not part.nodes or not isinstance(part.nodes[0], Line)):
            # a page begins at a paragraph: this one takes no room that anybody sees
            hair = self.own.name("paragraph", "Blank", (("fo:line-height", "1pt"),), (), page)
            out.append(f'<text:p text:style-name="{hair}"/>')
            page = ""
        for n, node in enumerate(part.nodes):
            out += self._node(node, part.landscape, page if n == 0 else "")
        return "".join(out)

    def _node(self, node: Node, landscape: bool, page: str) -> Iterator[str]:
        match node:
            case Line():
                yield self._line(node, page)
            case Closing():
                *tied, last = node.lines
                yield from (self._line(own, keep=True) for own in tied)
                yield self._line(last)
            case Foot():
                yield self._foot(node)
            case Grid():
                yield self._grid(node)
            case Picture():
                yield self._picture(node, landscape)
            case JointMark():
                yield self._joint(node)
            case Letterhead():
                rule = Rule(node.rule.thick, node.rule.colour)
                yield self._line(Line("Mark", (node.mark,), size=node.size, rule_below=rule))

    def _line(self, line: Line, page: str = "", *, keep: bool = False) -> str:
        style = STYLES[line.style]
        first = style.first if line.first is None else line.first
        paragraph: list[tuple[str, str]] = []
        if line.left.count:
            paragraph.append(("fo:margin-left", pt(line.left.at(_PITCH))))
        if line.right.count:
            paragraph.append(("fo:margin-right", pt(line.right.at(_PITCH))))
        if line.first is not None and first != style.first:
            paragraph.append(("fo:text-indent", pt(first.at(_PITCH))))
        if line.above:
            paragraph.append(("fo:margin-top", pt(line.above)))
        if line.size:
            paragraph.append(("fo:line-height", pt(line.size)))
        if line.align and line.align != style.align:
            paragraph.append(("fo:text-align", odt_styles.ALIGN[line.align]))
        if line.new_page:
            paragraph.append(("fo:break-before", "page"))
        if keep or line.keep_next:
            paragraph.append(("fo:keep-with-next", "always"))
        for side, rule in (("top", line.rule_above), ("bottom", line.rule_below)):
            if rule:
                edge = f"{pt(rule.thickness)} solid #{rule.colour}"
                paragraph += [
                    (f"fo:border-{side}", edge),
                    (f"fo:padding-{side}", pt(rule.gap if rule.gap.pt > 0 else gbt9704.CELL_TOP)),
                ]
        text = (("fo:font-size", pt(line.size)),) if line.size else ()
        stops = tuple((at.at(_PITCH) - line.left.at(_PITCH), "left") for at, _ in line.stops)
        if line.tail:
            end = self._profile.text_width - line.right.at(_PITCH) - line.left.at(_PITCH)
            stops = (*stops, (end, "right"))
        name = self.own.name("paragraph", line.style, tuple(paragraph), text, page, stops)
        rows = "<text:line-break/>".join(self._runs(row) for row in line.rows)
        behind = [row for _, row in line.stops] + ([line.tail] if line.tail else [])
        tails = "".join(f"<text:tab/>{self._runs(row)}" for row in behind)
        if style.outline:
            level = f'text:h text:outline-level="{style.outline}"'
            return f'<{level} text:style-name="{name}">{rows}{tails}</text:h>'
        return f'<text:p text:style-name="{name}">{rows}{tails}</text:p>'

    def _runs(self, row: Runs) -> str:
        out = []
        for run in row:
            own: list[tuple[str, str]] = []
            if run.face:
                own += odt_styles.face(run.face, self._profile)
            if run.bold:
                own += [("fo:font-weight", "bold"), ("style:font-weight-asian", "bold")]
            if run.spread.count:
                spread = run.spread.at(_PITCH) + self._profile.tracking
                own.append(("fo:letter-spacing", pt(spread)))
            if run.gap:
                own.append(("fo:background-color", f"#{gbt9704.GAP_GROUND}"))
            text = _spaced(run.text)
            if own:
                name = self.own.name("text", "", (), tuple(own))
                text = f'<text:span text:style-name="{name}">{text}</text:span>'
            out.append(text)
        return "".join(out)

    def _grid(self, grid: Grid) -> str:
        name = f"表{next(self._tables)}"
        starting = {(cell.row, cell.column): cell for cell in grid.cells}
        rows = [[starting.get((y, x)) for x in range(grid.width)] for y in range(grid.height)]
        columns = "".join(
            f'<table:table-column table:style-name="{self.own.column(share)}"/>'
            for share in grid.shares
        )
        drawn = [
            f"<table:table-row>{''.join(self._cell(c, grid) for c in row)}</table:table-row>"
            for row in rows
        ]
        head = "".join(drawn[: grid.head])
        heads = f"<table:table-header-rows>{head}</table:table-header-rows>" if head else ""
        return (
            f'<table:table table:name="{name}" table:style-name="Grid">{columns}{heads}'
            f"{''.join(drawn[grid.head :])}</table:table>"
        )

    def _cell(self, cell: Placed | None, grid: Grid) -> str:
        if cell is None:
            return "<table:covered-table-cell/>"
        spans = f' table:number-columns-spanned="{cell.colspan}"' if cell.colspan > 1 else ""
        spans += f' table:number-rows-spanned="{cell.rowspan}"' if cell.rowspan > 1 else ""
        name = "TableHead"
        if cell.row >= grid.head:
            align = grid.aligns[cell.column]
            own = (("fo:text-align", odt_styles.ALIGN[align]),) if align != "left" else ()
            name = self.own.name("paragraph", "TableText", own, ()) if own else "TableText"
        text = "<text:line-break/>".join(map(_spaced, cell.text.split("\n")))
        return (
            f'<table:table-cell table:style-name="Cell" office:value-type="string"{spans}>'
            f'<text:p text:style-name="{name}">{text}</text:p></table:table-cell>'
        )

    def _picture(self, picture: Picture, landscape: bool) -> str:
        found = self._pictures.found.get(picture.image)
        if found is None:
            return self._line(missing(picture))
        name, _, ratio = found
        width = shown_width(picture, ratio, self._profile, landscape)
        line = shown_height(width, ratio, self._profile)
        least = (("style:line-height-at-least", pt(line)),)
        own = self.own.name("paragraph", "Picture", least, ())
        return (
            f'<text:p text:style-name="{own}"><draw:frame text:anchor-type="as-char" '
            f'draw:style-name="Inline" svg:width="{pt(width)}" svg:height="{pt(width / ratio)}">'
            f'<draw:image xlink:href="Pictures/{name}" xlink:type="simple" xlink:show="embed" '
            f'xlink:actuate="onLoad"/><svg:desc>{escape(picture.alt)}</svg:desc></draw:frame>'
            "</text:p>"
        )

    def _joint(self, mark: JointMark) -> str:
        """Names one below the other, what stands beside them all in a cell as high as they are."""
        rows = []
        spans = f' table:number-rows-spanned="{len(mark.names)}"' if len(mark.names) > 1 else ""
        wide = mark.size * sum(len(run.text) for run in mark.suffix)
        widths = [mark.width + gbt9704.CELL_TOP, mark.gap + wide + gbt9704.CELL_TOP]
        for n, name in enumerate(mark.names):
            beside = self._line(Line("Mark", (mark.suffix,), size=mark.size, align="right"))
            cell = f'<table:table-cell table:style-name="Bare"{spans}>{beside}</table:table-cell>'
            own = self._line(Line("Mark", (name,), size=mark.size, align="left"))
            last = cell if n == 0 else "<table:covered-table-cell/>"
            rows.append(
                f'<table:table-row><table:table-cell table:style-name="Bare">{own}'
                f"</table:table-cell>{last if mark.suffix else ''}</table:table-row>"
            )
        total = widths[0] + widths[1] if mark.suffix else widths[0]
        columns = "".join(
            f'<table:table-column table:style-name="{self.own.column(wide.ratio(total))}"/>'
            for wide in (widths if mark.suffix else widths[:1])
        )
        table = self.own.table(total)
        return (
            f'<table:table table:name="标志" table:style-name="{table}">{columns}{"".join(rows)}'
            "</table:table>"
        )

    def _foot(self, foot: Foot) -> str:
        """Lines that stand at the lower edge of the text area of their page: in a frame."""
        lines = "".join(self._line(line) for line in foot.lines)
        return (
            '<text:p text:style-name="Blank"><draw:frame text:anchor-type="paragraph" '
            f'draw:style-name="Foot" svg:width="{pt(self._profile.text_width)}">'
            f'<draw:text-box fo:min-height="1pt">{lines}</draw:text-box></draw:frame></text:p>'
        )


def _spaced(text: str) -> str:
    """`text` escaped, with its runs of spaces kept, which the format folds into one."""
    return escape(text).replace("  ", ' <text:s text:c="1"/>')


def _manifest(files: dict[str, bytes]) -> str:
    entries = [
        ("/", odt_styles.KIND),
        *((name, "text/xml") for name in ("content.xml", "styles.xml", "meta.xml")),
        *((f"Pictures/{n}", _MEDIA.get(n.rpartition(".")[2], "image/png")) for n in files),
    ]
    told = "".join(
        f"<manifest:file-entry manifest:full-path={quoteattr(path)} "
        f"manifest:media-type={quoteattr(media)}/>"
        for path, media in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3">{told}</manifest:manifest>'
    )


def _add(
    package: zipfile.ZipFile, name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED
) -> None:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = method
    package.writestr(entry, data)
