"""`nigao read`: what the reader understands of a file; nothing is written."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from corpus import reading
from corpus.document import (
    Block,
    Document,
    Figure,
    Heading,
    Item,
    Label,
    Paragraph,
    Table,
)
from corpus.errors import Problem
from corpus.reading.cautions import CLEANED
from webapp.commands import usage
from webapp.commands.outputs import STDOUT

_WIDTH = 40


@usage.command(
    "read",
    example="""
        nigao read 某某街道工作总结.docx
        nigao read 范文集.txt --json > 文稿.jsonl
        cat 通知.txt | nigao read -
        nigao read 名单.txt --without spaces
    """,
)
@click.argument("files", nargs=-1, required=True, metavar="文件…")
@click.option("--json", "as_json", is_flag=True, help="每篇文稿输出一行 JSON。")
@click.option(
    "--without",
    multiple=True,
    metavar="规则",
    help="关掉一条清洗规则，可写几个；规则名见每篇后面列出的改动。",
)
def read(files: tuple[str, ...], as_json: bool, without: tuple[str, ...]) -> int:
    """看看能从文件里读出什么：每篇文稿的题名、文种、提纲，以及清洗改了什么。

    一个文件里有几篇（范文集）就列出几篇。不写入任何东西。
    """
    settings = reading.Settings.leaving_out(without)
    refused = total = 0
    for name in files:
        try:
            documents = read_documents(name, settings)
        except Problem as problem:
            # one unreadable file does not keep the others from being read
            click.echo(f"错误：{problem}", err=True)
            refused += 1
            continue
        for document in documents:
            total += 1
            if as_json:
                click.echo(json.dumps(document.to_json(), ensure_ascii=False))
            else:
                click.echo("\n".join(outline(document, total)) + "\n")
    if not as_json and total > 1:
        click.echo(f"共 {total} 篇。")
    return 1 if refused else 0


def read_documents(name: str, settings: reading.Settings = reading.USUAL) -> tuple[Document, ...]:
    """The documents in the file `name`, or in the text on stdin for `-`; raises `Unreadable`."""
    if name == STDOUT:
        data = sys.stdin.buffer.read()
        return reading.read_bytes("标准输入.txt", data, settings)
    # The worker is started only for what could hang or crash its reader.
    from corpus.reading.bounded import read_file_bounded

    return read_file_bounded(Path(name), settings)


def pictures(name: str, document: Document) -> Callable[[str], bytes | None] | None:
    """What gives the bytes of the figures of `document`, read from `name`; None without figures."""
    if name == STDOUT or not any(isinstance(block, Figure) for block in document.all_blocks()):
        return None
    from corpus.reading.pictures import pictures_in

    return pictures_in(Path(name).read_bytes()).get


def outline(document: Document, number: int) -> Iterator[str]:
    """The lines that show `document` to a person: title, where it stood, headings, warnings."""
    yield click.style(f"{number}. {document.title or '（没有题名）'}", bold=True)
    source = document.source
    place = ""
    if source is not None:
        place = source.file
        if source.lines is not None:
            place += f" 第 {source.lines[0]}–{source.lines[1]} 行"
    year = f"{document.year} 年" if document.year else ""
    about = (document.genre, year, document.issuer or "", place)
    yield "   " + " · ".join(part for part in about if part)
    for block in document.blocks:
        yield from _heading_lines(block)
    for attachment in document.attachments:
        yield f"   附件：{attachment.title}"
        for block in attachment.blocks:
            yield from _heading_lines(block)
    yield f"   {_inventory(document)}"
    for caution in document.warnings:
        line = f"第 {caution.line} 行：" if caution.line else ""
        rule = caution.code.removeprefix(CLEANED)
        if rule != caution.code:
            yield "   " + click.style("已清洗：", dim=True) + f"{caution.message}（{rule}）"
        else:
            yield "   " + click.style("请注意：", fg="yellow") + f"{line}{caution.message}"


def _heading_lines(block: Block) -> Iterator[str]:
    """The line of the outline that `block` gives, if it has a heading."""
    text = block.text if isinstance(block, Heading) else ""
    if isinstance(block, Paragraph) and block.lead:
        text = f"{block.lead}。"
    if isinstance(block, Heading | Paragraph) and text:
        indent = "  " * (block.level or 1)
        shown = text if len(text) <= _WIDTH else text[:_WIDTH] + "…"
        yield f"   {indent}{block.marker or ''}{shown}"


_COUNTED: tuple[tuple[type[Block], str], ...] = (
    (Heading, "个标题"),
    (Paragraph, "段"),
    (Item, "条"),
    (Label, "个标签行"),
    (Table, "个表"),
    (Figure, "幅图"),
)


def _inventory(document: Document) -> str:
    blocks = list(document.all_blocks())
    counts = [
        f"{n} {word}"
        for kind, word in _COUNTED
        if (n := sum(isinstance(block, kind) for block in blocks))
    ]
    return "（" + "，".join(counts or ["没有正文"]) + "）"


COMMANDS = {"read": read}
