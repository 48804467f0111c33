"""Documents without a marker of their own are told apart, and parts of one document are not."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.document import Document
from corpus.reading import read_text

BODY = (
    "坚持党建引领，压实网格责任，逐户走访登记，建立问题清单，定期通报进展，做到底数清、情况明、"
    "措施实，切实提升居民满意度。"
)
PLAN = (
    f"一、指导思想\n{BODY}\n二、工作任务\n1、排查隐患。\n2、整治隐患。\n"
    "三、工作要求\n1、加强领导。\n2、注意安全，防止发生意外。"
)
PURPOSE = "为做好消防工作，结合街道实际，制定本方案。"


def read(*parts: str) -> tuple[Document, ...]:
    return read_text("\n".join(parts))


def spans(documents: Iterable[Document]) -> list[tuple[int, int] | None]:
    return [document.source.lines for document in documents if document.source]


def starts(documents: Iterable[Document]) -> list[int]:
    return [span[0] for span in spans(documents) if span]


def test_a_purpose_sentence_below_a_last_item_opens_a_document() -> None:
    documents = read(PURPOSE, PLAN, "为扮靓村庄，根据镇里要求，特制定本方案。", PLAN)
    assert starts(documents) == [1, 10]


def test_ordinals_that_begin_again_below_a_report_on_its_way_open_a_document() -> None:
    opening = "望川县各社区积极开展反诈宣传，群众防范意识明显增强，现将有关情况汇报如下："
    assert starts(read(PURPOSE, PLAN, opening, f"一、主要做法\n{BODY}", BODY)) == [1, 10]


def test_a_first_heading_that_comes_again_opens_a_document() -> None:
    assert starts(read(PURPOSE, PLAN, PLAN)) == [1, 10]


def test_a_purpose_below_a_heading_whose_text_is_lost_opens_a_document() -> None:
    documents = read(PURPOSE, PLAN, "四、保障措施", "为扮靓村庄、美化环境，特制定本方案：", PLAN)
    assert starts(documents) == [1, 11]


def test_the_second_half_of_a_summary_and_plan_is_no_document() -> None:
    (document,) = read(
        "东湾社区2025年工作总结和2026年工作计划",
        "2025年，东湾社区围绕中心，各项工作取得新进展。现将有关情况总结如下：",
        f"一、主要工作\n{BODY}\n二、工作成效\n{BODY}\n三、存在问题\n{BODY}",
        "2026年工作计划",
        "2026年是关键之年，东湾社区将围绕以下重点开展工作，具体计划如下：",
        f"一、抓好党建引领\n{BODY}\n二、抓好平安建设\n{BODY}",
    )
    assert spans([document]) == [(1, 14)]


def test_the_parts_of_a_plan_are_no_documents() -> None:
    (document,) = read(
        PURPOSE,
        "第一部分 总体要求",
        PLAN,
        "第二部分 重点任务",
        f"一、抓宣传\n{BODY}\n二、抓整治\n{BODY}",
    )
    assert spans([document]) == [(1, 15)]


def test_what_a_section_orders_is_no_document() -> None:
    (document,) = read(
        PURPOSE,
        f"一、指导思想\n{BODY}\n二、工作任务\n（一）宣传发动\n{BODY}\n（二）集中整治",
        "为压实责任，根据街道要求，各社区制定本社区整治方案。",
        BODY,
        f"三、工作要求\n{BODY}",
    )
    assert spans([document]) == [(1, 11)]


def test_an_attachment_that_counts_anew_is_no_document() -> None:
    (document,) = read(
        "柳溪街道办事处关于开展检查的通知",
        "为做好检查工作，现将有关事项通知如下：",
        PLAN,
        "柳溪街道办事处\n2026年3月5日\n附件\n检查评分细则",
        f"一、总体要求\n{BODY}\n二、评分办法\n{BODY}",
    )
    assert [attachment.title for attachment in document.attachments] == ["检查评分细则"]
