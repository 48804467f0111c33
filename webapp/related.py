"""Related documents 相近的文稿: what else the library has on the same matter."""

from __future__ import annotations

from typing import Any

import rjieba

from corpus.genres import GENRES
from corpus.library import Stored
from corpus.search import find
from webapp.context import library, scope

SHOWN = 3
KINDS = ("library", "sample")
"""One's own exports, which may be unfinished, are no models."""
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


def related(stored: Stored) -> list[dict[str, Any]]:
    """At most three hits (DESIGN §4) that share the title's or topics' words, best first."""
    words = telling_words(stored.document.title)
    asked = [" ".join(words[:2]), *words[:1], *stored.document.topics[:1]]
    found: dict[int, dict[str, Any]] = {}
    for question in dict.fromkeys(text for text in asked if text):
        results = find(library(), question, scope(), kind=KINDS, limit=SHOWN + 1)
        for hit in results.to_json()["hits"]:
            found.setdefault(hit["id"], hit)
        found.pop(stored.id, None)
        if len(found) >= SHOWN:
            break
    return list(found.values())[:SHOWN]


def telling_words(title: str) -> list[str]:
    """The words of `title` that say what it is about, the longest first."""
    suffixes = {suffix for genre in GENRES.values() for suffix in genre.suffixes}
    words = [
        word
        for word in rjieba.cut(title)
        if len(word) > 1 and word.isalpha() and word not in _COMMON | suffixes
    ]
    return sorted(dict.fromkeys(words), key=len, reverse=True)
