"""Composing: gaps, dropped sentences, sections and their states."""

from __future__ import annotations

import pytest

from corpus.document import Block, Document, Figure, Heading, Item, Paragraph, SignOff, Table
from generator.compose import compose
from generator.errors import IncompleteInputs, InputError, TemplateError
from generator.states import SectionState
from tests.generator.composing import complete, composed, lines, small

# The whole sample


def test_the_sample_composes_with_nothing_missing() -> None:
    made = composed()
    assert made.gaps == ()
    assert made.findings == ()
    document = made.document
    assert document == document.canonical()
    assert document.title == "青禾县柳溪街道办事处2026年“清河行动”实施方案"
    assert (document.genre, document.issuer) == ("实施方案", "青禾县柳溪街道办事处")
    assert (document.year, document.place) == (2026, "青禾县")
    assert document.recipients == ("各社区居民委员会", "各村民委员会", "街道各办（中心）")
    assert document.signoff == SignOff(("青禾县柳溪街道办事处",), "2026-02-20")
    assert [(a.title, a.landscape) for a in document.attachments] == [
        ("任务分工表", True), ("河道情况", False),
    ]  # fmt: skip
    headings = [b for b in document.blocks if isinstance(b, Heading) and b.level == 1]
    assert [(h.marker, h.role) for h in headings] == [
        ("一、", "situation"), ("二、", "guiding"), ("三、", "goals"), ("四、", "tasks"),
        ("五、", "steps"), ("六、", "duty"), ("七、", "safeguard"),
    ]  # fmt: skip
    first = document.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.role == "opening"
    assert Document.from_json(document.to_json()) == document


def test_spans_name_the_blocks_of_each_section() -> None:
    made = composed()
    ids = {block.id: block for block in made.document.all_blocks()}
    assert list(made.spans) == [
        "opening", "situation", "guiding", "goals", "tasks", "steps", "duty", "safeguard",
        "task-table", "rivers",
    ]  # fmt: skip
    assert [i for span in made.spans.values() for i in span] == list(ids)
    head = ids[made.spans["tasks"][0]]
    assert isinstance(head, Heading)
    assert head.text == "重点任务"


def test_macros_write_what_a_clerk_would() -> None:
    text = lines(composed())
    for line in (
        "打捞漂浮物。每日巡河打捞。（牵头单位：城建办；配合单位：各社区；完成时限：2026年4月30日）",
        "整治排污口。牵头单位：环保站；完成时限：长期坚持。",
        "河面保洁率达到100%（2026年6月30日前）；",
        "断面达标率不低于90%。",
        "成员：城建办负责人、各社区负责人",
        "清淤组。负责清淤。",
        "整治河道12条，已达标9条，占75.0%。河道全长38.5公里；保洁率达到95%；不留死角。",
        "安排专项资金20万元，预算共20.5万元（大写：贰拾万伍仟元整）。有关要求：每周通报一次。",
    ):
        assert line in text
    assert any(line.startswith("组长：周某某") and "街道办事处主任" in line for line in text)


def test_tables_have_typed_columns() -> None:
    tables = [b for b in composed().document.all_blocks() if isinstance(b, Table)]
    budget, tasks, rivers, _ = tables
    assert budget.caption == "经费预算表"
    assert [(c.name, c.unit, c.type) for c in budget.columns] == [
        ("序号", None, "integer"), ("项目", None, "text"), ("金额", "万元", "decimal"),
    ]  # fmt: skip
    assert [cell.text for cell in budget.rows[-1]] == ["合计", "", "20.5"]
    assert len(tasks.rows) == 2
    assert [(c.name, c.unit, c.type) for c in rivers.columns][1] == ("长度", "公里", "decimal")


def test_a_chart_is_a_figure_whose_text_states_the_values() -> None:
    (figure,) = [b for b in composed().document.all_blocks() if isinstance(b, Figure)]
    assert figure.caption == "各季度水质"
    assert figure.chart is not None
    assert figure.chart.series[0].values[0] in figure.alt
    assert all(name in figure.alt for name in figure.chart.names)


# What is missing


def test_a_required_field_without_value_prints_its_gap_and_is_listed() -> None:
    made = composed(起止=None)
    assert made.document.title == "青禾县柳溪街道办事处【待补：起止】年“清河行动”实施方案"
    assert [(g.field, g.label, g.section) for g in made.gaps] == [("起止", "起止", "title")]
    with pytest.raises(IncompleteInputs) as caught:
        made.check(gaps=False)
    assert "待补：起止" in caught.value.message
    made.check()


def test_nothing_filled_in_still_composes() -> None:
    made = compose(complete(), {})
    # 总河长, 范围, 河道条数 stand in sentences that go, since they lack optional values, too
    assert {gap.field for gap in made.gaps} == {
        "单位", "行动名称", "起止", "阶段", "任务", "成文日期",
    }  # fmt: skip
    assert made.findings == ()
    assert made.document.signoff == SignOff(("【待补：单位】",), "【待补：成文日期】")


@pytest.mark.parametrize("name", sorted(complete().fields))
def test_each_field_may_be_missing_alone(name: str) -> None:
    made = composed(**{name: None})
    assert {gap.field for gap in made.gaps} == (
        {name} if complete().fields[name].required else set()
    )
    for line in (*lines(made), made.document.title):
        assert "，，" not in line
        assert "（）" not in line
        assert ("待补" in line) <= complete().fields[name].required
    assert made.document == made.document.canonical()


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("一。二{{ 甲 }}。三。", ["一。三。"]),
        ("一；二{{ 甲 }}；三。", ["一；三。"]),
        ("一；二{{ 甲 }}。", ["一。"]),
        ("{{ 甲 }}一！二？", ["二？"]),
        ("一。“二{{ 甲 }}。”三。", ["一。三。"]),
        ("一（二；三{{ 甲 }}；四）。", ["一（二；四）。"]),
        ("一（二{{ 甲 }}）。三。", ["三。"]),
        ("一，二{{ 甲 }}", []),
        ("组长：{{ 甲 }}", []),
        ("组长：一；二{{ 甲 }}", ["组长：一"]),
        ("1.一；\n2.二{{ 甲 }}；\n3.三。", ["一；", "三。"]),
        ("1.一；\n2.二；\n3.三{{ 甲 }}。", ["一；", "二。"]),
        (
            "一{{ 甲 * 2 + 1 }}。{{ 甲|percent_of(甲) }}。{{ 甲.年 }}。{{ 甲|chinese }}。二。",
            ["二。"],
        ),
        ("{% if 甲 %}一{% else %}二{% endif %}{% if 甲 > 3 %}三{% endif %}。", ["二。"]),
        ("{% for 丙 in 甲 %}一{{ 丙 }}。{% endfor %}二。", ["二。"]),
        ("{{ 甲|default('无') }}。", ["无。"]),
        ("{% if 乙 %}一{{ 乙 }}。{% endif %}", ["一【待补：乙】。"]),
        ("{% for 丙 in 乙 %}一{{ 丙.名称 }}。{% endfor %}", ["一【待补：乙】。"]),
    ],
)
def test_the_sentence_that_lacks_an_optional_value_goes(body: str, texts: list[str]) -> None:
    assert lines(small(body)) == texts


def test_headings_below_which_nothing_is_left_go() -> None:
    body = "## 一节\n### 小题\n{{ 甲 }}\n#### 更小\n{{ 甲 }}\n"
    body += "## 又一节\n### 落实。\n{{ 甲 }}\n## 末节\n好。"
    assert lines(small(body)) == ["末节", "好。"]
    assert lines(small(body, 甲="有"))[:4] == ["一节", "小题", "有", "更小"]


def test_an_empty_attachment_goes() -> None:
    body = "正文。\n# 附表 {: attachment }\n{{ 甲 }}"
    assert small(body).document.attachments == ()
    assert [a.title for a in small(body, 甲="有").document.attachments] == ["附表"]


def test_a_part_missing_in_a_row_is_a_gap_in_its_section() -> None:
    tasks = [{"事项": "打捞", "牵头单位": "城建办"}]
    made = composed(任务=tasks)
    assert [(g.label, g.section) for g in made.gaps] == [
        ("第1项时限", "tasks"), ("第1项时限", "task-table"),
    ]  # fmt: skip
    assert "打捞。牵头单位：城建办；完成时限：【待补：第1项时限】。" in lines(made)


def test_a_section_left_out_has_no_gaps() -> None:
    made = compose(
        complete(),
        complete().sample_inputs() | {"任务": ""},
        sections=[SectionState("tasks", "off"), SectionState("task-table", "off")],
    )
    assert made.gaps == ()


# Inputs that do not fit


def test_an_unknown_input_is_refused_with_the_nearest_name() -> None:
    made = composed(河道数="12")
    (finding,) = made.findings
    assert finding.message == "没有“河道数”这个要素"
    assert finding.remedy == "是不是“河道条数”"
    with pytest.raises(InputError) as caught:
        made.check()
    assert str(caught.value) == "河道数：没有“河道数”这个要素。是不是“河道条数”。"


def test_a_wrong_input_is_a_finding_and_a_gap_that_can_be_seen() -> None:
    made = composed(达标条数="九")
    (finding,) = made.findings
    assert (finding.field, finding.remedy) == ("达标条数", "改成 9")
    assert any("已达标【待补：达标条数】条" in line for line in lines(made))


def test_dates_without_a_year_take_the_year_of_the_document() -> None:
    phases = "动员部署阶段|3月1日至3月31日|召开动员会。\n清理阶段|4月1日|6月30日|开展清理。"
    made = composed(阶段=phases, 成文日期="2月20日", 年度=None)
    assert made.findings == ()
    assert made.document.signoff == SignOff(("青禾县柳溪街道办事处",), "2026-02-20")
    assert "动员部署阶段（2026年3月1日至3月31日）。召开动员会。" in lines(made)


# Sections and their states


def test_sections_may_be_off_reordered_and_varied() -> None:
    states = [
        SectionState("steps"),
        SectionState("goals", variant="社区"),
        SectionState("safeguard", "off"),
    ]
    made = compose(complete(), complete().sample_inputs(), sections=states)
    heads = [b for b in made.document.blocks if isinstance(b, Heading) and b.level == 1]
    assert [h.role for h in heads] == ["situation", "guiding", "steps", "duty", "goals", "tasks"]
    assert [h.marker for h in heads] == ["一、", "二、", "三、", "四、", "五、", "六、"]
    assert "清理门前河道12条。" in lines(made)


def test_an_edited_section_keeps_the_heading_and_takes_her_blocks() -> None:
    blocks: tuple[Block, ...] = (
        Paragraph(level=2, lead="提高站位", text="压实责任。"),
        Paragraph(text="{{ 不是模板 }}"),
    )
    made = compose(
        complete(),
        complete().sample_inputs(),
        sections=[SectionState("guiding", "edited", blocks=blocks)],
    )
    at = lines(made).index("总体要求")
    assert lines(made)[at + 1 : at + 3] == ["提高站位。压实责任。", "{{ 不是模板 }}"]
    head = next(b for b in made.document.blocks if isinstance(b, Heading) and b.text == "总体要求")
    assert (head.role, head.marker) == ("guiding", "二、")


def test_an_edited_section_may_bring_its_own_heading_and_be_new() -> None:
    own = (Heading(level=1, text="工作原则"), Paragraph(text="坚持实事求是。"))
    new = (Heading(level=1, text="附则"), Paragraph(text="自印发之日起施行。"))
    states = [
        SectionState("guiding", "edited", blocks=own),
        SectionState("mine", "edited", blocks=new),
    ]
    made = compose(complete(), complete().sample_inputs(), sections=states)
    assert "总体要求" not in lines(made)
    assert "工作原则" in lines(made)
    assert [b.text for b in made.document.blocks if b.id in made.spans["mine"]] == [  # type: ignore[union-attr]
        "附则", "自印发之日起施行。",
    ]  # fmt: skip


def test_states_of_sections_that_are_not_there_are_told() -> None:
    states = [SectionState("goal"), SectionState("goals", variant="县城")]
    made = compose(complete(), complete().sample_inputs(), sections=states)
    assert [f.severity for f in made.findings] == ["warning", "warning"]
    assert "没有这个章节" in made.findings[0].message
    assert "没有“县城”这种写法" in made.findings[1].message
    made.check()


def test_a_section_without_a_heading_carries_its_role_on_its_text() -> None:
    made = small("正文。\n## {: role=closing }\n特此报告。")
    assert [(b.text, b.role) for b in made.document.blocks if isinstance(b, Paragraph)] == [
        ("正文。", "opening"),
        ("特此报告。", "closing"),
    ]


def test_long_text_on_its_own_line_becomes_blocks_as_typed() -> None:
    made = composed(
        背景="总的情况。\n一、不是章节\n（一）水质好转。断面达标。\n1.甲；\n2.乙。\n组长：某某"
    )
    at = lines(made).index("背景")
    section = made.document.blocks[at + 1 : at + 7]
    assert [type(b).__name__ for b in section] == [
        "Paragraph", "Heading", "Paragraph", "Item", "Item", "Label",
    ]  # fmt: skip


def test_long_text_inside_a_sentence_is_joined() -> None:
    made = small("要求：{{ 丙 }}，望遵照。", "  丙: {type: long-text}\n", 丙="一\n二\nred\nline")
    assert lines(made) == ["要求：一二red line，望遵照。"]


def test_a_stop_that_is_typed_is_not_doubled() -> None:
    made = small("### {{ 甲 }}。\n要求{{ 乙 }}；好。", 甲="排查隐患。", 乙="严格。")
    assert lines(made) == ["排查隐患。要求严格；好。"]


def test_a_template_that_fails_while_composing_names_the_line() -> None:
    with pytest.raises(TemplateError) as caught:
        small("一。\n二{{ 乙.名称 }}。", 乙="x")
    assert caught.value.where == "small.md:11:7"
    assert "没有“名称”这一项" in caught.value.message
    with pytest.raises(TemplateError) as caught:
        small("{{ phases(乙, 2, 3, 4) }}", 乙="x")
    assert caught.value.message == "宏“phases”的参数不对"


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("丙 + 1", "13"), ("丙 / 5", "2.4"), ("丙 - 20", "-8"), ("-丙", "-12"), ("丙 // 5", "2"),
        ("丙|percent_of(16)", "75.0%"), ("丙|chinese", "十二"), ("2|chinese", "两"),
        ("2|ordinal", "第二"), ("丁|daxie", "壹拾贰万伍仟元整"), ("丁 * 2", "25万元"),
        ("丁 + 丁", "25万元"), ("丙 ~ '户'", "12户"), ("(戊.止 - 戊.起) + 1", "31"),
        ("戊.年 - 1", "2025"), ("range(3)|count", "3"), ("丙 > 10", "是"),
        ("(丙 / 7)|round(1)", "1.7"), ("0.5", "0.5"), ("丙 * 0.5", "6"), ("丁 / 丁", "1"),
    ],
)  # fmt: skip
def test_expressions_compute(expression: str, text: str) -> None:
    fields = "  丙: {type: integer}\n  丁: {type: money, unit: 万元}\n  戊: {type: period}\n"
    made = small(f"{{{{ {expression} }}}}", fields, 丙="12", 丁="12.5", 戊="2026年3月1日至31日")
    assert lines(made) == [text]


def test_rows_may_be_picked_by_a_part() -> None:
    fields = "  丙: {type: tasks}\n"
    rows = "甲||城建办|各社区|每月\n乙||城建办||每月\n丁||城建办|各社区|每月"
    made = small(
        "有{{ 丙|selectattr('配合单位')|count }}项：{{ 丙|selectattr('配合单位')|listing }}。",
        fields,
        丙=rows,
    )
    assert lines(made) == ["有2项：甲和丁。"]
    assert lines(small("{{ 丙|rejectattr('配合单位')|listing }}", fields, 丙=rows)) == ["乙"]
    assert lines(small("{{ 丙|first }}和{{ (丙|last).牵头单位 }}", fields, 丙=rows)) == [
        "甲和城建办"
    ]


def test_texts_beside_markup_stay_values() -> None:
    made = small("{{ marker(3, 1) ~ 甲 ~ '<' }}；\n2.二。", 甲="<b>|*x*")
    block, _ = made.document.blocks
    assert block == Item("b1", 3, "1.", "<b>|*x*<；")


def test_columns_that_nobody_filled_are_left_out_of_tables() -> None:
    tables = [
        block
        for block in composed(
            任务=[{"事项": "甲", "牵头单位": "乙", "时限": "每月"}] * 2,
            目标=[{"名称": "甲", "目标值": "100%"}],
        ).document.all_blocks()
        if isinstance(block, Table)
    ]
    assert [column.name for column in tables[1].columns] == [
        "序号",
        "重点任务",
        "牵头单位",
        "完成时限",
    ]
    assert [column.name for column in tables[-1].columns] == ["序号", "指标", "目标值"]
    full = [b for b in composed().document.all_blocks() if isinstance(b, Table)]
    assert [len(table.columns) for table in full] == [3, 6, 2, 4]
    assert [[len(row) for row in table.rows] for table in full] == [
        [3] * 3,
        [6] * 2,
        [2] * 2,
        [4] * 2,
    ]
