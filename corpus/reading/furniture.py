"""Web furniture 网页附件: breadcrumbs, upload dates, praise of the collection, links, buttons."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from corpus.outline import ordinal
from corpus.reading.cleaning import Repair
from corpus.reading.entries import Entry, Text, has_marks

# A line that says only this is no part of any document.
_LINE = re.compile(
    r"""
    [—－-]\s*\d{1,3}\s*[—－-] | 第\s*\d{1,3}\s*页(?:\s*共\s*\d{1,3}\s*页)?
    | 首页\s*[>＞»].* | .{0,30}[>＞»]\s*(?:正文|列表)? | (?:当前|您(?:现在|当前))的?位置.*
    | (?=.{0,60}$)[^，。；：、\d]{1,16}(?:\s*[>＞»]\s*[^，。；：、\d>＞»]{1,16}){1,5}
    | (?:发布|更新|发表|上传)(?:时间|日期)[：:]?\s*\d{4}[-/]\d{1,2}[-/]\d{1,2}.*
    | (?:时间|日期)[：:]?\s*\d{4}[-/]\d{1,2}[-/]\d{1,2}\s+\d{1,2}:\d{2}:\d{2}.*
    | (?:时间|日期)[：:]?\s*\d{4}[-/]\d{1,2}[-/]\d{1,2}.*(?:来源|作者|编辑|浏览|点击|阅读)[：:].*
    | \d{4}-\d{1,2}-\d{1,2}(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?
      \s*(?:方案|计划|总结|报告|汇报|范文|制度|预案|文秘|公文|材料|(?:来源|作者|编辑|浏览|点击|阅读).*)?
    | .*我要投稿.* | (?:网友|本站|作者)?(?:发表|发布|上传)时间.{0,30}
    | (?:来源|编辑|责编|作者|点击|浏览|阅读量?|字数)[：:]\s*(?:网络|互联网|本站|admin|佚名|\d+).*
    | [（(]责任编辑[：:].{1,12}[）)]
    | 推荐(?:度|指数|阅读|文章)?[：:★☆]* | (?:点击|立即|免费)?下载(?:本?文档|全文|word.*)?
    | 搜索文档
    | 将本文的?\s*word\s*文档下载.* | (?:本文)?word(?:版|文档).{0,20}下载.*
    | (?:文档|文章)(?:下载|来源).{0,40} | (?:收藏|打印|分享|复制|举报|返回顶部|展开全文|查看更多)
    | .{0,20}方便收藏和打印.* | (?:上|下)一篇[：:].* | 版权(?:声明|所有).*
    | [【\[]?本文(?:来源|地址|链接|网址)[：:].*
    | 本文由.{0,20}(?:整理|提供|发布|收集|上传|编辑|转载).*
    | 相关(?:推荐|文章|阅读|热词搜索)[：:]?.{0,40} | 【.{2,40}】相关文章[：:]?
    | 热门(?:文档|文章|推荐)
    | 大家都在看 | 猜你喜欢 | 最新文章 | 精选(?:文章|推荐) | (?:www\.|https?://)\S+
    | 希望(?:能够?|可以|以上内容|这些)?(?:对|给)(?:大家|您|你们?)(?:能够?|会)?有?所?帮助[。！!~]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Below these come only links.
_TAIL = re.compile(
    r"(?:相关(?:推荐|文章|阅读)|热门(?:文档|文章)|大家都在看|猜你喜欢|【.{2,40}】相关文章)[：:]?"
)
_LINK = re.compile(r".{2,40}(?:\d{1,2}-\d{1,2}|\(\d+篇\)|（\d+篇）)?")
# What only a page around a text says.
_PRAISE = re.compile(
    r"小编|由\S{2,8}(?:网|站|吧)整理|【写作参考】"
    r"|欢迎(?:大家)?(?:阅读|品鉴|借鉴|浏览|下载|查阅|收藏|分享|来到本站)"
    r"|(?:精选|通用|推荐|实用|最新|优秀|汇编|合集|集锦|必备|热门|范文|模板)"
    r"\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*篇"
    r"|怎[么样](?:去)?(?:写|制定|拟定).{0,6}"
    r"(?:方案|计划|总结|报告|预案|制度|材料|文章|范文).{0,2}[呢？?]"
)
# What a document may say as well: one of these is praise only beside another or a page's word.
_FRIENDLY = re.compile(
    r"(?P<made>(?:为|给|帮)(?:大家|您|你)(?:精心)?(?:整理|精选|收集|搜集|带来|准备|分享))"
    r"|(?P<given>(?:仅|以|可)供(?:大家|您|你)?(?:写作|学习|阅读)?(?:参考|借鉴)"
    r"|供(?:大家|您|你|各位)(?:写作|学习|阅读)?(?:参考|借鉴))"
    r"|(?P<hoped>希望.{0,8}(?:大家|您|你).{0,6}帮助|希望.{0,8}帮助到?(?:大家|您|你))"
    r"|(?P<seen>一起来(?:看看|了解)|(?:下面|以下)是.{0,12}整理的|欢迎大家|全部内容)"
)
_OF_PAGES = re.compile(r"范文|例文|文章|文档资料|本站|网友|写作|作文")

_LONGEST = 320
_PLAIN_DATE = re.compile(r"[12][0-9]{3}([-/.])[0-9]{1,2}\1[0-9]{1,2}")

FURNITURE, LABEL = "furniture", "删去网页上的附件、广告、链接和页码"


def without_furniture(
    entries: Sequence[Entry], without: Collection[str] = ()
) -> tuple[tuple[Entry, ...], tuple[Repair, ...]]:
    """`entries` without the lines that belong to a web page and to no document, and which went.

    Nothing goes where `without` names the rule `furniture`.
    """
    if FURNITURE in without:
        return tuple(entries), ()
    result: list[Entry] = []
    gone: list[Repair] = []
    tail = False
    for entry in entries:
        if not isinstance(entry, Text) or entry.level is not None:
            result.append(entry)
            tail = False
            continue
        text = entry.text
        above = result[-1] if result else None
        if _TAIL.match(text):
            tail = True
        elif not (tail and _is_link(text)):
            tail = False
            if not is_furniture(text) or _is_signed(text, above):
                result.append(entry)
                continue
        line = entry.lines and entry.lines[0]
        gone.append(Repair(FURNITURE, LABEL, line, text[:12]))
    return tuple(result), tuple(gone)


def _is_signed(text: str, above: Entry | None) -> bool:
    """Whether `text` is the date below a unit: a sign-off and no upload date."""
    unit = isinstance(above, Text) and len(above.text) <= 40 and not has_marks(above.text)
    return unit and bool(_PLAIN_DATE.fullmatch(text))


def is_furniture(text: str) -> bool:
    """Whether line `text` belongs to a web page and to no document."""
    if len(text) > _LONGEST:
        return False
    if _LINE.fullmatch(text):
        return True
    if ordinal(text) is not None:
        return False
    if _PRAISE.search(text):
        return True
    friendly = {match.lastgroup for match in _FRIENDLY.finditer(text)}
    return len(friendly) >= 2 or bool(friendly and _OF_PAGES.search(text))


def _is_link(text: str) -> bool:
    return bool(_LINK.fullmatch(text)) and text[-1] not in "。；：" and ordinal(text) is None
