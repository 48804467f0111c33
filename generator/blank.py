"""Blank templates 空白模板: a genre's opening and roles in order, each to be written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from corpus.genres import GENRES, ROLES, Genre
from generator.loading import Template, load

_SLUGS: Mapping[str, str] = {
    "实施方案": "implementation-scheme", "工作方案": "work-scheme", "活动方案": "event-scheme",
    "整治方案": "campaign-scheme", "方案": "scheme", "工作计划": "work-plan", "计划": "plan",
    "工作要点": "priorities", "工作总结": "work-summary", "总结": "summary",
    "调研报告": "research-report", "述职报告": "duty-report", "自查报告": "self-inspection",
    "工作报告": "work-report", "报告": "report", "汇报材料": "briefing-material",
    "应急预案": "emergency-plan", "制度": "rules", "意见": "opinions", "通知": "notice",
    "命令": "order", "议案": "motion", "通报": "circular",
    "请示": "request", "函": "letter", "纪要": "minutes", "简报": "bulletin", "讲话": "speech",
    "理论文章": "essay", "其他": "other",
}  # fmt: skip

_TITLES: Mapping[str, tuple[str, str]] = {
    "命令": ("{{ 单位 }}令", ""),
    "议案": ("{{ 单位 }}关于提请审议{{ 事由 }}的议案", "2026年消防安全专项规划"),
    "讲话": ("在{{ 事由 }}上的讲话", "2026年平安建设工作会议"),
    "纪要": ("{{ 事由 }}纪要", "2026年第3次办公会议"),
    "简报": ("{{ 事由 }}", "柳溪街道启动夏季防汛演练"),
    "理论文章": ("{{ 事由 }}", "网格化治理中居民参与的几点思考"),
    "其他": ("{{ 事由 }}", "柳溪街道便民服务清单"),
    "述职报告": ("{{ 事由 }}述职报告", "2026年度"),
    "制度": ("{{ 单位 }}{{ 事由 }}", "值班值守工作制度"),
    "应急预案": ("{{ 单位 }}{{ 事由 }}应急预案", "燃气泄漏"),
    "计划": ("{{ 单位 }}{{ 事由 }}计划", "2026年干部教育培训"),
    "工作计划": ("{{ 单位 }}{{ 事由 }}工作计划", "2026年平安建设"),
    "工作要点": ("{{ 单位 }}{{ 事由 }}工作要点", "2026年社区治理"),
}
"""Titles that are not 单位+事由+文种, with an example of the 事由."""
_ABOUT = frozenset(
    {"意见", "通知", "通报", "请示", "函", "报告", "工作报告", "自查报告", "调研报告"}
)
"""Genres whose title says 关于……的 (条例 第九条)."""
_SUBJECT = "开展夏季防汛检查"
_OFFICE = "青禾县柳溪街道办事处"
_GOVERNMENT = "青禾县人民政府"
_CONGRESS = "青禾县人民代表大会常务委员会"

_HINTS: Mapping[str, tuple[str, str]] = {
    "opening": ("为什么做、根据什么、结合什么情况", "为做好有关工作，结合本单位实际，制定本文。"),
    "situation": ("做这件事的背景和现状，有数字写数字", "辖区现有社区8个，常住人口3.2万人。"),
    "guiding": ("按什么思路、什么原则做", "坚持预防为主、分级负责，把工作做在前面。"),
    "goals": ("每个目标有数字，或能核对的状态", "到2026年9月底，排查率达到100%。"),
    "scope": ("管到哪里、管到谁", "适用于街道辖区内各社区和驻街单位。"),
    "tasks": ("一件事一段：做什么、谁来做、何时完成", "逐一检查排水口，6月10日前完成清淤。"),
    "steps": ("分几个阶段，各从哪天到哪天", "6月1日至6月10日自查，6月11日至6月20日抽查。"),
    "duty": ("谁牵头、谁配合、谁负责日常工作", "街道应急管理办公室牵头，各社区配合。"),
    "safeguard": ("人员、经费、物资、督查怎样保证", "所需经费从年度工作经费中列支。"),
    "require": ("对各单位的要求，何时报送什么", "各社区于6月25日前报送工作小结。"),
    "done": ("做了哪几项工作，各有什么数字", "共检查排水口46处，清淤3.5公里。"),
    "results": ("工作带来了什么变化，用数字比较", "积水点由9处减少到2处。"),
    "lessons": ("哪些做法管用，可以坚持", "提前检查、当场整改，是减少积水的关键。"),
    "problems": ("还有什么没做好，写到具体的事", "2处老旧小区排水管径偏小，仍有积水风险。"),
    "causes": ("问题从哪里来", "管网建成较早，没有随人口增加扩容。"),
    "next": ("对着问题写下一步做什么、何时做", "7月底前完成2处排水管改造方案。"),
    "method": ("什么时候、到哪里、找谁、用什么方法调查", "5月下旬走访4个社区，座谈3次。"),
    "findings": ("调查看到了什么，数字写明来源", "受访的120户中，有36户反映雨天出行不便。"),
    "advice": ("对着问题提建议", "分年改造排水管网，先改积水最深的路段。"),
    "general": ("编制目的、依据、适用范围、工作原则", "为及时处置突发情况，制定本预案。"),
    "command": ("指挥机构由谁组成、各负什么责任", "成立应急指挥部，由街道办事处主任任总指挥。"),
    "warning": ("怎样监测、怎样预警、怎样报告", "接到预警后30分钟内通知各社区。"),
    "response": ("分几级、谁决定启动、怎样处置、何时结束", "启动响应后，人员20分钟内到场。"),
    "aftermath": ("事后怎样安置、核查、恢复", "险情排除后3日内完成损失核查。"),
    "resources": ("队伍、物资、资金、通信怎样准备", "组建30人的应急队，物资存放在街道仓库。"),
    "upkeep": ("怎样演练、培训、修订", "每年组织演练不少于1次。"),
    "bylaws": ("由谁解释、从哪天起施行", "本文由街道党政办公室负责解释。"),
    "effect": ("从哪天起施行", "自印发之日起施行。"),
    "budget": ("分项列出金额与合计", "共需经费3.6万元。"),
    "salutation": ("怎样称呼听众", "同志们："),
    "closing": ("结尾用语", ""),
}  # fmt: skip
_CLOSINGS: Mapping[str, str] = {
    "请示": "妥否，请批示。",
    "函": "请予支持为盼。",
    "议案": "现提请审议。",
    "讲话": "同志们，任务已经明确，请大家抓好落实。",
    "简报": "下一步，街道将继续做好有关工作。",
    "调研报告": "以上建议，供决策参考。",
    "通知": "特此通知。",
}
_STAMPED = frozenset({"命令", "议案"})
"""Genres that the head of the body signs with a stamp 签名章 (GB/T 9704-2012 7.3.5.3, 10.2)."""
_UNSIGNED = frozenset({"讲话", "纪要", "简报", "理论文章", "其他"})


@cache
def blanks() -> Mapping[str, Template]:
    """The blank templates by id, one for each genre, in the order of the genre table."""
    made = (load(_text(genre), f"blank-{_SLUGS[genre.name]}.md") for genre in GENRES.values())
    return MappingProxyType({template.id: template for template in made})


def _text(genre: Genre) -> str:
    return "\n".join(_lines(genre)) + "\n"


def _lines(genre: Genre) -> Iterator[str]:
    roles = genre.roles or (("opening", True), ("situation", False), ("tasks", False))
    bodies = [(role, must) for role, must in roles if role not in ("opening", "salutation")]
    title, subject = _title(genre.name)
    yield "---"
    yield f"id: blank-{_SLUGS[genre.name]}"
    yield f"title: 空白{genre.name if genre.name != '其他' else '文稿'}"
    yield f"genre: {genre.name}"
    used = "县直单位" if genre.name in _STAMPED else "社区, 街道, 乡镇, 县直单位"
    yield f"used_by: [{used}]"
    yield "summary: 只有标题、落款和应有的章节，各节的文字自己写。"
    yield "fields:"
    signed = genre.name not in _UNSIGNED
    office = _GOVERNMENT if genre.name in _STAMPED else _OFFICE
    above = _CONGRESS if genre.name == "议案" else _GOVERNMENT
    sent = genre.direction == "up" or genre.layout in ("document", "letter")
    if signed or "单位" in title:
        yield f"  单位: {{type: org, required: true, example: {office}, help: 发文单位全称}}"
    if subject:
        yield f"  事由: {{type: text, required: true, example: {subject}, help: 印在标题里的事由}}"
    if sent:
        yield f"  主送机关: {{type: text, example: {above}, help: 没有可不填，末尾不加冒号}}"
    if genre.layout != "plain":
        yield from _paper_fields(genre)
    for role, must in roles:
        yield from _field(genre.name, role, must)
    if genre.name in _STAMPED:
        yield (
            "  签名: {type: text, required: true, example: 青禾县人民政府县长（签名章）, help: "
            "签发人职务全称，空一格写姓名；留出盖签名章的位置，就写“职务（签名章）”}"
        )
    if signed:
        yield "  成文日期: {type: date, required: true, example: 2026-06-01, help: 签发的日期}"
    if sent:
        yield 'recipients: ["{{ 主送机关 }}"]'
    if genre.layout != "plain":
        marked = "单位" if genre.layout == "order" else "版头机关"
        signer = ', signer: "{{ 签发人 }}"' if genre.direction == "up" else ""
        yield f'masthead: {{issuer: "{{{{ {marked} }}}}", number: "{{{{ 发文字号 }}}}"{signer}}}'
    if genre.name == "纪要":
        yield 'attendance: {present: "{{ 出席 }}", absent: "{{ 请假 }}", observers: "{{ 列席 }}"}'
    if genre.name in _STAMPED:
        yield 'signoff: {signer: "{{ 签名 }}", date: "{{ 成文日期 }}"}'
    elif signed:
        yield 'signoff: {issuer: "{{ 单位 }}", date: "{{ 成文日期 }}"}'
    yield "---"
    yield f"# {title}"
    yield ""
    if ("salutation", True) in roles:
        yield f"{{{{ {ROLES['salutation'].label} }}}}"
    if ("opening", True) in roles:
        yield f"{{{{ {ROLES['opening'].label} }}}}"
    for role, must in bodies:
        heading = "" if role in ("closing", "effect") else f"{ROLES[role].label} "
        yield ""
        yield f"## {heading}{{: #{role} role={role}{'' if must else ' optional'} }}"
        yield f"{{{{ {ROLES[role].label} }}}}"


def _title(genre: str) -> tuple[str, str]:
    if genre in _TITLES:
        return _TITLES[genre]
    if genre in _ABOUT:
        return f"关于{{{{ 事由 }}}}{'情况' if genre.endswith('报告') else ''}的{genre}", _SUBJECT
    return f"{{{{ 单位 }}}}{{{{ 事由 }}}}{genre}", _SUBJECT


def _paper_fields(genre: Genre) -> Iterator[str]:
    mark = _GOVERNMENT if genre.name in _STAMPED else _OFFICE
    mark += "办公会议纪要" if genre.name == "纪要" else ""
    says = "纪要的名称，如“某某会议纪要”" if genre.name == "纪要" else "发文机关"
    if genre.layout == "order":
        yield "  发文字号: {type: text, example: 第3号, help: 令号，写成“第几号”；没有可不填}"
        return
    yield f"  版头机关: {{type: text, example: {mark}, help: 印红色版头时填{says}；不填就不印}}"
    yield "  发文字号: {type: text, example: 柳街办〔2026〕12号, help: 编定的文号；没有可不填}"
    if genre.direction == "up":
        yield "  签发人: {type: text, example: 周某某, help: 上行文要写签发人姓名}"
    if genre.name == "纪要":
        yield "  出席: {type: list, example: [周某某, 何某某], help: 出席人员姓名}"
        yield "  请假: {type: list, example: [林某某], help: 请假人员姓名；没有可不填}"
        yield "  列席: {type: list, example: [吴某某], help: 列席人员姓名；没有可不填}"


def _field(genre: str, role: str, must: bool) -> Iterator[str]:
    hint, example = _HINTS[role]
    if role == "closing":
        example = _CLOSINGS.get(genre, "特此报告。")
    required = "required: true, " if must else ""
    yield (
        f"  {ROLES[role].label}: {{type: long-text, {required}example: {example}, help: {hint}，"
        "一行一段，可以写（一）1.的小标题}"
    )


__all__ = ["blanks"]
