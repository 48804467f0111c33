"""File names 文件名 of a batch: a pattern with fields, numbered where two would be the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.files import safe_name
from generator.compose import title_of
from generator.errors import InputError
from generator.fields.findings import did_you_mean
from generator.fields.values import Missing
from generator.inputs import read_values
from generator.template import Template

ROW, PLACE, TITLE = "行", "序号", "标题"
DEFAULT = "{序号}-{标题}"
UNFILLED = "未填"
LONGEST = 120
"""Characters of a pattern."""
BYTES = 160
"""Bytes of a name without its suffix: Windows counts the folders in, and a number may follow."""

_SCALARS = frozenset(
    {
        *("text", "integer", "decimal", "percent", "money", "date", "month", "period", "year"),
        *("choice", "org", "person", "phone"),
    }
)
_PLACE = re.compile(r"\{([^{}]*)\}")
# What we write into the folder ourselves.
_TAKEN = frozenset({"manifest", "清单", "合订本", "汇总"})


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern, cut into texts (even places) and names of fields (odd places)."""

    text: str
    pieces: tuple[str, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The names that it uses."""
        return frozenset(self.pieces[1::2])

    def fill(self, values: Mapping[str, str]) -> str:
        """The name that these values give, safe on every system and at most `BYTES` long.

        Where it would be longer, the longest values are shortened; texts and numbers never are.
        """
        words = {n for n in range(1, len(self.pieces), 2) if self.pieces[n] not in (ROW, PLACE)}
        texts = [values[p] if n % 2 else p for n, p in enumerate(self.pieces)]
        texts = [" ".join(text.split()) for text in texts]
        while len(safe_name("".join(texts)).encode()) > BYTES or _size(texts) > BYTES:
            longest = max(words, key=lambda n: len(texts[n].encode()), default=None)
            if longest is None or not texts[longest]:
                break
            texts[longest] = texts[longest][:-1].rstrip()
        name = safe_name("".join(texts))
        return f"_{name}" if name.startswith(".") else name  # hidden on Linux


def _size(texts: Iterable[str]) -> int:
    return sum(len(text.encode()) for text in texts)


def names_known(template: Template) -> tuple[str, ...]:
    """The names that a pattern for `template` may use: 行, 序号, 标题 and the scalar fields."""
    fields = (own.name for own in template.fields.values() if own.TYPE in _SCALARS)
    return (ROW, PLACE, TITLE, *fields)


def read_pattern(template: Template, text: str) -> Pattern:
    """The pattern in `text`; an empty one is `DEFAULT`. Raises `InputError` that names the flaw."""
    text = text.strip() or DEFAULT
    pieces = _PLACE.split(text)
    known = names_known(template)
    pieces[1::2] = [name.strip() for name in pieces[1::2]]
    for name in pieces[1::2]:
        if name not in known:
            remedy = did_you_mean(name, known)
            raise InputError(f"没有“{{{name}}}”可用", where="文件名", remedy=remedy)
    if any(brace in piece for piece in pieces[::2] for brace in "{}"):
        raise InputError("花括号不成对", where="文件名", remedy="写成 {单位}-{标题}")
    if not pieces[1::2]:
        remedy = "加上要素，例如 {单位}-{标题}"
        raise InputError("所有文件会同名", where="文件名", remedy=remedy)
    if len(text) > LONGEST:
        raise InputError(f"超过 {LONGEST} 个字", where="文件名", remedy="写短一些")
    return Pattern(text, tuple(pieces))


@dataclass(frozen=True, slots=True)
class Number:
    """Where a row stands: its line in the sheet, its place from 1 among the rows, as printed."""

    line: str
    place: str


def numbers(lines: Sequence[int], widths: tuple[int, int] | None = None) -> dict[int, Number]:
    """The numbers of the rows in these `lines` of a sheet, all in as many digits as the last has,
    or in `widths` (of a line, of a place) that were so when the batch was planned."""
    line, place = widths or digits(lines)
    return {at: Number(f"{at:0{line}d}", f"{n:0{place}d}") for n, at in enumerate(lines, 1)}


def digits(lines: Sequence[int]) -> tuple[int, int]:
    """How many digits the last line and the last place have."""
    return len(str(lines[-1])), len(str(len(lines)))


def name_of(
    template: Template, pattern: Pattern, number: Number, inputs: Mapping[str, object]
) -> str:
    """What `pattern` makes of a row: its numbers, its values as printed."""
    values = {ROW: number.line, PLACE: number.place}
    if TITLE in pattern.fields:
        values[TITLE] = title_of(template, inputs)
    if own := pattern.fields - {ROW, PLACE, TITLE}:
        read = read_values(template.fields, inputs, template.logic).values
        for name in own:
            value = read[name]
            values[name] = UNFILLED if isinstance(value, Missing) else str(value)
    return pattern.fill(values)


class Names:
    """Names given out one after the other, each once.

    Two are the same when they differ in capitals alone, as Windows sees it. The second gets
    （2）, whatever order the rows are made in later.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """Names that go on from those `taken`."""
        self._taken = {name.casefold() for name in (*_TAKEN, *taken)}
        self._next: dict[str, int] = {}

    def give(self, name: str) -> str:
        """`name`, or `name` with a number behind it where it was given before."""
        folded = name.casefold()
        if folded not in self._taken:
            self._taken.add(folded)
            return name
        number = self._next.get(folded, 2)
        while f"{folded}（{number}）" in self._taken:
            number += 1
        self._next[folded] = number + 1
        self._taken.add(f"{folded}（{number}）")
        return f"{name}（{number}）"
