"""How long a document takes to paper, beside python-docx used as its guide shows.

`python benchmarks/layout.py` prints medians in milliseconds, warm: by the clock, and of processor
time over all threads, which other work on the machine does not lengthen and which the budgets
are held against. It ends with status 1 where one is missed. Every run sets text that was never
set before.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import docx
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from corpus.document import Document, Heading, Paragraph, SignOff
from generator.layout import pdf, word
from generator.layout.preview import Preview

SENTENCE = (
    "第{0}片区要对辖区沿街商铺、人员密集场所和高层住宅开展拉网式排查，建立问题台账{0}份，"
    "逐项明确整改措施、责任单位和完成时限，重大隐患挂牌督办，一般隐患立行立改。"
)


def notice(sections: int, salt: int) -> Document:
    """A notice with `sections` sections of two paragraphs; `salt` makes its text differ."""
    blocks: list[Heading | Paragraph] = []
    for n in range(sections):
        blocks.append(Heading(level=1, text=f"推进第{n + 1}项任务"))
        for part in range(2):
            number = salt * 1000 + n * 2 + part
            blocks.append(Paragraph(text=SENTENCE.format(number) * 2))
    return Document(
        title=f"青禾县柳溪街道办事处关于做好第{salt}批安全隐患排查整治工作的通知",
        issuer="青禾县柳溪街道办事处",
        place="青禾县",
        recipients=("各社区居民委员会", "街道各科室"),
        blocks=tuple(blocks),
        signoff=SignOff(("青禾县柳溪街道办事处",), "2026-02-20"),
    ).canonical()


def naive(document: Document) -> bytes:
    """The same text with python-docx's own template, formatted paragraph by paragraph."""
    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.top_margin = Mm(28), Mm(37)

    def add(text: str, face: str, size: float, style: str = "Normal") -> None:
        paragraph = file.add_paragraph(style=style)
        run = paragraph.add_run(text)
        run.font.name, run.font.size = face, Pt(size)
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
        paragraph.paragraph_format.line_spacing = Pt(28.95)

    add(document.title, "方正小标宋简体", 22, "Title")
    add("、".join(document.recipients) + "：", "仿宋_GB2312", 16)
    for block in document.blocks:
        if isinstance(block, Heading):
            add(f"{block.marker}{block.text}", "黑体", 16, "Heading 1")
        elif isinstance(block, Paragraph):
            add(block.text, "仿宋_GB2312", 16)
    add("青禾县柳溪街道办事处", "仿宋_GB2312", 16)
    add("2026年2月20日", "仿宋_GB2312", 16)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def text_of(data: bytes) -> str:
    """The text of a Word file without white space."""
    return "".join("".join(p.text.split()) for p in docx.Document(io.BytesIO(data)).paragraphs)


@dataclass(frozen=True)
class Took:
    """Medians in milliseconds: by the clock and of processor time."""

    clock: float
    processor: float


def median(work: Callable[[Document], object], sections: int, runs: int) -> Took:
    """How long `work` takes over `runs` different documents, after three to warm up."""
    clock, processor = [], []
    for salt in range(1, runs + 4):
        document = notice(sections, salt)
        start, used = time.perf_counter(), time.process_time()
        work(document)
        clock.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return Took(statistics.median(clock[3:]), statistics.median(processor[3:]))


def keystroke(document: Document) -> bytes:
    """What one pause in typing costs: the whole document set, one page drawn."""
    return Preview.of(document).png(1, 794)


def main() -> int:
    """Print the table; 1 where a budget is missed."""
    short, long = 4, 48
    for sections in (short, long):
        document = notice(sections, 0)
        made = pdf.write(document)
        text = text_of(word.write(document))
        assert text == text_of(naive(document))
        print(f"{sections} 个部分：{made.pages} 页，{len(text)} 字")
    changed = replace(notice(short, 0), title="关于做好安全隐患排查的通知")
    assert text_of(word.write(changed)).startswith("关于做好安全隐患排查的通知")
    rows = [
        ("Word，3 页", median(word.write, short, 60), 1.5),
        ("　python-docx，3 页", median(naive, short, 15), None),
        ("Word，30 页", median(word.write, long, 30), 6),
        ("　python-docx，30 页", median(naive, long, 5), None),
        ("PDF，3 页", median(pdf.write, short, 30), 20),
        ("PDF，30 页", median(pdf.write, long, 15), 55),
        ("按键到新的预览页，10 页", median(keystroke, 14, 15), 150),
    ]
    missed = False
    for name, took, budget in rows:
        verdict = "" if budget is None else f"（上限 {budget}）"
        if budget is not None and took.processor > budget:
            verdict, missed = verdict + " 超出", True
        print(f"{name}：{took.clock:.2f} 毫秒，其中处理器 {took.processor:.2f} 毫秒{verdict}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
