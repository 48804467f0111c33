"""Shortened 省写: months and days alone, telephone numbers without their area code.

Each is told from what looks like it by what stands around it: 15日内 is a length of time, 3个月
as well, and a bare number of seven digits is a telephone's where the line speaks of one or where it
is a cell of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# 3月龄 is an age, 5月内 and 8月后 still are months
_MONTH = re.compile(r"(?<![0-9.])(?:1[0-2]|0?[1-9])月(?![0-9龄])")
_DAY = re.compile(
    r"(?<![0-9.第])(?<![0-9]月)(?:3[01]|[12][0-9]|0?[1-9])日"
    r"(?!以?内|之内|以[上下后来]|后|左右|[游常均夜光])"
)
_PHONE = re.compile(
    r"(?<![0-9A-Za-z.,，\-—〔#])[2-9][0-9]{6,7}(?![0-9A-Za-z.%〕\-—]|[\u4e00-\u9fff])"
)
_CALLED = re.compile("电话|热线|传真|座机|联系|值班|举报|短号")
_CELL_BEGINS = re.compile(r"[\t|（(]\s*$")
_CELL_ENDS = re.compile(r"\s*(?:$|[\t|）)])")
_NEAR = 20
"""So many characters before a number tell whether it begins a cell: a line may hold thousands."""


def shortened_in(line: str) -> Iterator[tuple[str, str, int]]:
    """The months, days and telephone numbers in `line` that are written short: kind, value and
    offset of each. They may overlap with what is written in full."""
    for pattern in (_MONTH, _DAY):
        yield from (("date", match[0], match.start()) for match in pattern.finditer(line))
    called = bool(_CALLED.search(line))
    for match in _PHONE.finditer(line):
        at = match.start()
        near = ("" if at > _NEAR else "|") + line[max(0, at - _NEAR) : at]
        if called or (_CELL_BEGINS.search(near) and _CELL_ENDS.match(line, match.end())):
            yield "phone", match[0], match.start()
