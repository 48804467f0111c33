"""A workbook of one table written row by row: the same bytes each time, never all in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from generator.layout.archive import archive, pack, pack_pieces

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LONGEST = 32_767  # characters that Excel takes in a cell

# Styles: 0 plain, 1 bold for the head, 2 wrapped.
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="宋体"/>'
    '</font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill>'
    '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf xfId="0"/><xf fontId="1" xfId="0" applyFont="1"/>'
    '<xf xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, whether long texts break."""

    heading: str
    width: int
    wraps: bool = False


def workbook(
    title: str, columns: Sequence[Column], lines: Iterable[Sequence[str | int | None]]
) -> bytes:
    """An .xlsx of one sheet `title` with a head and `lines`; texts stay texts, whatever they
    begin with. The head stays in view and can be filtered by."""
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
            "</Types>"
        ),
        "_rels/.rels": _related(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
            f'<sheet name="{escape(title)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _related(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
        ),
    }
    entries = [pack(name, f"{_XML}{text}".encode()) for name, text in parts.items()]
    entries.append(pack("xl/styles.xml", _STYLES.encode()))
    return archive([*entries, pack_pieces("xl/worksheets/sheet1.xml", _sheet(columns, lines))])


def _related(*targets: tuple[str, str]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _sheet(columns: Sequence[Column], lines: Iterable[Sequence[str | int | None]]) -> Iterator[str]:
    letters = [get_column_letter(n) for n in range(1, len(columns) + 1)]
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{own.width}" customWidth="1"/>'
        for n, own in enumerate(columns, 1)
    )
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
        f"</sheetViews><cols>{widths}</cols><sheetData>"
    )
    heads = zip(letters, (own.heading for own in columns), strict=True)
    yield f'<row r="1">{"".join(_cell(letter, 1, text, 1) for letter, text in heads)}</row>'
    styles = [2 if own.wraps else 0 for own in columns]
    number = 1
    for line in lines:
        number += 1
        cells = zip(letters, line, styles, strict=True)
        yield f'<row r="{number}">{"".join(_cell(c, number, v, s) for c, v, s in cells)}</row>'
    yield f'</sheetData><autoFilter ref="A1:{letters[-1]}{number}"/></worksheet>'


def _cell(letter: str, row: int, value: str | int | None, style: int) -> str:
    if value is None or value == "":
        return ""
    place = f'r="{letter}{row}" s="{style}"'
    if isinstance(value, int):
        return f"<c {place}><v>{value}</v></c>"
    text = escape(ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST])
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
