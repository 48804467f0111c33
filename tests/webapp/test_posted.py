"""What the workbench's form sends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp import posted
from webapp.errors import InvalidRequest

NAMES = st.sampled_from(["单位", "起止", "重点任务", "成文日期"])
TEXTS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\r"), min_size=1
)
ROWS = st.lists(st.dictionaries(st.sampled_from(["事项", "时限"]), TEXTS, min_size=1), min_size=1)
INPUTS = st.dictionaries(
    NAMES, TEXTS | ROWS | st.dictionaries(st.sampled_from(["起", "止"]), TEXTS, min_size=1)
)


@given(INPUTS)
def test_inputs_written_as_a_form_are_read_back_unchanged(inputs: dict[str, object]) -> None:
    assert posted.read_inputs(posted.pairs_of(inputs)) == inputs


def test_rows_come_in_the_order_of_the_page_whatever_their_numbers() -> None:
    pairs = [("f.重点任务.3.事项", "乙"), ("f.重点任务.0.事项", "甲")]
    assert posted.read_inputs(pairs) == {"重点任务": [{"事项": "乙"}, {"事项": "甲"}]}


def test_empty_rows_go_at_the_end_and_stay_in_the_middle() -> None:
    pairs = [("f.任务.0.事项", ""), ("f.任务.1.事项", "乙"), ("f.任务.2.事项", "")]
    assert posted.read_inputs(pairs) == {"任务": [{}, {"事项": "乙"}]}


def test_several_choices_become_a_list_and_none_becomes_nothing() -> None:
    assert posted.read_inputs([("f.范围.+", "甲"), ("f.范围.+", "乙")]) == {"范围": ["甲", "乙"]}
    assert posted.read_inputs([("revision", "3")]) == {}


def test_sections_keep_order_state_text_and_way_of_writing() -> None:
    form = posted.read(
        [
            ("revision", "7"),
            ("order", "tasks"),
            ("order", "goals"),
            ("order", "duty"),
            ("on", "tasks"),
            ("on", "goals"),
            ("edited", "goals"),
            ("edited", "duty"),
            ("text.goals", "甲\r\n乙"),
            ("text.duty", "丙"),
            ("variant.tasks", "分条"),
        ]
    )
    assert form.revision == 7
    assert [(s.id, s.state, s.text) for s in form.sections] == [
        ("tasks", "form", ""),
        ("goals", "edited", "甲\n乙"),
        ("duty", "off", "丙"),
    ]
    assert form.sections[0].variant == "分条"
    assert form.sections[2].edited


@pytest.mark.parametrize("pairs", [[("revision", "x")], [("f.甲" + ".乙" * 9, "1")]])
def test_a_form_that_no_page_of_ours_sends_is_refused(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(InvalidRequest, match="刷新页面"):
        posted.read(pairs)
