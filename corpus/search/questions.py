"""Questions 问句: what an ordinary question asks for, in words that stand in documents.

怎么写消防整治方案 asks for documents with 消防 and 整治; 怎么写 is said to the program, 方案
names the genre, which helps to rank but is no condition.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import rjieba

from corpus.genres import GENRES, matches
from corpus.library.content import fold

# Said to whoever is asked, and never a part of what is looked for.
_ASKING = re.compile(
    "请问|麻烦|帮我|帮忙|给我|我想要|我想|我要|想要|想找|想写|想看|要找|要写|需要|"
    "怎么样|怎样|怎么|如何|应该|该|能不能|可不可以|可以|有没有|有哪些|有什么|是什么|什么样|"
    "哪里有|在哪里|在哪儿|在哪|哪里|哪些|哪个|哪儿|什么|为什么|多少|"
    "找一找|找一下|找一份|找一篇|找个|找找|查一下|查找|搜索|来一份|来一篇|一份|一篇|几篇|"
    "写好|写作|编写|起草|撰写|拟定|拟写|"
    "吗|呢|吧|么"
)
# Beside one of the above only: alone they may be words of a document.
_WRITING = re.compile("写|拟|做|制定|弄|搞")
_CUES = re.compile(
    "怎么|怎样|如何|有没有|哪些|哪里|在哪|哪个|什么|请问|帮我|给我|我想|我要|多少|能不能|"
    "可不可以|想找|想写|想看|要找|要写|找一|来一[份篇]|"
    "[吗呢][？?]?$|[？?]$"
)
# Everywhere in documents of the kind: their presence tells nothing.
_STOP = """
    的 了 和 与 及 或 在 对 把 被 从 向 为 以 于 之 其 等 个 是 有 要 就 都 也 还
    我们 我 你 他 它 这 那 这个 那个 一个 一些
    关于 有关 工作 开展 进行 情况 进一步 加强 做好 印发 相关 方面 年度
    范文 模板 模版 范本 样本 样板 例文 格式 文章 材料 文件 文稿 资料 内容 公文
    写 去年 今年 前年 以前 往年 最近 最新 那份 这份 那篇
"""
STOP = frozenset(_STOP.split())
# 整治 in 整治方案 says what a scheme is about; 实施 and 工作 say nothing.
_TELLING = frozenset(("整治方案", "行动方案", "活动方案", "应急处置方案"))
_GENRES = (
    frozenset(
        fold(word)
        for genre in GENRES.values()
        for word in (genre.name, genre.family, *genre.suffixes)
    )
    - _TELLING
)
_BY_LENGTH = sorted(filter(lambda name: len(name) > 1, _GENRES), key=lambda n: (-len(n), n))


# What people call a document of a genre, beside its name and the ends of titles.
_CALLED = {"发函": "函", "去函": "函", "写函": "函", "致函": "函", "讲稿": "讲话", "演讲": "讲话"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: `words` are conditions, `hints` only help to rank."""

    words: tuple[str, ...]
    hints: tuple[str, ...]


def is_question(folded: str) -> bool:
    """Whether a word of a query is a sentence said to the program."""
    return bool(_CUES.search(folded))


def asked(folded: str) -> Asked:
    """The words that a question, or a phrase that stands nowhere as it is, is made of.

    Where nothing but words of the genre is left, those are the conditions.
    """
    is_asking = is_question(folded)
    if is_asking:
        folded = _WRITING.sub(" ", _ASKING.sub(" ", folded))
    hints = []
    for called, name in _CALLED.items():
        if called in folded and is_asking:
            hints.append(name)
            folded = folded.replace(called, " ")
    for name in _BY_LENGTH:
        # As one word: 应急 of 应急预案 stands in all kinds of documents.
        if name in folded:
            hints.append(name)
            folded = folded.replace(name, " ")
    cut = [fold(word) for part in folded.split() for word in rjieba.cut(part)]
    cut = [word for word in dict.fromkeys(cut) if any(map(str.isalnum, word))]
    words = [word for word in cut if word not in STOP]
    # A character left over by the segmenter is rarely what somebody looks for.
    words = [word for word in words if len(word) > 1 or word.isascii()] or words
    return Asked(tuple(words or hints), tuple(hints if words else ()))


def parts_of(word: str) -> tuple[str, ...]:
    """The shorter words that `word` is made of: 申请 and 经费 of 申请经费."""
    parts = rjieba.cut_for_search(word)
    return tuple(dict.fromkeys(part for part in parts if 1 < len(part) < len(word)))


@functools.cache
def names_genre(hint: str, genre: str) -> bool:
    """Whether `hint`, a name of a genre or an end of its titles, means `genre` (or its family)."""
    meant = [each.name for each in GENRES.values() if hint in each.suffixes] or [hint]
    return any(matches(genre, name) for name in (hint, *meant))
