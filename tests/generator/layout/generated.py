"""Documents of every size that hypothesis draws: a few numbers, from which the text is spun.

Titles of 5–60 characters, 0–6 attachments, 1–40 pages, tables of up to 200 rows and 9 columns,
names of 2–4 characters, digits and Latin among the Chinese, every mark where lines may end.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from hypothesis import strategies as st

from corpus.document import (
    Attachment,
    Attendance,
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Imprint,
    Item,
    Label,
    Layout,
    Masthead,
    Note,
    Paragraph,
    SignOff,
    Table,
)

_WORDS = (
    "排查",
    "隐患",
    "压实责任",
    "宣传发动",
    "走访居民",
    "楼道",
    "登记台账",
    "巡查河道",
    "培训骨干",
    "更新设施",
    "调解纠纷",
    "入户核查",
    "公示结果",
    "经费",
    "专班",
    "机制",
    "畅通渠道",
    "总结经验",
    "整改",
    "汇总数据",
    "联系商户",
    "网格",
    "的",
    "和",
    "沿街商铺",
    "街道",
    "社区",
    "应急管理",
)
_FOREIGN = (
    "3个", "2026年", "12345", "95.5%", "AED", "WiFi", "GB/T 9704", "1,260户", "24小时", "APP",
    "Ⅱ级", "3～5人", "60平方米", "PM2.5",
)  # fmt: skip
_INNER = ("，", "，", "，", "、", "、", "；", "：", "——", "……")
_ENDS = ("。", "。", "。", "。", "！", "？")
_PAIRS = ("“{}”", "《{}》", "（{}）", "〔{}〕", "‘{}’")
_UNITS = ("青禾县柳溪街道办事处", "望川县东湾社区居民委员会", "青禾县应急管理局", "青禾县公安局")
_SURNAMES = "周陈李赵钱孙吴郑冯褚卫蒋沈韩杨"
_GIVEN = "某"


@dataclass(frozen=True, slots=True)
class Sizes:
    """What hypothesis chooses; the rest follows from `seed`."""

    seed: int
    layout: Layout
    title: int
    pages: int
    attachments: int
    rows: int
    columns: int
    seal: bool
    issuers: int


def sizes() -> st.SearchStrategy[Sizes]:
    """The sizes of a document; long ones are drawn less often than short ones."""
    return st.builds(
        Sizes,
        seed=st.integers(0, 10**6),
        layout=st.sampled_from(("plain", "document", "letter", "minutes")),
        title=st.integers(5, 60),
        pages=st.one_of(st.integers(1, 6), st.integers(1, 6), st.integers(7, 40)),
        attachments=st.integers(0, 6),
        rows=st.one_of(st.integers(1, 20), st.integers(21, 200)),
        columns=st.integers(1, 9),
        seal=st.booleans(),
        issuers=st.integers(1, 3),
    )


def paper(own: Sizes) -> Document:
    """The document that `own` describes, the same each time."""
    dice = random.Random(own.seed)
    official = own.layout != "plain"
    bodies = tuple(dice.sample(_UNITS, own.issuers))
    blocks: list[Block] = [Paragraph(text=_sentences(dice, 120))]
    wanted = max(own.pages - 1, 0) * 22 * 26
    written = 0
    while written < wanted or len(blocks) < 5:
        section = _section(dice)
        blocks += section
        written += sum(len(getattr(block, "text", "")) + 20 for block in section)
    blocks.insert(dice.randrange(2, len(blocks)), _table(dice, own.rows, own.columns))
    blocks.append(Paragraph(text=_sentences(dice, 60)))
    return Document(
        layout=own.layout,
        title=_title(dice, own.title),
        issuer=bodies[0],
        masthead=Masthead(
            "000123" if dice.random() < 0.5 else None,
            dice.choice((None, "特急", "加急")),
            bodies,
            dice.random() < 0.8,
            f"青柳街〔2026〕{dice.randint(1, 200)}号",
            tuple(_name(dice) for _ in range(dice.choice((0, 0, 1, 3)))),
        )
        if official
        else None,
        recipients=("各社区居民委员会", "街道各科室")[: dice.randint(0, 2)],
        copies=tuple(f"青禾县{dice.choice(_WORDS)}局" for _ in range(dice.randint(0, 12)))
        if official
        else (),
        blocks=tuple(blocks),
        attachments=tuple(
            _attachment(dice, n, own.rows, own.columns) for n in range(own.attachments)
        ),
        notes=("此件公开发布",) if dice.random() < 0.5 else (),
        attendance=Attendance(
            tuple(_name(dice) for _ in range(20)),
            tuple(_name(dice) for _ in range(2)),
            tuple(_name(dice) for _ in range(3)),
        )
        if own.layout == "minutes"
        else None,
        signoff=None if own.layout == "minutes" else SignOff(bodies, "2026-02-20", own.seal),
        imprint=Imprint("青禾县柳溪街道党政综合办公室", "2026-02-21")
        if own.layout in ("document", "minutes")
        else None,
    ).canonical()


def _clause(dice: random.Random, least: int) -> str:
    text = ""
    while len(text) < least:
        kind = dice.random()
        if kind < 0.12:
            text += dice.choice(_FOREIGN)
        elif kind < 0.2:
            text += dice.choice(_PAIRS).format(dice.choice(_WORDS) + dice.choice(_WORDS))
        elif kind < 0.23:
            text += _name(dice)
        else:
            text += dice.choice(_WORDS)
    return text


def _sentences(dice: random.Random, length: int) -> str:
    text = "各"
    while len(text) < length:
        clauses = [_clause(dice, dice.randint(4, 22)) for _ in range(dice.randint(1, 4))]
        text += "".join(f"{c}{dice.choice(_INNER)}" for c in clauses[:-1])
        text += clauses[-1] + dice.choice(_ENDS)
    return text


def _name(dice: random.Random) -> str:
    return (
        dice.choice(_SURNAMES)
        + dice.choice(_SURNAMES + _GIVEN * 8) * (dice.random() < 0.1)
        + _GIVEN * dice.choice((1, 2, 2, 2))
    )


def _title(dice: random.Random, length: int) -> str:
    text = dice.choice(("关于", "青禾县柳溪街道2026年", "")) if length > 14 else ""
    while len(text) < length - 2:
        text += dice.choice(_WORDS)
    return text[: length - 2] + dice.choice(("通知", "报告", "方案", "意见"))


def _section(dice: random.Random) -> list[Block]:
    blocks: list[Block] = [Heading(level=1, text=_phrase(dice))]
    blocks.append(Paragraph(text=_sentences(dice, dice.randint(30, 300))))
    for _ in range(dice.randint(0, 3)):
        blocks.append(Heading(level=2, text=_phrase(dice)))
        kind = dice.random()
        if kind < 0.4:
            blocks += (
                Paragraph(level=3, lead=_phrase(dice), text=_sentences(dice, 100))
                for _ in range(dice.randint(1, 3))
            )
        elif kind < 0.6:
            blocks += (
                Item(level=3, text=_clause(dice, dice.randint(6, 50)) + "；")
                for _ in range(dice.randint(2, 4))
            )
        elif kind < 0.8:
            blocks.append(Paragraph(text=_sentences(dice, 80)))
            blocks += (
                Label(label=label, text="、".join(_name(dice) for _ in range(count)))
                for label, count in (("组长", 1), ("副组长", 2), ("成员", dice.randint(3, 30)))
            )
        else:
            blocks.append(Paragraph(text=_sentences(dice, dice.randint(30, 500))))
    if dice.random() < 0.1:
        blocks.append(Paragraph(text=_sentences(dice, 40)))
        blocks.append(_figure(dice))
    return blocks


def _phrase(dice: random.Random) -> str:
    return "".join(dice.choice(_WORDS[:22]) for _ in range(dice.randint(2, 5)))


def _figure(dice: random.Random) -> Figure:
    return Figure(
        image=f"sha256:{dice.randint(0, 3)}",
        width_mm=dice.choice((60, 120, 200)),
        alt="现场平面图",
        caption=f"图1 {_phrase(dice)}" if dice.random() < 0.8 else None,
    )


def _table(dice: random.Random, rows: int, columns: int) -> Table:
    kinds = ["integer", *dice.choices(("text", "long", "date", "money", "name"), k=columns - 1)]
    names = {"integer": "序号", "text": "事项", "long": "内容", "date": "时限", "money": "预算"}
    spec = tuple(
        Column(
            names.get(kind, "姓名") + (str(n) if n else ""),
            "万元" if kind == "money" else None,
            kind if kind in ("integer", "date", "money") else "text",
        )
        for n, kind in enumerate(kinds)
    )
    return Table(
        caption=_phrase(dice) + "表" if dice.random() < 0.7 else None,
        columns=spec,
        rows=tuple(
            tuple(Cell(_value(dice, kind, n)) for kind in kinds) for n in range(1, rows + 1)
        ),
    )


def _value(dice: random.Random, kind: str, number: int) -> str:
    match kind:
        case "integer":
            return str(number)
        case "date":
            return f"2026年{dice.randint(1, 12)}月{dice.randint(1, 28)}日"
        case "money":
            return f"{dice.randint(1, 99999) / 10:,.1f}"
        case "name":
            return _name(dice)
        case "long":
            return _clause(dice, dice.randint(4, 60))
        case _:
            return _phrase(dice)


def _attachment(dice: random.Random, number: int, rows: int, columns: int) -> Attachment:
    title = _phrase(dice) + dice.choice(("清单", "名单", "分工表，"))
    kind = dice.random()
    if kind < 0.4:
        table = _table(dice, min(rows, 30), columns)
        return Attachment(title, columns > 5, (table, Note(text="注：数据截至2026年2月底。")))
    if kind < 0.6:
        unit = Paragraph(text=dice.choice(("单位：青禾县柳溪街道办事处", "【待补：填报单位】")))
        return Attachment(title, False, (unit, _table(dice, min(rows, 12), columns)))
    if kind < 0.7:
        return Attachment(title, False, (_figure(dice),))
    blocks = (Paragraph(text=_sentences(dice, 200)), *_section(dice))
    return Attachment(title, False, blocks)
