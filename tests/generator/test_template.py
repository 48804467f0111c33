"""Loading templates: what is understood, and what is refused at which place."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown import Markdown

from generator.checking import check_template
from generator.compose import compose
from generator.dialect import Caption, Grid, Head, RunIn, _markdown, parse
from generator.errors import TemplateError, UnknownTemplate
from generator.fields.values import Value
from generator.frontmatter import read_yaml
from generator.loading import read
from generator.template import get, load, shipped

DATA = Path(__file__).parent / "data"
HEAD = """---
id: small
title: 小模板
genre: 方案
fields:
  单位: {type: org, required: true, example: 青禾县柳溪街道办事处}
  起止: {type: period, example: 2026年3月1日至6月30日}
  户数: {type: integer, unit: 户, example: 12}
  任务: {type: tasks, example: [{事项: 甲, 牵头单位: 乙, 时限: 每月}]}
---
"""
BODY = "# 标题\n\n开头。\n\n## 目标 {: #goals }\n正文。\n"


def refused(text: str) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        load(text, "x.md")
    return caught.value


def test_the_complete_template_loads() -> None:
    template = load((DATA / "complete.md").read_text("utf-8"), "complete.md")
    assert [section.id for section in template.sections] == [
        "situation", "guiding", "goals", "tasks", "steps", "duty", "safeguard",
    ]  # fmt: skip
    goals = template.sections[2]
    assert [variant.name for variant in goals.variants] == ["街道", "社区"]
    assert template.sections[0].condition == "背景"
    assert template.sections[6].optional
    assert [(a.id, a.landscape, a.condition) for a in template.attachments] == [
        ("task-table", True, None),
        ("rivers", False, "河道表"),
    ]
    assert set(template.sections[1].fields) == {"启动月", "范围", "方式"}
    assert len(template.sha256) == 64


def test_a_template_describes_itself() -> None:
    template = load((DATA / "complete.md").read_text("utf-8"), "complete.md")
    assert set(template.describe()) == {"id", "title", "genre", "topics", "used_by", "summary"}
    schema = template.schema()
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == set(template.fields)
    assert "单位" in schema["required"]
    assert set(template.sample_inputs()) == set(template.fields)


def test_every_scalar_of_the_head_is_a_string() -> None:
    read = read_yaml("区号: 0512\n是: yes\n空: null\n日: 2026-03-01\n", "x")
    assert read.value == {"区号": "0512", "是": "yes", "空": "null", "日": "2026-03-01"}
    assert read.places["是",] == (2, 1)


@pytest.mark.parametrize(
    ("change", "where", "message", "remedy"),
    [
        (("---\nid", "id"), "1:1", "没有文件头", "第一行写 ---"),
        (("\n---\n#", "\n#"), "1:1", "文件头没有结束", "单写一行 ---"),
        (("genre: 方案", "genre: 方按"), "4:1", "没有“方按”这个文种", "是不是“"),
        (("genre: 方案\n", ""), "2:1", "文件头缺少 genre", "写上 genre"),
        (("genre: 方案", "genres: 方案"), "4:1", "没有“genres”这一项", "是不是“genre”"),
        (("title: 小模板", "title: [小模板"), "", "不合 YAML", "核对缩进"),
        (("title: 小模板", "id: 又一个"), "3:1", "“id”写了两次", "只留一处"),
        (("type: org", "type: orgs"), "6:8", "没有“orgs”这个要素类型", "是不是“org”"),
        (("unit: 户", "units: 户"), "8:23", "不用“units”", "是不是“unit”"),
        (("required: true", "required: 是"), "6:19", "required 只能是 true 或 false", ""),
        (("户数:", "户 数:"), "8:3", "只能由汉字", "换一个名称"),
        (("户数:", "户数１:"), "8:3", "全角", "换一个名称"),
        (("户数:", "for:"), "8:3", "保留字", "换一个名称"),
        (("户数:", "一二三四五六七八九十一二三:"), "8:3", "有 13 个字，最多 12 个", "换一个"),
        (("example: 12", "example: 很多"), "8:32", "示例不合自己的类型", "改成阿拉伯数字"),
        (
            ("type: tasks, ", "type: table, columns: [{name: 户, type: integer, example: 多}], "),
            "9:56", "列“户”的示例不合自己的类型：“多”不是数字", "改成阿拉伯数字",
        ),
        (("正文。", "{{ 户树 }}户。"), "16:4", "没有声明“户树”", "是不是“户数”"),
        (("正文。", "好\n共{{ 户数|cout }}户。"), "17:8", "没有“cout”这个过滤器", "是不是“count”"),
        (("正文。", "{% if 户数 is odds %}一{% endif %}"), "16:13", "没有“odds”这个判断", "odd"),
        (("正文。", "共{{ 户数 }户。"), "16:2", "花括号不成对", "{{ 名称 }}"),
        (("正文。", "共{ 户数 }户。"), "16:2", "剩下了花括号", "{{ 名称 }}"),
        (("正文。", "正文。 {: .red }"), "16:5", "剩下了花括号", "属性只写在标题行末"),
        (("正文。", "{% if 户数 %}正文。"), "", "控制结构没有结束", "{% endif %}"),
        (("正文。", "正文。{% endif %}"), "16:4", "多出一个结束标记", "同一章节"),
        (("正文。", "{% if 户数 %}\n## 又一节\n好。\n{% endif %}"), "", "控制结构没有结束", ""),
        (("正文。", "{% include 'x' %}"), "16:1", "不能用 import、include", ""),
        (("#goals }", "#Goals }"), "15:7", "章节编号“Goals”不合规则", "小写字母"),
        (("#goals }", "#goals roles=goals }"), "15:7", "没有“roles”这个属性", "是不是“role”"),
        (("#goals }", "#goals role=goal }"), "15:7", "没有“goal”这个段落角色", "是不是“goals”"),
        (("#goals }", "#goals if=户树 }"), "15:1", "没有声明“户树”", "是不是“户数”"),
        (("正文。", "### 小节 {: #x }\n好。"), "16:1", "这一层标题不能带属性", ""),
        (("正文。", "###### 太深\n好。"), "16:1", "层级过深", "#####"),
        (("正文。", "正文。\n## 目标 {: #goals }\n好。"), "17:1", "“goals”用了两次", "variant"),
        (("正文。", "正文。\n# 又一个标题\n"), "17:1", "标题只能有一个", "attachment"),
        (("# 标题", "## 标题"), "11:1", "章节之前没有标题", "# 标题"),
        (("# 标题", "先写几句\n# 标题"), "11:1", "标题之前有文字", "# 标题"),
        (("正文。", "好\x07。"), "16:1", "控制字符", "删去"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_and_column(
    change: tuple[str, str], where: str, message: str, remedy: str
) -> None:
    text = HEAD + BODY
    assert change[0] in text
    error = refused(text.replace(change[0], change[1], 1))
    assert message in error.message
    assert remedy in error.remedy
    if where:
        assert error.where == f"x.md:{where}"


def test_a_template_read_without_trying_it_tells_its_mistakes_when_it_is_used() -> None:
    template = read(HEAD + BODY.replace("正文。", "好\n{{ 户树 }}户。"), "x.md")
    assert [section.heading for section in template.sections] == ["目标"]
    with pytest.raises(TemplateError) as caught:
        compose(template, template.sample_inputs())
    assert (caught.value.message, caught.value.where) == ("没有声明“户树”", "x.md:17:4")


def test_a_template_read_without_trying_it_is_the_one_that_is_loaded() -> None:
    text = (DATA / "complete.md").read_text("utf-8")
    assert read(text, "complete.md") == load(text, "complete.md")


def test_windows_line_ends_and_a_byte_order_mark_do_not_matter() -> None:
    plain = load(HEAD + BODY, "x.md")
    other = load("\ufeff" + (HEAD + BODY).replace("\n", "\r\n"), "x.md")
    assert [s.id for s in other.sections] == [s.id for s in plain.sections]


def test_sections_without_an_id_take_their_role() -> None:
    text = HEAD + "# 标题\n## 工作目标\n甲。\n## 别的\n乙。\n"
    sections = load(text, "x.md").sections
    assert [(s.id, s.role) for s in sections] == [("goals", "goals"), ("section-2", None)]


KNOWN = (
    "empty", "indent", "code", "hashheader", "setextheader", "hr", "olist", "ulist", "quote",
    "reference", "paragraph", "table",
)  # fmt: skip


def test_python_markdown_is_kept_to_headers_and_tables() -> None:
    left = {"empty", "hashheader", "table", "paragraph"}
    for switched, markdown in ((True, _markdown()), (False, Markdown(extensions=["tables"]))):
        processors = markdown.parser.blockprocessors
        names = {name for name in KNOWN if name in processors}
        assert len(processors) == (len(left) if switched else len(KNOWN))
        assert names == (left if switched else set(KNOWN))


@pytest.mark.parametrize(
    "line",
    [
        "*强调*和**强调**", "`代码`", "- 一项", "+ 一项", "* 一项", "> 引文", "---", "***",
        "<b>标记</b>",
        "[参照]: http://x", "![图](x)", "&amp;", "    缩进四格", "```",
        "甲\\*乙", "1986\\. 年", "a|b",
    ],
)  # fmt: skip
def test_everything_else_of_markdown_is_plain_text(line: str) -> None:
    (node,) = parse(f"上一行\n{line}")[1:]
    assert node.kind == "paragraph"  # type: ignore[union-attr]
    assert node.text == line.strip()  # type: ignore[union-attr]


def test_each_line_is_one_block() -> None:
    nodes = parse("第一行\n第二行\n\n\n第三行\n标题\n===\n文字\n---\n")
    assert [node.text for node in nodes if not isinstance(node, Grid)] == [
        "第一行", "第二行", "第三行", "标题", "===", "文字", "---",
    ]  # fmt: skip


def test_headings_run_in_captions_and_tables_are_understood() -> None:
    nodes = parse(
        "## 一节\n### 落实责任。\n各单位要落实。\n#### 小题\n（1）甲；\n（2）乙。\n"
        "表：分工\n| 甲 | 乙 |\n|---|:-:|\n| 1 | |\n\n组长：某某"
    )
    assert nodes[0] == Head(1, "一节")
    assert nodes[1] == RunIn(2, "落实责任", "各单位要落实。")
    assert nodes[2] == Head(3, "小题")
    assert [(n.kind, n.level) for n in nodes[3:5]] == [("item", 4), ("item", 4)]  # type: ignore[union-attr]
    assert nodes[5] == Caption("分工")
    assert nodes[6] == Grid(("甲", "乙"), (("1", ""),), (None, "center"))
    assert nodes[7].kind == "label"  # type: ignore[union-attr]


def test_values_offer_only_their_parts() -> None:
    for attack in ("__class__", "day", "_x", "PARTS", "printed", "NAME"):
        text = HEAD + f"# 标题\n{{{{ 起止.{attack} }}}}\n"
        template = load(text, "x.md")

        with pytest.raises(TemplateError) as caught:
            compose(template, template.sample_inputs())
        assert f"没有“{attack}”这一项" in caught.value.message
        assert caught.value.where == "x.md:12:7"
    assert all(not name.startswith("_") for cls in Value.__subclasses__() for name in cls.PARTS)


def test_shipped_templates_are_found_by_id() -> None:
    assert get("fire-safety-campaign").genre == "实施方案"
    with pytest.raises(UnknownTemplate) as caught:
        get("fire-safety-campain")
    assert caught.value.remedy == "是不是“fire-safety-campaign”"
    with pytest.raises(TypeError):
        shipped()["x"] = get("fire-safety-campaign")  # type: ignore[index]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_shipped_template_passes_its_check(name: str) -> None:
    template = get(name)
    assert check_template(template.text, template.name) == []


def test_a_check_tells_what_a_template_lacks() -> None:
    text = HEAD.replace("户数: {", "没用: {type: text, example: 甲}\n  户数: {") + BODY
    text = text.replace("  户数: {type: integer, unit: 户, example: 12}\n", "")
    messages = [str(finding) for finding in check_template(text, "x.md")]
    assert any("要素“没用”声明了却没有用到" in message for message in messages)
    assert any("必填要素“单位”没有填写也不会印出待补" in message for message in messages)
    assert any("方案应当有“重点任务”一节" in message for message in messages)


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        ("户数: {|户: {", "8:3", "要素“户”声明了却没有用到"),
        ("正文。|正文（没完。", "16:3", "一段的“（”不成对"),
        ("正文。|#### 小项\n正文。", "15:1", "“小项”是第3级标题，上面没有第2级"),
        ("正文。|名单见附件2。", "15:1", "这一节提到附件2，文稿没有附件"),
        ("正文。|{{ task_list() }}", "16:1", "宏少了一个参数“重点任务”"),
        ("单位: {type: org, required: true, example: 青禾县柳溪街道办事处}"
         "|单位: {type: org, required: true}", "6:3", "必填要素“单位”没有示例"),
    ],
)  # fmt: skip
def test_a_check_tells_where(change: str, place: str, message: str) -> None:
    old, new = change.split("|")
    text = (HEAD + BODY.replace("正文。", "正文。{{ 单位 }}")).replace(old, new, 1)
    found = {finding.message: finding.where for finding in check_template(text, "x.md")}
    assert any(message in said and where == f"x.md:{place}" for said, where in found.items()), found


def test_a_check_tells_what_is_wrong_once() -> None:
    text = (HEAD + BODY).replace("正文。", "正文。{{ 单位 }}{{ 任务|count }}项")
    text = text.replace("时限: 每月", "时限: 2026-02-31")
    found = [finding.message for finding in check_template(text, "x.md")]
    assert len([message for message in found if "2026-02-31" in message]) <= 1
    lacking = HEAD.replace(", example: 青禾县柳溪街道办事处", "") + BODY.replace(
        "正文", "{{ 单位 }}"
    )
    said = [f.message for f in check_template(lacking, "x.md") if f.field == "单位"]
    assert said == ["必填要素“单位”没有示例"]


def test_a_check_of_a_broken_template_is_one_finding_with_its_place() -> None:
    (finding,) = check_template(HEAD + BODY.replace("正文", "{{ 没有 }}"), "x.md")
    assert finding.severity == "error"
    assert finding.where == "x.md:16:4"
