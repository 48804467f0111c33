"""Workbooks without the formatted empty lines below their last value, for openpyxl."""

from __future__ import annotations

import io
import zipfile

from generator.roster.sheet import MEGABYTE

LARGE = 4 * MEGABYTE
"""A sheet of less XML is left as it is: openpyxl reads it in a second."""
_VALUES = (b"<v>", b"<v ", b"<is>", b"<is ", b"<f>", b"<f ")
_ROW_END, _ROWS_END = b"</row>", b"</sheetData>"


def slimmed(data: bytes) -> bytes:
    """The workbook `data` without the lines that hold formats alone below the last value.

    A whole column that was given a border has 1,048,576 of them, for which openpyxl takes minutes
    and gigabytes. Raises what `zipfile` does where `data` is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        large = {
            part.filename
            for part in package.infolist()
            if part.filename.startswith("xl/worksheets/") and part.file_size >= LARGE
        }
        if not large:
            return data
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
            for name in package.namelist():
                part = package.read(name)
                made.writestr(name, _cut(part) if name in large else part)
    return target.getvalue()


def _cut(sheet: bytes) -> bytes:
    last = max(sheet.rfind(mark) for mark in _VALUES)
    end = sheet.find(_ROW_END, last)
    rest = sheet.find(_ROWS_END, end)
    if last < 0 or end < 0 or rest < 0:
        return sheet
    return sheet[: end + len(_ROW_END)] + sheet[rest:]
