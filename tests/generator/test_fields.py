"""Field types of one value: what is typed, what is understood, what is printed."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.fields import FIELD_TYPES, Field
from generator.fields.base import plain
from generator.fields.numerals import han_value, read_number, spell_capitals, spell_chinese
from generator.fields.parties import place_of, short_form
from generator.fields.values import Missing, Money


def field(kind: str, **settings: Any) -> Field:
    return FIELD_TYPES[kind]("甲", **settings)


def printed(kind: str, raw: object, *, year: int | None = None, **settings: Any) -> str:
    value, findings = field(kind, **settings).parse(raw, year=year)
    assert [f for f in findings if f.severity == "error"] == []
    assert value is not None
    return str(value)


def refused(kind: str, raw: object, **settings: Any) -> tuple[str, str]:
    value, findings = field(kind, **settings).parse(raw)
    assert value is None
    (finding,) = findings
    assert finding.severity == "error"
    assert finding.field == "甲"
    return finding.message, finding.remedy


def test_all_types_of_the_design_are_there() -> None:
    assert set(FIELD_TYPES) == {
        "text", "long-text", "integer", "decimal", "percent", "money", "date", "month", "period",
        "year", "choice", "choices", "org", "person", "people", "phone", "list", "table",
        "leading-group", "work-groups", "phases", "tasks", "budget", "indicators", "chart",
        "returns",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "raw", "text"),
    [
        ("text", "  柳溪\u3000 ", "柳溪"),
        ("text", "第一行\n第二行", "第一行第二行"),
        ("text", "red\nline", "red line"),
        ("text", "a\u200b\x07\U000f0001b", "ab"),
        ("long-text", "一\n\n 二 ", "一\n二"),
        ("integer", "１，２６０", "1260"),
        ("integer", "1,260", "1260"),
        ("integer", 1260.0, "1260"),
        ("integer", "1.2万", "12000"),
        ("decimal", "12.50", "12.5"),
        ("decimal", 0.1, "0.1"),
        ("percent", "３５％", "35%"),
        ("percent", "98.50", "98.5%"),
        ("money", "125000", "125000元"),
        ("money", "1.2万元", "12000元"),
        ("money", "¥3,000.50", "3000.5元"),
        ("date", "2026/3/5", "2026年3月5日"),
        ("date", "2026-03-05 00:00:00", "2026年3月5日"),
        ("date", "20260305", "2026年3月5日"),
        ("date", "２０２６年３月５号", "2026年3月5日"),
        ("date", "二〇二六年3月5日", "2026年3月5日"),
        ("date", "二〇二六年十一月二十三日", "2026年11月23日"),
        ("month", "二〇二六年十月份", "2026年10月"),
        ("period", "二〇二六年三月一日至六月三十日", "2026年3月1日至6月30日"),
        ("date", datetime.datetime(2026, 3, 5), "2026年3月5日"),
        ("month", "2026-03", "2026年3月"),
        ("month", "2026年3月份", "2026年3月"),
        ("month", datetime.date(2026, 3, 1), "2026年3月"),
        ("year", "2026年度", "2026"),
        ("period", "2026年3月1日至6月30日", "2026年3月1日至6月30日"),
        ("period", "2026-03-01至2027-03-31", "2026年3月1日至2027年3月31日"),
        ("period", {"起": "2026-03-01", "止": "3月31日"}, "2026年3月1日至3月31日"),
        ("period", "2026年3月1日-31日", "2026年3月1日至3月31日"),
        ("period", "2026年3月至6月", "2026年3月1日至6月30日"),
        ("period", "2026年第1季度", "2026年一季度"),
        ("period", "2026年上半年", "2026年上半年"),
        ("org", "青禾县柳溪街道办事处", "青禾县柳溪街道办事处"),
        ("person", "周某某（街道办事处主任）", "街道办事处主任周某某"),
        ("person", "周某某|街道办事处主任", "街道办事处主任周某某"),
        ("person", "周某某 街道办事处主任", "街道办事处主任周某某"),
        ("person", {"姓名": "周某某"}, "周某某"),
        ("people", "周某某|主任\n陈某某|副主任", "主任周某某、副主任陈某某"),
        ("phone", "0512 5551234", "05125551234"),
        ("phone", "（0512）5551234", "0512-5551234"),
        ("phone", "12345", "12345"),
        ("list", "甲、乙；丙", "甲、乙、丙"),
        ("list", ["甲", " ", "乙"], "甲、乙"),
    ],
)
def test_a_value_is_read_as_it_is_typed(kind: str, raw: object, text: str) -> None:
    assert printed(kind, raw) == text


def test_a_unit_behind_a_number_is_understood() -> None:
    assert printed("integer", "1260户", unit="户") == "1260"
    assert printed("money", "1.2", unit="万元") == "1.2万元"
    assert printed("money", "1.2亿元", unit="万元") == "12000万元"


def test_a_date_without_year_takes_the_year_of_the_document() -> None:
    assert printed("date", "3月5日", year=2026) == "2026年3月5日"
    assert printed("period", "3月1日至3月31日", year=2026) == "2026年3月1日至3月31日"
    message, remedy = refused("date", "3月5日")
    assert "3月5日" in message
    assert "2026年3月5日" in remedy


@pytest.mark.parametrize(
    ("kind", "raw", "message", "remedy"),
    [
        ("integer", "九十", "“九十”不是数字", "改成 90"),
        ("integer", "12.5", "“12.5”不是整数", "去掉小数部分"),
        ("decimal", "很多", "“很多”不是数字", "改成阿拉伯数字，例如 1260"),
        ("decimal", "1" + "0" * 40, "不是数字", "数字过大，请核对位数"),
        ("date", "2026年2月30日", "不是完整的日期", "没有这一天，请核对月份和日数"),
        ("date", "月底前", "不是完整的日期", "改成 2026年3月5日 或 2026-03-05"),
        ("month", "10月份", "“10月份”不是月份", "没有写年份，改成 2026年10月 这样"),
        ("month", "十月", "“十月”不是月份", "没有写年份，改成 2026年10月 这样"),
        ("month", "2026年13月", "不是月份", "没有这个月，请核对月份"),
        ("year", "26年", "不是年份", "改成四位年份，例如 2026"),
        ("period", "2026年6月30日至3月1日", "早于开始日期", "改其中一个"),
        ("period", {"起": "2026-03-01"}, "没有填“止”的日期", "起止两个日期都要填"),
        ("period", {"开始": "2026-03-01"}, "没有“开始”这一项", "可用的有：起、止"),
        ("phone", "周某某", "不像电话号码", "写成 0000-5551234 或 11 位手机号"),
        ("person", {"名字": "周某某"}, "人员没有“名字”这一项", "是不是“姓名”"),
        ("org", {"全名": "某局"}, "单位没有“全名”这一项", "是不是“全称”"),
        ("text", ["a"], "这里只能填一段文字", "不要填列表或分项内容"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_its_remedy(
    kind: str, raw: object, message: str, remedy: str
) -> None:
    found = refused(kind, raw)
    assert message in found[0]
    assert found[1] == remedy


@pytest.mark.parametrize(
    ("kind", "raw", "bounds", "message", "remedy"),
    [
        ("integer", "0", {"min": "1", "unit": "户"}, "数值是 0户，少于 1户", "至少 1户"),
        ("text", "一二三四", {"max": "3"}, "长度是 4字，超过 3字", "至多 3字"),
        ("list", "甲", {"min": "2"}, "项数是 1项，少于 2项", "至少 2项"),
        ("money", "5", {"min": "10", "unit": "万元"}, "金额是 5万元，少于 10万元", "至少 10万元"),
    ],
)
def test_bounds_are_told_and_the_value_kept(
    kind: str, raw: str, bounds: dict[str, Any], message: str, remedy: str
) -> None:
    value, (finding,) = field(kind, **bounds).parse(raw)
    assert value is not None
    assert (finding.severity, finding.message, finding.remedy) == ("error", message, remedy)


def test_choices_offer_the_nearest_option() -> None:
    options = ("街道办事处", "社区居委会")
    assert printed("choice", "街道办事处", options=options) == "街道办事处"
    assert refused("choice", "街道办", options=options)[1] == "是不是“街道办事处”"
    assert printed("choices", "社区居委会、街道办事处", options=options) == "街道办事处、社区居委会"


def test_a_share_typed_as_a_fraction_is_questioned() -> None:
    value, findings = field("percent").parse("0.95")
    assert str(value) == "0.95%"
    assert [f.severity for f in findings] == ["warning"]


@pytest.mark.parametrize("kind", sorted(FIELD_TYPES))
@pytest.mark.parametrize("raw", ["", "  ", None, [], {}])
def test_nothing_is_nothing_and_no_fault(kind: str, raw: object) -> None:
    options = ("甲", "乙")
    columns = (FIELD_TYPES["text"]("列"),)
    chosen = FIELD_TYPES[kind]("甲", options=options, columns_=columns)
    assert chosen.parse(raw) == (None, [])


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("青禾县柳溪街道办事处", "柳溪街道"),
        ("柳溪街道东湾社区居民委员会", "东湾社区"),
        ("江州市青禾县望川镇石桥村村民委员会", "石桥村"),
        ("望川镇人民政府", "望川镇"),
        ("青禾县人民政府", "青禾县"),
        ("青禾县水务局", "县水务局"),
        ("青禾县柳溪省级开发区新城街道办事处", "柳溪省级开发区新城街道"),
        ("东湾社区居委会", "东湾社区"),
        ("物业服务中心", "物业服务中心"),
        ("青禾县住房和城乡建设局", "县住房和城乡建设局"),
        ("青禾县农业农村局", "县农业农村局"),
        ("青禾县乡村振兴服务中心", "县乡村振兴服务中心"),
        ("江州市城镇管理局", "市城镇管理局"),
        ("江州市水务局", "市水务局"),
        ("江州市人民政府", "江州市"),
        ("南岭州水务局", "州水务局"),
        ("青禾县柳溪街道党政办公室", "柳溪街道党政办公室"),
        ("青禾县恒安燃气有限公司", "恒安燃气有限公司"),
        ("青禾县第一实验小学", "县第一实验小学"),
        ("望川县市场监督管理局", "县市场监督管理局"),
        ("江州市市场监督管理局", "市市场监督管理局"),
        ("江州市民政局", "市民政局"),
        ("江州市政务服务中心", "市政务服务中心"),
        ("盐城市水务局", "市水务局"),
        ("青禾县城市管理局", "县城市管理局"),
        ("青禾县柳溪街道城市管理办公室", "柳溪街道城市管理办公室"),
        ("青禾县恒通城市运营管理有限责任公司", "恒通城市运营管理有限责任公司"),
        ("望川县乡镇企业服务中心", "县乡镇企业服务中心"),
        ("青禾经济开发区管理委员会", "青禾经济开发区管理委员会"),
        ("中共青禾县委员会", "县委"),
        ("中共青禾县委组织部", "县委组织部"),
        ("中共青禾县柳溪街道工作委员会", "柳溪街道党工委"),
        ("中共青禾县柳溪街道纪律检查工作委员会", "柳溪街道纪工委"),
        ("中共望川县云溪镇委员会", "云溪镇党委"),
        ("中共青禾县柳溪街道东湾社区支部委员会", "东湾社区党支部"),
        ("中共青禾县水务局委员会", "县水务局党委"),
    ],
)
def test_an_organisation_has_a_short_form(name: str, short: str) -> None:
    assert short_form(name) == short


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("青禾县柳溪街道城市管理办公室", "青禾县"),
        ("盐城市水务局", "盐城市"),
        ("柳溪街道城市管理办公室", None),
        ("恒通城市运营管理有限责任公司", None),
    ],
)
def test_a_unit_in_whose_name_cities_are_managed_stands_in_no_city_of_that_name(
    name: str, place: str | None
) -> None:
    assert place_of(name) == place


def test_an_organisation_may_bring_its_own_short_form() -> None:
    for raw in ("青禾县水务局（简称：县水务局）", {"全称": "青禾县水务局", "简称": "县水务局"}):
        value, _ = field("org").parse(raw)
        assert (str(value), str(value.简称)) == ("青禾县水务局", "县水务局")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        ("125000", "壹拾贰万伍仟元整"),
        ("0.5", "伍角整"),
        ("0.05", "伍分"),
        ("1409.5", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("100000000", "壹亿元整"),
        ("1000100010", "壹拾亿零壹拾万零壹拾元整"),
        ("120000003000", "壹仟贰佰亿零叁仟元整"),
        ("2000000000000", "贰万亿元整"),
        ("0", "零元整"),
        ("-12", "负壹拾贰元整"),
    ],
)
def test_money_is_written_out_in_capitals(yuan: str, text: str) -> None:
    assert spell_capitals(Decimal(yuan)) == text


_CAPITALS = {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}


def capital_value(text: str) -> int:
    """An independent reading of capital numerals without 元."""
    for name, scale in (("亿", 10**8), ("万", 10**4), ("仟", 1000), ("佰", 100), ("拾", 10)):
        high, found, low = text.rpartition(name)
        if found:
            return capital_value(high) * scale + capital_value(low)
    text = text.lstrip("零")
    return _CAPITALS[text] if text else 0


@given(st.one_of(st.integers(1, 10**5), st.integers(1, 10**13)))
def test_capitals_say_the_amount(yuan: int) -> None:
    text = spell_capitals(Decimal(yuan))
    assert text.endswith("元整")
    assert "零零" not in text
    assert not text.startswith("零")
    assert capital_value(text.removesuffix("元整")) == yuan


@given(st.integers(1, 9999))
def test_chinese_numerals_are_read_back(number: int) -> None:
    assert han_value(spell_chinese(number)) == number


@given(st.decimals(-(10**12), 10**12, places=2))
def test_a_spelt_number_is_read_back(number: Decimal) -> None:
    value, _ = field("decimal").parse(f"{number}")
    again, _ = field("decimal").parse(str(value))
    assert again == value == read_number(str(value)) == number


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31)))
def test_a_spelt_date_is_read_back(day: datetime.date) -> None:
    text = printed("date", day.isoformat())
    assert printed("date", text) == text
    assert text == f"{day.year}年{day.month}月{day.day}日"


@given(
    st.dates(datetime.date(1999, 1, 1), datetime.date(2060, 1, 1)),
    st.integers(0, 800),
)
def test_a_spelt_period_is_read_back(first: datetime.date, days: int) -> None:
    last = first + datetime.timedelta(days=days)
    value, _ = field("period").parse({"起": first.isoformat(), "止": last.isoformat()})
    if days:
        assert field("period").parse(str(value))[0] == value


@given(st.text(max_size=30))
def test_no_typed_text_makes_a_field_fail(text: str) -> None:
    for kind, cls in FIELD_TYPES.items():
        value, findings = cls(
            "甲", options=("甲", "乙"), columns_=(FIELD_TYPES["text"]("列"),)
        ).parse(text)
        assert value is not None or findings or not plain(text).strip("|｜、；;\n ："), kind
        assert all(finding.message for finding in findings)


def test_money_counts_in_yuan_and_prints_in_its_unit() -> None:
    value, _ = field("money", unit="万元").parse("12.5")
    assert isinstance(value, Money)
    assert Decimal(value) == 125000


def test_a_field_describes_itself_as_json_schema() -> None:
    described = field("integer", unit="户", example="1260", help="排查户数").describe()
    assert described["title"] == "甲"
    assert described["x-unit"] == "户"
    assert described["description"] == "排查户数"
    assert described["examples"] == ["1260"]
    assert field("choice", options=("甲", "乙")).describe()["enum"] == ["甲", "乙"]


def test_a_scalar_is_one_roster_column_with_its_unit_in_the_head() -> None:
    (column,) = field("integer", unit="万元", example="1260", required=True).columns()
    assert (column.heading, column.unit, column.required) == ("甲（万元）", "万元", True)
    assert column.example == "1260"


@pytest.mark.parametrize("kind", sorted(FIELD_TYPES))
def test_every_type_draws_itself_for_the_form(kind: str) -> None:
    columns = (FIELD_TYPES["text"]("列"),)
    shown = FIELD_TYPES[kind]("甲", options=("甲", "乙"), columns_=columns, required=True).show()
    assert shown["widget"]
    assert (shown["name"], shown["required"], shown["type"]) == ("甲", True, kind)


def test_a_missing_value_takes_everything_and_stays_missing() -> None:
    optional, required = Missing("甲"), Missing("甲", required=True)
    assert str(required) == "【待补：甲】"
    assert str(optional) == ""
    assert not optional
    assert required
    assert not optional < 3
    assert list(optional) == []
    assert list(required) == [required]
