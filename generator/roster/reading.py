"""A cell as its field needs it: serial days, cut digits, unit of the head, time of day."""

from __future__ import annotations

import re

from generator.fields.base import Field, plain
from generator.fields.findings import Finding
from generator.fields.numerals import narrow
from generator.fields.scalars import DecimalField, MoneyField
from generator.fields.times import DateField, MonthField, PeriodField, YearField
from generator.fields.values import MONEY_UNITS
from generator.roster.cells import EXACT_DIGITS, Broken, Figure, Uncomputed, show_day

_SCIENCE = re.compile(r"[+-]?\d(?:\.\d+)?E\+?\d{2,}", re.IGNORECASE)
_NOTHING = frozenset({"无", "没有", "未报", "未统计", "-", "--", "—", "——", "－", "/", "／", "\\"})
_COUNTED = (DecimalField, DateField, MonthField, PeriodField, YearField)
"""Fields in which such a word is no value; in a field of words it may be what is meant."""
_CLOCK = re.compile(r"(?<=\d|日|号)[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_NUMBER = re.compile(r"[+-]?[\d,]*\.?\d+")
_FIRST_DAY, _LAST_DAY = 20_000, 80_000
"""Serial days from 1954 to 2119: numbers in a column of dates that are likely to be days."""

_ERRORS = {
    "#N/A": "查找的公式没有找到对应的值，核对后直接填写",
    "#REF!": "公式引用的格子已被删去，直接填数值",
    "#DIV/0!": "公式除以了零或空格子，补上除数，或直接填写",
    "#NAME?": "公式名称不认识，直接填数值",
    "#VALUE!": "公式里混有文字，改好公式，或直接填数值",
    "#NUM!": "公式算出的数过大或不成立，直接填数值",
    "#NULL!": "公式的区域没有交集，直接填数值",
}


def read_cell(
    field: Field, cell: str, unit: str = "", *, since_1904: bool = False
) -> tuple[str, Finding | None]:
    """What `cell` gives to `field` as typed text, and what is wrong or odd with the cell itself.

    `unit` is the one in the column's head: bare amounts of money count in it. An error leaves
    the text empty; a warning does not. Whether the text fits the field is for the field to say.
    """
    if isinstance(cell, Broken):
        remedy = _ERRORS.get(cell, "改好公式，或直接填数值")
        return "", Finding("error", field.name, "", f"公式出错（{cell}）", remedy)
    if isinstance(cell, Uncomputed):
        return "", Finding(
            "error", field.name, "", "公式还没有算过，表里没有存结果",
            "用 Excel 或 WPS 打开这份表，保存一次再上传",
        )  # fmt: skip
    text = plain(cell)
    if not text:
        return "", None
    if not field.needed and text in _NOTHING and isinstance(field, _COUNTED):
        nought = "；确实是 0 的话写 0" if isinstance(field, DecimalField) else ""
        message = f"“{text}”按没有填写处理"
        return "", Finding("warning", field.name, "", message, f"文中略去这一句{nought}")
    digits = sum(c.isdigit() for c in text) if isinstance(cell, Figure) else 0
    if digits > EXACT_DIGITS or _SCIENCE.fullmatch(text):
        return "", Finding(
            "error", field.name, "", f"超过 {EXACT_DIGITS} 位的数字末尾已丢失（{text}）",
            "把这一列设成文本格式，重新填写",
        )  # fmt: skip
    if isinstance(field, DateField | MonthField | PeriodField | YearField):
        return _read_day(field, cell, text, since_1904)
    if isinstance(field, MoneyField) and unit != field.unit and unit in MONEY_UNITS:
        text = f"{text}{unit}" if _NUMBER.fullmatch(narrow(text)) else text
    return text, None


def _read_day(field: Field, cell: str, text: str, since_1904: bool) -> tuple[str, Finding | None]:
    if isinstance(cell, Figure) and isinstance(field, DateField) and text.isdigit():
        serial = int(text)
        if _FIRST_DAY <= serial <= _LAST_DAY:
            day = show_day(serial, since_1904=since_1904)
            message = f"“{text}”是日期的序号，按 {day} 处理"
            return day, Finding("warning", field.name, "", message, "把这一列设成日期格式")
    return _CLOCK.sub("", text), None
