"""批量生成: roster, check, start, results, files."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from flask.testing import FlaskClient

from corpus.library import Library, Scope, runner
from generator import roster, template
from generator.batch import BATCH, BINDING

ID = "annual-priorities"
UNITS = ("东湾社区", "北桥社区", "青石巷社区", "柳荫社区", "南塘村")


def filled(wrong: int | None = None) -> bytes:
    """The roster of five communities; row `wrong` (from 0) has a date that is none."""
    chosen = template.get(ID)
    rows = [
        chosen.sample_inputs()
        | {"单位": f"青禾县柳溪街道{unit}"}
        | ({"成文日期": "二月三十"} if number == wrong else {})
        for number, unit in enumerate(UNITS)
    ]
    return roster.workbook(chosen, rows)


def upload(client: FlaskClient, data: bytes, name: str = "各社区.xlsx") -> str:
    """Where the uploaded roster is checked."""
    answer = client.post("/batches", data={"template": ID, "roster": (io.BytesIO(data), name)})
    assert answer.status_code == 302, answer.text
    return answer.location


def start(client: FlaskClient, place: str) -> int:
    token = place.partition("/check/")[2].partition("?")[0]
    answer = client.post(
        f"/batches/check/{token}", data={"template": ID, "formats": [".docx", ".pdf"]}
    )
    assert answer.status_code == 302, answer.text
    return int(answer.location.rpartition("/")[2])


def test_the_roster_of_a_template_can_be_taken(client: FlaskClient) -> None:
    answer = client.get(f"/batches/rosters/{ID}.xlsx")
    name = unquote(answer.headers["Content-Disposition"].partition("''")[2])
    assert name == "年度工作要点数据表.xlsx"
    assert "数据表" in openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames
    assert client.get("/batches/rosters/no-such.xlsx").status_code == 404


def test_the_check_names_sheet_row_and_column_of_a_wrong_cell(client: FlaskClient) -> None:
    page = client.get(upload(client, filled(wrong=2))).text
    letter = re.search(r'data-cell="c-([A-Z]+)6"', page)
    assert letter
    assert f"第 6 行 {letter[1]} 列" in page
    assert "“二月三十”不是完整的日期" in page
    assert f'<td id="c-{letter[1]}6" tabindex="0" class=" error">' in page
    assert "先生成 4 行" in page
    assert 'aria-current="page">数据表<' in page


def test_only_the_rows_in_trouble_can_be_shown(client: FlaskClient) -> None:
    place = upload(client, filled(wrong=2))
    table = client.get(place + "&only=1").text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "青石巷社区" in table
    assert "东湾社区" not in table


def test_the_pages_of_a_row_can_be_seen_before_starting(client: FlaskClient) -> None:
    place = upload(client, filled())
    page = client.get(place.replace("?", "/rows/5?")).text
    assert "北桥社区" in page
    src = re.search(r'src="(/drafts/pages/[0-9a-f]+\.png\?width=604)"', page)
    assert src
    assert client.get(src[1]).mimetype == "image/png"
    assert client.get(place.replace("?", "/rows/99?")).status_code == 404


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "空.xlsx"), (b"not a workbook", "坏.xlsx"), (b"\xff\x00\x9f", "表.csv")],
)
def test_a_file_that_is_no_roster_leads_back_with_the_reason(
    client: FlaskClient, data: bytes, name: str
) -> None:
    answer = client.post("/batches", data={"template": ID, "roster": (io.BytesIO(data), name)})
    assert answer.status_code == 422
    assert "notice wrong" in answer.text
    assert "上传并核对" in answer.text


def test_without_a_file_or_a_format_nothing_starts(client: FlaskClient, library: Library) -> None:
    assert client.post("/batches", data={"template": ID}).status_code == 422
    token = upload(client, filled()).partition("/check/")[2].partition("?")[0]
    assert client.post(f"/batches/check/{token}", data={"template": ID}).status_code == 400
    assert library.jobs.recent(Scope(1)) == ()


def test_a_wrong_row_fails_and_the_others_are_made(
    client: FlaskClient, library: Library, home: Path, scope: Scope
) -> None:
    job = start(client, upload(client, filled(wrong=2)))
    assert 'data-poll="/batches/' in client.get(f"/batches/{job}").text
    runner.run(home, (BATCH,), workers=1, until=job)
    page = client.get(f"/batches/{job}").text
    assert "data-poll" not in page
    assert page.count(">Word</a>") == page.count(">PDF</a>") == 4
    assert "只看失败的 1 行" in page
    failed = client.get(f"/batches/{job}?only=1").text
    assert "二月三十" in failed
    assert "青石巷社区" in failed
    assert "东湾社区" not in failed

    with client.get(f"/batches/{job}/files.zip") as answer:
        packed = zipfile.ZipFile(io.BytesIO(answer.data))
    names = packed.namelist()
    assert sum(name.endswith(".docx") for name in names) == 4
    assert sum(name.endswith(".pdf") for name in names) == 4
    assert "清单.xlsx" in names
    sheet = openpyxl.load_workbook(io.BytesIO(packed.read("清单.xlsx"))).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[2] for row in rows].count("失败") == 1
    assert client.get(f"/batches/{job}/manifest.xlsx").status_code == 200

    href = re.search(r'href="(/batches/\d+/rows/0/docx)"', page)
    assert href
    assert client.get(href[1]).data[:2] == b"PK"
    for nothing in ("rows/2/docx", "rows/0/db", "rows/99/docx", "rows/99"):
        assert client.get(f"/batches/{job}/{nothing}").status_code == 404
    manifest = json.loads(
        (Path(library.jobs.get(job, scope).params["folder"]) / "manifest.json").read_text()
    )
    assert len(manifest) == 5


def test_a_batch_is_paused_resumed_and_cancelled(client: FlaskClient) -> None:
    job = start(client, upload(client, filled()))
    client.post(f"/batches/{job}/pause")
    page = client.get(f"/batches/{job}").text
    assert "已暂停" in page
    assert "data-poll" not in page
    client.post(f"/batches/{job}/resume")
    assert "data-poll" in client.get(f"/batches/{job}").text
    client.post(f"/batches/{job}/cancel")
    assert "已取消，完成的都在" in client.get(f"/batches/{job}").text
    assert "已取消" in client.get("/batches").text
    assert client.post(f"/batches/{job}/explode").status_code in {404, 405}


def test_a_stranger_sees_no_batch(client: FlaskClient, stranger: FlaskClient) -> None:
    job = start(client, upload(client, filled()))
    assert stranger.get(f"/batches/{job}/files.zip").status_code == 302


def test_a_job_of_another_kind_is_no_batch(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    other = library.jobs.create("import", scope.user_id, {}, [{}])
    assert client.get(f"/batches/{other.id}").status_code == 404


def test_files_are_named_as_was_asked_for_with_a_live_example(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    place = upload(client, filled())
    page = client.get(place).text
    assert 'value="{序号}-{标题}"' in page
    assert "例：" in page
    example = place.replace("?", "/name?")
    assert "例：青禾县柳溪街道东湾社区.docx" in client.get(f"{example}&name={{单位}}").text
    wrong = client.get(f"{example}&name={{单为}}").text
    assert "没有“{单为}”可用，是不是“单位”" in wrong
    token = place.partition("/check/")[2].partition("?")[0]
    form = {"template": ID, "formats": [".docx"]}
    refused = client.post(f"/batches/check/{token}", data={**form, "name": "{单为}"})
    assert refused.status_code == 422
    client.post(f"/batches/check/{token}", data={**form, "name": "{单位}"})
    (job,) = library.jobs.recent(scope)
    names = [step.payload["name"] for step in library.jobs.steps(job.id)]
    assert names == [f"青禾县柳溪街道{unit}" for unit in UNITS]


def test_a_document_of_a_batch_is_seen_as_pages(client: FlaskClient, home: Path) -> None:
    job = start(client, upload(client, filled()))
    runner.run(home, (BATCH,), workers=1, until=job)
    page = client.get(f"/batches/{job}/rows/1").text
    assert "北桥社区" in page
    assert re.search(r'src="/drafts/pages/[0-9a-f]+\.png', page)


def test_a_halted_batch_says_why_and_what_to_do(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    job = start(client, upload(client, filled()))
    library.jobs.halt(job, {"message": "磁盘满了，文件写不进去", "where": "某处", "remedy": "x"})
    page = client.get(f"/batches/{job}").text
    assert "磁盘满了，文件写不进去，已完成的 0 份都在" in page
    assert "清出空间后点“继续”。" in page
    assert 'id="resume"' in page
    client.post(f"/batches/{job}/resume")
    assert "磁盘满了" not in client.get(f"/batches/{job}").text


def test_a_mended_roster_makes_the_failed_rows_again(
    client: FlaskClient, library: Library, home: Path, scope: Scope
) -> None:
    job = start(client, upload(client, filled(wrong=2)))
    runner.run(home, (BATCH,), workers=1, until=job)
    page = client.get(f"/batches/{job}").text
    assert "没做成的 1 行" in page
    assert "重试这一行" not in page  # its cells are wrong: it would fail again
    nothing = client.post(f"/batches/{job}/mend", data={})
    assert nothing.status_code == 422
    assert "没有选文件" in nothing.text
    unreadable = (io.BytesIO(b"x"), "坏.xlsx")
    assert client.post(f"/batches/{job}/mend", data={"roster": unreadable}).status_code == 422
    sent = client.post(
        f"/batches/{job}/mend", data={"roster": (io.BytesIO(filled()), "各社区.xlsx")}
    )
    assert sent.status_code == 302, sent.text
    assert library.jobs.get(job, scope).done == 4
    runner.run(home, (BATCH,), workers=1, until=job)
    assert "全部做完" in client.get(f"/batches/{job}").text


def test_a_row_whose_file_was_in_use_is_tried_again_from_its_line(
    client: FlaskClient, library: Library, home: Path, scope: Scope
) -> None:
    job = start(client, upload(client, filled()))
    folder = Path(library.jobs.get(job, scope).params["folder"])
    name = library.jobs.steps(job)[3].payload["name"]
    (folder / f"{name}.pdf").mkdir(parents=True)
    runner.run(home, (BATCH,), workers=1, until=job)
    page = client.get(f"/batches/{job}").text
    assert page.count("重试这一行") == 1
    (folder / f"{name}.pdf").rmdir()
    client.post(f"/batches/{job}/retry", data={"position": "3"})
    runner.run(home, (BATCH,), workers=1, until=job)
    assert library.jobs.get(job, scope).done == 5


def test_all_documents_are_bound_into_one_file_on_request(
    client: FlaskClient, library: Library, home: Path, scope: Scope
) -> None:
    job = start(client, upload(client, filled()))
    assert client.post(f"/batches/{job}/bind/docx").status_code == 409
    runner.run(home, (BATCH,), workers=1, until=job)
    assert "合成一份 Word" in client.get(f"/batches/{job}").text
    client.post(f"/batches/{job}/bind/docx")
    page = client.get(f"/batches/{job}").text
    assert "正在合成一份 Word" in page
    assert "data-poll" in page
    (ordered,) = library.jobs.recent(scope, kind=BINDING.name)
    runner.run(home, (BINDING,), workers=1, until=ordered.id)
    page = client.get(f"/batches/{job}").text
    assert "合订本 Word（5 份）" in page
    assert "data-poll" not in page
    with client.get(f"/batches/bound/{ordered.id}/0") as answer:
        assert answer.data[:2] == b"PK"
    assert client.get(f"/batches/bound/{ordered.id}/1").status_code == 404
    assert client.get(f"/batches/bound/{job}/0").status_code == 404


def test_the_archive_is_sent_with_its_length_and_the_manifest_as_json(
    client: FlaskClient, home: Path
) -> None:
    job = start(client, upload(client, filled()))
    runner.run(home, (BATCH,), workers=1, until=job)
    with client.get(f"/batches/{job}/files.zip") as answer:
        assert answer.content_length == len(answer.data)
    entries = json.loads(client.get(f"/batches/{job}/manifest.json").data)
    assert [entry["status"] for entry in entries] == ["done"] * 5


def test_the_time_left_is_told_from_the_last_rows(
    client: FlaskClient, library: Library, scope: Scope
) -> None:
    job = start(client, upload(client, filled()))
    assert "约 " not in client.get(f"/batches/{job}").text
    for _ in range(3):
        (lease,) = library.jobs.claim(["batch"], seconds=60, job_id=job)
        library.jobs.finish(
            lease, {"row": 2, "title": "", "gaps": [], "files": [], "findings": [], "version": ""}
        )
    page = client.get(f"/batches/{job}").text
    assert re.search(r"约 \d+ (秒|分钟)", page)
    assert re.search(r'line-time">\d\d:\d\d:\d\d<', page)


def test_templates_are_found_by_words_and_those_of_the_last_batches_come_first(
    client: FlaskClient,
) -> None:
    def listed(address: str) -> list[str]:
        page = client.get(address).text.partition('id="templates"')[2]
        return re.findall(r'\?template=([a-z-]+)"', page)

    every = listed("/batches/new")
    assert ID in every
    found = listed("/batches/new?q=月度")
    assert "monthly-work-report" in found
    assert 0 < len(found) < len(every)
    assert "没有含“查无此词”的模板" in client.get("/batches/new?q=查无此词").text
    start(client, upload(client, filled()))
    assert listed("/batches/new")[0] == ID


def test_a_batch_is_known_by_its_template_and_its_roster(client: FlaskClient) -> None:
    job = start(client, upload(client, filled()))
    assert "各社区.xlsx" in client.get("/batches").text
    taken = client.get(f"/batches/{job}/manifest.xlsx")
    assert "-各社区清单.xlsx" in unquote(taken.headers["Content-Disposition"])
    rows = list(openpyxl.load_workbook(io.BytesIO(taken.data))["清单"].values)
    assert rows[0][:2] == ("行", "名称")
    assert all("社区" in str(row[1]) or "村" in str(row[1]) for row in rows[1:])
