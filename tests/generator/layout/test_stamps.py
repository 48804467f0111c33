"""Orders 命令 and papers that are signed with stamps 签名章 (GB/T 9704-2012 7.3.5.3, 10.2)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus.document import Document, Masthead, Paragraph, SignOff
from corpus.reading import read_text
from generator.layout import gbt9704, pdf, word, write
from generator.layout.closing import sign_off
from generator.layout.flow import lay_out
from generator.layout.lines import Line
from generator.layout.measure.report import measure
from generator.layout.widths import characters
from tests.generator.layout import samples
from tests.generator.layout.paper import MM, Page, pages, words

Rendered = Mapping[str, tuple[Page, ...]]
ONE = 156 / 28  # millimetres a character
LINE = gbt9704.LINE_PITCH.pt
DATE_FROM = 28 - 4 - 6.5  # 2026年2月20日 is as wide as six characters and a half


@pytest.fixture(scope="module")
def printed() -> Rendered:
    return {name: pages(pdf.write(getattr(samples, name)()).data) for name in ("order", "motion")}


def test_the_mark_of_an_order_stands_20_mm_below_the_text_areas_top(
    rendered: Rendered, printed: Rendered
) -> None:
    for sheets in (printed["order"], rendered["order"]):
        mark = sheets[0].line("青禾县人民政府令")
        assert words(mark) == "青禾县人民政府令"
        assert min(glyph.top for glyph in mark) / MM == pytest.approx(37 + 20, abs=0.6)


def test_an_order_has_its_number_in_the_middle_and_neither_rule_nor_title(
    rendered: Rendered, printed: Rendered
) -> None:
    for sheets in (printed["order"], rendered["order"]):
        page = sheets[0]
        number, body = page.line("第3号"), page.line("《青禾县消防")
        middle = (number[0].left + number[-1].right) / 2 / MM
        assert middle == pytest.approx(28 + 78, abs=1)
        assert (body[0].baseline - number[0].baseline) / LINE == pytest.approx(3, abs=0.1)
        assert page.text.count("青禾县人民政府令") == 1
    with zipfile.ZipFile(io.BytesIO(word.write(samples.order()))) as archive:
        text = archive.read("word/document.xml").decode()
    assert "w:pBdr" not in text
    assert "青禾县人民政府令" in text


@pytest.mark.parametrize(
    ("title", "mark"),
    [
        ("青禾县人民政府令", "青禾县人民政府令"),
        ("青禾县人民政府命令", "青禾县人民政府命令"),
        ("关于表彰先进单位的命令", "青禾县人民政府命令"),
    ],
)
def test_a_title_that_is_no_mark_stands_below_the_number(title: str, mark: str) -> None:
    lines = [
        node
        for node in lay_out(replace(samples.order(), title=title)).parts[0].nodes
        if isinstance(node, Line)
    ]
    (red,) = (line for line in lines if line.style == "Mark")
    assert red.text == mark
    titles = [line.text for line in lines if line.style == "Title"]
    assert titles == ([] if title == mark else [title])


def test_copy_number_and_urgency_leave_the_mark_of_an_order_where_it_belongs() -> None:
    head = Masthead("000001", "特急", ("青禾县人民政府",), False, "第3号")
    page = pages(pdf.write(replace(samples.order(), masthead=head)).data)[0]
    mark = page.line("青禾县人民政府令")
    assert min(glyph.top for glyph in mark) / MM == pytest.approx(37 + 20, abs=1.5)


def test_a_stamp_has_room_two_lines_below_the_text_and_the_date_a_line_below_it(
    rendered: Rendered, printed: Rendered
) -> None:
    for sheets in (printed["order"], rendered["order"]):
        page = sheets[0]
        body, post, date = (page.line(w) for w in ("行", "青禾县人民政府县长", "2026"))
        room = gbt9704.STAMP_LINES
        down = (post[0].baseline - body[0].baseline) / LINE
        assert down == pytest.approx(2 + (room + 1) / 2, abs=0.1)
        above = (date[0].baseline - post[0].baseline) / LINE
        assert above == pytest.approx((room - 1) / 2 + 2, abs=0.1)
        assert date[0].origin / MM - 28 == pytest.approx(DATE_FROM * ONE, abs=0.6)
        # The post ends two characters before the room of a stamp that ends four from the right.
        free = (184 - post[-1].right / MM) / ONE
        assert free == pytest.approx(2 + gbt9704.STAMP.count + 4, abs=0.3)


def test_names_stand_for_stamps_below_one_another_and_posts_end_two_characters_before_them(
    rendered: Rendered, printed: Rendered
) -> None:
    for sheets in (printed["motion"], rendered["motion"]):
        page = next(p for p in sheets if "县长" in p.text)
        first, second = page.line("青禾县人民政府县长"), page.line("望川县人民政府代理县长")
        assert words(first) == "青禾县人民政府县长周某某"
        assert words(second) == "望川县人民政府代理县长陈某"
        assert (second[0].baseline - first[0].baseline) / LINE == pytest.approx(1, abs=0.05)
        for row, name in ((first, 3), (second, 2)):
            assert (184 - row[-1].right / MM) / ONE == pytest.approx(4, abs=0.3)
            assert (row[-name].left - row[-name - 1].right) / MM / ONE == pytest.approx(2, abs=0.3)
            assert "Kai" in row[-1].font
        date = page.line("2026年2月20日")
        assert (date[0].baseline - second[0].baseline) / LINE == pytest.approx(2, abs=0.05)
        assert date[0].origin / MM - 28 == pytest.approx(DATE_FROM * ONE, abs=0.6)


@pytest.mark.parametrize("name", ["order", "motion"])
def test_the_measure_knows_a_sign_off_by_stamps(name: str) -> None:
    document = getattr(samples, name)()
    for report in (
        measure("a.pdf", pdf.write(document).data),
        measure("a.docx", word.write(document), pdf.write(document).data),
    ):
        (row,) = (row for row in report.rows if row.check.id == "L14")
        assert row.measured.startswith("签名章：日期右空 4")
        assert row.ok
    assert {"L09", "L14"} <= {row.check.id for row in report.rows}


def test_a_stamp_that_stands_elsewhere_is_found() -> None:
    file = word.write(samples.motion())
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    for tab in root.iter(qn("w:tab")):
        at = tab.get(qn("w:pos"))
        if at is not None:
            tab.set(qn("w:pos"), str(int(at) - 400))
    parts["word/document.xml"] = etree.tostring(root)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    report = measure("a.docx", target.getvalue(), pdf.write(samples.motion()).data)
    (row,) = (row for row in report.rows if row.check.id == "L14")
    assert not row.ok
    assert "与职务相距 0.7 字" in row.measured


def test_a_bare_post_gets_the_name_of_its_body() -> None:
    signed = SignOff(("青禾县柳溪街道办事处",), "2026-02-20", signers=("主任　周某某",))
    assert [line.text for line in sign_off(signed) if line.text] == [
        "青禾县柳溪街道办事处主任周某某",
        "2026年2月20日",
    ]
    told = replace(signed, signers=("青禾县柳溪街道办事处主任　周某某",))
    assert [line.text for line in sign_off(told)] == [line.text for line in sign_off(signed)]


@settings(max_examples=60, derandomize=True)
@given(
    st.lists(
        st.tuples(st.text("青禾县人民政府副县长委", min_size=1, max_size=40), st.booleans()),
        min_size=1,
        max_size=4,
    )
)
def test_posts_of_any_length_stay_before_their_stamps(posts: list[tuple[str, bool]]) -> None:
    signers = tuple(f"{post}　周某某" if named else f"{post}（签名章）" for post, named in posts)
    lines = sign_off(SignOff((), "2026-02-20", signers=signers))
    assert "".join(line.text for line in lines).replace("周某某", "") == (
        "".join(post for post, _ in posts) + "2026年2月20日"
    )
    for line in lines[:-1]:
        wide = characters("".join(run.text for run in line.rows[0]))
        assert line.left.count >= 0
        for at, _ in line.stops:
            assert line.left.count + wide <= at.count - 2 + 1e-6


@pytest.mark.parametrize("name", ["order", "motion"])
@pytest.mark.parametrize("suffix", [".odt", ".md", ".html", ".txt"])
def test_every_format_names_who_signs(name: str, suffix: str) -> None:
    if suffix == ".html":
        pytest.importorskip("pypandoc")
    data = write(getattr(samples, name)(), suffix)
    if suffix == ".odt":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read("content.xml")
    text = data.decode().replace("\n", "")
    assert "青禾县人民政府县长" in text
    assert text.count("青禾县人民政府令") == (name == "order") or suffix == ".html"


def test_a_signed_paper_reads_back_as_it_was() -> None:
    document = samples.order()
    assert Document.from_json(document.to_json()) == document
    (read,) = read_text(write(document, ".txt").decode())
    assert read.signoff == document.signoff
    plain = Document(title="报告", blocks=(Paragraph(text="一。"),), signoff=SignOff(("甲局",)))
    assert "signers" not in plain.to_json()["signoff"]
