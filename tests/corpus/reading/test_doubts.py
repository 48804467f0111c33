"""What a source lost, emptied, contradicts or masks is left as it is and told with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.reading import read_text
from corpus.reading.placeholders import KINDS, placeholders_in

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "cleaning.md"
OPENING = "为做好巡河工作，结合柳溪街道实际，特制定本方案。"


def told(text: str) -> list[tuple[str, int | None]]:
    """Code and line of the warnings about `text`, without those about cleaning and genre."""
    (document,) = read_text(text)
    return [
        (w.code, w.line)
        for w in document.warnings
        if not w.code.startswith("cleaned-") and w.code != "uncertain-genre"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{OPENING}\n组长：\n副组长：\n办公室设在水利站。",
            [("empty-slot", 2), ("empty-slot", 3)],
        ),
        (f"{OPENING}\n组长：周方\n成员：李芳", []),
        (f"{OPENING}\n成员：\n周芳、李芳、王芳", []),
        (f"{OPENING}\n一、工作目标\n做到如下：\n二、工作要求\n按月报送。", [("empty-slot", 3)]),
        (f"{OPENING}\n领导小组组成人员如下：\n办公室设在水利站，负责日常。", [("empty-slot", 2)]),
        (f"{OPENING}\n由同志任组长，每月召开例会。", [("lost-characters", 2)]),
        (f"{OPENING}\n出动人次，清运垃圾十吨。", []),
        (f"{OPENING}\n出动人力，人次，清运垃圾十吨。", [("lost-characters", 2)]),
        (f"{OPENING}\n面积共计平方米，可容纳百人。", [("lost-characters", 2)]),
        (f"{OPENING}\n4月15日至4底完成。", [("lost-characters", 2)]),
        (f"{OPENING}\n4月15日至4月底完成，年底总结。", []),
        (f"{OPENING}\n于年9月30日前完成。", [("lost-characters", 2)]),
        (f"{OPENING}\n水质提高2、5倍左右。", [("lost-characters", 2)]),
        (f"{OPENING}\n按照《巡河办法执行，不得马虎。", [("unpaired-mark", 2)]),
        (f"{OPENING}\n垃圾送到定点机构.上门收取。", [("doubtful-stop", 2)]),
        ("如下：\n一、巡河\n每日一次。\n二、清淤\n每月一次。", [("cut-head", 1)]),
        ("一、巡河\n每日一次。\n二、清淤\n每月一次。", [("cut-head", 1)]),
        (f"{OPENING}\n一、巡河\n每日一次。\n二、清淤", [("cut-tail", 4)]),
        (
            f"{OPENING}\n要加强值守，遇有险情立即上报，组织沿岸群众及时转移到安全地带并妥",
            [("cut-tail", 2)],
        ),
        (
            f"{OPENING}\n抓好以下三项重点工作：\n1.巡河；\n2.清淤。",
            [("contradictory-count", 2)],
        ),
        (f"{OPENING}\n抓好以下两项重点工作：\n1.巡河；\n2.清淤。", []),
        (f"{OPENING}\n抓好三个方面：一是巡河。二是清淤。", [("contradictory-count", 2)]),
        (f"{OPENING}\n落实“四个一”：一本台账，一张地图，一支队伍。", [("contradictory-count", 2)]),
        (f"{OPENING}\n落实“三个一”：一本台账，一张地图，一支队伍。", []),
        (f"{OPENING}\n一是巡河。三是清淤。", [("broken-series", 2)]),
        (f"{OPENING}\n一是巡河。二是清淤。\n三是植绿。", []),
        (f"{OPENING}\n在新的办法中一是巡河从严；二是清淤从快。", []),
        (f"{OPENING}\n先抓清淤；二是植绿。", [("broken-series", 2)]),
        (f"{OPENING}\n组长：夏x\n成员：各村主任", [("placeholders", 2)]),
        (f"{OPENING}\n于20xx年在XX社区开展。", [("placeholders", 2)]),
        (f"{OPENING}\n投入20xx—10000元。", [("masked-figure", 2), ("placeholders", 2)]),
    ],
)
def test_a_doubt_is_told_with_its_line_and_a_sound_text_has_none(
    text: str, expected: list[tuple[str, int]]
) -> None:
    assert told(text) == expected


def test_a_lost_parent_is_told_with_the_role_that_its_children_suggest() -> None:
    (document,) = read_text(
        f"{OPENING}\n（一）防汛目标\n零溺亡。\n（二）水质目标\n达到三类水。\n"
        "（一）准备阶段\n三月动员。\n（二）整治阶段\n四月清淤。\n（三）总结阶段\n五月总结。\n"
        "（一）加强组织领导\n街道牵头。\n（二）强化督查考核\n每月通报。"
    )
    lost = [(w.line, w.message) for w in document.warnings if w.code == "lost-parent-heading"]
    assert lost == [
        (2, "序号重新起头，上一级标题可能丢失，看内容像“工作目标”"),
        (6, "序号重新起头，上一级标题可能丢失，看内容像“实施步骤”"),
        (12, "序号重新起头，上一级标题可能丢失，看内容像“保障措施”"),
    ]


def test_numbers_that_skip_or_start_late_are_told() -> None:
    assert told(f"{OPENING}\n二、巡河\n每日一次。\n四、清淤\n每月一次。") == [
        ("lost-heading", 2),
        ("skipped-number", 4),
    ]


def test_headings_that_begin_again_with_none_above_them_have_lost_one() -> None:
    body = "每日一次，逐段登记。"
    again = f"{OPENING}\n1.巡河\n{body}\n2.清淤\n{body}\n1.植绿\n{body}\n2.保洁\n{body}"
    assert told(again) == [("lost-parent-heading", 6)]
    introduced = again.replace(f"{body}\n1.植绿", "还要做好以下工作：\n1.植绿")
    assert told(introduced) == []


def test_the_list_of_attachments_has_lost_nothing() -> None:
    text = f"{OPENING}\n一、巡河\n每日一次。\n二、清淤\n每月一次。\n附件：1.任务表\n2.名单\n3.地图"
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20xx年3月", [("masked_year", "20xx")]),
        ("××年度工作", [("masked_year", "××")]),
        ("20xx-20xx年", [("masked_year", "20xx"), ("masked_year", "20xx")]),
        ("在XX社区召开", [("masked_place", "XX")]),
        ("x街的店铺", [("masked_place", "x")]),
        ("某某镇", [("masked_place", "某某")]),
        ("公安x分局", [("masked_unit", "x")]),
        ("××小学", [("masked_unit", "××")]),
        ("由×××同志任组长", [("masked_person", "×××")]),
        ("组长：周某某", [("masked_person", "周某某")]),
        ("组长：周xx", [("masked_person", "周xx")]),
        ("共xx人次", [("masked_number", "xx")]),
        ("柳办发〔20xx〕xx号", [("masked_year", "20xx"), ("masked_number", "xx")]),
        ("法治**建设", [("masked_text", "**")]),
        ("夏x", [("masked_person", "夏x")]),
        ("某医院", [("masked_unit", "某")]),
        ("某个业委会、某些单位、某种机关", []),
        ("3×4米、iPhoneX、Excel表、xlsx文件", []),
    ],
)
def test_a_placeholder_is_kept_and_typed(text: str, expected: list[tuple[str, str]]) -> None:
    found = sorted(placeholders_in(text), key=lambda one: one[2])
    assert [(kind, value) for kind, value, _ in found] == expected
    assert all(text[at : at + len(value)] == value for _, value, at in found)


def test_placeholders_stand_in_the_facts_with_their_block_and_place() -> None:
    (document,) = read_text(f"{OPENING}\n于20xx年在XX社区开展，由周某某同志负责。")
    masked = [(f.kind, f.value, f.block, f.span) for f in document.facts if f.kind in KINDS]
    assert masked == [
        ("masked_year", "20xx", "b2", (1, 5)),
        ("masked_place", "XX", "b2", (7, 9)),
        ("masked_person", "周某某", "b2", (15, 18)),
    ]
    assert document.blocks[1].text == "于20xx年在XX社区开展，由周某某同志负责。"  # type: ignore[union-attr]


def test_every_warning_and_every_kind_of_placeholder_is_documented() -> None:
    folder = Path(__file__).parents[3] / "corpus" / "reading"
    raised = {
        code
        for path in folder.glob("*.py")
        for code in re.findall(r'Caution\(\s*"([a-z-]+)"', path.read_text("utf-8"))
    }
    documented = set(re.findall(r"`([a-z_-]+)`", DOCUMENTATION.read_text("utf-8")))
    assert raised | set(KINDS) <= documented


def test_counts_hold_for_the_items_of_one_kind() -> None:
    text = (
        "柳溪街道防汛工作方案\n重点抓好以下两项工作：\n（一）排查隐患。逐处查看河段。\n"
        "（二）备足物资。汛前清点入库。\n（三）请求支持的事项\n请县水利局派员指导。\n"
    )
    (document,) = read_text(text)
    assert "contradictory-count" not in [w.code for w in document.warnings]


def test_a_number_of_streets_before_a_list_is_no_count_of_it() -> None:
    items = "1.学校门口；\n2.农贸市场周边；\n3.车站。\n"
    text = f"柳溪街道市容整治方案\n整治24条道路两侧，以及下列区域：\n{items}"
    (document,) = read_text(text)
    assert "contradictory-count" not in [w.code for w in document.warnings]
