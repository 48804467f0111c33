"""Watermarks 水印: marks and names that web sites put into the texts that they copy."""

from __future__ import annotations

import re

from corpus.outline import ordinal
from corpus.reading.entries import HAN
from corpus.reading.evidence import Evidence

# Sites put `, ' and . between characters; the stop most often behind 的.
_TICK = re.compile(
    rf"(?<=[{HAN}])`|`(?=[{HAN}])|(?<=[{HAN}])'(?=[{HAN}“《])|(?<=的)\.(?=[{HAN}“《])"
)
_DOT = re.compile(rf"(?<=[{HAN}])\.(?=[{HAN}])")
# Words that begin a sentence, behind at least two characters of the one before.
_SENTENCE = re.compile(
    rf"(?<=[{HAN}]{{2}})\.(?=(?:共|并|各|同时|先后|目前|截至|今年|此外|另外|其中|通过|要|已|对于"
    rf"|一是|二是|三是|凡|本|我|该)[{HAN}0-9])"
)
_HYPHEN = re.compile(rf"(?<=[{HAN}])-(?=[{HAN}])")
_SEVERAL_HYPHENS = re.compile(rf"[{HAN}]-[{HAN}]-[{HAN}]")
_SITE = r"[^，。；：！？、\s（）()]{2,14}(?:网|吧|文库|论坛|公众号)"
_FROM = r"(?:本文)?(?:来源|来自|转载自|摘自|出自)[于自]?[：:]?\s*"
_ADDRESS = r"(?:https?://|www\.)"
_KIND = r"(?:范文|文档|资料|公文|文秘|论文|作文|写作|材料|文章)(?:网|吧|文库)"
_SITE_NAME = re.compile(
    rf"""
    \s*[（(【\[]\s*(?:{_FROM}{_SITE}|{_ADDRESS}[^\s（）()]+)\s*[）)】\]]\s*$
    | (?<=[。！？；])\s*(?:{_FROM}|[—－-]{{1,2}}\s*)?
      (?:[{HAN}A-Za-z0-9]{{2,10}}{_KIND}|{_ADDRESS}[^\s{HAN}]+)\s*。?$
    | (?<=[。！？；])\s*(?:(?:上|下)一篇[：:][^。；]{{2,60}})+$
    """,
    re.VERBOSE,
)


def without_watermarks(text: str, evidence: Evidence) -> str:
    """`text` without ticks between characters, and without stops that split a word.

    A stop behind 的 splits a word, and so does any other where the characters beside it stand
    together elsewhere in the source. One that does not is a full stop typed half-width.
    """
    if "." not in text and "'" not in text and "`" not in text:
        return text
    found = ordinal(text)
    start = found.width if found else 0
    head, body = text[:start], _TICK.sub("", text[start:])

    def stop(match: re.Match[str]) -> str:
        before, after = body[match.start() - 1], body[match.end()]
        return "" if evidence.joined(before, after) else match[0]

    return head + _DOT.sub(stop, body)


def with_full_stops(text: str, _: Evidence) -> str:
    """`text` with half-width stops before the beginning of a sentence full-width.

    `集中排查.共检查12家` → `集中排查。共检查12家`. A stop before any other word is left as it is:
    it may be a comma, or stand within a word that the source has only once.
    """
    if "." not in text:
        return text
    found = ordinal(text)
    start = found.width if found else 0
    return text[:start] + _SENTENCE.sub("。", text[start:])


def doubtful_stop(text: str) -> bool:
    """Whether `text`, cleaned, still holds a stop between characters that nothing explains."""
    found = ordinal(text) if "." in text else None
    return "." in text and bool(_DOT.search(text[found.width if found else 0 :]))


def without_hyphens(text: str, evidence: Evidence) -> str:
    """`text` without the hyphens that split a word: several in a row, or evidence of the word.

    `重构-转移` are two words: 构 and 转 stand side by side only by chance.
    """
    if "-" not in text:
        return text

    def hyphen(match: re.Match[str]) -> str:
        return "" if split or evidence.bound(text[match.start() - 1], text[match.end()]) else "-"

    split = bool(_SEVERAL_HYPHENS.search(text))
    return _HYPHEN.sub(hyphen, text)


def without_site_name(text: str, _: Evidence) -> str:
    """`text` without the name or address of a site behind its last sentence."""
    return _SITE_NAME.sub("", text) if len(text) > 12 else text
