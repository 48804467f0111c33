"""Collections fall into their documents, whatever their markers, and where there are none."""

from __future__ import annotations

import pytest

from corpus.document import Document
from corpus.genres import matches
from corpus.reading import read_text

PLAN = """为做好{0}工作，结合街道实际，特制定本实施方案。
一、工作目标
全年{0}不少于20次，群众满意率达到95%以上。
二、工作任务
（一）宣传发动。通过公告栏、微信群等方式宣传{0}要求，做到家喻户晓。
（二）集中整治。组织力量逐户排查，建立台账，限期整改。
三、工作要求
各社区要提高认识，明确专人负责，每月25日前报送情况。"""
REPORT = """今年以来，{0}坚持以群众需求为导向，扎实推进各项工作，取得了明显成效。
一、主要做法
我们建立了网格巡查制度，先后召开了6次推进会，解决了38个问题。
二、存在问题
队伍力量还不足，部分设施老化，宣传还不够深入，需要继续努力。"""


def starts(text: str) -> list[int]:
    documents = read_text(text)
    return [d.source.lines[0] for d in documents if d.source and d.source.lines]


def anthology(*markers: str) -> str:
    topics = ["消防整治", "河道治理", "防汛排查"]
    parts = [f"{m}\n{PLAN.format(t)}" for m, t in zip(markers, topics, strict=False)]
    return "方案大全\n小编为大家整理了几篇方案，供大家参考。\n" + "\n".join(parts)


@pytest.mark.parametrize(
    "markers",
    [
        ("社区工作方案 篇1", "社区工作方案 篇2", "社区工作方案 篇3"),
        ("社区工作方案篇一", "社区工作方案篇二", "社区工作方案篇三"),
        ("社区工作方案范文第1篇", "社区工作方案范文第2篇", "社区工作方案范文第3篇"),
        ("第一篇", "第二篇", "第三篇"),
        ("【篇一】", "【篇二】", "【篇三】"),
        ("社区治理报告1", "社区治理报告2", "社区治理报告3"),
        ("社区工作方案（一）", "社区工作方案（二）", "社区工作方案（三）"),
        ("社区工作方案(一)", "社区工作方案(二)", "社区工作方案(三)"),
        ("范文一", "范文二", "范文三"),
        *(
            tuple(make.format(n) for n in numbers)
            for numbers in ("123", "一二三")
            for make in (
                "【篇{}】社区工作方案",
                "（篇{}）社区工作方案",
                "★社区工作方案 篇{}",
                "社区工作方案（通用篇{}）",
                "社区工作方案 第{}篇：",
                "第{}篇 社区工作方案",
                "社区工作方案第（{}）篇",
                "【范文{}】",
                "模板{}：",
                "社区工作方案（精选{}）",
                "社区工作方案之{}",
            )
        ),
        ("1、社区工作方案 篇1", "2、社区工作方案 篇2", "3、社区工作方案 篇3"),
        ("1.社区消防工作范文", "2.社区治水工作范文", "3.社区防汛工作范文"),
        ("报告1", "报告2", "报告3"),
        ("Part 1", "Part 2", "Part 3"),
    ],
)
def test_markers_of_every_make_open_a_document(markers: tuple[str, ...]) -> None:
    documents = read_text(anthology(*markers))
    assert len(documents) == 3
    assert [d.source.part for d in documents if d.source] == [1, 2, 3]
    assert all(matches(d.genre, "方案") for d in documents)
    assert all(d.source and d.source.marker for d in documents)


def test_a_title_that_every_marker_repeats_is_the_name_of_the_anthology() -> None:
    documents = read_text(anthology("【篇一】社区工作方案", "【篇二】社区工作方案"))
    assert [d.title_source for d in documents] == ["derived", "derived"]
    assert [d.title == "社区工作方案" for d in documents] == [False, False]


def test_a_list_of_samples_inside_a_document_opens_no_document() -> None:
    text = f"社区工作方案\n{PLAN.format('消防')}\n附：\n1.登记表范文\n2.承诺书范文\n3.告知书范文"
    assert len(read_text(text)) == 1


def test_alternatives_inside_a_document_open_no_document() -> None:
    text = PLAN.format("改造") + "\n方案一\n原址翻修，投入12万元。\n方案二\n易地重建，投入30万元。"
    assert len(read_text(text)) == 1


def test_a_title_behind_the_marker_is_the_title() -> None:
    text = (
        f"篇一：青禾县消防整治实施方案\n{PLAN.format('消防')}\n"
        f"篇二：望川县河道治理工作方案\n{PLAN.format('河道')}"
    )
    documents = read_text(text)
    assert [d.title for d in documents] == ["青禾县消防整治实施方案", "望川县河道治理工作方案"]
    assert [d.genre for d in documents] == ["实施方案", "工作方案"]
    assert [d.title_source for d in documents] == ["stated", "stated"]


def test_numbered_titles_below_one_marker_are_documents_of_their_own() -> None:
    text = "\n".join(
        [
            "社区工作计划范文第1篇",
            "沿河巡查工作计划(一)",
            PLAN.format("消防"),
            "沿河巡查工作计划(二)",
            PLAN.format("河道"),
            "社区工作计划范文第2篇",
            PLAN.format("防汛"),
        ]
    )
    documents = read_text(text)
    assert [d.source.marker for d in documents if d.source] == [
        "第1篇（一）",
        "第1篇（二）",
        "第2篇",
    ]
    # The name says plan, the text says 特制定本实施方案.
    assert documents[0].genre == "实施方案"
    assert documents[0].title == "沿河巡查实施方案"


def test_a_lone_title_with_a_number_is_no_anthology() -> None:
    (document,) = read_text("青禾县消防整治实施方案（一）\n" + PLAN.format("消防"))
    assert document.title == "青禾县消防整治实施方案（一）"


def test_a_second_purpose_sentence_opens_a_hidden_document() -> None:
    first = PLAN.format("消防整治")
    second = PLAN.format("河道治理").replace("结合街道实际", "根据望川县人民政府要求")
    text = f"方案篇一\n{first}\n{second}\n方案篇二\n{PLAN.format('防汛')}"
    assert starts(text) == [2, 10, 19]


def test_a_report_about_another_unit_is_a_hidden_document() -> None:
    text = (
        f"方案篇一\n{PLAN.format('消防整治')}\n{REPORT.format('望川县应急管理局')}\n"
        f"方案篇二\n{PLAN.format('防汛')}"
    )
    documents = read_text(text)
    assert [d.source.lines for d in documents if d.source] == [(2, 9), (10, 14), (16, 23)]
    assert documents[1].genre == "工作总结"


def test_a_closing_date_ends_a_document() -> None:
    first = PLAN.format("消防整治") + "\n青禾县柳溪街道办事处\n2026年3月5日"
    text = f"{first}\n{REPORT.format('东湾社区')}\n" + "继续做好各项工作，不断提高水平。" * 3
    documents = read_text(text)
    assert len(documents) == 2
    assert documents[0].signoff is not None
    assert documents[0].signoff.date == "2026-03-05"


def test_a_title_in_the_middle_opens_a_document() -> None:
    text = (
        "青禾县消防整治实施方案\n"
        + PLAN.format("消防整治")
        + "\n望川县河道治理工作总结\n"
        + REPORT.format("望川县应急管理局")
    )
    documents = read_text(text)
    assert [d.title for d in documents] == ["青禾县消防整治实施方案", "望川县河道治理工作总结"]


def test_background_before_the_purpose_sentence_stays_with_it() -> None:
    text = (
        "近年来，随着城市发展，住宅小区逐年增多，管理任务日益繁重，群众期盼越来越高。\n"
        "当前，部分小区设施老化，邻里纠纷增多，管理力量不足，亟须加强和改进各项工作，补齐短板弱项。\n"
        + PLAN.format("小区治理")
    )
    assert len(read_text(text)) == 1


def test_a_paragraph_about_the_leading_group_opens_no_document() -> None:
    text = PLAN.format("消防整治") + (
        "\n四、组织领导\n为加强组织领导，街道成立望川片区消防整治工作领导小组。\n"
        "根据望川县要求，各社区制定本社区方案。\n五、经费保障\n经费由街道统筹。"
    )
    assert len(read_text(text)) == 1


def test_an_attachment_belongs_to_its_document() -> None:
    text = (
        PLAN.format("消防整治")
        + "\n青禾县柳溪街道办事处\n2026年3月5日\n附件1\n任务分工表\n各社区负责辖区排查，另行通知。"
        + "\n附件2\n联络表\n见公告栏，另行通知。"
    )
    (document,) = read_text(text)
    assert [a.title for a in document.attachments] == ["任务分工表", "联络表"]
    assert document.signoff is not None


def test_part_without_content_gives_no_document() -> None:
    text = (
        f"方案篇一\n{PLAN.format('消防')}\n方案篇二\n以下是小编为大家整理的方案，欢迎阅读。\n"
        f"方案篇三\n{PLAN.format('防汛')}"
    )
    documents = read_text(text)
    assert [d.source.marker for d in documents if d.source] == ["篇一", "篇三"]


def test_empty_text_holds_no_document() -> None:
    assert read_text("\n \n") == ()


def test_a_single_document_has_no_part_number() -> None:
    documents: tuple[Document, ...] = read_text(PLAN.format("消防"), name="a.txt")
    assert len(documents) == 1
    source = documents[0].source
    assert source is not None
    assert (source.file, source.part, source.marker, source.lines) == ("a.txt", None, None, (1, 8))
