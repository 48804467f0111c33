"""Terms: every stretch of a text has in the index what a search for it will ask."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from corpus.search.terms import fold, terms, wanted

TEXTS = st.text(
    st.sampled_from("网格化管理消防2026年ＡaB（）“”，。 \u3000\n-①㎡é"), min_size=1, max_size=30
)


def test_folding_makes_widths_cases_and_spaces_alike() -> None:
    assert fold("Ａｐｐ　２０２６年（试 行）") == "app2026年(试行)"
    assert fold("關於開展網格化管理的報告") == "关于开展网格化管理的报告"
    assert fold("\ufeff网\u200b格\n员") == "网格员"


@given(st.text(max_size=40))
def test_folding_works_character_by_character_and_once_is_enough(text: str) -> None:
    folded = fold(text)
    assert folded == "".join(map(fold, text))
    assert not any(unicodedata.category(character)[0] in "ZC" for character in folded)


def test_a_run_gives_its_characters_and_its_pairs() -> None:
    assert terms("网格员") == {"网": 1, "格": 1, "员": 1, "网格": 1, "格员": 1}
    assert terms("网格\n网格") == {"网": 2, "格": 2, "网格": 2}


def test_punctuation_is_a_term_but_in_no_pair() -> None:
    assert terms("消，防") == {"消": 1, "防": 1, "，": 1}
    assert terms("——。") == {"—": 2, "。": 1}


def test_one_or_two_characters_are_sure_and_longer_words_must_be_checked() -> None:
    assert wanted("网").exact
    assert wanted("网格").exact
    assert not wanted("网格员").exact
    assert not wanted("a-b").exact
    assert wanted("网格员").terms == ("格员", "网格")
    assert wanted("80%").terms == ("%", "80")
    assert wanted("——").terms == ("—",)
    assert not wanted("——").exact


@given(TEXTS, st.data())
def test_what_stands_in_a_text_has_all_that_is_wanted_of_it(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(start, len(folded)))
    word = folded[start:end]
    assert set(wanted(word).terms) <= terms(folded).keys()


@given(TEXTS, TEXTS)
def test_a_sure_word_stands_in_every_text_that_has_its_terms(text: str, word: str) -> None:
    folded, word = fold(text), fold(word)[:2]
    if (need := wanted(word)).exact and set(need.terms) <= terms(folded).keys():
        assert word in folded
