"""Pinyin order: as dictionaries have it, with numbers by value and surnames as they are read."""

from __future__ import annotations

from corpus import pinyin


def test_places_stand_in_the_order_of_their_pinyin() -> None:
    places = ["望川县", "柳溪街道", "东湾社区", "青禾县", "北桥社区", "西坝社区"]
    expected = ["北桥社区", "东湾社区", "柳溪街道", "青禾县", "望川县", "西坝社区"]
    assert pinyin.ordered(places) == expected


def test_characters_that_are_rare_but_usual_in_names_have_their_place() -> None:
    # 婷, 闫 and 玥 stand in no order of pinyin within GB 2312
    assert pinyin.ordered(["王婷", "王涛", "王通", "王玥", "闫某", "杨某", "颜某"]) == [
        "王涛", "王婷", "王通", "王玥", "闫某", "颜某", "杨某",
    ]  # fmt: skip


def test_the_first_level_of_gb2312_which_is_sorted_by_pinyin_agrees() -> None:
    letters = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7)
               for low in range(0xA1, 0xFF)]  # fmt: skip
    # a sample far apart: neighbours of one syllable stand in another order of strokes
    sample = letters[::120]
    assert pinyin.ordered(sample) == sample


def test_a_surname_is_read_as_a_surname() -> None:
    assert pinyin.ordered(["邹某某", "曾某某", "陈某某", "单某某"], names=True) == [
        "陈某某", "单某某", "曾某某", "邹某某",
    ]  # fmt: skip
    assert pinyin.ordered(["曾家村", "陈家村"]) == ["曾家村", "陈家村"]


def test_numbers_go_by_their_value_and_stand_before_words() -> None:
    texts = ["第十网格", "10网格", "2网格", "B区", "a区", "（1）网格"]
    assert pinyin.ordered(texts) == ["（1）网格", "2网格", "10网格", "a区", "B区", "第十网格"]


def test_what_no_table_has_comes_last_and_stands_still() -> None:
    assert pinyin.ordered(["𠮷村", "左村", ""]) == ["", "左村", "𠮷村"]
    assert pinyin.ordered([("柳", 2), ("柳", 1)], text=lambda one: one[0]) == [
        ("柳", 2), ("柳", 1),
    ]  # fmt: skip
