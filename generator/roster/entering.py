"""Entering 录入: number formats, data validation and values of a column, by its field's type."""

from __future__ import annotations

import datetime
import re

from openpyxl.worksheet.datavalidation import DataValidation

from generator.fields.base import Field
from generator.fields.numerals import narrow
from generator.fields.parties import PhoneField
from generator.fields.scalars import (
    ChoiceField,
    ChoicesField,
    DecimalField,
    IntegerField,
    LongTextField,
    MoneyField,
    PercentField,
    TextField,
)
from generator.fields.times import DateField, DeadlineField, YearField
from generator.fields.values import Date

Value = str | int | float | datetime.date
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")
_LARGEST = 10**14
_YEARS = (1900, 2200)


def number_format(field: Field) -> str:
    """The format of a column of `field`; text where noughts and long numbers must stay."""
    if isinstance(field, PercentField):
        return "0.00%"
    if isinstance(field, DecimalField | YearField):
        return "General"
    if isinstance(field, DateField) and not isinstance(field, DeadlineField):
        return 'yyyy"年"m"月"d"日"'
    return "@"


def entered(field: Field, text: str) -> Value:
    """`text`, as typed for `field`, as a spreadsheet would keep it: a number, a day, a text."""
    bare = narrow(text)
    if isinstance(field, PercentField) and _NUMBER.fullmatch(bare.removesuffix("%")):
        return round(float(bare.removesuffix("%")) / 100, 8)
    if isinstance(field, DecimalField | YearField) and _NUMBER.fullmatch(bare):
        return float(bare) if "." in bare else int(bare)
    if isinstance(field, DateField):
        value = field.parse(text)[0]
        if isinstance(value, Date):
            return str(value) if isinstance(field, DeadlineField) else value.day
    return text


def shown(field: Field, text: str) -> str:
    """`text`, as typed for `field`, as a cell of the roster shows it."""
    value = field.parse(text)[0] if isinstance(field, DateField) else None
    return text if value is None else str(value)


def requirement(field: Field, *, needed: bool) -> str:
    """What a column wants, in a few words: 必填，整数，至少 1."""
    told = "必填" if needed else "视情况必填" if field.required else "选填"
    parts = [told, _kind(field)]
    if not isinstance(field, TextField | LongTextField) or isinstance(field, DecimalField):
        parts += [f"至少 {field.min}"] if field.min is not None else []
        parts += [f"至多 {field.max}"] if field.max is not None else []
    elif field.max is not None:
        parts.append(f"至多 {field.max} 字")
    return "，".join(filter(None, parts))


def _kind(field: Field) -> str:
    if isinstance(field, ChoicesField):
        return "可选几项"
    if isinstance(field, ChoiceField):
        return "从下拉列表里选"
    return field.LABEL


def validation(field: Field, options: str, prompt: str) -> DataValidation | None:
    """The rule of a column of `field`, with `prompt` beside the cell; None where any text will do.

    `options` is the range that holds the entries of a drop-down. What fields read as well as
    the usual form (3月5日, 1.2万元) is asked about and not refused.
    """
    rule = _rule(field, options)
    if rule is None:
        if not prompt:
            return None
        rule = DataValidation()
    rule.allow_blank = True
    rule.promptTitle, rule.prompt = field.name[:32], prompt[:250]
    rule.showInputMessage = bool(prompt)
    return rule


def _rule(field: Field, options: str) -> DataValidation | None:
    if isinstance(field, ChoiceField):
        firm = not isinstance(field, ChoicesField)  # several choices in one cell may be typed
        return _told("list", "请从下拉列表里选一个", firm=firm, formula1=options)
    if isinstance(field, YearField):
        low, high = map(str, _YEARS)
        return _between("whole", low, high, "请填四位年份，例如 2026")
    if isinstance(field, PercentField):
        low, high = _bounds(field, 100)
        return _between("decimal", low, high, f"请填百分比{_limits(field, '%')}")
    if isinstance(field, IntegerField):
        low, high = _bounds(field)
        return _between("whole", low, high, f"请填整数{_limits(field)}")
    if isinstance(field, DecimalField):
        low, high = _bounds(field)
        firm = not isinstance(field, MoneyField)
        return _between("decimal", low, high, f"请填数字{_limits(field)}", firm=firm)
    if isinstance(field, DateField) and not isinstance(field, DeadlineField):
        low, high = "1", "109574"  # 1900-01-01 to 2199-12-31
        return _between("date", low, high, "请填日期，例如 2026-3-5", firm=False)
    if isinstance(field, PhoneField):
        return _between("textLength", "3", "60", "请填电话号码", firm=False)
    return None


def _bounds(field: Field, divisor: int = 1) -> tuple[str, str]:
    low = str(-_LARGEST) if field.min is None else f"{float(field.min) / divisor:.12g}"
    high = str(_LARGEST) if field.max is None else f"{float(field.max) / divisor:.12g}"
    return low, high


def _limits(field: Field, unit: str = "") -> str:
    low = f"，至少 {field.min}{unit}" if field.min is not None else ""
    high = f"，至多 {field.max}{unit}" if field.max is not None else ""
    return low + high


def _between(kind: str, low: str, high: str, error: str, *, firm: bool = True) -> DataValidation:
    rule = _told(kind, error, firm=firm, formula1=low)
    rule.operator, rule.formula2 = "between", high
    return rule


def _told(kind: str, error: str, *, firm: bool, formula1: str) -> DataValidation:
    lenient = kind == "list" and not firm
    return DataValidation(
        type=kind,  # type: ignore[arg-type]
        formula1=formula1,
        showErrorMessage=not lenient,
        errorStyle="stop" if firm else "warning",
        errorTitle="不合要求" if firm else "请核对",
        error=error,
    )
