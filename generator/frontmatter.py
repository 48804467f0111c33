"""YAML with every scalar a string and with the place of every entry.

`0512` stays `0512`: field types do the parsing. Used for the head of templates and for inputs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.errors import TemplateError

_BASE: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DEEPEST = 20


class _Loader(_BASE):  # type: ignore[misc]
    """Composes nodes without asking of each which type its text looks like."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        return "text"

    def descend_resolver(self, node: Any, index: Any) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Yaml:
    """Strings, lists and mappings as read; `places` has (line, column), 1-based, of each path."""

    value: Any
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def where(self, name: str, *path: str | int) -> str:
        """The place of `path`, or of the nearest entry around it, as `name:line:column`."""
        while path and path not in self.places:
            path = path[:-1]
        line, column = self.places.get(path, (1, 1))
        return f"{name}:{line}:{column}"


def read_yaml(text: str, name: str, *, first_line: int = 1) -> Yaml:
    """The YAML (or JSON) in `text`, whose first line is line `first_line` of file `name`.

    Raises `TemplateError` with the place for a syntax error, a repeated key, a tag or an alias.
    """
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
        raise TemplateError(
            "这里不合 YAML 的写法",
            where=f"{name}:{line}:{column}",
            remedy="核对缩进、冒号后的空格和成对的括号、引号",
        ) from None
    except yaml.YAMLError:
        raise TemplateError(
            "文字里有 YAML 不允许的控制字符", where=f"{name}:{first_line}:1", remedy="删去后再试"
        ) from None
    except RecursionError:
        raise TemplateError("层层嵌套太深", where=f"{name}:{first_line}:1") from None
    places: dict[Path, tuple[int, int]] = {}
    seen: set[int] = set()

    def build(node: yaml.Node, path: Path) -> Any:
        if path not in places:
            places[path] = node.start_mark.line + first_line, node.start_mark.column + 1
        if id(node) in seen:  # an alias; nested ones would swell without end
            raise TemplateError(
                "这里用了 YAML 的引用（& 和 *）", where=at(node), remedy="把内容写全"
            )
        seen.add(id(node))
        if len(path) > _DEEPEST:
            raise TemplateError("层层嵌套太深", where=at(node), remedy="减少层次")
        if isinstance(node, yaml.ScalarNode):
            return node.value
        if isinstance(node, yaml.SequenceNode):
            return [build(child, (*path, n)) for n, child in enumerate(node.value)]
        assert isinstance(node, yaml.MappingNode)
        result: dict[str, Any] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise TemplateError("名称应当是一段文字", where=at(key))
            if key.value in result:
                raise TemplateError(f"“{key.value}”写了两次", where=at(key), remedy="只留一处")
            below = (*path, key.value)
            places[below] = key.start_mark.line + first_line, key.start_mark.column + 1
            result[key.value] = build(child, below)
        return result

    def at(node: yaml.Node) -> str:
        return f"{name}:{node.start_mark.line + first_line}:{node.start_mark.column + 1}"

    return Yaml(None if node is None else build(node, ()), places)
