"""What a spreadsheet really is, whatever its name says, and old formats through LibreOffice."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

from corpus.errors import Unreadable
from corpus.reading import legacy
from corpus.reading.containers import RESAVE
from generator.errors import RosterError
from generator.roster.sheet import SUFFIXES, TEXTS

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_XLSX = "另存为“Excel 工作簿（.xlsx）”再试"
_OPEN = f"用 Excel 或 WPS 打开，{_AS_XLSX}"
_COPY = "把里面的表格复制到 Excel 里"
PACKAGE = "libreoffice-calc-nogui"


def kind_of(name: str, data: bytes) -> str:
    """What `data` is: excel, text, or the suffix under which LibreOffice will know it.

    Raises `RosterError` for what is no spreadsheet, and for an encrypted one.
    """
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_package(name, data)
    if data.startswith(_OLE2):
        return _kind_of_old(name, data)
    head = data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith(b"<"):
        if any(mark in data[:20_000].lower() for mark in (b"<table", b"spreadsheet")):
            return "xls"  # exports of web systems: a web page under the name of a workbook
        raise RosterError("内容是网页，里面没有表格", where=name, remedy=_AS_XLSX)
    if head.startswith(b"%pdf"):
        raise RosterError("这是 PDF，不是数据表", where=name, remedy="选填好的 Excel 或 CSV 再试")
    suffix = PurePath(name).suffix.lower()
    if suffix in (".xlsx", ".xlsm") and b"\0" in data[:1000]:
        raise RosterError("内容不是 Excel 工作簿", where=name, remedy=_OPEN)
    if suffix in TEXTS or (suffix in SUFFIXES and _is_table(data)):
        return "text"
    if suffix in SUFFIXES:
        raise RosterError("内容不是 Excel 工作簿", where=name, remedy=_OPEN)
    raise RosterError(f"不是数据表（{suffix or '没有扩展名'}）", where=name, remedy=_AS_XLSX)


def _is_table(data: bytes) -> bool:
    """Whether text under a workbook's name has lines with the same number of separators."""
    lines = [line for line in data[:20_000].splitlines() if line.strip()][:5]
    marks = (line.count(b"\t") or line.count(b",") for line in lines)
    return len(lines) > 1 and min(marks) > 0 and b"\0" not in data[:20_000]


def _kind_of_package(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist()[:5000])
            small = "mimetype" in names and package.getinfo("mimetype").file_size < 200
            mimetype = package.read("mimetype") if small else b""
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError) as error:
        raise RosterError("内容不是 Excel 工作簿", where=name, remedy=_OPEN) from error
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "word/document.xml" in names:
        raise RosterError("这是 Word 文档，不是数据表", where=name, remedy=_COPY)
    return "excel"


def _kind_of_old(name: str, data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise RosterError("工作簿加了密码", where=name, remedy="打开它，去掉打开密码，另存一份再试")
    if "WordDocument".encode("utf-16-le") in data:
        raise RosterError("这是 Word 文档，不是数据表", where=name, remedy=_COPY)
    return "xls"


def as_excel(name: str, data: bytes, kind: str) -> bytes:
    """`data`, a spreadsheet that LibreOffice knows under the suffix `kind`, as .xlsx.

    Raises `RosterError` where LibreOffice is not installed, cannot open it or takes too long.
    """
    try:
        return legacy.converted(
            name, data, legacy.Conversion(kind, "xlsx", ".xls、.et 和 .ods", PACKAGE)
        )
    except Unreadable as problem:
        remedy = _OPEN if problem.remedy == RESAVE else problem.remedy
        raise RosterError(problem.message, where=problem.where, remedy=remedy) from problem
