"""The flow as the JSON that `sheet.typ` writes down: indents resolved, lengths in points."""

from __future__ import annotations

import json
import math
from functools import cache
from itertools import pairwise
from typing import Any

from generator.layout import fonts, gbt9704
from generator.layout.breaks import broken
from generator.layout.gbt9704 import STYLES
from generator.layout.grid import Grid
from generator.layout.images import DEPTH, Loaded, shown_height, shown_width
from generator.layout.lines import (
    Closing,
    DoubleRule,
    Flow,
    Foot,
    JointMark,
    Letterhead,
    Line,
    Part,
    Picture,
    Rule,
    Runs,
    missing,
)
from generator.layout.mark import INK
from generator.layout.name_lines import named_rows
from generator.layout.profile import Profile
from generator.layout.sheet_grid import grid_json
from generator.layout.sheet_runs import points, runs_json
from generator.layout.units import Length, Pt

_PITCH = gbt9704.CHARACTER_PITCH


def sheet(flow: Flow, pictures: Loaded, *, bound: bool = False) -> dict[str, Any]:
    """What `sheet.typ` needs of one document, which may be one of several `bound` in a file."""
    return {
        "title": flow.title,
        "author": [flow.author] if flow.author else [],
        "subject": flow.subject,
        "first-foot": _double(flow.first_foot, flow.profile) if flow.first_foot else None,
        "parts": [
            {
                "landscape": part.landscape,
                # Word has no grid of lines below a letter's rule.
                **({"loose": True} if flow.first_foot else {}),
                "nodes": _nodes(part, pictures, flow.profile, bound),
                # What is bound apart has its own page 1, without a letter's rule.
                **({"restart": True, "first-foot": None} if part.restart else {}),
            }
            for part in flow.parts
        ],
    }


@cache
def measures(profile: Profile) -> str:
    """What `sheet.typ` needs of the profile and of this machine's fonts, as JSON."""
    fallbacks = fonts.fallbacks()
    latin = fonts.latin(profile.latin) if profile.latin else None
    return json.dumps(
        {
            "tracking": points(gbt9704.TRACKING),
            "filling": points(gbt9704.TRACKING * 2),
            "ground": gbt9704.GAP_GROUND,
            "table-rule": points(gbt9704.TABLE_RULE),
            # A hair less, so that a line that just fits for Word is not broken again.
            "cell-side": points(gbt9704.CELL_SIDE - gbt9704.CELL_SIDE / 40),
            # Word and LibreOffice make a row higher by its rule, the typesetter does not.
            "cell-top": points(gbt9704.CELL_TOP + gbt9704.TABLE_RULE / 2),
            "number-gap": points(gbt9704.PAGE_NUMBER_GAP),
            "number-side": points(gbt9704.PAGE_NUMBER_SIDE.at(_PITCH)),
            "number": profile.number,
            "pages": {
                "portrait": _page(profile, gridded=True),
                "loose": _page(profile),
                "landscape": _page(profile, landscape=True),
            },
            "faces": {
                face: [
                    [found.family, *(f for f in fallbacks if f != found.family)],
                    found.weight,
                    latin if face != STYLES["PageNumber"].face else None,
                ]
                for face, found in fonts.faces().items()
            },
            "styles": {
                style.id: {
                    "face": style.face,
                    "size": points(style.size),
                    "height": points(profile.pitch_of(style)),
                    "bold": profile.bold_third and style.outline == 3,
                    "colour": style.colour or "000000",
                    "tight": style.size == gbt9704.THREE,
                    "first": points(style.first.at(_PITCH)),
                    "align": style.align,
                    "outline": style.outline or 0,
                    "title": style.id == "Title",
                }
                for style in STYLES.values()
            },
        },
        ensure_ascii=False,
    )


def _page(profile: Profile, *, landscape: bool = False, gridded: bool = False) -> dict[str, Any]:
    """Paper and margins; a landscape page is the portrait one turned to the right (T1).

    A `gridded` one holds whole lines only, as LibreOffice fills a page with a grid of lines;
    what is left below them, `spare`, is part of its margin.
    """
    wide, high = gbt9704.PAPER_WIDTH, gbt9704.PAPER_HEIGHT
    top, right, bottom, left = profile.top, profile.right, profile.bottom, profile.left
    if landscape:
        wide, high = high, wide
        top, right, bottom, left = left, top, right, bottom
    spare = _spare(profile) if gridded else Pt(0)
    return {
        "width": points(wide),
        "height": points(high),
        "margin": {
            "top": points(top),
            "right": points(right),
            "bottom": points(bottom + spare),
            "left": points(left),
        },
        "spare": points(spare),
    }


def _spare(profile: Profile) -> Length:
    """What whole lines leave of the text area, but for half a point: LibreOffice lets a table reach
    so far below the last line, and the last of 22 lines must not be pushed by a hair."""
    lines = math.floor(profile.text_height.ratio(profile.pitch) + 1e-6)
    return max(profile.text_height - profile.pitch * lines - Pt(0.5), Pt(0))


def _rule(rule: Rule) -> dict[str, Any]:
    return {"thickness": points(rule.thickness), "colour": rule.colour, "gap": points(rule.gap)}


def _double(rule: DoubleRule, profile: Profile) -> dict[str, Any]:
    """The rule at the foot of a letter: its lower edge from the lower edge of the paper (X2)."""
    return {
        "thick": points(rule.thick),
        "thin": points(rule.thin),
        "gap": points(rule.gap),
        "colour": rule.colour,
        "length": points(rule.length),
        "left": points(profile.left + (profile.text_width - rule.length) / 2),
        "top": points(gbt9704.PAPER_HEIGHT - gbt9704.LETTER_RULE_BOTTOM - rule.height),
    }


def _letterhead(head: Letterhead, profile: Profile) -> dict[str, Any]:
    """Distances from the ink itself, which the typesetter knows; `top` from the text area's."""
    ink = head.size * INK
    return {
        "kind": "letterhead",
        "mark": runs_json(head.mark),
        "size": points(head.size),
        "top": points(head.top + ink - profile.top),
        "rule-gap": points(head.rule_gap + ink),
        "rule": {
            **_double(head.rule, profile),
            "left": points((profile.text_width - head.rule.length) / 2),
        },
        "below": points(head.below),
    }


def _nodes(part: Part, pictures: Loaded, profile: Profile, bound: bool) -> list[Any]:
    result: list[Any] = []
    room = profile.text_height if part.landscape else profile.text_width
    for node in part.nodes:
        if isinstance(node, Line):
            node, rows = _ended(node, room, profile.latin)
            result.append(_paragraph(node, rows) or _line(node, rows))
        elif isinstance(node, Closing):
            _spell_out_last(result)
            lines = [_line(*_ended(line, room, profile.latin)) for line in node.lines]
            text = result[-1] if result else {}
            if text.get("align") == "justify" and any(text["rows"]):
                # One paragraph for the typesetter, whose last two lines it keeps together.
                result[-1]["closing"] = lines
            else:
                result.append(_closed(result, lines, room))
        else:
            result.append(_node(node, pictures, profile, part.landscape, room))
    if bound:
        for own in result:
            if isinstance(own, dict) and own.get("style") == "Title":
                own["level"] = 1
    return result


def _ended(line: Line, room: Length, latin: str | None) -> tuple[Line, tuple[Runs, ...]]:
    """`line` and the rows that its text is cut into."""
    line, rows = named_rows(line, room, latin)
    return line, rows or broken(line, room, latin)


def _paragraph(line: Line, rows: tuple[Runs, ...]) -> list[Any] | None:
    """A line with nothing special about it in short: style, rows, whether the next is kept."""
    style = STYLES[line.style]
    if not line.plain or style.align != "justify" or not any(rows):
        return None
    return [line.style, [runs_json(row) for row in rows], line.keep_next or style.keep_next]


def _spell_out_last(nodes: list[Any]) -> None:
    """Say the last paragraph that is told in short in full, so that more can be said of it."""
    for n in range(len(nodes) - 1, -1, -1):
        if isinstance(nodes[n], list):
            style, rows, keep = nodes[n]
            nodes[n] = {**_line(Line(style, keep_next=keep)), "rows": rows}
            if len(rows) > 1:
                nodes[n]["filled"] = True
            return


def _closed(
    nodes: list[dict[str, Any]], lines: list[dict[str, Any]], room: Length
) -> dict[str, Any]:
    """What closes the text, tied to the last of `nodes`: what is no more than a line of white is
    taken from there. A table that ends them comes with it, so that its last rows stand with it."""
    behind = lines
    while nodes and nodes[-1]["kind"] == "line" and not any(nodes[-1]["rows"]):
        behind = [nodes.pop(), *behind]
    if nodes and nodes[-1]["kind"] == "grid":
        return {**nodes.pop(), "behind": behind, "room": points(room)}
    if nodes:
        nodes[-1]["keep"] = True
    return {"kind": "closing", "lines": behind}


def _node(
    node: Grid | Picture | Foot | JointMark | Letterhead,
    pictures: Loaded,
    profile: Profile,
    landscape: bool,
    room: Length,
) -> dict[str, Any]:
    match node:
        case JointMark():
            return {
                "kind": "joint",
                "names": [runs_json(name) for name in node.names],
                "suffix": runs_json(node.suffix),
                "size": points(node.size),
                "height": points(node.pitch),
                "width": points(node.width),
                "gap": points(node.gap),
                "above": points(node.above),
            }
        case Letterhead():
            return _letterhead(node, profile)
        case Grid():
            return grid_json(node, room, profile.latin)
        case Picture():
            found = pictures.found.get(node.image)
            if found is None:
                return _line(missing(node))
            width = shown_width(node, found[2], profile, landscape)
            return {
                "kind": "picture",
                "path": f"/{found[0]}",
                "width": points(width),
                "height": points(shown_height(width, found[2], profile)),
                "depth": points(DEPTH),
                "alt": node.alt,
            }
        case Foot():
            lines = [_line(line) for line in node.lines]
            # The last rule stands on the edge of the text area itself (I2), not above it.
            edge = node.lines[-1].rule_below
            down = _spare(profile) + (edge.thickness if edge else Pt(0))
            return {"kind": "foot", "lines": lines, "down": points(down)}


def _line(line: Line, rows: tuple[Runs, ...] | None = None) -> dict[str, Any]:
    """`line` in the lengths of this paper, with the `rows` that its text was cut into."""
    rows = line.rows if rows is None else rows
    style = STYLES[line.style]
    result: dict[str, Any] = {
        "kind": "line",
        "style": line.style,
        "rows": [runs_json(row) for row in rows],
        "left": points(line.left.at(_PITCH)),
        "right": points(line.right.at(_PITCH)),
        "first": points((style.first if line.first is None else line.first).at(_PITCH)),
        "align": line.align or style.align,
    }
    if result["align"] == "justify" and len(rows) > 1:
        result["filled"] = True
    if line.keep_next or style.keep_next:
        result["keep"] = True
    if line.new_page:
        result["new-page"] = True
    if line.tail:
        result["tail"] = runs_json(line.tail)
    if line.stops:
        # Each stretch is as wide as the way to where the next one begins.
        edges = [line.left, *(at for at, _ in line.stops)]
        result["stretches"] = [points((b - a).at(_PITCH)) for a, b in pairwise(edges)]
        result["rows"] += [runs_json(row) for _, row in line.stops]
    if line.size is not None:
        result["size"] = points(line.size)
        result["ink"] = points(line.size * (1 - INK))
    if line.above is not None:
        # The typesetter measures a mark from its ink, which needs no allowance.
        result["above"] = points(line.above + line.size * INK if line.size else line.above)
    if line.rule_above is not None:
        result["rule-above"] = _rule(line.rule_above)
    if line.rule_below is not None:
        result["rule-below"] = _rule(line.rule_below)
    return result
