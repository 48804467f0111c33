"""Copying 复制全文: a document as HTML that Word and WPS paste with its layout.

Every property stands in the element itself, with the names that Word writes when it copies
(`mso-…`): a word processor reads those and knows no style sheet of ours.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from html import escape

from corpus.document import Document
from generator.layout import gbt9704
from generator.layout.flow import lay_out
from generator.layout.gbt9704 import FACES, STYLES, Face
from generator.layout.grid import Grid, Placed
from generator.layout.images import Images, Loaded, load, shown_width
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
from generator.layout.profile import STANDARD, Profile

_PITCH = gbt9704.CHARACTER_PITCH
_TAGS = {f"Heading{level}": f"h{level}" for level in range(1, 6)}
_MEDIA = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif"}


def rich_text(document: Document, images: Images | None = None, profile: Profile = STANDARD) -> str:
    """`document` as an HTML fragment, everything of it: masthead, tables, pictures, attachments.

    Sizes in points, indents in characters of the body; figures are part of the text. Raises
    `LayoutError` for a picture that cannot be read.
    """
    flow = lay_out(document, profile)
    pictures = load(flow, images)
    parts = (
        "".join(_nodes(part, pictures, profile, number > 0))
        for number, part in enumerate(flow.parts)
    )
    return f'<div lang="zh-CN">{"".join(parts)}</div>'


def _nodes(part: Part, pictures: Loaded, profile: Profile, follows: bool) -> Iterator[str]:
    for number, node in enumerate(part.nodes):
        opens = follows and number == 0
        yield from _node(node, pictures, profile, part.landscape, opens)


def _node(
    node: Node, pictures: Loaded, profile: Profile, landscape: bool, opens: bool
) -> Iterator[str]:
    match node:
        case Line():
            yield _line(node, profile, opens)
        case Closing() | Foot():
            for own in node.lines:
                yield _line(own, profile, False)
        case Grid():
            yield _table(node, profile)
        case Picture():
            found = pictures.found.get(node.image)
            if found is None:
                yield _line(missing(node), profile, opens)
            else:
                yield _picture(node, found, profile, landscape)
        case JointMark():
            for name in (*node.names, node.suffix):
                if name:
                    yield _line(Line("Mark", (name,), size=node.size), profile, opens)
        case Letterhead():
            rule = Rule(node.rule.thick, node.rule.colour)
            head = Line("Mark", (node.mark,), size=node.size, rule_below=rule)
            yield _line(head, profile, opens)


def _line(line: Line, profile: Profile, opens: bool) -> str:
    style = STYLES[line.style]
    size = line.size or style.size
    pitch = size * 1.2 if line.size else profile.pitch_of(style)
    first = style.first if line.first is None else line.first
    own = {
        "margin": f"{_pt(line.above.pt if line.above else 0)} {_at(line.right.count)} 0 "
        f"{_at(line.left.count)}",
        "text-indent": _at(first.count),
        "text-align": line.align or style.align,
        "line-height": _pt(pitch.pt),
        "mso-line-height-rule": "exactly",
        "font-size": _pt(size.pt),
        **_face(style.face, profile),
        "font-weight": "normal",
    }
    if first.count > 0:
        own["mso-char-indent-count"] = f"{first.count:.1f}"
    if line.tail or line.stops:
        own["tab-stops"] = _stops(line, profile)
    if line.new_page or opens:
        own["page-break-before"] = "always"
    if style.colour:
        own["color"] = f"#{style.colour}"
    for side, rule in (("top", line.rule_above), ("bottom", line.rule_below)):
        if rule:
            own[f"border-{side}"] = f"{_pt(rule.thickness.pt)} solid #{rule.colour}"
    rows = "<br>".join(_runs(row, profile) for row in line.rows)
    behind = [row for _, row in line.stops] + ([line.tail] if line.tail else [])
    tails = "".join(f"{_TAB}{_runs(row, profile)}" for row in behind)
    tag = _TAGS.get(line.style, "p")
    return f"<{tag}{_style(own)}>{rows}{tails or ''}{'' if rows or tails else '&nbsp;'}</{tag}>\n"


_TAB = '<span style="mso-tab-count:1">&emsp;&emsp;</span>'


def _stops(line: Line, profile: Profile) -> str:
    stops = [_pt(at.at(_PITCH).pt) for at, _ in line.stops]
    if line.tail:
        end = profile.text_width - line.right.at(_PITCH)
        stops.append(f"right {_pt(end.pt)}")
    return " ".join(stops)


def _runs(row: Runs, profile: Profile) -> str:
    out = []
    for run in row:
        own: dict[str, str] = {}
        if run.face:
            own |= _face(run.face, profile)
        if run.spread.count:
            own["letter-spacing"] = _pt(run.spread.at(_PITCH).pt)
        if run.bold:
            own["font-weight"] = "bold"
        if run.gap:
            own["background"] = f"#{gbt9704.GAP_GROUND}"
        text = escape(run.text)
        out.append(f"<span{_style(own)}>{text}</span>" if own else text)
    return "".join(out)


def _table(grid: Grid, profile: Profile) -> str:
    rows: list[list[Placed]] = [[] for _ in range(grid.height)]
    for cell in grid.cells:
        rows[cell.row].append(cell)
    columns = "".join(f'<col width="{share * 100:.2f}%">' for share in grid.shares)
    body = "".join(
        f"<tr>{''.join(_cell(cell, grid, profile) for cell in row)}</tr>\n" for row in rows
    )
    own = {"border-collapse": "collapse", "width": "100%", "mso-table-layout-alt": "fixed"}
    return (
        f'<table border="1" cellspacing="0" cellpadding="0" width="100%"{_style(own)}>'
        f"<colgroup>{columns}</colgroup>{body}</table>\n"
    )


def _cell(cell: Placed, grid: Grid, profile: Profile) -> str:
    head = cell.row < grid.head
    style = STYLES["TableHead" if head else "TableText"]
    spans = "".join(
        f' {name}="{count}"'
        for name, count in (("rowspan", cell.rowspan), ("colspan", cell.colspan))
        if count > 1
    )
    share = sum(grid.shares[cell.column : cell.column + cell.colspan])
    frame = {
        "width": f"{share * 100:.2f}%",
        "border": f"{_pt(gbt9704.TABLE_RULE.pt)} solid windowtext",
        "padding": f"{_pt(gbt9704.CELL_TOP.pt)} {_pt(gbt9704.CELL_SIDE.pt)}",
        "vertical-align": "middle",
    }
    own = {
        "margin": "0",
        "text-align": "center" if head else grid.aligns[cell.column],
        "line-height": _pt(style.pitch.pt),
        "mso-line-height-rule": "exactly",
        "font-size": _pt(style.size.pt),
        **_face(style.face, profile),
    }
    text = "<br>".join(map(escape, cell.text.split("\n"))) or "&nbsp;"
    return f"<td{spans}{_style(frame)}><p{_style(own)}>{text}</p></td>"


def _picture(
    picture: Picture, file: tuple[str, bytes, float], profile: Profile, landscape: bool
) -> str:
    name, data, ratio = file
    width = shown_width(picture, ratio, profile, landscape).pt
    media = _MEDIA.get(name.rpartition(".")[2], "image/png")
    # pixels of a screen, of which a point has four thirds: what Word takes `width` for
    across, up = round(width * 4 / 3), round(width / ratio * 4 / 3)
    return (
        f'<p style="margin:0;text-align:center"><img width="{across}" height="{up}" '
        f'alt="{escape(picture.alt)}" src="data:{media};base64,{b64encode(data).decode()}"></p>\n'
    )


def _face(face: Face, profile: Profile) -> dict[str, str]:
    """The faces by the names that Word and WPS know; figures in the same unless set otherwise."""
    name = FACES[face].word
    latin = profile.latin if profile.latin and face != "宋体" else name
    return {
        "font-family": f"'{latin}','{name}'" if latin != name else f"'{name}'",
        "mso-fareast-font-family": f"'{name}'",
        "mso-ascii-font-family": f"'{latin}'",
        "mso-hansi-font-family": f"'{latin}'",
    }


def _style(own: dict[str, str]) -> str:
    if not own:
        return ""
    told = ";".join(f"{name}:{value}" for name, value in own.items())
    return f' style="{escape(told)}"'


def _at(count: float) -> str:
    return _pt(_PITCH.pt * count) if count else "0"


def _pt(points: float) -> str:
    return f"{points:.2f}".rstrip("0").rstrip(".") + "pt"
