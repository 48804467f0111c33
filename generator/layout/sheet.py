"""The flow as the JSON that `sheet.typ` writes down: indents resolved, lengths in points."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from generator.layout import fonts, gbt9704
from generator.layout.gbt9704 import STYLES
from generator.layout.grid import Grid, Placed
from generator.layout.images import Loaded
from generator.layout.lines import (
    Closing,
    Flow,
    Foot,
    Line,
    Part,
    Picture,
    Rule,
    Runs,
    missing,
    runs,
)
from generator.layout.units import Length

_PITCH = gbt9704.CHARACTER_PITCH


def sheet(flow: Flow, pictures: Loaded) -> dict[str, Any]:
    """What `sheet.typ` needs of one document."""
    return {
        "title": flow.title,
        "author": [flow.author] if flow.author else [],
        "subject": flow.subject,
        "parts": [
            {"landscape": part.landscape, "nodes": _nodes(part, pictures)} for part in flow.parts
        ],
    }


@cache
def measures() -> str:
    """What `sheet.typ` needs of the standard and of this machine's fonts, as JSON."""
    fallbacks = fonts.fallbacks()
    return json.dumps(
        {
            "tracking": _pt(gbt9704.TRACKING),
            "ground": gbt9704.GAP_GROUND,
            "table-rule": _pt(gbt9704.TABLE_RULE),
            "cell-side": _pt(gbt9704.CELL_SIDE),
            "cell-top": _pt(gbt9704.CELL_TOP),
            "number-gap": _pt(gbt9704.PAGE_NUMBER_GAP),
            "number-side": _pt(gbt9704.PAGE_NUMBER_SIDE.at(_PITCH)),
            "pages": {"portrait": _page(False), "landscape": _page(True)},
            "faces": {
                face: [[found.family, *(f for f in fallbacks if f != found.family)], found.weight]
                for face, found in fonts.faces().items()
            },
            "styles": {
                style.id: {
                    "face": style.face,
                    "size": _pt(style.size),
                    "height": _pt(style.pitch),
                    "colour": style.colour or "000000",
                    "tight": style.size == gbt9704.THREE,
                    "outline": style.outline or 0,
                    "title": style.id == "Title",
                }
                for style in STYLES.values()
            },
        },
        ensure_ascii=False,
    )


def _page(landscape: bool) -> dict[str, Any]:
    """Paper and margins; a landscape page is the portrait one turned to the right (T1)."""
    wide, high = gbt9704.PAPER_WIDTH, gbt9704.PAPER_HEIGHT
    top, right, bottom, left = gbt9704.TOP, gbt9704.RIGHT, gbt9704.BOTTOM, gbt9704.LEFT
    if landscape:
        wide, high = high, wide
        top, right, bottom, left = left, top, right, bottom
    return {
        "width": _pt(wide),
        "height": _pt(high),
        "margin": {
            "top": _pt(top),
            "right": _pt(right),
            "bottom": _pt(bottom),
            "left": _pt(left),
        },
    }


def _pt(length: Length) -> float:
    return round(length.points, 4)


def _runs(row: Runs) -> list[Any]:
    return [
        run.text
        if run.face is None and not run.gap and not run.spread.count
        else [run.text, run.face, run.gap, _pt(run.spread.at(_PITCH))]
        for run in row
    ]


def _rule(rule: Rule) -> dict[str, Any]:
    return {"thickness": _pt(rule.thickness), "colour": rule.colour, "gap": _pt(rule.gap)}


def _nodes(part: Part, pictures: Loaded) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = []
    for node in part.nodes:
        if isinstance(node, Closing):
            lines = [_line(line) for line in node.lines]
            if result and result[-1].get("align") == "justify":
                # One paragraph for the typesetter, whose last two lines it keeps together.
                result[-1]["closing"] = lines
            else:
                result.append({"kind": "closing", "lines": lines})
        else:
            result.append(_node(node, pictures))
    return result


def _node(node: Line | Grid | Picture | Foot, pictures: Loaded) -> dict[str, Any]:
    match node:
        case Line():
            return _line(node)
        case Grid():
            return _grid(node)
        case Picture():
            found = pictures.found.get(node.image)
            if found is None:
                return _line(missing(node))
            width = min(node.width, gbt9704.TEXT_WIDTH)
            return {"kind": "picture", "path": f"/{found[0]}", "width": _pt(width), "alt": node.alt}
        case Foot():
            return {"kind": "foot", "lines": [_line(line) for line in node.lines]}


def _line(line: Line) -> dict[str, Any]:
    style = STYLES[line.style]
    result: dict[str, Any] = {
        "kind": "line",
        "style": line.style,
        "rows": [_runs(row) for row in line.rows],
        "left": _pt(line.left.at(_PITCH)),
        "right": _pt(line.right.at(_PITCH)),
        "first": _pt((style.first if line.first is None else line.first).at(_PITCH)),
        "align": line.align or style.align,
    }
    if line.keep_next or style.keep_next:
        result["keep"] = True
    if line.new_page:
        result["new-page"] = True
    if line.tail:
        result["tail"] = _runs(line.tail)
    if line.size is not None:
        result["size"] = _pt(line.size)
    if line.above is not None:
        result["above"] = _pt(line.above)
    if line.rule_above is not None:
        result["rule-above"] = _rule(line.rule_above)
    if line.rule_below is not None:
        result["rule-below"] = _rule(line.rule_below)
    return result


def _grid(grid: Grid) -> dict[str, Any]:
    cells = [_cell(cell, grid) for cell in grid.cells]
    return {
        "kind": "grid",
        "short": grid.short,
        "shares": [round(share, 5) for share in grid.shares],
        "head": [cell for cell in cells if cell[1] < grid.head],
        "body": [cell for cell in cells if cell[1] >= grid.head],
    }


def _cell(cell: Placed, grid: Grid) -> list[Any]:
    head = cell.row < grid.head
    return [
        cell.column,
        cell.row,
        cell.colspan,
        cell.rowspan,
        [_runs(runs(row)) for row in cell.text.split("\n")],
        cell.rowspan > 1 or cell.row in grid.tall,
        "TableHead" if head else "TableText",
        "center" if head else grid.aligns[cell.column],
    ]
