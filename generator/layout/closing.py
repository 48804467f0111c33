"""What follows the text: list of attachments, attendance, sign-off, remarks."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from corpus.document import Attachment, Attendance, SignOff, attachment_numbers
from generator.layout import gbt9704
from generator.layout.lines import BLANK, Line, Run, Runs, line, printable, runs
from generator.layout.names import has_long_name, lined_up
from generator.layout.units import Chars
from generator.layout.widths import characters

_LABEL = 3.0  # characters of 附件：
_ALIKE = 0.5  # of the longest name: from here on names are spread to its width


def spell_date(date: str) -> str:
    """An ISO date as 2026年2月20日 (R3, 7.3.5.4); anything else, such as a gap, as it is."""
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        return date
    return f"{day.year}年{day.month}月{day.day}日"


def attachment_name(title: str) -> str:
    """The name of an attachment as list and attachment print it: no mark behind it (B5, 7.3.4)."""
    return title.rstrip("。．.；;，,、：: 　")


def attachment_list(attachments: Sequence[Attachment]) -> Iterator[Line]:
    """The 附件说明: a line below the text, names one below the other (B5, 7.3.4)."""
    numbers = attachment_numbers(attachments)
    named = [(n, a.title) for n, a in zip(numbers, attachments, strict=True) if n is not None]
    if not named:
        return
    yield BLANK
    start = gbt9704.FIRST_LINE.count + _LABEL
    for number, title in named:
        marker = f"{number}." if number else ""
        hanging = characters(marker)
        label = "附件：" if number in ("", "1") else ""
        yield Line(
            "AttachmentList",
            (runs(label + marker + attachment_name(title)),),
            left=Chars(start + hanging),
            first=Chars(-hanging - (_LABEL if label else 0)),
        )


def attendance(attended: Attendance | None) -> Iterator[Line]:
    """出席、请假、列席: labels in 黑体, names after the colon (X9, 10.3)."""
    if attended is None:
        return
    lists = (("出席", attended.present), ("请假", attended.absent), ("列席", attended.observers))
    if any(names for _, names in lists):
        yield BLANK
    written = lined_up if any(has_long_name("、".join(names)) for _, names in lists) else runs
    for label, names in lists:
        if names:
            yield Line(
                "Attendance",
                ((Run(f"{label}：", "黑体"), *written("、".join(names))),),
                left=Chars(gbt9704.FIRST_LINE.count + 3),
                first=Chars(-3),
            )


def sign_off(signed: SignOff | None, room: float = gbt9704.CHARACTERS) -> tuple[Line, ...]:
    """The 落款 in lines of `room` characters: B8 without a seal, B6 and B7 with room for seals.

    One empty line above; with seals two, so that a seal reaches up to a line below the text
    (7.3.5.1).
    """
    if signed is None or not (signed.issuers or signed.date):
        return ()
    names = [printable(name).strip() for name in signed.issuers]
    date = printable(spell_date(signed.date)) if signed.date else ""
    if not signed.seal:
        return (BLANK, *_unsealed(names, date, room))
    above = (BLANK,) * gbt9704.SEALED_ABOVE
    return (*above, *(_joint if len(names) > 1 else _sealed)(names, date, room))


def _unsealed(names: Sequence[str], date: str, room: float) -> list[Line]:
    """署名 two characters from the right; the date begins two characters right of it (B8).

    Several names stand one below the other, spread to one width where they are alike.
    """
    right = gbt9704.SIGNOFF_RIGHT.count
    wide = characters(date)
    widest = max(map(characters, names), default=0.0)
    spread = all(characters(name) >= _ALIKE * widest for name in names)
    widths = [widest if spread else characters(name) for name in names]
    last = widths[-1] if widths else 0.0
    step = gbt9704.SIGNOFF_STEP.count
    shift = max(0.0, wide + step - last) if date and names else 0.0
    if shift > 0 and wide <= last:
        shift = 0.0  # the date is no longer than the name: it may come nearer to the edge
    lines = [
        _placed(_to_width(name, own), own, right + shift, room)
        for name, own in zip(names, widths, strict=True)
    ]
    if date:
        space = right if not names or wide > last else max(0.0, right + last - step - wide)
        lines.append(_placed(runs(date), wide, space, room))
    return lines


def _to_width(name: str, wide: float) -> Runs:
    """`name` with its characters spread to `wide`."""
    free = wide - characters(name)
    if free <= 0 or len(name) < 2:
        return runs(name)
    return (Run(name[:-1], spread=Chars(free / (len(name) - 1))), Run(name[-1]))


def _sealed(names: Sequence[str], date: str, room: float) -> list[Line]:
    """The date four characters from the right, 署名 centred on it (B6)."""
    wide = characters(date)
    centre = gbt9704.SEALED_RIGHT.count + wide / 2
    reach = max((characters(name) / 2 for name in names), default=0.0)
    centre = max(centre, reach)  # a long name may not leave the text area
    lines = [_placed(runs(n), characters(n), centre - characters(n) / 2, room) for n in names]
    if date:
        lines.append(_placed(runs(date), wide, centre - wide / 2, room))
    return lines


def _joint(names: Sequence[str], date: str, room: float) -> list[Line]:
    """Several bodies with seals: names in columns, room for a seal on each, the last one above
    the date (B7). Rows are so far apart that seals do not touch."""
    wide = characters(date)
    widest = max(map(characters, names))
    column = max(widest + 1, gbt9704.SEAL.count)
    centre = max(gbt9704.SEALED_RIGHT.count + wide / 2, widest / 2)
    # Of the columns, the rightmost has its middle `centre` from the right edge.
    columns = max(1, min(len(names), 1 + int((room - centre - widest / 2) / column)))
    lines: list[Line] = []
    for at in range(0, len(names), columns):
        if lines:
            lines += (BLANK,) * (gbt9704.SEAL_LINES - 1)
        row = names[at : at + columns]
        middles = [centre + column * (len(row) - 1 - n) for n in range(len(row))]
        lefts = [room - m - characters(name) / 2 for m, name in zip(middles, row, strict=True)]
        first, *others = [(Chars(x), runs(n)) for x, n in zip(lefts, row, strict=True)]
        lines.append(Line("SignOff", (first[1],), left=first[0], stops=tuple(others)))
    if date:
        lines.append(_placed(runs(date), wide, centre - wide / 2, room))
    return lines


def _placed(row: Runs, wide: float, right: float, room: float) -> Line:
    """`row` with `right` characters free behind it, placed by its left so that digits of any
    width leave the first character where it belongs."""
    left = room - right - wide
    if left < 0:
        return Line("SignOff", (row,), right=Chars(right), align="right")
    return Line("SignOff", (row,), left=Chars(left))


def remarks(notes: Sequence[str]) -> Iterator[Line]:
    """The 附注 in full-width brackets below the date (B12, 7.3.6)."""
    for note in notes:
        bare = note.strip("（）()")
        yield line("Remark", f"（{bare}）")
