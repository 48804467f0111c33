"""Templates of strangers: whatever they try, the answer comes in time and in Chinese."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator import isolation
from generator.errors import TemplateError
from generator.states import SectionState
from generator.template import check

HEAD = (
    "---\nid: own\ntitle: 自己的\ngenre: 方案\n"
    "fields:\n  甲: {type: text, example: 一}\n---\n# 标题\n"
)
NESTED = "{% for a in range(999) %}" * 4 + "{% endfor %}" * 4


@pytest.fixture(autouse=True, scope="module")
def _worker() -> Iterator[None]:
    yield
    isolation.WORKERS.stop()


def refused(body: str) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        isolation.compose_untrusted(HEAD + body, "own.md", {"甲": "二"})
    return caught.value


def test_a_decent_template_composes_as_at_home() -> None:
    made = isolation.compose_untrusted(
        HEAD + "好{{ 甲 }}。\n## 一节 {: #one }\n正文。",
        "own.md",
        {"甲": "二"},
        sections=[SectionState("one", "off")],
    )
    assert [block.text for block in made.document.blocks] == ["好二。"]  # type: ignore[union-attr]


def test_an_endless_loop_is_killed_and_the_next_template_composes() -> None:
    error = refused(NESTED)
    assert error.message == "模板超过 2 秒没有算完"
    assert error.where == "own.md"
    made = isolation.compose_untrusted(HEAD + "好。", "own.md", {})
    assert made.document.title == "标题"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{% for a in range(1000) %}" * 2 + "好好好" + "{% endfor %}" * 2, "2 MB"),
        (
            "{% set n = namespace(x='好好好好') %}{% for a in range(99) %}{% set n.x = n.x ~ n.x %}"
            "{% endfor %}",
            "拼出的文字太长",
        ),
        ("{{ range(99999999)|count }}", "range 至多 1000 次"),
        ("{{ '好' * 99999999 }}", "两边应当是数字"),
        ("{{ 9 ** 9 ** 9 }}", "不能用 ** 运算"),
        (
            "{% set n = namespace(x=9) %}{% for a in range(999) %}{% set n.x = n.x * n.x %}"
            "{% endfor %}",
            "数字太大",
        ),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "没有尽头"),
        ("{{ '%s'|format(甲) }}", "没有“format”这个过滤器"),
        ("{{ ''.__class__.__mro__ }}", "没有“__class__”这一项"),
        ("{{ phases.__globals__ }}", "没有“__globals__”这一项"),
        ("{{ self }}", "没有声明“self”"),
    ],
)  # fmt: skip
def test_nothing_grows_without_bound_or_leaves_the_sandbox(body: str, message: str) -> None:
    assert message in refused(body).message


def test_memory_that_no_bound_foresees_ends_at_the_limit() -> None:
    body = (
        "{% set x %}"
        + "{% for a in range(999) %}" * 3
        + "好" * 500
        + "{% endfor %}" * 3
        + "{% endset %}"
    )
    message = refused(body).message
    assert "内存" in message or "2 秒" in message
    assert isolation.compose_untrusted(HEAD + "好。", "own.md", {}).document.title == "标题"


def test_a_check_is_bounded_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "CHECK_SECONDS", 1.0)
    (finding,) = check(HEAD + NESTED, "own.md")
    assert finding.severity == "error"
    assert "1 秒没有算完" in finding.message
    assert all(finding.severity == "warning" for finding in check(HEAD + "好{{ 甲 }}。", "own.md"))
