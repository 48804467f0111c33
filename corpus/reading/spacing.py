"""Spacing 空格: spaces between Chinese characters go, those between names in a row stay."""

from __future__ import annotations

import re

from corpus.genres import genre_of_title
from corpus.outline import ordinal
from corpus.reading.entries import HAN

_SPACE = r"[ \u3000\xa0]"
_GAPS = re.compile(rf"(?<=[{HAN}，。；：、（《“]){_SPACE}+(?=[{HAN}，。；：、）》”“《（])")
# In a title the year, too, stands close: 青禾县 2026年 消防工作 计划.
_TITLE_GAPS = re.compile(
    rf"(?<=[{HAN}，。；：、（《“”》）]){_SPACE}+(?=[{HAN}0-9，。；：、）》”“《（])|(?<=[0-9]){_SPACE}+(?=[{HAN}])"
)
# 组　长：
_SPREAD = re.compile(rf"^([{HAN}]){_SPACE}{{1,4}}([{HAN}])(?=[：:])")
# From the first of several spaces only: from each of them would take the square of their number.
_BEFORE_MARK = re.compile(rf"(?<!{_SPACE}){_SPACE}+(?=[，。；：、）》”！？])")
_BEHIND_MARK = re.compile(rf"(?<=[，。；：、（《“！？]){_SPACE}+(?=[{HAN}0-9A-Za-z（《“])")
_NAMES = re.compile(rf"[{HAN}·]{{2,4}}(?:（[^（）]*）)?")
# 街道党工委书记　周某某
_SPEAKER = re.compile(
    rf"[{HAN}、]{{2,24}}(?:书记|主任|长|委员|员|干部|代表|经理|党工?委|办事处|办公室|社区|支部|中心|局)"
    rf"{_SPACE}+[{HAN}·]{{2,4}}"
)
# “清洁家园　健康生活”: the halves of a slogan are as long as each other.
_SLOGAN = re.compile(rf"“([{HAN}]{{4,12}}){_SPACE}([{HAN}]{{4,12}})”")
_MOST_IN_TITLE = 70
# The gap behind 第三条 ends the ordinal.
_ARTICLE = re.compile(rf"第[一二三四五六七八九十百零]{{1,5}}[章节条]{_SPACE}+")


def without_gaps(text: str) -> str:
    """`text` without spaces inside words, before marks and inside titles; tables keep theirs."""
    if not _has_space(text) or "\t" in text:
        return text
    article = _ARTICLE.match(text)
    start = article.end() if article else 0
    return text[:start] + _closed(text[start:])


def _closed(text: str) -> str:
    text = _SPREAD.sub(r"\1\2", _BEFORE_MARK.sub("", text))
    if not _has_space(text):
        return text
    if is_spaced_title(text):
        return _TITLE_GAPS.sub("", text)
    if "：" in text[:6] or _is_row(text) or _SPEAKER.fullmatch(text):
        return text
    slogans = [m for m in _SLOGAN.finditer(text) if len(m[1]) == len(m[2])]
    pieces: list[str] = []
    at = 0
    for slogan in slogans:
        pieces += [_without_gaps(text[at : slogan.start()]), slogan[0]]
        at = slogan.end()
    return "".join((*pieces, _without_gaps(text[at:])))


def _without_gaps(text: str) -> str:
    return _GAPS.sub("", _BEHIND_MARK.sub("", text) if "。" in text else text)


def is_spaced_title(text: str) -> bool:
    """Whether `text` is a title once its spaces are gone: 关于 开展 消防 检查 的 通知."""
    if len(text) > _MOST_IN_TITLE or any(c in text for c in "，。；：、"):
        return False
    genre = genre_of_title(text) or genre_of_title(re.sub(rf"{_SPACE}", "", text))
    words = text.split()
    found = ordinal(text)
    # 社区工作方案 篇1 is a marker, 成员 王某 is a row: a title ends in the word of a genre.
    return genre is not None and genre.name != "理论文章" and found is None and len(words) > 1


def _is_row(text: str) -> bool:
    """Whether `text` is a row of names or of short cells: 周某某 李某某 王某."""
    words = text.split()
    if len(text) >= 60 or len(words) < 3:
        return False
    if all(_NAMES.fullmatch(word) for word in words):
        return True
    return len(words) > 3 and all(1 < len(word) <= 8 for word in words)


def _has_space(text: str) -> bool:
    return " " in text or "\u3000" in text or "\xa0" in text
