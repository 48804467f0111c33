"""What is masked holds no number and no told name of a person, wherever they stood."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.document import Attendance, Cell, Chart, Column, Figure, Series, SignOff, Source, Table
from corpus.reading import read_text
from corpus.reading.masking import masked, masked_text

# Surnames with invented given names, so that nothing looks masked before.
TEXT = """青禾县柳溪街道消防安全工作方案
（2026年3月5日）
街道办事处主任　周青禾
各社区居民委员会：
为做好消防安全工作，制定本方案。
一、组织领导
组长：周青禾（街道办事处主任）
成员：李望川县消防大队大队长。
吴东湾县公安局副局长。
日常工作由赵柳溪同志负责，联系人：何槐荫，电话13800005678。
会上主任郑南塘，网格员秦某某发言。此后李望川两次到现场。
青禾县柳溪街道办事处
2026年3月5日
"""
NAMES = ("周青禾", "李望川", "吴东湾", "赵柳溪", "何槐荫", "郑南塘")


def test_told_names_and_numbers_are_gone_from_everything_that_is_kept() -> None:
    (document,) = read_text(TEXT, name="周青禾13800005678.txt")
    document = replace(
        document,
        recipients=("周青禾主任",),
        copies=("许桃园同志",),
        attendance=Attendance(("孙一苇",), (), ("周青禾",)),
        signoff=SignOff(("钱二木",), "2026-03-05"),
        notes=("联系人：冯三石",),
        source=Source("周青禾13800005678.txt"),
    )
    told = str(masked(document))
    for name in (*NAMES, "许桃园", "孙一苇", "钱二木", "冯三石", "13800005678"):
        assert name not in told
    assert "周某某13800005678.txt".replace("0000", "****") in told
    assert "青禾县柳溪街道消防安全工作方案" in told
    assert "秦某某" in told


@pytest.mark.parametrize(
    ("written", "hidden"),
    [
        ("138 0000 5678", "138 **** 5678"),
        ("138-0000-5678", "138-****-5678"),
        ("+8613800005678", "+86138****5678"),
        ("+86 13800005678", "+86 138****5678"),
        ("（0512）65005678", "（0512）****5678"),
        ("0512-6500 5678", "0512-*****5678"),
        ("4008613800005678", "4008613800005678"),
        ("138 2026-2027", "138 2026-2027"),
    ],
)
def test_numbers_are_masked_however_they_are_parted(written: str, hidden: str) -> None:
    assert masked_text(f"电话{written}。") == f"电话{hidden}。"


def test_texts_keep_their_length_so_that_places_stay_true() -> None:
    (document,) = read_text(TEXT)
    hidden = masked(document)
    for before, after in zip(document.blocks, hidden.blocks, strict=True):
        assert len(getattr(before, "text", "")) == len(getattr(after, "text", ""))


def test_a_column_of_names_is_masked_and_others_are_not() -> None:
    (document,) = read_text("柳溪街道值班安排\n为做好值班，制定本安排。\n")
    head = ((Cell("姓名"), Cell("所在社区")),)
    table = Table(
        "b9",
        None,
        (Column("姓名"), Column("所在社区")),
        head,
        ((Cell("唐青禾"), Cell("东湾社区")),),
        None,
    )
    hidden = masked(replace(document, blocks=(table,)))
    assert isinstance(hidden.blocks[-1], Table)
    assert "唐青禾" not in str(hidden)
    assert [cell.text for cell in hidden.blocks[-1].rows[0]] == ["唐某某", "东湾社区"]


def test_words_that_begin_like_a_name_stay() -> None:
    text = "柳溪街道工作总结\n全年发展党员12名，由主任通报情况，负责人安全管理到位，向主任汇报。\n"
    (document,) = read_text(text)
    assert str(masked(document)) == str(document)


def test_the_names_of_a_chart_are_masked_with_its_text() -> None:
    (document,) = read_text(TEXT)
    chart = Chart(names=("周青禾", "全组"), series=(Series("件数", ("12", "30")),))
    drawn = Figure(alt="横条图。周青禾12；全组30。", caption="周青禾等人办件数", chart=chart)
    kept = masked(replace(document, blocks=(*document.blocks, drawn))).to_json()
    assert "周青禾" not in str(kept["blocks"][-1])
    assert kept["blocks"][-1]["chart"]["names"][1] == "全组"
