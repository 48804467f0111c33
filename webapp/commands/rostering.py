"""`nigao roster`: the spreadsheet to fill in, and the check of a filled-in one before a batch."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from corpus.library import Library
from corpus.library.roster_choices import RosterChoices
from generator import batch, roster, template
from generator.errors import OutputError, RosterError
from generator.fields.findings import did_you_mean
from generator.roster import Choices, Matching, Roster, Sheet
from generator.roster.columns import list_fields, list_targets, row_targets
from generator.roster.previous import last_rows
from generator.template import Template
from webapp.commands import usage
from webapp.commands.outputs import warn, write
from webapp.commands.session import open_library

F = TypeVar("F", bound=Callable[..., Any])
_HOW = {"same": "", "like": "（名称相近）", "chosen": "（选定）"}


def options(command: F) -> F:
    """`command` with the options that say which sheet and column is meant for what."""
    column = click.option(
        "--column",
        "columns",
        multiple=True,
        metavar="列=要素",
        help="哪一列是哪个要素，列写表头或字母；“列=”为不用。可写几次，会记住。",
    )
    sheet = click.option(
        "--sheet",
        "sheets",
        multiple=True,
        metavar="工作表",
        help="用哪一张工作表；“工作表=要素”说明它是哪个要素的内容。",
    )
    return column(sheet(command))


@usage.command(
    "roster",
    example="""
        nigao roster fire-safety-campaign -o 数据表.xlsx
        nigao roster fire-safety-campaign -o 数据表.xlsx --last
        nigao roster fire-safety-campaign --check 各社区.xls --column 社区名称=单位 -o 批注.xlsx
    """,
)
@click.argument("template_id", metavar="编号")
@click.option("-o", "--output", metavar="文件", help="输出的 .xlsx 文件；- 为标准输出。")
@click.option("--last", is_flag=True, help="带上这个模板上一批的内容。")
@click.option(
    "--check", "checked", metavar="数据表", help="核对填好的数据表，-o 写出带批注的一份。"
)
@options
def roster_command(
    template_id: str,
    output: str | None,
    last: bool,
    checked: str | None,
    columns: tuple[str, ...],
    sheets: tuple[str, ...],
) -> int:
    """生成一份可供填写的数据表，或核对填好的一份。

    数据表一行一份文稿，附填写说明；自己的 Excel、WPS 表或 CSV 也能核对，列按名称对应。
    """
    chosen = template.get(template_id)
    if output not in (None, "-") and Path(str(output)).suffix.lower() != ".xlsx":
        raise OutputError("数据表是 Excel 文件", where=str(output), remedy="文件名以 .xlsx 结尾")
    if checked is not None:
        return _check(chosen, Path(checked), output, columns, sheets)
    if output is None:
        raise click.UsageError("没有写输出到哪里，用 -o 数据表.xlsx")
    rows: roster.Rows = ()
    if last:
        with open_library() as (library, _, scope):
            rows = last_rows(library, scope, chosen.id)
    _leave(output, roster.workbook(chosen, rows))
    if last and not rows:
        warn([f"《{chosen.title}》还没有批量生成过，没有上次的内容"])
    return 0


def _leave(output: str, data: bytes) -> None:
    if output == "-":
        sys.stdout.buffer.write(data)
        return
    write(output, data)
    click.echo(f"已生成 {output}", err=True)


def _check(
    chosen: Template, path: Path, output: str | None, columns: Sequence[str], sheets: Sequence[str]
) -> int:
    """The exit status: 1 where a cell is wrong."""
    data = batch.read_bytes(path)
    with open_library() as (library, owner, _):
        matching = matched(library, owner, chosen, path.name, data, columns, sheets)
    for line in told(matching):
        click.echo(line)
    read = roster.gather(chosen, matching)
    findings = roster.findings_of(read)
    for finding in findings:
        click.echo(f"{'错误' if finding.severity == 'error' else '请注意'}：{finding}")
    if output is not None:
        _leave(output, roster.annotated(path.name, data, read))
    wrong = sum(row.wrong for row in read.rows)
    click.echo(f"共 {len(read.rows)} 行，{len(read.rows) - wrong} 行可以生成，{wrong} 行要改")
    return 1 if any(finding.severity == "error" for finding in findings) else 0


def read(
    library: Library,
    owner: int,
    chosen: Template,
    name: str,
    data: bytes,
    columns: Sequence[str],
    sheets: Sequence[str],
) -> Roster:
    """The roster `name`, matched as was chosen now or before; what was guessed is said.

    Raises `RosterError`.
    """
    matching = matched(library, owner, chosen, name, data, columns, sheets)
    if guessed := [line for line in told(matching) if "相近" in line]:
        warn(guessed)
    return roster.gather(chosen, matching)


def matched(
    library: Library,
    owner: int,
    chosen: Template,
    name: str,
    data: bytes,
    columns: Sequence[str],
    sheets: Sequence[str],
) -> Matching:
    """The spreadsheet matched to `chosen`; what `columns` and `sheets` say is kept for the next.

    Raises `RosterError`, also for a column, sheet or field that is not there.
    """
    found = roster.sheets(name, data)
    signature = roster.match_sheets(chosen, name, found).signature
    kept = RosterChoices(library.database)
    before = kept.find(owner, signature)
    choices = roster.NOTHING if before is None else Choices.from_json(before)
    if columns or sheets:
        choices = _joined(choices, _choices(chosen, name, found, columns, sheets))
    matching = roster.match_sheets(chosen, name, found, choices)
    if columns or sheets:
        _check_columns(name, matching, [entry.partition("=")[0].strip() for entry in columns])
        kept.keep(owner, signature, choices.to_json())
    return matching


def told(matching: Matching) -> list[str]:
    """Where each column goes, a line each; lists with their sheet's name."""
    lines = []
    for table in matching.tables:
        sheet = f"“{table.sheet.name}”" if len(matching.tables) > 1 else ""
        for column in table.columns:
            if column.target is not None:
                head = " ".join(column.head.split())
                how = _HOW[column.how]
                lines.append(f"对应：{sheet}{column.letter} 列 {head} → {column.target.name}{how}")
    return lines


def _choices(
    chosen: Template,
    name: str,
    found: Sequence[Sheet],
    columns: Sequence[str],
    sheets: Sequence[str],
) -> Choices:
    fields = [field.name for field in list_fields(chosen)]
    names = {sheet.name for sheet in found}
    main, lists = "", {}
    for entry in sheets:
        sheet, mark, use = (part.strip() for part in entry.partition("="))
        if sheet not in names:
            remedy = did_you_mean(sheet, sorted(names))
            raise RosterError(f"没有“{sheet}”这张工作表", where=name, remedy=remedy)
        if mark and use and use not in fields:
            raise RosterError(
                f"“{use}”不是有几条就写几行的要素",
                where="--sheet",
                remedy=did_you_mean(use, fields),
            )
        if mark:
            lists[sheet] = use
        else:
            main = sheet
    targets = {target.name for target in row_targets(chosen)}
    targets |= {t.name for field in list_fields(chosen) for t in list_targets(field)}
    wanted = {}
    for entry in columns:
        column, mark, target = (part.strip() for part in entry.partition("="))
        if not mark or not column:
            raise RosterError(
                f"“{entry}”里没有等号", where="--column", remedy="写成 --column 社区名称=单位"
            )
        if target and target not in targets:
            remedy = did_you_mean(target, sorted(targets))
            raise RosterError(f"模板里没有“{target}”", where="--column", remedy=remedy)
        wanted[column] = target
    return Choices(main, 0, lists, wanted)


def _joined(before: Choices, now: Choices) -> Choices:
    return Choices(
        now.sheet or before.sheet,
        before.head,
        {**before.lists, **now.lists},
        {**before.columns, **now.columns},
        before.constants,
    )


def _check_columns(name: str, matching: Matching, wanted: Sequence[str]) -> None:
    """Raise `RosterError` for a column that was named and is not there."""
    known: list[str] = []
    for table in matching.tables:
        for column in table.columns:
            own = [column.letter, " ".join(column.head.split())]
            known += [f"{table.sheet.name}!{key}" for key in own]
            known += own if not table.list else []
    for key in wanted:
        if "".join(key.split()) not in {"".join(one.split()) for one in known}:
            heads = [one for one in known if len(one) > 2 and "!" not in one]
            raise RosterError(f"没有“{key}”这一列", where=name, remedy=did_you_mean(key, heads))


COMMANDS = {"roster": roster_command}
