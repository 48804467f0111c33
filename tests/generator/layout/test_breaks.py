"""Where lines end: our own rule, and LibreOffice's for the same document as Word file."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import pypdfium2
import pytest

from corpus.document import Document, Figure, Item, Paragraph
from generator.compose import compose
from generator.layout import pdf, word
from generator.layout.breaks import LINE_END, broken, cell_rows, settled
from generator.layout.gbt9704 import CHARACTERS
from generator.layout.line_edges import NEVER_FIRST, NEVER_LAST
from generator.layout.lines import Line, runs
from generator.layout.measure import office
from generator.layout.profile import STANDARD
from generator.layout.units import NONE
from generator.layout.word_runs import written
from generator.template import shipped
from tests.generator.layout.paper import bare, pages, words

WORDS = (
    *("整改", "隐患", "社区", "街道", "网格员", "沿街商铺", "领导小组", "逐户登记", "建立台账"),
    *("定期通报", "做好", "落实", "对", "和", "在", "责任单位", "拉网式排查", "《管理办法》"),
    *("《方案》（试行）", "“三合一”", "‘双减’", "（以下简称领导小组）", "〔专班〕"),
)
FIGURES = ("2026年3月", "1260户", "95.5%", "3～5人", "PM2.5", "第12批", "0931-8826", "A级", "10")
GENERATED = "方案"
MARKS = "，，，，，、、。；：！？"


def sentence(draw: random.Random, words: Sequence[str], length: int) -> str:
    text = ""
    while len(text) < length:
        mark = draw.choice(MARKS) if draw.random() < 0.35 else ""
        text += draw.choice(words) + ("——" if draw.random() < 0.005 else mark)
    return text.rstrip(MARKS) + "。"


def generated() -> Iterator[Document]:
    """Every mark at line ends: paragraphs of all lengths, with figures and without."""
    draw = random.Random(9704)
    for words_ in (WORDS, (*WORDS, *FIGURES)):
        for _ in range(2):
            texts = [sentence(draw, words_, draw.randint(20, 260)) for _ in range(60)]
            yield Document(title=GENERATED, blocks=tuple(Paragraph(text=own) for own in texts))


def paragraphs(document: Document) -> list[str]:
    """The texts of its paragraphs and items, as far as they take more than one line."""
    return [
        bare(f"{block.marker or ''}{lead(block)}{block.text}")
        for block in document.all_blocks()
        if isinstance(block, Paragraph | Item) and len(block.text) > CHARACTERS
    ]


def lead(block: Paragraph | Item) -> str:
    if isinstance(block, Item) or not block.lead:
        return ""
    return block.lead + ("" if re.search(r"[。．.：:；;！!？?]$", block.lead) else "。")


@dataclass(frozen=True)
class Printed:
    """A PDF as it is read: its number of pages, its characters, where its lines begin."""

    pages: int
    text: str
    starts: frozenset[int]

    def cuts(self, paragraph: str) -> frozenset[int]:
        """Where lines begin inside of `paragraph`, from its start."""
        at = self.text.find(paragraph)
        assert at >= 0, paragraph
        return frozenset(n - at for n in self.starts if at < n < at + len(paragraph))


def read(data: bytes) -> Printed:
    sheets = pages(data)
    # PDFium gives the hyphen that ends a line as a control character.
    lines = [words(line).replace("\x02", "-") for page in sheets for line in page.lines()]
    lines = [line for line in lines if not re.fullmatch("—[0-9]+—", line)]
    return Printed(len(sheets), "".join(lines), frozenset(accumulate(map(len, lines), initial=0)))


@pytest.fixture(scope="module")
def both() -> list[tuple[Document, Printed, Printed]]:
    """Every shipped sample and the generated documents: as PDF, and as LibreOffice shows Word's."""
    if office.program() is None:
        pytest.skip("LibreOffice is not installed")
    documents = [compose(own, own.sample_inputs()).document for own in shipped().values()]
    documents += generated()
    shown = office.render(*(word.write(document) for document in documents))
    return [
        (document, read(pdf.write(document).data), read(file or b""))
        for document, file in zip(documents, shown, strict=True)
    ]


def test_word_and_pdf_have_the_same_pages_and_the_same_text(
    both: list[tuple[Document, Printed, Printed]],
) -> None:
    for document, ours, theirs in both:
        assert abs(ours.pages - theirs.pages) <= (document.title == GENERATED), document.title
        # The words in a chart are drawn in the PDF and a picture in Word.
        drawn = any(isinstance(b, Figure) and b.chart for b in document.all_blocks())
        more = Counter(ours.text) - Counter(theirs.text)
        assert (Counter(theirs.text) - Counter(ours.text), more if not drawn else Counter()) == (
            Counter(),
            Counter(),
        ), document.title


def test_lines_end_at_the_same_characters_in_word_and_pdf(
    both: list[tuple[Document, Printed, Printed]],
    record_property: Callable[[str, object], None],
) -> None:
    same = {"chinese": 0, "mixed": 0}
    seen = {"chinese": 0, "mixed": 0}
    for document, ours, theirs in both:
        for text in paragraphs(document):
            kind = "mixed" if re.search("[0-9A-Za-z]", text) else "chinese"
            mine, other = ours.cuts(text), theirs.cuts(text)
            same[kind] += len(mine & other)
            seen[kind] += len(mine | other)
    shares = {kind: same[kind] / seen[kind] for kind in same}
    for kind, share in shares.items():
        record_property(f"equal line ends, {kind}", f"{share:.1%} of {seen[kind]}")
        print(f"equal line ends, {kind}: {share:.1%} of {seen[kind]}")
    assert seen["chinese"] > 500
    assert shares["chinese"] >= 0.95
    assert shares["mixed"] >= 0.6


def test_few_paragraphs_end_in_a_character_alone_on_its_line(
    both: list[tuple[Document, Printed, Printed]],
) -> None:
    alone, seen = {"pdf": 0, "word": 0}, 0
    for document, *printed in both:
        texts = paragraphs(document) if document.title != GENERATED else []
        seen += len(texts)
        for kind, file in zip(alone, printed, strict=True):
            for text in texts:
                rest = text[max(file.cuts(text), default=0) :]
                alone[kind] += len(rest) == 1 or (len(rest) == 2 and rest[1] in NEVER_FIRST)
    print(f"alone on the last line: {alone} of {seen}")
    assert alone["pdf"] <= 0.04 * seen
    assert alone["word"] <= 0.06 * seen


def test_a_character_alone_on_the_last_line_gets_company_in_pdf_and_word() -> None:
    line = Line("BodyText", (runs("整治" * 27 + "改"),))
    assert [len(own) for own in cut(line.text)] == [26, 27, 2]
    looser = settled(line, STANDARD.text_width)
    assert looser.text == line.text
    kept, spread = looser.rows[0]
    assert (len(kept.text), kept.spread.count) == (26, 0)
    assert 0 < spread.spread.count < 0.1
    xml = written(looser.rows[0])
    assert re.findall('w:spacing w:val="(-?[0-9]+)"', xml) == ["-2"]  # everywhere else it is -6


def test_a_run_in_lead_keeps_its_face_where_the_end_is_set_looser() -> None:
    line = Line("BodyText", (runs("排查隐患。", "楷体") + runs("整治" * 11 + "。"),))
    lead, text = settled(line, STANDARD.text_width).rows[0]
    assert (lead.text, lead.face) == ("排查隐患。", "楷体")
    assert text.face is None
    assert lead.spread == text.spread != NONE


@pytest.mark.parametrize("text", ["整治" * 27, "整治" * 28, "整治" * 27 + "整改", "整治" * 400])
def test_other_paragraphs_are_left_as_they_are(text: str) -> None:
    line = Line("BodyText", (runs(text),))
    assert settled(line, STANDARD.text_width) is line


def cut(text: str) -> list[str]:
    rows = broken(Line("BodyText", (runs(text),)), STANDARD.text_width)
    return "".join(run.text for row in rows for run in row).split(LINE_END)


def test_full_lines_have_28_characters_and_the_first_26() -> None:
    assert [len(line) for line in cut("整治" * 50)] == [26, 28, 28, 18]


def test_no_line_begins_or_ends_with_a_mark_that_may_not() -> None:
    for document in generated():
        for text in paragraphs(document):
            for before, after in pairwise(cut(text)):
                assert after[0] not in NEVER_FIRST, (before, after)
                assert before[-1] not in NEVER_LAST, (before, after)
                assert not re.fullmatch("[0-9A-Za-z.-]{2}", before[-1] + after[0])


def test_nothing_is_lost_or_added_by_breaking_lines() -> None:
    for document in generated():
        for text in paragraphs(document):
            assert "".join(cut(text)) == text


@pytest.mark.parametrize(
    "text",
    ["整治 " * 40, "a" * 90, "整治\u0e01" * 30, "短"],
    ids=["white space", "a word longer than a line", "a character no face has", "one line"],
)
def test_what_only_the_typesetter_knows_is_left_to_it(text: str) -> None:
    assert cut(text) == [text]


def test_figures_in_the_pdf_are_found_without_spaces_beside_them() -> None:
    text = "对辖区32个社区1260户沿街商铺开展排查，2026年3月1日前整改率达到95%以上。" * 4
    data = pdf.write(Document(blocks=(Paragraph(text=text),))).data
    document = pypdfium2.PdfDocument(data)
    try:
        read = document[0].get_textpage().get_text_range()
    finally:
        document.close()
    assert " " not in read.partition("—")[0]
    assert "\u2028" not in read


def test_cells_break_as_paragraphs_do_and_cut_a_word_longer_than_a_line() -> None:
    assert cell_rows("压实责任", "TableText", 48) == ["压实责任"]
    assert cell_rows("压实责任（试行）", "TableText", 60) == ["压实责任", "（试行）"]
    assert cell_rows("登记台账，定期通报", "TableText", 48) == ["登记台", "账，定期", "通报"]
    assert cell_rows("登记 台账", "TableText", 48) is None
    assert cell_rows("登记台账\u0e01", "TableText", 48) is None
    rows = cell_rows("编号AB123456789012号", "TableText", 40)
    assert rows is not None
    assert "".join(rows) == "编号AB123456789012号"
    assert len(rows) > 3
