"""Each cleaning rule does what it says, leaves the rest alone, and is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import Unreadable
from corpus.reading import read_text
from corpus.reading.cleaning import clean_entries
from corpus.reading.entries import Text, text_entries
from corpus.reading.joining import join_entries
from corpus.reading.rules import LABELS
from corpus.reading.settings import Settings

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "cleaning.md"


def cleaned(text: str) -> str:
    (entry,), _ = clean_entries([Text(text)])
    assert isinstance(entry, Text)
    return entry.text


def joined(*lines: str) -> list[str]:
    entries, _ = clean_entries(text_entries("\n".join(lines)))
    entries, _ = join_entries(entries)
    return [entry.text for entry in entries if isinstance(entry, Text)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("加强领导,压实责任;抓好落实:", "加强领导，压实责任；抓好落实："),
        ("乡镇(街道)、村(居)", "乡镇（街道）、村（居）"),
        ("组长:周某某", "组长：周某某"),
        ('开展"大走访"活动', "开展“大走访”活动"),
        ("是否到位?", "是否到位？"),
        ("（20xx-20xx)号", "（20xx-20xx）号"),
        ("完成12,500元", "完成12,500元"),
        ("每日16:00前上报", "每日16:00前上报"),
        ("时间：16：30开始", "时间：16:30开始"),
        ("2.5万元、12.4宣传日", "2.5万元、12.4宣传日"),
        ("构建1+3+n体系", "构建1+3+n体系"),
        ("通过iso14001认证", "通过iso14001认证"),
        ("登录https://a.example/x?y=1,2查询", "登录https://a.example/x?y=1,2查询"),
        ("写信到ab.c@d.example", "写信到ab.c@d.example"),
        ("Hello, world (again)", "Hello, world (again)"),
        ("“日巡夜查”的`办法", "“日巡夜查”的办法"),
        ("河道里的'漂浮物", "河道里的漂浮物"),
        ("破损的.警示牌", "破损的警示牌"),
        ("一.指导思想", "一.指导思想"),
        ("十一.", "十一."),
        ("做到“早发现、早整改”.", "做到“早发现、早整改”。"),
        ("每周检查1次.", "每周检查1次。"),
        ("甲-乙-丙丁", "甲乙丙丁"),
        ("网上-党建平台", "网上-党建平台"),
        ("规范化 。一是 抓紧", "规范化。一是抓紧"),
        ("组员：周某某 李某某", "组员：周某某 李某某"),
        ("收支，，平衡，；完毕", "收支，平衡；完毕"),
        ("等等......", "等等……"),
        ("３．排查１２户", "3．排查12户"),
        ("3、总结阶段。(4月底前)", "3、总结阶段（4月底前）"),
        ("(二)申报阶段:(2026年9月底前)", "（二）申报阶段（2026年9月底前）"),
        ("集中排查.共检查12家", "集中排查。共检查12家"),
        ("送到指定机构.上门处理", "送到指定机构.上门处理"),
        ("丰富生活;,充分利用", "丰富生活；充分利用"),
        ("关于 开展 消防安全 检查 的 通知", "关于开展消防安全检查的通知"),
        ("青禾县 2026年 防汛 工作计划", "青禾县2026年防汛工作计划"),
        ("周某某 李某某 王某", "周某某 李某某 王某"),
        ("各村要抓好落实，按月报送情况。好写范文网", "各村要抓好落实，按月报送情况。"),
        ("各村要抓好落实，按月报送情况。（来源：好写资料网）", "各村要抓好落实，按月报送情况。"),
        ("各村要登录政务服务网，按月报送。", "各村要登录政务服务网，按月报送。"),
        ("各村要抓好落实。上一篇:河道方案 下一篇:消防方案", "各村要抓好落实。"),
    ],
)
def test_a_rule_mends_this_and_not_that(before: str, after: str) -> None:
    assert cleaned(before) == after


@given(st.text(alphabet="一二排查隐患，。；：、（）“”《》12.:,;()\"' `xX", max_size=60))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    entries, _ = clean_entries(text_entries(text))
    again, repairs = clean_entries(entries)
    assert again == entries
    assert repairs == ()


@pytest.mark.parametrize(
    ("lines", "result"),
    [
        (
            ("全年巡河不少于", "48", "次，每次不少于", "2", "人。"),
            ["全年巡河不少于48次，每次不少于2人。"],
        ),
        (("1.", "巡河有记录。"), ["1.巡河有记录。"]),
        (("1", "、更新公示牌。"), ["1、更新公示牌。"]),
        (("做到日日有人。3", "、补足巡河员。"), ["做到日日有人。", "3、补足巡河员。"]),
        (("4.队伍齐整", "。招募巡河员十名。"), ["4.队伍齐整。招募巡河员十名。"]),
        (
            ("街道反复商量，制定。", "工作方案。", "各村要落实。"),
            ["街道反复商量，制定工作方案。", "各村要落实。"],
        ),
        (
            ("3.封闭危险河段。对水位超限的河段立", "即拉起警戒线，所有人员撤离。"),
            ["3.封闭危险河段。对水位超限的河段立即拉起警戒线，所有人员撤离。"],
        ),
        (
            ("二是设立", "水位观测点，每日两次报送。"),
            ["二是设立水位观测点，每日两次报送。"],
        ),
        (
            ("组长：周某某 副组长：李某某", "成员：王某"),
            ["组长：周某某", "副组长：李某某", "成员：王某"],
        ),
        (("一、工作目标", "全年完成排查。"), ["一、工作目标", "全年完成排查。"]),
        (("组长：周某某", "下设办公室，负责协调。"), ["组长：周某某", "下设办公室，负责协调。"]),
        (
            ("青禾县消防整治实施方案", "为消除隐患，特制定本方案。"),
            ["青禾县消防整治实施方案", "为消除隐患，特制定本方案。"],
        ),
        (("青禾县柳溪街道办事处", "2026年3月5日"), ["青禾县柳溪街道办事处", "2026年3月5日"]),
        (("2.甲事；", "、乙事；"), ["2.甲事；", "3、乙事；"]),
    ],
)
def test_torn_lines_are_joined_and_whole_ones_left(
    lines: tuple[str, ...], result: list[str]
) -> None:
    assert joined(*lines) == result


def test_a_joined_paragraph_covers_both_lines_and_warns() -> None:
    (document,) = read_text("各村要建立台账，逐户登记情况，及时\n\n更新信息，做到底数清楚。")
    assert document.blocks[0].lines == (1, 3)
    assert [(w.code, w.line) for w in document.warnings if w.code == "cut-paragraph"] == [
        ("cut-paragraph", 3)
    ]


def test_cleaning_is_reported_once_a_rule_with_its_first_line() -> None:
    (document,) = read_text("各村要建立台账。\n加强领导,压实责任。\n抓好落实,务求实效。")
    assert [(w.code, w.line, w.message) for w in document.warnings if "cleaned" in w.code] == [
        (
            "cleaned-punctuation",
            2,
            "半角标点改为全角，共 2 处：第 2、3 行，如“加强领导,压实责任”改为“加强领导，压实责任”",
        )
    ]


def test_a_hyphen_between_two_words_stays_though_their_characters_meet_elsewhere() -> None:
    lines = (
        "权利的重构-转移过程。",
        "社会结构转型后，各单位转变职能、转移支付，构建体系，重构流程。",
    )
    entries, _ = clean_entries([Text(line) for line in lines])
    assert [e.text for e in entries if isinstance(e, Text)] == list(lines)


def test_a_mark_that_splits_a_word_goes_where_the_word_stands_elsewhere() -> None:
    lines = "先观.察三日，构建和-谐社区。", "每日观察水位，共享和谐。", "灯塔-先锋平台照旧。"
    entries, repairs = clean_entries([Text(line) for line in lines])
    assert [e.text for e in entries if isinstance(e, Text)] == [
        "先观察三日，构建和谐社区。",
        "每日观察水位，共享和谐。",
        "灯塔-先锋平台照旧。",
    ]
    assert [(r.code, r.before, r.after) for r in repairs] == [
        ("watermark", "先观.察三日，构", "先观察三日，构"),
        ("hyphens", "，构建和-谐社区。", "，构建和谐社区。"),
    ]


SWITCHED: dict[str, tuple[str, str]] = {
    "width": ("排查１２户。", "１２"),
    "watermark": ("河道里的'漂浮物。", "的'漂"),
    "hyphens": ("甲-乙-丙丁。", "甲-乙-丙"),
    "punctuation": ("加强领导,压实责任。", "领导,压实"),
    "half-width-stop": ("集中排查.共检查12家。", "排查.共"),
    "spaces": ("先走访 再登记，逐户上门。", "走访 再"),
    "ellipsis": ("等等......", "......"),
    "repeated-marks": ("收支，，平衡。", "，，"),
    "bracket-stop": ("3、总结阶段。（4月底前）\n召开会议，总结经验。", "阶段。（"),
    "site-name": ("各村要抓好落实，按月报送情况。好写范文网", "好写范文网"),
    "torn-number": ("全年巡河不少于\n48\n次。", "48"),
    "torn-mark": ("全年巡河，逐段登记\n，不少于四十次。", "登记"),
    "torn-link": ("街道商量，制定。\n工作方案。\n各村要落实。", "制定。"),
    "cut-paragraph": ("各村要建立台账，逐户登记，及时\n更新信息。", "及时"),
    "lost-number": ("2.甲事；\n、乙事；", "、乙事"),
    "flattened-table": ("序号 社区 户数\n1 东湾社区 12\n2 西湾社区 15", "1 东湾社区 12"),
    "decimal-ordinals": (
        "1.1 目的\n规范处置。\n1.2 依据\n按规定办。\n1.3 范围\n全街道。",
        "1.1 目的",
    ),
    "glued-ordinal": ("1、检查甲处；\n2、检查乙处。3、检查丙处。\n4、检查丁处。", "乙处。3、检查"),
    "labels-in-row": ("组长：周某某 副组长：李某某", "周某某 副组长"),
    "continued-label": (
        "成员：周某某（主任）\n李某某（民政助理）。\n各村要落实。",
        "李某某（民政助理）。",
    ),
    "furniture": ("各村要落实。\n点击下载\n每月报送情况。", "点击下载"),
    "heading-stop": ("一、工作目标。\n全年零事故。", "工作目标。"),
}


@pytest.mark.parametrize("rule", sorted(LABELS))
def test_a_rule_that_is_off_leaves_the_text_alone_and_reports_nothing(rule: str) -> None:
    text, kept = SWITCHED[rule]
    (mended,) = read_text(text)
    (left,) = read_text(text, settings=Settings.leaving_out([rule]))
    codes = {rule, f"cleaned-{rule}"}
    assert any(w.code in codes for w in mended.warnings)
    assert not any(w.code in codes for w in left.warnings)
    texts = [f"{getattr(b, 'lead', '')}。{getattr(b, 'text', '')}" for b in left.blocks]
    assert any(kept in text for text in texts)
    assert mended.blocks != left.blocks


def test_words_in_brackets_that_stand_alone_are_no_torn_ordinal() -> None:
    (document,) = read_text("一、组织机构\n成员：周某某\n（网格员）\n（二）岗位职责\n逐户走访。")
    assert not any(w.code == "cleaned-torn-number" for w in document.warnings)
    assert any(getattr(b, "text", "") == "岗位职责" for b in document.blocks)


def test_an_unknown_rule_is_refused_with_the_list_of_all() -> None:
    with pytest.raises(Unreadable, match=r"没有“spacing”这条清洗规则.*spaces"):
        Settings.leaving_out(["spacing"])


def test_every_rule_is_documented_and_no_other() -> None:
    page = DOCUMENTATION.read_text("utf-8").partition("## What is left and told")[0]
    documented = set(re.findall(r"^(?:\| )?`([a-z-]+)`(?: \||:)", page, re.M))
    assert documented == set(LABELS)
