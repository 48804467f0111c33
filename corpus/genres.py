"""Genres 文种: one table of families, title suffixes, roles in order, direction and layout."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from corpus.document import Layout

Direction = Literal["up", "down", "level", "internal"]


@dataclass(frozen=True, slots=True)
class Role:
    """A role 段落角色: what a section does; `words` are the heading words that name it."""

    name: str
    label: str
    words: tuple[str, ...]


def _roles(*rows: tuple[str, str, str]) -> dict[str, Role]:
    return {name: Role(name, label, tuple(words.split())) for name, label, words in rows}


ROLES: dict[str, Role] = _roles(
    ("opening", "引言", "引言 前言"),
    (
        "situation",
        "基本情况",
        "基本情况 背景 现状 形势 总体情况 工作概况 会议概况 事由 工作缘由 辖区概况 基本概况"
        " 上年情况 总体进展 社区情况 片区情况 治安情况 基本数据",
    ),
    ("guiding", "总体要求", "总体要求 指导思想 基本原则 总体思路 工作原则 工作思路"),
    (
        "goals",
        "工作目标",
        "工作目标 目标任务 总体目标 主要目标 预期目标 治理目标 创建目标 具体目标 预期效果"
        " 预期成效 整治目标 建设目标",
    ),
    ("scope", "适用范围", "适用范围 实施范围 整治范围 活动范围 实施对象 整治对象 对象 网格划分"),
    (
        "tasks",
        "重点任务",
        "主要任务 重点任务 重点工作 工作内容 工作举措 主要措施 工作任务 整治内容 整治重点"
        " 工作重点 活动内容 治理内容 创建内容 工作措施 具体措施 建设内容 商请事项 议定事项",
    ),
    (
        "steps",
        "实施步骤",
        "实施步骤 进度安排 时间安排 阶段安排 工作步骤 方法步骤 步骤安排 方法和步骤 时间步骤"
        " 活动安排 工作安排 步骤 时间进度 建设进度 实施进度 运行机制 工作流程",
    ),
    (
        "duty",
        "组织领导",
        "职责分工 责任分工 责任划分 任务分工 组织机构 组织领导 领导小组 组织指挥 指挥体系 机构职责",
    ),
    (
        "safeguard",
        "保障措施",
        "保障措施 组织保障 组织实施 工作保障 保障机制 经费保障 资金保障 安全保障 长效管理"
        " 动态管理 激励保障 考核奖补 经费使用管理",
    ),
    (
        "require",
        "工作要求",
        "工作要求 有关要求 几点要求 相关要求 纪律要求 检查考核 检查考评 考核验收 监督考核 考核管理",
    ),
    (
        "done",
        "主要工作",
        "主要工作 工作开展情况 主要做法 工作回顾 完成情况 开展情况 工作情况 整改情况 活动情况"
        " 履职情况 履行职责情况 会议情况 办理进展 重点工作进展 廉洁自律情况",
    ),
    (
        "results",
        "工作成效",
        "工作成效 主要成效 取得的成绩 取得的成效 主要成绩 取得成效 活动效果 带动成效 典型做法"
        " 特色做法 典型案例 自查结果 考核结果 排名和分组",
    ),
    ("lessons", "经验体会", "经验体会 主要经验 几点启示 工作体会 经验做法"),
    (
        "problems",
        "存在问题",
        "存在问题 存在的问题 存在的不足 困难和问题 短板 主要问题 不足之处 问题和不足"
        " 亟待解决的问题 需要解决的问题 继续整改的问题 存在不足",
    ),
    ("causes", "原因分析", "原因分析 问题成因 产生的原因 成因分析 申请理由"),
    (
        "next",
        "下一步打算",
        "下一步打算 下步工作 下一阶段安排 改进措施 明年工作思路 下一步工作 工作打算 今后打算"
        " 下步打算 明年工作 努力方向 下半年工作安排 下半年工作打算 下月工作安排 下季度工作安排",
    ),
    ("method", "调研概况", "调研方法 调研概况 调研基本情况 调研背景"),
    ("findings", "调研发现", "主要发现 现状分析 调研情况 调研发现 调研结果"),
    (
        "advice",
        "对策建议",
        "对策建议 意见建议 工作建议 对策和建议 对策措施 对策与建议 对策及建议 几点建议",
    ),
    ("general", "总则", "总则 编制目的 编制依据"),
    ("command", "组织指挥体系", "组织指挥体系 应急组织 指挥机构 组织体系 应急指挥"),
    ("warning", "监测预警", "监测预警 风险防控 预警 监测 预防与预警 信息报告"),
    (
        "response",
        "应急响应",
        "应急响应 应急处置 响应 应对措施 应急措施 处置程序 处置措施",
    ),
    ("aftermath", "后期处置", "后期处置 恢复重建 善后处置 善后工作"),
    ("resources", "应急保障", "应急保障 物资保障 队伍保障 保障准备"),
    ("upkeep", "预案管理", "预案管理 培训演练 宣传培训 演练 监督管理 宣传教育"),
    ("bylaws", "附则", "附则"),
    ("effect", "施行日期", "施行日期 实施日期"),
    ("budget", "经费预算", "经费预算 预算安排 资金预算 资金安排"),
    ("salutation", "称呼", "称呼"),
    ("closing", "结语", "结语 结束语 需要协调的事项 数据说明"),
)


@dataclass(frozen=True, slots=True)
class Genre:
    """A genre: `roles` in order with whether the genre must have each one."""

    name: str
    family: str
    suffixes: tuple[str, ...]
    roles: tuple[tuple[str, bool], ...] = ()
    direction: Direction = "internal"
    layout: Layout = "plain"

    @property
    def required_roles(self) -> tuple[str, ...]:
        """The roles that a document of this genre must have, in order."""
        return tuple(name for name, required in self.roles if required)


def _order(text: str) -> tuple[tuple[str, bool], ...]:
    """Roles from a line such as `opening! goals! scope`: `!` marks a required one."""
    return tuple((word.rstrip("!"), word.endswith("!")) for word in text.split())


_SCHEME = _order("opening! situation guiding! goals! scope tasks! steps! duty! safeguard require")
_WORK_SCHEME = _order(
    "opening! situation guiding goals! scope tasks! steps! duty! safeguard require"
)
_PLAN = _order("opening! situation guiding goals! tasks! steps! safeguard require")
_SUMMARY = _order("opening! situation done! results lessons problems! causes next!")
_REPORT = _order("opening! situation done! results problems! causes next! closing!")
_EMERGENCY = _order(
    "general! command! warning! response! aftermath! resources! upkeep! bylaws! effect"
)
_RESEARCH = _order("opening! method! situation findings! problems! causes! advice! closing")
_RULES = _order("general! scope duty tasks! bylaws! effect")
_CIRCULAR = _order("opening! situation done! results problems next require")
_NOTICE = _order("opening! situation tasks require closing")

GENRES: dict[str, Genre] = {
    genre.name: genre
    for genre in (
        Genre("实施方案", "方案", ("实施方案",), _SCHEME, "down"),
        Genre("工作方案", "方案", ("工作方案",), _WORK_SCHEME, "down"),
        Genre("活动方案", "方案", ("活动方案",), _WORK_SCHEME, "down"),
        Genre("整治方案", "方案", ("整治方案", "行动方案", "专项治理方案"), _WORK_SCHEME, "down"),
        Genre("方案", "方案", ("方案",), _WORK_SCHEME, "down"),
        Genre("工作计划", "计划", ("工作计划",), _PLAN),
        Genre("计划", "计划", ("计划", "规划", "安排"), _PLAN),
        Genre("工作要点", "要点", ("工作要点", "要点"), _order("opening! tasks! require")),
        Genre("工作总结", "总结", ("工作总结",), _SUMMARY),
        Genre("总结", "总结", ("总结", "小结"), _SUMMARY),
        Genre("调研报告", "调研报告", ("调研报告", "调查报告"), _RESEARCH),
        Genre("述职报告", "述职报告", ("述职报告", "述职述廉报告", "述廉报告"), _SUMMARY),
        Genre(
            "自查报告",
            "报告",
            ("自查报告", "整改报告", "自查自纠报告", "整改情况的报告", "自查情况的报告"),
            _REPORT,
            "up",
            "document",
        ),
        Genre(
            "工作报告",
            "报告",
            ("工作报告", "情况的报告", "情况报告"),
            _REPORT,
            "up",
            "document",
        ),
        Genre("报告", "报告", ("报告",), _REPORT, "up", "document"),
        Genre(
            "汇报材料",
            "汇报材料",
            ("汇报材料", "工作汇报", "情况汇报", "情况的汇报", "汇报"),
            _SUMMARY,
            "up",
        ),
        Genre(
            "应急预案",
            "应急预案",
            ("应急预案", "预案", "应急处置方案"),
            _EMERGENCY,
            "down",
        ),
        Genre(
            "制度",
            "制度",
            ("制度", "办法", "规定", "细则", "规则", "章程", "公约", "规程"),
            _RULES,
            "down",
        ),
        Genre(
            "意见",
            "意见",
            ("实施意见", "指导意见", "意见"),
            _WORK_SCHEME,
            "down",
            "document",
        ),
        Genre(
            "命令",
            "命令",
            ("命令", "政府令", "委员会令", "局令", "部令", "嘉奖令"),
            _order("opening!"),
            "down",
            "order",
        ),
        Genre("议案", "议案", ("议案",), _order("opening! tasks closing"), "up", "document"),
        Genre("通知", "通知", ("通知",), _NOTICE, "down", "document"),
        Genre("通报", "通报", ("通报",), _CIRCULAR, "down", "document"),
        Genre(
            "请示",
            "请示",
            ("请示",),
            _order("opening! situation tasks! closing!"),
            "up",
            "document",
        ),
        Genre(
            "函",
            "函",
            ("复函", "的函", "函"),
            _order("opening! tasks! closing!"),
            "level",
            "letter",
        ),
        Genre(
            "纪要",
            "纪要",
            ("会议纪要", "纪要"),
            _order("opening! done tasks! require"),
            layout="minutes",
        ),
        Genre("简报", "简报", ("简报",), _order("opening! done! results closing")),
        Genre(
            "讲话",
            "讲话",
            ("讲话稿", "讲话", "发言", "致辞", "演讲稿", "发言稿"),
            _order("salutation! opening! situation! tasks! require! closing!"),
        ),
        Genre("理论文章", "理论文章", ("研究", "思考", "探析", "探讨", "分析", "论文"), ()),
        Genre("其他", "其他", ()),
    )
}

FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(genre.family for genre in GENRES.values()))


# 2026年上半年工作总结及下半年工作安排 is a summary.
_WITH_PLANS = re.compile(
    r"(?<=总结|汇报|小结)(?:和|及|与|暨)[^《》]{0,12}(?:安排|计划|打算|思路|要点|建议)$"
)


def genre_of_title(title: str) -> Genre | None:
    """The genre whose suffix ends `title` (the longest one wins), or None."""
    bare = title.strip().rstrip("。.")
    while bare.endswith(("）", ")")) and (start := max(bare.rfind("（"), bare.rfind("("))) > 0:
        bare = bare[:start].rstrip()
    if plans := _WITH_PLANS.search(bare):
        bare = bare[: plans.start()]
    best: tuple[int, Genre] | None = None
    for genre in GENRES.values():
        for suffix in genre.suffixes:
            if bare.endswith(suffix) and (best is None or len(suffix) > best[0]):
                best = (len(suffix), genre)
    return best[1] if best else None


def matches(genre: str, wanted: str) -> bool:
    """Whether a document of `genre` is found under `wanted`, a genre or a family."""
    entry = GENRES.get(genre)
    return genre == wanted or (entry is not None and entry.family == wanted)


# The last word of a short heading names its role where no whole expression does.
_LAST_WORDS = {
    "目标": "goals",
    "指标": "goals",
    "原则": "guiding",
    "任务": "tasks",
    "内容": "tasks",
    "措施": "tasks",
    "步骤": "steps",
    "分工": "duty",
    "职责": "duty",
    "成效": "results",
    "要求": "require",
}
_SHORT_HEADING = 8
# A heading of several clauses is a task itself; only these words still name what it does.
_ROLES_OF_CLAUSES = {"duty", "safeguard", "problems", "causes", "results", "lessons", "next"}


def role_of_heading(text: str, wanted: Collection[str] = ()) -> str | None:
    """The role that heading `text` names (spec §5: by containment, longest word first).

    Of words of one length one of a `wanted` role wins. `组织实施阶段` is a step, whatever its
    words; of a short heading the last word tells.
    """
    named = set(ROLES)
    if text.split("（")[0].endswith("阶段"):
        named = {"steps"}
    elif "，" in text:
        named = _ROLES_OF_CLAUSES
    found = [
        (len(word), role.name in wanted, role.name)
        for role in ROLES.values()
        if role.name in named
        for word in role.words
        if word in text
    ]
    if not found and len(text) <= _SHORT_HEADING:
        return _LAST_WORDS.get(text[-2:])
    return max(found, key=lambda one: one[:2], default=(0, False, None))[2]
