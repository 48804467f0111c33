"""The named layouts 信函, 纪要 and joint papers, measured on the page in Word and in PDF."""

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

from corpus.document import (
    Block,
    Document,
    Imprint,
    Label,
    Layout,
    Masthead,
    Paragraph,
    SignOff,
)
from generator.layout import gbt9704, pdf, raster, word
from generator.layout.closing import sign_off
from generator.layout.flow import lay_out
from generator.layout.lines import Foot, JointMark, Letterhead, Line, printable
from generator.layout.widths import characters
from tests.generator.layout import samples
from tests.generator.layout.paper import MM, Glyph, Page, bare, pages, words

Rendered = Mapping[str, tuple[Page, ...]]
ONE = 156 / 28  # millimetres a character
BODIES = ("青禾县应急管理局", "青禾县柳溪街道办事处", "青禾县公安局")


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    return {
        "letter": pdf.write(samples.letter()).data,
        "minutes": pdf.write(samples.minutes()).data,
        "joint": pdf.write(samples.joint()).data,
        "unsealed": pdf.write(samples.joint(seal=False)).data,
    }


def top(line: list[Glyph]) -> float:
    return min(glyph.top for glyph in line) / MM


def bottom(line: list[Glyph]) -> float:
    return max(glyph.bottom for glyph in line) / MM


def red_bands(data: bytes, page: int, column: float) -> list[tuple[float, float]]:
    """The red stretches of a page in the pixel column at `column` mm: top and height in mm."""
    image = raster.draw(data, page, 2480).convert("RGB")
    unit = 210 / image.width
    bands: list[tuple[float, float]] = []
    start: int | None = None
    for y in range(image.height):
        pixel = image.getpixel((round(column / unit), y))
        assert isinstance(pixel, tuple)
        red = pixel[0] - pixel[2] > 80
        if red and start is None:
            start = y
        elif not red and start is not None:
            bands.append((start * unit, (y - start) * unit))
            start = None
    return bands


def red_reach(data: bytes, page: int, down: float) -> tuple[float, float]:
    """From where to where the pixels `down` mm below the page's top are red."""
    image = raster.draw(data, page, 2480).convert("RGB")
    unit = 210 / image.width
    row = round(down / unit)
    reds = [x for x in range(image.width) if _red(image.getpixel((x, row)))]
    return min(reds) * unit, max(reds) * unit


def _red(pixel: object) -> bool:
    return isinstance(pixel, tuple) and pixel[0] - pixel[2] > 80


def test_the_mark_of_a_letter_begins_30_mm_below_the_papers_edge(
    printed: dict[str, bytes],
) -> None:
    (first, *_) = pages(printed["letter"])
    mark = first.line("青禾县柳溪街道办事处")
    assert words(mark) == "青禾县柳溪街道办事处"  # the lead body alone, without 文件
    assert top(mark) == pytest.approx(30, abs=0.5)


def test_the_double_rules_of_a_letter_stand_where_the_standard_wants_them(
    printed: dict[str, bytes],
) -> None:
    data = printed["letter"]
    thick, thin, lower_thin, lower_thick = red_bands(data, 0, 22)  # left of the text area
    mark = pages(data)[0].line("青禾县柳溪街道办事处")
    assert thick[0] - bottom(mark) == pytest.approx(4, abs=0.5)
    assert thick[1] > 2 * thin[1]
    assert lower_thick[1] > 2 * lower_thin[1]
    assert 297 - sum(lower_thick) == pytest.approx(20, abs=0.3)
    for band in (thick, lower_thick):
        left, right = red_reach(data, 0, band[0] + band[1] / 2)
        assert right - left == pytest.approx(170, abs=0.5)
        assert (left + right) / 2 == pytest.approx(28 + 156 / 2, abs=0.3)


def test_only_the_first_page_of_a_letter_has_rules_and_it_has_no_number(
    printed: dict[str, bytes],
) -> None:
    data = printed["letter"]
    first, second, *_ = pages(data)
    assert "—" not in first.text
    assert words(second.lines()[-1]) == "—2—"
    assert red_bands(data, 1, 22) == []


def test_a_letter_has_its_number_at_the_right_and_copy_number_and_urgency_at_the_left(
    printed: dict[str, bytes],
) -> None:
    data = printed["letter"]
    first = pages(data)[0]
    row, urgency = first.line("000001"), first.line("特急")
    assert words(row) == "000001青柳街函〔2026〕3号"
    assert row[0].origin / MM == pytest.approx(28, abs=0.2)
    assert row[-1].right / MM == pytest.approx(184, abs=0.6)
    assert urgency[0].origin / MM == pytest.approx(28, abs=0.2)
    thin = red_bands(data, 0, 22)[1]
    han = [glyph for glyph in row if glyph.text == "号"]
    assert top(han) - sum(thin) == pytest.approx(16 * 7 / 8 / MM, abs=0.7)


def test_the_title_of_a_letter_stands_two_lines_below_what_is_above_it(
    printed: dict[str, bytes],
) -> None:
    first = pages(printed["letter"])[0]
    urgency, title = first.line("特急"), first.line("关于商请")
    lines = (title[0].baseline - urgency[0].baseline) / gbt9704.LINE_PITCH.pt
    assert lines == pytest.approx(3, abs=0.15)


def test_a_letter_without_number_has_an_empty_line_less() -> None:
    bare = replace(samples.letter(), masthead=Masthead(None, None, ("青禾县公安局",)))
    nodes = lay_out(bare).parts[0].nodes
    assert isinstance(nodes[0], Letterhead)
    assert [node.style for node in nodes[1:4] if isinstance(node, Line)] == [
        "Blank",
        "Blank",
        "Title",
    ]


def test_the_imprint_of_a_letter_has_neither_rules_nor_printing_body() -> None:
    foot = lay_out(samples.letter()).parts[0].nodes[-1]
    assert isinstance(foot, Foot)
    (copies,) = foot.lines
    assert copies.text.startswith("抄送：青禾县应急管理局，")
    assert copies.rule_above is None
    assert copies.rule_below is None
    without = replace(samples.letter(), copies=(), imprint=Imprint("办公室", "2026-02-21"))
    assert not any(isinstance(node, Foot) for node in lay_out(without).parts[0].nodes)


def test_word_shows_a_letter_as_the_pdf_does(rendered: Rendered, printed: dict[str, bytes]) -> None:
    ours, theirs = pages(printed["letter"])[0], rendered["letter"][0]
    assert "—" not in theirs.text
    for start, room in (
        ("青禾县柳溪街道办事处", 1), ("000001", 1), ("特急", 1), ("关于商请", 1), ("各社区", 1),
    ):  # fmt: skip
        assert top(theirs.line(start)) == pytest.approx(top(ours.line(start)), abs=room)


def test_word_takes_the_number_of_a_letters_first_page_away_in_the_section() -> None:
    with zipfile.ZipFile(io.BytesIO(word.write(samples.letter()))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
        footers = [
            archive.read(name).decode() for name in archive.namelist() if "word/footer" in name
        ]
    (section,) = root.iter(qn("w:sectPr"))
    assert section.find(qn("w:titlePg")) is not None
    kinds = [str(own.get(qn("w:type"))) for own in section.findall(qn("w:footerReference"))]
    assert sorted(kinds) == ["default", "even", "first"]
    ruled = [text for text in footers if "framePr" in text]
    assert len(ruled) == 1
    assert "PAGE" not in ruled[0]
    frames = list(root.iter(qn("w:framePr")))
    assert {frame.get(qn("w:vAnchor")) for frame in frames} == {"page"}
    assert {frame.get(qn("w:w")) for frame in frames} == {"9638"}  # 170 mm


def test_other_papers_have_no_first_page_of_their_own() -> None:
    with zipfile.ZipFile(io.BytesIO(word.write(samples.official()))) as archive:
        text = archive.read("word/document.xml").decode()
    assert "titlePg" not in text
    assert "framePr" not in text


@pytest.mark.parametrize(
    ("issuer", "mark"),
    [
        ("青禾县柳溪街道办事处", "青禾县柳溪街道办事处会议纪要"),
        ("青禾县防汛工作会议", "青禾县防汛工作会议纪要"),
        ("青禾县防汛工作会议纪要", "青禾县防汛工作会议纪要"),
    ],
)
def test_the_mark_of_minutes_says_so_once(issuer: str, mark: str) -> None:
    document = replace(samples.minutes(), masthead=Masthead(None, None, (issuer,)))
    (line,) = (n for n in lay_out(document).parts[0].nodes if getattr(n, "style", "") == "Mark")
    assert isinstance(line, Line)
    assert line.text == mark


def test_the_mark_of_minutes_stands_35_mm_below_the_text_areas_top(
    rendered: Rendered, printed: dict[str, bytes]
) -> None:
    for sheets, room in ((pages(printed["minutes"]), 0.5), (rendered["minutes"], 1.5)):
        assert top(sheets[0].line("青禾县柳溪街道办事处会议纪要")) == pytest.approx(72, abs=room)


def test_who_attended_stands_below_the_text_behind_aligned_labels(
    rendered: Rendered, printed: dict[str, bytes]
) -> None:
    for sheets in (pages(printed["minutes"]), rendered["minutes"]):
        page = sheets[-1]
        present, absent, observers = (page.line(label) for label in ("出席", "请假", "列席"))
        rows = page.lines()
        continued = rows[rows.index(present) + 1]
        for line in (present, absent, observers):
            assert line[0].origin / MM - 28 == pytest.approx(2 * ONE, abs=0.3)
            assert line[3].origin == pytest.approx(continued[0].origin, abs=3)
        assert "Hei" in present[0].font
        assert "Fang" in present[3].font


def test_the_names_of_a_joint_mark_are_as_wide_as_the_widest(printed: dict[str, bytes]) -> None:
    first = pages(printed["joint"])[0]
    rows = [row for row in first.lines() if row[0].size > 25 and words(row)[0] == "青"]
    assert [words(row).removesuffix("文件") for row in rows] == list(BODIES)
    names = [[glyph for glyph in row if glyph.text not in "文件"] for row in rows]
    for name in names:
        assert name[0].left == pytest.approx(names[0][0].left, abs=1.5)
        assert name[-1].origin == pytest.approx(names[0][-1].origin, abs=1.5)
    assert top(names[0]) == pytest.approx(72, abs=0.8)


def test_the_word_document_stands_in_the_middle_of_a_joint_mark(
    rendered: Rendered, printed: dict[str, bytes]
) -> None:
    for sheets in (pages(printed["joint"]), rendered["joint"]):
        marks = [glyph for glyph in sheets[0].glyphs if glyph.size > 25]
        names = [glyph for glyph in marks if glyph.text not in "文件"]
        suffix = [glyph for glyph in marks if glyph.text in "文件"]
        assert len(suffix) == 2
        middle = (min(g.top for g in names) + max(g.bottom for g in names)) / 2
        assert (min(g.top for g in suffix) + max(g.bottom for g in suffix)) / 2 == pytest.approx(
            middle, abs=3
        )
        assert min(g.left for g in suffix) > max(g.right for g in names)
        assert max(g.right for g in suffix) / MM < 184.2


def test_a_joint_mark_of_many_bodies_leaves_room_for_the_text() -> None:
    head = Masthead(None, None, BODIES * 3, True, "青〔2026〕3号")
    many = replace(samples.joint(), masthead=head)
    mark = next(n for n in lay_out(many).parts[0].nodes if isinstance(n, JointMark))
    assert len(mark.names) == 9
    assert mark.pitch.mm * 9 <= 75.01
    assert "为切实保障" in pages(pdf.write(many).data)[0].text


def test_signers_stand_two_a_row_and_the_number_beside_the_last_row(
    rendered: Rendered, printed: dict[str, bytes]
) -> None:
    for sheets in (pages(printed["joint"]), rendered["joint"]):
        first, second = sheets[0].line("签发人："), sheets[0].line("青应急")
        assert words(first) == "签发人：周某某陈某"
        assert words(second) == "青应急〔2026〕3号李某某"
        assert second[-3].origin == pytest.approx(first[4].origin, abs=1)
        assert second[0].origin / MM - 28 == pytest.approx(ONE, abs=0.3)
        # The second column ends one character from the right edge.
        assert (184 - first[-1].right / MM) / ONE == pytest.approx(1, abs=0.3)
        assert "Kai" in first[4].font


def test_the_red_rule_of_a_paper_with_signers_is_as_wide_as_the_text() -> None:
    with zipfile.ZipFile(io.BytesIO(word.write(samples.joint()))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    (ruled,) = (p for p in root.iter(qn("w:p")) if p.find(f".//{qn('w:pBdr')}") is not None)
    assert ruled.find(f".//{qn('w:ind')}") is None


def test_several_bodies_without_seals_stand_one_below_the_other_lead_body_first(
    printed: dict[str, bytes],
) -> None:
    page = next(p for p in pages(printed["unsealed"]) if "2026年2月20日" in p.text)
    rows = [page.line(name) for name in BODIES]
    assert [row[0].baseline for row in rows] == sorted(row[0].baseline for row in rows)
    for row in rows:
        assert row[0].origin == pytest.approx(rows[0][0].origin, abs=1)
        assert row[-1].right == pytest.approx(rows[0][-1].right, abs=2)
        assert (184 - row[-1].right / MM) / ONE == pytest.approx(2, abs=0.3)
    date = page.line("2026年2月20日")
    assert (date[0].origin - rows[-1][0].origin) / MM / ONE == pytest.approx(2, abs=0.1)


def test_bodies_of_very_different_length_are_not_spread() -> None:
    _, first, second, _ = sign_off(SignOff(("甲局", "青禾县柳溪街道办事处"), "2026-02-20"))
    assert first.rows[0][0].spread.count == 0
    assert second.left.count + characters(second.text) == 26


@pytest.mark.parametrize("count", range(2, 8))
def test_seals_of_several_bodies_have_room_and_the_last_stands_on_the_date(count: int) -> None:
    names = (BODIES * 3)[:count]
    lines = sign_off(SignOff(names, "2026-02-20", True))
    date = lines[-1]
    seals: list[tuple[float, int, str]] = []  # middle in characters, line, name
    for n, line in enumerate(lines[:-1]):
        first = [(line.left, line.rows[0])] if line.rows[0] else []
        for at, row in (*first, *line.stops):
            name = "".join(run.text for run in row)
            seals.append((at.count + characters(name) / 2, n, name))
            assert at.count >= 0
            assert at.count + characters(name) <= 28
    assert [name for *_, name in seals] == list(names)
    for n, (across, down, _) in enumerate(seals):
        for other, lower, _ in seals[n + 1 :]:
            far = abs(across - other) >= 8.9 or lower - down >= 5
            assert far, (seals[n], other, lower)
    assert seals[-1][0] == pytest.approx(date.left.count + characters(date.text) / 2)
    assert 28 - date.left.count - characters(date.text) == 4


def test_a_sign_off_below_a_title_alone_is_printed() -> None:
    document = Document(title="通知", signoff=SignOff(("青禾县公安局",), "2026-02-20"))
    assert "青禾县公安局2026年2月20日" in pages(pdf.write(document).data)[0].text


@pytest.mark.parametrize("layout", ["plain", "document", "letter", "minutes"])
@pytest.mark.parametrize("blocks", [(), (Paragraph(text="特此报告。"),), (samples.table(3),)])
def test_the_seals_of_many_bodies_may_take_more_than_a_page(
    layout: Layout, blocks: tuple[Block, ...]
) -> None:
    names = tuple(f"{place}县柳溪街道办事处消防安全委员会办公室" for place in "青望东西南北中")
    document = Document(
        layout=layout, title="报告", blocks=blocks, signoff=SignOff(names, "2026-02-20", True)
    )
    sheets = pages(pdf.write(document).data)
    for name in names:
        assert sum(name in page.text for page in sheets) == 1, name
    assert names[-1] + "2026年2月20日" in sheets[-1].text
    assert all(glyph.bottom / MM < 262 for page in sheets for glyph in page.glyphs[:-3])


def test_remarks_stay_with_the_date() -> None:
    noted = replace(samples.joint(), notes=("此件公开发布", "（联系人：陈某）"))
    for page in pages(pdf.write(noted).data):
        if "此件公开发布" in page.text:
            row = page.line("（此件公开发布）")
            assert (row[0].origin / MM - 28) / ONE == pytest.approx(2, abs=0.3)
            assert "2026年2月20日" in page.text
            assert "（联系人：陈某）" in page.text
            break
    else:
        raise AssertionError("the remark is not printed")


def test_narrow_roman_numerals_stand_without_holes_beside_them() -> None:
    document = Document(blocks=(Label(label="分级", text="国Ⅰ级国Ⅱ级国Ⅲ级"),))
    line = pages(pdf.write(document).data)[0].line("分级")
    for numeral in "ⅠⅡⅢ":
        n = next(n for n, glyph in enumerate(line) if glyph.text == numeral)
        for gap in (line[n].left - line[n - 1].right, line[n + 1].left - line[n].right):
            assert -1 < gap / 16 < 0.36


NAMES = st.lists(st.text("青禾县柳溪街道办事处A1 \u0000", min_size=1, max_size=30), max_size=7)


@settings(max_examples=30, deadline=None)
@given(
    layout=st.sampled_from(("plain", "document", "letter", "minutes")),
    issuers=NAMES,
    signers=NAMES,
    urgency=st.sampled_from((None, "特急")),
    seal=st.booleans(),
)
def test_any_masthead_and_sign_off_is_set_and_written(
    layout: Layout, issuers: list[str], signers: list[str], urgency: str | None, seal: bool
) -> None:
    document = Document(
        layout=layout,
        title="关于消防安全的报告",
        masthead=Masthead(None, urgency, tuple(issuers), True, "青〔2026〕3号", tuple(signers)),
        signoff=SignOff(tuple(issuers), "2026-02-20", seal),
    )
    text = "".join(page.text for page in pages(pdf.write(document).data))
    with zipfile.ZipFile(io.BytesIO(word.write(document))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    written = bare("".join(node.text or "" for node in root.iter(qn("w:t"))))
    assert "2026年2月20日" in text
    for name in issuers:
        assert bare(printable(name)) in text
        assert bare(printable(name)) in written
