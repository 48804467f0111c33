"""Title, genre, topics, place, issuer and year come from the text, and only when certain."""

from __future__ import annotations

import pytest

from corpus.document import Attendance, Document, Paragraph, SignOff
from corpus.plain import plain_text
from corpus.reading import read_text

PLAN_LINES = (
    "柳溪街道防汛工作方案",
    "为做好防汛工作，特制定本方案。",
    "一、工作目标",
    "零伤亡。",
    "二、工作要求",
    "加强值守。",
)


def read(*lines: str) -> Document:
    (document,) = read_text("\n".join(lines))
    return document


BODY = (
    "一、工作目标",
    "全年完成排查，长效管理。",
    "二、工作要求",
    "各社区明确专人负责，按时报送。",
)


@pytest.mark.parametrize(
    ("opening", "genre"),
    [
        ("为做好消防工作，结合实际，特制定本实施方案。", "实施方案"),
        ("为做好消防工作，现制定如下工作方案：", "工作方案"),
        ("根据上级要求，现就消防整治提出如下实施方案。", "实施方案"),
        ("为应对汛情，保障安全，制定本预案。", "应急预案"),
        ("根据县里部署，结合实际，制定巡河护河工作计划如下：", "工作计划"),
        ("上半年，街道扎实开展消防工作，现将有关情况总结如下：", "工作总结"),
        ("近期街道全力做好消防工作，现将有关情况作如下汇报。", "汇报材料"),
        ("专题调研组走访了12个社区，现将有关情况报告如下。", "调研报告"),
        ("过去的一年，我负责东湾社区的巡河护河，完成了任务。", "述职报告"),
        ("经街道研究，现将消防工作有关事项通知如下：", "通知"),
    ],
)
def test_the_opening_tells_the_genre(opening: str, genre: str) -> None:
    document = read(opening, *BODY)
    assert document.genre == genre
    assert not any(w.code == "uncertain-genre" for w in document.warnings)


def test_a_stated_title_tells_the_genre() -> None:
    document = read("青禾县2026年消防工作要点", "为做好消防工作，特制定本方案。", *BODY)
    assert (document.title, document.title_source) == ("青禾县2026年消防工作要点", "stated")
    assert document.genre == "工作要点"
    assert (document.year, document.place) == (2026, "青禾县")


@pytest.mark.parametrize("title", ["述职报告", "会议纪要", "工作总结", "实施方案", "通知"])
def test_the_word_of_a_genre_alone_above_the_text_is_its_title(title: str) -> None:
    (document,) = read_text(f"{title}\n\n东湾社区按要求开展工作。\n一、主要工作\n走访居民。\n")
    assert (document.title, document.title_source) == (title, "stated")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "东湾社区按要求开展工作。",
        "走访居民。",
    ]
    again = read_text(plain_text(document.canonical()))
    assert [(d.title, len(d.blocks)) for d in again] == [(title, 3)]


def test_a_title_of_two_lines_is_one_title() -> None:
    document = read(
        "青禾县柳溪街道办事处",
        "2026年消防安全专项整治实施方案",
        "为消除隐患，特制定本方案。",
        *BODY,
    )
    assert document.title == "青禾县柳溪街道办事处2026年消防安全专项整治实施方案"
    assert document.issuer == "青禾县柳溪街道办事处"


def test_headings_and_tense_tell_a_genre_that_is_not_said() -> None:
    document = read(
        "今年以来，东湾社区坚持服务居民，开展了多项活动，取得了成效。",
        "一、主要做法",
        "建立了台账，走访了居民，解决了38个问题，完成了年度任务。",
        "二、存在问题",
        "队伍力量不足，宣传不够。",
    )
    assert document.genre == "工作总结"
    assert any(w.code == "uncertain-genre" for w in document.warnings)


def test_a_title_is_derived_from_unit_subject_and_genre() -> None:
    document = read(
        "为加强消防安全专项整治工作，根据青禾县人民政府要求，特制定本实施方案。",
        "一、工作目标",
        "通过消防安全专项整治，青禾县火灾隐患明显减少，消防管理水平提高。",
    )
    assert document.title == "青禾县消防安全专项整治实施方案"
    assert document.title_source == "derived"
    assert document.topics == ("消防安全",)


def test_a_title_that_the_opening_names_is_taken() -> None:
    document = read("为做好治理工作，结合实际，制定柳溪街道社区治理工作实施方案。", *BODY)
    assert document.title == "柳溪街道社区治理工作实施方案"


def test_sign_off_gives_issuer_and_year() -> None:
    document = read(
        "为做好消防工作，特制定本方案。", *BODY, "望川县东湾社区居民委员会", "二〇二六年三月五日"
    )
    assert document.signoff is not None
    assert document.signoff.date == "2026-03-05"
    assert (document.issuer, document.year) == ("望川县东湾社区居民委员会", 2026)


def test_recipients_stand_below_the_title() -> None:
    document = read(
        "青禾县柳溪街道办事处关于开展消防整治的通知",
        "各社区居民委员会，街道各科室：",
        "现将有关事项通知如下。",
        *BODY,
    )
    assert document.recipients == ("各社区居民委员会，街道各科室",)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("各社区居民委员会、街道各科室：", ("各社区居民委员会", "街道各科室")),
        ("各村（社区、居委会）、街道各科室：", ("各村（社区、居委会）", "街道各科室")),
        (
            "各镇人民政府、街道办事处，县政府各部门：",
            ("各镇人民政府、街道办事处，县政府各部门",),
        ),
    ],
)
def test_recipients_are_printed_again_as_they_stood(line: str, names: tuple[str, ...]) -> None:
    document = read("关于做好防汛工作的通知", line, "现将有关事项通知如下：", "加强值守。")
    assert document.recipients == names
    assert line in plain_text(document)


@pytest.mark.parametrize("date", ["2026.7.3", "2026-07-03", "2026/7/3", "2026．7．3"])
def test_a_date_typed_with_dots_closes_a_document(date: str) -> None:
    document = read(*PLAN_LINES, "青禾县柳溪街道办事处", date)
    assert document.signoff == SignOff(("青禾县柳溪街道办事处",), "2026-07-03")


def test_unit_and_date_on_one_line_are_a_sign_off() -> None:
    document = read(*PLAN_LINES, "青禾县柳溪街道办事处　2026年7月3日")
    assert document.signoff == SignOff(("青禾县柳溪街道办事处",), "2026-07-03")


def test_a_letter_has_a_masthead_without_the_word_for_document() -> None:
    document = read(
        "青禾县柳溪街道办事处",
        "柳街函〔2026〕15号",
        "关于商请协助检查的函",
        "青禾县供电公司：",
        "现将有关事项函商如下。",
        "请予支持为盼。",
    )
    assert (document.layout, document.genre) == ("letter", "函")
    masthead = document.masthead
    assert masthead is not None
    assert (masthead.issuers, masthead.with_document) == (("青禾县柳溪街道办事处",), False)


def test_minutes_say_who_was_there() -> None:
    document = read(
        "柳溪街道2026年第8次主任办公会议纪要",
        "会议研究了防汛工作。",
        "一、议定事项",
        "按期完成。",
        "出席：周某某、陈某某",
        "请假：吴某某",
        "列席：许某某",
    )
    assert document.layout == "minutes"
    assert document.attendance == Attendance(("周某某", "陈某某"), ("吴某某",), ("许某某",))


def test_a_speech_has_lines_below_its_title() -> None:
    document = read(
        "在社区治理推进会上的讲话",
        "（2026年3月18日）",
        "街道党工委书记　周某某",
        "同志们：",
        "下面我讲几点意见。",
    )
    assert document.byline == ("（2026年3月18日）", "街道党工委书记　周某某")


def test_a_headline_opens_a_bulletin() -> None:
    document = read(
        "柳溪街道召开社会心理服务协调会",
        "柳溪街道工作简报　2026年第11期",
        "4月22日，街道召开协调会，三十六人参加。",
        "会议听取了汇报。",
    )
    assert (document.title, document.genre) == ("柳溪街道召开社会心理服务协调会", "简报")
    assert document.byline == ("柳溪街道工作简报　2026年第11期",)


def test_a_document_number_makes_a_masthead() -> None:
    document = read(
        "青政发〔2026〕3号", "青禾县消防整治实施方案", "为消除隐患，特制定本方案。", *BODY
    )
    assert document.masthead is not None
    assert document.masthead.doc_number == "青政发〔2026〕3号"
    assert document.layout == "document"
    assert document.title == "青禾县消防整治实施方案"


def test_what_is_not_certain_stays_open() -> None:
    document = read("为做好消防工作，特制定本方案。", *BODY)
    assert (document.place, document.issuer, document.year) == (None, None, None)


def test_roles_of_sections_and_opening() -> None:
    document = read("为做好消防工作，特制定本方案。", *BODY)
    assert [getattr(block, "role", None) for block in document.blocks] == [
        "opening",
        "goals",
        None,
        "require",
        None,
    ]


def test_lost_headings_are_warned_of_with_their_lines() -> None:
    document = read(
        "为做好消防工作，特制定本方案。",
        "二、工作要求",
        "（一）明确责任。各社区落实专人负责。",
        "（二）强化督导。每月通报一次情况。",
        "（一）加强宣传。利用公告栏广泛宣传。",
        "四、经费保障",
        "经费由街道统筹，专款专用。",
    )
    assert [(w.code, w.line) for w in document.warnings if "uncertain" not in w.code] == [
        ("lost-heading", 2),
        ("lost-parent-heading", 5),
        ("skipped-number", 6),
    ]


def test_facts_are_found_with_their_places() -> None:
    document = read(
        "为做好消防工作，根据《消防安全责任制实施办法》（国办发〔2017〕87号），特制定本方案。",
        "一、工作目标",
        "2026年6月30日前排查1260户，培训3.5万人次，联系电话0512-66668888、13800001234。",
        "组长：周某某、李小明",
    )
    found = [(fact.kind, fact.value) for fact in document.facts]
    assert found == [
        ("cited_document", "《消防安全责任制实施办法》（国办发〔2017〕87号）"),
        ("date", "2026年6月30日"),
        ("figure", "1260户"),
        ("figure", "3.5万人次"),
        ("phone", "0512-66668888"),
        ("phone", "13800001234"),
        ("person", "周某某"),
        ("masked_person", "周某某"),
        ("person", "李小明"),
    ]


def test_who_leads_and_when_it_is_done_are_told_from_running_text() -> None:
    document = read(
        "减灾工作领导小组由社区主任李小明任组长，网格长周大川、项目经理郑文为成员。",
        "一、实施步骤",
        "（一）第一阶段：动员部署（2026年3月1日至3月20日）。召开会议。",
        "（二）4月上旬至5月底：集中整治。逐户排查。",
        "（三）总结验收。整理归档。（时间：2026年6月1日至6月10日）",
    )
    kinds = ("person", "phase", "leading_group")
    assert [(f.kind, f.value) for f in document.facts if f.kind in kinds] == [
        ("leading_group", "减灾工作领导小组"),
        ("person", "李小明"),
        ("person", "周大川"),
        ("person", "郑文"),
        ("phase", "第一阶段：动员部署（2026年3月1日至3月20日）"),
        ("phase", "4月上旬至5月底：集中整治"),
        ("phase", "总结验收"),
    ]


def test_an_id_number_is_no_figure() -> None:
    document = read("为做好登记工作，特制定本方案。", "身份证号110101199003070012，共1户。")
    assert [(f.kind, f.value) for f in document.facts] == [
        ("id_number", "110101199003070012"),
        ("figure", "1户"),
    ]


def test_the_text_that_a_notice_issues_is_its_attachment() -> None:
    document = read(
        "关于印发《柳溪街道防汛工作方案》的通知",
        "各社区居民委员会：",
        "现将《柳溪街道防汛工作方案》印发给你们，请结合实际认真贯彻执行，遇到问题及时报告街道应急管理办公室。",
        "柳溪街道办事处",
        "2026年4月20日",
        "柳溪街道防汛工作方案",
        "为做好防汛工作，结合街道实际，特制定本方案。",
        *BODY,
    )
    assert document.genre == "通知"
    assert [a.title for a in document.attachments] == ["柳溪街道防汛工作方案"]
    assert len(document.attachments[0].blocks) == 5
    assert document.signoff is not None
    assert document.signoff.issuers == ("柳溪街道办事处",)


def test_labels_may_be_spread_and_page_numbers_go() -> None:
    document = read(
        "为做好防汛工作，特制定本方案。",
        "组  长：周某某",
        "— 1 —",
        "成  员：各社区书记",
        "下设办公室，负责日常工作。",
    )
    assert [getattr(b, "label", None) for b in document.blocks] == [None, "组长", "成员", None]


def test_a_list_of_attachments_is_no_heading() -> None:
    document = read("为做好防汛工作，特制定本方案。", *BODY, "附件：1.物资清单", "2.值班表")
    assert [type(b).__name__ for b in document.blocks[-2:]] == ["Paragraph", "Item"]


def test_a_scheme_that_calls_itself_more_than_its_opening_does_is_that() -> None:
    document = read(
        "为做好巡河工作，制定如下方案：",
        "一、工作目标",
        "零溺亡。",
        "二、工作要求",
        "各村按照本实施方案抓好落实。",
    )
    assert document.genre == "实施方案"
