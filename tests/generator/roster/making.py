"""Workbooks as other programs leave them: packages whose parts a test writes itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def package(
    rows: str,
    *,
    formats: Mapping[int, str] | None = None,
    styles: tuple[int, ...] = (0,),
    texts: str = "",
    before: str = "",
    after: str = "",
    properties: str = "",
    prologue: str = "",
    sheets: str = '<sheet name="各村" sheetId="1" r:id="rId1"/>',
) -> bytes:
    """An .xlsx whose only sheet holds the XML of `rows`.

    `styles` are the number formats of the styles 0, 1, 2 …, `formats` the codes of those that
    are not built in; `texts` are the shared strings, `before` and `after` stand around the rows.
    """
    codes = "".join(
        f'<numFmt numFmtId="{id}" formatCode="{code}"/>' for id, code in (formats or {}).items()
    )
    cells = "".join(f'<xf numFmtId="{id}"/>' for id in styles)
    parts = {
        "_rels/.rels": _relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": _relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "styles", "styles.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}">'
        f"<workbookPr {properties}/><sheets>{sheets}</sheets></workbook>",
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts>{codes}</numFmts>'
        f"<cellXfs>{cells}</cellXfs></styleSheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{texts}</sst>',
        "xl/worksheets/sheet1.xml": f'{prologue}<worksheet xmlns="{_MAIN}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>",
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return target.getvalue()


def _relations(*entries: tuple[str, str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{id}" Type="{_REL}/{kind}" Target="{target}"/>'
        for id, kind, target in entries
    )
    return f'<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'


def row(number: int, *cells: str, hidden: bool = False) -> str:
    """A row of cells that are given as XML, or as texts."""
    inner = "".join(
        cell
        if cell.startswith("<c")
        else f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for at, cell in enumerate(cells)
    )
    state = ' hidden="1"' if hidden else ""
    return f'<row r="{number}"{state}>{inner}</row>'
