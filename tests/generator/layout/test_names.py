"""Names in lists: those of two characters line up with those of three."""

from __future__ import annotations

import pytest

from corpus.document import Attendance, Document, Label
from generator.layout import pdf, word
from generator.layout.flow import lay_out
from generator.layout.lines import Line
from generator.layout.names import has_long_name, lined_up
from tests.generator.layout.paper import pages


def spread(text: str) -> list[str]:
    return [run.text for run in lined_up(text) if run.spread.count]


def test_names_of_two_characters_are_spread_by_one_and_the_text_stays() -> None:
    text = "周某某、陈某、李某（副主任），王某某"
    assert spread(text) == ["陈", "李"]
    assert "".join(run.text for run in lined_up(text)) == text


@pytest.mark.parametrize(
    "text",
    ["街道、社区", "各社区（村）主要负责人", "应急、公安、住建等部门", "张某某的安排", "全体"],
)
def test_words_are_not_taken_for_names(text: str) -> None:
    assert spread(text) == []


def test_a_name_of_three_characters_is_known_by_its_surname() -> None:
    assert has_long_name("陈某、周某某（组长）")
    assert not has_long_name("陈某、应急办")
    assert not has_long_name("综合办、派出所")


def test_names_below_one_another_line_up_on_the_page() -> None:
    document = Document(
        blocks=(
            Label(label="组长", text="周某某　办事处主任"),
            Label(label="副组长", text="陈某　办事处副主任"),
        )
    )
    first, second = (pages(pdf.write(document).data)[0].line(start) for start in ("组长", "副组长"))
    assert first[3].origin == pytest.approx(second[4].origin, abs=1)
    assert first[5].origin == pytest.approx(second[5].origin, abs=1)  # the last of each name
    assert first[6].origin == pytest.approx(second[6].origin, abs=1)


def test_without_a_name_of_three_characters_nothing_is_spread() -> None:
    document = Document(blocks=(Label(label="组长", text="陈某"), Label(label="成员", text="李某")))
    lines = [node for node in lay_out(document).parts[0].nodes if isinstance(node, Line)]
    assert all(run.spread.count == 0 for line in lines for run in line.rows[0])


def test_names_of_attendance_line_up_in_word() -> None:
    document = Document(attendance=Attendance(("周某某", "陈某")))
    line = next(n for n in lay_out(document).parts[0].nodes if getattr(n, "rows", ((),))[0])
    assert isinstance(line, Line)
    assert [run.text for run in line.rows[0] if run.spread.count] == ["陈"]
    assert word.write(document)
