"""The PDF: its geometry, read back from the pages, and what it says about itself."""

from __future__ import annotations

import io
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import FrameType

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from corpus.document import (
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Label,
    Paragraph,
    SignOff,
    Table,
)
from generator.layout import gbt9704, pdf, raster, sheet_grid
from generator.layout.fonts import Substitution
from generator.layout.lines import printable
from tests.generator.layout import samples
from tests.generator.layout.paper import MM, Page, bare, pages, words


@pytest.fixture(scope="module")
def plan() -> tuple[Page, ...]:
    return pages(pdf.write(samples.plan()).data)


@pytest.fixture(scope="module")
def full() -> tuple[Page, ...]:
    return pages(pdf.write(samples.full_pages()).data)


def test_pages_are_a4(plan: tuple[Page, ...]) -> None:
    sizes = {(round(page.width / MM), round(page.height / MM)) for page in plan}
    assert sizes == {(210, 297), (297, 210)}


def test_a_full_page_has_22_lines_of_28_characters(full: tuple[Page, ...]) -> None:
    lines = full[1].lines()
    assert len(lines) == gbt9704.LINES + 1  # and the page number
    assert {len(line) for line in lines[:-1]} == {gbt9704.CHARACTERS}


def test_the_text_stands_in_the_text_area(full: tuple[Page, ...]) -> None:
    lines = full[1].lines()[:-1]
    assert lines[0][0].origin / MM == pytest.approx(28, abs=0.1)
    assert max(line[-1].right for line in lines) / MM <= 184
    assert max(line[-1].right for line in lines) / MM > 182.5
    assert 37 < lines[0][0].top / MM < 42
    assert 257 < lines[-1][0].bottom / MM < 262


def test_paragraphs_begin_two_characters_in(full: tuple[Page, ...]) -> None:
    first = full[0].line("坚持以防")
    assert (first[0].origin / MM - 28) / (156 / 28) == pytest.approx(2, abs=0.05)


def test_title_headings_and_text_have_their_sizes_and_faces(plan: tuple[Page, ...]) -> None:
    faces = {
        start: (line[0].size, line[0].font.partition("+")[2])
        for start in ("青禾县柳溪街道2026年", "一、", "（一）开展", "1.", "（1）", "坚持人民")
        if (line := next(p for p in plan if start in p.text).line(start))
    }
    sizes = {start: size for start, (size, _) in faces.items()}
    assert sizes.pop("青禾县柳溪街道2026年") == pytest.approx(22)
    assert set(sizes.values()) == {16.0}
    assert len({faces[s][1] for s in ("1.", "（1）", "坚持人民")}) == 1
    assert len({face for _, face in faces.values()}) == 4


def test_the_title_is_centred_on_the_text_area(plan: tuple[Page, ...]) -> None:
    line = plan[0].line("消防安全")
    assert (line[0].left + line[-1].right) / 2 / MM == pytest.approx(28 + 78, abs=0.5)


@pytest.mark.parametrize("number", [1, 2])
def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(
    full: tuple[Page, ...], number: int
) -> None:
    line = full[number - 1].lines()[-1]
    assert words(line) == f"—{number}—"
    one = 156 / 28
    edge = line[-1].right / MM if number % 2 else line[0].left / MM
    assert edge == pytest.approx(184 - one if number % 2 else 28 + one, abs=0.3)
    assert {glyph.size for glyph in line} == {14.0}


def test_the_dashes_of_the_number_are_7_mm_below_the_text_area(full: tuple[Page, ...]) -> None:
    dash = full[0].lines()[-1][0]
    assert (dash.top + dash.bottom) / 2 / MM - 262 == pytest.approx(7, abs=0.5)


def test_on_a_turned_page_the_number_stands_at_the_left_edge(plan: tuple[Page, ...]) -> None:
    page = next(page for page in plan if page.width > page.height)
    dash = next(glyph for glyph in page.glyphs if glyph.text == "—")
    assert (dash.left + dash.right) / 2 / MM == pytest.approx(35 - 7, abs=0.6)


def test_the_sign_off_stands_where_the_standard_wants_it(plan: tuple[Page, ...]) -> None:
    page = next(page for page in plan if "2026年2月20日" in page.text)
    one = 156 / 28
    issuer = page.line("青禾县柳溪街道办事处")
    date = page.line("2026年2月20日")
    assert (184 - issuer[-1].right / MM) / one == pytest.approx(2, abs=0.3)
    assert (date[0].origin - issuer[0].origin) / MM / one == pytest.approx(2, abs=0.1)
    assert date[0].baseline > issuer[0].baseline


@pytest.mark.parametrize("lines", [18, 19, 20])
def test_a_line_that_leads_in_a_list_stands_on_the_page_of_the_list(lines: int) -> None:
    matter = (Paragraph(text="各社区要做好第一项工作。"),) * lines
    lead = Paragraph(text="成立专项治理工作领导小组，组成人员如下：")
    document = Document(
        title="关于柳溪街道消防安全的方案",
        blocks=(
            *matter,
            lead,
            Label(label="组长", text="周某某"),
            Label(label="成员", text="陈某"),
        ),
    )
    sheets = pages(pdf.write(document.canonical()).data)
    page = next(page for page in sheets if "组成人员" in page.text)
    assert "组长" in page.text


@pytest.mark.parametrize("lines", [1, 2, 3, 9, 30])
def test_a_sign_off_never_stands_alone_and_pushes_few_lines(lines: int) -> None:
    """GB/T 9704-2012 7.3.5.5, wherever on the page the text ends."""
    for before in range(14, 23):
        document = Document(
            title="方案",
            blocks=(
                *(Paragraph(text="甲乙丙丁。"),) * before,
                Paragraph(text="终" * (26 + 28 * (lines - 1))),
            ),
            signoff=SignOff(("青禾县柳溪街道办事处",), "2026-02-20"),
        )
        sheets = pages(pdf.write(document).data)
        if "2026年2月20日" in sheets[-1].text and len(sheets) > 1:
            assert "终" in sheets[-1].text, (lines, before)
        for page in sheets[:-1]:
            last = page.lines()[-2]
            assert last[0].baseline / MM > 262 - 5 * 225 / 22, (lines, before)


@pytest.mark.parametrize("rows", [2, 3, 9, 25])
def test_a_table_before_a_sign_off_gives_it_two_rows_and_leaves_no_hole(rows: int) -> None:
    """GB/T 9704-2012 7.3.5.5: its last two rows stand there below the head said again."""
    own = samples.table(rows)
    for before in range(1, 24):
        document = Document(
            title="方案",
            blocks=(*(Paragraph(text="甲乙丙丁。"),) * before, own),
            signoff=SignOff(("青禾县柳溪街道办事处",), "2026-02-20"),
        )
        sheets = pages(pdf.write(document).data)
        closing = sheets[-1].text
        for row in (rows - 1, rows):
            assert f"开展第{row}片区" in closing, before
        assert "青禾县柳溪街道办事处2026年2月20日" in closing
        assert closing.count("牵头单位") == 1
        assert bare("".join(page.text for page in sheets)).count("综合执法办") == rows
        for page in sheets[:-1]:
            # Two rows and the sign-off, of a table without others its caption and head as well.
            tied = 95 if rows == 2 else 70
            assert page.lines()[-2][0].baseline / MM > 262 - tied, (rows, before)


@pytest.mark.parametrize("signed", [None, SignOff(("青禾县公安局",), "2026-02-20")])
def test_a_row_of_a_table_is_whole_on_its_page(signed: SignOff | None) -> None:
    for before in range(1, 16):
        document = Document(
            blocks=(*(Paragraph(text="甲乙丙丁。"),) * before, samples.table(40)), signoff=signed
        )
        for page in pages(pdf.write(document).data):
            # Every task takes two lines.
            assert page.text.count("开展第") == page.text.count("建立台账"), before


@pytest.mark.parametrize("covered", [2, 3, 6])
def test_a_cell_over_the_last_rows_of_such_a_table_is_printed_once(covered: int) -> None:
    rows: list[tuple[Cell, ...]] = [(Cell(f"第{n}片区"), Cell("排查")) for n in range(40)]
    rows[-covered] = (Cell("东湾社区", rowspan=covered), Cell("排查"))
    rows[41 - covered :] = [(Cell("排查"),)] * (covered - 1)
    document = Document(
        blocks=(Table(columns=(Column("片区"), Column("任务")), rows=tuple(rows)),),
        signoff=SignOff(("青禾县柳溪街道办事处",), "2026-02-20"),
    )
    sheets = pages(pdf.write(document).data)
    text = "".join(page.text for page in sheets)
    assert text.count("东湾社区") == 1
    assert text.count("排查") == 40
    assert "排查青禾县柳溪街道办事处2026年2月20日" in sheets[-1].text


def test_an_official_paper_has_its_mark_rule_and_imprint() -> None:
    sheets = pages(pdf.write(samples.official()).data)
    mark = sheets[0].line("青禾县柳溪街道办事处文件")
    number = sheets[0].line("青柳街")
    title = sheets[0].line("青禾县柳溪街道2026年")
    assert min(glyph.top for glyph in mark) / MM == pytest.approx(72, abs=1.5)
    assert mark[0].baseline < number[0].baseline < title[0].baseline
    last = sheets[-1].line("青禾县柳溪街道党政综合办公室")
    assert words(last).endswith("2026年2月21日印发")
    assert 252 < last[0].bottom / MM < 262
    assert "抄送：青禾县应急管理局" in sheets[-1].text


def test_the_red_rule_is_4_mm_below_the_document_number() -> None:
    data = pdf.write(samples.official()).data
    number = pages(data)[0].line("青柳街")
    image = raster.draw(data, 0, 2100)  # ten pixels a millimetre
    column = image.crop((1000, 1000, 1001, 1300))
    greens = column.getchannel("G").point(lambda v: 255 if v < 90 else 0)
    reds = ImageChops.multiply(greens, column.getchannel("R"))
    box = reds.getbbox()
    assert box is not None
    below = (1000 + box[1]) / 10 - max(glyph.bottom for glyph in number) / MM
    assert below == pytest.approx(4, abs=1)


def test_the_head_of_a_table_is_repeated_on_every_page() -> None:
    document = Document(blocks=(samples.table(60),))
    sheets = pages(pdf.write(document).data)
    assert len(sheets) > 2
    assert all("牵头单位" in page.text for page in sheets)


def test_the_file_says_its_title_language_and_outline() -> None:
    data = pdf.write(samples.plan()).data
    document = pypdfium2.PdfDocument(data)
    try:
        assert document.get_metadata_value("Title") == samples.plan().title
        outline = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    finally:
        document.close()
    assert (0, "一、工作目标") in outline
    assert (1, "（一）开展“三合一”场所整治") in outline
    assert b"/Lang" in data
    assert b"/StructTreeRoot" in data


def test_the_same_document_gives_the_same_bytes() -> None:
    first = pdf.write(samples.sealed()).data
    pdf._RECENT.clear()
    assert pdf.write(samples.sealed()).data == first


@pytest.mark.parametrize(
    "text",
    [
        '#set page(width: 1cm) *强调* _斜体_ $x$ `码` <标> @引 [括] \\ // = 题 - 项 "引号" ~',
        '")))#set page(width: 1cm)\\")))#panic()\\\\")))#panic()',
        "\\u{41}\\n\\u0041",
    ],
    ids=["markup", "ends of strings", "escapes"],
)
def test_what_looks_like_markup_is_text(text: str) -> None:
    sheets = pages(pdf.write(Document(blocks=(Paragraph(text=text),))).data)
    assert len(sheets) == 1
    assert sheets[0].text.removesuffix("—1—") == bare(text)


def test_classes_that_stand_in_for_others_are_reported() -> None:
    made = pdf.write(samples.plan())
    reported = {own.face for own in made.substitutions if not own.characters}
    assert reported <= {"仿宋", "黑体", "楷体", "小标宋", "宋体"}
    for own in made.substitutions:
        assert own.family
        assert own.face in str(own)


def test_a_rare_character_comes_from_another_face_and_is_reported() -> None:
    made = pdf.write(Document(blocks=(Paragraph(text="网格员周喆、陈堃。"),)))
    single = [own for own in made.substitutions if own.characters]
    if any("Fandol" in own.family for own in made.substitutions):
        assert {letter for own in single for letter in own.characters} == {"喆", "堃"}
        assert all(own.family for own in single)
    assert "周喆、陈堃" in pages(made.data)[0].text


def test_a_character_that_no_face_has_is_reported() -> None:
    made = pdf.write(Document(blocks=(Paragraph(text="甲\U0010fff0乙"),)))
    assert Substitution("仿宋", "仿宋_GB2312", "", "\U0010fff0") in made.substitutions


@pytest.mark.parametrize("archival", [False, True])
def test_the_number_of_pages_is_what_another_reader_counts(archival: bool) -> None:
    for document in (samples.official(), samples.gb_2312()):
        made = pdf.write(document, archival=archival)
        assert made.pages == raster.page_count(made.data) > 1


def test_a_figure_is_printed_and_a_missing_one_is_seen() -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 30), "#1b5665").save(out, "PNG")
    document = Document(blocks=(Figure(image="sha256:1", width_mm=120, alt="示意图"),))
    with_picture = pdf.write(document, {"sha256:1": out.getvalue()}.get).data
    drawn = raster.draw(with_picture, 0, 210)
    assert drawn.getpixel((105, 60)) == (27, 86, 101)
    assert "【缺图：示意图】" in pages(pdf.write(document).data)[0].text


def test_cells_of_every_kind_stand_in_their_own_places() -> None:
    """Bare texts, gaps, close numerals, two lines and merged cells, below one head."""
    texts = ["甲一", "【待补：乙】", "丙Ⅱ类", "丁上\n丁下", "戊", "己3.5", "庚", "辛"]
    cells = [Cell(text) for text in texts]
    rows = (
        (cells[0], cells[1], cells[2]),
        (replace(cells[3], rowspan=2), cells[4], cells[5]),
        (replace(cells[6], colspan=2),),
        (cells[7], Cell("壬"), Cell("癸")),
    )
    table = Table(columns=(Column("子"), Column("丑"), Column("寅")), rows=rows)
    (page,) = pages(pdf.write(Document(blocks=(table,))).data)
    places = {}
    for text in ["子", "丑", "寅", *texts, "壬", "癸"]:
        own = [glyph for glyph in page.glyphs if glyph.text == text[0]]
        assert own, text
        places[text] = (own[0].left + own[-1].right) / 2, own[0].baseline
    columns = [places[text][0] for text in ("子", "丑", "寅")]
    for row in (
        ("甲一", "【待补：乙】", "丙Ⅱ类"),
        ("丁上\n丁下", "戊", "己3.5"),
        ("辛", "壬", "癸"),
    ):
        for text, middle in zip(row, columns, strict=True):
            assert abs(places[text][0] - middle) < 60, text
    assert columns[1] < places["庚"][0] < columns[2]
    heights = [places[text][1] for text in ("子", "甲一", "戊", "庚", "辛")]
    assert heights == sorted(heights)


def test_after_a_large_table_small_documents_are_the_same_bytes() -> None:
    before = pdf.write(samples.sealed()).data
    pdf.write(Document(blocks=(samples.table(1500),)))
    pdf._RECENT.clear()
    assert pdf.write(samples.sealed()).data == before


def test_a_table_with_merged_cells_is_set() -> None:
    rows = ((Cell("甲", rowspan=2), Cell("乙", colspan=2)), (Cell("丙"), Cell("丁")))
    sheets = pages(pdf.write(Document(blocks=(Table(rows=rows),))).data)
    assert {"甲", "乙", "丙", "丁"} <= set(sheets[0].text)


@pytest.mark.parametrize(
    "rows",
    [
        tuple((Cell(str(n)), Cell("整治任务" * 300)) for n in range(2)),
        tuple(
            (*((Cell("甲", rowspan=70),) if n == 0 else ()), Cell(f"任务{n}")) for n in range(70)
        ),
        tuple((Cell("整治" * 200), *(Cell("甲" * 40) for _ in range(7))) for _ in range(3)),
    ],
    ids=["tall cells", "a cell over all rows", "a tall cell in a narrow column"],
)
def test_a_table_taller_than_a_page_loses_nothing(rows: tuple[tuple[Cell, ...], ...]) -> None:
    sheets = pages(pdf.write(Document(blocks=(Table(rows=rows),))).data)
    assert len(sheets) > 1
    printed = "".join(page.text for page in sheets)
    for row in rows:
        for cell in row:
            assert printed.count(cell.text[:2]) >= cell.text.count(cell.text[:2])
    bottoms = [glyph.bottom for page in sheets for line in page.lines()[:-1] for glyph in line]
    assert max(bottoms) / MM < 262


letters = st.text(
    st.one_of(
        st.sampled_from(
            "青禾县柳溪街道喆堃珺，。、；：“”（）《》—…·！？%℃①Ⅳ㎡0123456789abcXYZ"
            " #*_$`<>@[]\\\"'~=-+/|{}"
        ),
        st.characters(max_codepoint=0xFFFF),
        st.sampled_from("😀🚒👨‍👩‍👧\u0301\u200b\x07\x00\ufeff"),
    ),
    max_size=60,
)


@settings(deadline=None, max_examples=40)
@given(letters, letters, letters)
def test_any_characters_are_set_without_a_crash(title: str, text: str, cell: str) -> None:
    document = Document(
        title=title,
        blocks=(Paragraph(text=text), Heading(text=text), Table(rows=((Cell(cell), Cell("1")),))),
    )
    assert pdf.write(document).pages >= 1


ordinary = st.text(
    "青禾县柳溪街道，。、；：（）《》0123456789abcXYZ#*_$`<>@[]\\~=+/|{}喆堃", max_size=200
)


@settings(deadline=None, max_examples=25)
@given(ordinary)
def test_the_text_of_a_paragraph_is_read_back_whole(text: str) -> None:
    sheets = pages(pdf.write(Document(blocks=(Paragraph(text=text),))).data)
    read = "".join(page.text.removesuffix(f"—{n}—") for n, page in enumerate(sheets, 1))
    assert bare(read) == bare(printable(text))


def test_no_line_begins_with_a_closing_mark() -> None:
    text = "整治，排查；宣传：（一）入户、张贴。“三合一”《办法》！"
    document = Document(blocks=tuple(Paragraph(text="甲" * n + text * 9) for n in range(20)))
    for page in pages(pdf.write(document).data):
        for line in page.lines():
            assert words(line)[0] not in "，；：）、。”》！", words(line)


def test_rows_are_as_high_as_the_typesetter_would_make_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    columns = (Column("街道"), Column("任务"), Column("备注"))
    told = ["逐户登记", "", "开展沿街商铺拉网式排查，建立问题台账并逐项整改销号" * 2, "甲 " * 40]
    rows = []
    for n in range(60):
        joined = (Cell("柳溪街道", rowspan=2),) if n % 6 == 0 else (Cell(told[n % 3]),)
        gap = Cell("【待补：经办人】" if n % 5 == 0 else "3月1日前")
        rows.append((*(joined if n % 6 != 1 else ()), Cell(told[n % 4]), gap))
    table = Table(caption="任务分工表", columns=columns, rows=tuple(rows))
    end = SignOff(("青禾县柳溪街道办事处",), "2026-02-20")
    documents = [Document(title="分工", blocks=(table,), signoff=own) for own in (None, end)]
    ours = [pdf.write(own).data for own in documents]
    monkeypatch.setattr(sheet_grid, "_lines", lambda grid, found: [None] * grid.height)
    assert [pdf.write(own).data for own in documents] == ours


def test_a_long_document_stays_one_file_of_many_pages() -> None:
    plan = samples.plan()
    made = pdf.write(replace(plan, blocks=plan.blocks * 8, attachments=()))
    assert made.pages > 20
    assert len(pages(made.data)) == made.pages


def test_work_for_a_long_table_grows_with_its_rows_and_no_faster() -> None:
    def calls(rows: int) -> int:
        document = Document(title="清单", blocks=(samples.table(rows),))
        count = 0

        def note(frame: FrameType, event: str, argument: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(note)
        try:
            pdf.write(document)
        finally:
            sys.setprofile(before)
        return count

    calls(40)
    assert calls(600) < 5 * calls(150)


def test_several_threads_set_their_own_documents() -> None:
    documents = [Document(title=f"第{n}号方案", blocks=samples.paragraphs(2)) for n in range(12)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(pdf.write, documents))
    for number, own in enumerate(made):
        assert f"第{number}号方案" in pages(own.data)[0].text
