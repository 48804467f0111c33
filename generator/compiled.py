"""Pieces of templates compiled, each once; what goes wrong in them gets its file and line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateRuntimeError, TemplateSyntaxError, nodes
from markupsafe import Markup

from corpus import outline
from generator.errors import TemplateError
from generator.fields.findings import did_you_mean, nearest
from generator.sandbox import LONGEST_OUTPUT, Refused, Sandbox
from generator.tokens import SINK, Sink

_IMPLICIT = frozenset({"loop", "caller", "varargs", "kwargs"})
_FORBIDDEN = (
    nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends, nodes.Block,
    nodes.ScopedEvalContextModifier, nodes.EvalContextModifier,
)  # fmt: skip
_BRACE = re.compile(r"[{}]")
# No tag, however odd, reaches over the end of its line; what is left is looked at closely.
_TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff\x00-\x08\x0b-\x1f\x7f]")


def templates_folder() -> Path:
    """Where the shipped templates are: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parent / "templates"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "templates"


@cache
def sandbox() -> Sandbox:
    """The environment of all templates, with the shared macros in it."""
    env = Sandbox()
    env.globals |= {"marker": _marker, "heading": _heading}
    for path in sorted((templates_folder() / "shared").glob("*.jinja")):
        piece = Piece(path.read_text("utf-8"), path.name, 1, frozenset(), env)
        for name, macro in vars(piece.template.module).items():
            if not name.startswith("_"):
                env.globals[name] = macro
    return env


def _marker(level: int, number: int) -> Markup:
    """The ordinal of entry `number` at `level`, for lists that macros write."""
    return Markup(outline.marker(int(level), int(number)))


def _heading(level: int) -> Markup:
    """The marks of a heading of `level` (1–4): level 2 is `###`."""
    return Markup("#" * (min(max(int(level), 1), 4) + 1))


@dataclass(frozen=True)
class Piece:
    """A piece of a template, parsed when it is first used; its text starts at `line` of `name`."""

    text: str
    name: str
    line: int
    names: frozenset[str]
    own: Sandbox | None = None

    @property
    def env(self) -> Sandbox:
        """The environment that the piece belongs to."""
        return self.own or sandbox()

    @cached_property
    def source(self) -> str:
        """The text below as many empty lines as the file has above it."""
        return "\n" * (self.line - 1) + self.text

    @cached_property
    def tree(self) -> nodes.Template:
        """The parsed piece, checked.

        Raises `TemplateError` with file:line:column for bad syntax, undeclared names, unknown
        filters, braces left over.
        """
        try:
            tree = self.env.parse(self.source)
        except TemplateSyntaxError as error:
            raise _syntax(error, self.source, self.name) from None
        except RecursionError:
            raise TemplateError(
                "层层嵌套太深", where=f"{self.name}:{self.line}:1", remedy="减少层次"
            ) from None
        self._check_text()
        self._check_names(tree)
        return tree

    @cached_property
    def template(self) -> JinjaTemplate:
        """The compiled template."""
        try:
            code = self.env.compile(self.tree, self.name, self.name)
        except TemplateSyntaxError as error:
            raise _syntax(error, self.source, self.name) from None
        return JinjaTemplate.from_code(self.env, code, self.env.globals)

    def check(self) -> None:
        """Raise `TemplateError` where the piece does not hold; see `tree`."""
        _ = self.tree

    def render(self, values: dict[str, object], sink: Sink) -> str:
        """The text with values as tokens in `sink`.

        Raises `TemplateError` with the line for whatever goes wrong, or for output over 2 MB.
        """
        template = self.template
        context = template.new_context(values, shared=True)
        before = SINK.set(sink)
        parts: list[str] = []
        size = 0
        try:
            for part in template.root_render_func(context):
                size += len(part)
                if size > LONGEST_OUTPUT:
                    raise Refused("印出的内容超过 2 MB")
                parts.append(part)
        except TemplateError:
            raise
        except Exception as error:
            raise self._located(error) from error
        finally:
            SINK.reset(before)
        return "".join(parts)

    def _located(self, error: Exception) -> TemplateError:
        """`error`, raised while rendering, with the line of this piece that raised it."""
        line = self.line
        traceback = error.__traceback__
        while traceback is not None:
            owner = traceback.tb_frame.f_globals.get("__jinja_template__")
            if owner is not None and traceback.tb_frame.f_code.co_filename == self.name:
                line = owner.get_corresponding_lineno(traceback.tb_lineno)
            traceback = traceback.tb_next
        message, remedy = _reason(error)
        column = _column(self.source.split("\n")[line - 1], message)
        return TemplateError(message, where=f"{self.name}:{line}:{column}", remedy=remedy)

    def _place(self, line: int, word: str) -> str:
        lines = self.source.split("\n")
        for number in range(line, min(line + 40, len(lines) + 1)):
            if (column := _word(lines[number - 1], word)) >= 0:
                return f"{self.name}:{number}:{column + 1}"
        return f"{self.name}:{line}:1"

    def _check_text(self) -> None:
        if (match := _PRIVATE.search(self.source.replace("\n", " "))) is not None:
            line = self.source.count("\n", 0, match.start()) + 1
            raise TemplateError(
                "模板里有不可见的控制字符", where=f"{self.name}:{line}:1", remedy="删去"
            )
        if not _BRACE.search(_TAGS.sub("", self.source)):
            return
        for line, kind, text in self.env.lex(self.source):
            if kind != "data":
                continue
            for offset, part in enumerate(str(text).split("\n")):
                if (match := _BRACE.search(part)) is not None:
                    full = self.source.split("\n")[line - 1 + offset]
                    column = full.find(part) + match.start() if part in full else match.start()
                    raise TemplateError(
                        "文字里剩下了花括号",
                        where=f"{self.name}:{line + offset}:{column + 1}",
                        remedy="要素写成 {{ 名称 }}；属性只写在标题行末",
                    )

    def _check_names(self, tree: nodes.Template) -> None:
        everything = list(_walk(tree))
        for node in everything:
            if isinstance(node, _FORBIDDEN):
                raise TemplateError(
                    "模板里不能用 import、include、extends、block、autoescape",
                    where=f"{self.name}:{node.lineno}:1",
                    remedy="公用的宏不必引入，直接可用",
                )
            for label, known, kind in (
                ("过滤器", self.env.filters, nodes.Filter),
                ("判断", self.env.tests, nodes.Test),
            ):
                if isinstance(node, kind) and node.name not in known:
                    raise TemplateError(
                        f"没有“{node.name}”这个{label}",
                        where=self._place(node.lineno, node.name),
                        remedy=did_you_mean(node.name, [n for n in known if n.isidentifier()]),
                    )
        used = [node for node in everything if isinstance(node, nodes.Name)]
        assigned = {name.name for name in used if name.ctx in ("store", "param")}
        assigned |= {node.name for node in everything if isinstance(node, nodes.Macro)}
        known_names = self.names | self.env.globals.keys() | _IMPLICIT | assigned
        for name in used:
            if name.ctx == "load" and name.name not in known_names:
                raise TemplateError(
                    f"没有声明“{name.name}”",
                    where=self._place(name.lineno, name.name),
                    remedy=_offer(name.name, [*sorted(self.names), *sorted(self.env.globals)]),
                )

    @cached_property
    def used(self) -> frozenset[str]:
        """The names that the piece reads."""
        return frozenset(n.name for n in self.tree.find_all(nodes.Name) if n.ctx == "load")

    @cached_property
    def tests(self) -> frozenset[str]:
        """The names of the tests that the piece makes: `is missing`."""
        return frozenset(test.name for test in self.tree.find_all(nodes.Test))


def _offer(name: str, names: Collection[str]) -> str:
    found = nearest(name, names)
    return f"是不是“{found}”" if found else "在文件头的 fields 里声明"


def _word(line: str, word: str) -> int:
    match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", line)
    return match.start() if match else -1


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    for child in node.iter_child_nodes():
        yield child
        yield from _walk(child)


_QUOTED = re.compile(r"“(\w+)”")
_OPENERS = ("{{", "{%", "{#")


def _column(line: str, message: str) -> int:
    """The column of the word that `message` quotes, else of the first tag in `line`."""
    if (quoted := _QUOTED.search(message)) and (found := _word(line, quoted[1])) >= 0:
        return found + 1
    return min((at for at in map(line.find, _OPENERS) if at >= 0), default=0) + 1


_MACRO = re.compile(r"macro '(\w+)'")


def _reason(error: Exception) -> tuple[str, str]:
    """What went wrong while rendering, and what to do."""
    if isinstance(error, MemoryError):
        return "模板用的内存太多", "检查循环和宏，减少重复的内容"
    if isinstance(error, RecursionError):
        return "宏层层调用自己，没有尽头", "检查宏"
    if isinstance(error, TypeError) and (match := _MACRO.search(str(error))):
        return f"宏“{match[1]}”的参数不对", "核对参数的个数和名称"
    message = str(error)
    if match := _NOT_GIVEN.search(message):
        return f"宏少了一个参数“{match[1]}”", "照模板说明把参数补齐，依次写在括号里"
    if isinstance(error, TemplateRuntimeError | OverflowError) and _HAN.search(message):
        return message, "核对这一行的要素、过滤器和宏"
    return "这里的写法算不出结果", "核对这一行的要素、过滤器和宏"


_NOT_GIVEN = re.compile(r"parameter '([^']+)' was not provided")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SYNTAX = (
    ("unexpected char", "这里有不认识的字符", "花括号里只写要素名、过滤器和宏，标点用半角"),
    (
        "Unexpected end of template",
        "控制结构没有结束",
        "在本章节之内写上 {% endif %} 或 {% endfor %}",
    ),
    ("unknown tag 'end", "多出一个结束标记", "控制结构的开头和结尾要在同一章节里"),
    ("unknown tag 'el", "else 没有对应的 if", "控制结构的开头和结尾要在同一章节里"),
    ("unknown tag", "没有这个控制标记", "可用的有 if、for、set、macro"),
    ("No filter named", "没有这个过滤器", "可用的见模板说明"),
    ("Missing end of", "注释或标记没有结束", "补上结束符号"),
    ("unexpected '}'", "花括号不成对", "写成 {{ 名称 }}"),
)


def _syntax(error: TemplateSyntaxError, source: str, name: str) -> TemplateError:
    english = error.message or ""
    message, remedy = "这里不合模板的写法", "核对花括号、引号和控制标记"
    for start, chinese, advice in _SYNTAX:
        if english.startswith(start) or start in english:
            message, remedy = chinese, advice
            break
    lines = source.split("\n")
    line = min(max(error.lineno, 1), len(lines))
    column = _column(lines[line - 1], "")
    return TemplateError(message, where=f"{name}:{line}:{column}", remedy=remedy)
