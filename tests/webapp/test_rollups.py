"""汇总 of a batch: figures with their rows, another period, the files, a draft to go on with."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from corpus.document import (
    Attachment,
    Cell,
    Chart,
    Document,
    Figure,
    Paragraph,
    Series,
    Table,
)
from corpus.library import Library, Scope
from generator import roster, template
from generator.rollup import keeping
from generator.rollup.report import RollUp, roll_up
from webapp import excerpts, kept_rollups, rollup_sources, rollups

ID = "monthly-work-report"
UNITS = ("东湾社区", "槐荫社区", "北桥社区", "南塘社区")


def filled(taken: tuple[str, ...], units: tuple[str, ...] = UNITS) -> bytes:
    """A roster with a column 片区 of the person's own."""
    chosen = template.get(ID)
    rows = [
        chosen.sample_inputs() | {"单位": f"青禾县柳溪街道{unit}", "走访户次": number}
        for unit, number in zip(units, taken, strict=True)
    ]
    book = openpyxl.load_workbook(io.BytesIO(roster.workbook(chosen, rows)))
    sheet = book["数据表"]
    column = sheet.max_column + 1
    sheet.cell(1, column, "片区")
    for line in range(2, sheet.max_row + 1):
        if sheet.cell(line, 1).value not in ("示例", "要求", None):
            sheet.cell(line, column, ("东片", "西片")[line % 2])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def started(client: FlaskClient, data: bytes) -> int:
    """The number of the batch that the roster started."""
    answer = client.post(
        "/batches", data={"template": ID, "roster": (io.BytesIO(data), "五月.xlsx")}
    )
    token = answer.location.partition("/check/")[2].partition("?")[0].partition("/")[0]
    begun = client.post(f"/batches/check/{token}", data={"template": ID, "formats": [".docx"]})
    assert begun.status_code == 302, begun.text
    return int(begun.location.rpartition("/")[2])


@pytest.fixture
def job(client: FlaskClient) -> int:
    """A batch of four communities, one of which left a figure out."""
    return started(client, filled(("100", "200", "", "300")))


def test_the_page_shows_figures_groups_sentences_and_pages(client: FlaskClient, job: int) -> None:
    page = client.get(f"/batches/{job}/rollup").text
    assert "点下面任何一个数" in page
    assert re.search(r"<th scope=\"row\">走访户次", page)
    assert ">600</a>" in page
    assert "北桥社区" in page
    assert "按片区划分" in page
    assert page.count('class="paper"') >= 2
    src = re.search(r'src="(/drafts/pages/[0-9a-f]+\.png\?width=470)"', page)
    assert src
    assert client.get(src[1]).mimetype == "image/png"


def test_a_figure_leads_to_the_cells_that_it_comes_from(client: FlaskClient, job: int) -> None:
    page = client.get(f"/batches/{job}/rollup").text
    link = re.search(r'href="([^"]*figure=\d+[^"]*)#source">600</a>', page)
    assert link
    shown = client.get(link[1].replace("&amp;", "&")).text
    source = shown.partition('id="source"')[2].partition("</section>")[0]
    assert "本期走访户次合计" in source
    assert "没有报、未计入：北桥社区" in source
    cells = re.findall(r'<td class="number">(\d+)</td>', source)
    assert sorted(cells) == ["100", "200", "300"]
    assert "行" in source


def test_a_roll_up_is_composed_once_for_its_page_its_figures_and_its_files(
    client: FlaskClient, job: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed: list[object] = []

    def counted(*args: Any) -> RollUp:
        composed.append(args)
        return roll_up(*args)

    monkeypatch.setattr(rollups, "roll_up", counted)
    for address in ("rollup", "rollup?figure=0", "rollup/file.txt", "rollup/file.xlsx", "rollup"):
        assert client.get(f"/batches/{job}/{address}").status_code == 200
    assert len(composed) == 1
    client.get(f"/batches/{job}/rollup?group=")
    assert len(composed) == 2


def test_a_batch_with_another_roster_is_rolled_up_anew(
    client: FlaskClient, job: int, library: Library, scope: Scope
) -> None:
    assert ">600</a>" in client.get(f"/batches/{job}/rollup").text
    data = filled(("100", "200", "50", "300"))
    keeping.keep(library.storage, "五月.xlsx", data)
    digest = {"roster_sha256": hashlib.sha256(data).hexdigest()}
    library.jobs.redo(job, scope, {}, params=digest)
    assert ">650</a>" in client.get(f"/batches/{job}/rollup").text


def test_the_latest_are_kept_as_far_as_their_rows_allow() -> None:
    kept = kept_rollups.Kept[int](lambda rows: rows)
    made: list[str] = []

    def asked(key: str, rows: int) -> int:
        def make() -> int:
            made.append(key)
            return rows

        return kept.of(key, make)

    asked("小", 10)
    asked("大", kept_rollups.ROWS - 20)
    asked("小", 10)
    assert made == ["小", "大"]
    asked("新", 50)  # the one asked for longest ago goes
    asked("小", 10)
    asked("大", kept_rollups.ROWS - 20)
    assert made == ["小", "大", "新", "大"]
    asked("太大", 2 * kept_rollups.ROWS)
    assert asked("太大", 0) == 2 * kept_rollups.ROWS


def test_of_many_without_rows_only_the_latest_are_kept() -> None:
    kept = kept_rollups.Kept[int](lambda rows: 0)
    for key in range(kept_rollups.VALUES + 1):
        kept.of(key, lambda: 1)
    assert kept.of(kept_rollups.VALUES, lambda: 2) == 1
    assert kept.of(1, lambda: 2) == 1
    assert kept.of(0, lambda: 2) == 2


def test_an_excerpt_cuts_long_tables_and_charts_alone() -> None:
    cells = tuple((Cell(str(n)),) for n in range(300))
    names = tuple(map(str, range(300)))
    chart = Chart("bar", "", names, (Series("数", names),))
    document = Document(
        blocks=(Paragraph(text="一段"), Table(rows=cells[:200]), Figure(chart=chart)),
        attachments=(Attachment("附件", False, (Table(rows=cells),)),),
    )
    excerpt = excerpts.excerpt_of(document)
    assert excerpt.blocks[:2] == document.blocks[:2]
    drawn, table = excerpt.blocks[2], excerpt.attachments[0].blocks[0]
    assert isinstance(drawn, Figure)
    assert drawn.chart == Chart("bar", "", names[:200], (Series("数", names[:200]),))
    assert isinstance(table, Table)
    assert table.rows == cells[:200]
    short = replace(document, blocks=document.blocks[:2], attachments=())
    assert excerpts.excerpt_of(short) is short


def test_columns_group_and_template_are_chosen(client: FlaskClient, job: int) -> None:
    page = client.get(f"/batches/{job}/rollup?template=roster-rollup&figures=走访户次&group=").text
    assert "按片区划分" not in page
    assert not re.search(r"<th scope=\"row\">事项办结", page)
    other = client.get(
        f"/batches/{job}/rollup?template=monthly-rollup-bulletin"
        "&column.受理数=事项受理&column.办结数=事项办结&column.名称=单位"
    )
    assert other.status_code == 200
    assert "办结率为" in other.text
    assert client.get(f"/batches/{job}/rollup?template=no-such").status_code == 404


def test_a_template_without_its_columns_says_so_and_keeps_the_form(
    client: FlaskClient, job: int
) -> None:
    answer = client.get(f"/batches/{job}/rollup?template=annual-indicator-rollup")
    assert answer.status_code == 422
    assert "数据表里没有找到" in answer.text
    assert "重新汇总" in answer.text


def test_an_earlier_batch_and_an_uploaded_table_are_compared_with(
    client: FlaskClient, job: int
) -> None:
    later = started(client, filled(("150", "200", "", "400")))
    page = client.get(f"/batches/{later}/rollup?last=batch-{job}").text
    assert "增加150户次、增长25.0%" in page
    own = "单位,走访户次\n青禾县柳溪街道东湾社区,100\n青禾县柳溪街道石桥社区,7\n".encode()
    sent = client.post(
        f"/batches/{later}/rollup/last",
        data={"template": "roster-rollup", "workbook": (io.BytesIO(own), "四月.csv")},
    )
    assert sent.status_code == 302
    assert "增加50户次、增长50.0%" in client.get(sent.location).text
    wrong = client.post(
        f"/batches/{later}/rollup/last", data={"workbook": (io.BytesIO(b"x"), "坏.xlsx")}
    )
    assert wrong.status_code == 422
    assert "notice wrong" in wrong.text


def test_word_pdf_and_workbook_are_taken_away(client: FlaskClient, job: int) -> None:
    base = f"/batches/{job}/rollup/file"
    assert client.get(f"{base}.docx").data[:2] == b"PK"
    assert client.get(f"{base}.pdf").data[:4] == b"%PDF"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{base}.xlsx").data))
    assert book.sheetnames == ["汇总", "分组", "排名", "明细", "数据来源"]
    assert client.get(f"{base}.exe").status_code == 404


def test_a_draft_goes_on_with_the_tables_in_the_workbench(
    client: FlaskClient, job: int, library: Library, scope: Scope
) -> None:
    answer = client.post(f"/batches/{job}/rollup/draft?template=roster-rollup")
    assert answer.status_code == 302
    page = client.get(answer.location).text
    assert "东湾社区" in page
    record = library.drafts.get(int(answer.location.rpartition("/")[2]), scope)
    assert str(record.inputs["本期"]).splitlines()[3].startswith("行号|单位|片区|")


def changed(data: bytes, cells: Mapping[str, object], *, without: str = "") -> bytes:
    """The roster with other `cells` in its sheet of rows, and without the column `without`."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["数据表"]
    for place, value in cells.items():
        sheet[place].value = value
    if without:
        sheet.delete_cols(next(int(c.column or 0) for c in sheet[1] if c.value == without))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_one_month_spelled_in_two_ways_is_one_month(client: FlaskClient) -> None:
    data = filled(("100", "200", "50", "300"))
    months = {f"D{row}": "2026年5月" for row in (4, 5, 6)} | {"D7": "2026.5"}
    job = started(client, changed(data, months, without="片区"))
    page = client.get(f"/batches/{job}/rollup?template=monthly-rollup-bulletin").text
    assert "待补：月份" not in page  # known from the rows
    assert "2026.5" not in page
    page = client.get(f"/batches/{job}/rollup?template=roster-rollup").text
    assert "按月份划分" not in page


def test_without_groups_nothing_is_said_of_groups(client: FlaskClient, job: int) -> None:
    asked = "rollup?template=monthly-rollup-bulletin"
    plain = re.compile(r"<[^>]+>")
    assert "东片受理" in plain.sub("", client.get(f"/batches/{job}/{asked}").text)
    chosen = plain.sub("", client.get(f"/batches/{job}/{asked}&group=&column.片区=").text)
    assert "受理" in chosen
    assert "东片受理" not in chosen
    other = started(client, changed(filled(("1", "2", "3", "4")), {}, without="片区"))
    page = plain.sub("", client.get(f"/batches/{other}/{asked}").text)
    assert "各社区共受理" in page
    assert "未填写" not in page


def test_the_draft_names_the_persons_own_file(
    client: FlaskClient, job: int, library: Library, scope: Scope
) -> None:
    answer = client.post(f"/batches/{job}/rollup/draft?template=roster-rollup")
    record = library.drafts.get(int(answer.location.rpartition("/")[2]), scope)
    assert str(record.inputs["本期"]).startswith("来源：五月.xlsx")


def test_without_its_file_a_batch_is_rolled_up_from_its_rows(
    client: FlaskClient, job: int, library: Library
) -> None:
    for name in library.storage.below("rosters").names():
        library.storage.below("rosters").remove(name)
    page = client.get(f"/batches/{job}/rollup").text
    assert ">600</a>" in page
    assert "按片区划分" not in page


def test_a_stranger_sees_no_roll_up(stranger: FlaskClient, client: FlaskClient, job: int) -> None:
    assert stranger.get(f"/batches/{job}/rollup").status_code == 302
    assert client.get("/batches/9999/rollup").status_code == 404


def test_of_very_many_sentences_the_first_are_shown_and_the_others_counted(
    client: FlaskClient, job: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = client.get(f"/batches/{job}/rollup").text
    lines = re.findall(r"<li>(?:(?!</li>).)*rollup-figure.*?</li>", whole, re.DOTALL)
    monkeypatch.setattr(rollup_sources, "SENTENCES", 2)
    page = client.get(f"/batches/{job}/rollup").text
    shown = re.findall(r"<li>(?:(?!</li>).)*rollup-figure.*?</li>", page, re.DOTALL)
    assert shown == lines[:2]
    assert f"还有 {len(lines) - 2} 处，见下载的 Excel 汇总表" in page
