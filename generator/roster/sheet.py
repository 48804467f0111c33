"""Sheets 工作表: the cells of an uploaded .xlsx or .csv as plain values, within bounds."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from openpyxl import load_workbook

from generator.errors import RosterError

MEGABYTE = 2**20
MAX_BYTES = 20 * MEGABYTE
MAX_UNPACKED = 100 * MEGABYTE
MAX_PARTS = 2000
MAX_ROWS = 10_000
MAX_COLUMNS = 200
MAX_CELL = 20_000

SUFFIXES = (".xlsx", ".csv")

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LEADING_ZEROS = re.compile(r"0{2,}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name and its rows from the first one on; a cell is a scalar or None."""

    name: str
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that shows an error (#REF!) instead of a value."""

    text: str


def sheets(name: str, data: bytes) -> tuple[Sheet, ...]:
    """The sheets of the file `name`, in order.

    Raises `RosterError` for what is no .xlsx or .csv, or is over a bound: 20 MB, 100 MB
    unpacked, 10,000 rows, 200 columns, 20,000 characters in a cell.
    """
    suffix = PurePath(name).suffix.lower()
    if not data:
        raise RosterError("文件是空的", where=name, remedy="选填好的数据表再试")
    if len(data) > MAX_BYTES:
        raise RosterError(
            f"文件有 {len(data) / MEGABYTE:.0f} MB，超过 {MAX_BYTES // MEGABYTE} MB",
            where=name,
            remedy="只留要用的工作表，另存一份",
        )
    if suffix == ".xlsx":
        return _from_workbook(name, data)
    if suffix == ".csv":
        return (_from_csv(name, data),)
    remedy = "另存为“Excel 工作簿（.xlsx）”再试"
    raise RosterError(f"不是数据表（{suffix or '没有扩展名'}）", where=name, remedy=remedy)


def _from_workbook(name: str, data: bytes) -> tuple[Sheet, ...]:
    _check_package(name, data)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of features it drops (drop-downs of other programs …)
            warnings.simplefilter("ignore")
            with closing(load_workbook(io.BytesIO(data), read_only=True, data_only=True)) as book:
                return tuple(_bounded(name, _read(sheet)) for sheet in book.worksheets)
    except RosterError:
        raise
    except Exception as error:
        # a damaged package fails in openpyxl in dozens of ways, none of them told apart
        raise RosterError(
            "工作簿损坏，读不出来", where=name, remedy="用 Excel 或 WPS 打开，另存一份再试"
        ) from error


def _read(sheet: Any) -> Sheet:
    sheet.reset_dimensions()  # what the file says of its own size may be wrong
    rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1)
    return Sheet(sheet.title, tuple(tuple(map(_value, row)) for row in rows))


def _check_package(name: str, data: bytes) -> None:
    if data.startswith(_OLE2):
        raise RosterError(
            "这是加密的工作簿，或旧版 .xls 改了名",
            where=name,
            remedy="去掉密码，另存为“Excel 工作簿（.xlsx）”再试",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise RosterError(
            "内容不是 Excel 工作簿", where=name, remedy="用 Excel 或 WPS 打开，另存为 .xlsx 再试"
        ) from error
    # zipfile never unpacks more than the size declared, so the declared sizes can be trusted
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise RosterError(
            f"工作簿解开后超过 {MAX_UNPACKED // MEGABYTE} MB",
            where=name,
            remedy="只留要用的行和列，另存一份",
        )


def _value(cell: object) -> object:
    """What a person sees in `cell`, as a scalar: 95.3% as text, 0512 with its nought."""
    value = getattr(cell, "value", None)
    if value is None or isinstance(value, str):
        text = value or ""
        return Broken(text) if getattr(cell, "data_type", "") == "e" else value
    if isinstance(value, int | float) and not isinstance(value, bool):
        shown = str(getattr(cell, "number_format", ""))
        if "%" in shown:
            return f"{(Decimal(repr(value)) * 100).normalize():f}%"
        if _LEADING_ZEROS.fullmatch(shown) and value == int(value):
            return str(int(value)).zfill(len(shown))
    return value


def _from_csv(name: str, data: bytes) -> Sheet:
    text = _decoded(name, data)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(tuple(row))
            if len(rows) > MAX_ROWS:
                break
    except csv.Error as error:
        raise RosterError(
            "不是规范的 CSV",
            where=f"{name} 第 {len(rows) + 1} 行",
            remedy="看看引号是否成对，或另存为 .xlsx 再试",
        ) from error
    return _bounded(name, Sheet(PurePath(name).stem, tuple(rows)))


def _decoded(name: str, data: bytes) -> str:
    marks = (b"\xff\xfe", b"\xfe\xff")
    encodings = ("utf-16",) if data.startswith(marks) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RosterError(
        "不是文本，或编码不认识", where=name, remedy="存成 UTF-8 或 GB18030 编码的 CSV 再试"
    )


def _bounded(name: str, sheet: Sheet) -> Sheet:
    place = f"{name} 的“{sheet.name}”"
    if len(sheet.rows) > MAX_ROWS:
        raise RosterError(f"超过 {MAX_ROWS} 行", where=place, remedy="分成几份，一份一份地做")
    for number, row in enumerate(sheet.rows, 1):
        if len(row) > MAX_COLUMNS and any(cell not in (None, "") for cell in row[MAX_COLUMNS:]):
            raise RosterError(
                f"超过 {MAX_COLUMNS} 列", where=f"{place}第 {number} 行", remedy="删去用不着的列"
            )
        if any(isinstance(cell, str) and len(cell) > MAX_CELL for cell in row):
            raise RosterError(
                f"一个格子里超过 {MAX_CELL} 字", where=f"{place}第 {number} 行", remedy="改短再试"
            )
    return sheet
