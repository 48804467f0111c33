"""Telling words 题名里的词: what a title is about, for finding the template that is likest."""

from __future__ import annotations

import rjieba

from corpus.genres import GENRES

_COMMON = {
    "关于",
    "工作",
    "街道",
    "社区",
    "情况",
    "开展",
    "进一步",
    "加强",
    "印发",
    "办事处",
    "年度",
}


def telling_words(title: str) -> list[str]:
    """The words of `title` that say what it is about, the longest first."""
    suffixes = {suffix for genre in GENRES.values() for suffix in genre.suffixes}
    words = [
        word
        for word in rjieba.cut(title)
        if len(word) > 1 and word.isalpha() and word not in _COMMON | suffixes
    ]
    return sorted(dict.fromkeys(words), key=len, reverse=True)
