"""Pages that stay the same are not read again, and what is kept never passes for another page."""

from __future__ import annotations

import re

import pytest

from corpus.document import Document, Paragraph
from generator.layout import pdf
from webapp import leaves
from webapp.leaves import Leaf, leaves_of


def printed(*changes: tuple[int, str]) -> bytes:
    """A document of several pages; `changes` are put into its paragraphs."""
    texts = [f"第{n}段对沿街商铺开展拉网式排查，做到底数清情况明。" * 5 for n in range(24)]
    for n, text in changes:
        texts[n] += text
    document = Document(title="通知", blocks=tuple(Paragraph(text=text) for text in texts))
    return pdf.write(document.canonical(), None).data


def fresh(data: bytes) -> list[Leaf]:
    leaves._kept.clear()
    return leaves_of(data)


def test_only_the_page_that_changed_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fresh(printed())
    assert len(before) > 4
    read: list[float] = []
    real = leaves._read
    monkeypatch.setattr(leaves, "_read", lambda page: (read.append(1), real(page))[1])
    after = leaves_of(printed((23, "排查。")))
    assert len(read) == 1
    assert after[:-1] == before[: len(after) - 1]
    assert after[-1].text.endswith("排查。")


@pytest.mark.parametrize("change", ["排查。", "新字：龘。", "Ａ1", ""])
def test_what_is_kept_says_what_reading_afresh_says(change: str) -> None:
    fresh(printed())
    data = printed((11, change))
    assert leaves_of(data) == fresh(data)


def test_another_letter_in_the_same_place_is_seen() -> None:
    first = fresh(printed((0, "甲甲甲")))
    second = leaves_of(printed((0, "乙乙乙")))
    assert "乙乙乙" in second[0].text
    assert first[0].digest != second[0].digest


def test_not_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaves, "CHARACTERS", 1500)
    found = fresh(printed())
    assert 0 < sum(len(one.text) for one in leaves._kept.values()) <= 1500
    assert leaves_of(printed()) == found


def test_a_page_of_several_streams_is_read_each_time() -> None:
    data = printed()
    several = re.sub(rb"/Contents (\d+ 0 R)", rb"/Contents [\1]", data, count=1)
    assert several != data
    assert leaves._signatures(several) == ()
    assert leaves._signatures(data) != ()
