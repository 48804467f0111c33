"""Outputs 输出: where results go — checked first, rendered all, then written all."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from corpus.document import Document
from corpus.errors import reason
from corpus.files import write_atomically
from generator import layout
from generator.errors import LayoutError, OutputError
from generator.layout import fonts, profile_form
from generator.layout.images import Images
from generator.layout.unprintable import unprintable
from webapp.settings import Settings

STDOUT = "-"


def read_argument(name: str) -> str:
    """The text of the file `name`, or of stdin for `-`; UTF-8 or GB18030.

    Raises `OutputError` where the file cannot be read as text.
    """
    data = sys.stdin.buffer.read() if name == STDOUT else Path(name).read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise OutputError(
        "不是文本文件", where=shown(name), remedy="存成 UTF-8 或 GB18030 编码的文本再试"
    )


def check_targets(targets: Sequence[str]) -> None:
    """Nothing, where every file of `targets` can be written; raises `OutputError` or `LayoutError`.

    Looked at before the work, so that a typing error does not cost a rendering.
    """
    for target in targets:
        if target == STDOUT:
            continue
        path = Path(target)
        suffix_of(target)
        if targets.count(target) > 1:
            raise OutputError("同一个文件写了两次", where=target, remedy="去掉一个 -o")
        if path.is_dir():
            raise OutputError("这是文件夹，不是文件", where=target, remedy="写到文件名为止")
        if not path.parent.is_dir():
            raise OutputError("文件夹不存在", where=str(path.parent), remedy="先建好这个文件夹")
        if not os.access(path.parent, os.W_OK):
            raise OutputError(
                "这个文件夹不能写入", where=str(path.parent), remedy="换一个文件夹，或开放写入权限"
            )


def suffix_of(target: str) -> str:
    """The format that the name `target` asks for (`-`: plain text); raises `LayoutError`."""
    suffix = ".txt" if target == STDOUT else Path(target).suffix.lower()
    if suffix not in layout.FORMATS:
        known = "、".join(layout.FORMATS)
        raise LayoutError(
            f"不会写“{suffix or '没有扩展名'}”这种格式",
            where=target,
            remedy=f"文件名以 {known} 之一结尾",
        )
    return suffix


profile_option = click.option(
    "--profile",
    "profile_name",
    metavar="文件",
    help="版式参数（JSON 文件），“国标”为 GB/T 9704；不写就用设置页里定的版式。",
)


def profile_named(name: str | None) -> layout.Profile:
    """The profile that `--profile` names: a file, a ready one, or else the library's own.

    Raises `LayoutError` for a file that describes none, `OutputError` for one that is no text.
    """
    if name is None:
        return profile_form.kept(Settings.load().home)
    if name in profile_form.READY:
        return profile_form.READY[name]
    return profile_form.read(read_argument(name), shown(name))


outputs_option = click.option(
    "-o",
    "--output",
    "targets",
    multiple=True,
    required=True,
    metavar="文件",
    help="输出文件，扩展名决定格式，可写几个；- 输出纯文本。",
)
archival_option = click.option(
    "--pdf-a", "archival", is_flag=True, help="PDF 存成 PDF/A-2a，供归档长期保存。"
)


def deliver(
    document: Document,
    targets: Sequence[str],
    profile: layout.Profile,
    *,
    archival: bool = False,
    images: Images | None = None,
) -> None:
    """Writes `document` to every one of `targets`, after all of them have been rendered.

    `images` gives the bytes of figures; `archival` makes PDFs PDF/A-2a. Raises `OutputError`
    where that is asked for without a PDF.
    """
    suffixes = {target: suffix_of(target) for target in targets}
    if archival and ".pdf" not in suffixes.values():
        raise OutputError("没有要写的 PDF", where="--pdf-a", remedy="加一个 -o 文件.pdf")
    rendered = {
        target: layout.write(document, suffix, images=images, profile=profile, archival=archival)
        for target, suffix in suffixes.items()
    }
    for target, data in rendered.items():
        if target == STDOUT:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            write(target, data)
    for target in rendered:
        if target != STDOUT:
            click.echo(f"已生成 {target}", err=True)
    if {".pdf", ".docx"} & set(suffixes.values()):
        warn([str(own) for own in unprintable(document, profile)])
    if ".pdf" in suffixes.values() and (others := fonts.stand_ins()):
        warn([f"PDF 里{others}，详见 nigao measure"])


def write(target: str, data: bytes) -> None:
    """Leaves `data` in the file `target`, whole or not at all; raises `OutputError`."""
    try:
        write_atomically(Path(target), data)
    except OSError as error:
        raise OutputError(
            f"写不进去（{reason(error)}）",
            where=target,
            remedy="若文件正开着，关掉再试；否则看看磁盘和文件夹的权限",
        ) from error


def warn(lines: Sequence[str]) -> None:
    """Writes each of `lines` to stderr as something to look at."""
    for line in lines:
        click.echo(click.style("请注意：", fg="yellow") + line, err=True)


def shown(name: str) -> str:
    """`name` of a file-like argument as messages call it."""
    return "标准输入" if name == STDOUT else name
