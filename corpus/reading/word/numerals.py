"""Numerals: how each number format of Word spells a number."""

from __future__ import annotations

from collections.abc import Callable

from corpus.outline import chinese_numeral, circled

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_FORMAL = str.maketrans("一二三四五六七八九十百", "壹贰叁肆伍陆柒捌玖拾佰")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LONGEST = 3999


def spell(number: int, form: str) -> str:
    """`number` as the number format `form` (ST_NumberFormat) shows it.

    Formats that have no such number, and formats not known here, show it in digits; bullets
    and `none` show nothing.
    """
    if form in ("bullet", "none"):
        return ""
    spelling = _FORMS.get(form)
    if spelling is None or not 1 <= number <= _LONGEST:
        return str(number)
    return spelling(number)


def _counting(number: int) -> str:
    return chinese_numeral(number) if number <= 999 else str(number)


def _from(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else str(number)


def _letters(number: int) -> str:
    # z is followed by aa, bb …, as in Word.
    again, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (again + 1)


def _roman(number: int) -> str:
    result = ""
    for amount, sign in _ROMAN:
        times, number = divmod(number, amount)
        result += sign * times
    return result


# 一〇 for 10 and ⒈ ⑴ for 1 are spelt the usual way: the outline knows them as ordinals.
_FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "ideographDigital",
            "japaneseCounting",
            "japaneseDigitalTenThousand",
            "koreanDigital2",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
            "taiwaneseDigital",
        ),
        _counting,
    ),
    **dict.fromkeys(
        ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"),
        lambda number: _counting(number).translate(_FORMAL),
    ),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), circled),
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalEnclosedParen": lambda number: f"（{number}）",
    "decimalZero": lambda number: f"{number:02}",
    "ideographEnclosedCircle": lambda number: f"（{_counting(number)}）",
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperRoman": _roman,
}
