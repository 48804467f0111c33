"""The manual for whoever writes templates names everything that the language has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.checking import check_template
from generator.compiled import sandbox
from generator.declarations import _SETTINGS
from generator.fields import FIELD_TYPES
from generator.loading import _KEYS
from generator.sections import _ATTRIBUTES

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "templates.md").read_text("utf-8")
CODE = "\n".join(re.findall(r"`([^`\n]+)`", MANUAL))


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("类型", sorted(FIELD_TYPES)),
        ("设置", sorted(_SETTINGS)),
        ("文件头", sorted(_KEYS)),
        ("过滤器", sorted(sandbox().filters)),
        ("宏", sorted(sandbox().globals)),
        ("属性", sorted(set(_ATTRIBUTES) - {"id"})),
    ],
)
def test_everything_is_in_the_manual(kind: str, names: list[str]) -> None:
    missing = [name for name in names if not re.search(rf"(?<![\w-]){name}(?![\w-])", CODE)]
    assert missing == [], f"说明里没有这些{kind}"


def test_the_example_of_the_manual_is_a_sound_template() -> None:
    example = re.search(r"```markdown\n(---\n.*?)```", MANUAL, re.DOTALL)
    assert example
    findings = check_template(example[1], "说明")
    assert [f for f in findings if f.severity == "error"] == []
    assert {f.message for f in findings} == {
        "实施方案应当有“总体要求”一节",
        "实施方案应当有“实施步骤”一节",
        "实施方案应当有“组织领导”一节",
    }
