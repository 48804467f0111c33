"""Keywords 关键词: free words that a text comes back to, beside the topics of our own list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.reading.entries import HAN

_MOST, _LEAST = 8, 3
_SEARCHED = 60_000
# What ends in such a word names a matter or an undertaking; two to six characters stand before it.
_MATTER = (
    "整治|治理|创建|建设|防控|防治|服务|调解|教育|改革|保护|帮扶|救助|排查|救援|养老|振兴|保洁|培训|普查|改造|巡查|清理|宣传"
    "|安全|卫生|环境|纠纷|隐患|违建|垃圾|物业|小区|网格|志愿者|老年人|残疾人|流动人口|台账|公约|议事会|服务站|积分制"
)
_NOT_FIRST = (
    "的了和与及或对在为以将把被由从到向等各其该本此这那有是要能可并也都就还又再很更最不没我你他们个一二三四五六七八九十"
    "开做抓加强进推深化提高好行切实全面继续积极大力认真严格不断着力努力围绕通过按照根据结合针对组织落实确保严力"
)
_WORD = re.compile(rf"(?=(?P<word>(?:(?![{_NOT_FIRST}])[{HAN}]){{2,4}}(?:{_MATTER})))")


def keywords_of(texts: Sequence[str]) -> tuple[str, ...]:
    """The words that name a matter and come back at least three times, most frequent first.

    At most eight; of two that contain each other the one that says more stays, unless it is rarer.
    """
    whole = "\n".join(texts)[:_SEARCHED]
    counted: Counter[str] = Counter()
    before: dict[str, Counter[str]] = {}
    for match in _WORD.finditer(whole):
        word, at = match["word"], match.start()
        counted[word] += 1
        before.setdefault(word, Counter())[whole[at - 1] if at else ""] += 1
    kept: list[str] = []
    for word, times in sorted(counted.items(), key=lambda pair: (-pair[1], -len(pair[0]), pair[0])):
        if times < _LEAST:
            break
        if _is_cut(before[word], times):
            continue
        if not any(word in other or other in word for other in kept):
            kept.append(word)
        if len(kept) == _MOST:
            break
    return tuple(kept)


def _is_cut(before: Counter[str], times: int) -> bool:
    """Whether nearly always the same character stands before: then it belongs to the word."""
    char, most = before.most_common(1)[0]
    return "\u4e00" <= char <= "\u9fff" and most * 2 > times
