"""The unit's own short forms, as documents use them after the first mention."""

from __future__ import annotations

from generator.calling import called
from generator.compose import compose
from generator.template import load
from tests.generator.composing import lines

TEXT = (
    "---\nid: small\ntitle: 小\ngenre: 方案\nfields:\n  单位: {type: org}\n  事由: {type: text}\n"
    "---\n# 标题\n{{ 单位 }}定了{{ 事由 }}，结合{{ 单位|short }}实际办理。\n"
)
FULL = "青禾县柳溪街道办事处"
FORMS = {FULL: "柳溪街道办"}


def printed(inputs: dict[str, object]) -> str:
    """The one paragraph that the template makes of `inputs`."""
    template = load(TEXT, "small.md")
    return lines(compose(template, called(template.fields, inputs, FORMS)))[0]


def test_a_unit_is_called_as_its_settings_say() -> None:
    assert printed({"单位": FULL, "事由": FULL}) == f"{FULL}定了{FULL}，结合柳溪街道办实际办理。"


def test_a_short_form_of_ones_own_stays() -> None:
    assert "结合柳溪实际" in printed({"单位": f"{FULL}（简称：柳溪）", "事由": "此事"})


def test_a_unit_that_has_none_set_is_shortened_by_rule() -> None:
    assert "结合东湾社区实际" in printed(
        {"单位": "青禾县柳溪街道东湾社区居民委员会", "事由": "此事"}
    )
