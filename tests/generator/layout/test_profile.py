"""Profiles: two places that differ from the standard, and the standard that does not change."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx.oxml.ns import qn
from lxml import etree

from corpus.document import Document, Heading, Paragraph
from generator.errors import LayoutError
from generator.layout import STANDARD, Profile, fonts, pdf, write
from generator.layout.gbt9704 import STYLES
from generator.layout.preview import Preview
from generator.layout.units import Mm, Pt
from tests.generator.layout import samples
from tests.generator.layout.paper import MM, pages, words

NORTH = Profile(
    top=Mm(35), bottom=Mm(33), left=Mm(27), right=Mm(27), pitch=Pt(28), title_pitch=Pt(36),
    number="center", bold_third=True, latin="Times New Roman",
)  # fmt: skip
SOUTH = Profile(top=Mm(28), bottom=Mm(28), left=Mm(27), right=Mm(27), pitch=Pt(30))
TEXT = Document(
    title="关于柳溪街道消防安全的报告", blocks=(Paragraph(text=samples.FULL_LINE * 90),)
).canonical()


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def test_the_profile_of_the_standard_is_what_nobody_asks_for() -> None:
    assert Profile() == STANDARD
    assert STANDARD.characters == 28
    assert STANDARD.text_height.mm == pytest.approx(225)
    for suffix in (".docx", ".pdf"):
        assert write(TEXT, suffix) == write(TEXT, suffix, profile=Profile())


@pytest.mark.parametrize(
    ("profile", "lines"), [(NORTH, int(229 * MM / 28)), (SOUTH, int(241 * MM / 30))]
)
def test_margins_and_pitch_are_the_profiles_in_pdf(profile: Profile, lines: int) -> None:
    page = pages(pdf.write(TEXT, profile=profile).data)[1]
    rows = page.lines()[:-1]
    assert len(rows) == lines
    assert rows[0][0].origin / MM == pytest.approx(27, abs=0.2)
    assert {len(row) for row in rows} == {28}
    step = (rows[-1][0].baseline - rows[0][0].baseline) / (lines - 1)
    assert step == pytest.approx(profile.pitch.pt, abs=0.02)
    assert rows[0][0].top / MM > profile.top.mm


@pytest.mark.parametrize("profile", [NORTH, SOUTH])
def test_margins_and_pitch_are_the_profiles_in_word(profile: Profile) -> None:
    data = write(samples.plan(), ".docx", profile=profile)
    upright, turned, _ = part(data, "word/document.xml").iter(qn("w:sectPr"))
    for section, order in (
        (upright, (profile.top, profile.right, profile.bottom, profile.left)),
        (turned, (profile.left, profile.top, profile.right, profile.bottom)),
    ):
        margins = section.find(qn("w:pgMar"))
        assert margins is not None
        sides = [margins.get(qn(f"w:{side}")) for side in ("top", "right", "bottom", "left")]
        assert sides == [str(length.twips) for length in order]
    styles = {s.get(qn("w:styleId")): s for s in part(data, "word/styles.xml").iter(qn("w:style"))}
    pitches = {
        id: styles[id].find(f"{qn('w:pPr')}/{qn('w:spacing')}").get(qn("w:line"))  # type: ignore[union-attr]
        for id in ("Normal", "BodyText", "Title", "TableText")
    }
    own = str(profile.pitch.twips)
    title = str((profile.title_pitch or profile.pitch).twips)
    assert pitches == {"Normal": own, "BodyText": own, "Title": title, "TableText": "360"}


def test_page_numbers_stand_in_the_middle_where_the_place_wants_it() -> None:
    for page in pages(pdf.write(TEXT, profile=NORTH).data)[:2]:
        number = page.lines()[-1]
        assert words(number).startswith("—")
        assert (number[0].left + number[-1].right) / 2 / MM == pytest.approx(105, abs=0.5)
    with zipfile.ZipFile(io.BytesIO(write(TEXT, ".docx", profile=NORTH))) as archive:
        footers = [archive.read(n).decode() for n in archive.namelist() if "word/footer" in n]
    assert all('w:jc w:val="center"' in text for text in footers if "PAGE" in text)


def test_heads_of_level_three_are_bold_where_the_place_wants_it() -> None:
    document = Document(
        blocks=(
            Heading(level=3, marker="1.", text="排查"),
            Paragraph(level=3, marker="2.", lead="整改", text="立行立改。"),
            Paragraph(level=4, marker="（1）", lead="复查", text="逐户复查。"),
        )
    )
    for profile, bold in ((NORTH, {"Heading3": True, "2.整改。": True}), (SOUTH, {})):
        data = write(document, ".docx", profile=profile)
        runs = part(data, "word/document.xml").iter(qn("w:r"))
        heavy = {
            "".join(t.text or "" for t in run.iter(qn("w:t")))
            for run in runs
            if run.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None
        }
        found = {
            str(style.get(qn("w:styleId")))
            for style in part(data, "word/styles.xml").iter(qn("w:style"))
            if style.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None
        }
        assert heavy | found == set(bold)
    plain, heavy_page = (
        Preview.of(document, profile=profile)
        for profile in (Profile(pitch=Pt(28)), Profile(pitch=Pt(28), bold_third=True))
    )
    assert plain.etag(1) != heavy_page.etag(1)


def test_latin_letters_have_the_face_of_the_place_and_chinese_marks_keep_theirs() -> None:
    document = Document(blocks=(Paragraph(text="共“32”个社区，占95%。"),))
    data = write(document, ".docx", profile=NORTH)
    for style in part(data, "word/styles.xml").iter(qn("w:style")):
        own = style.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if own is not None and style.get(qn("w:styleId")) not in ("PageNumber", "FaceSong"):
            assert own.get(qn("w:ascii")) == "Times New Roman"
            assert own.get(qn("w:eastAsia")) != "Times New Roman"
    made = pdf.write(document, profile=NORTH)
    line = pages(made.data)[0].line("共")
    face = fonts.latin("Times New Roman")
    if face is None:
        pytest.skip("no Latin face")
    faces = {glyph.text: glyph.font.partition("+")[2] for glyph in line}
    assert faces["3"] != faces["共"]
    assert faces["“"] == faces["，"] == faces["共"]
    title = pages(pdf.write(TEXT, profile=NORTH).data)[0]
    plain = pages(pdf.write(TEXT).data)[0]
    for start in ("关于", "—1"):
        ours, theirs = (
            {glyph.font.partition("+")[2] for glyph in page.line(start)} for page in (title, plain)
        )
        assert ours == theirs
    reported = [str(s) for s in made.substitutions if s.face == "西文"]
    wanted = [] if face == "Times New Roman" else [f"西文（Times New Roman）以 {face} 代替"]
    assert reported == wanted


def test_a_paper_of_a_place_keeps_mark_rule_sign_off_and_imprint_on_its_own_text_area() -> None:
    sheets = pages(pdf.write(samples.official(), profile=NORTH).data)
    mark = sheets[0].line("青禾县柳溪街道办事处文件")
    assert min(g.top for g in mark) / MM == pytest.approx(35 + 35, abs=0.8)
    last = sheets[-1].line("青禾县柳溪街道党政综合办公室")
    assert 297 - 33 - 9 < last[0].bottom / MM < 297 - 33
    assert last[-1].right / MM == pytest.approx(183 - 14 / MM, abs=1.5)


@pytest.mark.parametrize(
    "wrong",
    [{"left": Mm(90)}, {"top": Mm(-1)}, {"pitch": Pt(12)}, {"title_pitch": Pt(90)}],
)
def test_a_profile_that_leaves_no_page_is_refused_with_a_remedy(wrong: dict[str, object]) -> None:
    with pytest.raises(LayoutError) as caught:
        Profile(**wrong)  # type: ignore[arg-type]
    assert "国标" in str(caught.value.remedy)


def test_styles_outside_the_grid_keep_their_pitch() -> None:
    assert NORTH.pitch_of(STYLES["TableText"]) == Pt(18)
    assert NORTH.pitch_of(STYLES["AttachmentTitle"]) == Pt(36)
    assert SOUTH.pitch_of(STYLES["Title"]) == Pt(30)


def test_a_grid_of_characters_is_words_own_and_takes_the_place_of_tracking() -> None:
    data = write(samples.official(), ".docx", profile=Profile(character_grid=True))
    grids = list(part(data, "word/document.xml").iter(qn("w:docGrid")))
    assert {(g.get(qn("w:type")), g.get(qn("w:charSpace"))) for g in grids} == {
        ("linesAndChars", "-848")
    }
    normal = next(
        style
        for style in part(data, "word/styles.xml").iter(qn("w:style"))
        if style.get(qn("w:styleId")) == "Normal"
    )
    spacing = normal.find(f"{qn('w:rPr')}/{qn('w:spacing')}")
    assert spacing is not None
    assert spacing.get(qn("w:val")) == "0"
    plain = write(samples.official(), ".docx")
    assert b"linesAndChars" not in etree.tostring(part(plain, "word/document.xml"))
