"""Documents about invented places, for the tests of the layout."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from PIL import Image

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
    Masthead,
    Paragraph,
    SignOff,
    Table,
)

# 28 characters, so that every line of a paragraph of them is full.
FULL_LINE = "坚持以防为主防消结合全面排查青禾县柳溪街道沿街商铺安全隐患"[:28]
MIXED = (
    "坚持人民至上、生命至上，利用四个月时间，对辖区32个社区（村）1260户沿街商铺开展“拉网式”排查，"
    "重大火灾隐患整改率达到100%，一般隐患整改率不低于95%。"
)


def paragraphs(count: int) -> tuple[Block, ...]:
    """`count` paragraphs with text of their own, each several lines long."""
    return tuple(Paragraph(text=f"第{n}批整治：" + MIXED * 2) for n in range(1, count + 1))


def table(rows: int) -> Table:
    """A table of tasks with `rows` rows and five columns."""
    columns = (
        Column("序号", type="integer"),
        Column("任务"),
        Column("牵头单位"),
        Column("完成时限", type="date"),
        Column("预算", "万元", "money"),
    )
    return Table(
        caption="任务分工表",
        columns=columns,
        rows=tuple(
            (
                Cell(str(n)),
                Cell(f"开展第{n}片区沿街商铺拉网式排查，建立台账"),
                Cell("综合执法办"),
                Cell("2026年4月20日"),
                Cell(f"{n * 3.5}"),
            )
            for n in range(1, rows + 1)
        ),
    )


def plan() -> Document:
    """A plan with everything that a working paper has."""
    return Document(
        title="青禾县柳溪街道2026年消防安全专项整治实施方案",
        genre="实施方案",
        issuer="青禾县柳溪街道办事处",
        place="青禾县",
        year=2026,
        recipients=("各社区居民委员会", "街道各科室"),
        blocks=(
            Paragraph(text="为切实保障辖区群众生命财产安全，结合柳溪街道实际，特制定本方案。"),
            Heading(level=1, text="工作目标"),
            Paragraph(text=MIXED),
            Heading(level=1, text="组织领导"),
            Paragraph(text="为加强组织领导，成立街道消防安全专项整治工作领导小组。"),
            Label(label="组长", text="周某某　街道党工委副书记、办事处主任"),
            Label(label="副组长", text="陈某　街道办事处副主任"),
            Label(
                label="成员",
                text="应急管理办、综合执法办、市场监管所、派出所及各社区（村）主要负责人，"
                "驻街单位有关负责人",
            ),
            Paragraph(text="办公室设在应急管理办，联系电话：【待补：联系电话】。"),
            Heading(level=1, text="重点任务"),
            Heading(level=2, text="开展“三合一”场所整治"),
            Paragraph(level=3, lead="排查隐患", text=MIXED),
            Paragraph(level=3, lead="整改隐患", text=MIXED),
            Heading(level=4, text="发放宣传单"),
            Item(level=4, text="入户宣传；"),
            Item(level=4, text="张贴告示。"),
            Heading(level=2, text="推进电动自行车治理"),
            *paragraphs(4),
            table(4),
            Paragraph(text="各社区要高度重视，确保按期完成。"),
        ),
        attachments=(
            Attachment("任务分工表", True, (table(20),)),
            Attachment("领导小组成员名单", False, (Paragraph(text=MIXED),)),
        ),
        notes=("此件公开发布",),
        signoff=SignOff(("青禾县柳溪街道办事处",), "2026-02-20"),
    ).canonical()


def full_pages() -> Document:
    """A title and so much unbroken Chinese text that it fills several pages."""
    return Document(
        title="关于柳溪街道消防安全的报告", blocks=(Paragraph(text=FULL_LINE * 70),)
    ).canonical()


def sealed() -> Document:
    """The plan with room for a seal and without attachments."""
    plain = plan()
    signed = replace(plain.signoff or SignOff(), seal=True)
    return replace(plain, signoff=signed, attachments=())


def official() -> Document:
    """The sealed plan as an official paper: masthead, copies and imprint."""
    return replace(
        sealed(),
        layout="document",
        masthead=Masthead("000001", "特急", ("青禾县柳溪街道办事处",), True, "青柳街〔2026〕3号"),
        copies=("青禾县应急管理局", "青禾县消防救援大队", "青禾县人民政府办公室", "各驻街单位"),
        imprint=Imprint("青禾县柳溪街道党政综合办公室", "2026-02-21"),
    )


def letter() -> Document:
    """A letter between bodies; of the two issuers the mark names the lead one."""
    return replace(
        official(),
        layout="letter",
        title="关于商请支持柳溪街道消防安全专项整治工作的函",
        masthead=Masthead(
            "000001",
            "特急",
            ("青禾县柳溪街道办事处", "青禾县应急管理局"),
            True,
            "青柳街函〔2026〕3号",
        ),
    )


def minutes() -> Document:
    """Minutes with attendance, no sign-off."""
    return Document(
        layout="minutes",
        title="关于研究消防安全专项整治工作的会议纪要",
        masthead=Masthead(None, None, ("青禾县柳溪街道办事处",), True, "〔2026〕3号"),
        blocks=paragraphs(3),
        attendance=Attendance(
            ("周某某", "陈某", "李某某", "赵某某", "钱某", "孙某某", "吴某某", "郑某某", "冯某"),
            ("褚某某",),
            ("卫某某", "蒋某"),
        ),
        copies=("各社区居民委员会",),
        imprint=Imprint("青禾县柳溪街道党政综合办公室", "2026-02-21"),
    ).canonical()


def order() -> Document:
    """An order, whose head signs with a stamp that leaves room for itself."""
    return Document(
        layout="order",
        title="青禾县人民政府令",
        genre="命令",
        issuer="青禾县人民政府",
        masthead=Masthead(None, None, ("青禾县人民政府",), False, "第3号"),
        blocks=(
            Paragraph(
                text="《青禾县消防安全管理办法》已经2026年2月12日县人民政府第6次常务会议通过，"
                "现予公布，自2026年5月1日起施行。"
            ),
        ),
        signoff=SignOff((), "2026-02-20", signers=("青禾县人民政府县长（签名章）",)),
        copies=("青禾县应急管理局", "青禾县消防救援大队"),
        imprint=Imprint("青禾县人民政府办公室", "2026-02-21"),
    ).canonical()


def motion() -> Document:
    """A paper that several heads sign by name, stamps in place of seals."""
    posts = ("青禾县人民政府县长　周某某", "望川县人民政府代理县长　陈某")
    return replace(
        official(),
        title="青禾县人民政府、望川县人民政府关于提请审议消防安全专项整治规划的议案",
        genre="议案",
        recipients=("青禾县人民代表大会常务委员会",),
        blocks=(*official().blocks[:3], Paragraph(text="现提请审议。")),
        signoff=SignOff((), "2026-02-20", signers=posts),
    )


def apart() -> Document:
    """An official paper, an attachment bound with it, and two bound apart, one of them turned."""
    return replace(
        official(),
        attachments=(
            Attachment("领导小组成员名单", False, (Paragraph(text=MIXED),)),
            Attachment("消防安全检查手册", False, paragraphs(4), separate=True),
            Attachment("任务分工表", True, (table(20),), separate=True),
        ),
    ).canonical()


def crowded() -> Document:
    """A paper to so many bodies that page 1 would show no text: they stand in the imprint."""
    return replace(
        official(),
        recipients=tuple(f"青禾县第{n}片区社区居民委员会" for n in range(1, 25)),
    )


def listed() -> Document:
    """Long lists of people, whose names lines would part if they could."""
    surnames, given = "周陈李赵钱孙吴郑冯蒋沈韩杨", ("某", "某某", "某某")
    people = [surnames[n * 7 % 13] + given[n * n % 3] for n in range(120)]
    double = tuple("欧阳某某" if n % 3 else "王某某" for n in range(30))
    return Document(
        title="领导小组成员名单",
        blocks=(
            *(Label(label="成员", text="、".join(people[n : n + 40])) for n in (0, 31, 62)),
            Label(label="副组长", text="、".join(double)),
        ),
        attendance=Attendance(tuple(people[:50])),
    ).canonical()


def pictured() -> Document:
    """Pictures of several heights between lines of text; `grey` has their bytes."""
    blocks: list[Block] = []
    for n, height in enumerate((30, 36, 41, 60), 1):
        blocks.append(Paragraph(text=f"第{n}张照片如下。"))
        blocks.append(Figure(image=f"100x{height}", width_mm=60, alt="照片", caption=f"图{n}"))
    blocks.append(Paragraph(text="以上照片供参考。"))
    return Document(title="现场照片", blocks=tuple(blocks)).canonical()


def grey(key: str) -> bytes:
    """A grey picture of the size that its key says, such as 100x30."""
    width, _, height = key.partition("x")
    file = io.BytesIO()
    Image.new("RGB", (int(width), int(height)), "gray").save(file, "PNG")
    return file.getvalue()


def joint(seal: bool = True) -> Document:
    """A paper of three bodies to a higher one, signed by three people."""
    bodies = ("青禾县应急管理局", "青禾县柳溪街道办事处", "青禾县公安局")
    return replace(
        official(),
        title="关于联合开展消防安全专项整治工作的请示",
        masthead=Masthead(
            "000001", "特急", bodies, True, "青应急〔2026〕3号", ("周某某", "陈某", "李某某")
        ),
        blocks=(*official().blocks[:9], Paragraph(text="请审示。")),
        signoff=SignOff(bodies, "2026-02-20", seal),
    )


def gb_2312_letters() -> str:
    """The 6,763 Chinese characters of GB 2312 in their order."""
    letters = []
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            # Five places at the end of row 55 are empty.
            letters.append(bytes((high, low)).decode("gb2312", "ignore"))
    return "".join(letters)


def general_letters() -> str:
    """The 8,105 characters of 通用规范汉字表 by code point."""
    path = Path(__file__).parent / "data" / "general-standard.txt"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    middle = lines.index("-")
    added, dropped = set("".join(lines[:middle])), set("".join(lines[middle + 1 :]))
    return "".join(sorted((set(gb_2312_letters()) - dropped) | added))


def gb_2312() -> Document:
    """All of GB 2312 in the faces of text and of headings of levels 1 and 2."""
    letters = gb_2312_letters()
    return Document(
        blocks=(
            Paragraph(text=letters),
            Paragraph(level=1, marker="一、", lead=letters, text="黑体。"),
            Paragraph(level=2, marker="（一）", lead=letters, text="楷体。"),
        )
    )
