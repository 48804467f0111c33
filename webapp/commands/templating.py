"""`nigao templates` and `nigao template`: the list, one template, and a check of one's own."""

from __future__ import annotations

import json

import click

from generator import template as catalogue
from generator.fields.rows import RowsField
from webapp.commands import usage
from webapp.commands.outputs import read_argument


@usage.command(
    "templates",
    example="""
        nigao templates
        nigao templates --blank
        nigao templates --json
    """,
)
@click.option("--blank", is_flag=True, help="列出空白模板：只有标题、章节和落款，文字自己写。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def templates(blank: bool, as_json: bool) -> None:
    """列出模板：编号、文种、题名和适用情形。"""
    listed = catalogue.blanks() if blank else catalogue.shipped()
    described = [entry.describe() for entry in listed.values()]
    if as_json:
        click.echo(json.dumps(described, ensure_ascii=False, indent=2))
        return
    for entry in described:
        click.echo(f"{click.style(entry['id'], bold=True)}  {entry['genre']}  {entry['title']}")
        click.echo(f"    {entry['summary']}")
    click.echo(f"共 {len(described)} 个模板。看其中一个：nigao template 编号")


@usage.command(
    "template",
    example="""
        nigao template fire-safety-campaign
        nigao template fire-safety-campaign --sample > 填写.json
        nigao template --check 我的模板.md
    """,
)
@click.argument("template_id", required=False, metavar="[编号]")
@click.option("--schema", is_flag=True, help="输出填写内容的 JSON Schema。")
@click.option("--sample", is_flag=True, help="输出示例填写内容（JSON），可改好后交给 draft。")
@click.option("--check", metavar="文件", help="检查一个模板文件，列出每一处问题。")
def template(template_id: str | None, schema: bool, sample: bool, check: str | None) -> int:
    """看一个模板的要素和章节，取它的示例，或检查自己写的模板。"""
    if (template_id is None) == (check is None) or (schema and sample):
        raise click.UsageError(
            "写一个模板编号，或用 --check 写一个文件；--schema 与 --sample 选一个"
        )
    if check is not None:
        return _check(check)
    chosen = catalogue.get(str(template_id))
    if schema or sample:
        shown = chosen.schema() if schema else chosen.sample_inputs()
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        _show(chosen)
    return 0


def _check(name: str) -> int:
    """The exit status: 1 where the template in file `name` has an error."""
    findings = catalogue.check(read_argument(name), name)
    for finding in findings:
        word = "错误" if finding.severity == "error" else "请注意"
        remedy = f"。{finding.remedy}" if finding.remedy else ""
        click.echo(f"{word}：{finding.where}：{finding.message}{remedy}。", err=True)
    if any(finding.severity == "error" for finding in findings):
        return 1
    click.echo(f"{name}：模板可用。")
    return 0


def _show(chosen: catalogue.Template) -> None:
    click.echo(click.style(chosen.title, bold=True))
    click.echo(f"{chosen.genre} · 适用：{'、'.join(chosen.used_by)} · {'、'.join(chosen.topics)}")
    click.echo(chosen.summary)
    click.echo("\n要素（* 必填）：")
    for name, field in chosen.fields.items():
        unit = f"（{field.unit}）" if field.unit else ""
        helped = f"  {field.help}" if field.help else ""
        click.echo(f"  {'*' if field.required else ' '} {name}{unit}  {field.LABEL}{helped}")
        if field.options:
            click.echo(f"      可选：{'、'.join(field.options)}")
        if isinstance(field, RowsField):
            parts = (f"{part.heading}{'*' if part.required else ''}" for part in field.row())
            click.echo(f"      各列：{'、'.join(parts)}")
    click.echo("\n章节：")
    for section in chosen.sections:
        marks = [word for word, on in (("可选", section.optional),) if on]
        if section.condition:
            marks.append(f"填了{section.condition}才有")
        click.echo(f"  {section.heading}{'（' + '，'.join(marks) + '）' if marks else ''}")


COMMANDS = {"templates": templates, "template": template}
