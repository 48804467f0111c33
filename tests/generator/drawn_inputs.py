"""Inputs drawn for any template: every field by its type, few or many rows, nothing real."""

from __future__ import annotations

import datetime
from random import Random
from typing import Any

from generator.fields import Field
from generator.fields.scalars import IntegerField, PercentField
from generator.template import Template

_NOUNS = (
    "整治楼道堆物", "走访独居老人", "清理河道漂浮物", "更换老旧管网", "调解邻里纠纷",
    "核查出租房屋", "培训网格人员", "修订值班制度", "完善应急物资", "公示收支明细",
)  # fmt: skip
_SENTENCES = (
    "逐户登记情况，发现问题当天报告。",
    "每周检查一次，结果在公告栏公布。",
    "会同有关单位现场办公，明确责任人和完成时间。",
    "共发现问题36处，整改34处，其余2处落实专人看护。",
    "居民代表评议满意的予以销号，不满意的重新办理。",
)
_OFFICES = ("东湾社区", "槐荫社区", "街道应急管理办公室", "柳溪派出所", "街道公共服务办公室")
_NAMES = ("周某某", "陈某某", "林某某", "何某某", "吴某某", "许某某")
_PHASES = ("动员部署阶段", "集中推进阶段", "全面检查阶段", "总结提升阶段")
_MANY = 8
START = datetime.date(2026, 3, 1)


def draw_inputs(template: Template, random: Random, *, full: bool = False) -> dict[str, Any]:
    """Inputs for `template`: required fields always, others by chance; all and long if `full`."""
    return {
        field.name: draw(field, random, full=full)
        for field in template.fields.values()
        if field.required or full or random.random() < 0.6
    }


def draw(field: Field, random: Random, *, full: bool = False) -> Any:
    """One raw input for `field`."""
    match field.type:
        case "integer" | "decimal" | "percent" | "money":
            low = int(float(field.min or "0"))
            high = int(float(field.max or "2000"))
            return str(high if full else random.randint(low, high))
        case "date" | "deadline":
            return (START + datetime.timedelta(random.randint(0, 200))).isoformat()
        case "month":
            return f"2026年{random.randint(1, 12)}月"
        case "year":
            return "2026"
        case "period":
            return {"起": "2026-03-01", "止": "2026-11-30"}
        case "choice":
            return random.choice(field.options)
        case "choices":
            return list(field.options if full else field.options[: random.randint(1, 3)])
        case "org":
            return f"青禾县{random.choice(_OFFICES)}"
        case "person":
            return {"姓名": random.choice(_NAMES), "职务": "社区主任"}
        case "people":
            return [{"姓名": name, "职务": "社区干部"} for name in _NAMES[: None if full else 2]]
        case "phone":
            return "0000-5550101"
        case "long-text":
            return "\n".join(random.sample(_SENTENCES, 5 if full else random.randint(1, 2)))
        case "list":
            return [random.choice(_NOUNS) for _ in range(_count(field, random, full))]
        case "leading-group":
            return _group(random, full)
        case "phases":
            return _phases(_count(field, random, full))
        case "returns":
            return _returns(field, random, full)
        case _ if hasattr(field, "row"):
            rows = range(_count(field, random, full))
            return [_row(field.row(), random, full) for _ in rows]
        case "chart":
            return [{"名称": "一季度", "数值": "3"}, {"名称": "二季度", "数值": "5"}]
        case _:
            return random.choice(_NOUNS)


def _returns(field: Field, random: Random, full: bool) -> list[dict[str, Any]]:
    """A row for each of some units, in every column; those that the template leaves open too."""
    columns = field.columns_ or (IntegerField("户数", unit="户"), PercentField("办结率", max="100"))
    units = random.sample(range(40), 40 if full else random.randint(2, 6))
    return [
        {
            **{part.name: draw(part, random) for part in columns if random.random() < 0.9 or full},
            columns[0].name if field.columns_ else "社区": f"第{number}社区",
        }
        for number in units
    ]


def _row(parts: tuple[Field, ...], random: Random, full: bool) -> dict[str, Any]:
    return {
        part.name: draw(part, random, full=full)
        for part in parts
        if part.required or full or random.random() < 0.6
    }


def _count(field: Field, random: Random, full: bool) -> int:
    least = max(1, int(field.min or "1"))
    most = int(field.max) if field.max else max(_MANY, least)
    return most if full else random.randint(least, min(most, least + 2))


def _group(random: Random, full: bool) -> dict[str, Any]:
    people = [{"姓名": name, "职务": "街道办事处副主任"} for name in _NAMES]
    group: dict[str, Any] = {"组长": people[0]}
    if full or random.random() < 0.7:
        group["副组长"] = people[1:3]
        group["成员"] = people[3:]
    if full or random.random() < 0.5:
        group["办公室"] = "街道党政办公室"
    return group


def _phases(count: int) -> list[dict[str, str]]:
    length = 274 // count
    return [
        {
            "名称": _PHASES[n % len(_PHASES)],
            "起": (START + datetime.timedelta(n * length)).isoformat(),
            "止": (START + datetime.timedelta((n + 1) * length - 1)).isoformat(),
            "内容": _SENTENCES[n % len(_SENTENCES)],
        }
        for n in range(count)
    ]
