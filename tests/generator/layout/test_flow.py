"""The flow: what stands where, before any file format."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.document import (
    Attachment,
    Attendance,
    Document,
    Label,
    Paragraph,
    SignOff,
)
from generator.layout.closing import sign_off, spell_date
from generator.layout.flow import lay_out
from generator.layout.grid import Grid
from generator.layout.lines import Closing, Foot, Line, printable
from generator.layout.widths import characters
from tests.generator.layout import samples


def lines_of(document: Document) -> list[Line]:
    nodes = [node for part in lay_out(document).parts for node in part.nodes]
    return [
        line
        for node in nodes
        for line in (node.lines if isinstance(node, Closing | Foot) else (node,))
        if isinstance(line, Line)
    ]


def styled(document: Document, style: str) -> list[Line]:
    return [line for line in lines_of(document) if line.style == style]


def test_a_plan_comes_in_the_order_of_the_standard() -> None:
    styles = [line.style for line in lines_of(samples.plan())]
    order = [
        "Title", "Recipients", "Heading1", "Label", "Heading2", "Heading4", "Item", "Caption",
        "AttachmentList", "SignOff", "Remark", "AttachmentLabel", "AttachmentTitle",
    ]  # fmt: skip
    positions = [styles.index(style) for style in order]
    assert positions == sorted(positions)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("组成人员如下：", True),
        ("现将有关事项通知如下。", True),
        ("各社区要做好有关工作。", False),
        ("各社区要做好有关工作，" * 6 + "分工如下：", False),  # it has lines of its own above
    ],
)
def test_a_short_line_is_kept_with_what_it_leads_in(text: str, kept: bool) -> None:
    document = Document(blocks=(Paragraph(text=text), Paragraph(marker="1.", text="排查隐患。")))
    assert [line.keep_next for line in styled(document, "BodyText")] == [kept, False]


def test_a_line_that_leads_in_nothing_is_not_kept() -> None:
    last = Document(blocks=(Paragraph(text="联系方式如下："),))
    assert [line.keep_next for line in styled(last, "BodyText")] == [False]


def test_recipients_end_with_one_full_width_colon() -> None:
    document = Document(recipients=("各社区：", "各科室："))
    assert styled(document, "Recipients")[0].text == "各社区、各科室："


def test_a_run_in_lead_has_the_face_of_its_level_and_one_stop() -> None:
    for level, face in ((1, "黑体"), (2, "楷体"), (3, None), (4, None)):
        document = Document(
            blocks=(Paragraph(level=level, marker="1.", lead="排查隐患", text="对辖区排查。"),)
        )
        (line,) = lines_of(document)
        assert line.text == "1.排查隐患。对辖区排查。"
        assert line.rows[0][0].face == face
        assert line.rows[0][-1].face is None


@pytest.mark.parametrize("lead", ["排查隐患：", "排查隐患。", "怎么办？"])
def test_a_lead_that_ends_with_a_mark_gets_no_second_one(lead: str) -> None:
    (line,) = lines_of(
        Document(blocks=(Paragraph(level=2, marker="（一）", lead=lead, text="甲"),))
    )
    assert line.text == f"（一）{lead}甲"


def test_labels_one_below_the_other_are_spread_to_one_width() -> None:
    first, second, third = styled(samples.plan(), "Label")
    assert first.left == second.left == third.left
    assert first.rows[0][0].text == "组"
    assert first.rows[0][0].spread.count == pytest.approx(1)
    assert second.rows[0][0].spread.count == 0
    assert first.text.startswith("组长：周某某")


def test_labels_of_very_different_length_are_not_spread() -> None:
    document = Document(
        blocks=(Label(label="组长", text="甲"), Label(label="领导小组办公室主任", text="乙"))
    )
    assert all(run.spread.count == 0 for line in lines_of(document) for run in line.rows[0])


def test_a_gap_is_a_run_of_its_own() -> None:
    (line,) = lines_of(Document(blocks=(Paragraph(text="电话：【待补：联系电话】。"),)))
    assert [(run.text, run.gap) for run in line.rows[0]] == [
        ("电话：", False),
        ("【待补：联系电话】", True),
        ("。", False),
    ]


def test_attachments_are_listed_below_the_text_without_punctuation() -> None:
    first, second = styled(samples.plan(), "AttachmentList")
    assert first.text == "附件：1.任务分工表"
    assert second.text == "2.领导小组成员名单"
    assert first.left == second.left
    assert first.first is not None
    assert second.first is not None
    start = first.left.count + first.first.count
    assert start == 2
    assert second.left.count + second.first.count == start + 3  # behind 附件：


def test_one_attachment_has_no_number() -> None:
    document = Document(attachments=(Attachment("任务清单。"),))
    assert styled(document, "AttachmentList")[0].text == "附件：任务清单"
    assert styled(document, "AttachmentLabel")[0].text == "附件"


def test_an_attachment_opens_a_page_and_its_title_stands_on_line_three() -> None:
    upright = lay_out(Document(blocks=(Paragraph(text="文"),), attachments=(Attachment("清单"),)))
    (part,) = upright.parts
    label = next(n for n in part.nodes if isinstance(n, Line) and n.style == "AttachmentLabel")
    at = part.nodes.index(label)
    assert label.new_page
    assert [n.style for n in part.nodes[at : at + 3] if isinstance(n, Line)] == [
        "AttachmentLabel",
        "Blank",
        "AttachmentTitle",
    ]


def test_a_wide_attachment_is_a_part_of_its_own() -> None:
    parts = lay_out(samples.plan()).parts
    assert [part.landscape for part in parts] == [False, True, False]
    assert any(isinstance(node, Grid) for node in parts[1].nodes)


def test_the_attendance_of_minutes_has_labels_in_hei() -> None:
    document = Document(attendance=Attendance(("周某某", "陈某某"), (), ("李某某",)))
    lines = styled(document, "Attendance")
    assert [line.text for line in lines] == ["出席：周某某、陈某某", "列席：李某某"]
    assert lines[0].rows[0][0].face == "黑体"


@pytest.mark.parametrize(
    ("date", "spelt"),
    [
        ("2026-02-20", "2026年2月20日"),
        ("2026-12-01", "2026年12月1日"),
        ("【待补：成文日期】", "【待补：成文日期】"),
        ("2026-02-30", "2026-02-30"),
    ],
)
def test_dates_are_spelt_without_leading_zeros(date: str, spelt: str) -> None:
    assert spell_date(date) == spelt


def free(line: Line) -> float:
    """Characters free at the right of a sign-off line."""
    return 28 - line.left.count - characters(line.text)


def test_without_a_seal_the_issuer_stands_two_from_the_right_and_the_date_two_further() -> None:
    _, issuer, date = sign_off(SignOff(("青禾县柳溪街道办事处",), "2026-02-20"))
    assert free(issuer) == 2
    assert date.left.count == issuer.left.count + 2


def test_a_date_longer_than_the_issuer_stands_two_from_the_right() -> None:
    _, issuer, date = sign_off(SignOff(("某某局",), "2026-12-20"))
    assert free(date) == 2
    assert date.left.count == issuer.left.count + 2


def test_with_a_seal_the_issuer_is_centred_on_a_date_four_from_the_right() -> None:
    *above, issuer, date = sign_off(SignOff(("青禾县柳溪街道办事处",), "2026-02-20", True))
    assert [line.text for line in above] == ["", ""]  # the seal reaches up to a line below the text
    assert free(date) == 4
    middle = date.left.count + characters(date.text) / 2
    assert issuer.left.count + characters(issuer.text) / 2 == middle


def test_a_long_issuer_stays_inside_the_text_area() -> None:
    name = "青禾县柳溪街道消防安全专项整治工作领导小组办公室"
    for seal in (True, False):
        issuer = sign_off(SignOff((name,), "2026-02-20", seal))[-2]
        assert free(issuer) >= 0
        assert issuer.left.count >= 0


def test_the_sign_off_stays_with_what_closes_the_text() -> None:
    document = Document(
        blocks=(Paragraph(text="文"),),
        attachments=(Attachment("清单"),),
        signoff=SignOff(("甲局",), "2026-02-20"),
    )
    closing = lay_out(document).parts[0].nodes[1]
    assert isinstance(closing, Closing)
    assert [line.text for line in closing.lines] == ["", "附件：清单", "", "甲局", "2026年2月20日"]


def test_no_sign_off_leaves_no_trace() -> None:
    assert sign_off(None) == sign_off(SignOff()) == ()


def test_an_official_paper_has_masthead_and_imprint() -> None:
    flow = lay_out(samples.official())
    nodes = flow.parts[0].nodes
    mark = next(n for n in nodes if isinstance(n, Line) and n.style == "Mark")
    number = next(n for n in nodes if isinstance(n, Line) and n.style == "DocNumber")
    foot = nodes[-1]
    assert mark.text == "青禾县柳溪街道办事处文件"
    assert number.rule_below is not None
    assert number.rule_below.colour == "C4231B"
    assert isinstance(foot, Foot)
    assert [line.text for line in foot.lines] == [
        "抄送：青禾县应急管理局，青禾县消防救援大队，青禾县人民政府办公室，各驻街单位。",
        "青禾县柳溪街道党政综合办公室2026年2月21日印发",
    ]


def test_the_imprint_never_stands_on_a_turned_page() -> None:
    wide = replace(samples.official(), attachments=(Attachment("表", True, (samples.table(1),)),))
    parts = lay_out(wide).parts
    assert isinstance(parts[-1].nodes[-1], Foot)
    assert not parts[-1].landscape


def test_papers_to_a_higher_body_name_their_signer() -> None:
    paper = samples.official()
    assert paper.masthead is not None
    document = replace(paper, masthead=replace(paper.masthead, signers=("周某某", "陈某")))
    (number,) = styled(document, "DocNumber")
    (_, own), (at, signed) = number.stops
    assert "".join(run.text for run in own) == "青柳街〔2026〕3号"
    assert "".join(run.text for run in signed) == "签发人：周某某　陈某"
    assert [run.face for run in signed] == [None, *["楷体"] * (len(signed) - 1)]
    # The label, two names of three characters and the space between them, one free at the right.
    assert at.count == 28 - 1 - (4 + 3 + 1 + 3)


def test_characters_that_paper_cannot_hold_are_left_out() -> None:
    assert printable("甲\x00乙\ud800丙\uffff丁\t戊") == "甲乙丙丁 戊"


def test_no_mark_stands_behind_an_attachments_name_in_list_and_title() -> None:
    titles = ("任务分工表，", "名单：", "报表 ", "清单。")
    document = Document(title="通知", attachments=tuple(Attachment(t, False, ()) for t in titles))
    nodes = [node for part in lay_out(document).parts for node in part.nodes]
    lines = [node for node in nodes if isinstance(node, Line)]
    names = ["任务分工表", "名单", "报表", "清单"]
    assert [x.text for x in lines if x.style == "AttachmentTitle"] == names
    listed = [x.text for x in lines if x.style == "AttachmentList"]
    assert listed == ["附件：1.任务分工表", "2.名单", "3.报表", "4.清单"]


def test_a_table_does_not_say_its_attachments_title_again() -> None:
    table = samples.table(2)
    for title, captions in ((table.caption, []), ("别的表", [table.caption])):
        document = Document(title="通知", attachments=(Attachment(title or "", True, (table,)),))
        nodes = [node for part in lay_out(document).parts for node in part.nodes]
        lines = [node for node in nodes if isinstance(node, Line)]
        assert [x.text for x in lines if x.style == "Caption"] == captions
