"""The roll-up of `nigao batch … --roll-up`: a report and a workbook beside the batch's files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from corpus.files import safe_name
from corpus.storage import storage_at
from generator import batch, layout, roster, template
from generator.calling import called
from generator.errors import RosterError
from generator.layout import Profile
from generator.rollup.binding import Choice, this_period
from generator.rollup.reading import Found, from_roster, read_table
from generator.rollup.report import RollUp, roll_up
from generator.rollup.workbook import workbook
from generator.roster import Roster
from webapp.commands import usage
from webapp.commands.drafting import set_inputs
from webapp.commands.outputs import warn

ANY = "roster-rollup"
"""The template that takes any table."""


_OPTION = "--roll-up"


class Command(usage.Command):
    """A command with arguments and `--roll-up`, behind which an ID may be left out.

    Wherever the option stands, a word behind it is the ID where the arguments are whole without
    it, and an argument where they are not.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Say with `=` what `--roll-up` means before click reads the line."""
        for at, word in enumerate(args[:-1]):
            if word == _OPTION and not args[at + 1].startswith("-"):
                args = self._told(ctx, args[:at], args[at + 1], args[at + 2 :])
                break
        return super().parse_args(ctx, args)

    def _told(
        self, ctx: click.Context, before: list[str], word: str, after: list[str]
    ) -> list[str]:
        given = [*before, f"{_OPTION}={word}", *after]
        try:
            read, _, _ = self.make_parser(ctx).parse_args(list(given))
        except click.UsageError:
            return given  # click says what is wrong
        arguments = [own.name for own in self.params if isinstance(own, click.Argument)]
        if all(isinstance(read.get(str(name)), str) for name in arguments):
            return given
        found = template.shipped().get(word)
        if found is not None and this_period(found) is not None:
            raise click.UsageError(
                f"{_OPTION} 后面的“{word}”是汇总模板，可是还缺文稿模板的编号或数据表。"
                f"写成 {ctx.command_path} 编号 数据表 -o 文件夹 {_OPTION} {word}",
                ctx,
            )
        return [*before, f"{_OPTION}={ANY}", word, *after]


def options(function: Any) -> Any:
    """The options of a command that can roll up."""
    for option in (
        click.option(
            "--set", "settings", multiple=True, metavar="字段=值", help="汇总文稿的一项要素。"
        ),
        click.option("--group", metavar="列名", help="汇总时按哪一列分组。"),
        click.option("--last", metavar="文件", help="上一期的数据表，按单位名称比增减。"),
        click.option(
            _OPTION,
            "rolled",
            is_flag=False,
            flag_value=ANY,
            metavar="[编号]",
            help="做完后再出一份汇总；不写编号时用适合任何数据表的模板。",
        ),
    ):
        function = option(function)
    return function


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `--roll-up` asks for, read and bound before the batch begins."""

    rolled: RollUp
    remarks: tuple[str, ...]


def prepare(
    template_id: str,
    own: template.Template,
    roster_file: str,
    read: Roster,
    last: str | None,
    group: str | None,
    settings: Sequence[str],
    short_forms: Any,
) -> Wanted:
    """The roll-up with template `template_id` of `read`, the roster of `own`.

    Raises `UnknownTemplate`, `RosterError` for a table that cannot be read, `InputError` for a
    column that the template needs and the table lacks.
    """
    chosen = template.get(template_id)
    now = from_roster(Path(roster_file).name, read)
    before = _earlier(own, last, now) if last else None
    choice = Choice(group=group or next(iter(now.groupings), ""))
    others = called(chosen.fields, set_inputs({}, settings), short_forms)
    rolled = roll_up(chosen, now.table, before.table if before else None, others, choice)
    rolled.composition.check()
    return Wanted(rolled, now.remarks + (before.remarks if before else ()))


def _earlier(own: template.Template, path: str, now: Found) -> Found:
    """Last period's table: a roster of the same template, or any table with the same columns."""
    name, data = Path(path).name, batch.read_bytes(Path(path))
    try:
        return from_roster(name, roster.read(own, name, data))
    except RosterError:
        return read_table(name, data, [heading.name for heading in now.table.head])


def deliver(wanted: Wanted, folder: str, formats: Sequence[str], profile: Profile) -> None:
    """Write the roll-up's documents and its workbook into `folder`, and say what is missing."""
    document = wanted.rolled.composition.document
    stem = safe_name(f"汇总-{document.title}")[:80]
    storage = storage_at(folder)
    for suffix in formats:
        storage.write(f"{stem}{suffix}", layout.write(document, suffix, profile=profile))
    storage.write("汇总表.xlsx", workbook(wanted.rolled))
    click.echo(f"汇总文稿和汇总表（汇总表.xlsx）在 {folder}")
    gaps = list(dict.fromkeys(gap.label for gap in wanted.rolled.composition.gaps))
    remarks = [*wanted.remarks, *map(str, wanted.rolled.composition.findings)]
    if gaps:
        remarks.append(f"汇总文稿还有待补：{'、'.join(gaps)}。用 --set 字段=值 补上")
    warn(remarks)
