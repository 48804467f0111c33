"""PDF files measured: what is right passes, what is wrong is caught by its own id."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Paragraph
from corpus.errors import Unreadable
from generator.compose import compose
from generator.layout import gbt9704, pdf, raster
from generator.layout.measure import Report, anatomy, measure
from generator.layout.measure.anatomy import dissect
from generator.layout.measure.checks import CHECKS
from generator.layout.measure.page import sheets
from generator.template import shipped
from tests.generator.layout import samples
from tests.generator.layout.foreign import Letter, Paper


def failed(report: Report) -> set[str]:
    """The keys of the checks that failed, faces of this machine left aside."""
    return {row.check.key for row in report.rows if not row.ok} - {"fonts"}


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_shipped_templates_sample_breaks_no_requirement(name: str) -> None:
    template = shipped()[name]
    printed = pdf.write(compose(template, template.sample_inputs()).document)
    report = measure(f"{name}.pdf", printed.data)
    assert [f"{r.check.id} {r.check.name}: {r.measured} {r.where}" for r in report.errors] == []
    assert {"L01", "L02", "L03", "L04", "L07", "L12", "L18"} <= {r.check.id for r in report.rows}


@pytest.mark.parametrize(
    "name",
    ["plan", "full_pages", "sealed", "official", "letter", "minutes", "joint", "order", "motion",
     "apart", "crowded"],
)  # fmt: skip
def test_our_own_papers_fit_every_check_that_applies(name: str) -> None:
    report = measure("a.pdf", pdf.write(getattr(samples, name)()).data)
    assert failed(report) == set()


def test_a_paper_of_another_hand_that_is_right_fits_every_check() -> None:
    report = measure("a.pdf", Paper().pdf())
    assert failed(report) == set()
    assert set(report.left_out) == {"L11"}


WRONG: list[tuple[dict[str, Any], set[str]]] = [
    ({"left": 25}, {"left"}),
    ({"text_width": 150}, {"width"}),
    ({"top": 30}, {"top"}),
    ({"top": 33.5}, {"top"}),
    ({"pitch": 26}, {"height", "lines"}),
    ({"size": 14}, {"size"}),
    ({"face": "宋体"}, {"face", "levels"}),
    ({"indent": 0}, {"indent"}),
    ({"indent": 1.5}, {"indent"}),
    ({"title_size": 18}, {"title-size"}),
    ({"title_align": "left"}, {"title-centre"}),
    ({"first_face": "仿宋"}, {"levels"}),
    ({"first_heading": "一."}, {"ordinals"}),
    ({"second_heading": "(一)"}, {"ordinals"}),
    ({"third_number": 5}, {"order"}),
    ({"mark_top": 25}, {"mark"}),
    ({"rule_gap": 8}, {"red-gap"}),
    ({"rule_width": 140}, {"red-length"}),
    ({"number": "第#页"}, {"number-form"}),
    ({"number": "- # -"}, {"number-form"}),
    ({"number_align": "center"}, {"number-side"}),
    ({"number_align": "right"}, {"number-side"}),
    ({"doc_number": "青柳街[2026]03号"}, {"doc-number"}),
    ({"date": "2026年02月20日"}, {"date"}),
    ({"date": "二〇二六年二月二十日"}, {"date"}),
    ({"date": "2026年2月30日"}, {"date"}),
    ({"printed": "2026.2.21印发"}, {"printed"}),
    ({"name_right": 6}, {"sign-off"}),
    ({"alone": True}, {"sign-off-page"}),
    ({"listed": "重点任务分工"}, {"attachments"}),
    ({"listed": "任务分工表。"}, {"attachments"}),
    ({"label_face": "仿宋"}, {"attachment-label"}),
    ({"annex_break": False}, {"attachment-page"}),
    ({"annex_align": "left"}, {"attachment-title"}),
    ({"imprint": "flow"}, {"imprint-place"}),
    ({"imprint": ""}, {"imprint-place"}),
    ({"imprint_width": 140}, {"imprint-rules"}),
    ({"copies": "抄送：青禾县应急管理局"}, {"copies"}),
    ({"stray": "E00000"}, {"red"}),
    ({"body_first": False}, {"body-first"}),
    ({"width": 216}, {"paper"}),
]


@pytest.mark.parametrize(("change", "expected"), WRONG, ids=[str(change) for change, _ in WRONG])
def test_what_is_wrong_is_caught_by_its_own_check(
    change: dict[str, Any], expected: set[str]
) -> None:
    found = failed(measure("a.pdf", Paper(**change).pdf()))
    assert expected <= found
    # a wrong measure moves other things, too; the elements' own faults stand alone
    if not change.keys() & {"left", "top", "text_width", "width", "pitch", "size", "indent"}:
        assert found <= expected | {"title-above", "lines"}


def test_a_letter_that_is_right_fits_its_own_checks() -> None:
    report = measure("a.pdf", Letter().pdf())
    rows = {row.check.key: row for row in report.rows}
    assert rows["mark-letter"].ok, rows["mark-letter"].measured
    assert rows["double"].ok, rows["double"].measured
    assert failed(report) == set()
    assert {"L10", "L17"} <= set(report.left_out)


@pytest.mark.parametrize(
    ("change", "key", "measured"),
    [
        ({"mark_top": 35, "upper": 4}, "mark-letter", " mm"),
        ({"upper": 8}, "double", "上线在标志下"),
        ({"lower": 26}, "double", "下线距纸边 26"),
        ({"length": 165}, "double", "线长 165"),
        ({"shift": 3}, "double", "不居中"),
        ({"thick_first": False}, "double", "上线的粗细线次序反了；下线的粗细线次序反了"),
    ],
)
def test_a_letter_that_is_wrong_is_caught(change: dict[str, Any], key: str, measured: str) -> None:
    rows = {row.check.key: row for row in measure("a.pdf", Letter(**change).pdf()).rows}
    assert not rows[key].ok
    assert measured in rows[key].measured


def test_the_number_of_a_turned_page_is_measured_as_if_it_stood_upright() -> None:
    with raster.opened(pdf.write(samples.plan()).data) as opened:
        own = dissect(sheets(opened))
    turned = [row for row in own.numbers if row is own.sheet(row).turned]
    assert [row.text for row in turned] == ["—5—", "—6—"]
    odd, even = turned
    assert odd.end == pytest.approx(184 - 156 / 28, abs=0.5)
    assert even.start == pytest.approx(28 + 156 / 28, abs=0.5)
    dash = odd.glyphs[0]
    assert (dash.top + dash.bottom) / 2 == pytest.approx(262 + 7, abs=0.5)


def test_both_models_of_margins_are_accepted_and_named() -> None:
    plain = {r.check.key: r for r in measure("a.pdf", Paper().pdf()).rows}
    compensated = Paper(top=34.58, pitch=29.45, text_height=229.84)
    other = {r.check.key: r for r in measure("b.pdf", compensated.pdf()).rows}
    assert plain["top"].ok
    assert "A 型" in plain["top"].measured
    assert other["top"].ok
    assert "B 型" in other["top"].measured
    assert other["height"].ok


def test_a_check_that_does_not_apply_is_left_out_and_never_passed() -> None:
    report = measure("a.pdf", pdf.write(samples.full_pages()).data)
    ids = {row["id"] for row in report.to_json()}
    assert not ids & {"L09", "L10", "L13", "L14", "L16", "L17"}
    shown = "\n".join(report.lines())
    assert "不适用：L08、L09、L10" in shown


def test_a_paper_that_is_mostly_a_table_is_measured_by_its_text() -> None:
    blocks = (Paragraph(text="按下表执行。"), samples.table(20))
    document = replace(samples.sealed(), blocks=blocks, recipients=()).canonical()
    rows = {row.check.key: row for row in measure("a.pdf", pdf.write(document).data).rows}
    assert rows["size"].measured == "16 磅"
    assert "left" not in rows  # no row of text begins at the edge
    assert rows["body-first"].ok


def test_stand_in_faces_are_named_and_forbid_a_clean_verdict() -> None:
    report = measure("a.pdf", pdf.write(samples.plan()).data)
    fonts = next(row for row in report.rows if row.check.id == "L21")
    if fonts.ok:
        pytest.skip("this machine has the classes' own faces")
    assert "代替" in fonts.measured
    assert "不能说全部符合" in list(report.lines())[-1]


LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32
    + b">/U<" + b"22" * 32 + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 3 0 R/Size 4/ID[<00><00>]>>\n%%EOF"
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", b"", "文件是空的"),
        ("a.pdf", b"no pdf at all", "不是完好的 PDF"),
        ("a.pdf", LOCKED, "PDF 加了密码"),
        ("a.txt", b"x", "量不了“.txt”这种文件"),
        ("a", b"x", "量不了“没有扩展名”这种文件"),
    ],
)
def test_a_file_that_cannot_be_measured_is_refused_with_a_remedy(
    name: str, data: bytes, message: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        measure(name, data)
    assert message in refused.value.message
    assert refused.value.where == name
    assert refused.value.remedy


def test_the_checks_of_the_documentation_are_those_of_the_code() -> None:
    text = (Path(__file__).parents[3] / "docs" / "layout.md").read_text("utf-8")
    table = text[text.index("## Measured") : text.index("## Speed")]
    rows = [line for line in table.splitlines() if line.startswith("| L")]
    assert rows == [
        f"| {c.id} | {c.clause} | {c.name} | {c.expected} | {c.tolerance} | {c.severity} |"
        for c in CHECKS.values()
    ]
    assert {c.id for c in CHECKS.values()} == {f"L{n:02}" for n in range(1, 22)}


@pytest.mark.parametrize("name", ["official", "minutes", "joint"])
def test_the_red_rule_is_4_mm_below_the_ink_of_the_number(name: str) -> None:
    report = measure("a.pdf", pdf.write(getattr(samples, name)()).data)
    (row,) = (row for row in report.rows if row.check.key == "red-gap")
    assert float(row.measured.removesuffix(" mm")) == pytest.approx(4, abs=0.3)


def test_text_on_page_1_of_a_letter_ends_above_the_line_that_the_lower_rule_would_touch() -> None:
    long = replace(samples.letter(), blocks=samples.letter().blocks * 2).canonical()
    with raster.opened(pdf.write(long).data) as opened:
        own = dissect(sheets(opened))
    last = [row for row in own.sheets[0].rows if not row.red][-1]
    rule = 297 - 20 - gbt9704.LETTER_RULE_THICK.mm * 2
    assert last.bottom < anatomy.BOTTOM
    assert rule - last.bottom > gbt9704.LINE_PITCH.mm
