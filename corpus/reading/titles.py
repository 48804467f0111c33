"""Titles 标题: is a line a title, does it open or close a document, and what is it called?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.genres import GENRES, genre_of_title
from corpus.outline import ordinal, read_line
from corpus.reading.entries import HAN, has_marks
from corpus.reading.topics import TOPICS

TITLE_LENGTH = 60
# Characters of a paragraph, and of a text, that are looked at for what it is about.
_TELLING, _READ_FOR_TOPIC = 2000, 20_000

_GENRE_WORD = "|".join(
    sorted({s for genre in GENRES.values() for s in genre.suffixes}, key=len, reverse=True)
)
_PURPOSE = re.compile(
    r"(?:特|现|兹|决定|研究)?(?:就|将)?[^。；]{0,40}?(?:特?制[定订]|拟定|提出|编制|制发)(?:了|出|以下|如下|下列|本|该|我\w{1,3})*"
    rf"[^。；，]{{0,40}}(?:{_GENRE_WORD}|方案|预|如下)(?:如下)?[。：；;:]?$"
)
_PURPOSE_START = re.compile(
    r"(?:为|根据|按照|依据|针对|结合|遵照|贯彻|落实|围绕|今年|近年来|当前|经|自|[《“])"
)
_NOW = re.compile(
    r"(?:现将|现就|现对)[^。]{0,80}(?:总结|汇报|报告|通知|说明|情况|意见|安排|方案)[^。]{0,20}(?:如下|方案|意见|计划)[。：:]?$"
)
_DATE = re.compile(
    r"(?:[12][0-9]{3}|20xx|二[〇○零][一二三四五六七八九〇○零]{2})年"
    r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|x{1,2})月(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|x{1,2})日。?"
    # 2026.7.3 as people type it
    r"|[12][0-9]{3}(?P<mark>[.．/-])[0-9]{1,2}(?P=mark)[0-9]{1,2}。?",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"(?:以下|如下|附件|目录|表：|图：|注：|[（(]\d{4}年|第[一二三四五六七八九十]+[章条节])"
)


def is_purpose(text: str) -> bool:
    """Whether `text` is the sentence that opens a plan: 为……，特制定本方案。"""
    last = text[-200:]
    if _PURPOSE_START.match(text) is None or len(text) < 16:
        return False
    return bool(_PURPOSE.search(last) or _NOW.search(last))


def is_title(text: str) -> bool:
    """Whether `text` is the title of a document: no marks, no ordinal, ends in a genre's word."""
    if not 4 <= len(text) <= TITLE_LENGTH or ordinal(text) is not None or _NO_TITLE.match(text):
        return False
    bare = re.sub(r"（[^（）]{1,24}）$", "", text)
    if (
        has_marks(re.sub(r"《[^》]*》|“[^”]*”|（[^）]*）", "", bare))
        or read_line(text).kind == "label"
    ):
        return False
    genre = genre_of_title(bare)
    return genre is not None and genre.name != "理论文章" and bare not in genre.suffixes


# What offices keep that is of no genre: its first line names it all the same.
_OTHER = re.compile(
    r"(?:记录|纪实|台账|笔记|清单|名单|名册|一览表|登记表|统计表|情况表|排班表|值班表|签到表|考核表|花名册"
    r"|申请书?|倡议书|公告|公示|启事|证明|承诺书|责任书|责任状|协议书?|章程|公约|须知|守则|日志|大事记"
    r"|主持词|发言稿?|讲话稿|致辞|贺信|感谢信|慰问信|公开信|一封信|邀请书|心得体会|心得|体会|事迹|简介"
    r"|预算|决算|提纲|问卷|案例)$"
)


def is_other_title(text: str) -> bool:
    """Whether `text` names what is of no genre (会议记录, 独居老人台账); only at the top."""
    if not 4 <= len(text) <= 40 or ordinal(text) is not None or _NO_TITLE.match(text):
        return False
    return not has_marks(text) and read_line(text).kind != "label" and bool(_OTHER.search(text))


def is_genre_word(text: str) -> bool:
    """Whether `text` is the word of a genre and no more: a title only above the whole text."""
    genre = genre_of_title(text)
    return genre is not None and genre.name != "理论文章" and text in genre.suffixes


def closes_with_date(text: str) -> bool:
    """Whether `text` is nothing but the date that closes a document."""
    return bool(_DATE.fullmatch(text))


_NAMED = re.compile(
    rf"(?:制[定订]|拟定|提出|编制|形成|现就|印发)(?:了|出|以下|如下|下列|本|该)*(?:我[市县区镇乡街村局社])?"
    rf"(?P<title>《?(?:(?!提出|如下|制定|结合|以下|我[市县区镇乡街村局社])[{HAN}0-9“”A-Za-z+—-]){{4,40}}?(?:{_GENRE_WORD}))》?(?:如下)?[。：；]?$"
)
_TOPIC = re.compile(
    rf"(?:开展|推进|推动|加强|做好|抓好|深化|实施|加快|改善|强化|搞好|提升|创新|围绕|巩固|健全|全面|关于|成立|应对|深入|进一步|[〈《“])(?:好|了|落实)?"
    rf"(?:我(?:街道|[市县区镇乡街村局居])|全[市县区镇乡街村局]|各项)?"
    rf"(?P<topic>[{HAN}A-Za-z0-9]{{3,20}}?)(?=(?:专项|攻坚)?(?:工作|活动|行动|领导小组|水平|质量|能力|进程|步伐|格局|成果|目标|，|、|。))"
)
_NO_TOPIC = re.compile(
    r"^(?:及|第|强化|夯实|发展|改善|维护|完善|助力|街(?!道)|组织|领导|宣传|督[查导]|指导|检查|监督|考核|协调|沟通|责任|保障|制度|各项|相关|本|此|该|这|有关|以|和|的|了"
    r"|社会主义|科学发展|习近平|邓小平|党的|中央|精神|各|对|在|为|与|将|把|工作|成效|全面|健全|落实|工程|系列|一系列|不同"
    r"|我|我们|开展|推进|加强|做好|进一步|提高|提升|发挥|贯彻|建立|全国|全省|全市|广大|居民|群众|认真|积极|切实)"
    r"|的|了|不|开展|抓好|好转|进行|提出|认真|我们|问题|(?:和|与|及|对|在|为|中|等|精神|要求|部署|意识|认识|素质|机制|体系|制度|分析|作用|氛围|力度|委员会|指挥部|公司|满意度)$"
)
# A topic that ends in such a word names an undertaking.
_UNDERTAKING = re.compile(
    r"(?:整治|创建|建设|治理|防控|防治|管理|服务|调解|教育|普法|改革|保护|帮扶|救助|维稳|减灾|救灾|救援|康复|养老|扶贫|振兴|保洁"
    r"|卫生|安全|党建|廉政|消防|普查|选举|培训|疫情|试点|示范|整洁|改造|综治|预防|防灾|清理|复工|反腐倡廉|反腐败|创卫|创城)$"
)


_ABOUT = re.compile(
    rf"(?:就|将|现对)(?:深入|进一步|切实)?(?:开展|推进|做好|加强)?(?:我(?:街道|[市县区镇乡街村局社])|全[市县区镇乡街村])?"
    rf"(?P<topic>[{HAN}“”]{{4,30}}?)(?:有关)?(?:工作|活动|情况)*，?(?:提出|制[定订]|汇报|总结|报告)"
)


def named_title(texts: Sequence[str]) -> str | None:
    """The title that the opening names: 现制定……工作计划。"""
    for text in texts[:6]:
        match = _NAMED.search(text[-_TELLING:])
        if match and len(match["title"]) >= 8:
            return match["title"].strip("《》")
    return None


def subject_of(texts: Sequence[str], topics: Sequence[str]) -> str | None:
    """What a document is about: the undertaking that its text names most often.

    Where the text has `topics`, the phrase must speak of one of them; else the first is used.
    """
    wanted = [TOPICS[topic] for topic in topics]
    plain = "\n".join(texts)[:_READ_FOR_TOPIC].replace("“", "").replace("”", "")
    opening = "\n".join(texts[:3])[:_TELLING].replace("“", "").replace("”", "")
    for text in texts[:4]:
        match = _ABOUT.search(text[:_TELLING].replace("“", "").replace("”", ""))
        if match and not _NO_TOPIC.search(match["topic"]) and _speaks(match["topic"], wanted):
            return match["topic"]
    scores: dict[str, float] = {}
    for match in _TOPIC.finditer(plain):
        topic = match["topic"]
        if topic in scores or _NO_TOPIC.search(topic) or not _speaks(topic, wanted):
            continue
        times = plain.count(topic)
        if times == 1 and topic not in opening:
            continue
        weight = (times - 0.5) * len(topic) ** 0.8 * (5 if topic in opening else 1)
        scores[topic] = weight * (3 if _UNDERTAKING.search(topic) else 0.4)
    if not scores:
        return topics[0] if topics else None
    return max(scores.items(), key=lambda pair: (pair[1], pair[0]))[0]


def _speaks(phrase: str, wanted: Sequence[re.Pattern[str]]) -> bool:
    return not wanted or any(pattern.search(phrase) for pattern in wanted)
