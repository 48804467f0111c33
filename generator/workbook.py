"""Workbooks of plain tables written row by row: the same bytes each time, never all in memory."""

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

_PLAIN, _BOLD, _WRAPPED, _SHARE = range(4)
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
    'formatCode="0.0%"/></numFmts><fonts count="2"><font><sz val="11"/><name val="宋体"/>'
    '</font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill>'
    '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf xfId="0"/><xf fontId="1" xfId="0" applyFont="1"/>'
    '<xf xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="164" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, whether long texts break."""

    heading: str
    width: float
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A number that is shown as a percentage: 0.875 as 87.5%."""

    value: float


Value = str | int | float | Share | None


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its title, its columns, its lines below the head, which are taken once."""

    title: str
    columns: Sequence[Column]
    lines: Iterable[Sequence[Value]]


def workbook(tables: Sequence[Table]) -> bytes:
    """An .xlsx with a sheet for each of `tables`; texts stay texts, whatever they begin with.

    Heads stay in view and can be filtered by.
    """
    sheets = [f"worksheets/sheet{number}.xml" for number in range(1, len(tables) + 1)]
    listed = "".join(
        f'<sheet name="{escape(own.title)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, own in enumerate(tables, 1)
    )
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
            + "".join(
                f'<Override PartName="/xl/{own}" ContentType="{_TYPE}.worksheet+xml"/>'
                for own in sheets
            )
            + "</Types>"
        ),
        "_rels/.rels": _related(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _related(
            *(("worksheet", own) for own in sheets), ("styles", "styles.xml")
        ),
    }
    entries = [pack(name, f"{_XML}{text}".encode()) for name, text in parts.items()]
    entries.append(pack("xl/styles.xml", _STYLES.encode()))
    for place, own in zip(sheets, tables, strict=True):
        entries.append(pack_pieces(f"xl/{place}", _sheet(own.columns, own.lines)))
    return archive(entries)


def _related(*targets: tuple[str, str]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _sheet(columns: Sequence[Column], lines: Iterable[Sequence[Value]]) -> Iterator[str]:
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
    yield f'<row r="1">{"".join(_cell(letter, 1, text, _BOLD) for letter, text in heads)}</row>'
    styles = [_WRAPPED if own.wraps else _PLAIN for own in columns]
    number = 1
    for line in lines:
        number += 1
        cells = zip(letters, line, styles, strict=True)
        yield f'<row r="{number}">{"".join(_cell(c, number, v, s) for c, v, s in cells)}</row>'
    yield f'</sheetData><autoFilter ref="A1:{letters[-1]}{number}"/></worksheet>'


def _cell(letter: str, row: int, value: Value, style: int) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Share):
        return f'<c r="{letter}{row}" s="{_SHARE}"><v>{value.value!r}</v></c>'
    place = f'r="{letter}{row}" s="{style}"'
    if isinstance(value, int | float):
        return f"<c {place}><v>{value!r}</v></c>"
    text = escape(ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST])
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
