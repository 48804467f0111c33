"""Which genre is it? The words of the text decide; the name of a collection is often wrong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.document import Block, Heading, Paragraph
from corpus.genres import GENRES, Genre, genre_of_title, role_of_heading

# What the opening or the end says outright, most telling first; `$` is the end of a block.
_END = r"(?:如下)?[。：；]?$"
_SAYS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), genre)
    for pattern, genre in (
        (r"^摘\s*要[：:]|^关键词[：:]", "理论文章"),
        (r"述职(?:述廉)?(?:如下|报告)", "述职报告"),
        (r"过去的?一年(?:里|中)?，我(?!们|[市县区镇乡街局村社居])", "述职报告"),
        (r"调研组|实地调研|问卷调查|个案调查|走访调研|本次调研|调研情况报告", "调研报告"),
        (rf"制[定订][^。，]{{0,20}}应急预案{_END}|本预案|制[定订]本预[；。]", "应急预案"),
        (rf"(?:制[定订]|提出|形成|具体)[^。，]{{0,30}}实施方案{_END}", "实施方案"),
        (rf"(?:制[定订]|提出|形成|具体)[^。，]{{0,30}}工作方案{_END}", "工作方案"),
        (rf"(?:制[定订]|提出|形成|具体)[^。，]{{0,30}}活动方案{_END}", "活动方案"),
        (rf"(?:制[定订]|提出|形成|具体)[^。，]{{0,30}}(?:整治|行动)方案{_END}", "整治方案"),
        (rf"(?:制[定订]|提出|形成)[^。，]{{0,20}}方案{_END}|具体安排如下", "方案"),
        (rf"(?:制[定订]|提出|以下为)[^。，]{{0,40}}工作计划{_END}", "工作计划"),
        (rf"制[定订][^。，]{{0,30}}计划{_END}", "计划"),
        (r"工作计划(?:制[定订]|安排)如下", "工作计划"),
        (r"计划(?:制[定订]|安排)如下", "计划"),
        (r"方案(?:制[定订]|安排)如下", "方案"),
        (rf"提出[^。，]{{0,12}}意见{_END}", "意见"),
        (r"(?:总结|小结|成绩|成效)如下", "工作总结"),
        (r"(?:汇报如下|[如以]下汇报|作.{0,6}汇报|汇报材料[：:])", "汇报材料"),
        (r"情况报告如下|特此报告", "工作报告"),
        (r"通知如下|特此通知", "通知"),
        (r"妥否，请批[示复]|请予批[准复]", "请示"),
        (r"特此函[复达]|请予支持为盼", "函"),
    )
)
_PAST = re.compile(r"了(?!解)|已(?:经)?|共[^同享产建]|累计|截至|目前|今年以来|上半年|先后|得到")
_ITSELF = re.compile(r"[本该此](?P<name>实施方案|工作方案|活动方案|整治方案)")
_DONE = re.compile(r"了(?!解)")
_FUTURE = re.compile(
    r"将|要(?![求素点是])|应(?![急对用变])|须|确保|争取|力争|予以|不得|严禁|负责|进一步"
)
_PLANS = re.compile(r"(?:今年|明年|本年度|[0-9x]{4}年)[^。]{0,40}(?:工作(?:计划|以)|将(?:以|按照))")
_EMERGENCY = re.compile(r"应急(?:响应|处置|预案|措施|指挥)|响应终止|预案终止")
_NEWS = re.compile(
    r"(?:[^。]{0,60}(?:近日|日前)，|目前，|.{0,6}[0-9]{1,2}月[0-9]{1,2}日(?:上午|下午|晚)?，)|.*月[0-9]{1,2}日，"
)
_VOTES_OF_ROLES: dict[str, tuple[tuple[str, float], ...]] = {
    "guiding": (("方案", 1.0), ("计划", 0.6)),
    "goals": (("方案", 1.0), ("计划", 0.8)),
    "scope": (("方案", 1.5),),
    "tasks": (("方案", 0.8), ("计划", 0.8)),
    "steps": (("方案", 2.0), ("计划", 0.5)),
    "duty": (("方案", 1.0), ("应急预案", 0.5)),
    "safeguard": (("方案", 1.0),),
    "require": (("方案", 1.0), ("计划", 0.3)),
    "done": (("总结", 2.5),),
    "results": (("总结", 2.0), ("调研报告", 0.5)),
    "problems": (("总结", 1.5), ("调研报告", 1.0)),
    "causes": (("调研报告", 1.5),),
    "advice": (("调研报告", 2.5),),
    "next": (("总结", 1.5),),
    "response": (("应急预案", 3.0),),
    "aftermath": (("应急预案", 2.0),),
    "warning": (("应急预案", 2.0),),
    "bylaws": (("应急预案", 1.0), ("制度", 1.0)),
}
# What most documents of a family are called.
_USUAL = {"总结": "工作总结", "计划": "工作计划", "报告": "工作报告"}
_OWN, _COLLECTION = 6.0, 2.0
_SAMPLE = re.compile(r"(?:范文|模板|样本|例文)?[（(0-9）)]*$")


def genre_of(blocks: Sequence[Block], base: str = "", *, own: bool = False) -> tuple[Genre, bool]:
    """The genre that the words of `blocks` tell, and whether that is certain.

    What the opening says outright (特制定本实施方案) decides. Else the roles of the headings,
    the tense and the collection's name `base` vote; `own` means that `base` names this document
    and not the whole collection.
    """
    texts = [text for block in blocks if (text := getattr(block, "text", ""))]
    for pattern, name in _SAYS:
        if any(pattern.search(text) for text in (*texts[:5], *texts[-2:])):
            return GENRES[_nearer(name, texts)], True
    votes: dict[str, float] = defaultdict(float)
    _vote_by_headings(blocks, votes)
    _vote_by_wording(texts, votes)
    named = genre_of_title(_SAMPLE.sub("", base))
    if named is not None:
        votes[named.family] += _OWN if own else _COLLECTION
    family, weight = max(votes.items(), key=lambda pair: pair[1], default=("其他", 0.0))
    if weight < 1:
        return GENRES["其他"], False
    if named is not None and named.family == family and own:
        return named, False
    return GENRES[_USUAL.get(family, family)], False


def _nearer(name: str, texts: Sequence[str]) -> str:
    """`name`, or what a scheme whose opening says 方案 calls itself further down: 本实施方案."""
    if name != "方案":
        return name
    found = next((match for text in texts if (match := _ITSELF.search(text))), None)
    return found["name"] if found else name


def _vote_by_headings(blocks: Sequence[Block], votes: dict[str, float]) -> None:
    for block in blocks:
        if isinstance(block, Heading):
            words = block.text
        elif isinstance(block, Paragraph) and block.lead:
            words = block.lead
        else:
            continue
        if (block.level or 9) > 2:
            continue
        if named := genre_of_title(words):
            votes[named.family] += 1
        for family, weight in _VOTES_OF_ROLES.get(role_of_heading(words) or "", ()):
            votes[family] += weight


def _vote_by_wording(texts: Sequence[str], votes: dict[str, float]) -> None:
    whole = "\n".join(texts)
    thousands = max(len(whole), 300) / 1000
    past = len(_PAST.findall(whole)) / thousands
    done = len(_DONE.findall(whole)) / thousands
    future = len(_FUTURE.findall(whole)) / thousands
    # Measured on hand-sorted documents: reports have 4 to 27 了 in 1,000 characters, plans 0 to 3.
    if (done >= 3.5 and past >= 0.6 * future) or (past >= 5 and past >= 1.2 * future):
        votes["总结"] += 5
    elif future > past:
        votes["方案"] += 0.7
        if any(_PLANS.match(text) for text in texts[:2]):
            votes["计划"] += 3
    if len(_EMERGENCY.findall(whole)) >= 4 and past < future:
        votes["应急预案"] += 3
    if len(texts) <= 6 and len(whole) < 1200 and _NEWS.match(whole):
        votes["简报"] += 6
