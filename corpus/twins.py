"""Twins 近似重复: documents that say nearly the same, found by MinHash and measured by Jaccard.

A document's shingles (five characters each) are hashed once and dealt into slots; the least hash of
each slot makes the signature (one-permutation hashing, empty slots borrow from the next).
Signatures are cut into bands; documents that share a band are candidates, and their texts are
then compared exactly, so that the estimate never decides. Offices write one scheme after another
over the same text, so that the titles have a say, too.
"""

from __future__ import annotations

import re
import zlib
from functools import cache

from corpus.genres import GENRES

THRESHOLD = 0.8
"""The share of common shingles from which two documents are one; measured in docs/library.md."""

LEAST = 100
"""Characters below which no document is called a twin: short papers are alike by their form."""

_IDLE = (
    "关于 做好 开展 加强 进一步 切实 全面 深入 扎实 推进 印发 转发 制定 "
    "有关 相关 工作 实施 活动 范文 精选 最新 模板 定稿 终稿 初稿 草稿 副本 修改 修订 征求意见 "
    "稿 版 我 本 某 x × 的 和 与 及 暨 年 度 了"
)
_SHINGLE = 5
_BANDS, _ROWS = 20, 6
_SLOTS = _BANDS * _ROWS
_MOST = 200_000
# An odd multiplier spreads the sums of CRC-32, which are linear, over all 32 bits (Knuth).
_SPREAD, _MASK = 0x9E3779B1, 0xFFFFFFFF


def bands_of(text: str) -> tuple[int, ...]:
    """The band keys of `text`: 20 of them, none for a text of under 100 characters.

    Two texts that share four fifths of their shingles share a band with a probability of 0.998.
    """
    bare = text.replace("\n", "")[:_MOST]
    if len(bare) < LEAST:
        return ()
    slots = [_MASK + 1] * _SLOTS
    data = bare.encode("utf-16-le", "surrogatepass")
    for at in range(0, len(data) - 2 * _SHINGLE + 2, 2):
        value = zlib.crc32(data[at : at + 2 * _SHINGLE]) * _SPREAD & _MASK
        slot = value % _SLOTS
        if value < slots[slot]:
            slots[slot] = value
    filled = [slot for slot, value in enumerate(slots) if value <= _MASK]
    whole = [
        slots[min(filled, key=lambda other, slot=slot: (other - slot) % _SLOTS)]  # type: ignore[misc]
        if value > _MASK
        else value
        for slot, value in enumerate(slots)
    ]
    keys = []
    for band in range(_BANDS):
        row = whole[band * _ROWS : (band + 1) * _ROWS]
        row_bytes = band.to_bytes(1, "big") + b"".join(value.to_bytes(4, "big") for value in row)
        # Two sums make 62 bits, so that a band of one document is hardly ever another's.
        keys.append(zlib.crc32(row_bytes) << 30 | zlib.crc32(row_bytes, _SPREAD) >> 2)
    return tuple(keys)


def likeness(one: str, other: str) -> float:
    """The share of common shingles (Jaccard) of two texts, 0 to 1."""
    first, second = _shingles(one), _shingles(other)
    both = len(first & second)
    union = len(first) + len(second) - both
    return both / union if union else 0.0


def same_matter(one: str, other: str) -> bool:
    """Whether two titles may name one paper: unless each has a character that the other lacks.

    Genres, brackets and words of no weight do not count: 关于做好防汛工作的通知 and
    防汛工作方案（定稿） may be one, 防汛应急工作方案 and 防火应急工作方案 are not.
    """
    first, second = (set(_idle_words().sub("", title)) for title in (one, other))
    return first <= second or second <= first


@cache
def _idle_words() -> re.Pattern[str]:
    """What says nothing of a paper's matter: genres, versions, masks, words that open titles."""
    genres = {suffix for genre in GENRES.values() for suffix in genre.suffixes}
    words = sorted({*genres, *_IDLE.split()}, key=lambda word: -len(word))
    return re.compile(r"[（(][^（()）]*[)）]|篇[0-9一二三四五六七八九十]+|\W|" + "|".join(words))


def _shingles(text: str) -> set[str]:
    bare = text.replace("\n", "")[:_MOST]
    return {bare[at : at + _SHINGLE] for at in range(len(bare) - _SHINGLE + 1)}
