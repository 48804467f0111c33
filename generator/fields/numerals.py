"""Numbers as people type them and as documents print them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from corpus.outline import chinese_numeral

LARGEST = Decimal(10) ** 15
_SCALES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]+)?")
_NUMBER = re.compile(
    r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+)\s*(千万|百万|[百千万亿]?)"
)
_HAN = re.compile(r"[零〇一二两三四五六七八九十百千万亿点]+")
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def narrow(text: str) -> str:
    """`text` with full-width digits, letters and marks made half-width (NFKC), trimmed."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text).strip()


def read_number(text: str, units: tuple[str, ...] = ()) -> Decimal:
    """The number that `text` spells: `1,260`, `１２６０`, `1.2万`, with one of `units` behind it.

    Raises ValueError with a Chinese reason; for Chinese numerals it says the digits to type.
    """
    if _PLAIN.fullmatch(text):  # as most cells of a spreadsheet are
        return Decimal(text)
    bare = narrow(text).replace("，", ",").removeprefix("¥").strip()
    for unit in sorted(units, key=len, reverse=True):
        if unit and bare.endswith(narrow(unit)):
            bare = bare[: -len(narrow(unit))].strip()
            break
    match = _NUMBER.fullmatch(bare)
    if match is None:
        value = han_value(bare)
        raise ValueError(f"改成 {value}" if value is not None else "改成阿拉伯数字，例如 1260")
    try:
        scale = 1
        for letter in match[2]:
            scale *= _SCALES[letter]
        number = Decimal(match[1].replace(",", "")) * scale
    except InvalidOperation:
        raise ValueError("改成阿拉伯数字，例如 1260") from None
    if abs(number) > LARGEST:
        raise ValueError("数字过大，请核对位数")
    return number


def han_value(text: str) -> int | None:
    """The whole number that Chinese numerals spell (九十 → 90, 一千二百 → 1200), or None."""
    if not text or not _HAN.fullmatch(text) or "点" in text:
        return None
    if all(c in _HAN_DIGITS for c in text):
        return int("".join(str(_HAN_DIGITS[c]) for c in text))
    total = part = digit = 0
    for char in text:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        elif char in "万亿":
            total = (total + part + digit) * _SCALES[char]
            part = digit = 0
        else:
            part += (digit or 1) * _SCALES[char]
            digit = 0
    return total + part + digit


def spell_number(number: Decimal | int) -> str:
    """`number` in plain digits without needless zeros: 12.50 → 12.5."""
    if isinstance(number, int):
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def spell_chinese(number: int) -> str:
    """`number` (0–9999) in Chinese numerals: 3 → 三, 20 → 二十, 108 → 一百零八."""
    if 1 <= number <= 99:
        return chinese_numeral(number)
    if number == 0:
        return "零"
    if not 0 < number <= 9999:
        return str(number)
    text, zero = "", False
    for scale, name in ((1000, "千"), (100, "百")):
        digit, number = divmod(number, scale)
        if digit:
            text += ("零" if zero else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        elif text:
            zero = True
    if number:
        text += "零" if zero or number < 10 else ""
        text += ("一" if 10 <= number <= 19 else "") + chinese_numeral(number)
    return text


_CAPITALS = "零壹贰叁肆伍陆柒捌玖"


def spell_capitals(yuan: Decimal) -> str:
    """An amount in capital numerals 大写: 125000 → 壹拾贰万伍仟元整, 0.5 → 伍角整.

    Rounded to 分; ends in 整 unless there are 分 (正确填写票据和结算凭证的基本规定).
    """
    cents = int((abs(yuan) * 100).quantize(Decimal(1)))
    whole, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    text = _capital_whole(whole) + "元" if whole else ""
    if jiao:
        text += _CAPITALS[jiao] + "角"
    elif fen and whole:
        text += "零"
    text += _CAPITALS[fen] + "分" if fen else "整"
    sign = "负" if yuan < 0 and cents else ""
    return sign + (text if cents else "零元整")


def _capital_whole(number: int) -> str:
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        if number >= scale:
            head, rest = divmod(number, scale)
            zero = "零" if 0 < rest < scale // 10 else ""
            return _capital_whole(head) + name + zero + (_capital_whole(rest) if rest else "")
    return _capital_group(number)


def _capital_group(group: int) -> str:
    text, zero = "", False
    for scale, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, group = divmod(group, scale)
        if digit:
            text += ("零" if zero else "") + _CAPITALS[digit] + name
            zero = False
        elif text:
            zero = True
    return text
