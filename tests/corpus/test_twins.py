"""Texts that say nearly the same share a band and are measured exactly."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading import read_text
from corpus.reading.masking import masked_text
from corpus.twins import LEAST, THRESHOLD, bands_of, likeness, same_matter

_RANDOM = random.Random(7)


def text(length: int, seed: int) -> str:
    """A text of Chinese characters that repeats nothing."""
    source = random.Random(seed)
    return "".join(chr(source.randint(0x4E00, 0x9000)) for _ in range(length))


def altered(original: str, places: int) -> str:
    characters = list(original)
    for at in random.Random(3).sample(range(len(characters)), places):
        characters[at] = "改"
    return "".join(characters)


@pytest.mark.parametrize("length", [120, 600, 3000, 30_000])
def test_a_text_and_its_copy_with_few_changes_share_a_band(length: int) -> None:
    original = text(length, length)
    copy = altered(original, max(1, length // 100))
    assert likeness(original, copy) >= THRESHOLD
    assert set(bands_of(original)) & set(bands_of(copy))


def test_texts_on_different_matters_share_none() -> None:
    bands = [set(bands_of(text(2000, seed))) for seed in range(40)]
    assert all(not one & other for at, one in enumerate(bands) for other in bands[:at])


def test_a_short_paper_is_nobodys_twin() -> None:
    assert bands_of(text(LEAST - 1, 1)) == ()
    assert len(bands_of(text(LEAST, 1))) == 20


@given(st.text(max_size=300), st.text(max_size=300))
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
    assert bands_of(one) == bands_of(one)
    assert all(0 <= band < 2**63 for band in bands_of(one))


def test_a_collection_that_gives_a_text_twice_says_so_and_leaves_none_out() -> None:
    body = "".join(
        f"{n}、{place}要逐户排查隐患，建立台账，限期整改，按月报送进展情况，接受群众监督。\n"
        for n, place in zip("一二三", ["沿街商铺", "居民小区", "出租房屋"], strict=True)
    )
    opening = "为消除火灾隐患，结合柳溪街道实际，特制定本实施方案。\n"
    copy = body.replace("群众", "社会", 1)
    documents = read_text(
        f"方案篇一\n{opening}{body}方案篇二\n为做好防汛工作，特制定本方案。\n一、巡河\n每日一次。\n"
        f"方案篇三\n{opening}{copy}"
    )
    assert len(documents) == 3
    told = [[w for w in d.warnings if w.code == "near-duplicate"] for d in documents]
    assert told[0] == told[1] == []
    assert told[2][0].line == 11
    assert told[2][0].message.startswith("与第 1 篇（第 2–5 行）近似重复，相同程度 9")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("电话13800001234。", "电话138****1234。"),
        ("电话0512-66668888转2", "电话0512-****8888转2"),
        ("热线400-123-4567", "热线400-123-****"),
        ("身份证110101199003070012", "身份证110101********0012"),
        ("身份证11010119900307001X", "身份证110101********001X"),
        ("投入138000元，2026年3月5日", "投入138000元，2026年3月5日"),
        ("编号1380000123456", "编号1380000123456"),
    ],
)
def test_numbers_of_persons_are_masked_and_no_others(before: str, after: str) -> None:
    assert masked_text(before) == after
    assert len(before) == len(after)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("东湾社区防汛应急工作方案", "东湾社区防火应急工作方案"),
        ("东湾社区食品安全工作方案", "东湾社区安全生产工作方案"),
        ("东湾社区一季度安全检查通报", "东湾社区二季度安全检查通报"),
        ("工作简报第3期", "工作简报第4期"),
        ("甲小区整治方案", "乙小区整治方案"),
    ],
)
def test_titles_on_different_matters_are_of_different_papers(one: str, other: str) -> None:
    assert not same_matter(one, other)
    assert not same_matter(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("东湾社区防汛应急工作方案", "东湾社区防汛应急工作方案（定稿）"),
        ("关于做好东湾社区防汛应急工作的通知", "东湾社区防汛应急预案"),
        ("2025年社区治理方案 篇1", "社区治理方案 篇4"),
        ("xx社区消防安全整治方案", "东湾社区消防安全整治实施方案"),
        ("消防安全整治方案", "整治消防安全工作方案"),
        ("材料", ""),
    ],
)
def test_titles_that_may_name_one_paper_leave_the_texts_to_decide(one: str, other: str) -> None:
    assert same_matter(one, other)
    assert same_matter(other, one)
