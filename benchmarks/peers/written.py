"""A generated library for the search benchmark: invented documents and the queries put to it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from corpus.document import Document, Heading, Paragraph

_WORDS = [
    "网格",
    "消防",
    "安全",
    "整治",
    "社区",
    "街道",
    "群众",
    "服务",
    "管理",
    "排查",
    "隐患",
    "治理",
    "宣传",
    "培训",
    "考核",
    "责任",
    "落实",
    "推进",
    "工作",
    "方案",
    "总结",
    "计划",
    "任务",
    "目标",
    "措施",
    "机制",
    "党建",
    "引领",
    "志愿",
    "环境",
    "卫生",
    "垃圾",
    "分类",
    "防汛",
    "应急",
    "预案",
    "演练",
    "物资",
    "队伍",
    "调研",
    "问题",
    "建议",
    "养老",
    "助残",
    "就业",
    "创业",
    "帮扶",
    "低保",
    "走访",
    "矛盾",
    "纠纷",
    "调解",
    "信访",
    "平安",
    "创建",
    "文明",
    "城市",
    "巡查",
    "台账",
    "整改",
    "验收",
    "督查",
    "通报",
    "奖励",
    "经费",
    "预算",
    "设施",
    "改造",
    "小区",
    "物业",
    "业主",
    "楼栋",
]
_GENRES = ("实施方案", "工作方案", "工作总结", "工作计划", "调研报告", "应急预案", "通知")
_UNITS = tuple(
    f"{place}社区"
    for place in ["东湾", "西桥", "南坡", "北塘", "柳溪", "青禾", "望川", "石榴", "春晖", "清泉"]
)


@dataclass(frozen=True, slots=True)
class Question:
    """One query: its words and the filters beside them."""

    words: str
    filters: dict[str, Any]


class Writer:
    """Invented documents of about 3 KB, made of clauses that recur by Zipf's law."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        characters = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]
        self.random.shuffle(characters)
        self.rare = [
            "".join(self.random.choices(characters, k=self.random.choice((2, 2, 2, 3, 4))))
            for _ in range(20_000)
        ]
        self.set_weights = [1 / (rank + 3) for rank in range(len(_WORDS))]
        self.clauses = [self._clause() for _ in range(20_000)]
        self.weights = list(accumulate(1 / (rank + 10) for rank in range(20_000)))

    def _clause(self) -> str:
        words = self.random.choices(_WORDS, self.set_weights, k=2)
        words += self.random.choices(self.rare, k=5)
        self.random.shuffle(words)
        return "".join(words)

    def paragraph(self, clauses: Sequence[str]) -> str:
        return "，".join(self.random.choices(clauses, k=4)) + "。"

    def document(self, number: int) -> Document:
        choice = self.random.choice
        # A document speaks of a few things and repeats itself.
        clauses = self.random.choices(self.clauses, cum_weights=self.weights, k=24)
        genre, unit, year = choice(_GENRES), choice(_UNITS), 2016 + number % 10
        blocks: list[Heading | Paragraph] = []
        for role in ("guiding", "goals", "tasks", "steps", "safeguard"):
            blocks.append(
                Heading(level=1, text="".join(self.random.choices(_WORDS, k=2)), role=role)
            )
            blocks.extend(Paragraph(text=self.paragraph(clauses)) for _ in range(3))
        title = f"{unit}{year}年{choice(_WORDS)}{choice(_WORDS)}{genre}"
        return Document(
            title=title,
            genre=genre,
            year=year,
            issuer=unit,
            topics=(choice(_WORDS),),
            blocks=tuple(blocks),
        )

    def queries(self, count: int) -> list[Question]:
        """Words of every frequency, one to three, joined and quoted, some with filters."""
        result = []
        for number in range(count):
            choice = self.random.choice
            rare = self.random.choices(self.rare, cum_weights=self.weights)[0]
            words = (
                choice(_WORDS),
                " ".join(self.random.sample(_WORDS, 2)),
                rare,
                f"“{''.join(self.random.sample(_WORDS, 2))}”",
                f"{choice(_WORDS)} {rare}",
                f"“{choice(self.clauses)[:6]}”",
                f"标题:{choice(_WORDS)}",
                f"{choice(_WORDS)} -{choice(_WORDS)}",
            )[number % 8]
            filters: dict[str, Any] = (
                {},
                {"genre": ("方案",)},
                {"year": (2020 + number % 5,)},
                {"unit": (choice(_UNITS),), "genre": ("通知",)},
            )[number // 8 % 4]
            result.append(Question(words, filters))
        return result
