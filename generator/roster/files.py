"""Files 文件: the one door from a file's bytes to its sheets."""

from __future__ import annotations

from generator.errors import RosterError
from generator.roster import conversion, delimited, excel
from generator.roster.sheet import MAX_BYTES, MEGABYTE, Sheet


def sheets(name: str, data: bytes) -> tuple[Sheet, ...]:
    """The sheets of the file `name`, in order; its content decides what it is, not its name.

    Reads .xlsx and .xlsm, text with separators (.csv, .tsv), and through LibreOffice, where
    it is installed, .xls, .et, .ods, .xlsb and tables saved as web pages. Raises `RosterError`
    for anything else, for what is encrypted or damaged, and over the bounds: 20 MB, 200 MB
    unpacked, 60,000 lines and 200 columns a sheet, 20,000 characters in a cell.
    """
    if not data:
        raise RosterError("文件是空的", where=name, remedy="选填好的数据表再试")
    if len(data) > MAX_BYTES:
        raise RosterError(
            f"文件有 {len(data) / MEGABYTE:.0f} MB，超过 {MAX_BYTES // MEGABYTE} MB",
            where=name,
            remedy="只留要用的工作表，另存一份",
        )
    kind = conversion.kind_of(name, data)
    if kind == "text":
        return (delimited.read(name, data),)
    return excel.read(name, data if kind == "excel" else conversion.as_excel(name, data, kind))
