"""The report that everybody makes in a batch: one template, one roster, a row a report."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

from openpyxl import Workbook, load_workbook

from benchmarks.peers.papers import naive
from corpus.document import Document, Heading, Paragraph
from generator import template
from generator.layout import word

FIELDS = ("单位", "季度", "户数", "隐患", "整改", "人次", "经费", "联系人")
DATE = "2026年4月2日"
SECTIONS = 5
_SENTENCE = (
    "{{单位}}在{{季度}}对辖区沿街商铺、人员密集场所和高层住宅开展第%d轮拉网式排查，检查{{户数}}户，"
    "发现隐患{{隐患}}处，整改{{整改}}处，出动{{人次}}人次，投入经费{{经费}}元，逐项建立台账，明确措施、"
    "责任单位和完成时限，重大隐患挂牌督办，一般隐患立行立改，由{{联系人}}负责汇总上报。"
)
_NUMERALS = "一二三四五六七八九"
_HEAD = """---
id: bench-report
title: 隐患排查情况报告
genre: 报告
topics: [安全]
used_by: [社区]
summary: 用来计量批量生成的快慢
fields:
  单位: {type: org, required: true, example: 青禾县柳溪街道东湾社区}
  季度: {type: text, required: true, example: 一季度}
  户数: {type: integer, required: true, example: 120}
  隐患: {type: integer, required: true, example: 9}
  整改: {type: integer, required: true, example: 7}
  人次: {type: text, required: true, example: "30"}
  经费: {type: text, required: true, example: "500"}
  联系人: {type: text, required: true, example: 周某某}
signoff: {issuer: "{{ 单位 }}", date: 2026-04-02}
---
# {{ 单位 }}{{ 季度 }}隐患排查情况报告

"""


def sections() -> Iterator[tuple[str, tuple[str, str]]]:
    """Heading and two paragraphs of each section, with `{{名}}` where a value stands."""
    for n in range(SECTIONS):
        yield (
            f"第{n + 1}轮排查整治情况",
            (_SENTENCE % (2 * n + 1), _SENTENCE % (2 * n + 2)),
        )


def ours() -> template.Template:
    """The report as a template of ours."""
    body = []
    for n, (heading, paragraphs) in enumerate(sections()):
        body.append(f"## {heading} {{: #s{n} role=tasks }}")
        body += paragraphs
    return template.load(_HEAD + "\n\n".join(body) + "\n", "bench-report.md")


def row(number: int) -> dict[str, str]:
    """The values of row `number`, all of which differ from those of other rows."""
    return {
        "单位": f"青禾县第{number}社区居民委员会",
        "季度": "一季度",
        "户数": str(100 + number % 800),
        "隐患": str(20 + number % 70),
        "整改": str(10 + number % 10),
        "人次": str(30 + number),
        "经费": str(500 + number),
        "联系人": f"周某{number}",
    }


def roster(rows: int) -> bytes:
    """The workbook of so many rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据表")
    sheet.append(FIELDS)
    for number in range(1, rows + 1):
        sheet.append(list(row(number).values()))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def values(data: bytes) -> Iterator[dict[str, str]]:
    """The rows of a workbook as the peers' users read them."""
    sheet = load_workbook(io.BytesIO(data), read_only=True).active
    assert sheet is not None
    lines = sheet.iter_rows(values_only=True)
    next(lines)
    for line in lines:
        yield {f"f{n}": str(cell) for n, cell in enumerate(line)}


def peer_template(value: str, *, slim: bool) -> bytes:
    """The report as a Word file with `value % "f0"` where the first field stands, on
    python-docx's default base or on our slim one."""
    marks = {f"{{{{{name}}}}}": value % f"f{n}" for n, name in enumerate(FIELDS)}

    def put(text: str) -> str:
        for place, mark in marks.items():
            text = text.replace(place, mark)
        return text

    title = put("{{单位}}{{季度}}隐患排查情况报告")
    body = []
    for n, (heading, paragraphs) in enumerate(sections()):
        body.append(("Heading 1", f"{_NUMERALS[n]}、{heading}"))
        body += [("Normal", put(text)) for text in paragraphs]
    end = [put("{{单位}}"), DATE]
    if not slim:
        return naive(title, "", body, end)
    texts = (title, *(text for _, text in body), *end)
    blocks: tuple[Heading | Paragraph, ...] = tuple(Paragraph(text=text) for text in texts)
    return word.write(Document(blocks=blocks))


def as_printed(given: Mapping[str, str]) -> dict[str, str]:
    """The values of a row under the names that peers' templates have."""
    return {f"f{n}": given[name] for n, name in enumerate(FIELDS)}
