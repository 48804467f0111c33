"""Importing: each file once, each refusal with its reason, whatever is killed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Document
from corpus.errors import Unreadable
from corpus.library import Library, Scope, importing
from corpus.library.importing import IMPORT, ImportReport, import_file, plan_import, report
from corpus.library.runner import run
from corpus.reading import Settings
from corpus.search import find
from tests.corpus.library.databases import BOTH, sqlite_unless_asked

database_url = sqlite_unless_asked

SCHEME = """青禾县柳溪街道消防安全整治实施方案

为做好消防安全工作，结合街道实际，制定本方案。

一、工作目标
消除火灾隐患，遏制亡人火灾事故。

二、工作要求
各社区要高度重视，认真组织实施。
"""
SUMMARY = """东湾社区2025年工作总结

一年来，东湾社区在街道党工委的领导下，做了以下工作。

一、主要工作
开展网格走访一千二百户。

二、存在问题
停车位不足。
"""


@pytest.fixture(autouse=True)
def own_connections(own_home: Path, database_url: str | None) -> Iterator[None]:
    """Close the library that steps done in this process keep open."""
    yield
    if importing._library.cache_info().currsize:
        importing._library(own_home).close()
        importing._library.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two texts, one of them twice, and what must be left out or refused."""
    top = tmp_path / "资料"
    (top / "下级").mkdir(parents=True)
    (top / ".隐藏").mkdir()
    (top / "方案.txt").write_text(SCHEME, encoding="utf-8")
    (top / "方案副本.txt").write_text(SCHEME.replace("\n\n", "\n"), encoding="gb18030")
    (top / "下级" / "总结.txt").write_text(SUMMARY, encoding="utf-8")
    (top / ".隐藏" / "别的.txt").write_text(SUMMARY, encoding="utf-8")
    (top / ".DS_Store").write_bytes(b"x")
    (top / "~$方案.docx").write_bytes(b"x")
    (top / "空.txt").write_bytes(b"")
    return top


def _import(library: Library, scope: Scope, *paths: Path) -> ImportReport:
    job = plan_import(library, paths, scope.user_id)
    run(library.home, [IMPORT], workers=1, until=job.id)
    return report(library, library.jobs.get(job.id, scope))


def _here(library: Library, scope: Scope, path: Path, run: str = "r") -> dict[str, Any]:
    """Import one file in this process."""
    params = {"run": run, "owner": scope.user_id, "kind": "library", "visibility": "shared"}
    return import_file(library.home, params, {"path": str(path), "name": path.name})


def _names(library: Library, *paths: Path) -> list[str]:
    job = plan_import(library, paths, library.users.ensure_owner("周某某").id)
    return [step.payload["name"] for step in library.jobs.steps(job.id)]


@BOTH
def test_a_folder_is_imported_with_all_below_it_and_a_second_time_nothing(
    library: Library, scope: Scope, folder: Path
) -> None:
    first = _import(library, scope, folder)
    assert {(kept.title, kept.file) for kept in first.imported} == {
        ("青禾县柳溪街道消防安全整治实施方案", "资料/方案.txt"),
        ("东湾社区2025年工作总结", "资料/下级/总结.txt"),
    }
    assert [kept.file for kept in first.duplicate] == ["资料/方案副本.txt"]
    (refused,) = first.refused
    assert refused.file == "资料/空.txt"
    assert refused.message
    assert refused.remedy
    assert first.to_json()["refused"][0]["file"] == "资料/空.txt"

    again = _import(library, scope, folder)
    assert again.imported == ()
    assert len(again.duplicate) == 3
    assert library.documents.count(scope) == 2


def test_the_jobs_result_counts_and_what_was_imported_is_indexed(
    library: Library, scope: Scope, folder: Path
) -> None:
    job = plan_import(library, [folder], scope.user_id)
    assert job.title == "导入 资料"
    run(library.home, [IMPORT], workers=2, until=job.id)
    done = library.jobs.get(job.id, scope)
    assert done.result == {"imported": 2, "duplicate": 1, "similar": 0, "refused": 1}
    assert find(library, "网格", scope).hits[0].title == "东湾社区2025年工作总结"
    assert find(library, "消防", scope).hits[0].file == "方案.txt"


def test_the_original_is_kept_byte_for_byte(library: Library, scope: Scope, folder: Path) -> None:
    (kept,) = _here(library, scope, folder / "方案副本.txt")["imported"]
    sha256 = library.documents.get(kept["id"], scope).original
    assert sha256
    assert library.originals.read(sha256) == (folder / "方案副本.txt").read_bytes()


@BOTH
def test_a_step_repeated_after_a_kill_still_reports_what_it_imported(
    library: Library, scope: Scope, folder: Path
) -> None:
    first = _here(library, scope, folder / "方案.txt")
    again = _here(library, scope, folder / "方案.txt")
    assert again == first
    assert len(first["imported"]) == 1
    later = _here(library, scope, folder / "方案.txt", run="later")
    assert (len(later["imported"]), len(later["duplicate"])) == (0, 1)


def test_hidden_files_are_left_out_and_the_rest_is_in_order(library: Library, folder: Path) -> None:
    assert _names(library, folder) == [
        "资料/方案.txt",
        "资料/方案副本.txt",
        "资料/空.txt",
        "资料/下级/总结.txt",
    ]


def test_a_file_named_twice_is_taken_once(library: Library, folder: Path) -> None:
    assert _names(library, folder / "方案.txt", folder / "下级", folder / ".." / "资料") == [
        "方案.txt",
        "下级/总结.txt",
        "资料/方案副本.txt",
        "资料/空.txt",
    ]


def test_a_hidden_file_that_is_asked_for_by_name_is_taken(library: Library, folder: Path) -> None:
    assert _names(library, folder / ".隐藏" / "别的.txt") == ["别的.txt"]


@pytest.mark.skipif(os.name != "posix", reason="makes symbolic links")
def test_links_are_not_followed_out_of_the_folder(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "外面"
    outside.mkdir()
    (outside / "别人的.txt").write_text(SUMMARY)
    (folder / "出去.txt").symlink_to(outside / "别人的.txt")
    (folder / "出去").symlink_to(outside)
    (folder / "里面.txt").symlink_to(folder / "下级" / "总结.txt")
    (folder / "绕圈").symlink_to(folder)
    (folder / "断了.txt").symlink_to(folder / "没有.txt")
    names = _names(library, folder)
    assert not any("出去" in name or "绕圈" in name or "断了" in name for name in names)
    assert len(names) == 4


def test_a_path_that_does_not_exist_is_refused_with_the_others_done(
    library: Library, scope: Scope, folder: Path
) -> None:
    done = _import(library, scope, folder / "没有.txt", folder / "方案.txt")
    assert len(done.imported) == 1
    (refused,) = done.refused
    assert (refused.file, refused.message) == ("没有.txt", "没有这个文件或文件夹")


def test_a_file_without_documents_is_refused(
    library: Library, scope: Scope, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(_: Path, settings: Settings) -> tuple[Document, ...]:
        return ()

    monkeypatch.setattr(importing, "read_file", nothing)
    with pytest.raises(Unreadable, match="没有找到文稿"):
        _here(library, scope, folder / "方案.txt")


def test_workers_write_to_the_database_that_the_runner_was_given(
    folder: Path, tmp_path: Path
) -> None:
    home, url = tmp_path / "另一处", f"sqlite:///{tmp_path / 'elsewhere.db'}"
    with Library.open(home, url) as library:
        scope = Scope(library.users.ensure_owner("周某某").id)
        job = plan_import(library, [folder / "方案.txt"], scope.user_id)
        run(home, [IMPORT], workers=1, until=job.id, url=url)
        assert library.documents.count(scope) == 1
        assert find(library, "消防", scope).total == 1
    assert not (home / "library.db").exists()


def test_the_seeds_are_imported_once(library: Library, scope: Scope, seeds: Path) -> None:
    first = _import(library, scope, seeds)
    assert 58 <= len(first.imported) + len(first.duplicate) <= 64
    assert first.refused == ()
    assert _import(library, scope, seeds).imported == ()
    assert find(library, "网格", scope).total > 3
    assert find(library, "消防", scope, genre=["方案"]).total > 0


LONG = SCHEME + "".join(
    f"（{n}）{place}要逐户排查{thing}，建立台账，限期整改，按月报送进展情况。\n"
    for n, (place, thing) in zip(
        "一二三四五六",
        [
            ("沿街商铺", "电气线路"),
            ("居民小区", "楼道堆物"),
            ("出租房屋", "充电设施"),
            ("学校周边", "疏散通道"),
            ("集贸市场", "灭火器材"),
            ("养老机构", "值守制度"),
        ],
        strict=True,
    )
)


def _files(folder: Path, **texts: str) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@BOTH
def test_a_near_duplicate_is_kept_once_with_a_link_to_its_other_source(
    library: Library, scope: Scope, tmp_path: Path
) -> None:
    nearly = LONG.replace("限期整改", "立即整改", 1)
    folder = _files(tmp_path / "来稿", 一=LONG, 二=nearly)
    done = _import(library, scope, folder)
    assert [kept.title for kept in done.imported] == ["青禾县柳溪街道消防安全整治实施方案"]
    (similar,) = done.similar
    assert (similar.id, similar.file, similar.lines) == (
        done.imported[0].id,
        "来稿/二.txt",
        (1, 15),
    )
    assert 0.9 < similar.likeness < 1
    (source,) = library.documents.other_sources(similar.id, scope)
    assert (source.file, source.lines) == ("二.txt", (1, 15))
    # Once more changes nothing.
    again = _import(library, scope, folder)
    assert (again.imported, len(again.similar), len(again.duplicate)) == ((), 1, 1)
    assert len(library.documents.other_sources(similar.id, scope)) == 1


def test_a_near_duplicate_is_kept_where_a_person_wants_both(
    library: Library, scope: Scope, tmp_path: Path
) -> None:
    folder = _files(tmp_path / "来稿", 一=LONG, 二=LONG.replace("限期整改", "立即整改", 1))
    job = plan_import(library, [folder], scope.user_id, keep_similar=True)
    run(library.home, [IMPORT], workers=1, until=job.id)
    done = report(library, library.jobs.get(job.id, scope))
    assert (len(done.imported), done.similar) == (2, ())


@pytest.mark.parametrize(
    ("old", "new"), [("青禾县柳溪街道", "望川县清河街道"), ("消防安全整治", "2026年消防安全整治")]
)
def test_the_same_scheme_of_another_place_or_year_is_another_document(
    library: Library, scope: Scope, tmp_path: Path, old: str, new: str
) -> None:
    first = LONG.replace("消防安全整治实施", "2025年消防安全整治实施", 1)
    second = first.replace("2025年", "2026年") if "2026" in new else first.replace(old, new)
    done = _import(library, scope, _files(tmp_path / "来稿", 一=first, 二=second))
    assert (len(done.imported), done.similar) == (2, ())


def test_a_scheme_written_over_the_text_of_another_matter_is_another_document(
    library: Library, scope: Scope, tmp_path: Path
) -> None:
    other = LONG.replace("消防安全整治", "燃气安全整治", 1)
    done = _import(library, scope, _files(tmp_path / "来稿", 一=LONG, 二=other))
    assert (len(done.imported), done.similar) == (2, ())


def test_a_repeated_step_reports_its_near_duplicates_as_before(
    library: Library, scope: Scope, tmp_path: Path
) -> None:
    text = f"方案篇一\n{LONG}\n方案篇二\n{LONG.replace('限期整改', '立即整改', 1)}"
    folder = _files(tmp_path / "来稿", 范文集=text)
    params = {"run": "r", "owner": scope.user_id, "kind": "library", "visibility": "shared"}
    payload = {"path": str(folder / "范文集.txt"), "name": "范文集.txt"}
    first = import_file(library.home, params, payload)
    assert [len(first[key]) for key in ("imported", "similar")] == [1, 1]
    assert import_file(library.home, params, payload) == first


def test_personal_numbers_are_masked_on_request_and_the_file_is_not_kept(
    library: Library, scope: Scope, tmp_path: Path
) -> None:
    text = (
        SCHEME + "联系电话：13800001234\n登记身份证号110101199003070012，值班电话0512-66668888。\n"
    )
    folder = _files(tmp_path / "来稿", 一=text)
    job = plan_import(library, [folder], scope.user_id, settings=Settings(mask=True))
    run(library.home, [IMPORT], workers=1, until=job.id)
    (kept,) = report(library, library.jobs.get(job.id, scope)).imported
    stored = library.documents.get(kept.id, scope)
    whole = json.dumps(stored.document.to_json(), ensure_ascii=False)
    assert "138****1234" in whole
    assert "110101********0012" in whole
    assert "0512-****8888" in whole
    assert not any(number in whole for number in ("13800001234", "199003070012", "66668888"))
    assert stored.original is None
    assert find(library, "13800001234", scope).total == 0


def test_the_rules_that_are_off_are_written_down_with_the_import(
    library: Library, scope: Scope, tmp_path: Path
) -> None:
    folder = _files(tmp_path / "来稿", 一=SCHEME.replace("高度重视，", "高度重视,"))
    settings = Settings.leaving_out(["punctuation"])
    job = plan_import(library, [folder], scope.user_id, settings=settings)
    assert job.params["without"] == ["punctuation"]
    run(library.home, [IMPORT], workers=1, until=job.id)
    (kept,) = report(library, library.jobs.get(job.id, scope)).imported
    texts = [getattr(b, "text", "") for b in library.documents.get(kept.id, scope).document.blocks]
    assert any("高度重视,认真" in text for text in texts)
