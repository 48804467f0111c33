"""A photo stays behind its paragraph, whatever becomes of the text around it."""

from __future__ import annotations

import pytest

from corpus.document import Block, Figure, Heading, Paragraph, Table
from generator.errors import InputError
from generator.standing import parted, settled, shown, stops
from generator.states import SectionState

HEAD = Heading(level=1, text="工作目标")
FIRST, SECOND = Paragraph(text="全面摸清底数。"), Paragraph(lead="分类整治", text="边查边改。")
TABLE, LAST = Table(caption="指标表"), Paragraph(text="年底前完成。")
TEXT: list[Block] = [HEAD, FIRST, SECOND, TABLE, LAST]
ONE, TWO = Figure(image="sha256:1", caption="一"), Figure(image="sha256:2", caption="二")


def order(blocks: list[Block], *stands: str) -> list[Block]:
    return shown(blocks, SectionState("goals", figures=(ONE, TWO), stands=stands))


def test_photos_without_a_place_stand_at_the_end() -> None:
    assert order(TEXT) == [*TEXT, ONE, TWO]
    assert order([]) == []


def test_a_photo_stands_behind_the_paragraph_that_was_chosen() -> None:
    _, (first, said), (second, _), (third, _) = stops(TEXT)
    assert (first, said) == ("1|全面摸清底数。", "第1段后：全面摸清底数。…")
    assert (second, third) == ("2|分类整治", "3|表指标表")
    assert order(TEXT, first, third) == [HEAD, FIRST, ONE, SECOND, TABLE, TWO, LAST]
    assert order(TEXT, second, second) == [HEAD, FIRST, SECOND, ONE, TWO, TABLE, LAST]


def test_a_photo_may_stand_before_the_first_paragraph() -> None:
    place, said = stops(TEXT)[0]
    assert said == "放在这一节开头"
    assert order(TEXT, place) == [HEAD, ONE, *TEXT[1:], TWO]
    assert order(TEXT[1:], place, place) == [ONE, TWO, *TEXT[1:]]
    assert order([HEAD], place) == [HEAD, ONE, TWO]
    assert settled(TEXT, place) == place
    assert settled([HEAD], place) == ""
    assert stops([HEAD]) == ()


def test_it_moves_along_with_its_paragraph() -> None:
    more: list[Block] = [HEAD, Paragraph(text="新加的一段。"), *TEXT[1:]]
    assert order(more, "1|全面摸清底数。") == [*more[:3], ONE, *more[3:], TWO]
    assert settled(more, "1|全面摸清底数。") == "2|全面摸清底数。"


def test_where_the_words_are_gone_the_number_stands_in() -> None:
    other: list[Block] = [HEAD, Paragraph(text="换过的话。"), SECOND, LAST]
    assert order(other, "1|全面摸清底数。")[2] == ONE
    assert settled(other, "1|全面摸清底数。") == "1|换过的话。"
    assert settled(other, "9|没有了") == settled(other, "乱写") == ""
    assert order(other, "乱写") == [*other, ONE, TWO]


def test_what_is_printed_offers_the_same_places_as_what_was_written() -> None:
    printed = order(TEXT, "1|全面摸清底数。", "2|分类整治")
    assert stops(printed) == stops(TEXT)


def test_places_survive_being_saved() -> None:
    state = SectionState("goals", figures=(ONE, TWO), stands=("1|甲", ""))
    assert SectionState.from_json(state.to_json()) == state


def test_photos_of_a_text_come_out_of_it_with_their_places_and_go_back() -> None:
    for whole in ([HEAD, FIRST, ONE, SECOND, LAST, TWO], [HEAD, ONE, FIRST, TWO], [ONE, LAST, TWO]):
        text, figures, stands = parted(whole)
        assert (text, figures) == ([b for b in whole if b not in (ONE, TWO)], (ONE, TWO))
        back = SectionState("goals", figures=figures, stands=stands)
        assert shown(text, back) == whole


def test_a_place_with_no_sensible_number_is_told_by_its_words() -> None:
    assert order(TEXT, f"{'9' * 5000}|分类整治")[3] == ONE
    assert settled(TEXT, f"{'9' * 5000}|没有这句") == ""


@pytest.mark.parametrize("stands", [5, "1|甲", {"a": 1}, [None]])
def test_places_that_are_no_list_of_texts_are_refused(stands: object) -> None:
    with pytest.raises(InputError, match="照片的位置"):
        SectionState.from_json({"id": "goals", "stands": stands})
