"""Marks 标点: half-width marks in Chinese text become full-width."""

from __future__ import annotations

import re

from corpus.reading.entries import HAN

_PROTECTED = re.compile(
    r"https?://[^\s，。；（）]+|www\.[^\s，。；（）]+|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9_.-]*|[0-9]{1,2}[:：][0-9]{2}(?::[0-9]{2})?"
)
_FULL = str.maketrans(",;:?!", "，；：？！")
_HALF = re.compile(r"[,;:?!]+")
_BESIDE = re.compile(rf"[{HAN}，。；：？！、）》”’】%％xX×*]")
_HAN = re.compile(f"[{HAN}]")
# 整改17处. at the end of a line; a heading has no stop, 一. is a marker.
_STOP = re.compile(rf"(?<=..[{HAN}）”》%％])\.$")


def with_full_width_marks(text: str) -> str:
    """`text` with full-width marks beside Chinese; times, numbers, addresses and Latin stay."""
    if not _HAN.search(text):
        return text
    kept: list[str] = []

    def put_aside(match: re.Match[str]) -> str:
        kept.append(match[0].replace("：", ":"))
        return f"\x00{chr(len(kept))}\x01"

    text = _PROTECTED.sub(put_aside, text) if "http" in text or _PROTECTED.search(text) else text
    text = _HALF.sub(lambda m: _mark(m, text), text)
    text = _STOP.sub("。", text)
    text = _brackets(text)
    text = _quotes(text)
    return re.sub(r"\x00(.)\x01", lambda m: kept[ord(m[1]) - 1], text) if kept else text


def _mark(match: re.Match[str], text: str) -> str:
    before = text[match.start() - 1] if match.start() else ""
    after = text[match.end()] if match.end() < len(text) else ""
    if before.isdigit() and after.isdigit() and match[0] in ",:":
        return match[0]
    if _BESIDE.match(before) or _BESIDE.match(after) or (not after and before):
        return match[0].translate(_FULL)
    if before == "\x01" or after in "“‘（《\x00" or before in ")'\"":
        return match[0].translate(_FULL)
    return match[0] if before.isascii() and after.isascii() else match[0].translate(_FULL)


_PAIR = re.compile(r"\(([^()（）]*)\)")


def _brackets(text: str) -> str:
    if "(" not in text and ")" not in text:
        return text

    def pair(match: re.Match[str]) -> str:
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        chinese = _HAN.search(match[1]) or not before or not before.isascii() or not after.isascii()
        return f"（{match[1]}）" if chinese else match[0]

    text = _PAIR.sub(pair, text)
    text = re.sub(rf"\((?=[^()]*[{HAN}])", "（", text)
    # What is left has no half-width partner; a full-width one may be waiting for it.
    if text.count("（") > text.count("）"):
        text = text.replace(")", "）", text.count("（") - text.count("）"))
    return re.sub(rf"(?<=[{HAN}）”》])\)", "）", text)


def _quotes(text: str) -> str:
    if text.count('"') and text.count('"') % 2 == 0:
        parts = text.split('"')
        return "".join(
            part if index == 0 else ("“" if index % 2 else "”") + part
            for index, part in enumerate(parts)
        )
    return text
