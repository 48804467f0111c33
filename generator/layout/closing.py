"""What follows the text: list of attachments, attendance, sign-off, remarks."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from corpus.document import Attachment, Attendance, SignOff
from generator.layout import gbt9704
from generator.layout.lines import BLANK, Line, Run, line, printable, runs
from generator.layout.units import Chars
from generator.layout.widths import characters

_LABEL = 3.0  # characters of 附件：


def spell_date(date: str) -> str:
    """An ISO date as 2026年2月20日 (R3, 7.3.5.4); anything else, such as a gap, as it is."""
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        return date
    return f"{day.year}年{day.month}月{day.day}日"


def attachment_list(attachments: Sequence[Attachment]) -> Iterator[Line]:
    """The 附件说明: a line below the text, names one below the other (B5, 7.3.4)."""
    if not attachments:
        return
    yield BLANK
    start = gbt9704.FIRST_LINE.count + _LABEL
    for number, attachment in enumerate(attachments, 1):
        marker = f"{number}." if len(attachments) > 1 else ""
        hanging = characters(marker)
        label = "附件：" if number == 1 else ""
        yield Line(
            "AttachmentList",
            (runs(label + marker + attachment.title.rstrip("。；;")),),
            left=Chars(start + hanging),
            first=Chars(-hanging - (_LABEL if number == 1 else 0)),
        )


def attendance(attended: Attendance | None) -> Iterator[Line]:
    """出席、请假、列席: labels in 黑体, names after the colon (X9, 10.3)."""
    if attended is None:
        return
    lists = (("出席", attended.present), ("请假", attended.absent), ("列席", attended.observers))
    if any(names for _, names in lists):
        yield BLANK
    for label, names in lists:
        if names:
            yield Line(
                "Attendance",
                ((Run(f"{label}：", "黑体"), *runs("、".join(names))),),
                left=Chars(gbt9704.FIRST_LINE.count + 3),
                first=Chars(-3),
            )


def sign_off(signed: SignOff | None) -> tuple[Line, ...]:
    """The 落款 below an empty line: B8 without a seal, B6 with room for one (7.3.5)."""
    if signed is None or not (signed.issuers or signed.date):
        return ()
    names = [printable(name) for name in signed.issuers]
    date = printable(spell_date(signed.date)) if signed.date else ""
    lines = _sealed(names, date) if signed.seal else _unsealed(names, date)
    return (BLANK, *lines)


def _unsealed(names: Sequence[str], date: str) -> list[Line]:
    """署名 two characters from the right; the date begins two characters right of it (B8)."""
    right = gbt9704.SIGNOFF_RIGHT.count
    wide = characters(date)
    widths = [characters(name) for name in names]
    last = widths[-1] if widths else 0.0
    step = gbt9704.SIGNOFF_STEP.count
    shift = max(0.0, wide + step - last) if date and names else 0.0
    if shift > 0 and wide <= last:
        shift = 0.0  # the date is no longer than the name: it may come nearer to the edge
    lines = [_placed(name, own, right + shift) for name, own in zip(names, widths, strict=True)]
    if date:
        space = right if not names or wide > last else max(0.0, right + last - step - wide)
        lines.append(_placed(date, wide, space))
    return lines


def _sealed(names: Sequence[str], date: str) -> list[Line]:
    """The date four characters from the right, 署名 centred on it (B6)."""
    wide = characters(date)
    centre = gbt9704.SEALED_RIGHT.count + wide / 2
    reach = max((characters(name) / 2 for name in names), default=0.0)
    centre = max(centre, reach)  # a long name may not leave the text area
    lines = [_placed(name, characters(name), centre - characters(name) / 2) for name in names]
    if date:
        lines.append(_placed(date, wide, centre - wide / 2))
    return lines


def _placed(text: str, wide: float, right: float) -> Line:
    """`text` with `right` characters free behind it, placed by its left so that digits of any
    width leave the first character where it belongs."""
    left = gbt9704.CHARACTERS - right - wide
    if left < 0:
        return Line("SignOff", (runs(text),), right=Chars(right), align="right")
    return Line("SignOff", (runs(text),), left=Chars(left))


def remarks(notes: Sequence[str]) -> Iterator[Line]:
    """The 附注 in full-width brackets below the date (B12, 7.3.6)."""
    for note in notes:
        bare = note.strip("（）()")
        yield line("Remark", f"（{bare}）")
