"""`nigao read`, `import`, `search`, `reindex`: out of files, into the library, found again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.webapp.commands.command_line import Nigao

SUMMARY = """柳溪街道2025年网格化管理工作总结

一、主要工作

（一）建强队伍。配备专职网格员十二名。

二、下一步打算

继续完善网格责任清单。
"""
SCHEME = """东湾社区消防安全整治方案

一、工作目标

消除火灾隐患。
"""


@pytest.fixture
def summary(tmp_path: Path) -> Path:
    path = tmp_path / "总结.txt"
    path.write_text(SUMMARY, "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, summary: Path) -> Path:
    folder = tmp_path / "往年"
    folder.mkdir()
    summary.rename(folder / "总结.txt")
    (folder / "方案.txt").write_text(SCHEME, "gb18030")
    return folder


def test_reading_shows_title_genre_place_and_outline(nigao: Nigao, summary: Path) -> None:
    shown = nigao("read", summary)
    assert shown.status == 0
    lines = shown.out.splitlines()
    assert lines[0] == "1. 柳溪街道2025年网格化管理工作总结"
    assert lines[1].startswith("   工作总结 · 2025 年 · ")
    assert "总结.txt 第 1–" in lines[1]
    assert "     一、主要工作" in lines
    assert "       （一）建强队伍。" in lines


def test_reading_as_json_gives_one_document_a_line(nigao: Nigao, folder: Path) -> None:
    shown = nigao("read", *sorted(folder.iterdir()), "--json")
    documents = [json.loads(line) for line in shown.out.splitlines()]
    assert {document["title"] for document in documents} == {
        "柳溪街道2025年网格化管理工作总结",
        "东湾社区消防安全整治方案",
    }
    assert all(document["schema"] == 1 for document in documents)


def test_text_can_be_piped_in(nigao: Nigao) -> None:
    shown = nigao("read", "-", "--json", stdin=SCHEME.encode("gb18030"))
    assert json.loads(shown.out)["title"] == "东湾社区消防安全整治方案"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.txt", b""),
        ("二进制.txt", bytes(range(256)) * 20),
        ("冒名.docx", "只是文字".encode()),
        ("图片.png", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_the_others_are_read(
    nigao: Nigao, tmp_path: Path, summary: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    shown = nigao("read", tmp_path / name, summary)
    assert shown.status == 1
    assert shown.err.startswith("错误：")
    assert name in shown.err
    assert shown.err.count("\n") == 1
    assert "柳溪街道2025年网格化管理工作总结" in shown.out


def test_a_file_over_100_megabytes_is_refused_unread(nigao: Nigao, tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(101 * 2**20)
    refused = nigao("read", path)
    assert refused.status == 1
    assert "100 MB" in refused.err


def test_a_file_that_is_not_there_is_refused(nigao: Nigao, tmp_path: Path) -> None:
    refused = nigao("read", tmp_path / "没有.txt")
    assert refused.status == 1
    assert "没有.txt" in refused.err


def test_reading_writes_nothing(nigao: Nigao, summary: Path, own_home: Path) -> None:
    nigao("read", summary)
    assert not own_home.exists()


def test_reading_tells_what_cleaning_changed_and_a_rule_can_be_switched_off(
    nigao: Nigao, tmp_path: Path
) -> None:
    path = tmp_path / "方案.txt"
    path.write_text(SCHEME + "逐户排查,建立台账。\n由同志负责。\n", "utf-8")
    shown = nigao("read", str(path)).out
    assert "已清洗：半角标点改为全角，共 1 处，如“逐户排查,建立台账”" in shown
    assert "（punctuation）" in shown
    assert "请注意：第 7 行：缺少姓名" in shown
    left = nigao("read", str(path), "--without", "punctuation")
    assert "已清洗" not in left.out
    wrong = nigao("read", str(path), "--without", "marks")
    assert wrong.status == 1
    assert "没有“marks”这条清洗规则" in wrong.err
    assert "punctuation" in wrong.err


def test_an_import_tells_near_duplicates_and_masks_numbers(nigao: Nigao, tmp_path: Path) -> None:
    more = "".join(
        f"（{n}）{place}要逐户排查隐患，建立台账，限期整改，按月报送，接受群众监督。\n"
        for n, place in [("一", "商铺"), ("二", "小区"), ("三", "出租房屋"), ("四", "集贸市场")]
    )
    text = f"{SCHEME}{more}联系电话：13800001234\n"
    folder = tmp_path / "往年"
    folder.mkdir()
    (folder / "一.txt").write_text(text, "utf-8")
    (folder / "二.txt").write_text(text.replace("群众", "社会", 1), "utf-8")
    ran = nigao("import", str(folder), "--mask")
    assert "收进 1 篇，已有 0 篇，近似重复 1 篇，读不了 0 个文件。" in ran.out
    assert re.search(
        "近似重复：往年/[一二]\\.txt第 1–10 行《东湾社区消防安全整治方案》与文库第", ran.out
    ), "two workers read them side by side: either may come first"
    assert nigao("search", "13800001234").out.startswith("没有找到")


def test_an_import_is_reported_and_a_second_one_imports_nothing_twice(
    nigao: Nigao, folder: Path
) -> None:
    (folder / "坏.docx").write_bytes(b"x")
    first = nigao("import", folder)
    assert first.status == 1
    assert first.out == "收进 2 篇，已有 0 篇，读不了 1 个文件。\n"
    assert "坏.docx" in first.err
    second = nigao("import", folder)
    assert second.out == "收进 0 篇，已有 2 篇，读不了 1 个文件。\n"

    found = nigao("search", "网格")
    assert found.status == 0
    assert "柳溪街道2025年网格化管理工作总结" in found.out
    ours = nigao("search", "网格员", "--genre", "总结", "--year", "2025", "--json")
    results = json.loads(ours.out)
    assert [hit["title"] for hit in results["hits"]][:1] == ["柳溪街道2025年网格化管理工作总结"]
    assert "<mark>" in results["hits"][0]["passage"]["html"]
    assert nigao("reindex").out.startswith("索引已重建")
    assert "柳溪街道2025年网格化管理工作总结" in nigao("search", "网格员").out


def test_search_finds_sections_in_order_of_date_and_each_copy(nigao: Nigao) -> None:
    found = nigao("search", "--sections", "消防", "保障措施")
    assert found.status == 0
    # number and title, facts, heading, the section's text further in
    assert [len(line) - len(line.lstrip(" ")) for line in found.out.splitlines()[:4]] == [
        0,
        3,
        3,
        5,
    ]
    samples = json.loads(nigao("search", "消防", "--kind", "sample", "--json").out)
    behind = json.loads(nigao("search", "消防", "--kind", "sample", "--offset", "3", "--json").out)
    assert [one["id"] for one in behind["hits"]][:7] == [one["id"] for one in samples["hits"]][3:]
    assert json.loads(nigao("search", "消防", "--kind", "export", "--json").out)["total"] == 0
    newest = json.loads(nigao("search", "消防", "--sort", "date", "--duplicates", "--json").out)
    years = [hit["year"] for hit in newest["hits"] if hit["year"]]
    assert years == sorted(years, reverse=True)


def test_reindex_changes_the_engine(nigao: Nigao) -> None:
    assert nigao("search", "消防").status == 0
    assert nigao("reindex", "--engine", "tantivy").out.startswith("索引已重建（tantivy）")
    assert nigao("search", "消防").out.count("\n") > 3
    refused = nigao("reindex", "--engine", "lucene")
    assert refused.status == 1
    assert "可选：tantivy、whoosh" in refused.err


def test_the_first_search_finds_samples_marked_as_such(nigao: Nigao) -> None:
    found = nigao("search", "消防", "--genre", "方案")
    assert "消防安全专项整治实施方案" in found.out
    assert "示例 · 实施方案" in found.out


def test_nothing_found_says_what_to_try(nigao: Nigao) -> None:
    found = nigao("search", "饕餮")
    assert found.status == 0
    assert found.out == "没有找到“饕餮”。换一个说法，或去掉 --genre、--year 等条件再找。\n"


def test_an_unknown_role_is_refused_with_the_known_ones(nigao: Nigao) -> None:
    refused = nigao("search", "网格", "--role", "wrong")
    assert refused.status == 1
    assert "goals" in refused.err


def test_a_data_folder_that_cannot_be_made_is_refused(
    nigao: Nigao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    monkeypatch.setenv("NIGAO_HOME", str(tmp_path / "file" / "home"))
    refused = nigao("search", "网格")
    assert refused.status == 1
    assert "NIGAO_HOME" in refused.err
    assert refused.err.count("\n") == 1
