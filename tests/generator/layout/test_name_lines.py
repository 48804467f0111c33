"""Names of people in lists stay whole on their lines, in Word and in PDF."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus.document import Document, Label
from generator.layout import gbt9704, pdf, word
from generator.layout.flow import lay_out
from generator.layout.lines import Line
from generator.layout.name_lines import named_rows, whole_names
from generator.layout.names import spans_of_names
from generator.layout.profile import STANDARD
from tests.generator.layout import samples
from tests.generator.layout.paper import Page, pages, words

Rendered = Mapping[str, tuple[Page, ...]]
NAMES = st.lists(
    st.tuples(
        st.sampled_from(("周", "陈", "李", "欧阳", "孙", "诸葛")), st.sampled_from(("某", "某某"))
    ).map("".join),
    min_size=1,
    max_size=60,
)


def lines_of_names(sheets: tuple[Page, ...]) -> list[str]:
    """The rows that hold names, their labels left out."""
    rows = [words(row) for page in sheets for row in page.lines()]
    return [re.sub("^.{2,3}：", "", row) for row in rows if "某" in row]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("周某某、陈某，欧阳某某", ["周某某", "陈某", "欧阳某某"]),
        ("周某某（组长）、综合执法办、应急管理办", ["周某某"]),
        ("各社区（村）主要负责人", []),
    ],
)
def test_names_are_told_from_offices(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in spans_of_names(text)] == names


def test_no_line_parts_a_name_and_both_end_them_alike(rendered: Rendered) -> None:
    ours = lines_of_names(pages(pdf.write(samples.listed()).data))
    theirs = lines_of_names(rendered["listed"])
    assert ours == theirs
    assert len(ours) > 25
    document = samples.listed()
    people = {p for b in document.blocks if isinstance(b, Label) for p in b.text.split("、")}
    for row in ours:
        assert all(name in people for name in row.rstrip("、").split("、")), row


def test_lines_of_names_are_not_pulled_apart(rendered: Rendered) -> None:
    for sheets in (pages(pdf.write(samples.listed()).data), rendered["listed"]):
        for page in sheets:
            for row in page.lines():
                marks = [n for n, glyph in enumerate(row[:-1]) if glyph.text == "、"]
                for n in marks:
                    assert row[n + 1].origin - row[n].origin < 16.6, words(row)


def test_nothing_is_added_to_the_text() -> None:
    with zipfile.ZipFile(io.BytesIO(word.write(samples.listed()))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    texts = ["".join(map(str, own.itertext())) for own in root.iter(qn("w:p"))]
    for block in samples.listed().blocks:
        assert isinstance(block, Label)
        assert f"{block.label}：{block.text}" in texts
    spaced = [
        "".join(map(str, run.itertext()))
        for run in root.iter(qn("w:r"))
        if (own := run.find(f"{qn('w:rPr')}/{qn('w:spacing')}")) is not None
        and int(str(own.get(qn("w:val")))) > 400
    ]
    assert spaced
    assert set(spaced) == {"、"}
    assert not list(root.iter(qn("w:br")))


@settings(max_examples=60, derandomize=True, deadline=None)
@given(NAMES, st.integers(2, 4))
def test_any_list_keeps_its_names_and_its_text(names: list[str], label: int) -> None:
    document = Document(blocks=(Label(label="成员组别"[:label], text="、".join(names)),))
    (line,) = (node for node in lay_out(document).parts[0].nodes if isinstance(node, Line))
    made, rows = named_rows(line, STANDARD.text_width)
    assert whole_names(line, STANDARD.text_width).text == line.text
    told = ["".join(run.text for run in row) for row in rows]
    assert "".join(told) == ("" if made is line else line.text)
    for row in told:
        bare = row.split("：")[-1].rstrip("、")
        assert all(name in names for name in bare.split("、"))
        wide = sum(len(run.text) + run.spread.count * len(run.text) for run in made.rows[0])
        assert wide > gbt9704.CHARACTERS - line.left.count
