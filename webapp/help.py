"""帮助: a page for each job, with pictures; all of them on one page to search or to print."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from corpus.reading import READABLE
from webapp.errors import PageMissing
from webapp.search import MORE_WAYS, WAYS

blueprint = Blueprint("help", __name__)

PICTURES = Path(__file__).parent / "static" / "help"
"""Pictures of pages in WebP, and `sizes.json` with width and height of each by name."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of help: its name in addresses, its title, and whom it is for in a few words."""

    name: str
    title: str
    says: str


TOPICS: tuple[Topic, ...] = (
    Topic("write", "写一份文稿", "从模板填，边填边看页面"),
    Topic("find", "找往年的文稿", "一两个字就能找"),
    Topic("past", "从旧文写新的", "去年的改成今年的，一处不漏"),
    Topic("batch", "批量生成", "一张表出几十份"),
    Topic("format", "一键排版", "乱了的 Word 排成公文格式"),
    Topic("library", "文库", "把往年的文件读进来，读错了改过来"),
    Topic("versions", "版本与回收站", "改坏了、删错了都找得回来"),
    Topic("settings", "设置", "单位、人员、地点、版式、文字大小"),
    Topic("backup", "备份和恢复", "电脑坏了、换新电脑"),
    Topic("people", "几个人一起用", "账号、密码、登录链接"),
    Topic("words", "搜索和键盘", "搜索的写法，快捷键，能读的文件"),
)


@blueprint.get("/help")
def index() -> ResponseReturnValue:
    """The list of jobs."""
    return render_template("help.html", topics=TOPICS, topic=None)


@blueprint.get("/help/<name>")
def topic(name: str) -> ResponseReturnValue:
    """How one job is done; `all` has every job on one page. Raises `PageMissing`."""
    shown = TOPICS if name == "all" else tuple(one for one in TOPICS if one.name == name)
    if not shown:
        raise PageMissing("帮助里没有这一页", remedy="从帮助的目录里再找")
    return render_template(
        "help_topic.html",
        topics=TOPICS,
        shown=shown,
        name=name,
        ways=WAYS + MORE_WAYS,
        readable=READABLE,
        picture_sizes=sizes(),
    )


@cache
def sizes() -> dict[str, tuple[int, int]]:
    """Width and height of each picture as it is shown, by name."""
    kept = json.loads((PICTURES / "sizes.json").read_text(encoding="utf-8"))
    return {name: (width, height) for name, (width, height) in kept.items()}
