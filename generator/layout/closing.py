"""What follows the text: list of attachments, attendance, sign-off, remarks."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from corpus.document import Attachment, Attendance, SignOff, attachment_numbers
from corpus.frame import post_and_name
from generator.layout import gbt9704
from generator.layout.lines import BLANK, Line, Run, Runs, line, printable, runs
from generator.layout.names import has_long_name, lined_up, name_in
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
    (7.3.5.1), as above stamps of those who sign (B9, 7.3.5.3).
    """
    if signed is None or not (signed.issuers or signed.signers or signed.date):
        return ()
    names = [printable(name).strip() for name in signed.issuers]
    date = printable(spell_date(signed.date)) if signed.date else ""
    if signed.signers:
        signers = [post_and_name(printable(one)) for one in signed.signers]
        return (*(BLANK,) * gbt9704.STAMPED_ABOVE, *_stamped(names, signers, date, room))
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


def _stamped(
    bodies: Sequence[str], signers: Sequence[tuple[str, str]], date: str, room: float
) -> list[Line]:
    """Posts, stamps 签名章 two characters behind them, the date a line below (B9, 7.3.5.3).

    Posts end and stamps begin below one another, the lead body's first. A known name stands
    where its stamp would; where only the stamp says it, its room is left free. A post that does
    not name its body gets the name before it, since posts are told in full.
    """
    names = [name for _, name in signers]
    free = len(bodies) > len(signers) or not all(names)
    widest = max(gbt9704.STAMP.count if free else 0.0, *(characters(name) for name in names))
    at = room - gbt9704.SEALED_RIGHT.count - widest
    lines: list[Line] = []
    for body, signer in zip_longest(bodies, signers):
        post, name = signer or ("", "")
        told = f"{body}{post}" if body and post[:2] != body[:2] else post
        lines += _stamp(told, name, at, widest)
    if date:
        lines += (BLANK, _placed(runs(date), characters(date), gbt9704.SEALED_RIGHT.count, room))
    return lines


def _stamp(post: str, name: str, at: float, wide: float) -> Iterator[Line]:
    """`post`, ending two characters before the stamp at `at`, in the middle of its height."""
    end = at - gbt9704.STAMP_POST.count
    rows = max(1, math.ceil(characters(post) / max(end, 1)))
    step = math.ceil(len(post) / rows)
    texts = [post[n : n + step] for n in range(0, len(post), step)] or [""]
    white = (0 if name else gbt9704.STAMP_LINES) - len(texts)
    yield from (BLANK,) * (white // 2)
    for n, text in enumerate(texts):
        left = Chars(max(end - characters(text), 0.0))
        stops: tuple[tuple[Chars, Runs], ...] = ()
        if name and n == (len(texts) - 1) // 2:
            most = int(wide) if len(name) < wide <= 3 else len(name)
            row = tuple(replace(run, face="楷体") for run in name_in(most, name))
            stops = ((Chars(at + (wide - most) / 2), row),)
        yield Line("SignOff", (runs(text),), left=left, stops=stops)
    yield from (BLANK,) * (white - white // 2)


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
