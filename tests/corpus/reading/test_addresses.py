"""Doors of homes are masked where words tell that they are homes; units' addresses stay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Cell, Column, Label, Row, Table
from corpus.plain import plain_text
from corpus.reading import read_text
from corpus.reading.addresses import without_door, without_doors
from corpus.reading.masking import masked, masked_text
from generator.compose import compose
from generator.template import shipped

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"

HOMES = {
    "家住青禾县柳溪街道青云路25号3幢2单元501室。": ("家住青禾县柳溪街道青云路**号*幢*单元***室。"),
    "柳溪街道青云路25号3幢2单元501室的老人": "柳溪街道青云路**号*幢*单元***室的老人",
    "周某某，住东湾村3组12号，低保户": "周某某，住东湾村*组**号，低保户",
    "东湾村第三村民小组12号": "东湾村第*村民小组**号",
    "东湾小区3-2-501住户反映漏水": "东湾小区*-*-***住户反映漏水",
    "东湾小区3号楼502室": "东湾小区*号楼***室",
    "5号楼2单元101、102室漏水": "*号楼*单元***、***室漏水",
    "槐荫花园五幢三单元二零一室": "槐荫花园*幢*单元***室",
    "青云路68弄12号301室": "青云路**弄**号***室",
    "现居住地：柳溪街道槐荫巷8号": "现居住地：柳溪街道槐荫巷*号",
    "户籍地址为望川县东湾镇槐荫村六组": "户籍地址为望川县东湾镇槐荫村*组",
    "住在五组的老人": "住在*组的老人",
}
OTHERS = (
    "地址：青云路25号",
    "青云路68弄48号",
    "办公地址：望川县青云路25号302室",
    "会议地点：柳溪街道办事处三楼301会议室",
    "行政中心3号楼502室",
    "县政府2号楼305室开会",
    "柳溪街道办事处3号楼502室",
    "东湾社区居民委员会2号楼301室",
    "青禾大厦A座1203室",
    "居住在3号楼的居民",
    "居住在东湾社区的老人由第三组负责",
    "家住东湾村的12户居民",
    "发现住宅楼2号3室有隐患",
    "3号楼2单元电梯故障",
    "5号楼3单元共12户",
    "消防栓位于3号楼2单元门口",
    "东湾社区第3网格",
    "东湾社区3组5号机井",
    "青政发〔2026〕12号",
    "102国道3号桥",
)


@pytest.mark.parametrize("text", HOMES)
def test_the_door_of_a_home_is_masked_and_its_street_stays(text: str) -> None:
    assert without_doors(text) == HOMES[text]


@pytest.mark.parametrize("text", OTHERS)
def test_addresses_of_units_and_places_of_work_stay(text: str) -> None:
    assert without_doors(text) == text


@given(st.text("号幢栋单元室楼村组住在家路弄小区0123456789一二三、，-年月日的A", max_size=60))
def test_texts_keep_their_length_and_all_but_figures(text: str) -> None:
    hidden = without_doors(text)
    assert len(hidden) == len(text)
    assert all(a == b or b == "*" for a, b in zip(text, hidden, strict=True))
    assert all(a.isalnum() for a, b in zip(text, hidden, strict=True) if a != b)


@pytest.mark.parametrize("address", ["3-2-501", "1203", "五组", "青云路25号", "A座12-3"])
def test_what_is_said_to_be_a_home_keeps_no_figure(address: str) -> None:
    assert not any(c.isascii() and c.isalnum() for c in without_door(address))
    assert "五" not in without_door(address)


def table(*rows: tuple[str, ...]) -> Table:
    cells: tuple[Row, ...] = tuple(tuple(map(Cell, row)) for row in rows)
    return Table("b9", None, tuple(map(Column, rows[0])), cells[:1], cells[1:], None)


def shown(*rows: tuple[str, ...]) -> list[list[str]]:
    (document,) = read_text("柳溪街道走访安排\n为做好走访，制定本安排。\n")
    hidden = masked(replace(document, blocks=(table(*rows),))).blocks[0]
    assert isinstance(hidden, Table)
    return [[cell.text for cell in row] for row in hidden.rows]


def test_columns_of_homes_are_masked_and_columns_of_units_are_not() -> None:
    people = shown(("户主", "地址"), ("周青禾", "青云路25号"))
    assert people[0][1] == "青云路**号"
    units = shown(("单位名称", "地址"), ("柳溪街道办事处", "青云路25号"))
    assert units[0][1] == "青云路25号"
    homes = shown(("序号", "家庭住址"), ("12", "东湾村3组12号"))
    assert homes[0] == ["12", "东湾村*组**号"]
    beside = shown(("项目", "内容"), ("现住址", "槐荫巷8号"))
    assert beside[0][1] == "槐荫巷*号"


def test_a_label_of_a_home_is_masked() -> None:
    (document,) = read_text("柳溪街道走访安排\n为做好走访，制定本安排。\n")
    labels = (Label("b1", "家庭住址", "槐荫巷8号"), Label("b2", "单位地址", "槐荫巷8号"))
    hidden = masked(replace(document, blocks=labels)).blocks
    assert [b.text for b in hidden if isinstance(b, Label)] == ["槐荫巷*号", "槐荫巷8号"]


def test_bank_cards_lose_their_middle_and_identity_numbers_stay_what_they_were() -> None:
    assert masked_text("卡号6222020200012345678。") == "卡号622202*********5678。"
    assert masked_text("证号620102199001011234。") == "证号620102********1234。"
    assert masked_text("编号622202020001。") == "编号622202020001。"


def test_the_shipped_samples_name_no_home() -> None:
    for template in list(shipped().values())[::6]:
        text = plain_text(compose(template, template.sample_inputs()).document)
        assert without_doors(text) == text, template.id


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the collections are not on this machine")
def test_the_collections_lose_nothing_since_they_name_no_home() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            assert without_doors(line) == line
