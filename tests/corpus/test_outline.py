"""Ordinals are recognised and spelt; lines are understood with their neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.outline import (
    Line,
    chinese_numeral,
    circled,
    marker,
    numeral_value,
    ordinal,
    read_line,
    read_lines,
)


def kinds(*texts: str) -> list[str]:
    return [line.kind for line in read_lines(texts)]


@given(st.integers(1, 999))
def test_a_chinese_numeral_reads_back_as_its_number(number: int) -> None:
    assert numeral_value(chinese_numeral(number)) == number


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (100, "一百"), (105, "一百零五")],
)
def test_numerals_are_spelt_as_ordinals_are(number: int, numeral: str) -> None:
    assert chinese_numeral(number) == numeral


def test_a_number_in_a_circle_falls_back_to_brackets_above_fifty() -> None:
    assert (circled(1), circled(21), circled(50), circled(51)) == ("①", "㉑", "㊿", "（51）")


@pytest.mark.parametrize(
    ("line", "level", "normal"),
    [
        ("一、工作目标", 1, "一、"),
        ("十二．附则", 1, "十二、"),
        ("二，工作目标", 1, "二、"),
        ("(一)宣传发动", 2, "（一）"),
        ("（ 十 一 ）", None, None),
        ("（二）、文卫科", 2, "（二）"),
        ("1、排查隐患", 3, "1."),
        ("1．排查隐患", 3, "1."),
        ("１．排查隐患", 3, "1."),
        ("3.100%的学校", 3, "3."),
        ("2. 5月底前完成", 3, "2."),
        ("(3)清理楼道", 4, "（3）"),
        ("3）清理楼道", 4, "（3）"),
        ("②清理楼道", 5, "②"),
        ("一是加强领导", 5, "一是"),
        ("第二，资金不足", 5, "第二，"),
        ("第一阶段:宣传发动", None, "第一阶段："),
        ("第二阶段,集中整治", None, "第二阶段："),
        ("第三阶段（9月—10月）", None, "第三阶段："),
        ("第三步：验收", None, "第三步："),
        ("问题二:力量不足", None, "问题二："),
        ("第三章 考核内容", 1, "第三章　"),
        ("第十二条　本办法由街道解释。", 1, "第十二条　"),
    ],
)
def test_an_ordinal_is_recognised_and_spelt_normally(
    line: str, level: int | None, normal: str | None
) -> None:
    found = ordinal(line)
    if normal is None:
        assert found is None
    else:
        assert found is not None
        assert (found.level, found.marker) == (level, normal)


@pytest.mark.parametrize(
    "line",
    [
        "12.4国家宪法日",
        "2.5万元",
        "16:00前上报",
        "1+3+n体系",
        "2026年3月5日",
        "第一阶段的工作已经完成",
        "第一书记到岗",
        "一般隐患",
        "十分重视",
        "第二条河道整治完成",
        "一，二，三步走，逐年推进",
        "第三章程修订稿",
    ],
)
def test_a_number_that_is_no_ordinal_is_left_alone(line: str) -> None:
    assert ordinal(line) is None


@given(st.integers(1, 5), st.integers(1, 40))
def test_what_marker_spells_ordinal_recognises(level: int, number: int) -> None:
    found = ordinal(marker(level, number) + "某事")
    assert found is not None
    assert (found.level, found.number, found.marker) == (level, number, marker(level, number))


def test_one_line_is_understood_by_its_marker_alone() -> None:
    assert read_line("一、工作目标") == Line("heading", "工作目标", 1, "一、")
    assert read_line("（一）宣传发动阶段（3月）。") == Line(
        "heading", "宣传发动阶段（3月）", 2, "（一）"
    )
    assert read_line("1、排查隐患。对辖区企业逐户检查。") == Line(
        "paragraph", "对辖区企业逐户检查。", 3, "1.", "排查隐患"
    )
    assert read_line("2.发放宣传单；") == Line("item", "发放宣传单；", 3, "2.")
    assert read_line("一是压实责任，逐级签订责任书。") == Line(
        "paragraph", "压实责任，逐级签订责任书。", 5, "一是"
    )
    assert read_line("副组长:周某某") == Line("label", "周某某", label="副组长")
    assert read_line("为做好消防工作，特制定本方案。") == Line(
        "paragraph", "为做好消防工作，特制定本方案。"
    )


def test_a_stage_takes_the_level_at_which_it_stands() -> None:
    lines = read_lines(
        [
            "四、实施步骤",
            "分三个阶段进行。",
            "第一阶段：宣传发动（3月）。召开动员会。",
            "1.张贴公告；",
            "2.发放通知。",
            "第二阶段：集中整治（4月）。逐户排查。",
            "（一）整治步骤",
            "第一阶段：宣传发动",
            "召开动员会。",
        ]
    )
    assert [line.level for line in lines] == [1, None, 2, 3, 3, 2, 2, 3, None]
    assert lines[2].lead == "宣传发动（3月）"
    assert lines[7] == Line("heading", "宣传发动", 3, "第一阶段：")


def test_a_stage_above_everything_stands_at_level_one() -> None:
    assert read_lines(["第一阶段：宣传发动", "召开动员会。"])[0].level == 1


def test_the_line_below_tells_a_heading_from_an_item() -> None:
    assert kinds("（一）组长职责。", "负责全面工作。", "（二）成员职责。", "负责日常工作。") == [
        "heading",
        "paragraph",
        "heading",
        "paragraph",
    ]
    assert kinds("（一）坚决制止浪费。", "（二）严格执行规定。", "（三）公开办事程序。") == [
        "item",
        "item",
        "item",
    ]


def test_siblings_decide_for_the_last_item_of_a_list() -> None:
    assert kinds(
        "1.阵地改造10万元；", "2.设施改造30万元；", "3.服务购买20万元", "合计60万元。"
    ) == [
        "item",
        "item",
        "item",
        "paragraph",
    ]
    assert kinds(
        "1.安排好人员，按时参加。", "2.带齐工具，听从安排。", "3.注意安全。", "散会。"
    ) == [
        "item",
        "item",
        "item",
        "paragraph",
    ]


def test_bare_terms_below_level_two_are_a_list() -> None:
    assert kinds("三、整治内容", "1.楼道堆物", "2.飞线充电", "3.违章停车") == [
        "heading",
        "item",
        "item",
        "item",
    ]


def test_the_first_of_several_in_one_paragraph_is_no_lead() -> None:
    assert read_line("一是人手不足。二是经费短缺。").lead is None
    assert read_line("一是人手不足。全社区仅有3人。").lead == "人手不足"


def test_the_name_of_a_section_before_a_colon_is_a_lead_and_other_words_are_not() -> None:
    line = read_line("（一）工作目标：全年不发生较大火灾。")
    assert (line.kind, line.lead, line.text) == (
        "paragraph",
        "工作目标",
        "全年不发生较大火灾。",
    )
    assert read_line("1.阵地改造：10万元").lead is None


def test_a_name_of_a_section_with_a_colon_is_a_heading() -> None:
    lines = read_lines(["一、总体要求：", "坚持党建引领。", "二、整治内容：", "清理堆物。"])
    assert [line.kind for line in lines[::2]] == ["heading", "heading"]


def test_a_lead_may_hold_a_stage() -> None:
    line = read_line("（一）第一阶段：准备部署（9月1日至10日）。召开动员会，培训工作人员。")
    assert line.lead == "第一阶段：准备部署（9月1日至10日）"
    dated = read_line("（一）2026年3月1日至3月31日：推荐申报。社区按名额审核推荐。")
    assert dated.lead == "2026年3月1日至3月31日：推荐申报"


def test_the_first_sentence_of_an_article_is_no_lead() -> None:
    article = read_line("第四条 考核实行百分制。得分90分以上为优秀。")
    assert (article.kind, article.level, article.lead) == ("item", 1, None)


def test_a_first_sentence_is_no_lead_among_items_with_semicolons() -> None:
    lines = read_lines(["1.路面平整；", "2.垃圾入箱。箱边无散落；", "3.车辆入位；"])
    assert [(line.kind, line.lead) for line in lines] == [("item", None)] * 3


def test_a_heading_may_end_in_a_colon_unless_it_announces_a_list() -> None:
    assert kinds("二、整治内容：", "1.楼道堆物；", "2.飞线充电。")[0] == "heading"
    assert kinds("1.巡查重点是以下几处：", "（1）楼道；", "（2）飞线。")[0] == "item"


def test_blank_lines_are_empty_paragraphs_and_no_context() -> None:
    assert read_lines(["（一）组长职责。", "", "负责全面工作。"])[:2] == (
        Line("heading", "组长职责", 2, "（一）"),
        Line("paragraph", ""),
    )


def test_a_marker_with_nothing_behind_it_is_text() -> None:
    assert read_line("1.") == Line("paragraph", "1.")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("组长：周某某", "组长"),
        ("办公室主任：李某某", "办公室主任"),
        ("完成时限：2026年6月30日", "完成时限"),
        ("成员：", "成员"),
    ],
)
def test_a_known_label_is_a_label(text: str, label: str) -> None:
    assert read_line(text).label == label


def test_a_sentence_behind_a_colon_is_no_label() -> None:
    assert read_line("会议强调：一是抓紧。二是抓实。三是抓好。").kind == "paragraph"


@given(st.lists(st.text(max_size=40), max_size=12))
def test_any_lines_give_one_line_each(texts: list[str]) -> None:
    assert len(read_lines(texts)) == len(texts)


def test_a_dated_stage_says_what_before_when() -> None:
    line = read_line("第一阶段（3月1日—3月31日）：宣传发动。召开动员会。")
    assert (line.marker, line.lead, line.text) == (
        "第一阶段：",
        "宣传发动（3月1日—3月31日）",
        "召开动员会。",
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "截至6月底，我社区登记流动人员。",
        "全街道共有消防志愿者36人，分成4组。",
        "要在院内增设投放点，并做到及时清运，无积存。",
        "对沿街商户，通过上门走访的形式，逐户讲解。",
        "各学校设立宣传栏，医院开设讲座。",
    ],
)
def test_a_statement_that_opens_an_item_is_no_lead(sentence: str) -> None:
    line = read_line(f"2.{sentence}每季度通报一次。")
    assert (line.kind, line.lead) == ("item", None)


@pytest.mark.parametrize(
    "lead",
    [
        "要加强组织领导",
        "应急保障到位",
        "强化宣传，营造氛围，确保实效",
        "社区微型消防站建设",
        "通过走访摸清底数，建立台账",
    ],
)
def test_a_short_task_that_opens_an_item_is_its_lead(lead: str) -> None:
    assert read_line(f"2.{lead}。每季度通报一次。").lead == lead


def test_a_list_in_the_same_paragraph_makes_a_long_first_sentence_its_lead() -> None:
    lead = (
        "完善各项制度，推进消防安全管理的制度化、常态化、规范化，"
        "真正形成靠制度管人、按制度办事、用制度规范行为的长效工作机制"
    )
    assert read_line(f"（二）{lead}。1、建立台账。2、定期通报。").lead == lead
    assert read_line(f"（二）{lead}。一是建立台账。二是定期通报。").lead is None
    assert read_line(f"（二）{lead}{lead}。1、建立台账。").lead is None
