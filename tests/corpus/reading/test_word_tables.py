"""Tables of Word files keep their cells, spans and heads."""

from __future__ import annotations

import io

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document, Imprint, Masthead, Paragraph, SignOff, Table
from corpus.reading.word import open_word
from generator.layout import write
from tests.corpus.reading.word_files import p, read, texts, word


def tc(text: str, own: str = "") -> str:
    return f"<w:tc><w:tcPr>{own}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, own: str = "") -> str:
    return f"<w:tr><w:trPr>{own}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def span(count: int) -> str:
    return f'<w:gridSpan w:val="{count}"/>'


RESTART, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def tables(data: bytes) -> list[Table]:
    return [entry for entry in open_word("稿.docx", data)[2] if isinstance(entry, Table)]


def cells(table: Table) -> list[list[tuple[str, int, int]]]:
    rows = (*table.head, *table.rows)
    return [[(c.text, c.rowspan, c.colspan) for c in row] for row in rows]


def test_merged_cells_become_spans() -> None:
    (table,) = tables(
        word(
            tbl(
                tr(tc("单位", RESTART), tc("任务", span(2))),
                tr(tc("", GO_ON), tc("名称"), tc("时限")),
                tr(tc("柳溪街道", RESTART), tc("排查"), tc("3月")),
                tr(tc("", GO_ON), tc("整改"), tc("4月")),
            )
        )
    )
    assert cells(table) == [
        [("单位", 2, 1), ("任务", 1, 2)],
        [("名称", 1, 1), ("时限", 1, 1)],
        [("柳溪街道", 2, 1), ("排查", 1, 1), ("3月", 1, 1)],
        [("整改", 1, 1), ("4月", 1, 1)],
    ]
    assert len(table.head) == 2
    assert [column.name for column in table.columns] == ["单位", "名称", "时限"]


def test_the_head_is_what_word_repeats() -> None:
    repeats = "<w:tblHeader/>"
    (table,) = tables(word(tbl(tr(tc("甲"), own=repeats), tr(tc("乙"), own=repeats), tr(tc("丙")))))
    assert (len(table.head), len(table.rows)) == (2, 1)


def test_tables_of_python_docx_are_read_with_merged_cells() -> None:
    document = docx.Document()
    grid = document.add_table(3, 3)
    for n, text in enumerate(("序号", "任务", "时限")):
        grid.cell(0, n).text = text
    grid.cell(1, 0).merge(grid.cell(2, 0)).text = "1"
    grid.cell(1, 1).merge(grid.cell(1, 2)).text = "排查"
    stream = io.BytesIO()
    document.save(stream)
    (table,) = tables(stream.getvalue())
    assert cells(table)[1:] == [[("1", 2, 1), ("排查", 1, 2)], [("", 1, 1), ("", 1, 1)]]


def test_rows_that_begin_or_end_early_are_filled() -> None:
    (table,) = tables(
        word(
            tbl(
                tr(tc("甲"), tc("乙"), tc("丙")),
                tr(tc("丁"), own='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
            )
        )
    )
    assert cells(table)[1] == [("", 1, 1), ("丁", 1, 1), ("", 1, 1)]


def test_deleted_rows_go_and_several_paragraphs_are_one_cell() -> None:
    two = f"<w:tc>{p('甲一')}{p('甲二')}</w:tc>"
    (table,) = tables(word(tbl(tr(two, tc("乙")), tr(tc("丙"), own="<w:del w:id='1'/>"))))
    assert cells(table) == [[("甲一甲二", 1, 1), ("乙", 1, 1)]]


def test_a_table_in_a_cell_is_its_text() -> None:
    inner = f"<w:tc>{p('外')}{tbl(tr(tc('内一'), tc('内二')))}{p('')}</w:tc>"
    (table,) = tables(word(tbl(tr(inner, tc("旁")))))
    assert cells(table) == [[("外内一 内二", 1, 1), ("旁", 1, 1)]]


def test_a_single_cell_is_a_frame_around_text() -> None:
    cell = f"<w:tc>{p('框内。')}{p('第二段。')}</w:tc>"
    for inner in (cell, f"<w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt>"):
        data = word(p("前。") + tbl(tr(inner)) + p("后。"))
        assert texts(data) == ["前。", "框内。", "第二段。", "后。"]
        assert tables(data) == []


def test_the_imprint_in_its_table_and_the_masthead_survive_our_own_file() -> None:
    document = Document(
        layout="document",
        title="望川县人民政府关于做好桥梁巡查的通知",
        genre="通知",
        masthead=Masthead(
            issuers=("望川县人民政府",), doc_number="望政发〔2026〕8号", signers=("周某某",)
        ),
        recipients=("各乡镇人民政府",),
        blocks=(Paragraph("b1", text="为保障安全，现就巡查工作通知如下。"),),
        copies=("县委办公室", "县人大办公室"),
        signoff=SignOff(("望川县人民政府",), "2026-03-05"),
        imprint=Imprint("望川县人民政府办公室", "2026-03-06"),
    )
    found = read(write(document, ".docx"))
    assert found.title == document.title
    assert found.masthead == document.masthead
    assert found.recipients == document.recipients
    assert (found.copies, found.imprint) == (document.copies, document.imprint)
    assert found.signoff == document.signoff


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.tuples(
                st.text(max_size=3).map(lambda t: "".join(c for c in t if c.isalnum())),
                st.sampled_from(("", RESTART, GO_ON, span(2), span(-3), span(999999999))),
            ),
            max_size=5,
        ),
        max_size=6,
    )
)
def test_no_table_however_odd_loses_its_text(rows: list[list[tuple[str, str]]]) -> None:
    data = word(p("前。") + tbl(*(tr(*(tc(text, own) for text, own in row)) for row in rows)))
    found = "".join(texts(data)[1:])
    for table in tables(data):
        found += "".join(c.text for row in (*table.head, *table.rows) for c in row)
    wanted = "".join(text for row in rows for text, _ in row)
    assert sorted(found.replace(" ", "")) == sorted(wanted)
