"""`nigao import`, `nigao search` and `nigao reindex`: into the library, and out of it again."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from textwrap import indent
from typing import Any, Literal

import click

from corpus import reading
from corpus import search as searching
from corpus.library import importing, runner
from webapp.commands import usage
from webapp.commands.session import open_library, progress, progress_of
from webapp.settings import Settings

_MARK = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)


@usage.command(
    "import",
    example="""
        nigao import 往年文件/
        nigao import 方案.docx 总结.txt
        nigao import 花名册.docx --mask
    """,
)
@click.argument("paths", nargs=-1, required=True, metavar="文件或文件夹…")
@click.option(
    "--mask", is_flag=True, help="隐去能认出的姓名、电话、身份证号、银行卡号和住址门牌；原件不留。"
)
@click.option("--keep-similar", is_flag=True, help="与文库里近似重复的也收进来。")
@click.option(
    "--without", multiple=True, metavar="规则", help="关掉一条清洗规则，可写几个；见 nigao read。"
)
def import_command(
    paths: tuple[str, ...], mask: bool, keep_similar: bool, without: tuple[str, ...]
) -> int:
    """把文件或文件夹收进文库，并编入索引；重复运行不会收两遍。

    与文库里近似重复的只留一份，另一份的出处记在那一篇上。
    """
    settings = Settings.load()
    rules = reading.Settings.leaving_out(without, mask=mask)
    with open_library(settings) as (library, owner, scope):
        job = importing.plan_import(
            library,
            [Path(path) for path in paths],
            owner,
            settings=rules,
            keep_similar=keep_similar,
        )
        with progress("收进文库", "个文件") as show:
            runner.run(
                settings.home,
                [importing.IMPORT],
                workers=settings.workers,
                url=settings.url,
                until=job.id,
                on_progress=show,
            )
        report = importing.report(library, library.jobs.get(job.id, scope))
    near = f"近似重复 {len(report.similar)} 篇，" if report.similar else ""
    click.echo(
        f"收进 {len(report.imported)} 篇，已有 {len(report.duplicate)} 篇，{near}"
        f"读不了 {len(report.refused)} 个文件。"
    )
    for one in report.similar:
        place = f"第 {one.lines[0]}–{one.lines[1]} 行" if one.lines else ""
        click.echo(
            f"近似重复：{one.file}{place}《{one.title}》与文库第 {one.id} 号文稿相同 "
            f"{one.likeness:.1%}，没有再收（要都留下，加 --keep-similar）。"
        )
    for refusal in report.refused:
        click.echo(f"错误：{refusal.file}：{refusal.message}。{refusal.remedy}。", err=True)
    return 1 if report.refused else 0


@usage.command(
    "search",
    example="""
        nigao search 网格
        nigao search 消防 --genre 方案 --year 2025
        nigao search 整治 --json --limit 50
    """,
)
@click.argument("words", nargs=-1, required=True, metavar="词…")
@click.option("--genre", multiple=True, metavar="文种", help="只找这个文种或大类，可写几个。")
@click.option("--year", multiple=True, type=int, metavar="年", help="只找这一年的，可写几个。")
@click.option("--unit", multiple=True, metavar="单位", help="只找这个单位的，可写几个。")
@click.option("--topic", multiple=True, metavar="主题", help="只找这个主题的，可写几个。")
@click.option(
    "--kind",
    multiple=True,
    type=click.Choice(["library", "sample", "export"]),
    metavar="来源",
    help="library 只找文库，sample 只找示例，export 只找导出的，可写几个。",
)
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date"]),
    default="relevance",
    show_default=True,
    metavar="顺序",
    help="relevance 按相关程度，date 新的在前。",
)
@click.option("--duplicates", is_flag=True, help="内容相同的每一份都列出来。")
@click.option(
    "--sections", is_flag=True, help="找章节：“消防 保障措施”列出讲消防的文稿里的保障措施。"
)
@click.option("--role", metavar="角色", help="只在这种段落里找，如 goals、tasks、steps。")
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    default=10,
    show_default=True,
    metavar="篇数",
    help="最多几篇。",
)
@click.option(
    "--offset",
    type=click.IntRange(0, 1_000_000),
    default=0,
    metavar="篇数",
    help="跳过前面几篇，接着上次的往下看。",
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def search(
    words: tuple[str, ...],
    genre: tuple[str, ...],
    year: tuple[int, ...],
    unit: tuple[str, ...],
    topic: tuple[str, ...],
    kind: tuple[str, ...],
    sort: Literal["relevance", "date"],
    duplicates: bool,
    sections: bool,
    role: str | None,
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """在文库里找范文：按相关程度列出，显示找到的那一段。一两个字就能找。"""
    from webapp.samples import KIND, add_samples

    with open_library() as (library, owner, scope):
        if not library.documents.count(scope, kind=KIND):
            add_samples(library, owner)
        own = library.unit.get().name
        narrowing: dict[str, Any] = {
            "genre": genre, "year": year, "unit": unit, "topic": topic, "role": role,
            "kind": kind, "limit": limit, "offset": offset, "own_unit": own,
        }  # fmt: skip
        results = (
            searching.find_sections(library, " ".join(words), scope, **narrowing)
            if sections
            else searching.find(
                library,
                " ".join(words),
                scope,
                sort=sort,
                fold_duplicates=not duplicates,
                **narrowing,
            )
        ).to_json()
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
        return
    for number, hit in enumerate(results["hits"], offset + 1):
        _show(number, hit)
    _sum_up(results, " ".join(words), narrowed=bool(genre))


def _show(number: int, hit: dict[str, Any]) -> None:
    click.echo(click.style(f"{number}. {hit['title']}", bold=True))
    kind = "示例" if hit["source"] == "sample" else ""
    year = hit["year"] and f"{hit['year']} 年"
    facts = (kind, hit["genre"], year, hit["unit"], hit.get("file"))
    click.echo("   " + " · ".join(str(fact) for fact in facts if fact))
    passage = hit.get("passage") or {}
    if hit.get("text"):
        click.echo(f"   {hit['heading']}\n" + indent(hit["text"], "     "))
    elif passage.get("html"):
        heading = f"［{passage['heading']}］" if passage.get("heading") else ""
        click.echo(f"   {heading}{highlighted(passage['html'])}")


def highlighted(passage: str) -> str:
    """The passage's HTML as text for a terminal: its marks in reverse video."""
    shown = _MARK.sub(lambda found: click.style(found[1], fg="red", bold=True), passage)
    return html.unescape(shown)


def _sum_up(results: dict[str, Any], words: str, *, narrowed: bool) -> None:
    for note in results["notes"] if results["total"] else ():
        click.echo(f"{note}。")
    if not results["total"]:
        click.echo(f"没有找到“{words}”。换一个说法，或去掉 --genre、--year 等条件再找。")
        for nearest, count in results["nearest"]:
            click.echo(f"  {nearest}：{count} 篇")
        return
    genres = [] if narrowed else results["facets"].get("genre", [])
    counts = "、".join(f"{name} {count}" for name, count in genres[:5])
    click.echo(f"共 {results['total']} 篇{f'（{counts}）' if counts else ''}。")


@usage.command(
    "reindex",
    example="""
        nigao reindex
        nigao reindex --engine tantivy
    """,
)
@click.option(
    "--engine",
    metavar="引擎",
    help="改用这个搜索引擎：whoosh（默认）或 tantivy（文库超过两万篇时快得多）。",
)
def reindex(engine: str | None) -> None:
    """重建全文索引，或改用另一个搜索引擎；文库里的文稿不变，重建时照常能找。"""
    with open_library() as (library, _, scope), progress_of("编入索引", "篇") as show:
        searching.reindex(library, show, engine)
        count = library.documents.count(scope)
        name = searching.index_state(library).engine
    click.echo(f"索引已重建（{name}），共 {count} 篇文稿。")


COMMANDS = {"import": import_command, "search": search, "reindex": reindex}
