"""Excel workbooks: the cells, hidden lines and merged ranges straight from the package.

One pass over the XML gives at once what openpyxl needs two readings for (values, and formulas
without values) and what it leaves out (hidden lines when streaming, the Chinese date formats), in
about half of the time (benchmarks/roster.py).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.escape import unescape

from generator.errors import RosterError
from generator.roster.cells import GENERAL, Broken, Format, Uncomputed, format_of, show_number
from generator.roster.sheet import (
    MAX_CELL,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_LINES,
    MAX_MERGED,
    MAX_SHEETS,
    MEGABYTE,
    Line,
    Merged,
    Sheet,
)

MAX_UNPACKED = 200 * MEGABYTE
MAX_PARTS = 2000
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_SAVE_AGAIN = "用 Excel 或 WPS 打开，另存一份再试"


def read(name: str, data: bytes) -> tuple[Sheet, ...]:
    """The sheets of the workbook `data`; chart sheets and the like are left out.

    Raises `RosterError` for a damaged package or one over the bounds.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_size(name, package)
            return tuple(_Reader(name, package).sheets())
    except RosterError:
        raise
    except Exception as error:
        # a damaged package fails in as many ways as it has parts, none of them told apart
        raise RosterError("工作簿损坏，读不出来", where=name, remedy=_SAVE_AGAIN) from error


def _check_size(name: str, package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    # zipfile never unpacks more than the size declared, so the declared sizes can be trusted
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise RosterError(
            f"工作簿解开后超过 {MAX_UNPACKED // MEGABYTE} MB",
            where=name,
            remedy="只留要用的行和列，另存一份",
        )


class _Reader:
    """One package being read; formats and shared texts are read once."""

    def __init__(self, name: str, package: zipfile.ZipFile) -> None:
        self.name = name
        self.package = package
        self.book = _find_book(package)
        self.targets = _relations(package, self.book)
        self.texts = self._texts()
        self.formats = self._formats()
        self.cells = 0

    def sheets(self) -> Iterator[Sheet]:
        with self.package.open(self.book) as part:
            root = etree.parse(part, _parser()).getroot()
        properties = root.find("{*}workbookPr")
        since_1904 = properties is not None and properties.get("date1904") in ("1", "true", "on")
        entries = root.findall("{*}sheets/{*}sheet")
        if len(entries) > MAX_SHEETS:
            raise RosterError(
                f"超过 {MAX_SHEETS} 张工作表", where=self.name, remedy="只留要用的工作表"
            )
        for entry in entries:
            key = next(v for k, v in entry.attrib.items() if str(k).endswith("}id"))
            kind, target = self.targets[str(key)]
            if kind != "worksheet":
                continue
            hidden = entry.get("state", "visible") != "visible"
            with self.package.open(target) as part:
                yield self._sheet(str(entry.get("name")), part, hidden, since_1904)

    def _texts(self) -> list[str]:
        path = next((t for kind, t in self.targets.values() if kind == "sharedStrings"), None)
        if path is None or path not in self.package.namelist():
            return []
        found = []
        with self.package.open(path) as part:
            for _, item in _events(part, "si"):
                found.append(_text(item))
                _forget(item)
        return found

    def _formats(self) -> list[Format]:
        path = next((t for kind, t in self.targets.values() if kind == "styles"), None)
        if path is None or path not in self.package.namelist():
            return []
        with self.package.open(path) as part:
            root = etree.parse(part, _parser()).getroot()
        codes = {
            entry.get("numFmtId"): entry.get("formatCode", "")
            for entry in root.findall("{*}numFmts/{*}numFmt")
        }
        numbers = [xf.get("numFmtId", "0") for xf in root.findall("{*}cellXfs/{*}xf")]
        return [format_of(int(number), codes.get(number, "")) for number in numbers]

    def _sheet(self, name: str, part: IO[bytes], hidden: bool, since_1904: bool) -> Sheet:
        place = f"{self.name} 的“{name}”"
        lines: list[Line] = []
        merged: list[Merged] = []
        hidden_columns: set[int] = set()
        number = 0
        for kind, element in _events(part, "row", "mergeCell", "col"):
            if kind == "row":
                number = int(element.get("r") or number + 1)
                cells = self._cells(element, place, number, since_1904)
                if cells:
                    hides = element.get("hidden") in ("1", "true")
                    lines.append(Line(number, cells, hides))
                if len(lines) > MAX_LINES:
                    raise RosterError(
                        f"超过 {MAX_LINES} 行", where=place, remedy="分成几份，一份一份地做"
                    )
            elif kind == "col" and element.get("hidden") in ("1", "true"):
                first, last = int(element.get("min", "1")), int(element.get("max", "1"))
                hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))
            elif kind == "mergeCell" and len(merged) < MAX_MERGED:
                left, top, right, bottom = range_boundaries(element.get("ref", ""))
                merged.append(Merged(top or 1, left or 1, bottom or 1, right or 1))
            _forget(element)
        lines.sort(key=lambda line: line.number)
        return Sheet(
            name, tuple(lines), tuple(merged), hidden, frozenset(hidden_columns), since_1904
        )

    def _cells(self, row: Any, place: str, number: int, since_1904: bool) -> tuple[str, ...]:
        cells: list[str] = []
        at = 0
        for cell in row:
            if cell.tag.rpartition("}")[2] != "c":
                continue
            reference = _REFERENCE.match(cell.get("r") or "")
            at = column_index_from_string(reference[1]) if reference else at + 1
            if not len(cell):
                continue  # a style without a value: formatted sheets have millions
            text = self._cell(cell, since_1904)
            if not text:
                continue
            if at > MAX_COLUMNS:
                raise RosterError(
                    f"超过 {MAX_COLUMNS} 列", where=f"{place}第 {number} 行",
                    remedy="删去用不着的列",
                )  # fmt: skip
            if len(text) > MAX_CELL:
                raise RosterError(
                    f"一个格子里超过 {MAX_CELL} 字", where=f"{place}第 {number} 行",
                    remedy="改短再试",
                )  # fmt: skip
            if at > len(cells):
                cells.extend([""] * (at - len(cells)))
            cells[at - 1] = text
            self.cells += 1
        if self.cells > MAX_CELLS:
            raise RosterError(
                f"超过 {MAX_CELLS // 10_000} 万个格子", where=self.name, remedy="只留要用的行和列"
            )
        return tuple(cells)

    def _cell(self, cell: Any, since_1904: bool) -> str:
        kind = cell.get("t", "n")
        formula = value = inline = None
        for child in cell:
            tag = child.tag.rpartition("}")[2]
            if tag == "v":
                value = child.text
            elif tag == "f":
                formula = child
            elif tag == "is":
                inline = child
        if inline is not None and kind == "inlineStr":
            return _text(inline)
        if not value:
            # "" is what a formula may well give; nothing at all means that nobody computed it
            if formula is not None and kind != "str":
                return Uncomputed(f"={formula.text or ''}")
            return ""
        if kind == "s":
            return self.texts[int(value)]
        if kind == "n":
            style = int(cell.get("s", "0"))
            shown = self.formats[style] if style < len(self.formats) else GENERAL
            return show_number(value, shown, since_1904=since_1904)
        if kind == "e":
            return Broken(value)
        if kind == "b":
            return "是" if value == "1" else "否"
        return _clean(value)


def _find_book(package: zipfile.ZipFile) -> str:
    found = _relations(package, "")
    return next(target for kind, target in found.values() if kind == "officeDocument")


def _relations(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """The last word of the type and the path of each relation of `part`, by its id."""
    folder, _, name = part.rpartition("/")
    with package.open(posixpath.join(folder, "_rels", f"{name}.rels")) as file:
        root = etree.parse(file, _parser()).getroot()
    found = {}
    for entry in root:
        target = str(entry.get("Target"))
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        kind = str(entry.get("Type")).rpartition("/")[2]
        found[str(entry.get("Id"))] = kind, posixpath.normpath(path)
    return found


_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def _parser() -> etree.XMLParser:
    return etree.XMLParser(**_SAFE)


def _events(part: IO[bytes], *names: str) -> Iterator[tuple[str, Any]]:
    tags = tuple(f"{{*}}{name}" for name in names)
    for _, element in etree.iterparse(part, events=("end",), tag=tags, **_SAFE):
        yield element.tag.rpartition("}")[2], element


def _forget(element: Any) -> None:
    """Give back what was read: the tree would grow as long as the sheet."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _text(item: Any) -> str:
    """The text of a string in runs (rich text); the readings of characters are left out."""
    if len(item) == 1 and item[0].tag.endswith("}t"):
        return _clean(item[0].text or "")
    runs = [
        node.text or ""
        for node in item.iter("{*}t")
        if node.getparent().tag.rpartition("}")[2] != "rPh"
    ]
    return _clean("".join(runs))


def _clean(text: str) -> str:
    return str(unescape(text)).replace("\r\n", "\n") if "_x" in text else text.replace("\r\n", "\n")
