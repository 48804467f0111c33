"""What would be the only numbered one under its heading has no number."""

from __future__ import annotations

from corpus.plain import plain_text
from tests.generator.composing import small

LOOP = """## 任务
{% for 项 in 丙 %}
### {{ 项 }}。
抓好落实。
{% endfor %}
"""
LIST = """## 任务
要求如下：
{% for 项 in 丙 %}
{{ marker(3, loop.index) }}{{ 项 }}{% if loop.last %}。{% else %}；{% endif %}

{% endfor %}
"""
FIELD = "  丙: {type: list}\n"


def text(body: str, fields: str = FIELD, **inputs: object) -> list[str]:
    return plain_text(small(body, fields, **inputs).document).splitlines()[2:]


def test_a_run_in_heading_alone_is_plain_text() -> None:
    assert text(LOOP, 丙=["查"]) == ["一、任务", "查。抓好落实。"]
    assert text(LOOP, 丙=["查", "改"]) == [
        "一、任务",
        "（一）查。抓好落实。",
        "（二）改。抓好落实。",
    ]


def test_an_item_alone_is_plain_text_and_ends_as_a_sentence() -> None:
    assert text(LIST, 丙=["查", "改"])[2:] == ["1.查；", "2.改。"]
    assert text(LIST, 丙=["查"])[2:] == ["查。"]
    assert text("## 任务\n1.查；\n2.{{ 甲 }}。\n")[1:] == ["查。"]


def test_each_heading_has_its_own_numbers() -> None:
    first, second = "### 甲组\n#### 查。\n当天查。\n", "### 乙组\n#### 改。\n当天改。\n"
    body = f"## 任务\n{first}{second}#### 报。\n当天报。\n"
    assert text(body) == [
        "一、任务",
        "（一）甲组",
        "查。当天查。",
        "（二）乙组",
        "1.改。当天改。",
        "2.报。当天报。",
    ]


def test_a_heading_that_stands_alone_and_what_was_typed_keep_their_numbers() -> None:
    assert text("## 任务\n### 甲组\n当天查。\n") == ["一、任务", "（一）甲组", "当天查。"]
    typed = "丙: {type: long-text}\n"
    assert text("## 任务\n{{ 丙 }}\n", f"  {typed}", 丙="（一）查。当天查。")[1:] == [
        "（一）查。当天查。"
    ]


def test_counting_words_are_left_to_their_own_rule() -> None:
    assert text("## 任务\n第一，查。当天查。\n")[1:] == ["第一，查。当天查。"]


def test_the_title_of_an_attachment_is_no_sibling() -> None:
    loop = "{% for 项 in 丙 %}\n## {{ 项 }}组。\n负责。\n{% endfor %}\n"
    body = f"## 任务\n抓。\n# 分工 {{: attachment }}\n{loop}"
    assert text(body, 丙=["甲"])[-1] == "甲组。负责。"
    assert text(body, 丙=["甲", "乙"])[-2:] == ["一、甲组。负责。", "二、乙组。负责。"]
