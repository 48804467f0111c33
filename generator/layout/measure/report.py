"""The report on a file: what was measured of it, as JSON or as lines to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from corpus.errors import Unreadable
from generator.layout.measure import office, printed, word_checks, word_file
from generator.layout.measure.checks import CHECKS, Measured
from generator.layout.unprintable import without_font

_MARKS = {"error": "不符", "warning": "注意", "info": "提示"}


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured of a file; `remarks` say what could not be, and why."""

    name: str
    rows: tuple[Measured, ...]
    remarks: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Measured, ...]:
        """The rows that break a requirement of the standard."""
        return tuple(row for row in self.rows if not row.ok and row.check.severity == "error")

    @property
    def left_out(self) -> tuple[str, ...]:
        """The ids of the checks that could not be applied to this file."""
        applied = {row.check.id for row in self.rows}
        return tuple(dict.fromkeys(c.id for c in CHECKS.values() if c.id not in applied))

    def to_json(self) -> list[dict[str, Any]]:
        """The rows as plain JSON values, in the order of their ids (DESIGN §4)."""
        return [row.to_json() for row in self.rows]

    def lines(self) -> Iterator[str]:
        """The report in Chinese, one row a line, the verdict last."""
        for row in self.rows:
            yield _line(row)
        if self.left_out:
            yield f"不适用：{'、'.join(self.left_out)}"
        yield from self.remarks
        yield _verdict(self.rows)


def measure(name: str, data: bytes, pages: bytes | None = None) -> Report:
    """The report on the PDF or Word file `name` with the contents `data`.

    `pages` is what LibreOffice has made of a Word file; without it, it is rendered here.
    Raises `Unreadable` for an empty, damaged or encrypted file and any other kind of file.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in _KINDS:
        raise Unreadable(
            f"量不了“{suffix or '没有扩展名'}”这种文件",
            where=name,
            remedy=f"给一个 {' 或 '.join(_KINDS)} 文件；别的格式先用 nigao format 转换",
        )
    if not data:
        raise Unreadable("文件是空的", where=name, remedy="重新导出一份再量")
    rows, remarks = _KINDS[suffix](data, name, pages)
    order = list(CHECKS)
    return Report(name, tuple(sorted(rows, key=lambda r: order.index(r.check.key))), remarks)


_Found = tuple[tuple[Measured, ...], tuple[str, ...]]


def _pdf(data: bytes, name: str, _: bytes | None) -> _Found:
    return printed.measured(data, name), tuple(printed.unseen(data))


# What of a Word file only its pages show.
_RENDERED = (
    "lines", "widest", "title-above", "mark", "mark-order", "mark-letter", "red-gap", "red-length",
    "double", "number-below", "imprint-place", "imprint-rules", "imprint-thickness", "body-first",
    "sign-off-page", "red",
)  # fmt: skip


def _word(data: bytes, name: str, pages: bytes | None) -> _Found:
    """The XML always; the pages where LibreOffice can render them, and a remark where not."""
    file = word_file.read(data, name)
    rows = tuple(word_checks.checked(file))
    places = (("表格" if own.in_table else "正文", own.text) for own in file.paragraphs)
    unseen = [f"{own}，请核对它印出来没有。" for own in without_font(places)]
    if pages is None and office.program() is None:
        return rows, (
            "没有装 LibreOffice，只量了文件里的设置，要看成页的检查没有做。",
            *unseen,
        )
    pages = pages or office.render(data)[0]
    if pages is None:
        return rows, ("LibreOffice 没有打开这个文件，只量了文件里的设置。", *unseen)
    seen = printed.measured(pages, name)
    remarks = ["要看成页的检查按 LibreOffice 排出的页面量；Word、WPS 的换行可能不同。"]
    remarks += [f"排页时{r.measured}。" for r in seen if r.check.key == "fonts" and not r.ok]
    return (*rows, *(r for r in seen if r.check.key in _RENDERED)), (*remarks, *unseen)


_KINDS: dict[str, Callable[[bytes, str, bytes | None], _Found]] = {".pdf": _pdf, ".docx": _word}


def _line(row: Measured) -> str:
    own = row.check
    mark = "相符" if row.ok else _MARKS[own.severity]
    place = f"（{row.where}）" if row.where else ""
    local = "；当地另有版式规定的除外" if own.local and not row.ok else ""
    return f"{own.id} {mark} {own.name}：{row.measured}{place}，应为{own.expected}{local}"


def _verdict(rows: tuple[Measured, ...]) -> str:
    errors = sum(not row.ok and row.check.severity == "error" for row in rows)
    warnings = sum(not row.ok and row.check.severity == "warning" for row in rows)
    if errors or warnings:
        text = f"量了 {len(rows)} 项：不符 {errors} 项，注意 {warnings} 项。"
    else:
        text = f"量了 {len(rows)} 项，都相符。"
    if any(row.check.id == "L21" and not row.ok for row in rows):
        text += "字体有代用，不能说全部符合 GB/T 9704。"
    return text
