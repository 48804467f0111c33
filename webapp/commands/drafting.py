"""`nigao draft` and `nigao format`: a document from a template, and a file laid out afresh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import click

from generator import compose, draft, template
from generator.calling import called
from generator.errors import IncompleteInputs, InputError, OutputError
from webapp.commands import usage
from webapp.commands.outputs import (
    archival_option,
    check_targets,
    deliver,
    outputs_option,
    profile_named,
    profile_option,
    read_argument,
    shown,
    warn,
)
from webapp.commands.reading import pictures, read_documents
from webapp.settings import Settings


@usage.command(
    "draft",
    example="""
        nigao draft fire-safety-campaign --inputs 填写.yaml -o 方案.docx -o 方案.pdf
        nigao draft fire-safety-campaign --inputs 填写.yaml --set 排查户数=1260 -o 方案.docx
        nigao draft fire-safety-campaign --inputs - -o - < 填写.json
    """,
)
@click.argument("template_id", metavar="编号")
@click.option(
    "--inputs", metavar="文件", help="填写内容，YAML 或 JSON；也可以是一份草稿；- 为标准输入。"
)
@outputs_option
@click.option(
    "--set", "settings", multiple=True, metavar="字段=值", help="改一项填写内容，可写几个。"
)
@click.option("--no-gaps", is_flag=True, help="缺必填内容时不生成。")
@archival_option
@profile_option
def draft_command(
    template_id: str,
    inputs: str | None,
    targets: tuple[str, ...],
    settings: tuple[str, ...],
    no_gaps: bool,
    archival: bool,
    profile_name: str | None,
) -> None:
    """用模板和填写内容生成文稿，一次可以输出几种格式。

    缺少的必填内容印成【待补：字段】并在这里列出；全部格式都做好了才写文件。
    """
    check_targets(targets)
    profile = profile_named(profile_name)
    chosen = template.get(template_id)
    given = draft.read_inputs(read_argument(inputs), name=shown(inputs)) if inputs else {}
    composition = _compose(chosen, given, settings)
    errors = [f for f in composition.findings if f.severity == "error"]
    if errors:
        raise InputError(
            "；".join(_told(f) for f in errors),
            where=f"填写内容（{shown(inputs) if inputs else '--set'}）",
            remedy=f"用 nigao template {template_id} --schema 看每个字段怎么填",
        )
    if composition.gaps and no_gaps:
        raise IncompleteInputs(
            f"缺少必填内容：{_fields(composition)}",
            where=inputs or "填写内容",
            remedy="补上这些内容，或去掉 --no-gaps 先生成带【待补】的文稿",
        )
    deliver(composition.document, targets, profile, archival=archival)
    warn([_told(f) for f in composition.findings])
    if composition.gaps:
        warn([f"文中有 {len(composition.gaps)} 处待补，缺少：{_fields(composition)}"])


def _compose(
    chosen: template.Template, given: dict[str, Any], settings: Sequence[str]
) -> compose.Composition:
    """`given` — bare inputs or a draft — with the `settings` laid over it, composed."""
    if draft.is_draft(given):
        kept = draft.Draft.from_json(given)
        if kept.template_id != chosen.id:
            raise InputError(
                f"这份草稿用的是模板 {kept.template_id}，不是 {chosen.id}",
                where="--inputs",
                remedy=f"改用 nigao draft {kept.template_id}",
            )
        kept = replace(kept, inputs=_called(chosen, set_inputs(dict(kept.inputs), settings)))
        composition: compose.Composition = draft.compose_draft(kept, chosen)
        return composition
    return compose.compose(chosen, _called(chosen, set_inputs(dict(given), settings)))


def _called(chosen: template.Template, inputs: dict[str, Any]) -> dict[str, Any]:
    """`inputs` with the short forms that are set in the data folder, if there is one."""
    own = Settings.load()
    if own.url is None and not (own.home / "library.db").is_file():
        return inputs
    # opening a library takes as long as all the rest: only where there is something to ask
    from webapp.commands.session import open_library

    with open_library(own) as (library, _, _):
        return called(chosen.fields, inputs, library.unit.get().short_forms)


def set_inputs(inputs: dict[str, Any], settings: Sequence[str]) -> dict[str, Any]:
    """`inputs` with each 字段=值 of `settings` in them; a part is named 字段.部分."""
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f"“{setting}”里没有等号，应写成 字段=值", param_hint="--set")
        *parents, last = name.strip().split(".")
        place = inputs
        for parent in parents:
            inner = place.get(parent)
            place[parent] = place = dict(inner) if isinstance(inner, dict) else {}
        place[last] = value
    return inputs


def _told(finding: Any) -> str:
    parts = [finding.where or finding.field, finding.message]
    line = "：".join(part for part in parts if part)
    return f"{line}（{finding.remedy}）" if finding.remedy else line


def _fields(composition: compose.Composition) -> str:
    return "、".join(dict.fromkeys(gap.label for gap in composition.gaps))


@usage.command(
    "format",
    example="""
        nigao format 旧方案.docx -o 新方案.docx
        nigao format 草稿.md -o 文稿.docx -o 文稿.pdf
        cat 通知.txt | nigao format - -o 通知.pdf
    """,
)
@click.argument("file", metavar="文件")
@outputs_option
@archival_option
@profile_option
def format_command(
    file: str, targets: tuple[str, ...], archival: bool, profile_name: str | None
) -> None:
    """读一个现成的文件，按 GB/T 9704 重新排版。"""
    check_targets(targets)
    profile = profile_named(profile_name)
    documents = read_documents(file)
    if len(documents) != 1:
        raise OutputError(
            f"里面有 {len(documents)} 篇文稿，不知道要排哪一篇",
            where=file,
            remedy="用 nigao read 看看，把要排的一篇另存成一个文件",
        )
    document = documents[0].canonical()
    deliver(document, targets, profile, archival=archival, images=pictures(file, document))
    warn([caution.message for caution in document.warnings])


COMMANDS = {"draft": draft_command, "format": format_command}
