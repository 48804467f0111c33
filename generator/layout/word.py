"""Word: the flow written into the frozen package in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from itertools import count
from xml.sax.saxutils import escape

from corpus.document import Document
from generator.layout import gbt9704, stylesheet
from generator.layout.archive import archive, pack
from generator.layout.breaks import settled
from generator.layout.drawing import drawing, media, relations
from generator.layout.flow import lay_out
from generator.layout.gbt9704 import STYLES, Align
from generator.layout.grid import Grid, Placed
from generator.layout.images import Images, Loaded, load, shown_height, shown_width
from generator.layout.lines import (
    Closing,
    Flow,
    Foot,
    JointMark,
    Letterhead,
    Line,
    Part,
    Picture,
    Rule,
    missing,
    runs,
)
from generator.layout.name_lines import whole_names
from generator.layout.package import package
from generator.layout.profile import STANDARD, Profile
from generator.layout.units import Chars, Length
from generator.layout.word_marks import joint_mark, letterhead
from generator.layout.word_runs import written

_PITCH = gbt9704.CHARACTER_PITCH
HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document '
    f'xmlns:w="{stylesheet.W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>'
)
TAIL = "</w:body></w:document>"
# The section's properties need a paragraph of their own; this one takes no room that anybody sees.
_HAIRLINE = '<w:spacing w:line="20" w:lineRule="exact"/>'
# 28 characters a line, counted by Word from the size of Normal in 4,096ths of a point.
_CHARACTER_SPACE = round((_PITCH - gbt9704.THREE).points * 4096)
_JC = {"justify": "both"}


def write(document: Document, images: Images | None = None, profile: Profile = STANDARD) -> bytes:
    """The document as .docx, the same bytes for the same document.

    `images` gives the bytes of a figure, `profile` what differs from the standard.
    Raises `LayoutError` for a picture that cannot be read.
    """
    flow = lay_out(document, profile)
    pictures = load(flow, images)
    base = package(profile)
    entries = [
        *base.entries,
        pack("docProps/core.xml", properties(flow.title, flow.subject, flow.author).encode()),
        pack("word/_rels/document.xml.rels", relations(base.relations, pictures).encode()),
        pack("word/document.xml", _text(flow, pictures).encode()),
        *media(pictures),
    ]
    return archive(entries)


def properties(title: str, subject: str = "", author: str = "") -> str:
    """The part of a file that tells what it is."""
    creator = f"<dc:creator>{escape(author)}</dc:creator>" if author else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:subject>{escape(subject)}</dc:subject>"
        f"{creator}<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _text(flow: Flow, pictures: Loaded) -> str:
    return "".join((HEAD, *sections(flow, pictures, count(1), last=True), TAIL))


def sections(
    flow: Flow, pictures: Loaded, numbers: Iterator[int], *, last: bool, restart: bool = False
) -> list[str]:
    """The sections of one document, `last` when none follows in the file; with `restart` its
    pages begin at 1. `numbers` are those of drawings, each another one in the whole file."""
    out: list[str] = []
    for n, part in enumerate(flow.parts):
        opens = n == 0
        again = part.restart or (restart and opens)
        section = _section(part.landscape, flow.profile, bool(flow.first_foot), opens, again)
        out += _nodes(part, pictures, flow.profile, numbers)
        # The properties of a section that others follow stand in its last paragraph.
        ends = last and n == len(flow.parts) - 1
        out.append(section if ends else f"<w:p><w:pPr>{_HAIRLINE}{section}</w:pPr></w:p>")
    return out


@cache
def _section(landscape: bool, profile: Profile, letter: bool, opens: bool, restart: bool) -> str:
    """Paper, margins, footers and grid; a landscape page is the portrait one turned (T1).

    The section that `opens` a letter has a first page with a rule in place of the number (X7);
    one with `restart` begins at page 1.
    """
    wide, high = gbt9704.PAPER_WIDTH.twips, gbt9704.PAPER_HEIGHT.twips
    top, right, bottom, left = (
        side.twips for side in (profile.top, profile.right, profile.bottom, profile.left)
    )
    # A footer is placed by its lower edge: half a line below the dashes of the number.
    footer = (profile.bottom - gbt9704.PAGE_NUMBER_GAP - gbt9704.PAGE_NUMBER_PITCH / 2).twips
    turned, grid = "", ' w:type="lines"'
    references = package(profile).upright
    if profile.character_grid:
        grid = f' w:type="linesAndChars" w:charSpace="{_CHARACTER_SPACE}"'
    if landscape:
        wide, high, turned = high, wide, ' w:orient="landscape"'
        top, right, bottom, left = left, top, right, bottom
        # The number stands at the side, and 15 lines with a rest would be centred by a grid.
        footer, grid, references = gbt9704.HEADER.twips, "", package(profile).turned
    first, number = "", '<w:pgNumType w:start="1"/>' if restart else ""
    if letter:
        grid = ""  # below a letter's rule the lines do not stand on the page's grid
        if opens and not landscape:
            references, first = references + package(profile).first, "<w:titlePg/>"
    return (
        f"<w:sectPr>{references}"
        f'<w:pgSz w:w="{wide}" w:h="{high}"{turned}/><w:pgMar w:top="{top}" w:right="{right}" '
        f'w:bottom="{bottom}" w:left="{left}" w:header="{gbt9704.HEADER.twips}" '
        f'w:footer="{footer}" w:gutter="0"/>{number}{first}'
        f'<w:docGrid{grid} w:linePitch="{profile.pitch.twips}"/></w:sectPr>'
    )


def _nodes(part: Part, pictures: Loaded, profile: Profile, numbers: Iterator[int]) -> list[str]:
    wide = profile.text_height if part.landscape else profile.text_width
    tied = _tied(part)
    out: list[str] = []
    for n, node in enumerate(part.nodes):
        match node:
            case Line():
                own = settled(whole_names(node, wide, profile.latin), wide, profile.latin)
                out.append(_line(replace(own, keep_next=True) if n in tied else own, wide))
            case Grid():
                out.append(_grid(node, wide, tied=n in tied))
            case Picture():
                found = pictures.found.get(node.image)
                if found is None:
                    out.append(_line(missing(node), wide))
                else:
                    width = shown_width(node, found[2], profile, part.landscape)
                    size = width, shown_height(width, found[2], profile)
                    out.append(drawing(node, found, size, next(numbers)))
            case JointMark():
                out.append(joint_mark(node))
            case Letterhead():
                out.append(letterhead(node, profile))
            case Closing():
                out += _closing(node, wide, profile.latin)
            case Foot():
                # A floating table belongs to the paragraph behind it. One of the text's own would
                # lose its hanging indent and its tie to the one before it in LibreOffice.
                line = f"<w:p><w:pPr>{_HAIRLINE}</w:pPr></w:p>"
                # Alone behind a turned page it needs one before it, too, or it floats onto that.
                out.append(f"{'' if n else line}{_foot(node, profile)}{line}")
    return out


def _tied(part: Part) -> frozenset[int]:
    """The nodes that stand with what closes the text: the last one and blank lines below it."""
    tied: set[int] = set()
    for n in range(len(part.nodes) - 1, 0, -1):
        if n in tied or isinstance(part.nodes[n], Closing):
            node = part.nodes[n]
            if isinstance(node, Closing) or (isinstance(node, Line) and not any(node.rows)):
                tied.add(n - 1)
    return frozenset(tied)


def _closing(closing: Closing, room: Length, latin: str | None) -> list[str]:
    *tied, last = (settled(whole_names(own, room, latin), room, latin) for own in closing.lines)
    return [*(_line(replace(own, keep_next=True), room) for own in tied), _line(last, room)]


def _foot(foot: Foot, profile: Profile) -> str:
    """Lines that float to the bottom edge of the text area, their rules as table borders."""
    wide = profile.text_width.twips
    rows = "".join(
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>'
        f"<w:tcBorders>{_border('top', own.rule_above)}{_border('bottom', own.rule_below)}"
        "</w:tcBorders></w:tcPr>"
        f"{_line(replace(own, rule_above=None, rule_below=None), profile.text_width)}</w:tc></w:tr>"
        for own in foot.lines
    )
    return (
        '<w:tbl><w:tblPr><w:tblpPr w:vertAnchor="margin" w:horzAnchor="page" '
        f'w:tblpX="{profile.left.twips}" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/>'
        f'<w:tblW w:w="{wide}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{wide}"/></w:tblGrid>{rows}</w:tbl>'
    )


def _line(line: Line, room: Length) -> str:
    """The paragraph of `line` in a text area as wide as `room`."""
    if line.plain and len(line.rows) == 1:
        return f"<w:p>{_style_of(line.style, line.keep_next)}{written(line.rows[0])}</w:p>"
    tabs = _tabs(line, room) if line.stops or line.tail else ""
    own = _own_properties(
        line.style, line.left, line.first, line.right, line.align, line.size, line.above,
        line.rule_above, line.rule_below, line.new_page, line.keep_next, tabs,
    )  # fmt: skip
    rows = "<w:r><w:br/></w:r>".join(written(row, line.size) for row in line.rows)
    behind = [row for _, row in line.stops] + ([line.tail] if line.tail else [])
    tails = "".join(f"<w:r><w:tab/></w:r>{written(row, line.size)}" for row in behind)
    return f"<w:p>{own}{rows}{tails}</w:p>"


@cache
def _style_of(style: str, keep_next: bool) -> str:
    """The properties of a paragraph that has none of its own."""
    none = Chars(0)
    return _own_properties(
        style, none, None, none, None, None, None, None, None, False, keep_next, ""
    )


def _tabs(line: Line, room: Length) -> str:
    """`w:tabs` for what begins at a place of its own and for what ends at the right."""
    stops = "".join(f'<w:tab w:val="left" w:pos="{at.at(_PITCH).twips}"/>' for at, _ in line.stops)
    if line.tail:
        end = (room - line.right.at(_PITCH)).twips
        stops += f'<w:tab w:val="right" w:pos="{end}"/>'
    return f"<w:tabs>{stops}</w:tabs>"


@lru_cache(maxsize=1024)
def _own_properties(
    style: str,
    left: Chars,
    first: Chars | None,
    right: Chars,
    align: Align | None,
    size: Length | None,
    above: Length | None,
    rule_above: Rule | None,
    rule_below: Rule | None,
    new_page: bool,
    keep_next: bool,
    tabs: str,
) -> str:
    """`w:pPr` with what differs from the style, in the order that the schema asks for."""
    own = f'<w:pStyle w:val="{style}"/>'
    if keep_next and not STYLES[style].keep_next:
        own += "<w:keepNext/>"
    if new_page:
        own += "<w:pageBreakBefore/>"
    if rule_above or rule_below:
        borders = _border("top", rule_above) + _border("bottom", rule_below)
        own += f"<w:pBdr>{borders}</w:pBdr>"
    own += tabs
    if size or above:
        height = f' w:line="{size.twips}" w:lineRule="exact"' if size else ""
        space = f' w:before="{above.twips}"' if above else ""
        own += f"<w:spacing{space}{height}/>"
    indent = _indent(left, first, right)
    own += f"<w:ind{indent}/>" if indent else ""
    own += f'<w:jc w:val="{_JC.get(align, align)}"/>' if align else ""
    return f"<w:pPr>{own}</w:pPr>"


def _indent(left: Chars, first: Chars | None, right: Chars) -> str:
    result = ""
    if left.count:
        result += f' w:left="{left.at(_PITCH).twips}"'
    if right.count:
        result += f' w:right="{right.at(_PITCH).twips}"'
    if first is not None and first.count:
        side = "hanging" if first.count < 0 else "firstLine"
        result += f' w:{side}="{abs(first.at(_PITCH).twips)}"'
    return result


def _border(side: str, rule: Rule | None) -> str:
    if rule is None:
        return ""
    return (
        f'<w:{side} w:val="single" w:sz="{rule.thickness.eighths}" '
        f'w:space="{max(0, round(rule.gap.pt))}" w:color="{rule.colour}"/>'
    )


def _grid(grid: Grid, room: Length, *, tied: bool) -> str:
    """A table: fixed widths, head repeated, rows never broken over two pages.

    The last two rows of a `tied` one stand on the page of what follows, which a short table would
    take with it whole and leave a hole.
    """
    widths = [round(share * room.twips) for share in grid.shares]
    table = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    out = [
        '<w:tbl><w:tblPr><w:tblStyle w:val="OfficialTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{table}</w:tblGrid>'
    ]
    # A short table stays on one page; of a long one a row stands below the head, as in the PDF.
    together = grid.short and not tied
    kept = {*range(grid.height - 1 if together else min(grid.head, grid.height - 1))}
    if tied:
        kept |= {grid.height - 2, grid.height - 1}
    covering: dict[int, Placed] = {}  # column → the cell from above that reaches down into it
    rows: list[list[Placed]] = [[] for _ in range(grid.height)]
    for cell in grid.cells:
        rows[cell.row].append(cell)
    for r, row in enumerate(rows):
        head = r < grid.head
        whole = "" if r in grid.tall else "<w:cantSplit/>"
        out.append(f"<w:tr><w:trPr>{whole}{'<w:tblHeader/>' if head else ''}</w:trPr>")
        starting = {cell.column: cell for cell in row}
        c = 0
        while c < grid.width:
            above = covering.get(c)
            cell = above if above is not None else starting[c]
            width = sum(widths[c : c + cell.colspan])
            out.append(_cell(cell, width, grid, head, r in kept, continued=above is not None))
            if cell.row + cell.rowspan - 1 > r:
                covering[c] = cell
            else:
                covering.pop(c, None)
            c += cell.colspan
        out.append("</w:tr>")
    out.append("</w:tbl>")
    return "".join(out)


def _cell(cell: Placed, width: int, grid: Grid, head: bool, kept: bool, continued: bool) -> str:
    merged = ""
    if cell.rowspan > 1:
        merged = "<w:vMerge/>" if continued else '<w:vMerge w:val="restart"/>'
    align = None if head else grid.aligns[cell.column]
    opening = _cell_opening(width, cell.colspan, merged, align, kept)
    if continued:
        return f"{opening}</w:p></w:tc>"
    if "\n" not in cell.text:
        return f"{opening}{written(runs(cell.text))}</w:p></w:tc>"
    text = "<w:r><w:br/></w:r>".join(written(runs(row)) for row in cell.text.split("\n"))
    return f"{opening}{text}</w:p></w:tc>"


@lru_cache(maxsize=1024)
def _cell_opening(width: int, colspan: int, merged: str, align: Align | None, kept: bool) -> str:
    """A cell up to its text; `align` is None in the head."""
    span = f'<w:gridSpan w:val="{colspan}"/>' if colspan > 1 else ""
    style = "TableHead" if align is None else "TableText"
    jc = "" if align in (None, "left") else f'<w:jc w:val="{align}"/>'
    keep = "<w:keepNext/>" if kept else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}'
        '<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{jc}</w:pPr>'
    )
