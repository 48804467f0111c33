"""Likeness 相近: how sure it is that a column's head means a field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from generator.fields.parties import OrgField
from generator.fields.scalars import MoneyField
from generator.fields.values import MONEY_UNITS
from generator.roster.columns import KEY, Target

EXACT, SYNONYM, LIKE, ENOUGH = 1.0, 0.92, 0.9, 0.72

# What offices call the same thing, each set under the name that templates use.
_SAME = {
    "单位": "社区 村 村居 村社区 社区村 社区名称 村名 村名称 单位名 乡镇 街道 镇街 乡镇街道 机构 "
    "部门 机关 网格 所属单位 报告单位 编报单位 行政村",
    "牵头单位": "责任单位 责任部门 牵头部门 主办单位 承办单位 主责单位 负责单位 责任科室",
    "配合单位": "配合部门 协办单位 协作单位 协同单位 参与单位 协助单位",
    "时限": "完成时限 完成时间 完成日期 办理时限 截止时间 截止日期 期限 办结时限 整改时限",
    "事项": "任务 工作任务 任务名称 工作事项 重点任务 任务事项 重点工作 事项名称",
    "内容": "工作内容 具体内容 主要内容 任务内容 具体要求 措施 工作措施 说明",
    "姓名": "名字 人员姓名 人员",
    "职务": "职位 岗位 现任职务 单位及职务 单位职务 职称",
    "组内职务": "小组职务 组内分工 角色 领导小组职务 小组内职务",
    "项目": "支出项目 费用项目 经费项目 用途",
    "金额": "预算金额 经费 费用 资金 预算 金额合计",
    "目标值": "指标值 目标 目标数 目标任务 任务数",
    "名称": "指标名称 阶段名称 小组名称 组名 阶段 指标 工作组",
    "起": "开始 起始 开始日期 开始时间 起始日期 起始时间 启动时间",
    "止": "结束 截止 终止 结束日期 结束时间 截止日期 截止时间 终止日期",
    "成文日期": "日期 发文日期 落款日期 印发日期 填报日期 制发日期 签发日期 报告日期 上报日期 "
    "报送日期 制表日期 出具日期",
    "序号": "行号 序 no no. № 顺序号 顺序 项次",
    "负责人": "责任人 主要负责人",
    "职责": "工作职责 主要职责 职责分工",
}
_NAMES = {other: name for name, others in _SAME.items() for other in others.split()}
# Parts of names that say the same, put into one form in this order.
_WORDS = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"联系电话|电话号码|手机号码|手机号|手机|联系方式", "电话"),
        (r"单位(?:名称|全称)|(?:填报|报送|上报|发文|制发)单位", "单位"),
        (r"个数|数量|总数|件数|合计数", "数"),
        (r"百分比|比例|占比|比率", "率"),
        (r"时间|年月日", "日期"),
        (r"开始|起始", "起"),
        (r"结束|截止|终止", "止"),
        (r"部门|科室", "单位"),
        (r"经费|资金|费用", "经费"),
        (r"^(?:本期|本次|当前|目前)", ""),
        (r"情况$|名称$|\(.*\)$", ""),
    )
)
_UNIT = re.compile(r"(?P<name>.+?)[(\[【](?P<unit>[^()\[\]【】]*)[)\]】]")
_MARKS = re.compile(r"^[*★]+|[*★:]+$|\(?(?:必填|选填)\)?$")
_EARLIER = re.compile(r"上(?:个?月|期|年|季|次|周|半年)|去年|同期|往年")
# Words for counting: 家 and 个 say the same of shops, 公里 and 座 do not.
_COUNTERS = frozenset("个家户处件次名人座台辆套份场所条起宗项支只栋")
_LENGTHS = ("公里", "千米", "米", "亩", "公顷", "平方米", "平方公里", "吨", "公斤", "千克")
_TIMES = ("天", "日", "小时", "分钟", "月", "年")
_MEASURES = frozenset((*MONEY_UNITS, "百万元", *_LENGTHS, *_TIMES, "%", "‰", "万人", "万户"))


@dataclass(frozen=True, slots=True)
class Name:
    """A head taken apart: what it names, and the unit in brackets behind it."""

    text: str
    unit: str = ""


@lru_cache(maxsize=4096)
def name_of(head: str) -> Name:
    """What the head `head` names; blanks, line breaks and marks of required columns are dropped."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", head))
    text = _MARKS.sub("", _MARKS.sub("", text))
    found = _UNIT.fullmatch(text)
    if not found:
        return Name(text)
    return Name(_MARKS.sub("", found["name"]), found["unit"])


@lru_cache(maxsize=8192)
def _canonical(name: str) -> str:
    text = _NAMES.get(name.lower(), name)
    for pattern, word in _WORDS:
        text = pattern.sub(word, text)
    text = re.sub(r"(?<=[起止])日期$", "", text)
    return _NAMES.get(text, text) or name


def is_key(head: str) -> bool:
    """Whether a column numbers the rows: 序号, 行号, No."""
    name = name_of(head).text
    return name == KEY or _NAMES.get(name.lower()) == KEY


@lru_cache(maxsize=65536)
def _alike(one: str, other: str) -> float:
    if one == other:
        return EXACT
    if _NAMES.get(one) == other or _NAMES.get(other) == one:
        return SYNONYM
    left, right = _canonical(one), _canonical(other)
    if left == right:
        return LIKE
    if min(len(left), len(right)) < 2:
        return 0.0
    ratio = SequenceMatcher(None, left, right, autojunk=False).ratio()
    if left in right or right in left:
        ratio = max(ratio, 0.75 if abs(len(left) - len(right)) <= 3 else 0.0)
    return min(ratio, 0.89)


def likeness(head: str, target: Target) -> float:
    """How sure it is, from 0 to 1, that the column under `head` is meant for `target`.

    0 where the units contradict each other. Only the field 单位 itself answers to 社区, 村名 …
    """
    name = name_of(head)
    if not name.text or units_differ(name.unit, target):
        return 0.0
    score = max((_alike(name.text, known) for known in target.names), default=0.0)
    if score < SYNONYM and _is_earlier(name.text) != any(map(_is_earlier, target.names)):
        return 0.0
    body = name.text == "单位" or _NAMES.get(name.text) == "单位"
    if score < EXACT and body and not _is_body(target):
        return 0.0
    if name.unit and score < EXACT:
        # the unit may be part of the name: 排查(户) is 排查户数
        more = max(_alike(name.text + name.unit, known) for known in target.names)
        score = max(score, min(more, LIKE))
    return score


def _is_earlier(name: str) -> bool:
    """Whether it speaks of an earlier period, whose figures must not pass for this one's."""
    return _EARLIER.search(name) is not None


def _is_body(target: Target) -> bool:
    return isinstance(target.declared, OrgField) and target.field == "单位"


def units_differ(unit: str, target: Target) -> bool:
    """Whether a head's `unit` contradicts the field's: 公里 for 座; amounts of money never do."""
    wanted = unicodedata.normalize("NFKC", target.declared.unit)
    if not unit or unit == wanted:
        return False
    if isinstance(target.declared, MoneyField):
        return unit in _MEASURES and unit not in MONEY_UNITS
    if unit in _MEASURES:
        return True if wanted else unit in MONEY_UNITS
    return bool(wanted) and wanted in _MEASURES and unit in _COUNTERS


def assigned(
    heads: Sequence[Sequence[str]],
    targets: Iterable[Target],
    fits: Callable[[int, Target], bool],
) -> dict[int, tuple[Target, float]]:
    """The target of each column, and how sure it is; each goes to one column, the surest first.

    `heads` has for each column the heads that it may be known by. `fits(column, target)` is
    asked about guesses only: whether the column's cells are such as the target reads.
    """
    scores = [
        (score, -column, target)
        for target in targets
        for column, names in enumerate(heads)
        if (score := max((likeness(name, target) for name in names if name), default=0.0)) >= ENOUGH
    ]
    found: dict[int, tuple[Target, float]] = {}
    taken: set[str] = set()
    for score, minus, target in sorted(scores, key=lambda entry: (-entry[0], -entry[1])):
        column = -minus
        if column in found or target.name in taken:
            continue
        if score < EXACT and not fits(column, target):
            continue
        found[column] = target, score
        taken.add(target.name)
    return found
