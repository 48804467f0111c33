"""Decoding 解码: bytes of a text file become characters, or it is said why they cannot."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from itertools import islice

from corpus.errors import Unreadable
from corpus.reading.entries import rows_of

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_REMEDY = "请用记事本或 WPS 另存为 UTF-8 编码的文本后再试"

MARK = "\ufffd"
"""What stands for bytes that are no character (�)."""
# So many may be wrong before a text counts as one that cannot be read, and so few of all.
_MOST_WRONG, _ONE_IN = 50, 100


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, with the line and the character of it, from 1, of each `MARK` in it, at most 50."""

    text: str
    wrong: tuple[tuple[int, int], ...] = ()


def decode(name: str, data: bytes) -> str:
    """The text of `data`, as `decoded` gives it."""
    return decoded(name, data).text


def decoded(name: str, data: bytes) -> Decoded:
    """The text of `data` in UTF-8, UTF-16 or GB18030, with or without byte order mark.

    A few bytes that are no character there become a `MARK` each, and are told.
    Raises `Unreadable` when `data` is binary or in none of these encodings.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(name, data[len(bom) :], encoding)
    sample = data[:65536]
    if b"\x00" in sample:
        wide = _wide(sample)
        if wide is None:
            raise Unreadable("这是二进制文件，不是文字", where=name, remedy="请选择文本或文档文件")
        return _checked(name, data, wide)
    try:
        return _plausible(name, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        utf8_line = data.count(b"\n", 0, error.start) + 1
    for encoding, errors in (
        ("gb18030", "strict"),
        ("utf-8", "replace"),
        ("gb18030", "replace"),
    ):
        try:
            text = data.decode(encoding, errors)
        except UnicodeDecodeError:
            continue
        if _is_chinese(text) and _is_mostly_right(text):
            return _plausible(name, text)
    raise Unreadable(
        f"第 {utf8_line} 行起不是 UTF-8、GB18030 或 UTF-16 编码的文字",
        where=name,
        remedy=_REMEDY,
    )


def _is_mostly_right(text: str) -> bool:
    """Whether so little of `text` was no character that the rest is what somebody wrote."""
    count = text.count(MARK)
    han = sum("\u4e00" <= c <= "\u9fff" for c in text) if count else 0
    return not count or (count <= _MOST_WRONG and count * _ONE_IN <= max(han, _ONE_IN))


def _checked(name: str, data: bytes, encoding: str) -> Decoded:
    try:
        return _plausible(name, data.decode(encoding))
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        if _is_chinese(text) and _is_mostly_right(text):
            return _plausible(name, text)
        line = text.count("\n", 0, max(text.find(MARK), 0)) + 1
        raise Unreadable(
            f"第 {line} 行的字节不是 {encoding.upper()} 编码", where=name, remedy=_REMEDY
        ) from error


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: line ends and spaces have a zero byte on the same side."""
    pairs = (
        ("utf-16-le", (b"\n\x00", b"\r\x00", b" \x00", b"1\x00", b"0\x00")),
        ("utf-16-be", (b"\x00\n", b"\x00\r", b"\x00 ", b"\x001")),
    )
    for encoding, marks in pairs:
        if not any(mark in sample for mark in marks):
            continue
        try:
            text = sample[: len(sample) // 2 * 2].decode(encoding, "ignore")
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and _is_chinese(text):
            return encoding
    return None


def _is_chinese(text: str) -> bool:
    """Whether `text` reads as Chinese: most of what is not ASCII is in everyday use."""
    sample = [c for c in text[:20000] if ord(c) > 0x7F]
    if not sample:
        return True
    everyday = 0
    for char in sample:
        try:
            first = char.encode("gb2312")[0]
        except UnicodeEncodeError:
            continue
        everyday += first <= 0xA9 or 0xB0 <= first <= 0xD7
    return everyday / len(sample) >= 0.8


def _plausible(name: str, text: str) -> Decoded:
    controls = sum(1 for c in text[:65536] if c < " " and c not in "\t\n\r\x0b\x0c\x1a")
    if controls > max(4, len(text[:65536]) // 200):
        raise Unreadable("这是二进制文件，不是文字", where=name, remedy="请选择文本或文档文件")
    return Decoded(text, _places(text) if MARK in text else ())


def _places(text: str) -> tuple[tuple[int, int], ...]:
    found = (
        (line, column)
        for line, row in enumerate(rows_of(text), start=1)
        for column, char in enumerate(row, start=1)
        if char == MARK
    )
    return tuple(islice(found, _MOST_WRONG))
