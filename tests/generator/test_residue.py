"""What of last year's file is listed, what is proposed for it, and how it gives way at once."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Cell, Document, Figure, Label, Paragraph, Table
from corpus.reading import read_text
from corpus.unit import Names, Place, Related, Staff, Unit
from generator import template
from generator.errors import InputError
from generator.mentions import Finder
from generator.past import begun_from
from generator.remnants import KINDS, Remnant, around, united
from generator.replacing import open_mentions, replaced
from generator.residue import remnants_in, remnants_of
from generator.states import SectionState

TODAY = datetime.date(2026, 11, 23)
OURS = Unit(
    Names("望川县东湖街道办事处", ("东湖街道",), (Related("望川县应急管理局", "县应急局"),)),
    (Place("石桥社区"),),
    (Staff("何某某", "街道党工委书记"), Staff("钱小梅", "街道办事处主任")),
)
TEXT = """青禾县柳溪街道2025年消防安全专项整治实施方案

各社区居民委员会，街道各科室：

为切实消除火灾隐患，柳溪街道办事处决定于2025年3月1日至5月31日开展整治，2024年以来已有成效。

一、工作目标

结合东湾社区、石桥社区实际，对1260户沿街商铺开展排查，联系电话0000-5551234。

二、组织领导

组长：周大明（街道党工委书记）

副组长：赵小燕（街道办事处主任）

三、工作要求

依据《消防安全责任制实施办法》，东湾社区要在3月1日前报送方案。xx社区参照执行。

青禾县柳溪街道办事处

2025年2月20日
"""


def last_years() -> Document:
    (document,) = read_text(TEXT, name="消防方案.txt")
    return document


def listed(unit: Unit = OURS) -> dict[tuple[str, str], Remnant]:
    return {(one.kind, one.old): one for one in remnants_of(last_years(), unit, TODAY)}


def test_everything_that_may_stay_behind_is_listed_by_kind() -> None:
    found = remnants_of(last_years(), Unit(), TODAY)
    kinds = [one.kind for one in found]
    assert kinds == sorted(kinds, key=list(KINDS).index)
    assert {(one.kind, one.old) for one in found} >= {
        ("unit", "青禾县柳溪街道办事处"),
        ("place", "青禾县"),
        ("person", "周大明"),
        ("person", "赵小燕"),
        ("year", "2025年"),
        ("year", "2024年"),
        ("date", "2025年3月1日"),
        ("date", "2025年2月20日"),
        ("date", "5月31日"),
        ("phone", "0000-5551234"),
        ("figure", "1260户"),
        ("cited_document", "《消防安全责任制实施办法》"),
        ("placeholder", "xx社区"),
    }
    assert not {one.old for one in found} & {"柳溪街道", "柳溪街道办事处", "3月1日"}
    assert len({(one.kind, one.old) for one in found}) == len(found)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("unit", "青禾县柳溪街道办事处", "望川县东湖街道办事处"),
        ("place", "青禾县", "望川县"),
        ("person", "周大明", "何某某"),
        ("person", "赵小燕", "钱小梅"),
        ("year", "2025年", "2026年"),
        ("year", "2024年", "2025年"),
        ("date", "2025年3月1日", "2026年3月1日"),
        ("date", "5月31日", ""),
        ("figure", "1260户", ""),
        ("phone", "0000-5551234", ""),
    ],
)
def test_what_is_known_to_take_its_place_is_proposed(kind: str, old: str, new: str) -> None:
    assert listed()[kind, old].new == new


def test_what_the_settings_know_as_ours_needs_no_look() -> None:
    assert {one.state for key, one in listed().items() if key[1] == "石桥社区"} <= {"kept"}
    own = Unit(Names("青禾县柳溪街道办事处"))
    assert listed(own)["unit", "青禾县柳溪街道办事处"].state == "kept"
    assert listed(own)["year", "2025年"] == Remnant("year", "2025年", "2026年")


def test_without_settings_only_the_year_moves() -> None:
    found = listed(Unit())
    assert found["unit", "青禾县柳溪街道办事处"].new == ""
    assert found["person", "周大明"].new == ""
    assert found["year", "2025年"].new == "2026年"


def test_what_happened_in_the_year_before_is_listed_and_not_moved() -> None:
    text = TEXT.replace("为切实", "为吸取2024年11月火灾、2024年12月3日事故教训，切实")
    (document,) = read_text(text.replace("2025年2月20日", "2026年1月5日"), name="消防方案.txt")
    found = {one.old: one.new for one in remnants_of(document, OURS, TODAY)}
    assert (found["2024年11月"], found["2024年12月3日"]) == ("", "")
    assert (found["2024年"], found["2025年3月1日"]) == ("2025年", "2026年3月1日")


def test_a_masked_year_becomes_the_year_now() -> None:
    (document,) = read_text(
        "社区工作总结\n\n20xx年3月5日，xx街道开展活动。20XX年底完成。\n", name="a"
    )
    found = {one.old: one.new for one in remnants_of(document, OURS, TODAY)}
    assert found["20xx年3月5日"] == "2026年3月5日"
    assert found["20XX年"] == "2026年"
    assert found["xx街道"] == "东湖街道"


def test_a_section_brings_its_own_remnants_only() -> None:
    document = last_years()
    found = {one.old for one in remnants_in(document.blocks[-1:], document, OURS, TODAY)}
    assert "《消防安全责任制实施办法》" in found
    assert "1260户" not in found
    assert "周大明" not in found


def begun() -> tuple[tuple[Remnant, ...], tuple[SectionState, ...], dict[str, object]]:
    document = last_years()
    past = begun_from(document, template.get("blank-implementation-scheme"))
    return remnants_of(document, OURS, TODAY), past.states, dict(past.inputs)


def text_of(states: tuple[SectionState, ...]) -> str:
    blocks = (block for state in states for block in state.blocks)
    return "\n".join(f"{getattr(b, 'lead', '') or ''}{getattr(b, 'text', '')}" for b in blocks)


def test_all_at_once_the_draft_is_ours() -> None:
    remnants, states, inputs = begun()
    done = replaced(inputs, states, remnants, range(len(remnants)))
    text = text_of(done.states)
    assert "望川县东湖街道2026年消防安全专项整治实施方案" in text
    assert "东湖街道办事处决定于2026年3月1日至5月31日开展整治，2025年以来已有成效" in text
    assert "何某某（街道党工委书记）" in text
    assert "望川县东湖街道办事处\n2026年2月20日" in text
    for old in ("青禾", "柳溪", "2024", "周大明", "赵小燕"):
        assert old not in text
    assert done.inputs["单位"] == "望川县东湖街道办事处"
    assert done.inputs["成文日期"] == "2026年2月20日"
    assert done.count > 8


def test_nothing_is_done_twice() -> None:
    remnants, states, inputs = begun()
    once = replaced(inputs, states, remnants, range(len(remnants)))
    twice = replaced(once.inputs, once.states, once.remnants, range(len(remnants)))
    assert twice.states == once.states
    assert twice.inputs == once.inputs
    assert twice.count == 0


def test_years_that_run_into_each_other_move_together() -> None:
    remnants = (Remnant("year", "2024年", "2025年"), Remnant("year", "2025年", "2026年"))
    states = (SectionState("opening", "edited", blocks=(Paragraph(text="2024年降，2025年升"),)),)
    done = replaced({}, states, remnants, [0])
    assert text_of(done.states) == "2025年降，2026年升"
    assert [one.state for one in done.remnants] == ["replaced", "replaced"]
    left = open_mentions(
        Finder(done.remnants).mentions(text_of(done.states)), done.remnants, text_of(done.states)
    )
    assert left == []


def test_captions_of_photos_and_tables_are_replaced_as_well() -> None:
    table = Table(caption="东湾社区任务表", rows=((Cell("东湾社区"), Cell("1")),))
    photo = Figure(image="sha256:0", caption="东湾社区排查", alt="东湾社区楼道")
    states = (SectionState("a", "edited", blocks=(table,), figures=(photo,)),)
    done = replaced({}, states, (Remnant("place", "东湾社区", "西坝社区"),), [0])
    (after,) = done.states
    assert after.blocks == (Table(caption="西坝社区任务表", rows=((Cell("西坝社区"), Cell("1")),)),)
    assert after.figures == (Figure(image="sha256:0", caption="西坝社区排查", alt="西坝社区楼道"),)
    assert done.count == 4


def test_what_was_not_replaced_stays_listed_until_it_is_kept() -> None:
    remnants = (Remnant("place", "东湾社区"), Remnant("figure", "1260户", "1300户"))
    text = "东湾社区1260户"

    def left(*told: Remnant) -> list[str]:
        mentions = open_mentions(Finder(told).mentions(text), told, text)
        return [text[m.start : m.end] for m in mentions]

    assert left(*remnants) == ["东湾社区", "1260户"]
    assert left(replace(remnants[0], state="kept"), remnants[1]) == ["1260户"]
    # replaced once, it came back from elsewhere
    assert left(remnants[0], replace(remnants[1], state="replaced")) == ["东湾社区", "1260户"]


def test_a_place_that_is_spared_stays_and_all_others_are_replaced() -> None:
    text = "组长：王某某任主任\n王某某负责。\n王某某\t主任"
    first = text.index("王某某任")
    spared = tuple(around(text, at, at + 3) for at in (first, text.index("王某某\t")))
    assert spared == ("组长：▸任主任", "▸")
    one = Remnant("person", "王某某", "李某某", spared=spared)
    assert Remnant.from_json(one.to_json()) == one
    mentions = open_mentions(Finder((one,)).mentions(text), (one,), text)
    assert [m.start for m in mentions] == [text.index("王某某负责")]
    blocks = (
        Label(label="组长", text="王某某任主任"),
        Paragraph(text="王某某负责。"),
        Table(rows=((Cell("王某某"), Cell("主任")),)),
    )
    done = replaced({}, (SectionState("duty", "edited", blocks=blocks),), (one,), [0])
    assert done.count == 1
    assert done.states[0].blocks == (blocks[0], Paragraph(text="李某某负责。"), blocks[2])


def test_a_remnant_without_a_new_value_is_left_alone() -> None:
    states = (SectionState("a", "edited", blocks=(Paragraph(text="东湾社区"),)),)
    done = replaced({"单位": "东湾社区"}, states, (Remnant("place", "东湾社区"),), [0])
    assert (done.states, done.inputs["单位"], done.count) == (states, "东湾社区", 0)
    assert done.remnants[0].state == "open"


@pytest.mark.parametrize("data", [None, ["unit", "", "", "open"], ["x", "a", "", "open"], "unit"])
def test_a_damaged_remnant_is_refused_in_words(data: object) -> None:
    with pytest.raises(InputError, match="不合格式"):
        Remnant.from_json(data)


def test_remnants_survive_being_written_down_and_more_of_them_are_added_once() -> None:
    remnants = remnants_of(last_years(), OURS, TODAY)
    assert tuple(map(Remnant.from_json, (one.to_json() for one in remnants))) == remnants
    kept = tuple(replace(one, state="kept") for one in remnants)
    assert united(kept, remnants) == kept


NAMES = st.lists(st.sampled_from(["东湾社区", "大东湾社区", "西坝村", "柳溪街道"]), unique=True)


@settings(max_examples=150, derandomize=True)
@given(NAMES, st.lists(st.sampled_from(["东湾社区", "大东湾社区", "和", "结合", "。", "柳溪街道"])))
def test_only_what_was_chosen_changes(names: list[str], words: list[str]) -> None:
    text = "".join(words)
    remnants = tuple(Remnant("place", name, f"新{name}") for name in names)
    states = (SectionState("a", "edited", blocks=(Paragraph(text=text),)),)
    none = replaced({}, states, remnants, [])
    assert none.states == states
    done = replaced({}, states, remnants, range(len(remnants)))
    back = text_of(done.states)
    for name in sorted(names, key=len, reverse=True):
        back = back.replace(f"新{name}", name)
    assert back == text
